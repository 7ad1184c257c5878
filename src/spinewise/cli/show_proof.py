"""The proofs on the command line: progress while they run, then every promise and what was found."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from spinewise.cli.files import write_output
from spinewise.cli.ink import Page
from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.tree import Value

COLOURS = {"proven": "soft", "REFUTED": "urgent", "NOBODY": "refer"}


def prove_and_show(kb: KnowledgeBase, page: Page, *, safety_case: str | None, release: str | None, full: bool) -> int:
    """Prove, compare with the last release, print, and write what is asked for.

    0 when everything holds, 1 when something does not; a release is written only when everything holds.

    Raises:
        InputError: the solver is not installed.
    """
    need_solver()
    from spinewise.prove import prove, read_promises, report_lines
    from spinewise.prove.release import write_release
    from spinewise.prove.safety_case import safety_case as as_case

    announce("Proving every promise for every set of answers…")
    promises = read_promises(kb)
    report = prove(kb, promises)
    announce("Comparing with the last release…")
    lines = [*report_lines(report, full=full), "", *since_last_release(kb, promises.ordinary)]
    announce("")
    for line in lines:
        page.verbatim(line or " ", colour=COLOURS.get(line.split(" ", 1)[0], ""))
    sys.stdout.write(page.text())
    if safety_case:
        write_output(safety_case, as_case(report, kb).encode())
    if release and report.holds:
        write_output(release, write_release(kb))
    return 0 if report.holds else 1


def since_last_release(kb: KnowledgeBase, ordinary: dict[str, Value]) -> list[str]:
    """Who is given more, or seen less soon, than in the release beside the knowledge files."""
    from spinewise.prove.release import NAME, compare, comparison_lines, read_release

    was = read_release()
    if was is None:
        return [f"No release to compare with: there is no {NAME} beside the knowledge files."]
    return comparison_lines(compare(was, kb, ordinary))


def mutate_and_show(kb: KnowledgeBase, page: Page) -> int:
    """Try every small fault in a rule, and print by what each was named; what survives is for a clinician to read.

    Raises:
        InputError: the solver is not installed.
    """
    need_solver()
    from spinewise.assess.vignettes import read_patients
    from spinewise.prove import read_promises
    from spinewise.prove.mutation import mutate, mutation_lines

    announce("Trying every small fault in a rule…")
    found = mutate(kb, read_promises(kb), read_patients(kb))
    announce("")
    for line in mutation_lines(found):
        page.verbatim(line or " ")
    sys.stdout.write(page.text())
    return 0


def need_solver() -> None:
    """Say what to do when the solver is not there.

    Raises:
        InputError: the solver is not installed.
    """
    if find_spec("z3") is None:
        what = "the proofs need the solver z3, which is not installed"
        raise InputError([Problem(Place("prove"), what, "Run `python3 start.py prove`, or install spinewise[prove]")])


def announce(text: str) -> None:
    """One line of progress, on a terminal only, wiped by the next."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()

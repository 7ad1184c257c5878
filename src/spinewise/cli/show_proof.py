"""The proofs on the command line: progress while they run, then every promise and what was found."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from spinewise.cli.files import write_output
from spinewise.cli.ink import Page
from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.models import KnowledgeBase

COLOURS = {"proven": "soft", "REFUTED": "urgent", "NOBODY": "refer"}


def prove_and_show(kb: KnowledgeBase, page: Page, *, safety_case: str | None, full: bool) -> int:
    """Prove, print, and write the safety case where asked: 0 when everything holds, 1 when something does not.

    Raises:
        InputError: the solver is not installed.
    """
    if find_spec("z3") is None:
        what = "the proofs need the solver z3, which is not installed"
        raise InputError([Problem(Place("prove"), what, "Run `python3 start.py prove`, or install spinewise[prove]")])
    from spinewise.prove import prove, report_lines
    from spinewise.prove.safety_case import safety_case as as_case

    announce("Proving every promise for every set of answers…")
    report = prove(kb)
    announce("")
    for line in report_lines(report, full=full):
        page.verbatim(line or " ", colour=COLOURS.get(line.split(" ", 1)[0], ""))
    sys.stdout.write(page.text())
    if safety_case:
        write_output(safety_case, as_case(report, kb).encode())
    return 0 if report.holds else 1


def announce(text: str) -> None:
    """One line of progress, on a terminal only, wiped by the next."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()

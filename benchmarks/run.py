"""Prints how fast the road is, against what was asked of it; `--readme` writes the table into README.md.

    python3 start.py bench            every figure
    python3 start.py bench --quick    without the proof and the mutants
    python3 start.py bench --readme   and the README's table
    python3 start.py bench figures    how fast and how large every drawing is (figures --help)
    python3 start.py bench population what the rules do to 10,000 people (population --help)
    python3 start.py bench tagging    how far two taggings of every exercise agree (tagging --help)
    python3 start.py bench web        how fast the web application answers, with 10,000 patients (web --help)

A figure is a median over runs unless it says otherwise. Nothing here fails on a slow machine: it prints.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from spinewise.assess.triage import triage
from spinewise.assess.vignettes import Patient, completed, read_patients
from spinewise.cli.pictures import printed_figures
from spinewise.documents.handout import handout
from spinewise.knowledge import KnowledgeBase, load_knowledge
from spinewise.plan.road import plan_for
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answers

ROOT = Path(__file__).parents[1]
START_MARK, END_MARK = "<!-- figures: python3 start.py bench --readme -->", "<!-- end of figures -->"


class Figure(NamedTuple):
    """One measured figure beside what was asked."""

    what: str
    measured: float
    unit: str
    asked: float

    @property
    def row(self) -> str:
        """A line of the table."""
        share = self.measured / self.asked
        return f"| {self.what} | {self.measured:.3g} {self.unit} | ≤ {self.asked:g} {self.unit} | {share:.2f} |"


def milliseconds(work: Callable[[], object], *, runs: int) -> float:
    """The median time of one run, in ms, after one run that does not count."""
    work()
    return statistics.median(_timed(work) for _ in range(runs)) * 1000


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def people(kb: KnowledgeBase) -> list[Answers]:
    """Every vignette's patient with the remaining safety questions answered no."""
    return [completed(patient, kb)[0] for patient in read_patients(kb)]


def in_process(kb: KnowledgeBase) -> Iterator[Figure]:
    """The stages of the road, knowledge loaded once."""
    everyone = people(kb)
    each = [milliseconds(lambda answers=answers: triage(answers, kb), runs=20) for answers in everyone]
    yield Figure("triage, in process", statistics.median(each), "ms", 5)
    planned = [answers for answers in everyone if isinstance(plan(answers, kb), Plan)]
    each = [milliseconds(lambda answers=answers: plan(answers, kb), runs=5) for answers in planned]
    yield Figure(f"plan, in process, {len(planned)} patients", statistics.median(each), "ms", 150)
    yield Figure("plan, in process, the slowest of them", max(each), "ms", 500)
    made = plan(planned[0], kb)
    assert isinstance(made, Plan)
    figures = printed_figures(kb)
    yield Figure(
        "handout, after the first", milliseconds(lambda: handout(made, kb, figures=figures), runs=5), "ms", 100
    )


def plan(answers: Answers, kb: KnowledgeBase) -> object:
    """The whole road for one person."""
    return plan_for(answers, triage(answers, kb), kb, starts_on=answers.today)


def loading() -> Iterator[Figure]:
    """Reading the knowledge, warm and cold; cold in processes of their own, where nothing has been read before."""
    load_knowledge()
    yield Figure("knowledge load, from cache", milliseconds(load_knowledge, runs=7) / 1000, "s", 0.1)
    cold = statistics.median(float(python(TIMED_COLD)) for _ in range(5))
    yield Figure("knowledge load, every file read and checked", cold, "s", 0.4)


TIMED_COLD = """
import time
from spinewise.knowledge import load_knowledge
began = time.perf_counter()
load_knowledge(cache=False)
print(time.perf_counter() - began)
"""


def python(program: str, *words: str) -> str:
    """What a small program prints, run by itself."""
    done = subprocess.run([sys.executable, "-c", program, *words], check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def whole_process(patient: Patient) -> Iterator[Figure]:
    """`spinewise triage` as a person runs it: start to end, and the most memory it held."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "me.yaml"
        file.write_text(answers_text(patient.answers), encoding="utf-8")
        command = [sys.executable, "-m", "spinewise", "triage", str(file)]
        seconds = milliseconds(lambda: subprocess.run(command, check=True, capture_output=True), runs=9) / 1000
        yield Figure("`spinewise triage`, whole process", seconds, "s", 0.6)
        if os.name == "posix":
            yield Figure("`spinewise triage`, most memory", peak_megabytes(command), "MB", 120)


def peak_megabytes(command: list[str]) -> float:
    """The largest resident set of a child process."""
    per_megabyte = 1024 * 1024 if sys.platform == "darwin" else 1024
    return int(python(MOST_MEMORY, *command)) / per_megabyte


MOST_MEMORY = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def answers_text(answers: Answers) -> str:
    """An answers file for the command line."""
    lines = ["spinewise: answers/1", f"today: {answers.today}", "answers:"]
    for name, answer in answers.by_fact.items():
        value = answer.value if answer.state is None else answer.state.value
        lines.append(f"  {name}: {{value: {value}, by: {answer.by.value}}}")
    return "\n".join(lines) + "\n"


def proving(kb: KnowledgeBase) -> Iterator[Figure]:
    """Every promise over every combination of answers, and every small fault in the rules; once each."""
    from spinewise.prove import prove, read_promises
    from spinewise.prove.mutation import mutate

    yield Figure("`spinewise prove`", _timed(lambda: prove(kb)), "s", 90)
    yield Figure("`spinewise prove --mutate`", mutate(kb, read_promises(kb), read_patients(kb)).seconds, "s", 300)


def machine() -> str:
    """Where and on what this was measured."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    cpu = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return f"{cpu}; commit {commit.stdout.strip() or 'unknown'}; {dt.datetime.now(dt.UTC):%Y-%m-%d}"


def table(figures: list[Figure]) -> str:
    """All figures as a Markdown table."""
    head = ["| what | measured | asked | ratio |", "|---|---|---|---|"]
    return "\n".join([*head, *(figure.row for figure in figures), "", f"Median of several runs; {machine()}."])


def write_readme(text: str) -> None:
    """Put the table between the README's marks."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(START_MARK)
    _, _, after = rest.partition(END_MARK)
    readme.write_text(f"{before}{START_MARK}\n{text}\n{END_MARK}{after}", encoding="utf-8")


OTHERS = {"figures": "figures.py", "population": "population.py", "tagging": "tagging.py", "web": "web.py"}
"""Measurements with a program of their own."""


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] and sys.argv[1] in OTHERS:
        program = Path(__file__).with_name(OTHERS[sys.argv[1]])
        sys.exit(subprocess.call([sys.executable, program, *sys.argv[2:]]))
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--quick", action="store_true", help="leave the proof and the mutants out")
    words.add_argument("--readme", action="store_true", help="write the table into README.md")
    asked = words.parse_args()
    kb = load_knowledge()
    figures = [*loading(), *in_process(kb), *whole_process(read_patients(kb)[0])]
    if not asked.quick:
        figures += proving(kb)
    text = table(figures)
    print(text)
    if asked.readme:
        write_readme(text)


if __name__ == "__main__":
    main()

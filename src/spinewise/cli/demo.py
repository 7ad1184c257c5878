"""Three published patients from answers to plan, with the sheets to look at."""

from __future__ import annotations

import sys
from pathlib import Path

from spinewise.assess.triage import triage
from spinewise.assess.vignettes import Patient, answered_no, completed, read_patients
from spinewise.cli.files import write_output
from spinewise.cli.ink import Page, page_for
from spinewise.cli.pictures import printed_figures
from spinewise.cli.show_plan import show_plan, show_refusal
from spinewise.cli.show_triage import show_answer, show_flags, show_handover, show_missing
from spinewise.documents.calendar import calendar
from spinewise.documents.handout import handout, instruction_sheet
from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.clear import clear
from spinewise.plan.road import plan_for
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answers, Role

NEXT = (
    "why docs/examples/ordinary.yaml lumbar/loaded_sit_up",
    "plan docs/examples/ordinary.yaml",
    "demo",
)
PATIENTS = ("m01_lifting_boxes", "m09_stenosis", "s02_cauda_equina")


def demo(kb: KnowledgeBase, folder: Path, page: Page) -> int:
    """Print triage and plan of each patient, write PDFs and calendars, say where they are."""
    prepare(folder)
    by_id = {patient.vignette.id: patient for patient in read_patients(kb)}
    written: list[Path] = []
    for name in PATIENTS:
        written += show_patient(by_id[name], kb, folder)
    page.heading("Written")
    page.verbatim("\n".join(f"  {path}" for path in written))
    page.gap()
    page.say("Next, in the checkout:", colour="soft")
    page.verbatim("\n".join(f"  python3 start.py {words}" for words in NEXT))
    sys.stdout.write(page.text())
    return 0


def prepare(folder: Path) -> None:
    """Make the output folder.

    Raises:
        InputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = (error.strerror or "cannot be made").lower()
        raise InputError([Problem(Place(str(folder)), what, "Give --output a folder that can be written")]) from None


def show_patient(patient: Patient, kb: KnowledgeBase, folder: Path) -> list[Path]:
    """One patient through the whole road."""
    page = page_for(sys.stdout)
    vignette = patient.vignette
    page.verbatim("─" * page.width, colour="soft")
    page.say(vignette.title, colour="strong")
    source = vignette.source
    page.say(f"{source.authors} {source.year} · {source.address}", colour="soft")
    answers, added = with_health(patient, kb)
    page.say(f"Not stated in the report: {len(added)} safety and health questions, answered no.", colour="soft")
    page.gap()
    found = triage(answers, kb)
    show_answer(found, kb, page)
    show_flags("Why", found.flags, kb, page)
    show_handover(found, page)
    show_missing(found, kb, page)
    page.gap()
    written = write_sheets(answers, vignette.id, kb, folder, page)
    sys.stdout.write(page.text())
    return written


def with_health(patient: Patient, kb: KnowledgeBase) -> tuple[Answers, tuple[str, ...]]:
    """The completed patient, with the health questions that an exercise still waits for answered no as well."""
    answers, _ = completed(patient, kb)

    def waited_for(now: Answers) -> list[str]:
        missing = [fact for one in clear(now, triage(now, kb), kb) for fact in one.missing]
        return [fact for fact in missing if Role.PERSON in kb.facts[fact].asked_of]

    return answered_no(answers, kb, waited_for, patient.answers)


def write_sheets(answers: Answers, name: str, kb: KnowledgeBase, folder: Path, page: Page) -> list[Path]:
    """The plan shown and written as sheet and calendar, or the instruction's one page."""
    found = triage(answers, kb)
    made = plan_for(answers, found, kb, starts_on=answers.today)
    sheet = folder / f"{name}.pdf"
    if not isinstance(made, Plan):
        if tier_for(found, answers, kb) is Tier.LOCKED:
            page.say("No plan: the sheet holds the instruction and the note for the hospital, and no exercise.")
        else:
            show_refusal(made, kb, page)
        write_output(str(sheet), instruction_sheet(found, kb))
        return [sheet]
    show_plan(made, kb, page)
    diary = folder / f"{name}.ics"
    write_output(str(sheet), handout(made, kb, figures=printed_figures(kb)))
    write_output(str(diary), calendar(made, kb))
    return [sheet, diary]

"""What each command does: read, take one stage of the road after another, show the result."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from spinewise import wire
from spinewise.assess.answers_file import read_answers
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.cli.files import read_input, shown_name, write_output
from spinewise.cli.ink import Page, page_for
from spinewise.errors import InputError, Place, Problem, nearest
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.load import knowledge_folder, load_knowledge, read_texts
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.clear import clear
from spinewise.plan.stamp import stamp_for
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Busy, Cleared, Plan, Refusal
from spinewise.rules.facts import Answers

if TYPE_CHECKING:
    from spinewise.cli.pictures import Kind

DONE, NO = 0, 1
LOOK_AHEAD_DAYS = 60


def interview_command(arguments: argparse.Namespace) -> int:
    """`spinewise interview`."""
    from spinewise.cli.interview import interview_command as interview

    return interview(arguments)


def triage_command(arguments: argparse.Namespace) -> int:
    """`spinewise triage`."""
    from spinewise.cli.show_triage import show_triage

    kb, answers = read_person(arguments)
    found = triage(answers, kb)
    put(found, answers, kb, arguments, lambda page: show_triage(found, kb, page))
    return DONE


def plan_command(arguments: argparse.Namespace) -> int:
    """`spinewise plan`: the plan, or what to do instead, or what clashes."""
    from spinewise.cli.show_plan import show_plan, show_refusal
    from spinewise.cli.show_triage import show_locked

    kb, answers = read_person(arguments)
    found = triage(answers, kb)
    made = make_plan(answers, found, kb, arguments)
    if isinstance(made, Plan):
        put(made, answers, kb, arguments, lambda page: show_plan(made, kb, page))
        return DONE
    if tier_for(found, answers, kb) is Tier.LOCKED:
        put(made, answers, kb, arguments, lambda page: show_locked(found, kb, page))
        return NO
    put(made, answers, kb, arguments, lambda page: show_refusal(made, kb, page))
    return NO


def why_command(arguments: argparse.Namespace) -> int:
    """`spinewise why`."""
    from spinewise.cli.show_why import show_why

    kb, answers = read_person(arguments)
    check_intervention(arguments.intervention, kb)
    cleared = {one.intervention: one for one in clear(answers, triage(answers, kb), kb)}
    one: Cleared = cleared[arguments.intervention]
    put(wire.Clearances((one,)), answers, kb, arguments, lambda page: show_why(one, kb, page))
    return DONE


def handout_command(arguments: argparse.Namespace) -> int:
    """`spinewise handout`: the plan's sheet; one page with the instruction where there is no plan."""
    from spinewise.cli.pictures import printed_figures
    from spinewise.documents.handout import handout, instruction_sheet

    kb, answers = read_person(arguments)
    found = triage(answers, kb)
    made = make_plan(answers, found, kb, arguments)
    if isinstance(made, Plan):
        write_output(arguments.output, handout(made, kb, figures=printed_figures(kb), answers=answers))
    elif made.nearest is None:
        write_output(arguments.output, instruction_sheet(found, kb, answers=answers))
    else:
        return refused(made, kb)
    return DONE


def calendar_command(arguments: argparse.Namespace) -> int:
    """`spinewise calendar`."""
    from spinewise.documents.calendar import calendar

    kb, answers = read_person(arguments)
    made = make_plan(answers, triage(answers, kb), kb, arguments)
    if not isinstance(made, Plan):
        return refused(made, kb)
    write_output(arguments.output, calendar(made, kb))
    return DONE


def figure_command(arguments: argparse.Namespace) -> int:
    """`spinewise figure`."""
    from spinewise.cli.pictures import file_name, picture, with_pictures

    kb = load_knowledge()
    if not arguments.all:
        check_figure(arguments, kb)
    if arguments.signature:
        from spinewise.cli.show_movement import show_signatures

        names = with_pictures(kb) if arguments.all else [arguments.intervention]
        return show_page(lambda page: show_signatures(names, kb, page))
    if not arguments.all:
        write_output(arguments.output, picture(arguments.intervention, kb, kind=kind_of(arguments)).encode())
        return DONE
    folder = writable_folder(folder_named(arguments))
    for name in with_pictures(kb):
        drawn = picture(name, kb, kind=kind_of(arguments))
        write_output(str(folder / file_name(name, kind=kind_of(arguments))), drawn.encode())
    return DONE


def kind_of(arguments: argparse.Namespace) -> Kind:
    """Which of the four drawings is asked for."""
    if arguments.sheet:
        return "sheet"
    return "strip" if arguments.strip else "animation" if arguments.animate else "still"


def check_figure(arguments: argparse.Namespace, kb: KnowledgeBase) -> None:
    """Exactly one exercise that exists.

    Raises:
        InputError: none was named, or there is no such exercise.
    """
    if arguments.intervention is None:
        what = "no exercise was named"
        raise InputError([Problem(Place("figure"), what, "Name one, such as lumbar/bird_dog, or give --all -o FOLDER")])
    check_intervention(arguments.intervention, kb)


def folder_named(arguments: argparse.Namespace) -> str:
    """The folder for all figures.

    Raises:
        InputError: an exercise was named too, or no folder was.
    """
    if arguments.intervention is not None:
        what = f"--all and '{arguments.intervention}' were both given"
        raise InputError([Problem(Place("figure"), what, "Give one of the two")])
    if arguments.output == "-":
        raise InputError([Problem(Place("figure"), "--all needs a folder", "Give -o FOLDER")])
    return str(arguments.output)


def chart_command(arguments: argparse.Namespace) -> int:
    """`spinewise chart`."""
    from spinewise.cli.chart import chart_command as chart

    return chart(arguments)


def knowledge_check(arguments: argparse.Namespace) -> int:
    """`spinewise knowledge check`."""
    from spinewise.cli.check_movements import check_movements
    from spinewise.cli.show_knowledge import check_words

    folder = Path(arguments.folder) if getattr(arguments, "folder", None) else None
    kb = load_knowledge(folder, cache=False)
    root = folder or knowledge_folder()
    check_movements(read_texts(root), folder=root.name)
    page = page_for(sys.stdout)
    page.say(f"Everything reads, every name resolves, every example holds. {check_words(kb)}")
    sys.stdout.write(page.text())
    return DONE


def knowledge_list(arguments: argparse.Namespace) -> int:
    """`spinewise knowledge list`."""
    from spinewise.cli.show_knowledge import show_list

    del arguments
    return show_page(lambda page: show_list(load_knowledge(), page))


def knowledge_show(arguments: argparse.Namespace) -> int:
    """`spinewise knowledge show`."""
    from spinewise.cli.show_knowledge import find_entry, show_entry

    kb = load_knowledge()
    entry = find_entry(kb, arguments.id)
    return show_page(lambda page: show_entry(entry, kb, page))


def knowledge_schema(arguments: argparse.Namespace) -> int:
    """`spinewise knowledge schema`: one file a kind of document."""
    folder = Path(arguments.output)
    for kind in wire.KINDS:
        write_output(str(folder / f"{kind}.json"), wire.write_schema(kind))
    return DONE


def knowledge_pages(arguments: argparse.Namespace) -> int:
    """`spinewise knowledge pages`: every page for the reviewing clinician; other files in the folder are left alone."""
    from spinewise.documents.review import read_beyond, review_pages

    kb = load_knowledge()
    folder = writable_folder(arguments.output)
    for name, text in review_pages(kb, read_beyond(kb.facts)).items():
        write_output(str(folder / name), text.encode())
    return DONE


def knowledge_library(arguments: argparse.Namespace) -> int:
    """`spinewise knowledge library`: every exercise with its figure, on one page that stands alone."""
    from spinewise.documents.library import library_page
    from spinewise.documents.review import read_beyond

    kb = load_knowledge()
    write_output(arguments.output, library_page(kb, read_beyond(kb.facts)).encode())
    return DONE


def writable_folder(name: str) -> Path:
    """The folder, made where it does not exist yet.

    Raises:
        InputError: it cannot be made.
    """
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = (error.strerror or "this cannot be made").lower()
        raise InputError([Problem(Place(name), what, "Give a folder that can be made")]) from None
    return folder


def prove_command(arguments: argparse.Namespace) -> int:
    """`spinewise prove`."""
    from spinewise.cli.show_proof import mutate_and_show, prove_and_show

    kb, page = load_knowledge(), page_for(sys.stdout)
    if arguments.mutate:
        return mutate_and_show(kb, page)
    return prove_and_show(kb, page, safety_case=arguments.safety_case, release=arguments.release, full=arguments.full)


def demo_command(arguments: argparse.Namespace) -> int:
    """`spinewise demo`."""
    from spinewise.cli.demo import demo

    return demo(load_knowledge(), Path(arguments.output), page_for(sys.stdout))


def read_person(arguments: argparse.Namespace) -> tuple[KnowledgeBase, Answers]:
    """The knowledge, and this person's answers."""
    data = read_input(arguments.answers)
    kb = load_knowledge()
    return kb, read_answers(data, file=shown_name(arguments.answers), kb=kb, today=arguments.today)


def make_plan(answers: Answers, found: Triage, kb: KnowledgeBase, arguments: argparse.Namespace) -> Plan | Refusal:
    """From cleared interventions to an accepted plan."""
    from spinewise.plan.road import plan_for

    starts_on: dt.date = arguments.start or answers.today
    if starts_on < answers.today:
        what = f"the plan would start on {starts_on}, before today ({answers.today})"
        raise InputError([Problem(Place("--start"), what, "Give today or a later day")])
    return plan_for(answers, found, kb, starts_on=starts_on, busy=busy_from(arguments, answers, starts_on))


def busy_from(arguments: argparse.Namespace, answers: Answers, starts_on: dt.date) -> tuple[Busy, ...]:
    """The person's taken times, from a calendar file."""
    if not arguments.busy:
        return ()
    from spinewise.documents.busy import read_busy

    until = starts_on + dt.timedelta(days=LOOK_AHEAD_DAYS)
    return read_busy(
        read_input(arguments.busy), file=shown_name(arguments.busy), starts_on=starts_on, until=until, zone=answers.zone
    )


def put(
    value: msgspec.Struct,
    answers: Answers,
    kb: KnowledgeBase,
    arguments: argparse.Namespace,
    show: Callable[[Page], None],
) -> None:
    """Print a value as text or as a JSON document."""
    if arguments.format == "json":
        write_output("-", wire.write_document(value, stamp=stamp_for(answers, kb)))
        return
    show_page(show)


def show_page(show: Callable[[Page], None]) -> int:
    """Print one page."""
    page = page_for(sys.stdout)
    show(page)
    sys.stdout.write(page.text())
    return DONE


def refused(made: Refusal, kb: KnowledgeBase) -> int:
    """Say on the error stream why there is nothing to write."""
    from spinewise.cli.show_plan import show_refusal

    page = page_for(sys.stderr)
    show_refusal(made, kb, page)
    sys.stderr.write(page.text())
    return NO


def check_intervention(name: str, kb: KnowledgeBase) -> None:
    """Refuse a name that is not in the library, with the nearest one."""
    if name not in kb.interventions:
        hint = nearest(name, kb.interventions) or "See `spinewise knowledge list`"
        raise InputError([Problem(Place("library"), f"no exercise or modality is called '{name}'", hint)])

"""`spinewise`: the commands, their help and their exit codes."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import sys
from collections.abc import Callable, Sequence

from spinewise.cli import commands
from spinewise.cli.letter import letter_command
from spinewise.cli.may_i import may_i_command
from spinewise.errors import InputError

EXIT_CODES = """exit codes:
  0  done
  1  the answer is no: no plan as asked, or a check or proof found something
  2  something given cannot be used; the message says where, what and what instead
"""
Command = Callable[[argparse.Namespace], int]


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; `words` are the arguments after the program's name."""
    write_utf8()
    arguments = parser().parse_args(words)
    command: Command = arguments.command
    try:
        return command(arguments)
    except InputError as error:
        sys.stdout.flush()
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def write_utf8() -> None:
    """Files and pipes get UTF-8 whatever the system's old code page is; a terminal shows `?` for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def parser() -> argparse.ArgumentParser:
    """All commands with an example each."""
    whole = argparse.ArgumentParser(
        prog="spinewise",
        description="From a person's answers to a safe, explained, scheduled plan for back pain.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    rooms = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _interview(rooms)
    _triage(rooms)
    _plan(rooms)
    _why(rooms)
    _may_i(rooms)
    _documents(rooms)
    _letter(rooms)
    _figure(rooms)
    _chart(rooms)
    _knowledge(rooms)
    _prove(rooms)
    _demo(rooms)
    return whole


def _room(
    rooms: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, says: str, example: str
) -> argparse.ArgumentParser:
    room = rooms.add_parser(
        name,
        help=says,
        description=says,
        epilog=f"example:\n  spinewise {example}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    room.set_defaults(command=command)
    return room


def _answers(room: argparse.ArgumentParser) -> None:
    room.add_argument("answers", metavar="ANSWERS", help="an answers file (docs/answers.md), or - for standard input")
    room.add_argument("--today", type=day, help="the day to read it on, instead of the file's own")


def _format(room: argparse.ArgumentParser) -> None:
    room.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default), or JSON by docs/schema/"
    )


def _when(room: argparse.ArgumentParser) -> None:
    room.add_argument("--start", type=day, help="the plan's first day; today when left out")
    room.add_argument("--busy", metavar="FILE.ics", help="a calendar to plan around")


def _interview(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "The questions, one screen at a time; saved after every answer (docs/interview.md)."
    room = _room(rooms, "interview", commands.interview_command, says, "interview -o me.yaml")
    room.add_argument("-o", "--output", metavar="FILE", help="the answers file to write (default: me.yaml)")
    room.add_argument("--resume", metavar="FILE", help="go on with an answers file, and write to it")
    room.add_argument("--public", action="store_true", help="the short version: at most 12 screens, one next step")
    room.add_argument("--clinician", metavar="NAME", help="a clinician answers, and is asked for findings too")
    room.add_argument("--today", type=day, help="the day of the answers; today when left out")
    room.add_argument("--zone", metavar="NAME", help="the time zone for the plan, such as Europe/London")


def _triage(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "Urgency, care and category, with reasons and what is still missing."
    room = _room(rooms, "triage", commands.triage_command, says, "triage me.yaml")
    _answers(room)
    _format(room)


def _plan(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "A plan that fits this person, in their week; or what stands in its way."
    room = _room(rooms, "plan", commands.plan_command, says, "plan me.yaml --start 2026-12-01 --busy calendar.ics")
    _answers(room)
    _when(room)
    _format(room)


def _why(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "Why something is in, held or left out for this person, to the line and the source."
    room = _room(rooms, "why", commands.why_command, says, "why me.yaml lumbar/loaded_sit_up")
    _answers(room)
    room.add_argument("intervention", metavar="ID", help="an exercise or modality (see `spinewise knowledge list`)")
    _format(room)


def _may_i(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "May I keep doing this? Keep, change or leave out what somebody does on their own already, and why."
    room = _room(rooms, "may-i", may_i_command, says, "may-i me.yaml lumbar/loaded_sit_up aerobic/walk")
    _answers(room)
    room.add_argument(
        "exercises", metavar="EXERCISE", nargs="*", help="exercises; left out: those of the answer `already_does`"
    )


def _documents(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sheet = _room(
        rooms,
        "handout",
        commands.handout_command,
        "The plan as a printable sheet (PDF).",
        "handout me.yaml -o plan.pdf",
    )
    diary = _room(
        rooms,
        "calendar",
        commands.calendar_command,
        "The plan as a calendar file with reminders.",
        "calendar me.yaml -o plan.ics",
    )
    for room in (sheet, diary):
        _answers(room)
        _when(room)
        room.add_argument(
            "-o", "--output", required=True, metavar="FILE", help="where to write it, or - for standard output"
        )


def _letter(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "What was found and is done, as a letter to a doctor (PDF)."
    room = _room(rooms, "letter", letter_command, says, 'letter me.yaml --to "Dr Lee" -o letter.pdf')
    _answers(room)
    _when(room)
    room.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="where to write it, or - for standard output"
    )
    for option, what in (
        ("--to", "who it is for"),
        ("--about", "the patient's name"),
        ("--reference", "the patient's number"),
        ("--clinic", "who writes"),
        ("--signed-by", "who signs"),
        ("--words", "a paragraph of your own, at the top"),
    ):
        room.add_argument(option, default="", metavar="TEXT", help=what)
    room.add_argument("--born", type=day, help="the patient's birthday")


def _figure(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    room = _room(
        rooms,
        "figure",
        commands.figure_command,
        "An exercise drawn from its own movement (SVG).",
        "figure lumbar/bird_dog -o bird_dog.svg",
    )
    room.add_argument("intervention", metavar="ID", nargs="?", help="an exercise")
    room.add_argument(
        "-o", "--output", default="-", metavar="FILE", help="where to write it (default: standard output)"
    )
    room.add_argument("--all", action="store_true", help="every exercise; -o is then a folder")
    kind = room.add_mutually_exclusive_group()
    kind.add_argument("--strip", action="store_true", help="the steps side by side, for print")
    kind.add_argument("--animate", action="store_true", help="moving, for the screen")
    kind.add_argument("--sheet", action="store_true", help="picture, movement, steps and faults on one page (HTML)")
    kind.add_argument("--signature", action="store_true", help="in words: what is counted, target angles, cues")


def _chart(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "Where it hurts, drawn on a body from the front and the back (SVG)."
    room = _room(rooms, "chart", commands.chart_command, says, "chart me.yaml -o chart.svg")
    _answers(room)
    room.add_argument(
        "-o", "--output", default="-", metavar="FILE", help="where to write it (default: standard output)"
    )
    room.add_argument("--side", choices=("front", "back", "both"), default="both", help="what to draw")
    room.add_argument("--roots", action="store_true", help="for clinicians: nerve roots, and their words")
    room.add_argument("--words", action="store_true", help="instead, say in words what the chart shows")


def _knowledge(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "What Spinewise knows: check it, list it, show one thing in full."
    room = _room(rooms, "knowledge", commands.knowledge_check, says, "knowledge show red_flags/cauda_equina_saddle")
    inner = room.add_subparsers(title="what to do", metavar="check|list|show|pages|library", required=True)
    check = inner.add_parser("check", help="read every file and report every problem")
    check.add_argument("folder", nargs="?", help="another knowledge folder")
    check.set_defaults(command=commands.knowledge_check)
    listing = inner.add_parser("list", help="every entry by kind")
    listing.set_defaults(command=commands.knowledge_list)
    show = inner.add_parser("show", help="one entry in full")
    show.add_argument("id", help="such as lumbar/bird_dog, saddle_numbness or rf-cauda-equina-saddle")
    show.set_defaults(command=commands.knowledge_show)
    schema = inner.add_parser("schema", help="write the JSON Schemas of every document")
    schema.add_argument("-o", "--output", required=True, metavar="FOLDER")
    schema.set_defaults(command=commands.knowledge_schema)
    pages = inner.add_parser("pages", help="write the pages for the clinician who reviews (docs/knowledge/)")
    pages.add_argument("-o", "--output", required=True, metavar="FOLDER")
    pages.set_defaults(command=commands.knowledge_pages)
    library = inner.add_parser("library", help="write every exercise with its figure as one page (docs/library.html)")
    library.add_argument("-o", "--output", required=True, metavar="FILE")
    library.set_defaults(command=commands.knowledge_library)


def _prove(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "Prove the safety promises for every combination of answers."
    room = _room(rooms, "prove", commands.prove_command, says, "prove")
    room.add_argument("--full", action="store_true", help="name everything that was noticed, not the first few")
    room.add_argument("--safety-case", metavar="FILE", help="also write the safety case (docs/safety-case.md)")
    room.add_argument("--release", metavar="FILE", help="also write this as the release to compare the next one with")
    room.add_argument("--mutate", action="store_true", help="instead, try every small fault in a rule: what names it?")


def _demo(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "Three published patients from answers to plan, with PDFs to look at."
    room = _room(rooms, "demo", commands.demo_command, says, "demo")
    room.add_argument("--output", default="out", metavar="FOLDER", help="where the files go (default: out)")


def day(word: str) -> dt.date:
    """A date argument."""
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{word}' is not a date. Write year-month-day, such as 2026-12-01.") from None

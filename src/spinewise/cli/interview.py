"""`spinewise interview`: one screen at a time, by keyboard, saved after every answer."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from spinewise.assess.answers_file import is_zone, read_answers, write_answers
from spinewise.assess.interview import (
    Done,
    Ending,
    clashes,
    is_listed,
    listed_facts,
    next_question,
    no_to,
    recorded,
    screens_left,
    stops_at_once,
)
from spinewise.cli.files import read_input, write_output
from spinewise.cli.show_interview import show_end, show_head, show_list, show_one, show_why, wording
from spinewise.cli.talk import Stopped, Talk
from spinewise.errors import InputError, Place, Problem, nearest
from spinewise.knowledge.check import given_value
from spinewise.knowledge.load import load_knowledge
from spinewise.knowledge.models import Contradiction, KnowledgeBase, Question
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role, State
from spinewise.source.bind import Binder, Unbound
from spinewise.source.nodes import Text

Value = bool | int | float | str | tuple[str, ...]
DONE, INTERRUPTED = 0, 130
STATES = {"s": State.NOT_SURE, "d": State.DECLINED, "c": State.CANNOT_KNOW}
YES_NO = {"1": True, "y": True, "2": False, "n": False}
DEFAULT_FILE = "me.yaml"


class Back(Exception):
    """One question back."""


class NotAnAnswer(Exception):
    """What was typed does not answer; the text says what would."""


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers, and on which screens."""

    role: Role
    name: str
    public: bool

    @property
    def is_clinician(self) -> bool:
        """Whether findings are asked too, in a clinician's words."""
        return self.role is Role.CLINICIAN


class Session:
    """One sitting: the answers so far, what was shown, and the way back."""

    def __init__(
        self, answers: Answers, kb: KnowledgeBase, asker: Asker, *, talk: Talk, save: Callable[[Answers], None]
    ) -> None:
        self.answers = answers
        self.kb = kb
        self.asker = asker
        self.talk = talk
        self.save = save
        self.shown: list[str] = []
        self.trail: list[tuple[str, ...]] = []
        self.left_standing: set[str] = set()

    def run(self) -> Done:
        """Ask until there is nothing left to ask, or a reason to stop."""
        while True:
            self.settle()
            step = next_question(
                self.answers, self.kb, asked=self.shown, role=self.asker.role, public=self.asker.public
            )
            if isinstance(step, Done):
                return step
            try:
                self.screen(step)
            except Back:
                self.go_back()

    # -- screens

    def screen(self, question: Question) -> None:
        """Everything on one screen; an emergency ends it at once."""
        is_new = self.shown[-1:] != [question.id]
        if is_new:
            self.shown.append(question.id)
            self.head(question)
        for facts in prompts(question, self.kb):
            self.ask(facts)
            if stops_at_once(self.answers, self.kb):
                return

    def head(self, question: Question) -> None:
        """The title; on a terminal on a screen of its own, with segments for the screens."""
        page = self.talk.page()
        left = len(self.screens_left()) if self.talk.is_terminal else 0
        show_head(question, page, done=len(set(self.shown)) - 1, left=left)
        self.talk.show(page, fresh=True)

    def screens_left(self) -> tuple[str, ...]:
        """The screens that may still come."""
        return screens_left(self.answers, self.kb, role=self.asker.role, public=self.asker.public)

    def go_back(self) -> None:
        """Ask the question before again, and those before it as often as asked for."""
        for facts in reversed(self.trail[:]):
            here = tuple(fact for fact in facts if fact in self.answers.by_fact)
            if not here:
                continue
            try:
                self.ask(here, again=True)
            except Back:
                continue
            return
        self.talk.say("This is the first one.")

    # -- one prompt

    def ask(self, facts: tuple[str, ...], *, again: bool = False) -> None:
        """One question, or one list to tick."""
        if len(facts) > 1:
            self.ask_list([self.kb.facts[fact] for fact in facts], again=again)
        else:
            self.ask_one(self.kb.facts[facts[0]], again=again)

    def ask_one(self, fact: Fact, *, again: bool = False) -> None:
        """Show one fact until it is answered."""
        now = self.answers.by_fact.get(fact.id) if again else None
        page = self.talk.page()
        show_one(fact, page, is_clinician=self.asker.is_clinician, now=now)
        self.talk.show(page)
        while True:
            word = self.reply(fact)
            if now is not None and not word:
                return
            try:
                given = self.answer(fact, word)
            except NotAnAnswer as error:
                self.talk.say(str(error))
                continue
            self.keep((given,), again=again)
            return

    def ask_list(self, facts: list[Fact], *, again: bool = False) -> None:
        """Show several facts until some are ticked, or none."""
        page = self.talk.page()
        show_list(facts, page, is_clinician=self.asker.is_clinician, ticked=self.ticked(facts) if again else None)
        self.talk.show(page)
        while True:
            word = self.reply(*facts)
            if again and not word:
                return
            try:
                self.take_list(facts, word.lower(), again=again)
            except NotAnAnswer as error:
                self.talk.say(f"{error} Or n for none of these.")
                continue
            return

    def take_list(self, facts: list[Fact], word: str, *, again: bool) -> None:
        """What was typed for a list."""
        if word in STATES:
            self.one_by_one(facts, word, again=again)
        else:
            ticked = [] if word == "n" else [facts[place] for place in places(word, len(facts))]
            self.keep_ticked(facts, ticked, again=again)

    def ticked(self, facts: list[Fact]) -> tuple[str, ...]:
        """Those that were not answered no."""
        said = {fact.id: self.answers.by_fact.get(fact.id) for fact in facts}
        return tuple(fact.id for fact in facts if (one := said[fact.id]) is not None and one.value != no_to(fact))

    def one_by_one(self, facts: list[Fact], word: str, *, again: bool) -> None:
        """A list that is not sure is asked in single questions; one that is declined is declined as a whole."""
        if word == "s":
            for fact in facts:
                self.ask_one(fact, again=again)
                if stops_at_once(self.answers, self.kb):
                    return
            return
        self.keep(tuple(self.made(fact, state=STATES[word]) for fact in facts), again=again)

    def keep_ticked(self, facts: list[Fact], ticked: list[Fact], *, again: bool) -> None:
        """Save what is plain, then ask the ticked ones that have more than one yes."""
        plain = [fact for fact in ticked if fact.kind is Kind.YES_NO]
        others = [fact for fact in facts if fact not in ticked]
        given = [self.made(fact, True) for fact in plain] + [self.made(fact, no_to(fact)) for fact in others]
        self.keep(tuple(given), again=again)
        for fact in ticked:
            if fact not in plain and not stops_at_once(self.answers, self.kb):
                self.ask_one(fact)

    def keep(self, given: tuple[Answer, ...], *, again: bool) -> None:
        """Take the answers in and save them."""
        for answer in given:
            self.answers = recorded(self.answers, answer, self.kb)
        self.save(self.answers)
        if given and not again:
            self.trail.append(tuple(answer.fact for answer in given))

    # -- replies

    def reply(self, *facts: Fact) -> str:
        """The next thing typed that is not a question back to us.

        Raises:
            Back: one question back.
            Stopped: stop here.
        """
        while True:
            word = self.talk.reply()
            if word.lower() == "q":
                raise Stopped
            if word.lower() == "b":
                raise Back
            if not word.startswith("?"):
                return word
            self.explain(facts)

    def explain(self, facts: tuple[Fact, ...]) -> None:
        """Why these are asked."""
        page = self.talk.page()
        for fact in facts:
            show_why(fact, self.kb, page)
        self.talk.show(page)

    def answer(self, fact: Fact, word: str) -> Answer:
        """What was typed, as an answer."""
        state = STATES.get(word.lower())
        if fact.kind is Kind.TEXT and not word:
            state = State.DECLINED
        if state is not None:
            return self.made(fact, state=state)
        if word.lower() == "n" and fact.kind is Kind.CHOICE and is_listed(fact.id, self.kb):
            return self.made(fact, no_to(fact))
        return self.made(fact, typed_value(fact, word, today=self.answers.today))

    def made(self, fact: Fact, value: Value | None = None, *, state: State | None = None) -> Answer:
        """An answer of today, by whoever sits here."""
        return Answer(
            fact=fact.id,
            value=value,
            state=state,
            on=self.answers.today,
            by=self.asker.role,
            name=self.asker.name,
        )

    # -- answers that do not fit together

    def settle(self) -> None:
        """Tell contradictions as they arise, until they are corrected or left standing."""
        while not stops_at_once(self.answers, self.kb) and (open_ones := self.open_clashes()):
            self.settle_one(open_ones[0])

    def open_clashes(self) -> list[Contradiction]:
        """Contradictions that nobody has decided to leave."""
        return [one for one in clashes(self.answers, self.kb) if one.id not in self.left_standing]

    def settle_one(self, clash: Contradiction) -> None:
        """Offer to change one of the answers."""
        facts = [self.kb.facts[name] for name in clash.facts if name in self.answers.by_fact]
        page = self.talk.page()
        page.say(f"{clash.title}.", colour="now")
        page.say(clash.instead)
        for number, fact in enumerate(facts, 1):
            page.say(f"Change: {wording(fact, is_clinician=self.asker.is_clinician)}", indent=2, bullet=str(number))
        page.say("a number to change that answer · k keep them for now · q stop and save", indent=2, colour="soft")
        self.talk.show(page, fresh=True)
        try:
            self.change_one(clash, facts)
        except Back:
            return

    def change_one(self, clash: Contradiction, facts: list[Fact]) -> None:
        """Read which answer to change, and ask it again."""
        while True:
            word = self.reply(*facts)
            if word.lower() == "k":
                self.left_standing.add(clash.id)
                return
            if word in map(str, range(1, len(facts) + 1)):
                self.ask_one(facts[int(word) - 1], again=True)
                return
            self.talk.say(f"Type one number, 1 to {len(facts)}, or k.")


def prompts(question: Question, kb: KnowledgeBase) -> Iterator[tuple[str, ...]]:
    """What is asked by itself, then what is ticked in one list."""
    listed = listed_facts(question, kb)
    yield from ((fact,) for fact in question.facts if fact not in listed)
    if listed:
        yield listed


def typed_value(fact: Fact, word: str, *, today: dt.date) -> Value:
    """The value that was typed.

    Raises:
        NotAnAnswer: it is not one.
    """
    match fact.kind:
        case Kind.YES_NO:
            if word.lower() not in YES_NO:
                raise NotAnAnswer("Type 1 for yes or 2 for no.")
            return YES_NO[word.lower()]
        case Kind.CHOICE:
            chosen = places(word, len(fact.options))
            if len(chosen) != 1:
                raise NotAnAnswer("Type one number.")
            return fact.options[chosen[0]].id
        case Kind.SEVERAL:
            return () if word.lower() == "n" else tuple(fact.options[one].id for one in places(word, len(fact.options)))
        case Kind.TEXT:
            return word
        case _:
            return written_value(fact, word, today=today)


def written_value(fact: Fact, word: str, *, today: dt.date) -> Value:
    """A number or a date as typed.

    Raises:
        NotAnAnswer: it is not one, or out of range.
    """
    binder = Binder()
    try:
        return given_value(binder, Text(word, Place("")), fact, today=today)
    except Unbound:
        raise NotAnAnswer(f"{binder.problems[0].instead}.") from None


def places(word: str, count: int) -> list[int]:
    """Places in a list, from the numbers typed.

    Raises:
        NotAnAnswer: something else than numbers of the list.
    """
    parts = word.replace(",", " ").split()
    if not parts or not all(part.isdecimal() and len(part) < 4 and 1 <= int(part) <= count for part in parts):
        raise NotAnAnswer(f"Type a number, 1 to {count}.")
    return list(dict.fromkeys(int(part) - 1 for part in parts))


def interview_command(arguments: argparse.Namespace) -> int:
    """`spinewise interview`."""
    file, asker = file_for(arguments), asker_for(arguments)
    kb = load_knowledge()
    answers = begun(arguments, kb)
    write_output(file, write_answers(answers))
    session = Session(answers, kb, asker, talk=Talk(), save=lambda given: write_output(file, write_answers(given)))
    try:
        finish(session, session.run(), file)
    except (Stopped, KeyboardInterrupt) as error:
        page = session.talk.page()
        page.verbatim(f"  Saved in {file}. Go on with:\n  {command_again(arguments, file)}")
        session.talk.show(page)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else DONE
    return DONE


def finish(session: Session, done: Done, file: str) -> None:
    """The last page: the instruction by itself, or what to do next."""
    page = session.talk.page()
    show_end(done, session.kb, page)
    standing = clashes(session.answers, session.kb) if done.because is Ending.COMPLETE else ()
    for clash in standing:
        page.gap()
        page.say(f"{clash.title}. {clash.instead}", colour="now")
        page.verbatim(f"  Correct it with: spinewise interview --resume {shlex.quote(file)}")
    page.gap()
    page.verbatim(f"Your answers are in {file}.", colour="soft")
    if done.because is Ending.COMPLETE and not session.asker.public:
        page.verbatim(f"See more: spinewise triage {shlex.quote(file)}", colour="soft")
        page.verbatim(f"          spinewise plan {shlex.quote(file)}", colour="soft")
    session.talk.show(page, fresh=True)


def file_for(arguments: argparse.Namespace) -> str:
    """The answers file to write.

    Raises:
        InputError: it would take the place of another file, or is no file.
    """
    file: str = arguments.output or arguments.resume or DEFAULT_FILE
    if "-" in (file, arguments.resume):
        raise InputError([Problem(Place("interview"), "answers are kept in a file", "Give -o a file's name")])
    if file != arguments.resume and Path(file).exists():
        hint = f"Go on with --resume {file}, or give -o another name"
        raise InputError([Problem(Place(file), "this file is there already", hint)])
    return file


def begun(arguments: argparse.Namespace, kb: KnowledgeBase) -> Answers:
    """No answers yet, or those of an interview that was left.

    Old answers keep the day they were given on, so that those which have grown old are asked again.
    """
    today: dt.date = arguments.today or dt.datetime.now().astimezone().date()
    if not arguments.resume:
        return Answers(today=today, zone=zone_for(arguments))
    data = read_input(arguments.resume)
    answers = read_answers(data, file=arguments.resume, kb=kb, may_clash=True)
    return msgspec.structs.replace(answers, today=max(today, answers.today))


def zone_for(arguments: argparse.Namespace) -> str:
    """The zone asked for, else this machine's, else UTC.

    Raises:
        InputError: there is no such zone.
    """
    given: str = arguments.zone or ""
    if given and not is_zone(given):
        from zoneinfo import available_timezones

        hint = nearest(given, available_timezones()) or "Use a name such as Europe/London"
        raise InputError([Problem(Place("--zone"), f"no time zone is called '{given}'", hint)])
    return given or machine_zone()


def machine_zone() -> str:
    """The zone this machine is set to, where it can be told by name."""
    linked = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    named = (os.environ.get("TZ", "").lstrip(":"), linked)
    return next((name for name in named if name and is_zone(name)), "UTC")


def asker_for(arguments: argparse.Namespace) -> Asker:
    """Who sits here."""
    name = (arguments.clinician or "").strip()
    if arguments.clinician is not None and not name:
        raise InputError([Problem(Place("--clinician"), "a finding carries a name", "Give the clinician's name")])
    role = Role.CLINICIAN if name else Role.PERSON
    return Asker(role=role, name=name, public=arguments.public)


def command_again(arguments: argparse.Namespace, file: str) -> str:
    """The command that goes on here."""
    words = ["spinewise", "interview", "--resume", file]
    words += ["--public"] * arguments.public
    words += ["--clinician", arguments.clinician] if arguments.clinician else []
    return shlex.join(words)

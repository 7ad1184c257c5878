"""An answers file: what a person said, what a clinician found, and what was cleared.

spinewise: answers/1
today: 2026-11-22
zone: Europe/London
answers:
  age: 34
  saddle_numbness: not_sure
  back_pain_now: {value: 6, on: 2026-11-21}
findings: {by: J. Okafor, on: 2026-11-20, facts: {examined: true}}
earlier: [{fact: back_pain_now, value: 7, on: 2026-11-21}]
measured: {height_cm: 172, readings: [{measure: measures/straight_leg_raise, value: 55, side: left}]}
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from spinewise.assess.body_chart import chart_clashes
from spinewise.assess.measures import problems_of
from spinewise.assess.triage import triage
from spinewise.errors import AnswersError, InputError, Place, Problem, nearest
from spinewise.knowledge.check import given_value
from spinewise.knowledge.facts_file import Raw, keep
from spinewise.knowledge.ladders import Urgency
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answer, Answers, Body, Clearance, Fact, Kind, Reading, Role, State
from spinewise.rules.known import Known, truth_of
from spinewise.rules.parse import read_value
from spinewise.rules.truth import YES
from spinewise.source.bind import Binder, Unbound
from spinewise.source.nodes import Entries, Items, Node, Text, place_at, read_node

FORMAT = "answers/1"
STATES = {state.value: state for state in State}


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What a clinician found, under their name and day."""

    by: str
    facts: dict[str, Raw]
    on: dt.date | None = None


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that was given again later."""

    fact: str
    value: Raw
    on: dt.date
    by: Role = Role.PERSON
    name: str = ""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What tests of the body measured, and what their norms need."""

    height_cm: float | None = None
    weight_kg: float | None = None
    readings: tuple[Reading, ...] = ()


class AnswersFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file as written."""

    spinewise: str
    answers: dict[str, Raw] = {}
    today: dt.date | None = None
    zone: str = "UTC"
    findings: Findings | None = None
    clearances: tuple[Clearance, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    measured: Measured = Measured()


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One entry with its day and author."""

    value: Raw
    on: dt.date | None = None
    by: Role | None = None
    name: str = ""


def read_answers(
    data: bytes, *, file: str, kb: KnowledgeBase, today: dt.date | None = None, may_clash: bool = False
) -> Answers:
    """Read, type and cross-check an answers file.

    `today` is the day it is read on; the file's own day is when its plain answers were given, so that reading
    an old file later does not make its answers young.

    Answers that contradict each other are refused, unless they `may_clash`: an interview that was left in
    the middle of a correction goes on with them.

    Raises:
        AnswersError: every problem with its place: unknown facts, wrong types, contradictions.
    """
    try:
        node = read_node(data, file=file)
    except InputError as error:
        raise AnswersError(error.problems) from None
    return read_answers_node(node, kb=kb, today=today, may_clash=may_clash)


def read_answers_node(
    node: Node, *, kb: KnowledgeBase, today: dt.date | None = None, may_clash: bool = False
) -> Answers:
    """The same from a tree that is already read, such as the person of a vignette.

    Raises:
        AnswersError: every problem with its place.
    """
    reading = _Reading(node, kb, today)
    answers = reading.read()
    if answers is None or reading.binder.problems:
        raise AnswersError(sorted(reading.binder.problems, key=lambda problem: problem.place))
    problems = [] if may_clash else contradictions(answers, kb, node)
    if problems:
        raise AnswersError([*problems, *danger_in(answers, kb, node)])
    return answers


def danger_in(answers: Answers, kb: KnowledgeBase, node: Node) -> list[Problem]:
    """Contradicting answers must not hide an emergency: what they would mean as they stand."""
    found = triage(answers, kb)
    if not found.urgency.at_least(Urgency.URGENT):
        return []
    care = kb.care_text(found.care)
    return [Problem(node.place, f"As they stand, these answers mean: {care.title.rstrip('.')}", care.next_step)]


class _Reading:
    def __init__(self, node: Node, kb: KnowledgeBase, today: dt.date | None) -> None:
        self.node = node
        self.kb = kb
        self.binder = Binder({Raw: keep})
        self.today = today or dt.date.min

    def read(self) -> Answers | None:
        file: AnswersFile | None = self.binder.try_bind(self.node, AnswersFile)
        if file is None:
            return None
        self.today = self._today(file)
        self._check_head(file)
        said_on = min(file.today or self.today, self.today)
        made = self._entries(file.answers, ("answers",), Role.PERSON, "", said_on)
        if file.findings is not None:
            on = file.findings.on or said_on
            made |= self._entries(file.findings.facts, ("findings", "facts"), Role.CLINICIAN, file.findings.by, on)
        self._check_readings(file.measured.readings)
        return Answers(
            today=self.today,
            zone=file.zone,
            by_fact=made,
            clearances=file.clearances,
            earlier=tuple(self._earlier(file.earlier)),
            readings=file.measured.readings,
            body=Body(height_cm=file.measured.height_cm, weight_kg=file.measured.weight_kg),
        )

    def _check_readings(self, readings: tuple[Reading, ...]) -> None:
        for index, reading in enumerate(readings):
            for problem in problems_of(reading, self.kb):
                at = "value" if problem.what.startswith(f"{reading.value:g}") else "measure"
                self.binder.note(place_at(self.node, "measured", "readings", index, at), problem.what, problem.instead)

    def _earlier(self, given: tuple[Earlier, ...]) -> Iterator[Answer]:
        for index, one in enumerate(given):
            node: Any = one.value
            with contextlib.suppress(Unbound):
                yield self._answer(one.fact, node, place_at(self.node, "earlier", index), one.by, one.name, one.on)

    def _today(self, file: AnswersFile) -> dt.date:
        if self.today != dt.date.min:
            return self.today
        if file.today is None:
            self.binder.note(self.node.place, "the day is not known", "Add `today: 2026-11-22`")
        return file.today or dt.date.max

    def _check_head(self, file: AnswersFile) -> None:
        if file.spinewise != FORMAT:
            place = place_at(self.node, "spinewise")
            self.binder.note(
                place, f"'{file.spinewise}' is not a format that is read here", f"Write `spinewise: {FORMAT}`"
            )
        if not is_zone(file.zone):
            hint = nearest(file.zone, available_timezones()) or "Use a name such as Europe/London"
            self.binder.note(place_at(self.node, "zone"), f"no time zone is called '{file.zone}'", hint)
        for index, clearance in enumerate(file.clearances):
            if clearance.points_to not in self.kb.families:
                place = place_at(self.node, "clearances", index, "points_to")
                self.binder.note(
                    place, f"nothing is called '{clearance.points_to}'", nearest(clearance.points_to, self.kb.families)
                )

    def _entries(
        self, given: dict[str, Any], path: tuple[str, ...], role: Role, name: str, on: dt.date
    ) -> dict[str, Answer]:
        made = {}
        for fact_id, node in given.items():
            try:
                made[fact_id] = self._answer(fact_id, node, self._key_place(path, fact_id), role, name, on)
            except Unbound:
                continue
        return made

    def _key_place(self, path: tuple[str, ...], key: str) -> Place:
        node: Node = self.node
        for step in path:
            assert isinstance(node, Entries)
            node = node.of[step]
        assert isinstance(node, Entries)
        return node.keys[key]

    def _answer(self, fact_id: str, node: Node, at: Place, role: Role, name: str, on: dt.date) -> Answer:
        fact = self.kb.facts.get(fact_id)
        if fact is None:
            raise self.binder.note(at, f"no fact is called '{fact_id}'", nearest(fact_id, self.kb.facts))
        if fact.derive is not None:
            raise self.binder.note(at, f"'{fact_id}' is worked out from other answers", "Leave it out")
        if isinstance(node, Entries):
            given: Given = self.binder.bind(node, Given)
            node, role, name, on = node.of["value"], given.by or role, given.name or name, given.on or on
        self._check_author(fact, at, role)
        if on > self.today:
            raise self.binder.note(at, f"'{fact_id}' was answered after today ({self.today})", "Correct the day")
        value, state = self._value(fact, node, on)
        return Answer(fact=fact_id, value=value, state=state, on=on, by=role, name=name)

    def _check_author(self, fact: Fact, at: Place, role: Role) -> None:
        if role in fact.asked_of:
            return
        if role is Role.PERSON:
            raise self.binder.note(at, f"'{fact.id}' is for a clinician to answer", "Move it to `findings: facts:`")
        if Role.CLINICIAN not in fact.asked_of and role is not Role.CLINICIAN:
            raise self.binder.note(at, f"'{fact.id}' is not answered by a {role.value}", "")

    def _value(self, fact: Fact, node: Node, on: dt.date) -> tuple[Any, State | None]:
        if isinstance(node, Text) and node.value in STATES and (node.plain or fact.kind is not Kind.TEXT):
            return None, STATES[node.value]
        if fact.kind is Kind.SEVERAL:
            return self._several(fact, node), None
        if not isinstance(node, Text):
            raise self.binder.note(node.place, f"'{fact.id}' takes a single value", "")
        return given_value(self.binder, node, fact, today=on), None

    def _several(self, fact: Fact, node: Node) -> tuple[str, ...]:
        if not isinstance(node, Items):
            raise self.binder.note(node.place, f"'{fact.id}' takes a list", "Write [a, b]; none is []")
        words = [read_value(self.binder, part, fact, part.value) for part in node.of if isinstance(part, Text)]
        return tuple(dict.fromkeys(words))


def write_answers(answers: Answers) -> bytes:
    """An answers file with exactly these answers, in the order of their facts' names.

    What a clinician or a device answered, and what is not from today, says so beside its value.
    """
    lines = [f"spinewise: {FORMAT}", f"today: {answers.today}", f"zone: {quoted(answers.zone)}", "answers:"]
    lines += [f"  {name}: {_entry(one, answers.today)}" for name, one in sorted(answers.by_fact.items())]
    if not answers.by_fact:
        lines[-1] += " {}"
    if answers.clearances:
        lines += ["clearances:", *(f"  - {_clearance(one)}" for one in answers.clearances)]
    lines += _measured(answers)
    if answers.earlier:
        lines += ["earlier:", *(f"  - {{fact: {one.fact}, {_whole(one)}}}" for one in answers.earlier)]
    return ("\n".join(lines) + "\n").encode()


def _measured(answers: Answers) -> list[str]:
    said = {name: value for name, value in msgspec.structs.asdict(answers.body).items() if value is not None}
    lines = [f"  {name}: {value:g}" for name, value in said.items()]
    if answers.readings:
        lines += ["  readings:", *(f"    - {{{_reading(one)}}}" for one in answers.readings)]
    return ["measured:", *lines] if lines else []


def _reading(one: Reading) -> str:
    said = {name: value for name, value in msgspec.structs.asdict(one).items() if value is not None}
    return ", ".join(f"{name}: {value}" for name, value in said.items())


def _entry(answer: Answer, today: dt.date) -> str:
    if (answer.on, answer.by, answer.name) == (today, Role.PERSON, ""):
        return _value(answer)
    return f"{{{_whole(answer)}}}"


def _whole(answer: Answer) -> str:
    name = f", name: {quoted(answer.name)}" if answer.name else ""
    return f"value: {_value(answer)}, on: {answer.on}, by: {answer.by.value}{name}"


def _value(answer: Answer) -> str:
    match answer.value:
        case None:
            assert answer.state is not None
            return answer.state.value
        case bool():
            return "true" if answer.value else "false"
        case int() | float():
            return str(answer.value)
        case tuple():
            return f"[{', '.join(answer.value)}]"
        case _:
            return answer.value if is_word(answer.value) else quoted(answer.value)


def is_word(text: str) -> bool:
    """Whether a value can stand without quotation marks: the id of an option, or a date."""
    return re.fullmatch(r"[a-z0-9_]+|\d{4}-\d\d-\d\d", text) is not None and text not in STATES


def quoted(text: str) -> str:
    """A text in double quotation marks, with everything escaped that YAML does not take as it is."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if "\ud800" <= letter <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def _clearance(one: Clearance) -> str:
    words = (f"{name}: {quoted(str(value))}" for name, value in msgspec.structs.asdict(one).items())
    return f"{{{', '.join(words)}}}"


def is_zone(name: str) -> bool:
    """Whether the zone database knows this name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def contradictions(answers: Answers, kb: KnowledgeBase, node: Node) -> list[Problem]:
    """Answers that cannot both be true, at the place of the first of them."""
    known = Known(answers, kb.facts)
    ruled = (rule for rule in kb.contradictions.values() if truth_of(rule.when, known) is YES)
    return [
        Problem(fact_place(node, rule.facts), rule.title.rstrip("."), rule.instead)
        for rule in (*ruled, *chart_clashes(answers, kb))
    ]


def fact_place(node: Node, facts: tuple[str, ...]) -> Place:
    """Where the first of these facts is answered in the file."""
    for path in (("answers",), ("findings", "facts")):
        for fact in facts:
            place = place_at(node, *path, fact)
            if place != place_at(node, *path):
                return place
    return node.place

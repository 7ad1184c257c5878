"""What must hold between knowledge files: every name resolves, every example is true, nothing rests on nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from spinewise.errors import Place, Problem, nearest
from spinewise.knowledge.check_body import body_problems
from spinewise.knowledge.check_choosing import choosing_problems
from spinewise.knowledge.check_measures import measure_problems
from spinewise.knowledge.check_settings import setting_problems
from spinewise.knowledge.ladders import Care, Tier
from spinewise.knowledge.models import Exercise, KnowledgeBase, Precaution, Presumption, RuleFile
from spinewise.rules.facts import Answer, Answers, Fact, Kind, Role, State, Vocabulary, sources_of
from spinewise.rules.known import Known, truth_of
from spinewise.rules.parse import read_value
from spinewise.rules.tree import Claim, leaves
from spinewise.rules.truth import Truth
from spinewise.source.bind import Binder, Unbound
from spinewise.source.nodes import Node, Text, place_at

EXAMPLE_DAY = dt.date(2026, 1, 15)
STATES = tuple(state.value for state in State)
READ_BY_NAME = ("examined", "acuity", "irritability", "directional_preference", "age", "sex")
Files = dict[str, Node]


def check(kb: KnowledgeBase, files: Files) -> list[Problem]:
    """Every problem between files."""
    return list(_Check(kb, files).problems())


class _Check:
    def __init__(self, kb: KnowledgeBase, files: Files) -> None:
        self.kb = kb
        self.files = files

    def problems(self) -> Iterator[Problem]:
        circles = list(self.derivations())
        yield from circles
        if circles:
            return
        for rule in (*rule_files(self.kb), *self.kb.starting_rungs.values()):
            yield from self.rule(rule)
        yield from self.names()
        yield from measure_problems(self.kb, self.place)
        yield from choosing_problems(self.kb, self.place)
        yield from body_problems(self.kb, self.place)
        yield from setting_problems(self.kb, self.place)
        yield from self.complete()

    def place(self, file: str, *path: str | int) -> Place:
        node = self.files.get(file)
        return place_at(node, *path) if node is not None else Place(f"{file}.yaml")

    def rule_place(self, rule: RuleFile, *path: str | int) -> Place:
        name = rule.file.split("/", 1)[-1].removesuffix(".yaml")
        if isinstance(rule, Precaution) and name in ("precautions/conditions", "precautions/agents"):
            return self.place(name, "rows", rule.id.removeprefix("precautions/"), *path)
        return self.place(name, *path)

    def derivations(self) -> Iterator[Problem]:
        for fact in self.kb.facts.values():
            cycle = circle_from(fact.id, self.kb.facts)
            if cycle:
                what = f"'{fact.id}' is derived from itself ({' → '.join(cycle)})"
                yield Problem(self.fact_place(fact.id), what, "Break the circle")
                return

    def fact_place(self, fact_id: str) -> Place:
        for name, node in self.files.items():
            if name.startswith("facts/") and (place := place_at(node, "facts", fact_id)) != place_at(node, "facts"):
                return place
        return Place("knowledge/facts")

    def rule(self, rule: RuleFile) -> Iterator[Problem]:
        yield from self.examples(rule)
        claims = [*rule.because, *(claim for leaf in leaves(rule.when) for claim in leaf.because)]
        yield from self.rows(rule.evidence, self.rule_place(rule, "evidence"))
        yield from self.claims(claims, self.rule_place(rule, "when"))
        if not claims and not rule.evidence:
            yield Problem(self.rule_place(rule), f"'{rule.title}' rests on nothing", "Add `evidence:` or `because:`")

    def examples(self, rule: RuleFile) -> Iterator[Problem]:
        seen = set()
        for place, example in enumerate(rule.examples):
            at = self.rule_place(rule, "examples", place)
            answers, problems = example_answers(example.given, self.kb.facts, at=at)
            yield from problems
            if problems:
                continue
            truth = truth_of(rule.when, Known(answers, self.kb.facts))
            seen.add(truth)
            if truth is not example.expect:
                what = f"the example '{example.name}' gives {truth}, not {example.expect}"
                yield Problem(at, what, "Correct one of them")
        if lacking := set(Truth) - seen:
            wanted = ", ".join(sorted(lacking))
            yield Problem(self.rule_place(rule, "examples"), f"no example gives: {wanted}", "Add one for each")

    def rows(self, ids: Iterable[str], place: Place) -> Iterator[Problem]:
        for row in ids:
            if row and row not in self.kb.evidence:
                yield Problem(place, f"no evidence row is called '{row}'", nearest(row, self.kb.evidence))

    def claims(self, claims: Iterable[Claim], place: Place) -> Iterator[Problem]:
        yield from self.rows((claim.evidence for claim in claims), place)

    def known(self, name: str, among: Iterable[str], kind: str, place: Place) -> Iterator[Problem]:
        if name not in among:
            yield Problem(place, f"no {kind} is called '{name}'", nearest(name, among))

    def names(self) -> Iterator[Problem]:
        for exercise in self.kb.exercises.values():
            yield from self.exercise(exercise)
        for modality in self.kb.modalities.values():
            yield from self.rows((*modality.evidence, modality.stance), self.place(modality.id, "evidence"))
        for lesson in self.kb.lessons.values():
            yield from self.rows(lesson.evidence, self.place(lesson.id, "evidence"))
        for preset in self.kb.presets.values():
            yield from self.rows(preset.evidence, self.place(preset.id, "evidence"))
        yield from self.rows(self.kb.beside.evidence, self.place("beside", "evidence"))
        for sign in self.kb.safety.stop_now_when:
            yield from self.known(sign, self.kb.safety.stop_now, "sign", self.place("safety", "stop_now_when"))
        for programme in self.kb.programmes.values():
            yield from self.rows(programme.evidence, self.place(programme.id, "evidence"))
            yield from self.claims(programme.because, self.place(programme.id, "because"))
        yield from self.daily()
        yield from self.lists()
        yield from self.questions()
        for presumption in self.kb.presumptions.values():
            yield from self.known(presumption.fact, self.kb.facts, "fact", self.rule_place(presumption, "fact"))
            if presumption.fact in self.kb.facts:
                yield from self.presumed(presumption)
        for flag in self.kb.red_flags.values():
            yield from self.known(flag.points_to, self.kb.families, "family", self.rule_place(flag, "points_to"))

    def presumed(self, presumption: Presumption) -> Iterator[Problem]:
        binder = Binder()
        place = self.rule_place(presumption, "presume")
        try:
            read_value(binder, Text(presumption.presume, place), self.kb.facts[presumption.fact], presumption.presume)
        except Unbound:
            yield from binder.problems
        if self.kb.facts[presumption.fact].derive is not None:
            what = f"'{presumption.fact}' is worked out, so nothing is taken for granted about it"
            yield Problem(self.rule_place(presumption, "fact"), what, "Name a fact it comes from")
        if not set(presumption.at_tiers) <= {Tier.GENERAL, Tier.LOW_LOAD}:
            what = "only the tiers S and L take anything for granted"
            yield Problem(self.rule_place(presumption, "at_tiers"), what, "Leave out the others")

    def exercise(self, exercise: Exercise) -> Iterator[Problem]:
        file = f"exercises/{exercise.id}"
        yield from self.rows(exercise.evidence, self.place(file, "evidence"))
        for harder in exercise.harder:
            yield from self.known(harder, self.kb.exercises, "exercise", self.place(file, "harder"))

    def daily(self) -> Iterator[Problem]:
        daily = self.kb.daily
        yield from self.rows(daily.evidence, self.place("daily", "evidence"))
        yield from self.claims(daily.because, self.place("daily", "because"))
        for name in daily.anything_new:
            yield from self.known(name, self.kb.facts, "fact", self.place("daily", "anything_new"))
        for name, meant in daily.a_tick_means.items():
            place, fact = self.place("daily", "a_tick_means", name), self.kb.facts.get(name)
            yield from self.known(name, daily.anything_new, "sign of the short list", place)
            if fact:
                yield from self.known(meant, [option.id for option in fact.options], "option", place)
        for index, one in enumerate(daily.expect):
            place = self.place("daily", "expect", index)
            yield from self.rows(one.evidence, place)
            if one.lesson:
                yield from self.known(one.lesson, self.kb.lessons, "lesson", place)

    def lists(self) -> Iterator[Problem]:
        for bundle in self.kb.bundles.values():
            for name in (*bundle.prefers, *bundle.avoids):
                yield from self.known(name, self.kb.interventions, "intervention", self.place(bundle.id, "prefers"))
            for name in bundle.lessons:
                yield from self.known(name, self.kb.lessons, "lesson", self.place(bundle.id, "lessons"))
        for programme in self.kb.programmes.values():
            for name in programme.exercises:
                yield from self.known(name, self.kb.exercises, "exercise", self.place(programme.id, "exercises"))
        for preset in self.kb.presets.values():
            place = self.place(preset.id, "for_interventions")
            for name in preset.for_interventions:
                yield from self.known(name, self.kb.interventions, "intervention", place)

    def questions(self) -> Iterator[Problem]:
        asked = set()
        for question in self.kb.questions.values():
            for name in question.facts:
                place = self.place(f"questions/{question.stage}", "questions", question.id, "facts")
                yield from self.known(name, self.kb.facts, "fact", place)
                asked.add(name)
        for fact in self.kb.facts.values():
            if fact.derive is None and fact.id not in asked:
                yield Problem(self.fact_place(fact.id), f"no question asks for '{fact.id}'", "Add it to a question")
        yield from self.public_screens()

    def public_screens(self) -> Iterator[Problem]:
        """A question stands on one screen of the public version; one that none names stands alone."""
        named: list[str] = []
        for screen_id, screen in self.kb.interview.public.items():
            for name in screen.questions:
                place = self.place("interview", "public", screen_id, "questions")
                yield from self.known(name, self.kb.questions, "question", place)
                if name in named:
                    yield Problem(place, f"'{name}' stands on two public screens", "Keep one of them")
                named.append(name)

    def complete(self) -> Iterator[Problem]:
        for fact in READ_BY_NAME:
            yield from self.known(fact, self.kb.facts, "fact", Place("knowledge/facts"))
        for care in Care:
            yield from self.known(care.value, self.kb.care, "care", self.place("care", "care"))
        for tier in Tier:
            yield from self.known(tier.value, self.kb.tiers, "tier", self.place("tiers", "tiers"))


def rule_files(kb: KnowledgeBase) -> Iterator[RuleFile]:
    """Every rule in the knowledge base, whatever it decides."""
    for room in (
        kb.red_flags, kb.categories, kb.starts, kb.presumptions, kb.precautions, kb.contradictions,
    ):  # fmt: skip
        yield from room.values()


def circle_from(fact_id: str, facts: Vocabulary) -> tuple[str, ...]:
    """The chain from a fact back to itself, if there is one."""
    chain: list[str] = []

    def walk(name: str) -> bool:
        if name in chain:
            return name == fact_id
        chain.append(name)
        if any(walk(source) for source in sources_of(facts[name])):
            return True
        chain.pop()
        return False

    return (*chain, fact_id) if walk(fact_id) else ()


def example_answers(given: dict[str, str], facts: Vocabulary, *, at: Place) -> tuple[Answers, list[Problem]]:
    """The answers of a worked example, or what is wrong with them."""
    binder = Binder()
    made: dict[str, Answer] = {}
    for name, word in given.items():
        fact = facts.get(name)
        if fact is None:
            binder.note(at, f"no fact is called '{name}'", nearest(name, facts))
        elif fact.derive is not None:
            binder.note(at, f"'{name}' is worked out, not answered", "Give the facts it comes from")
        else:
            made |= _example_answer(binder, fact, word, at)
    return Answers(today=EXAMPLE_DAY, zone="UTC", by_fact=made), binder.problems


def _example_answer(binder: Binder, fact: Fact, word: str, at: Place) -> dict[str, Answer]:
    role = fact.asked_of[0] if fact.asked_of else Role.PERSON
    if word in STATES:
        return {fact.id: Answer(fact=fact.id, state=State(word), on=EXAMPLE_DAY, by=role)}
    try:
        value = given_value(binder, Text(word, at), fact, today=EXAMPLE_DAY)
    except Unbound:
        return {}
    return {fact.id: Answer(fact=fact.id, value=value, on=EXAMPLE_DAY, by=role)}


AGO = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}


def given_value(binder: Binder, text: Text, fact: Fact, *, today: dt.date) -> bool | int | float | str:
    """One written value; a date may also be `3 weeks ago`.

    Raises:
        Unbound: the problem is noted in the binder.
    """
    if fact.kind is not Kind.DATE:
        value: bool | int | float | str = read_value(binder, text, fact, text.value)
        return value
    words = text.value.split()
    try:
        if len(words) == 3 and words[2] == "ago" and words[0].isdecimal() and words[1] in AGO and len(words[0]) < 5:
            return (today - dt.timedelta(days=int(words[0]) * AGO[words[1]])).isoformat()
        date = dt.date.fromisoformat(text.value)
    except (ValueError, OverflowError):
        hint = "Write year-month-day, such as 2026-11-22, or '3 weeks ago'"
        raise binder.note(text.place, f"'{text.value}' is not a date", hint) from None
    if date > today:
        raise binder.note(text.place, f"'{fact.id}' lies after today ({today})", "Give a day that has been")
    return date.isoformat()

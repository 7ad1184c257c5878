"""The interview: which screen comes next for this person, and when to stop.

A question is asked only while its answer could still change something: the urgency and the care, the kind
of pain, a reason to start therapy, or what a plan may hold. What could be an emergency comes first, wishes
come last. The same answers always lead to the same next question; nothing is remembered but the answers.
Somebody under age gets no plan here, so they are asked only for what needs help today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

import msgspec

from spinewise.assess.body_chart import chart_clashes
from spinewise.assess.classify import is_examined
from spinewise.assess.presume import view_at
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge.demands import matches
from spinewise.knowledge.ladders import Level, Tier, Urgency, strictest
from spinewise.knowledge.models import (
    Contradiction,
    Demands,
    Effect,
    Exercise,
    KnowledgeBase,
    Limits,
    Modality,
    Pattern,
    Precaution,
    Question,
)
from spinewise.rules.facts import Answer, Answers, Fact, Role, sources_of
from spinewise.rules.known import Between, Known, truth_of
from spinewise.rules.residual import missing_facts, unsettled_sources
from spinewise.rules.tree import RuleNode, Value
from spinewise.rules.truth import NO, UNKNOWN, YES

STAGES = ("safety", "category", "examination", "plan")
LEVELS = {level: place for place, level in enumerate(Level)}
READ_BY_THE_PLANNER = ("acuity", "irritability")
Intervention = Exercise | Modality


class Ending(StrEnum):
    """Why an interview stops."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    UNDER_AGE = "under_age"
    COMPLETE = "complete"


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing more is asked: what the answers mean, and why it stops here."""

    triage: Triage
    because: Ending


def next_question(
    answers: Answers, kb: KnowledgeBase, *, asked: Iterable[str] = (), role: Role = Role.PERSON, public: bool = False
) -> Question | Done:
    """The next screen, with only those of its facts that are worth asking now; or the end.

    `asked` are the screens shown so far, the last one last: what follows from its answers comes before
    anything else. An emergency ends the interview at once. So does an urgent answer, after what else is on
    its screen, or follows from it, and could make it an emergency. `role` is who answers: a clinician is
    also asked for findings. The `public` version asks on grouped screens, and not for what only a plan needs.
    """
    found = triage(answers, kb)
    shown = tuple(asked)
    wanted = _Wanted(answers, found, kb, role, public=public)
    ending = ending_for(found)
    screen = None
    if ending is None:
        screen = next(wanted.screens(shown[-1:]), None)
    elif ending is Ending.URGENT:
        screen = wanted.rest_of(shown[-1:])
    at_last = Ending.UNDER_AGE if wanted.is_under_age else Ending.COMPLETE
    return screen or Done(triage=found, because=ending or at_last)


def ending_for(found: Triage) -> Ending | None:
    """Why to stop before every question is answered, if there is a reason."""
    if found.urgency is Urgency.EMERGENCY:
        return Ending.EMERGENCY
    return Ending.URGENT if found.urgency is Urgency.URGENT else None


def is_under_age(known: Known, kb: KnowledgeBase) -> bool:
    """Whether this is certainly a child or an adolescent, for whom a clinician decides."""
    age = known.possible("age")
    return isinstance(age, Between) and age.high < kb.programme.adult_from_years


def stops_at_once(answers: Answers, kb: KnowledgeBase) -> bool:
    """Whether nothing more may be asked, not even on the same screen."""
    known = Known(answers, kb.facts)
    raised = (flag for flag in kb.red_flags.values() if flag.urgency is Urgency.EMERGENCY)
    if any(truth_of(flag.when, known) is YES for flag in raised):
        return not answers.clearances or triage(answers, kb).urgency is Urgency.EMERGENCY
    return False


def screens_left(
    answers: Answers, kb: KnowledgeBase, *, role: Role = Role.PERSON, public: bool = False
) -> tuple[str, ...]:
    """The screens that would still be asked if nothing else came up. Answers may add some and remove many."""
    found = triage(answers, kb)
    if ending_for(found) is not None:
        return ()
    return tuple(_Wanted(answers, found, kb, role, public=public).open_screens())


def clashes(answers: Answers, kb: KnowledgeBase) -> tuple[Contradiction, ...]:
    """Answers that cannot both be true, by the contradiction that names them."""
    known = Known(answers, kb.facts)
    ruled = (one for one in kb.contradictions.values() if truth_of(one.when, known) is YES)
    return (*ruled, *chart_clashes(answers, kb))


def recorded(answers: Answers, given: Answer, kb: KnowledgeBase) -> Answers:
    """The answers with one more. What it replaces, and follow-ups that no longer apply, are kept as earlier answers."""
    before = answers.by_fact.get(given.fact)
    after = answers.with_(given)
    if before is None or before == given:
        return after
    gone = [before, *outdated(after, kb)]
    names = {one.fact for one in gone} - {given.fact}
    kept = {name: one for name, one in after.by_fact.items() if name not in names}
    return msgspec.structs.replace(after, by_fact=kept, earlier=(*answers.earlier, *gone))


def outdated(answers: Answers, kb: KnowledgeBase) -> list[Answer]:
    """Answers to follow-up questions that would not be asked any more, and follow-ups of those."""
    known = Known(answers, kb.facts)
    gone = [one for name, one in answers.by_fact.items() if _applies(kb.facts[name], known) is NO]
    if not gone:
        return []
    names = {one.fact for one in gone}
    rest = {name: one for name, one in answers.by_fact.items() if name not in names}
    return gone + outdated(msgspec.structs.replace(answers, by_fact=rest), kb)


def listed_facts(question: Question, kb: KnowledgeBase) -> tuple[str, ...]:
    """The facts of a screen that "none of these" answers with no."""
    return tuple(fact for fact in question.facts if is_listed(fact, kb))


def is_listed(name: str, kb: KnowledgeBase) -> bool:
    """Whether "none of these" answers this fact."""
    return any(one.none_of_these and name in one.facts for one in kb.questions.values())


def no_to(fact: Fact) -> Value:
    """What "none of these" means for a fact: false, or the first option."""
    return fact.values[0]


def _applies(fact: Fact, known: Known) -> str:
    return YES if fact.applies is None else truth_of(fact.applies.when, known)


def still_good(answers: Answers, kb: KnowledgeBase) -> Answers:
    """The answers without those that are too old to rely on: an interview is the time to ask them again."""
    kept = {name: one for name, one in answers.by_fact.items() if _is_good(one, kb.facts[name], answers.today)}
    return msgspec.structs.replace(answers, by_fact=kept)


def _is_good(answer: Answer, fact: Fact, today: dt.date) -> bool:
    return fact.valid_days is None or (today - answer.on).days <= fact.valid_days


class _Wanted:
    """What could still change something, for these answers and whoever gives them."""

    def __init__(self, answers: Answers, found: Triage, kb: KnowledgeBase, role: Role, *, public: bool) -> None:
        self.answers = still_good(answers, kb)
        self.known = Known(self.answers, kb.facts)
        self.found = found
        self.kb = kb
        self.role = role
        self.public = public
        self.is_under_age = is_under_age(self.known, kb)
        self.emergency = frozenset(self._safety(least=Urgency.EMERGENCY))
        self.facts = frozenset(self._every_fact())
        self.first = frozenset(self._asked_first())

    # -- screens

    def screens(self, last: tuple[str, ...]) -> Iterator[Question]:
        """Screens with something to ask now, in the order in which they are asked."""
        for question in sorted(self._all_screens(), key=lambda one: self._turn(one, last)):
            facts = tuple(fact for fact in question.facts if self._is_ready(fact))
            if facts:
                yield msgspec.structs.replace(question, facts=facts)

    def open_screens(self) -> Iterator[str]:
        """Screens that have something to ask, now or once other answers are there."""
        for question in self._all_screens():
            if any(self._is_open(fact) for fact in question.facts):
                yield question.id

    def rest_of(self, last: tuple[str, ...]) -> Question | None:
        """What could make an urgent answer an emergency, on its own screen or following from it."""
        here = {fact for one in self._all_screens() if one.id in last for fact in one.facts}
        follows = {fact.id for fact in self.kb.facts.values() if fact.applies and sources_of(fact) & here}
        near = (here | follows) & self.emergency
        for question in self.screens(last):
            facts = tuple(fact for fact in question.facts if fact in near)
            if facts:
                return msgspec.structs.replace(question, facts=facts)
        return None

    def _all_screens(self) -> tuple[Question, ...]:
        every = tuple(self.kb.questions.values())
        return grouped(every, self.kb) if self.public else every

    def _turn(self, question: Question, last: tuple[str, ...]) -> tuple[bool | int, ...]:
        """Follow-ups first, then age, then what could be an emergency; wishes last."""
        facts = set(question.facts)
        first = question.stage == "safety" and bool(facts & self.first)
        wishes = all(self.kb.facts[fact].privacy == "wish" for fact in facts)
        return (question.id not in last, "age" not in facts, not first, STAGES.index(question.stage), wishes)

    def _asked_first(self) -> Iterator[str]:
        """What could be an emergency, and what the rest of its screens waits for, so that none comes twice."""
        yield from self.emergency
        for question in self._all_screens():
            if self.emergency & set(question.facts):
                for name in question.facts:
                    applies = self.kb.facts[name].applies
                    yield from missing_facts(applies.when, self.known) if applies else ()

    # -- facts

    def _is_ready(self, name: str) -> bool:
        """Open, and whatever decides whether it applies has been asked."""
        fact = self.kb.facts[name]
        if not self._is_open(name):
            return False
        if fact.applies is None or _applies(fact, self.known) is YES:
            return True
        return not any(self._can_be_asked(one) for one in missing_facts(fact.applies.when, self.known))

    def _is_open(self, name: str) -> bool:
        return name in self.facts and self._can_be_asked(name) and _applies(self.kb.facts[name], self.known) is not NO

    def _can_be_asked(self, name: str) -> bool:
        is_for_adults = self.is_under_age and name in self.kb.interview.adults_only
        return name not in self.answers.by_fact and self.role in self.kb.facts[name].asked_of and not is_for_adults

    def _every_fact(self) -> Iterator[str]:
        if self.is_under_age:
            yield from self._safety(least=Urgency.URGENT)
            return
        yield from self._safety(least=Urgency.MONITOR)
        yield from self._kind_of_pain()
        yield from self._starts()
        if not self.public:
            yield from self._chart()
            yield from self._examination()
            yield from self._plan()

    def _safety(self, *, least: Urgency) -> Iterator[str]:
        for flag in self.kb.red_flags.values():
            if flag.urgency.at_least(least):
                yield from missing_facts(flag.when, self.known)

    def _kind_of_pain(self) -> Iterator[str]:
        """What could put the pain in a more specific category, or add a subgroup to the one it is in."""
        for rule in self.kb.categories.values():
            if rule.category.at_least(self.found.category):
                yield from missing_facts(rule.when, self.known)

    def _starts(self) -> Iterator[str]:
        """Reasons to start therapy; a letter to a doctor is written with or without them."""
        if not self.found.urgency.at_least(Urgency.ROUTINE):
            for rule in self.kb.starts.values():
                yield from missing_facts(rule.when, self.known)

    def _chart(self) -> Iterator[str]:
        """Where exactly it hurts: told in every document, and checked against the other answers."""
        if self.kb.body is not None:
            yield self.kb.body.fact

    def _examination(self) -> Iterator[str]:
        if self.role is Role.CLINICIAN:
            yield "examined"

    def _plan(self) -> Iterator[str]:
        for name in READ_BY_THE_PLANNER:
            yield from unsettled_sources(name, self.known)
        needs = _PlanNeeds(self.answers, self.kb, self._tier())
        yield from needs.facts()
        for fact in self.kb.facts.values():
            if fact.privacy == "wish" and needs.could_use(fact.id):
                yield fact.id
        yield from (fact for question in self.kb.questions.values() if question.always for fact in question.facts)

    def _tier(self) -> Tier:
        """The most this person may be given when every question is answered."""
        if self.found.urgency.at_least(Urgency.REFER):
            return Tier.GENERAL
        will_be = self.role is Role.CLINICIAN and self._can_be_asked("examined")
        return Tier.FULL if will_be or is_examined(self.known) else Tier.LOW_LOAD


class _PlanNeeds:
    """What could still change how an intervention is cleared, of those that this person may be given at all."""

    def __init__(self, answers: Answers, kb: KnowledgeBase, tier: Tier) -> None:
        self.kb = kb
        self.tier = tier
        self.asked = Known(answers, kb.facts)
        self.known = view_at(answers, kb, tier)
        ruled = [(one, truth_of(one.when, self.known)) for one in kb.precautions.values()]
        self.certain = [one for one, truth in ruled if truth is YES]
        self.unknown = [one for one, truth in ruled if truth is UNKNOWN]
        self.possible = self._possible()

    def _possible(self) -> list[tuple[Demands, Level]]:
        """What asks the body for something it may be given, with the level that is certain already."""
        given = [one for one in self.kb.interventions.values() if may_be_given(one, self.tier, self.kb)]
        levels = {one.demands: level_on(one.demands, self.certain) for one in given}
        return [(demands, level) for demands, level in levels.items() if level is not Level.EXCLUDE]

    def facts(self) -> Iterator[str]:
        """Answers that could change a level, a limit or what is encouraged."""
        for precaution in self.unknown:
            if any(could_change(precaution, demands, level) for demands, level in self.possible):
                yield from self._behind(precaution.when)

    def _behind(self, when: RuleNode) -> Iterator[str]:
        """The open facts of a rule; behind a clinician's fact also what it may be presumed from."""
        for name in missing_facts(when, self.known):
            yield name
            for presumption in self.kb.presumptions.values():
                if presumption.fact == name and self.tier in presumption.at_tiers:
                    yield from missing_facts(presumption.when, self.asked)

    def could_use(self, wish: str) -> bool:
        """Whether a wish could still steer something."""
        needed = self.kb.interview.wishes_about.get(wish)
        demands = [demands for demands, level in self.possible if not level.at_least(Level.HOLD)]
        return needed is None or any(one.agent in needed for one in demands)


def may_be_given(one: Intervention, tier: Tier, kb: KnowledgeBase) -> bool:
    """Whether a tier leaves this in, before any precaution; below the full tier, only what is done alone."""
    if tier is Tier.FULL:
        return True
    rule = kb.tier(tier)
    if any(meets(pattern, one.demands) for pattern in rule.leaves_out):
        return False
    if isinstance(one, Modality):
        return one.home and not one.consent and not rule.only_general
    is_alone = one.by_default and not one.teach_first and not one.dose.start.every_hours
    return is_alone and (one.general or not rule.only_general)


def level_on(demands: Demands, precautions: Iterable[Precaution]) -> Level:
    """The strictest level that precautions which hold ask for."""
    effects = (effect for one in precautions for effect in one.effects)
    return strictest((effect.level for effect in effects if meets(effect.to, demands)), Level.GO)


def could_change(precaution: Precaution, demands: Demands, level: Level) -> bool:
    """Whether a precaution that is still open would make things stricter, bound a dose, or speak for it."""
    return _matters(precaution.encourages, precaution.effects, demands, level)


@lru_cache(maxsize=100_000)
def _matters(encourages: tuple[Pattern, ...], effects: tuple[Effect, ...], demands: Demands, level: Level) -> bool:
    """Asked of everything on every screen, and always answered the same, so it is remembered."""
    if any(meets(pattern, demands) for pattern in encourages):
        return level is Level.GO
    return any(_adds(effect, level) and meets(effect.to, demands) for effect in effects)


def _adds(effect: Effect, level: Level) -> bool:
    return LEVELS[effect.level] > LEVELS[level] or effect.limit != Limits()


@lru_cache(maxsize=20_000)
def meets(pattern: Pattern, demands: Demands) -> bool:
    """Whether the demands are what the pattern means; asked so often that it is remembered."""
    return matches(pattern, demands)


def grouped(questions: tuple[Question, ...], kb: KnowledgeBase) -> tuple[Question, ...]:
    """The screens of the public version; a question that no group names stands alone."""
    by_id = {one.id: one for one in questions}
    groups = [
        Question(id=name, facts=tuple(fact for one in group.questions for fact in by_id[one].facts),
                 title=group.title, hint=group.hint, stage="safety", none_of_these=True)
        for name, group in kb.interview.public.items()
    ]  # fmt: skip
    named = {one for group in kb.interview.public.values() for one in group.questions}
    return (*groups, *(one for one in questions if one.id not in named and one.stage in ("safety", "category")))

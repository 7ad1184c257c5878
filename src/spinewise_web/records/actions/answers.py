"""Answers come in; what they mean is decided at once, and acts at once when it is serious."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from django.db.models import QuerySet
from django.utils.translation import get_language

import spinewise
from spinewise.assess.interview import clashes, recorded
from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.assess.unmoved import unmoved
from spinewise.errors import AnswersError, Place, Problem, nearest
from spinewise.knowledge.check import given_value
from spinewise.knowledge.ladders import Urgency
from spinewise.knowledge.models import Contradiction
from spinewise.plan.tier import tier_for
from spinewise.rules.facts import Answer, Answers, Clearance, Fact, Kind, Role, State
from spinewise.rules.parse import read_value
from spinewise.source.bind import Binder, Unbound
from spinewise.source.nodes import Text
from spinewise_web.accounts.models import User
from spinewise_web.accounts.prepared import Prepared
from spinewise_web.records.actions.base import action, answering_as, change, clinician, hold, keep
from spinewise_web.records.core import (
    answers_on,
    document_of,
    knowledge,
    nobodys_answers,
    release_of,
    stamped,
    today_of,
    value_of,
)
from spinewise_web.records.models import Alert, AnswerSheet, Decision, Episode, Person
from spinewise_web.records.standing import hold_what_no_longer_fits, open_episode_of

Words = Mapping[str, str | Sequence[str]]
STATES = {state.value: state for state in State}
HERE = Place("answers")


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What was kept, and the decision that stands now: made from it, or before from answers that decide the same."""

    sheet: AnswerSheet
    decision: Decision

    @property
    def triage(self) -> Triage:
        """What the answers mean."""
        found: Triage = value_of(self.decision.document)
        return found

    @property
    def clashes(self) -> tuple[Contradiction, ...]:
        """Answers that cannot both be true: ask them again."""
        answers: Answers = value_of(self.sheet.document)
        return clashes(answers, knowledge())


@action
def record_answers(*, person: Person, words: Words, by: User, now: dt.datetime, role: Role | None = None) -> Recorded:
    """Keep answers given as words (`{"age": "34", "equipment": ["mat"]}`), decide what they mean, and act on it.

    A red answer raises an alert and locks the plan in the same transaction. What it replaces stays on the sheet
    before. A clinician answers as a clinician unless `role` says that they write down what the person said.

    Raises:
        NotAllowed: `by` is neither clinician, patient nor carer of this person.
        AnswersError: every word that cannot be read, with what would be right; nothing is kept then.
    """
    person = hold(person)
    may = answering_as(by, person)
    return answered(person, words, role=role if role and may is Role.CLINICIAN else may, by=by, now=now)


def answered(person: Person, words: Words, *, role: Role, by: User, now: dt.datetime) -> Recorded:
    """The same inside another action, for a person that is held, by somebody who may."""
    last = latest_sheet(person)
    before = answers_on(last, today=today_of(person, now=now)) if last else nobodys_answers(person, now=now)
    answers = before
    for one in read_words(words, role=role, on=before.today, name=_name(by, person)):
        answers = recorded(answers, one, knowledge())
    changed = sorted({*words, *(before.by_fact.keys() - answers.by_fact.keys())})
    return kept(person, answers, last=last, changed=changed, role=role, by=by, now=now)


@action
def clear_flags(
    *,
    person: Person,
    points_to: str,
    outcome: Literal["excluded", "cleared_for_exercise"],
    examination: str,
    by: User,
    now: dt.datetime,
) -> Recorded:
    """Keep a clinician's word, after an examination, that what a family of red flags points to was looked into.

    Raises:
        NotAllowed: `by` is no clinician of this person.
        AnswersError: nothing is called `points_to`, or the examination is not described.
    """
    person = hold(person)
    clinician(by, person)
    if points_to not in knowledge().families:
        raise _problem(f"nothing is called '{points_to}'", nearest(points_to, knowledge().families))
    if not examination.strip():
        raise _problem("the examination is missing", "Say what was examined and found")
    last, before = latest_sheet(person), latest_answers(person, now=now)
    said = Clearance(points_to=points_to, outcome=outcome, by=by.name, on=before.today, examination=examination)
    answers = msgspec.structs.replace(before, clearances=(*before.clearances, said))
    return kept(person, answers, last=last, changed=[points_to], role=Role.CLINICIAN, by=by, now=now)


@action
def triage_again(*, person: Person, by: User | None, now: dt.datetime) -> Decision | None:
    """Decide anew from the answers there are: they have grown older, or the knowledge is newer.

    Nothing is kept, and None comes back, while the answer to "how does this person stand" is the same.
    """
    person = hold(person)
    sheet = latest_sheet(person)
    if sheet is None or _stands_as(sheet.episode, answers_on(sheet, today=today_of(person, now=now))):
        return None
    return decide(sheet, now=now, by=by)


def _stands_as(episode: Episode, answers: Answers) -> bool:
    found = triage(answers, knowledge())
    now = (found.urgency.value, found.care.value, tier_for(found, answers, knowledge()).value)
    return now == (episode.urgency, episode.care, episode.tier)


def latest_sheet(person: Person) -> AnswerSheet | None:
    """The sheet that counts."""
    found: AnswerSheet | None = LATEST_SHEET.first(person=person.pk)
    return found


def _latest_sheet(person: uuid.UUID) -> QuerySet[AnswerSheet, Any]:
    return AnswerSheet.objects.filter(person=person).select_related("episode").order_by("-sequence")[:1]


LATEST_SHEET = Prepared(_latest_sheet, person=uuid.UUID)


def latest_answers(person: Person, *, now: dt.datetime) -> Answers:
    """What is known about somebody, read today."""
    sheet = latest_sheet(person)
    if sheet is None:
        return nobodys_answers(person, now=now)
    return answers_on(sheet, today=today_of(person, now=now))


def kept(
    person: Person,
    answers: Answers,
    *,
    last: AnswerSheet | None,
    changed: list[str],
    role: Role,
    by: User | None,
    now: dt.datetime,
) -> Recorded:
    """A new sheet after the `last` one, and what follows from it. Earlier answers are on earlier sheets."""
    answers = msgspec.structs.replace(answers, earlier=())
    sheet = AnswerSheet(
        person=person,
        episode=open_episode(person, by=by, now=now),
        sequence=last.sequence + 1 if last else 1,
        document=document_of(answers, stamp=stamped(answers)),
        changed=changed,
        role=role.value,
    )
    keep(sheet, verb="answers.record", by=by, now=now)
    stands = still_stands(sheet.episode, answers)
    return Recorded(sheet=sheet, decision=stands or decide(sheet, now=now, by=by))


def still_stands(episode: Episode, answers: Answers) -> Decision | None:
    """The newest decision, when it was made from the same knowledge and no rule tells these answers from its own."""
    newest: Decision | None = DECIDED_LAST.first(episode=episode.pk)
    if newest is None or (newest.release_id, newest.engine) != (knowledge().digest, spinewise.__version__):
        return None
    made_from = answers_on(newest.sheet, today=dt.date.fromisoformat(newest.inputs["today"]))
    return newest if unmoved(made_from, answers, knowledge()) else None


def open_episode(person: Person, *, by: User | None, now: dt.datetime) -> Episode:
    """The episode that is open; the first answer opens one."""
    return open_episode_of(person) or keep(Episode(person=person, opened_at=now), verb="episode.open", by=by, now=now)


def decide(sheet: AnswerSheet, *, by: User | None, now: dt.datetime) -> Decision:
    """What the answers mean: the decision row, the episode's standing, an alert when serious, the plan checked."""
    kb = knowledge()
    answers = answers_on(sheet, today=today_of(sheet.person, now=now))
    found = triage(answers, kb)
    before: Decision | None = DECIDED_LAST.first(episode=sheet.episode_id)
    decision = keep(_decision(sheet, answers, found, now=now), verb="triage.decide", by=by, now=now)
    _stand(sheet.episode, answers, found, by=by, now=now)
    if found.urgency.at_least(Urgency.URGENT) and not _says_the_same(before, decision, found):
        _alert(sheet.episode, decision, found, by=by, now=now)
    hold_what_no_longer_fits(sheet, answers, found, decision=decision, by=by, now=now)
    return decision


def _decision(sheet: AnswerSheet, answers: Answers, found: Triage, *, now: dt.datetime) -> Decision:
    stamp = stamped(answers)
    return Decision(
        person=sheet.person,
        episode=sheet.episode,
        kind=Decision.Kind.TRIAGE,
        sheet=sheet,
        inputs={"language": get_language(), "today": answers.today.isoformat()},
        input_digest=stamp.answers_digest,
        document=document_of(found, stamp=stamp),
        reasons=[flag.rule for flag in found.flags],
        release=release_of(knowledge(), now=now),
        engine=spinewise.__version__,
    )


def _stand(episode: Episode, answers: Answers, found: Triage, *, by: User | None, now: dt.datetime) -> None:
    episode.urgency, episode.care, episode.category = found.urgency.value, found.care.value, found.category.value
    episode.tier, episode.triaged_at = tier_for(found, answers, knowledge()).value, now
    change(episode, "urgency", "care", "category", "tier", "triaged_at", verb="episode.stand", by=by, now=now)


def _decided_last(episode: uuid.UUID) -> QuerySet[Decision, Any]:
    rows = Decision.objects.filter(episode=episode, kind=Decision.Kind.TRIAGE).select_related("sheet")
    return rows.order_by("-sheet__sequence", "-made_at")[:1]


DECIDED_LAST = Prepared(_decided_last, episode=uuid.UUID)


def _says_the_same(before: Decision | None, decision: Decision, found: Triage) -> bool:
    """Whether the decision just before named all these signs already, as urgently: its alert stands for them.

    A sign that was cleared in between and comes back is not the same.
    """
    if before is None or not Urgency(before.document["body"]["urgency"]).at_least(found.urgency):
        return False
    return set(decision.reasons) <= set(before.reasons)


def _alert(episode: Episode, decision: Decision, found: Triage, *, by: User | None, now: dt.datetime) -> None:
    why = " ".join(dict.fromkeys(flag.title.rstrip(".") + "." for flag in found.flags))
    alert = Alert(
        person=episode.person,
        episode=episode,
        kind=Alert.Kind.RED_ANSWER,
        urgency=found.urgency.value,
        why=why,
        decision=decision,
    )
    keep(alert, verb="alert.raise", by=by, now=now)


def _name(by: User, person: Person) -> str:
    return "" if person.user_id == by.pk else by.name


# -- words into answers


def read_words(words: Words, *, role: Role, on: dt.date, name: str = "") -> list[Answer]:
    """Typed answers from what a form holds.

    Raises:
        AnswersError: every word that cannot be read.
    """
    binder = Binder()
    made = []
    for fact_id, word in words.items():
        fact = knowledge().facts.get(fact_id)
        if fact is None:
            binder.note(HERE, f"no fact is called '{fact_id}'", nearest(fact_id, knowledge().facts))
        elif fact.derive is not None or not _may_answer(fact, role):
            binder.note(HERE, f"'{fact_id}' is not answered by a {role.value}", "Leave it out")
        else:
            try:
                made.append(_answer(binder, fact, word, role=role, on=on, name=name))
            except Unbound:
                continue
    if binder.problems:
        raise AnswersError(binder.problems)
    return made


def _may_answer(fact: Fact, role: Role) -> bool:
    return role in fact.asked_of or (role is Role.CLINICIAN and bool(fact.asked_of))


def _answer(binder: Binder, fact: Fact, word: str | Sequence[str], *, role: Role, on: dt.date, name: str) -> Answer:
    if isinstance(word, str) and word in STATES and fact.kind is not Kind.TEXT:
        return Answer(fact=fact.id, state=STATES[word], on=on, by=role, name=name)
    if fact.kind is Kind.SEVERAL:
        chosen = [word] if isinstance(word, str) else list(word)
        several = tuple(dict.fromkeys(str(read_value(binder, Text(one, HERE), fact, one)) for one in chosen))
        return Answer(fact=fact.id, value=several, on=on, by=role, name=name)
    if not isinstance(word, str):
        raise binder.note(HERE, f"'{fact.id}' takes a single value", "Give one")
    value = given_value(binder, Text(word, HERE), fact, today=on)
    return Answer(fact=fact.id, value=value, on=on, by=role, name=name)


def _problem(what: str, instead: str) -> AnswersError:
    return AnswersError([Problem(HERE, what, instead)])

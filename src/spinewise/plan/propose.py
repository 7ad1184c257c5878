"""From what is cleared and what is wished for to a whole proposal, or to a refusal that says what clashes."""

from __future__ import annotations

from collections.abc import Iterable

from spinewise.assess.types import Triage
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import KnowledgeBase
from spinewise.plan.choose import Choice, choose, nearest
from spinewise.plan.items import items_of, lessons_for
from spinewise.plan.notes import notes_on
from spinewise.plan.refuse import busy_clash, clashes_in, given_up, locked
from spinewise.plan.schedule import timetable
from spinewise.plan.sessions import sessions_for
from spinewise.plan.setting import Setting, setting_for
from spinewise.plan.types import Clash, Cleared, Goal, Item, Proposal, Refusal, Session, Wishes
from spinewise.plan.wording import say


def propose(cleared: Iterable[Cleared], wishes: Wishes, kb: KnowledgeBase, *, triage: Triage) -> Proposal | Refusal:
    """Choose a few exercises and fit them into the person's days.

    Only what the tier lets through without a clinician's reason is proposed. The same person, wishes and
    knowledge give the same proposal, in whatever order they arrive.
    """
    ordered = tuple(sorted(cleared, key=lambda one: one.intervention))
    tier = min((one.tier for one in ordered), key=lambda tier: tier.rank, default=Tier.LOCKED)
    if tier is Tier.LOCKED:
        return locked(triage, kb)
    setting = setting_for(ordered, wishes, kb, triage, tier)
    if all(day.is_full for day in setting.days):
        return Refusal(clashes=(busy_clash(setting),))
    if not setting.exercises:
        return Refusal(clashes=(Clash(about="exercises", says=say(kb, "clash_nothing")),))
    return _chosen(setting)


def _chosen(setting: Setting) -> Proposal | Refusal:
    weights = setting.who.kb.programme.weights
    choice = choose(setting.candidates, setting.asked, rungs=setting.who.rungs, weights=weights)
    if choice is None:
        return _refused(setting)
    proposal = _proposal(setting, choice, minutes=setting.who.wishes.minutes_a_day)
    return proposal or Refusal(clashes=(busy_clash(setting),))


def _refused(setting: Setting) -> Refusal:
    weights = setting.who.kb.programme.weights
    choice = nearest(setting.candidates, setting.asked, rungs=setting.who.rungs, weights=weights)
    if choice is None:
        return Refusal(clashes=clashes_in(setting))
    minutes = max(setting.who.wishes.minutes_a_day, choice.minutes_a_day)
    return Refusal(
        clashes=clashes_in(setting),
        nearest=_proposal(setting, choice, minutes=minutes),
        gives_up=tuple(given_up(choice, setting)),
    )


def _proposal(setting: Setting, choice: Choice, *, minutes: float) -> Proposal | None:
    """The whole proposal; None when the calendar has room for none of it."""
    who, wishes, programme = setting.who, setting.who.wishes, setting.who.kb.programme
    placed = timetable(
        choice.picks, setting.days, part_of_day=wishes.part_of_day, programme=programme, ends=setting.ends
    )
    if not placed.slots:
        return None
    items = items_of(setting, choice, placed)
    return Proposal(
        tier=who.tier,
        starts_on=wishes.starts_on,
        zone=wishes.zone,
        items=items,
        lessons=lessons_for(who),
        sessions=_sessions(setting, items),
        goals=tuple(Goal(wants=goal, review_on=setting.review_on) for goal in wishes.goals),
        review_on=setting.review_on,
        minutes_a_day=minutes,
        notes=tuple(notes_on(setting, choice, placed)),
    )


def _sessions(setting: Setting, items: tuple[Item, ...]) -> tuple[Session, ...]:
    who = setting.who
    days = (setting.review_on - who.wishes.starts_on).days
    return sessions_for(items, who.kb, tier=who.tier, care=who.triage.care, review_after_days=days)

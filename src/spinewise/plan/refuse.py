"""Why there is no plan as asked, in words a person understands."""

from __future__ import annotations

from collections.abc import Iterable

from spinewise.assess.types import Triage
from spinewise.knowledge.models import Aim, KnowledgeBase
from spinewise.plan.candidates import why_not
from spinewise.plan.choose import Choice, clashing
from spinewise.plan.setting import Setting
from spinewise.plan.types import Clash, Refusal
from spinewise.plan.wording import aim_words, date_words, minutes_words, say


def clashes_in(setting: Setting) -> tuple[Clash, ...]:
    """Every wish that stands in another's way, or that nothing can fulfil."""
    groups = clashing(setting.candidates, setting.asked, rungs=setting.who.rungs)
    return tuple(dict.fromkeys(_clash(wish, setting, group) for group in groups for wish in group))


def locked(triage: Triage, kb: KnowledgeBase) -> Refusal:
    """No plan while something serious may be there; the triage says what to do instead."""
    says = triage.tell.patient or say(kb, "clash_care")
    rule = triage.flags[0].rule if triage.flags else ""
    return Refusal(clashes=(Clash(about="care", says=says, rule=rule),))


def busy_clash(setting: Setting) -> Clash:
    """The calendar leaves nothing."""
    who, programme = setting.who, setting.who.kb.programme
    says = say(
        who.kb,
        "clash_busy",
        starts=programme.day_starts,
        ends=programme.day_ends,
        first=date_words(who.wishes.starts_on),
        last=date_words(setting.review_on),
    )
    return Clash(about="busy", says=says)


def given_up(choice: Choice, setting: Setting) -> Iterable[str]:
    """What the nearest plan does without."""
    kb, minutes = setting.who.kb, setting.who.wishes.minutes_a_day
    for aim in choice.given_up:
        yield say(kb, "gives_up_cover", aim=aim_words(kb, aim))
    if choice.minutes_a_day > minutes:
        needed = minutes_words(choice.minutes_a_day)
        yield say(kb, "gives_up_minutes", minutes=minutes_words(minutes), needed=needed)


def _clash(wish: str, setting: Setting, group: tuple[str, ...]) -> Clash:
    kb = setting.who.kb
    if wish == "minutes":
        minutes = minutes_words(setting.who.wishes.minutes_a_day)
        return Clash(about="minutes_a_day", says=say(kb, "clash_minutes", minutes=minutes))
    if wish == "count":
        return Clash(about="exercises_a_day", says=say(kb, "clash_count", most=str(setting.asked.most)))
    aim = next(aim for aim in setting.asked.cover_daily if wish == f"cover_{aim}")
    sentence = "clash_cover" if len(group) > 1 else _why_uncovered(aim, setting)
    return Clash(about=f"cover_daily: {aim}", says=say(kb, sentence, aim=aim_words(kb, aim)))


def _why_uncovered(aim: Aim, setting: Setting) -> str:
    """What stands in the way of training an aim every day, whatever else is wished for."""
    own = setting.who.kb.exercises
    training = [one for one in setting.cleared if one.intervention in own and aim in own[one.intervention].aims]
    reasons = {why_not(one, setting.who) for one in training}
    if any(aim in one.aims for one in setting.exercises):
        return "clash_cover_days"
    if "" in reasons:
        return "clash_cover_later"
    return "clash_cover_wish" if reasons & {"equipment", "floor", "disliked"} else "clash_cover_safety"

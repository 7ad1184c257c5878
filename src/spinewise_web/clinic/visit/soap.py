"""The draft of a visit's note: what the person said, what was found, what it means, what comes next.

Every line is drawn from the records, and says from where. The same records always give the same draft.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spinewise.assess.triage import triage
from spinewise.documents.words import date_words, plural
from spinewise.rules.facts import Answers
from spinewise_web.clinic.pages import Desk
from spinewise_web.clinic.patient import STATUSES, category_words
from spinewise_web.clinic.story import Said, findings_of, words_of
from spinewise_web.clinic.visit.sent import HOW, RESPONSES
from spinewise_web.records.core import answers_on, knowledge
from spinewise_web.records.given import Given, given_of
from spinewise_web.records.models import AdverseEvent, DayLog, ExerciseLog, Message, PlanVersion, VisitSession
from spinewise_web.records.reads.course import days_of, exercises_of, messages_of, plans_of
from spinewise_web.records.reads.visits import events_of, sheets_around, visit_before
from spinewise_web.records.reads.weeks import worthwhile_points

PARTS = {
    "S": gettext_lazy("What they say"),
    "O": gettext_lazy("What was found and given"),
    "A": gettext_lazy("What it means"),
    "P": gettext_lazy("What comes next"),
}
EXAMINED = "examined"  # that somebody was examined is no finding
STILL_OF_THE_VISIT = dt.timedelta(days=1)  # what is kept by then belongs to its note
QUOTED, QUOTE_LETTERS, FIRST_WEEKS = 3, 240, 12


class Line(msgspec.Struct, frozen=True):
    """One line of the draft, the part it belongs to, and where it comes from."""

    part: str
    says: str
    origin: str


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """What happened since the visit before: logs, messages, plans, and what was answered then and now."""

    visit: VisitSession
    before: VisitSession | None
    then: Answers | None
    now: Answers | None
    days: Sequence[DayLog]
    exercises: Sequence[ExerciseLog]
    messages: Sequence[Message]
    plans: Sequence[PlanVersion]
    events: Sequence[AdverseEvent]


def since_last(desk: Desk, visit: VisitSession) -> Since:
    """Everything that the draft is made of."""
    user, person, before = desk.user, desk.person, visit_before(desk.user, visit)
    first = before.on if before else visit.on - dt.timedelta(weeks=FIRST_WEEKS)
    at, until = before.made_at if before else None, visit.made_at + STILL_OF_THE_VISIT
    then, now = sheets_around(user, person, since=at, until=until)
    told = messages_of(user, person).filter(from_clinic=False, made_at__lte=until)
    plans = plans_of(user, person).filter(made_at__lte=until)
    return Since(
        visit=visit,
        before=before,
        then=answers_on(then, today=visit.on) if then else None,
        now=answers_on(now, today=desk.today) if now else None,
        days=[log for log in days_of(user, person, since=first) if log.on <= visit.on],
        exercises=[log for log in exercises_of(user, person, since=first) if log.on <= visit.on],
        messages=list((told.filter(made_at__gt=at) if at else told).order_by("made_at")),
        plans=list((plans.filter(made_at__gt=at) if at else plans).order_by("made_at")),
        events=events_of(user, visit),
    )


def draft_of(desk: Desk, visit: VisitSession) -> tuple[Line, ...]:
    """The lines, part by part."""
    since = since_last(desk, visit)
    return (*_said(since), *_found(since), *_means(since), *_next(since))


def text_of(lines: Iterable[Line]) -> str:
    """The draft as it is edited: a part, then its lines."""
    told = list(lines)
    parts = [
        "\n".join([f"{part}: {title}", *(one.says for one in told if one.part == part)])
        for part, title in PARTS.items()
    ]
    return "\n\n".join(parts)


# -- S


def _said(since: Since) -> Iterator[Line]:
    if since.visit.note:
        yield Line("S", since.visit.note, _("this visit"))
    yield from _logged(since.days)
    yield from _done(since.exercises)
    for log in [log for log in since.days if log.note][-QUOTED:]:
        yield Line("S", _quoted(log.note), _("their log, %(day)s") % {"day": date_words(log.on)})
    for message in since.messages[-QUOTED:]:
        yield Line(
            "S", _quoted(message.text), _("their message, %(day)s") % {"day": date_words(message.made_at.date())}
        )


def _logged(days: Sequence[DayLog]) -> Iterator[Line]:
    if not days:
        return
    told = [_first_to_last(_("Back pain"), [log.back_pain for log in days if log.back_pain is not None])]
    told.append(_first_to_last(_("Leg pain"), [log.leg_pain for log in days if log.leg_pain is not None]))
    furthest = next((log.furthest for log in reversed(days) if log.furthest), "")
    option = knowledge().facts["furthest_region"].option(furthest) if furthest else None
    told.append(_("Furthest: %(where)s.") % {"where": option.clinician} if option else "")
    says = " ".join(one for one in told if one)
    logged = ngettext("One day logged.", "%(count)s days logged.", len(days)) % {"count": len(days)}
    yield Line("S", f"{logged} {says}".strip(), _("their logs, %(day)s") % {"day": _span(days[0].on, days[-1].on)})


def _first_to_last(name: str, values: Sequence[int]) -> str:
    if not any(values):
        return ""
    said = {"name": name, "first": values[0], "last": values[-1]}
    return _("%(name)s %(first)s, now %(last)s of 10.") % said


def _done(logs: Sequence[ExerciseLog]) -> Iterator[Line]:
    if not logs:
        return
    counts = Counter(log.outcome for log in logs)
    kb = knowledge()
    hard = dict.fromkeys(log.intervention for log in logs if log.outcome == ExerciseLog.Outcome.TOO_MUCH)
    titles = ", ".join(kb.interventions[name].title.clinician for name in hard if name in kb.interventions)
    said = _("Exercises: done %(done)s times, not that day %(not_today)s times.") % {
        "done": counts["done"],
        "not_today": counts["not_today"],
    }
    more = _(" Too much: %(titles)s.") % {"titles": titles} if titles else ""
    yield Line("S", said + more, _("their logs, %(day)s") % {"day": _span(logs[0].on, logs[-1].on)})


# -- O


def _found(since: Since) -> Iterator[Line]:
    yield from _tested(since)
    if since.visit.pain_before is not None and since.visit.pain_after is not None:
        said = {"before": since.visit.pain_before, "after": since.visit.pain_after}
        yield Line("O", _("Pain %(before)s before and %(after)s after the visit.") % said, _("this visit"))
    for one in given_of(since.visit):
        yield Line("O", given_words(one), _("this visit"))
    for event in since.events:
        yield Line("O", _("Went wrong: %(what)s") % {"what": event.what}, date_words(event.on))


def _tested(since: Since) -> Iterator[Line]:
    """What was examined since the visit before, what is unusual or has changed by name, the rest as a number."""
    if since.now is None:
        return
    told = findings_of(since.now, knowledge())
    after = since.before.on if since.before else dt.date.min
    fresh = [one for one in (*told.said, *told.denied) if one.on > after and one.fact != EXAMINED]
    changed = {one.fact: was for one in fresh if (was := _was(one, since.then))}
    shown = [one for one in fresh if not one.is_plain or one.fact in changed]
    for one in shown:
        was = _(" (was %(was)s)") % {"was": changed[one.fact]} if one.fact in changed else ""
        yield Line("O", f"{one.asks}: {one.says}{was}", _examined(one))
    rest = len(fresh) - len(shown)
    if rest:
        says = ngettext("One test with nothing found.", "%(count)s tests with nothing found.", rest) % {"count": rest}
        yield Line("O", says, _("the examination"))


def _was(one: Said, then: Answers | None) -> str:
    earlier = then.by_fact.get(one.fact) if then else None
    if earlier is None:
        return ""
    words = words_of(earlier, knowledge().facts[one.fact])
    return words if words != one.says else ""


def _examined(one: Said) -> str:
    said = {"day": date_words(one.on), "name": one.name}
    return _("examined on %(day)s by %(name)s") % said if one.name else _("examined on %(day)s") % said


def given_words(one: Given) -> str:
    """One thing that was given, in a line."""
    how = [str(HOW[one.how])] if one.how else []
    minutes = [f"{one.minutes} {plural('minute', one.minutes)}"] if one.minutes else []
    sets = [_("sets of %(sets)s") % {"sets": ", ".join(map(str, one.sets))}] if one.sets else []
    settings = [f"{name.lower()} {value}" for name, value in one.settings.items()]
    where = [one.where] if one.where else []
    title = knowledge().interventions[one.intervention].title.clinician
    told = f"{title}: {', '.join((*how, *minutes, *sets, *settings, *where))}".removesuffix(": ") + "."
    return " ".join([told, *_answered(one), *([_("Given already.")] if one.already else [])])


def _answered(one: Given) -> Iterator[str]:
    if one.because:
        yield _("Given with care: %(words)s.") % {"words": one.because.rstrip(".")}
    if one.during:
        yield _("During: %(words)s.") % {"words": one.during.rstrip(".")}
    if one.response:
        yield _("After: %(words)s.") % {"words": RESPONSES[one.response]}
    if one.before is not None and one.after is not None:
        yield _("Pain %(before)s to %(after)s.") % {"before": one.before, "after": one.after}


# -- A


def _means(since: Since) -> Iterator[Line]:
    if since.now is None:
        return
    found = triage(since.now, knowledge())
    said = [f"{category_words(found.category)}, {STATUSES[found.status]}."]
    said += [_("%(acuity)s.") % {"acuity": found.acuity.capitalize()}] if found.acuity else []
    said += [_("Irritability %(level)s.") % {"level": found.irritability}] if found.irritability else []
    yield Line("A", " ".join(said), _("worked out from the answers and the examination"))
    for flag in found.flags:
        yield Line("A", _("A sign stands: %(title)s.") % {"title": flag.title}, _("worked out from the answers"))
    yield from _trend(since.days)
    if since.visit.response:
        yield Line("A", since.visit.response, _("this visit"))


def _trend(days: Sequence[DayLog]) -> Iterator[Line]:
    values = [log.back_pain for log in days if log.back_pain is not None]
    least = worthwhile_points()
    if len(values) < 2 or not least:
        return
    change = values[-1] - values[0]
    said = {"first": values[0], "last": values[-1]}
    if abs(change) < least:
        says = _("Back pain %(first)s to %(last)s: less than a worthwhile change.")
    elif change < 0:
        says = _("Back pain down from %(first)s to %(last)s, at least a worthwhile change.")
    else:
        says = _("Back pain up from %(first)s to %(last)s, at least a worthwhile change.")
    yield Line("A", says % said, _("their logs, first and last"))


# -- P


def _next(since: Since) -> Iterator[Line]:
    if since.visit.next:
        yield Line("P", since.visit.next, _("this visit"))
    for version in since.plans:
        said = {"number": version.sequence, "day": date_words(version.review_on)}
        says = _("Plan version %(number)s, review on %(day)s.") % said
        by = version.made_by.name if version.made_by else ""
        yield Line("P", f"{says} {version.reason}".strip(), _("the plan") + (f", {by}" if by else ""))
    if since.plans:
        return
    yield Line("P", _("The plan stays as it is."), _("the plan"))


def _span(first: dt.date, last: dt.date) -> str:
    return date_words(first) if first == last else f"{date_words(first)} – {date_words(last)}"


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f"“{short}”" if len(short) <= QUOTE_LETTERS else f"“{short[: QUOTE_LETTERS - 1].rstrip()}…”"

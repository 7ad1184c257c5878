"""The draft of a visit's note: what the person said, what was found, what it means, what comes next.

Every line is drawn from the records, and says from where. The same records always give the same draft.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spinewise.assess.triage import triage
from spinewise.dates import date_words
from spinewise.knowledge.spoken import spoken
from spinewise_web.clinic.pages import Desk
from spinewise_web.clinic.patient import STATUSES, category_words
from spinewise_web.clinic.visit.found import found_lines
from spinewise_web.clinic.visit.since import Line, Since, since_last
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import DayLog, ExerciseLog, VisitSession

PARTS = {
    "S": gettext_lazy("What they say"),
    "O": gettext_lazy("What was found and given"),
    "A": gettext_lazy("What it means"),
    "P": gettext_lazy("What comes next"),
}
QUOTED, QUOTE_LETTERS = 3, 240


def draft_of(desk: Desk, visit: VisitSession) -> tuple[Line, ...]:
    """The lines, part by part."""
    since = since_last(desk, visit)
    return (*_said(since), *found_lines(since), *_means(since), *_next(since))


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


# -- A


def _means(since: Since) -> Iterator[Line]:
    if since.now is None:
        return
    found = triage(since.now, knowledge())
    said = [f"{category_words(found.category)}, {STATUSES[found.status]}."]
    said += [_("%(acuity)s.") % {"acuity": _capital(spoken([found.acuity]))}] if found.acuity else []
    said += [_("Irritability %(level)s.") % {"level": spoken([found.irritability])}] if found.irritability else []
    yield Line("A", " ".join(said), _("worked out from the answers and the examination"))
    for flag in found.flags:
        yield Line("A", _("A sign stands: %(title)s.") % {"title": flag.title}, _("worked out from the answers"))
    yield from _trend(since.days)
    if since.visit.response:
        yield Line("A", since.visit.response, _("this visit"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _trend(days: Sequence[DayLog]) -> Iterator[Line]:
    values = [log.back_pain for log in days if log.back_pain is not None]
    least = knowledge().daily.worthwhile_points
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

"""The objective part of a visit's note: what was tested, what was given, and how it was taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spinewise.dates import date_words
from spinewise.documents.answered import answer_words
from spinewise.documents.words import minutes_words
from spinewise.rules.facts import Answers
from spinewise_web.clinic.story import Said, findings_of
from spinewise_web.clinic.visit.sent import HOW, RESPONSES
from spinewise_web.clinic.visit.since import Line, Since
from spinewise_web.records.core import knowledge
from spinewise_web.records.given import Given, given_of, settings_of

EXAMINED = "examined"  # that somebody was examined is no finding


def found_lines(since: Since) -> Iterator[Line]:
    """What was found and given, line by line."""
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
    words = answer_words(earlier, knowledge().facts[one.fact], voice="clinician")
    return words if words != one.says else ""


def _examined(one: Said) -> str:
    said = {"day": date_words(one.on), "name": one.name}
    return _("examined on %(day)s by %(name)s") % said if one.name else _("examined on %(day)s") % said


def given_words(one: Given) -> str:
    """One thing that was given, in a line."""
    how = [str(HOW[one.how])] if one.how else []
    minutes = [minutes_words(one.minutes)] if one.minutes else []
    sets = [_("sets of %(sets)s") % {"sets": ", ".join(map(str, one.sets))}] if one.sets else []
    units = {each.name: each.unit for each in settings_of(one.intervention) if each.unit}
    settings = [
        " ".join((name.lower(), value, *([str(units[name])] if name in units else [])))
        for name, value in one.settings.items()
    ]
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

"""What else somebody is treated with: medicines, injections, needles elsewhere. Kept and shown, never adjusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.clinic.visit.sent import day_from
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.records.actions.treatments import add_other_treatment, end_other_treatment
from spinewise_web.records.models import OtherTreatment
from spinewise_web.records.reads.visits import treatments_of

Kind = OtherTreatment.Kind
MOST_MARK, DAYS_A_WEEK = 14, 7
KINDS = {
    Kind.MEDICINE: gettext_lazy("Medicine"),
    Kind.INJECTION: gettext_lazy("Injection"),
    Kind.SURGERY: gettext_lazy("Surgery, or an opinion on it"),
    Kind.ACUPUNCTURE: gettext_lazy("Acupuncture elsewhere"),
    Kind.OTHER: gettext_lazy("Something else"),
}
MOST_LETTERS = {"name": 160, "effect": 400}


@desk_page("GET", "HEAD", "POST")
def treatments(desk: Desk) -> HttpResponse:
    """The list, a form to add to it, and beside what goes on a form that ends it."""
    if desk.request.method != "POST":
        return _shown(desk)
    post = desk.request.POST
    errors = _ended(desk, post) if "end" in post else _added(desk, post)
    if errors:
        return _shown(desk, post, errors, status=UNREADABLE)
    return desk.go("treatments", said=_("Kept."))


def _added(desk: Desk, post: QueryDict) -> dict[str, str]:
    """Keep a new one; what is wrong with it, by field, when it cannot be kept."""
    errors = _wrong_words(post) | _wrong_days(post, "since", "until")
    if post.get("kind") not in Kind.values:
        errors["kind"] = _("Choose what it is")
    if not post.get("name", "").strip():
        errors["name"] = _("Give it a name, such as the medicine and how much of it")
    if errors:
        return errors
    try:
        add_other_treatment(
            person=desk.person,
            kind=post.get("kind", ""),
            name=post.get("name", "").strip(),
            since=day_from(post.get("since", "")),
            until=day_from(post.get("until", "")),
            effect=post.get("effect", "").strip(),
            by=desk.user,
            now=desk.now,
        )
    except ValidationError as problem:
        return {"since": " ".join(problem.messages)}
    return {}


def _ended(desk: Desk, post: QueryDict) -> dict[str, str]:
    """Keep that one has ended; what is wrong, by field of its own form, when that cannot be kept."""
    row = next((one for one in treatments_of(desk.user, desk.person) if str(one.pk) == post["end"]), None)
    if row is None:
        raise Http404("There is no such treatment.")
    errors = _wrong_words(post) | _wrong_days(post, "until")
    if not errors:
        try:
            effect, until = post.get("effect", "").strip(), day_from(post.get("until", "")) or desk.today
            end_other_treatment(treatment=row, until=until, effect=effect, by=desk.user, now=desk.now)
        except ValidationError as problem:
            errors = {"until": " ".join(problem.messages)}
    return {f"{field}-{row.pk}": says for field, says in errors.items()}


def _wrong_words(post: QueryDict) -> dict[str, str]:
    return {
        field: _("Shorten this: %(most)s letters fit") % {"most": most}
        for field, most in MOST_LETTERS.items()
        if len(post.get(field, "")) > most
    }


def _wrong_days(post: QueryDict, *fields: str) -> dict[str, str]:
    return {field: _("Choose a day") for field in fields if post.get(field) and day_from(post.get(field, "")) is None}


def _shown(
    desk: Desk, post: QueryDict | None = None, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "at": "treatments",
        "rows": [(row, kind_words(row)) for row in treatments_of(desk.user, desk.person)],
        "kinds": KINDS,
        "typed": post or QueryDict(),
        "wrong": errors or {},
        "errors": [{"at": at, "says": says} for at, says in (errors or {}).items()],
    }
    return desk.page("treatments", context, status=status)


def kind_words(row: OtherTreatment) -> str:
    """What kind of thing it is."""
    return str(KINDS[Kind(row.kind)])


def marks_of(rows: Sequence[OtherTreatment], *, first: dt.date, last: dt.date) -> tuple[tuple[str, float], ...]:
    """What began or ended while pain was logged, as marks of a chart: words, and weeks since its first day."""
    begun = [(row.since, _("%(name)s began") % {"name": _short(row.name)}) for row in rows if row.since]
    ended = [(row.until, _("%(name)s ended") % {"name": _short(row.name)}) for row in rows if row.until]
    days: dict[dt.date, list[str]] = {}
    for day, words in sorted((*begun, *ended)):
        if first <= day <= last:
            days.setdefault(day, []).append(words)
    return tuple((", ".join(words), (day - first).days / DAYS_A_WEEK) for day, words in days.items())


def _short(name: str) -> str:
    first = name.split(",", maxsplit=1)[0].strip()
    return first if len(first) <= MOST_MARK else first[: MOST_MARK - 1].rstrip() + "…"

"""What else somebody takes or has for their back: told in a line, shown to the therapist, never adjusted here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.portal.patient.pages import Here, patient_page
from spinewise_web.records.actions.treatments import add_other_treatment
from spinewise_web.records.models import OtherTreatment
from spinewise_web.records.reads.visits import treatments_of

UNREADABLE = 422
NAME_LETTERS, EFFECT_LETTERS = 160, 400
Kind = OtherTreatment.Kind
KINDS = {
    Kind.MEDICINE: gettext_lazy("Medicine"),
    Kind.INJECTION: gettext_lazy("Injection"),
    Kind.SURGERY: gettext_lazy("Operation"),
    Kind.ACUPUNCTURE: gettext_lazy("Acupuncture"),
    Kind.OTHER: gettext_lazy("Something else"),
}


@patient_page("GET", "HEAD", "POST", while_locked=True)
def also(here: Here) -> HttpResponse:
    """What was told so far, and a short form for one more thing."""
    if not here.is_own:
        return here.go("settings")
    kept = list(treatments_of(here.user, here.person))
    if here.request.method != "POST":
        return _show(here, kept, QueryDict(), {})
    errors = problems_of(here.request.POST, here.today)
    if not errors and not _is_kept(here.request.POST, kept):
        try:
            _keep(here)
        except ValidationError as problem:
            errors = {"name": " ".join(problem.messages)}
    if errors:
        return _show(here, kept, here.request.POST, errors)
    return here.go("also", said=_("Saved. Your therapist sees it."))


def problems_of(post: QueryDict, today: dt.date) -> dict[str, str]:
    """What is missing, each with what to do about it."""
    errors = {}
    if post.get("kind") not in Kind.values:
        errors["kind"] = _("Choose what it is")
    name = post.get("name", "").strip()
    if not name:
        errors["name"] = _("Say what it is called, or what was done")
    elif len(name) > NAME_LETTERS:
        errors["name"] = _("Shorten the name to %(most)s letters") % {"most": NAME_LETTERS}
    since = post.get("since", "")
    if since and (day_from(since) or dt.date.max) > today:
        errors["since"] = _("Enter a day that has been, or leave it empty")
    if len(post.get("effect", "").strip()) > EFFECT_LETTERS:
        errors["effect"] = _("Shorten this to %(most)s letters") % {"most": EFFECT_LETTERS}
    return errors


def day_from(text: str) -> dt.date | None:
    """A day as a form sends it, or nothing."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _is_kept(post: QueryDict, kept: Sequence[OtherTreatment]) -> bool:
    """Whether exactly this was told already: a button pressed twice."""
    named, effect = (post.get(field, "").strip() for field in ("name", "effect"))
    said = (post.get("kind", ""), named, day_from(post.get("since", "")), effect)
    return any((one.kind, one.name, one.since, one.effect) == said for one in kept)


def _keep(here: Here) -> None:
    post = here.request.POST
    add_other_treatment(
        person=here.person,
        kind=post.get("kind", ""),
        name=post.get("name", "").strip(),
        since=day_from(post.get("since", "")),
        effect=post.get("effect", "").strip(),
        by=here.user,
        now=here.now,
    )


def _show(here: Here, kept: Sequence[OtherTreatment], filled: QueryDict, errors: dict[str, str]) -> HttpResponse:
    context = {
        "at": "settings",
        "kept": [(str(KINDS[Kind(one.kind)]), one) for one in kept],
        "kinds": [(value, str(says), filled.get("kind") == value) for value, says in KINDS.items()],
        "filled": filled,
        "today": here.today,
        "wrong": errors,
        "errors": [{"at": at, "says": says} for at, says in errors.items()],
    }
    return here.page("also", context, status=UNREADABLE if errors else 200)

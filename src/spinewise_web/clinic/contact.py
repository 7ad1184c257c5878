"""What a clinician does about somebody in one step: take an alert up, write to them, clear a sign after looking."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from spinewise.errors import AnswersError
from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import User
from spinewise_web.clinic.pages import Desk, desk_page, go_to, kept_nowhere, staff
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.records.actions.answers import clear_flags
from spinewise_web.records.actions.contact import acknowledge, read_messages, send_message
from spinewise_web.records.models import Alert

MOST_LETTERS = 2000
MESSAGE_LETTERS = 4000
MOST_ALERTS = 20
OUTCOMES = {
    "excluded": gettext_lazy("Looked into and excluded"),
    "cleared_for_exercise": gettext_lazy("Known, and cleared for exercise"),
}


@require_POST
@limited("write")
def take_up(request: HttpRequest, alert_id: uuid.UUID) -> HttpResponse:
    """Take an alert up by name. Who was first stays, and whoever comes second is told."""
    user = staff(request)
    alert = Alert.objects.visible_to(user).select_related("person").filter(pk=alert_id).first()
    if alert is None:
        raise Http404("There is no such alert.")
    done = request.POST.get("done", "").strip()[:MOST_LETTERS]
    taken = acknowledge(alert=alert, by=user, now=timezone.now(), done=done)
    for other in _also(user, request, alert):
        acknowledge(alert=other, by=user, now=timezone.now(), done=done)
    name = taken.acknowledged_by.name if taken.acknowledged_by else ""
    said = _("You took this up.") if taken.acknowledged_by == user else _("%(name)s took this up before you.")
    return kept_nowhere(go_to(request, _onward(request, alert), said=said % {"name": name}))


def _onward(request: HttpRequest, alert: Alert) -> str:
    """To the person, where they cannot wait or where it was pressed; else back to the list."""
    to_person = request.POST.get("back") == "patient" or Urgency(alert.urgency).at_least(Urgency.URGENT)
    return reverse("clinic:patient", args=[alert.person_id]) if to_person else reverse("clinic:today")


def _also(user: User, request: HttpRequest, alert: Alert) -> QuerySet[Alert, Any]:
    """The other open alerts about the same person that stood beside it when it was taken up."""
    named = [one for one in request.POST.getlist("also")[:MOST_ALERTS] if is_id(one)]
    rows = Alert.objects.visible_to(user).open().select_related("person")
    return rows.filter(person=alert.person_id, pk__in=named)


def is_id(text: str) -> bool:
    """Whether it can be the id of a row at all."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@desk_page("POST")
def message(desk: Desk) -> HttpResponse:
    """Answer, or only mark what they wrote as read. An answer counts as having read."""
    only_read = "read" in desk.request.POST
    problem = "" if only_read else _unsent(desk)
    if problem:
        written = {"text": desk.request.POST.get("text", ""), "errors": [{"at": "text", "says": problem}]}
        return desk.page("message", {"at": "patient", "most": MESSAGE_LETTERS, **written}, status=UNREADABLE)
    read_messages(person=desk.person, by=desk.user, now=desk.now)
    said = _("Marked as read.") if only_read else _("Sent.")
    return go_to(desk.request, desk.url("patient") + "#messages", said=said)


def _unsent(desk: Desk) -> str:
    """Send what was written; why not, when it cannot be sent."""
    text = desk.request.POST.get("text", "")
    if len(text) > MESSAGE_LETTERS:
        return _("Nothing was sent. Shorten the message: %(most)s letters fit.") % {"most": MESSAGE_LETTERS}
    try:
        send_message(person=desk.person, text=text, by=desk.user, now=desk.now)
    except ValidationError as problem:
        return " ".join(problem.messages)
    return ""


@desk_page("POST")
def cleared(desk: Desk) -> HttpResponse:
    """Keep that what a sign points to was looked into, after an examination that is described."""
    post = desk.request.POST
    outcome = post.get("outcome", "")
    if outcome not in OUTCOMES:
        messages.warning(desk.request, _("Choose what came out of it."))
        return desk.go("patient")
    try:
        clear_flags(
            person=desk.person,
            points_to=post.get("points_to", ""),
            outcome="excluded" if outcome == "excluded" else "cleared_for_exercise",
            examination=post.get("examination", "")[:MOST_LETTERS],
            by=desk.user,
            now=desk.now,
        )
    except AnswersError as problem:
        messages.warning(desk.request, " ".join(f"{one.what}. {one.instead}." for one in problem.problems))
        return desk.go("patient")
    return desk.go("patient", said=_("Kept, with your name and what you examined."))

"""Who a patient is, how they are reached, who lets them in, and who cares for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.accounts.models import Invitation, User
from spinewise_web.clinic.coming.inviting import send_invitation
from spinewise_web.clinic.coming.registering import PersonForm
from spinewise_web.clinic.forms import DeskForm, mail, text
from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.coming import invite_carer, invite_patient, withdraw_invitation
from spinewise_web.records.actions.consent import withdraw_consent
from spinewise_web.records.actions.people import change_person
from spinewise_web.records.models import Consent, Person
from spinewise_web.records.reads.people import carers_of, invitation_of, invited_for


class CarerForm(DeskForm):
    """Who cares for somebody, and what the patient said to it."""

    prefix = "carer"
    name = text(gettext_lazy("Their name"), most=120, required=gettext_lazy("Enter the carer’s name"))
    email = mail(gettext_lazy("Their e-mail"), required=True)
    relationship = text(
        gettext_lazy("What they are to the patient"), most=60, required=gettext_lazy("Enter what they are, such as son")
    )
    words = text(
        gettext_lazy("What the patient agreed to"),
        most=2000,
        rows=2,
        required=gettext_lazy("Write what the patient agreed to"),
        hint=gettext_lazy("It is kept as their consent, with your name."),
    )


@desk_page("GET", "HEAD", "POST")
def details(desk: Desk) -> HttpResponse:
    """Contact, invitation and carers. Each part is its own form."""
    act = desk.request.POST.get("act", "")
    if desk.request.method != "POST":
        return _shown(desk)
    if act == "change":
        return _changed(desk)
    if act == "carer":
        return _carer(desk)
    if act == "no_carer":
        withdraw_consent(person=desk.person, about=Consent.About.CARER, by=desk.user, now=desk.now)
        return desk.go("details", said=_("Kept. Nobody cares for them here any more."))
    if not asked_to_join(desk.request, desk.person, desk.user):
        return _shown(desk, status=UNREADABLE)
    return desk.go("details")


def _shown(
    desk: Desk, *, form: PersonForm | None = None, carer: CarerForm | None = None, status: int = 200
) -> HttpResponse:
    context = about_person(desk.user, desk.person, form or person_form(desk.person)) | {
        "at": "details",
        "carer_form": carer or CarerForm(),
        "carers": list(carers_of(desk.user, desk.person)),
    }
    return desk.page("details", context, status=status)


def _changed(desk: Desk) -> HttpResponse:
    form = person_form(desk.person, desk.request.POST)
    if keep_changes(form, desk.person, by=desk.user):
        return desk.go("details", said=_("Saved."))
    return _shown(desk, form=form, status=UNREADABLE)


def _carer(desk: Desk) -> HttpResponse:
    form = CarerForm(desk.request.POST)
    if not form.is_valid():
        return _shown(desk, carer=form, status=UNREADABLE)
    invited = invite_carer(person=desk.person, by=desk.user, now=desk.now, **form.cleaned_data)
    send_invitation(desk.request, invited)
    return desk.go("details")


# -- what an administrator's page does as well


def person_form(person: Person, sent: QueryDict | None = None) -> PersonForm:
    """What is known of somebody, or what was sent about them."""
    known = {name: getattr(person, name) for name in ("name", "born_on", "email", "phone", "reference")}
    known["therapist"] = str(person.therapist_id or "")
    today = timezone.localdate(timezone=person.clinic.tzinfo)
    return PersonForm(sent, clinic=person.clinic, today=today, initial=known)


def keep_changes(form: PersonForm, person: Person, *, by: User) -> bool:
    """Whether what was sent about somebody could be kept; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        change_person(person=person, by=by, now=timezone.now(), **form.person_fields)
    except ValidationError as problem:
        form.add_error("name", " ".join(problem.messages))
        return False
    return True


def about_person(user: User, person: Person, form: PersonForm) -> dict[str, Any]:
    """What both pages show of somebody who may come in."""
    sent = invited_for(user, person, now=timezone.now())
    own = [one for one in sent if one.row.into == Invitation.Into.PATIENT]
    return {
        "form": form,
        "invited": own[0] if own else None,
        "carers_invited": [one for one in sent if one.row.into == Invitation.Into.CARER and one.state == "waits"],
    }


def asked_to_join(request: HttpRequest, person: Person, user: User) -> bool:
    """Send an invitation, or withdraw one; whether that was what was asked for."""
    acts: dict[str, Callable[[], None]] = {
        "invite": lambda: _invite(request, person, user),
        "withdraw": lambda: _withdraw(request, person, user),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return False
    act()
    return True


def _invite(request: HttpRequest, person: Person, user: User) -> None:
    try:
        invited = invite_patient(person=person, by=user, now=timezone.now())
    except (NotAllowed, ValidationError) as problem:
        said = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
        messages.warning(request, " ".join(said))
        return
    send_invitation(request, invited)


def _withdraw(request: HttpRequest, person: Person, user: User) -> None:
    row = invitation_of(user, person.clinic, request.POST.get("invitation", ""), about=person)
    withdraw_invitation(invitation=row, by=user, now=timezone.now())
    messages.success(request, _("The invitation does not work any more."))

"""Who works in the clinic, in which roles, and who was invited to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.accounts.models import Role
from spinewise_web.clinic.coming.inviting import send_invitation
from spinewise_web.clinic.forms import CHOOSE, DeskForm, mail, text
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.office.pages import Office, office_page
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.coming import invite_staff, withdraw_invitation
from spinewise_web.records.actions.people import add_member, end_membership
from spinewise_web.records.reads.people import invitation_of, invited_staff, membership_of, staff_of

ROLES = {
    Role.THERAPIST.value: gettext_lazy("Therapist"),
    Role.SUPERVISOR.value: gettext_lazy("Supervisor"),
    Role.ADMINISTRATOR.value: gettext_lazy("Administrator"),
}
MAY = {
    Role.THERAPIST.value: gettext_lazy("treats patients"),
    Role.SUPERVISOR.value: gettext_lazy("treats, and may set aside what a therapist may not"),
    Role.ADMINISTRATOR.value: gettext_lazy("runs the clinic, and reads nobody’s health"),
}


class InviteForm(DeskForm):
    """A colleague to invite."""

    name = text(gettext_lazy("Name"), most=120, required=gettext_lazy("Enter the name"))
    email = mail(gettext_lazy("E-mail"), required=True)
    role = forms.ChoiceField(
        label=gettext_lazy("What they do here"),
        choices=list(ROLES.items()),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


@office_page("GET", "HEAD", "POST")
def people(office: Office) -> HttpResponse:
    """Everybody who works here."""
    acts: dict[str, Callable[[Office], HttpResponse]] = {
        "invite": _invite,
        "again": _again,
        "withdraw": _withdraw,
        "add": _add,
        "end": _end,
    }
    if office.request.method != "POST":
        return _shown(office, InviteForm())
    act = acts.get(office.request.POST.get("act", ""))
    return act(office) if act else _shown(office, InviteForm(), status=UNREADABLE)


def _shown(office: Office, form: InviteForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "at": "people",
        "staff": staff_of(office.user, office.clinic),
        "invited": invited_staff(office.user, office.clinic, now=office.now),
        "form": form,
        "roles": ROLES,
        "may": [(ROLES[role], says) for role, says in MAY.items()],
    }
    return office.page("people", context, status=status)


def _invite(office: Office) -> HttpResponse:
    form = InviteForm(office.request.POST)
    if not form.is_valid():
        return _shown(office, form, status=UNREADABLE)
    return _sent(office, **form.cleaned_data)


def _again(office: Office) -> HttpResponse:
    row = invitation_of(office.user, office.clinic, office.request.POST.get("invitation", ""), about=None)
    return _sent(office, name=row.name, email=row.email, role=row.into)


def _sent(office: Office, *, name: str, email: str, role: str) -> HttpResponse:
    invited = invite_staff(clinic=office.clinic, name=name, email=email, role=role, by=office.user, now=office.now)
    send_invitation(office.request, invited)
    return office.go("people")


def _withdraw(office: Office) -> HttpResponse:
    row = invitation_of(office.user, office.clinic, office.request.POST.get("invitation", ""), about=None)
    withdraw_invitation(invitation=row, by=office.user, now=office.now)
    return office.go("people", said=_("The invitation does not work any more."))


def _add(office: Office) -> HttpResponse:
    """Another role for somebody who works here already."""
    post = office.request.POST
    there = membership_of(office.user, office.clinic, post.get("membership", ""))
    if post.get("role") not in ROLES:
        raise Http404("There is no such role.")
    add_member(clinic=office.clinic, user=there.user, role=post["role"], by=office.user, now=office.now)
    said = {"name": there.user.name, "role": ROLES[post["role"]]}
    return office.go("people", said=_("%(name)s: %(role)s from now on.") % said)


def _end(office: Office) -> HttpResponse:
    """A role ends at once; of the last administrator it does not."""
    row = membership_of(office.user, office.clinic, office.request.POST.get("membership", ""))
    try:
        end_membership(membership=row, by=office.user, now=office.now)
    except NotAllowed as problem:
        messages.warning(office.request, str(problem))
        return office.go("people")
    said = _("%(name)s is no longer %(role)s here.") % {"name": row.user.name, "role": str(ROLES[row.role]).lower()}
    if row.user == office.user and row.role == Role.ADMINISTRATOR:
        messages.success(office.request, said)
        return office.home()
    return office.go("people", said=said)

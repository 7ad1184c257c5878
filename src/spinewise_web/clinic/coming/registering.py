"""Registering somebody: who they are, the letter they came with, and the mail that lets them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from spinewise_web.accounts.limits import limited
from spinewise_web.accounts.models import CLINICIANS, Clinic, User
from spinewise_web.clinic.coming.inviting import send_invitation
from spinewise_web.clinic.forms import CHOOSE, DeskForm, check_birthday, day, mail, text
from spinewise_web.clinic.pages import kept_nowhere, staff
from spinewise_web.design.answers import UNREADABLE, SeeOther
from spinewise_web.records.actions.coming import Came, CameWith, come_in
from spinewise_web.records.models import Person
from spinewise_web.records.reads.people import clinicians_in, clinics_for, same_people

LETTER = ("party", "letter_on", "reason")
PARTY_LETTERS, REASON_LETTERS = 160, 4000


class PersonForm(DeskForm):
    """Who somebody is, and how they are reached."""

    name = text(gettext_lazy("Name"), most=120, required=gettext_lazy("Enter the name"))
    born_on = day(gettext_lazy("Born on"))
    email = mail(gettext_lazy("E-mail"), hint=gettext_lazy("For the invitation and for reminders."))
    phone = text(gettext_lazy("Phone"), most=40, kind="tel")
    reference = text(gettext_lazy("Number in your files"), most=40)
    therapist = forms.ChoiceField(
        label=gettext_lazy("Therapist"), required=False, error_messages={"invalid_choice": CHOOSE}
    )

    def __init__(self, *args: Any, clinic: Clinic, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.therapists = today, {str(one.pk): one for one in clinicians_in(clinic)}
        named = [(key, one.name) for key, one in self.therapists.items()]
        self.fields["therapist"].choices = [("", _("nobody yet")), *named]  # type: ignore[attr-defined]

    def clean_born_on(self) -> dt.date | None:
        return check_birthday(self.cleaned_data["born_on"], today=self.today)

    def clean_therapist(self) -> User | None:
        return self.therapists.get(self.cleaned_data["therapist"])

    @property
    def person_fields(self) -> dict[str, Any]:
        """What is kept of somebody."""
        names = ("name", "born_on", "email", "phone", "reference", "therapist")
        return {name: self.cleaned_data[name] for name in names}


class RegisterForm(PersonForm):
    """The same for somebody new, with the letter that they came with."""

    invites = forms.BooleanField(label=gettext_lazy("Send the invitation now"), required=False)
    party = text(gettext_lazy("Who refers them, and where"), most=PARTY_LETTERS)
    letter_on = day(gettext_lazy("Date of the letter"))
    reason = text(gettext_lazy("Why, in the letter’s words"), most=REASON_LETTERS, rows=4)

    def clean(self) -> dict[str, Any]:
        """An invitation needs an address, and a letter is whole or not there."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("invites") and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter the address for the invitation"))
        wanted = {"party": _("Enter who refers them"), "letter_on": _("Enter the date"), "reason": _("Enter why")}
        missing = [name for name in wanted if name in self.fields and not said.get(name) and name not in self.errors]
        if 0 < len(missing) < len(LETTER):
            for name in missing:
                self.add_error(name, wanted[name])
        if (written := said.get("letter_on")) and written > self.today:
            self.add_error("letter_on", _("Enter a day that is not ahead"))
        return said

    @property
    def letter(self) -> CameWith | None:
        """The letter, if there is one."""
        said = self.cleaned_data
        if not said.get("party"):
            return None
        return CameWith(party=said["party"], reason=said["reason"], on=said["letter_on"])


class WithoutLetter(RegisterForm):
    """For those who read nobody's health: no letter is typed in."""

    party = letter_on = reason = None  # type: ignore[assignment]  # how a form drops a field


@require_http_methods(["GET", "HEAD", "POST"])
@limited("write")
def register(request: HttpRequest) -> HttpResponse:
    """Somebody new, registered by a clinician."""
    user = staff(request)
    clinics = clinics_for(user, *CLINICIANS)
    return registering(request, user, clinics, template="clinic/register.html", form_class=RegisterForm, then=_patient)


def _patient(person: Person) -> str:
    return reverse("clinic:details", args=[person.pk])


def registering(
    request: HttpRequest,
    user: User,
    clinics: Sequence[Clinic],
    *,
    template: str,
    form_class: type[RegisterForm],
    then: Callable[[Person], str],
) -> HttpResponse:
    """The form, what is wrong with it, who is there already, and on to the new patient.

    Raises:
        Http404: there is no clinic to register somebody at.
    """
    clinic = _chosen(request, clinics)
    today = timezone.localdate(timezone=clinic.tzinfo)
    sent = request.POST if request.method == "POST" else None
    first = {"therapist": str(user.pk), "invites": True}
    form = form_class(sent, clinic=clinic, today=today, initial=first)
    same: list[Person] = []
    if sent is not None and form.is_valid():
        same = _same(user, clinic, form)
        if not same or "same" in sent:
            made = _kept(form, clinic, by=user)
            if made is not None:
                return kept_nowhere(_welcomed(request, made, then))
    shown = {"at": "register", "form": form, "same": same, "clinic": clinic, "clinics": clinics}
    answer = render(request, template, shown, status=200 if sent is None else UNREADABLE)
    return kept_nowhere(answer)


def _chosen(request: HttpRequest, clinics: Sequence[Clinic]) -> Clinic:
    wanted = request.POST.get("clinic") or request.GET.get("clinic") or ""
    found = next((one for one in clinics if str(one.pk) == wanted), None) if wanted else next(iter(clinics), None)
    if found is None:
        raise Http404("There is no such clinic.")
    return found


def _same(user: User, clinic: Clinic, form: RegisterForm) -> list[Person]:
    return same_people(user, clinic, name=form.cleaned_data["name"], born_on=form.cleaned_data["born_on"])


def _kept(form: RegisterForm, clinic: Clinic, *, by: User) -> Came | None:
    """What was kept; None when the records refuse a value, which the form then says."""
    try:
        return come_in(
            clinic=clinic,
            by=by,
            now=timezone.now(),
            letter=form.letter,
            invites=form.cleaned_data["invites"],
            **form.person_fields,
        )
    except ValidationError as problem:
        form.add_error("name", " ".join(problem.messages))
        return None


def _welcomed(request: HttpRequest, made: Came, then: Callable[[Person], str]) -> HttpResponse:
    messages.success(request, _("%(name)s is registered.") % {"name": made.person.name})
    if made.invited is not None:
        send_invitation(request, made.invited)
    return SeeOther(then(made.person))

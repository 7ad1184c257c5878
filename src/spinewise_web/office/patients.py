"""Who is registered: names and addresses, never health. Registering, letting in, erasing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from spinewise_web.clinic.coming.details import about_person, asked_to_join, keep_changes, person_form
from spinewise_web.clinic.coming.registering import PersonForm, WithoutLetter, registering
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.office.pages import Office, office_page
from spinewise_web.records.actions.rights import erase_person
from spinewise_web.records.models import Person
from spinewise_web.records.reads.people import ask_to_be_erased, invitations_among, patients_of

ON_A_PAGE = 50
MOST_LETTERS = 80


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One patient in the list: who, and how far they have come in."""

    person: Person
    state: str
    asks_to_be_erased: bool


@office_page("GET", "HEAD")
def patients(office: Office) -> HttpResponse:
    """Everybody who is registered, by name; four queries, however many people."""
    sought = office.request.GET.get("q", "").strip()[:MOST_LETTERS]
    rows = patients_of(office.user, office.clinic, sought)
    page = Paginator(rows, ON_A_PAGE).get_page(office.request.GET.get("page"))
    query = urlencode({"q": sought}) if sought else ""
    shown = {"at": "patients", "page": page, "rows": listed(office, list(page)), "sought": sought, "query": query}
    return office.page("patients", shown)


def listed(office: Office, people: list[Person]) -> list[Listed]:
    """The people of one page with how they stand."""
    states = invitations_among(office.user, people, now=office.now)
    asking = ask_to_be_erased(office.user, people)
    return [
        Listed(
            person=one,
            state="in" if one.user_id else states.get(one.pk, "none"),
            asks_to_be_erased=one.pk in asking,
        )
        for one in people
    ]


@office_page("GET", "HEAD", "POST")
def register(office: Office) -> HttpResponse:
    """Somebody new, registered at the front desk."""
    return registering(
        office.request,
        office.user,
        office.clinics,
        template="office/register.html",
        form_class=WithoutLetter,
        then=_page_of,
    )


def _page_of(person: Person) -> str:
    return reverse("office:person", args=[person.pk])


@office_page("GET", "HEAD", "POST")
def person(office: Office, about: Person) -> HttpResponse:
    """One patient: who they are, whether they are in, and erasing them."""
    act = office.request.POST.get("act", "")
    if office.request.method != "POST":
        return _shown(office, about, person_form(about))
    if act == "change":
        form = person_form(about, office.request.POST)
        if keep_changes(form, about, by=office.user):
            return office.go("person", person=about, said=_("Saved."))
        return _shown(office, about, form, status=UNREADABLE)
    if act == "erase":
        return _erased(office, about)
    if asked_to_join(office.request, about, office.user):
        return office.go("person", person=about)
    return _shown(office, about, person_form(about), status=UNREADABLE)


def _shown(office: Office, about: Person, form: PersonForm, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = about_person(office.user, about, form) | {
        "at": "patients",
        "person": about,
        "wrong": [{"at": "name_again", "says": wrong}] if wrong else [],
        "asks_to_be_erased": bool(ask_to_be_erased(office.user, [about])),
    }
    return office.page("person", context, status=status)


def _erased(office: Office, about: Person) -> HttpResponse:
    """For good, once the name was typed again."""
    typed = " ".join(office.request.POST.get("name_again", "").split())
    if typed != " ".join(about.name.split()):
        wrong = _("Type the name as it stands here, to erase them")
        return _shown(office, about, person_form(about), wrong=wrong, status=UNREADABLE)
    stone = erase_person(person=about, by=office.user, now=office.now)
    said = _("Erased: %(rows)s rows. What remains is that somebody was here.") % {"rows": stone.rows}
    messages.success(office.request, said)
    return office.go("patients")

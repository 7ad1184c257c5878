"""The letters about a patient: those that came, those that went, and taking one on."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.documents.letter import letter as printed
from spinewise_web.clinic.coming.letters import kept_letter
from spinewise_web.clinic.coming.registering import PARTY_LETTERS, REASON_LETTERS
from spinewise_web.clinic.forms import DeskForm, day, text
from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.records.actions.referrals import take_referral
from spinewise_web.records.models import Referral
from spinewise_web.records.reads.referrals import letter_of, letters_of

MOST_LETTERS = 50


class ReferralForm(DeskForm):
    """A letter that came: from whom, when, why."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    party = text(
        gettext_lazy("Who refers them, and where"),
        most=PARTY_LETTERS,
        required=gettext_lazy("Enter who refers them"),
    )
    letter_on = day(gettext_lazy("Date of the letter"), required=gettext_lazy("Enter the date"))
    reason = text(
        gettext_lazy("Why, in the letter’s words"),
        most=REASON_LETTERS,
        rows=4,
        required=gettext_lazy("Enter why they come"),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_letter_on(self) -> dt.date:
        written: dt.date = self.cleaned_data["letter_on"]
        if written > self.today:
            raise ValidationError(_("Enter a day that is not ahead"))
        return written


@desk_page("GET", "HEAD", "POST")
def letters(desk: Desk) -> HttpResponse:
    """Every letter, and a form for one that came."""
    if desk.request.method == "POST":
        return _taken(desk)
    return _shown(desk, ReferralForm(today=desk.today, initial={"key": uuid.uuid4()}))


def _shown(desk: Desk, form: ReferralForm, *, status: int = 200) -> HttpResponse:
    rows = list(letters_of(desk.user, desk.person)[:MOST_LETTERS])
    came = [row for row in rows if row.way == Referral.Way.IN]
    context = {
        "at": "letters",
        "form": form,
        "waiting": [row for row in came if row.answered_at is None],
        "answered": [row for row in came if row.answered_at is not None],
        "sent": [row for row in rows if row.way == Referral.Way.OUT],
        "asks": desk.has_answers and bool(desk.found.flags),
        "level": desk.level,
    }
    return desk.page("letters", context, status=status)


def _taken(desk: Desk) -> HttpResponse:
    form = ReferralForm(desk.request.POST, today=desk.today)
    if not form.is_valid():
        return _shown(desk, form, status=UNREADABLE)
    said = form.cleaned_data
    take_referral(
        person=desk.person,
        party=said["party"],
        reason=said["reason"],
        on=said["letter_on"],
        by=desk.user,
        now=desk.now,
        key=said["key"],
    )
    return desk.go("letters", said=_("The letter is kept. It waits for its answer."))


@desk_page("GET", "HEAD")
def letter_pdf(desk: Desk) -> HttpResponse:
    """A letter as it was sent, on paper."""
    row = letter_of(desk.user, desk.person, desk.request.GET.get("letter", ""))
    if row.answered_at is None or not row.document:
        raise Http404("This letter has no answer yet.")
    return as_file(printed(kept_letter(row)), on=row.answered_at.astimezone(desk.person.tzinfo).date())


def as_file(pdf: bytes, *, on: dt.date) -> HttpResponse:
    """A file whose name tells nothing about anybody."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{on.isoformat()}.pdf"'
    return answer

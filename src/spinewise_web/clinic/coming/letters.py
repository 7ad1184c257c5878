"""Writing a letter: drafted from what is known, a paragraph of one's own, kept as it was sent."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import msgspec
from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise.documents.letter import Known, Letter, Parties, letter_content, paragraphs
from spinewise.documents.letter import letter as printed
from spinewise.knowledge.ladders import Urgency
from spinewise_web.accounts.models import Role, roles_in
from spinewise_web.clinic.coming.registering import PARTY_LETTERS, REASON_LETTERS
from spinewise_web.clinic.forms import DeskForm, text
from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.design.answers import CONFLICT, UNREADABLE
from spinewise_web.records.actions.referrals import AnsweredAlready, answer_referral, refer_out
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Referral
from spinewise_web.records.reads.referrals import first_answers, letter_of, treated_with

ASKED = (Urgency.EMERGENCY, Urgency.URGENT, Urgency.REFER, Urgency.ROUTINE)


class LetterForm(DeskForm):
    """To whom, and what the clinician says in their own words. `seen` is the draft that was read."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    to = text(
        gettext_lazy("To"),
        most=PARTY_LETTERS,
        required=gettext_lazy("Enter who it is for"),
        hint=gettext_lazy("Name and practice."),
    )
    own_words = text(
        gettext_lazy("In your own words"),
        most=REASON_LETTERS,
        rows=8,
        hint=gettext_lazy("It stands at the top of the letter. What was found and decided follows by itself."),
    )


@desk_page("GET", "HEAD", "POST")
def letter(desk: Desk) -> HttpResponse:
    """The draft beside what follows from the records; kept with one button, and only what was read is sent."""
    answers = _answered_letter(desk)
    if answers is not None and answers.answered_at is not None:
        return _too_late(desk, answers)
    if desk.request.method != "POST":
        first = {"key": uuid.uuid4(), "to": answers.party if answers else "", "own_words": _opening(desk, answers)}
        return _shown(desk, answers, LetterForm(initial=first))
    form = LetterForm(desk.request.POST)
    if not form.is_valid():
        return _shown(desk, answers, form, status=UNREADABLE)
    content = draft(desk, answers, to=form.cleaned_data["to"], own_words=form.cleaned_data["own_words"])
    if "preview" in desk.request.POST:
        return _on_paper(content)
    if form.cleaned_data["seen"] != digest_of(content):
        return _shown(desk, answers, form, changed=True, status=CONFLICT)
    return _sent(desk, answers, form, content)


def _answered_letter(desk: Desk) -> Referral | None:
    """The letter that is to be answered, when the address names one."""
    named = desk.request.GET.get("to", "")
    return letter_of(desk.user, desk.person, named) if named else None


def _opening(desk: Desk, answers: Referral | None) -> str:
    if answers is not None:
        return _("Thank you for sending %(name)s to us.") % {"name": desk.person.name}
    return ""


def _shown(
    desk: Desk, answers: Referral | None, form: LetterForm, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    content = draft(desk, answers, to="", own_words="")
    context = {
        "at": "letters",
        "form": form,
        "letter": content,
        "seen": digest_of(content),
        "answers": answers,
        "changed": changed,
        "level": content.urgency.value if content.urgency in ASKED else "",
        "address": desk.url("letter") + (f"?to={answers.pk}" if answers else ""),
    }
    return desk.page("letter", context, status=status)


def draft(desk: Desk, answers: Referral | None, *, to: str, own_words: str) -> Letter:
    """The letter as it would be sent now."""
    person, standing = desk.person, desk.standing
    parties = Parties(
        to=to,
        name=person.name,
        born_on=person.born_on,
        reference=person.reference,
        clinic=person.clinic.name,
        phone=person.clinic.phone,
        signed_by=signature(desk),
        asked_on=answers.on if answers else None,
        asked=answers.reason if answers else "",
    )
    known = Known(
        answers=desk.answers,
        plan=standing.plan,
        before=first_answers(desk.user, person),
        held=standing.held,
        treatments=treated_with(desk.user, person, today=desk.today),
    )
    return letter_content(desk.found, known, knowledge(), parties=parties, own_words=own_words, on=desk.today)


def signature(desk: Desk) -> str:
    """Who signs, and as what."""
    roles = roles_in(desk.user, desk.person.clinic_id)
    what = _("supervising therapist") if Role.SUPERVISOR in roles else _("therapist")
    return f"{desk.user.name}, {what}"


def digest_of(content: Letter) -> str:
    """What a draft says, besides what the clinician writes into it: an answer that came meanwhile changes it."""
    parties = msgspec.structs.replace(content.parties, to="")
    plain = msgspec.structs.replace(content, own_words=(), parties=parties)
    return hashlib.sha256(msgspec.json.encode(plain)).hexdigest()


def kept_letter(row: Referral) -> Letter:
    """A letter as it was sent."""
    return msgspec.convert(row.document, Letter)


def _on_paper(content: Letter) -> HttpResponse:
    answer = HttpResponse(printed(content), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="letter-draft.pdf"'
    return answer


def _sent(desk: Desk, answers: Referral | None, form: LetterForm, content: Letter) -> HttpResponse:
    document: dict[str, Any] = msgspec.to_builtins(content)
    if answers is None:
        refer_out(
            person=desk.person,
            party=form.cleaned_data["to"],
            reason=_reason(content),
            document=document,
            by=desk.user,
            now=desk.now,
            key=form.cleaned_data["key"],
        )
        return desk.go("letters", said=_("The letter is kept. Save it as PDF and send it."))
    try:
        answer_referral(referral=answers, document=document, by=desk.user, now=desk.now)
    except AnsweredAlready as late:
        return _too_late(desk, late.theirs)
    return desk.go("letters", said=_("The answer is kept. Save it as PDF and send it."))


def _reason(content: Letter) -> str:
    """Why a letter went: the signs it names, or what its writer said first."""
    named = "; ".join(one.title for one in content.asks) or " ".join(content.own_words[:1]) or content.title
    return named[:REASON_LETTERS]


def _too_late(desk: Desk, theirs: Referral) -> HttpResponse:
    """Somebody answered already: their letter, and what was typed here, so that nothing is lost."""
    context = {
        "at": "letters",
        "theirs": theirs,
        "typed": paragraphs(desk.request.POST.get("own_words", "")[:REASON_LETTERS]),
    }
    return desk.page("letter_answered", context, status=CONFLICT if desk.request.method == "POST" else 200)

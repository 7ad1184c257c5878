"""The record of what was done: by whom, when, about whom; and whether its chain holds."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.accounts.models import Role
from spinewise_web.audit.models import Entry
from spinewise_web.office.pages import Office, office_page
from spinewise_web.records.actions.keeping import verify_clinic
from spinewise_web.records.reads.entries import Names, Wanted, entries_of, last_check, names_for, verbs_in
from spinewise_web.records.reads.people import staff_of

ON_A_PAGE, MOST_FAULTS = 50, 20
READERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
WORDS = {
    "adverse.record": gettext_lazy("kept an adverse event"),
    "alert.acknowledge": gettext_lazy("took an alert up"),
    "alert.escalate": gettext_lazy("an alert went on to a supervisor"),
    "alert.raise": gettext_lazy("an alert was raised"),
    "answers.record": gettext_lazy("answered questions"),
    "carer.add": gettext_lazy("let a carer in"),
    "carer.end": gettext_lazy("ended a carer’s access"),
    "chain.verify": gettext_lazy("checked this record"),
    "clinic.add": gettext_lazy("opened the clinic"),
    "clinic.back_up": gettext_lazy("made a backup"),
    "clinic.change": gettext_lazy("changed the clinic’s customs"),
    "clinic.export": gettext_lazy("took the clinic’s data along"),
    "consent.give": gettext_lazy("kept a consent"),
    "consent.withdraw": gettext_lazy("kept that a consent was taken back"),
    "day.record": gettext_lazy("logged a day"),
    "episode.close": gettext_lazy("discharged"),
    "episode.open": gettext_lazy("opened an episode"),
    "episode.stand": gettext_lazy("an episode stands differently"),
    "exercise.record": gettext_lazy("logged an exercise"),
    "exercise.add": gettext_lazy("entered an own exercise"),
    "exercise.review": gettext_lazy("reviewed an own exercise"),
    "exercise.withdraw": gettext_lazy("withdrew an own exercise"),
    "flare.begin": gettext_lazy("told of a flare-up"),
    "flare.end": gettext_lazy("a flare-up ended"),
    "flare.lighten": gettext_lazy("made some days lighter"),
    "instruction.note": gettext_lazy("said whether they went"),
    "member.add": gettext_lazy("gave a role"),
    "member.end": gettext_lazy("ended a role"),
    "member.invite": gettext_lazy("sent an invitation"),
    "member.join": gettext_lazy("accepted an invitation"),
    "member.uninvite": gettext_lazy("withdrew an invitation"),
    "message.send": gettext_lazy("wrote a message"),
    "messages.read": gettext_lazy("read messages"),
    "note.correct": gettext_lazy("corrected a note"),
    "note.sign": gettext_lazy("signed a note"),
    "person.change": gettext_lazy("changed a patient’s details"),
    "person.erase": gettext_lazy("erased a patient"),
    "person.export": gettext_lazy("took a patient’s data along"),
    "person.join": gettext_lazy("came in as a patient"),
    "person.register": gettext_lazy("registered a patient"),
    "clearance.decide": gettext_lazy("cleared a sign"),
    "hold.decide": gettext_lazy("it was worked out what to hold"),
    "plan.decide": gettext_lazy("a plan was worked out"),
    "plan.edit": gettext_lazy("changed a plan"),
    "plan.end": gettext_lazy("a plan ended"),
    "waiver.decide": gettext_lazy("set a precaution aside"),
    "plan.hold": gettext_lazy("parts of a plan are held"),
    "plan.propose": gettext_lazy("proposed a plan"),
    "plan.sign": gettext_lazy("signed a plan"),
    "plan.withdraw": gettext_lazy("withdrew a plan"),
    "referral.answer": gettext_lazy("answered a letter"),
    "referral.send": gettext_lazy("wrote a letter"),
    "referral.take": gettext_lazy("took a letter on"),
    "reminder.set": gettext_lazy("set a reminder"),
    "template.add": gettext_lazy("kept a plan as a template"),
    "template.put_away": gettext_lazy("put a template away"),
    "treatment.add": gettext_lazy("kept another treatment"),
    "treatment.end": gettext_lazy("ended another treatment"),
    "triage.decide": gettext_lazy("urgency and category were worked out"),
    "visit.record": gettext_lazy("kept a visit"),
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One entry in words. A name that the reader may not know stays the short form of its id."""

    number: int
    at: dt.datetime
    who: str
    did: str
    verb: str
    about: str
    person_id: str
    person: str
    is_erased: bool


@office_page("GET", "HEAD", "POST", roles=READERS)
def record(office: Office) -> HttpResponse:
    """What was done, the newest first; the button checks all of it."""
    if office.request.method == "POST":
        return _checked(office)
    asked = office.request.GET
    rows = entries_of(office.user, office.clinic, wanted_from(asked))
    page = Paginator(rows, ON_A_PAGE).get_page(asked.get("page"))
    entries = list(page)
    checked = last_check(office.user, office.clinic)
    context = {
        "at": "record",
        "page": page,
        "rows": rows_of(entries, names_for(office.user, office.clinic, entries)),
        "verbs": [(verb, words_for(verb)) for verb in verbs_in(office.user, office.clinic)],
        "staff": [(str(one.user.pk), one.user.name) for one in staff_of(office.user, office.clinic)],
        "asked": {name: asked.get(name, "") for name in ("person", "by", "verb", "on")},
        "query": urlencode({name: asked[name] for name in ("person", "by", "verb", "on") if asked.get(name)}),
        "checked": checked,
        "up_to": checked.sequence - 1 if checked else 0,
    }
    return office.page("record", context)


def wanted_from(asked: QueryDict) -> Wanted:
    """What was asked for; what cannot be read finds nothing."""
    return Wanted(
        person=_id(asked.get("person", "")),
        by=_id(asked.get("by", "")),
        verb=asked.get("verb", "")[:40],
        on=_day(asked.get("on", "")),
    )


def _id(word: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(word.strip()) if word.strip() else None
    except ValueError:
        return uuid.UUID(int=0)


def _day(word: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(word) if word else None
    except ValueError:
        return dt.date(1900, 1, 1)


def rows_of(entries: Sequence[Entry], names: Names) -> list[Row]:
    """The entries in words."""
    return [_row(one, names) for one in entries]


def _row(one: Entry, names: Names) -> Row:
    return Row(
        number=one.sequence,
        at=one.at,
        who=names.users.get(one.by_id, short(one.by_id)) if one.by_id else _("Spinewise"),
        did=words_for(one.verb),
        verb=one.verb,
        about=one.about,
        person_id=str(one.person_id or ""),
        person=names.people.get(one.person_id, short(one.person_id)) if one.person_id else "",
        is_erased=one.person_id in names.erased,
    )


def words_for(verb: str) -> str:
    """What was done, in words."""
    return str(WORDS.get(verb, verb))


def short(row_id: uuid.UUID) -> str:
    """The beginning of an id: enough to tell two apart."""
    return str(row_id)[:8]


def _checked(office: Office) -> HttpResponse:
    checked = verify_clinic(clinic=office.clinic, by=office.user, now=office.now)
    if not checked.faults:
        said = _("The chain holds up to entry %(number)s, and every record is as it was written.")
        return office.go("record", said=said % {"number": checked.up_to})
    count = len(checked.faults)
    messages.warning(office.request, _("%(count)s places are not as they were written.") % {"count": count})
    context = {"at": "record", "faults": checked.faults[:MOST_FAULTS], "count": count, "up_to": checked.up_to}
    return office.page("faults", context)

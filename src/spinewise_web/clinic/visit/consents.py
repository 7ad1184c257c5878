"""Consent: what somebody agreed to and took back, in words that stay. The latest word counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.design.answers import UNREADABLE
from spinewise_web.records.actions.consent import give_consent, withdraw_consent
from spinewise_web.records.allowed import consents_for
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Consent
from spinewise_web.records.reads.visits import consents_of

About = Consent.About
MOST_LETTERS = 2000
NAMES = {
    About.TREATMENT: gettext_lazy("being examined and treated"),
    About.TOUCH: gettext_lazy("being touched and moved by hand"),
    About.THRUST: gettext_lazy("a quick thrust to the spine"),
    About.NEEDLING: gettext_lazy("needles"),
    About.SHARING: gettext_lazy("sharing their record with others who treat them"),
    About.CHAPERONE: gettext_lazy("a chaperone in the room: offered, and wanted"),
    About.CARER: gettext_lazy("somebody who cares for them and may act for them"),
    About.CAMERA: gettext_lazy("the camera"),
}
ASKED = (About.TREATMENT, About.TOUCH, About.THRUST, About.NEEDLING, About.SHARING, About.CHAPERONE)


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that may be agreed to: the word that counts, and the ones before it."""

    about: str
    says: str
    now: Any
    earlier: tuple[Any, ...]
    words: str = ""
    error: str = ""


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A consent that planned items need and that is not there; `withdrawn` is the word that took it back."""

    says: str
    titles: tuple[str, ...]
    withdrawn: Any


@desk_page("GET", "HEAD", "POST")
def consents(desk: Desk) -> HttpResponse:
    """Every consent with its history; a yes or a no is kept with the words it was said in."""
    if desk.request.method != "POST":
        return _shown(desk)
    post = desk.request.POST
    error = _not_kept(desk, post)
    if error:
        return _shown(desk, post, error, status=UNREADABLE)
    return desk.go("consents", said=_("Kept, with your name and the time."))


def _not_kept(desk: Desk, post: QueryDict) -> str:
    """Keep what was said; why not, when it cannot be kept."""
    about, says, words = (post.get(name, "").strip() for name in ("about", "says", "words"))
    if about not in ASKED or says not in ("yes", "no"):
        return _("Choose what was said, and about what")
    if len(words) > MOST_LETTERS:
        return _("Shorten the words: %(most)s letters fit") % {"most": MOST_LETTERS}
    keep = give_consent if says == "yes" else withdraw_consent
    keep(person=desk.person, about=about, words=words, by=desk.user, now=desk.now)
    return ""


def _shown(desk: Desk, post: QueryDict | None = None, error: str = "", *, status: int = 200) -> HttpResponse:
    rows = consents_of(desk.user, desk.person)
    typed = post or QueryDict()
    about = typed.get("about", "") if typed.get("about", "") in ASKED else ASKED[0].value
    context = {
        "at": "consents",
        "matters": matters_of(rows, about=about, words=typed.get("words", ""), error=error),
        "others": [(NAMES[About(row.about)], row) for row in rows if row.about not in ASKED],
        "unagreed": missing_for(_planned(desk), rows),
        "errors": [{"at": f"about-{about}", "says": error}] if error else [],
    }
    return desk.page("consents", context, status=status)


def _planned(desk: Desk) -> tuple[str, ...]:
    return tuple(item.intervention for item in desk.standing.items)


def matters_of(rows: Iterable[Consent], *, about: str = "", words: str = "", error: str = "") -> tuple[Matter, ...]:
    """One for each thing that is asked about, `words` and `error` with the one that was just sent."""
    told = list(rows)
    return tuple(_matter(one, told, words, error) if one == about else _matter(one, told) for one in ASKED)


def _matter(about: Consent.About, rows: list[Consent], words: str = "", error: str = "") -> Matter:
    said = [row for row in rows if row.about == about]
    return Matter(
        about=about.value,
        says=str(NAMES[about]),
        now=said[0] if said else None,
        earlier=tuple(said[1:]),
        words=words,
        error=error,
    )


def missing_for(names: Iterable[str], rows: Iterable[Consent]) -> tuple[Missing, ...]:
    """What planned items need a yes to, and there is none, or it was taken back."""
    latest = {row.about: row for row in reversed(list(rows))}
    needed: dict[Consent.About, list[str]] = {}
    for name in names:
        for about in consents_for(name):
            needed.setdefault(about, []).append(knowledge().interventions[name].title.clinician)
    return tuple(
        Missing(says=str(NAMES[about]), titles=tuple(titles), withdrawn=latest.get(about))
        for about, titles in needed.items()
        if about not in latest or not latest[about].given
    )

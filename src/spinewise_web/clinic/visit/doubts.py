"""What was sent about a visit and hardly fits together: asked once beside it, and kept when it is sent again."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from spinewise_web.clinic.visit.sent import Entered, field_name, whole_from
from spinewise_web.records.actions.worsening import most_risen


def doubts_in(entered: Entered, post: QueryDict) -> dict[str, str]:
    """What has to be asked, by field; what was asked already and is sent again the same is not."""
    sure = post.getlist("sure")
    return {at: says for at, said, says in _doubts(entered, post) if said not in sure}


def sure_of(entered: Entered, post: QueryDict, told: Container[str]) -> tuple[str, ...]:
    """What was asked, now or before, as the form sends it along: another answer is asked about anew."""
    sure = post.getlist("sure")
    return tuple(said for at, said, _says in _doubts(entered, post) if at in told or said in sure)


def _doubts(entered: Entered, post: QueryDict) -> Iterator[tuple[str, str, str]]:
    whole = whole_from(post.get("pain_before", "")), whole_from(post.get("pain_after", ""))
    for one in entered.given:
        own = one["before"], one["after"]
        before, after = own if None not in own else whole
        if before is None or after is None:
            continue
        pains = {"before": before, "after": after}
        if says := _does_not_fit(one, before, after):
            said = f"{one['intervention']} {one['response']} {before} {after}"
            yield field_name(one["intervention"], "response"), said, says % pains
    yield from _risen(entered, post, whole)


def _risen(entered: Entered, post: QueryDict, whole: tuple[int | None, int | None]) -> Iterator[tuple[str, str, str]]:
    """Pain that rose, unless it is told already what went wrong; asked where that is told."""
    risen = most_risen([whole, *((one["before"], one["after"]) for one in entered.given)])
    if risen is None or post.get("event_what", "").strip():
        return
    before, after = risen
    says = _(
        "Pain rose from %(before)s to %(after)s. Was there an unwanted event? "
        "Then tell it here. If there was none, keep the visit again."
    )
    yield "event_what", f"rise {before} {after}", says % {"before": before, "after": after}


def _does_not_fit(one: Mapping[str, Any], before: int, after: int) -> str:
    if one["response"] == "better" and after > before:
        return _("Pain went up from %(before)s to %(after)s, and “better” is marked. Is that so? Then keep it again.")
    if one["response"] == "worse" and after < before:
        return _("Pain went down from %(before)s to %(after)s, and “worse” is marked. Is that so? Then keep it again.")
    return ""

"""What went wrong at a visit, as its small form sends it."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.records.core import knowledge
from spinewise_web.records.models import AdverseEvent

Severity = AdverseEvent.Severity
SEVERITIES = {
    Severity.MILD: gettext_lazy("mild"),
    Severity.MODERATE: gettext_lazy("moderate"),
    Severity.SEVERE: gettext_lazy("severe"),
}
EVENT_LETTERS = 2000


def event_from(post: QueryDict) -> dict[str, str] | None:
    """What went wrong, as the records take it; nothing where nothing is told."""
    what = post.get("event_what", "").strip()
    if not what:
        return None
    item = post.get("event_item", "")
    return {
        "what": what,
        "severity": post.get("event_severity", ""),
        "intervention": item if item in knowledge().interventions else "",
        "action_taken": post.get("event_action", "").strip(),
    }


def event_problems(post: QueryDict) -> dict[str, str]:
    """What is missing about what went wrong."""
    errors = {
        name: _("Shorten this: %(most)s letters fit") % {"most": EVENT_LETTERS}
        for name in ("event_what", "event_action")
        if len(post.get(name, "")) > EVENT_LETTERS
    }
    if post.get("event_what", "").strip() and post.get("event_severity") not in Severity.values:
        errors["event_severity"] = _("Choose how bad it was")
    if post.get("event_action", "").strip() and not post.get("event_what", "").strip():
        errors["event_what"] = _("Say what went wrong")
    return errors

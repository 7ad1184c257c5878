"""Icons, the mark, the reader's look, and the ladder of urgency, for every template."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spinewise_web.design.icons import MARK, draw_icon
from spinewise_web.design.look import SIZES, THEMES, look_of

LADDER = ("monitor", "routine", "refer", "urgent", "emergency")
CERTAINTIES = ("very_low", "low", "moderate", "high")
MOST_SEGMENTS = 12
register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A drawing beside words."""
    return draw_icon(name, extra)


@register.simple_tag
def mark() -> SafeString:
    """The mark: a head and four segments."""
    return MARK


@register.simple_tag
def in_demonstration() -> bool:
    """Whether everybody here is invented."""
    return bool(settings.DEMO)


@register.simple_tag(takes_context=True)
def look_attributes(context: dict[str, Any]) -> SafeString:
    """What the reader chose, as attributes of the page."""
    look = look_of(context.get("request"))
    chosen = [(name, value) for name, value in (("theme", look.theme), ("text", look.text)) if value]
    return format_html_join("", ' data-{}="{}"', chosen)


@register.simple_tag(takes_context=True)
def look_choices(context: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be chosen, for the foot of the page."""
    look = look_of(context.get("request"))
    return [
        {"name": "theme", "title": _("Colours"), "options": _options(THEMES, look.theme)},
        {"name": "text", "title": _("Text"), "options": _options(SIZES, look.text)},
    ]


def _options(words: dict[str, Any], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "says": says, "on": value == chosen} for value, says in words.items()]


@register.simple_tag
def ladder(level: str) -> SafeString:
    """The five steps of urgency, filled up to this one. Words beside it say the same."""
    reached = LADDER.index(level) + 1 if level in LADDER else 0
    return _marks("ladder", reached, len(LADDER))


@register.simple_tag
def certainty_dots(certainty: str) -> SafeString:
    """Up to four dots; nothing for what is no grade of certainty."""
    if certainty not in CERTAINTIES:
        return SafeString("")
    return _marks("dots", CERTAINTIES.index(certainty) + 1, len(CERTAINTIES))


def _marks(name: str, filled: int, count: int) -> SafeString:
    marks = format_html_join(
        "", "<i{}></i>", ((SafeString(' class="on"' if place < filled else ""),) for place in range(count))
    )
    return format_html('<span class="{}" aria-hidden="true">{}</span>', name, marks)


@register.simple_tag
def level_word(level: str) -> str:
    """The word that stands with a level wherever it is shown."""
    words = {
        "emergency": _("Emergency"),
        "urgent": _("Urgent"),
        "refer": _("Refer"),
        "routine": _("Routine"),
        "monitor": _("Watch"),
        "none": _("No warning sign"),
        "unclear": _("Not known yet"),
    }
    return words[level]


@register.filter
def through(first: int, last: int) -> range:
    """Whole numbers from the first to the last, both included: `0|through:10`."""
    return range(int(first), int(last) + 1)

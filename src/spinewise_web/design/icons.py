"""The icons: line drawings on a 24 by 24 grid, in the colour of the words beside them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SHAPES = {
    "emergency": '<path d="M8.5 3h7L21 8.5v7L15.5 21h-7L3 15.5v-7Z"/><path d="M12 7.5v5.5"/><path d="M12 16.4v.1"/>',
    "urgent": '<path d="M12 4 21 19.5H3Z"/><path d="M12 10v4.5"/><path d="M12 17v.1"/>',
    "refer": '<path d="M4 12h13"/><path d="m12 6.5 5.5 5.5-5.5 5.5"/><path d="M20.5 5v14"/>',
    "routine": '<rect x="4" y="5.5" width="16" height="14.5" rx="2.5"/><path d="M4 10h16M8.5 3v4M15.5 3v4"/>',
    "monitor": (
        '<path d="M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12Z"/>'
        '<circle cx="12" cy="12" r="2.8"/>'
    ),
    "none": '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.5 2.8 2.8L16 9.5"/>',
    "turn": '<path d="m9 5 7 7-7 7"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "play": '<path d="M8 5.5v13l10.5-6.5Z"/>',
    "pause": '<path d="M8.5 6v12M15.5 6v12"/>',
    "sound": '<path d="M4 10v4h3.5L12 18V6L7.5 10Z"/><path d="M15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "call": (
        '<path d="M6 3.5h3.2l1.6 4.3-2 1.5c1 2.2 2.7 3.9 4.9 4.9l1.5-2 4.3 1.6V17c0 1.7-1.3 3.5-3 3.5'
        'C9.5 20.5 3.5 14.5 3.5 7.5 3.5 5 4.5 3.5 6 3.5Z"/>'
    ),
    "paper": '<path d="M6 3.5h8l4.5 4.5v12.5H6Z"/><path d="M14 3.5V8h4.5"/><path d="M9 12.5h6M9 16h6"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4.5V9h15v8H17"/><path d="M7 14h10v6H7Z"/>',
    "save": '<path d="M12 4v11"/><path d="m7 10.5 5 5 5-5"/><path d="M4.5 20h15"/>',
    "message": (
        '<path d="M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 19 16h-7l-4.5 4v-4H5a1.5 1.5 0 0 1-1.5-1.5v-8'
        'A1.5 1.5 0 0 1 5 5Z"/>'
    ),
    "edit": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19Z"/>',
    "find": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "flare": '<path d="M2.5 14c2.5 0 2.5-5 5-5s2.5 8 5 8 2.5-11 5-11 2.5 8 4 8"/>',
    "for": '<path d="M12 19V6"/><path d="m6.5 11 5.5-5.5L17.5 11"/>',
    "against": '<circle cx="12" cy="12" r="8.5"/><path d="m6 6 12 12"/>',
    "disagree": '<path d="M4 8h13l-3-3M20 16H7l3 3"/>',
    "unclear": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5c.2-1.6 1.2-2.4 2.6-2.4 1.5 0 2.6 1 2.6 2.3'
        ' 0 1.9-2.6 2-2.6 4"/><path d="M12 16.6v.1"/>'
    ),
    "hold": '<path d="M5 9.5h14M5 14.5h14"/>',
    "ease": '<path d="M12 5v13"/><path d="m6.5 13 5.5 5.5 5.5-5.5"/>',
    "stop": '<rect x="5.5" y="5.5" width="13" height="13" rx="2"/>',
    "home": '<path d="m4 11 8-7 8 7v9h-5.5v-6h-5v6H4Z"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c1-4.2 3.9-6 7.5-6s6.5 1.8 7.5 6"/>',
}

MARK = mark_safe(  # our own drawing
    '<svg viewBox="0 0 32 42" aria-hidden="true" focusable="false">'
    '<circle class="mark-head" cx="18.4" cy="4.6" r="4.4"/>'
    '<g class="mark-body"><rect x="11.4" y="11" width="12" height="4.6" rx="2.3" transform="rotate(-9 17.4 13.3)"/>'
    '<rect x="8" y="17.6" width="13.4" height="4.8" rx="2.4" transform="rotate(-5 14.7 20)"/>'
    '<rect x="7" y="24.2" width="14.8" height="5" rx="2.5" transform="rotate(3 14.4 26.7)"/>'
    '<rect x="9.4" y="30.8" width="16" height="5.2" rx="2.6" transform="rotate(8 17.4 33.4)"/></g></svg>'
)


def draw_icon(name: str, extra: str = "") -> SafeString:
    """One icon; it never stands without words, so it says nothing itself.

    Raises:
        KeyError: there is no icon of this name.
    """
    inside = mark_safe(SHAPES[name])  # noqa: S308  # our own drawings
    classes = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', classes, inside
    )

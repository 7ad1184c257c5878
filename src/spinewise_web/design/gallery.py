"""The gallery: every component in its states, for whoever builds a page and for the tests that look at them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spinewise_web.design.charts import Line, Table, trend
from spinewise_web.design.icons import SHAPES

LEVELS = {
    "emergency": "Go to a hospital emergency department now. Call if nobody can take you.",
    "urgent": "See a clinician today. Your exercises wait until then.",
    "refer": "Your doctor should look at this. The letter is ready; walking within comfort is fine.",
    "routine": "Mention this at your next visit. Your plan goes on.",
    "monitor": "Nothing to do now. We ask again next week.",
}
WEEK = (
    ("done", "Mon", "done"), ("done", "Tue", "done"), ("part", "Wed", "half done"), ("missed", "Thu", "not done"),
    ("rest", "Fri", "rest day"), ("today", "Sat", "today"), ("later", "Sun", "to come"),
)  # fmt: skip
BADGES = (
    ("for", "high", "For · high"), ("for", "moderate", "For · moderate"), ("against", "low", "Against · low"),
    ("disagree", "", "Guidelines disagree"), ("unclear", "very_low", "Not enough evidence"),
)  # fmt: skip
WHY = (
    ("Rule", "You said that getting out of a chair is hard. This practises it."),
    ("What it rests on", "Practising the task itself helps with the task."),
    ("Source", "A trial with 120 people."),
    ("Certainty", "Low. It may be more, or less."),
)
ROWS = (
    ("emergency", "Somebody, 44", "New numbness between the legs.", "Told to go to an emergency department.", "06:52"),
    ("urgent", "Somebody, 36", "Pain has moved down.", "Buttock to below the knee in five days.", "Yesterday"),
    ("routine", "Somebody, 58", "Review due.", "Back pain 6 to 3.", "Week 6"),
)
LEFT = (
    ("Sit-ups", "They bend the back under load, and your bones are not yet known.", "a bone density result"),
    ("Jumping", "It lands hard, and you said that the pain is easily stirred.", "a calmer week"),
)
NUMBERS = (("Start", "6.4", "3.0"), ("Week 2", "5.1", "1.8"), ("Week 4", "4.0", "1.0"), ("Week 6", "3.3", "0.8"))


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with made-up contents; nobody's data is here."""
    return render(request, "design/gallery.html", _examples())


def _examples() -> dict[str, Any]:
    return {
        "levels": LEVELS,
        "days": _named(WEEK, "state", "name", "says"),
        "badges": _named(BADGES, "stance", "certainty", "says"),
        "why": _named(WHY, "name", "says"),
        "rows": [one | {"link": "#", "acts": _acts(one["level"])} for one in _attention()],
        "left_out": _named(LEFT, "title", "says", "changes"),
        "spine": ("done", "done", "done", "now", *("todo",) * 8),
        "repetitions": ("done", "done", "done", "now", "todo", "todo", "todo", "todo"),
        "dose": _named((("2", "sets"), ("8", "times each"), ("5 s", "hold"), ("every", "day")), "number", "counts"),
        "errors": [{"at": "onset", "says": "Enter how long ago the pain started"}],
        "icons": sorted(SHAPES),
        "chart": _chart(),
    }


def _named(rows: tuple[tuple[str, ...], ...], *names: str) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _attention() -> list[dict[str, Any]]:
    return _named(ROWS, "level", "who", "changed", "why", "since")


def _acts(level: str) -> list[dict[str, Any]]:
    return [{"link": "#", "says": "Open", "filled": level in {"emergency", "urgent"}}]


def _chart() -> Any:
    weekly = [(week, float(back), float(leg)) for week, (_, back, leg) in zip((0, 2, 4, 6), NUMBERS, strict=True)]
    lines = [
        Line(key="back", name="Back", weekly=tuple((week, back) for week, back, _ in weekly), daily=((1, 7), (3, 4))),
        Line(key="leg", name="Leg", weekly=tuple((week, leg) for week, _, leg in weekly)),
    ]
    return trend(
        lines,
        title="Back and leg pain over six weeks",
        says="Back pain is down 3.1 points, more than the 2 that people call worthwhile.",
        weeks=6,
        table=Table(head=("Week", "Back", "Leg"), rows=NUMBERS),
        phases=(("Settling", 0), ("Building up", 2)),
        events=(("flare-up", 3),),
        worthwhile=("worthwhile from here", 4.4),
    )

"""The planner's sentences, kept in the programme file so that a clinician can change them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from spinewise.errors import KnowledgeError, Place, Problem
from spinewise.knowledge.models import Aim, KnowledgeBase

SENTENCES: dict[str, tuple[str, ...]] = {
    "why_bundle": (),
    "why_aim": ("aims",),
    "why_wanted": ("aims",),
    "why_finding": ("finding", "error"),
    "why_finding_no_error": ("finding",),
    "why_task": ("tasks",),
    "why_helps_task": ("tasks",),
    "why_equipment": ("things",),
    "why_kind": ("kinds",),
    "why_encouraged": (),
    "why_liked": (),
    "why_comfort": ("until",),
    "why_through_the_day": (),
    "why_preset": ("preset",),
    "why_added": (),
    "note_preset_refused": ("preset", "name"),
    "note_skipped": ("dates",),
    "note_shortened": ("dates",),
    "note_no_room": ("name", "minutes"),
    "note_part_of_day": ("part",),
    "note_fewer": ("least",),
    "clash_care": (),
    "clash_nothing": (),
    "clash_busy": ("starts", "ends", "first", "last"),
    "clash_minutes": ("minutes",),
    "clash_count": ("most",),
    "clash_cover": ("aim",),
    "clash_cover_safety": ("aim",),
    "clash_cover_days": ("aim",),
    "clash_cover_wish": ("aim",),
    "clash_cover_later": ("aim",),
    "gives_up_cover": ("aim",),
    "gives_up_minutes": ("minutes", "needed"),
    "left_out_unknown": ("facts",),
}
"""Every sentence that planner and checker can say, with the parts that are filled in."""


def say(kb: KnowledgeBase, sentence: str, **parts: str) -> str:
    """A sentence with its parts filled in.

    Raises:
        KnowledgeError: the programme file has no such sentence.
    """
    assert set(parts) == set(SENTENCES[sentence]), f"{sentence} takes {SENTENCES[sentence]}"
    text = _wording(kb, sentence)
    for part, value in parts.items():
        text = text.replace("{" + part + "}", value)
    return text


def aim_words(kb: KnowledgeBase, aim: Aim) -> str:
    """What an exercise is good for, in the patient's words."""
    return _wording(kb, f"aim_{aim}")


def part_words(part: str, kb: KnowledgeBase) -> str:
    """A part of the day as the person chose it."""
    option = kb.facts["part_of_day"].option(part) if "part_of_day" in kb.facts else None
    return option.person.lower() if option else part


def option_words(kb: KnowledgeBase, fact: str, chosen: Iterable[str]) -> str:
    """Chosen answers as one speaks a list, in the patient's words."""
    options = [kb.facts[fact].option(one) for one in chosen] if fact in kb.facts else []
    return listed(one.person[:1].lower() + one.person[1:] for one in options if one is not None)


def listed(words: Iterable[str]) -> str:
    """Words as one speaks a list."""
    *front, last = list(words) or [""]
    return f"{', '.join(front)} and {last}" if front else last


def date_words(on: dt.date) -> str:
    """A date without the year."""
    return f"{on.day} {on:%B}"


def minutes_words(minutes: float) -> str:
    """Minutes without needless decimals."""
    return f"{minutes:g}"


def _wording(kb: KnowledgeBase, key: str) -> str:
    if key not in kb.programme.wording:
        what = f"the sentence '{key}' is missing under `wording`"
        raise KnowledgeError([Problem(Place("knowledge/programme.yaml"), what, "Add it in plain words")])
    return kb.programme.wording[key]

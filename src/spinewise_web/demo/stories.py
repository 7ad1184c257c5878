"""Twelve people with back pain at different points of care. Nobody here exists.

Each starts from a published case of `knowledge/vignettes/` and goes a way of their own.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

Words = dict[str, str]
Ends = Literal["", "red", "cleared", "too_much", "message", "silent", "discharged", "proposed", "half", "referral"]


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One patient: whose case, for how many weeks in care, how pain went from and to, and what happened last.

    `days_a_week` is how often they log; `words` are what they answer differently from the case.
    """

    name: str
    born_on: dt.date
    case: str
    weeks: int
    back: tuple[int, int]
    leg: tuple[int, int] = (0, 0)
    days_a_week: int = 5
    words: Words = {}
    ends: Ends = ""
    examined: bool = True


STORIES = (
    Story(
        name="Maya Lindqvist",
        born_on=dt.date(1992, 3, 4),
        case="m01_lifting_boxes",
        words={"sex": "female"},
        weeks=0,
        back=(4, 4),
        ends="proposed",
        examined=False,
    ),
    Story(name="Tom Adeyemi", born_on=dt.date(1985, 7, 21), case="m12_farmer", weeks=3, back=(5, 3), leg=(6, 3)),
    Story(
        name="Ruth Feldman",
        born_on=dt.date(1954, 1, 30),
        case="m09_stenosis",
        words={"sex": "female"},
        weeks=4,
        back=(4, 3),
        leg=(6, 4),
        days_a_week=6,
    ),
    Story(
        name="Sam Okoro",
        born_on=dt.date(1974, 11, 2),
        case="m01_lifting_boxes",
        weeks=5,
        back=(6, 2),
        words={"minor_trauma": "false", "course": "better"},
    ),
    Story(
        name="Priya Nair",
        born_on=dt.date(1997, 5, 16),
        case="m06_afraid_of_moving",
        words={"sex": "female"},
        weeks=3,
        back=(6, 5),
        days_a_week=3,
        ends="silent",
    ),
    Story(
        name="Elena Petrova",
        born_on=dt.date(1981, 9, 9),
        case="m12_farmer",
        words={"sex": "female"},
        weeks=2,
        back=(5, 6),
        leg=(4, 7),
        ends="red",
    ),
    Story(
        name="Ben Carter",
        born_on=dt.date(1988, 12, 24),
        case="m12_farmer",
        weeks=2,
        back=(5, 4),
        leg=(5, 4),
        ends="cleared",
    ),
    Story(
        name="Luca Romano",
        born_on=dt.date(1969, 6, 12),
        case="s34_thigh_pain_unexplained",
        words={"sex": "male"},
        weeks=2,
        back=(4, 6),
        leg=(3, 3),
        ends="too_much",
    ),
    Story(
        name="Aisha Khan",
        born_on=dt.date(1995, 2, 8),
        case="m01_lifting_boxes",
        words={"sex": "female"},
        weeks=2,
        back=(5, 4),
        ends="message",
    ),
    Story(
        name="Nora Jensen",
        born_on=dt.date(1990, 10, 10),
        case="m06_afraid_of_moving",
        words={"sex": "female"},
        weeks=0,
        back=(5, 5),
        ends="half",
        examined=False,
    ),
    Story(
        name="George Hall",
        born_on=dt.date(2009, 4, 1),
        case="s40_gymnast",
        weeks=0,
        back=(4, 4),
        ends="referral",
        examined=False,
    ),
    Story(
        name="Henry Adams",
        born_on=dt.date(1966, 8, 19),
        case="m01_lifting_boxes",
        weeks=4,
        back=(5, 0),
        words={"minor_trauma": "false", "course": "better"},
        ends="discharged",
    ),
)

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

    `about` says so in a line; `days_a_week` is how often they log; `words` are what they answer differently from the
    case; `carer` is somebody who helps, with their relationship. Who `leaves_a_note` has a visit without one to sign.
    """

    name: str
    about: str
    born_on: dt.date
    case: str
    weeks: int
    back: tuple[int, int]
    leg: tuple[int, int] = (0, 0)
    days_a_week: int = 5
    words: Words = {}
    ends: Ends = ""
    examined: bool = True
    carer: tuple[str, str] | None = None
    leaves_a_note: bool = False


STORIES = (
    Story(
        name="Maya Lindqvist",
        about="Back pain for nine days. Her first plan waits for a signature.",
        born_on=dt.date(1992, 3, 4),
        case="m01_lifting_boxes",
        words={"sex": "female"},
        weeks=0,
        back=(4, 4),
        ends="proposed",
        examined=False,
    ),
    Story(
        name="Tom Adeyemi",
        about="Back and leg pain, three weeks in care.",
        born_on=dt.date(1985, 7, 21),
        case="m12_farmer",
        weeks=3,
        back=(5, 3),
        leg=(6, 3),
        leaves_a_note=True,
    ),
    Story(
        name="Ruth Feldman",
        about="Narrow spine canal, four weeks in care. Her daughter helps.",
        born_on=dt.date(1954, 1, 30),
        case="m09_stenosis",
        words={"sex": "female"},
        weeks=4,
        back=(4, 3),
        leg=(6, 4),
        days_a_week=6,
        carer=("Lea Feldman", "daughter"),
    ),
    Story(
        name="Sam Okoro",
        about="Five weeks in care, nearly well.",
        born_on=dt.date(1974, 11, 2),
        case="m01_lifting_boxes",
        weeks=5,
        back=(6, 2),
        words={"minor_trauma": "false", "course": "better"},
    ),
    Story(
        name="Priya Nair",
        about="Afraid of moving. Has told nothing for nine days.",
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
        about="Told of new numbness: her plan is locked, somebody has to call.",
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
        about="Was in hospital and is cleared; back to his plan.",
        born_on=dt.date(1988, 12, 24),
        case="m12_farmer",
        weeks=2,
        back=(5, 4),
        leg=(5, 4),
        ends="cleared",
    ),
    Story(
        name="Luca Romano",
        about="An exercise was too much for him.",
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
        about="Has written a message.",
        born_on=dt.date(1995, 2, 8),
        case="m01_lifting_boxes",
        words={"sex": "female"},
        weeks=2,
        back=(5, 4),
        ends="message",
    ),
    Story(
        name="Nora Jensen",
        about="Half-way through the first questions.",
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
        about="Seventeen, sent by his doctor. The therapist sends him on.",
        born_on=dt.date(2009, 4, 1),
        case="s40_gymnast",
        weeks=0,
        back=(4, 4),
        ends="referral",
        examined=False,
    ),
    Story(
        name="Henry Adams",
        about="Well again, discharged.",
        born_on=dt.date(1966, 8, 19),
        case="m01_lifting_boxes",
        weeks=4,
        back=(5, 0),
        words={"minor_trauma": "false", "course": "better"},
        ends="discharged",
    ),
)

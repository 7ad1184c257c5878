"""The three answers a rule can give, written as truth tables that cannot be misread."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """Yes, no, or not known yet."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN

NOT = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}

AND = {
    (YES, YES): YES,
    (YES, NO): NO,
    (YES, UNKNOWN): UNKNOWN,
    (NO, YES): NO,
    (NO, NO): NO,
    (NO, UNKNOWN): NO,
    (UNKNOWN, YES): UNKNOWN,
    (UNKNOWN, NO): NO,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}

OR = {
    (YES, YES): YES,
    (YES, NO): YES,
    (YES, UNKNOWN): YES,
    (NO, YES): YES,
    (NO, NO): NO,
    (NO, UNKNOWN): UNKNOWN,
    (UNKNOWN, YES): YES,
    (UNKNOWN, NO): UNKNOWN,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}


def all_of(truths: Iterable[Truth]) -> Truth:
    """Yes when every part is yes; no as soon as one part is no."""
    result = YES
    for truth in truths:
        result = AND[result, truth]
        if result is NO:
            break
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Yes as soon as one part is yes; no when every part is no."""
    result = NO
    for truth in truths:
        result = OR[result, truth]
        if result is YES:
            break
    return result


def none_of(truths: Iterable[Truth]) -> Truth:
    """Yes when every part is no."""
    return NOT[any_of(truths)]


def at_least(least: int, truths: Iterable[Truth]) -> Truth:
    """Yes when `least` parts are yes; no when even the unknown ones could not make it so."""
    parts = list(truths)
    certain = parts.count(YES)
    if certain >= least:
        return YES
    return UNKNOWN if certain + parts.count(UNKNOWN) >= least else NO

"""What a test of the body says: against norms for age and sex, against its own error, and for which aims.

A value is never called poor without a norm that was found in people like this one, and a change never a
change while it could be measurement error. What nobody has measured stays "no norm" or "error unknown".
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from spinewise.errors import InputError, Place, Problem, nearest
from spinewise.knowledge.models import (
    Aim,
    Cut,
    FindingLevel,
    KnowledgeBase,
    Line,
    Measure,
    MeasureError,
    Norm,
    NormRow,
    PainStatus,
    Side,
    Target,
    Told,
)
from spinewise.rules.evaluate import Ruling, evaluate
from spinewise.rules.facts import Answers, Body, Reading
from spinewise.rules.known import Known
from spinewise.rules.tree import Claim
from spinewise.rules.truth import NO

WORST_FIRST: tuple[FindingLevel, ...] = ("impaired", "borderline", "below_middle", "as_expected", "no_norm")
Outcome = Literal["better", "worse", "different", "no_clear_change", "error_unknown"]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What a norm says for this person. One that is `shown_only` comes from others and decided nothing."""

    norm: str
    whom: str = ""
    low: float | None = None
    high: float | None = None
    middle: float | None = None
    spread: float | None = None
    shown_only: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A value with what it means. `missing` names what a norm would still need; `needs_check` that a figure
    behind it has yet to be checked against its paper."""

    measure: str
    value: float
    level: FindingLevel
    says: Told
    norm: Reference | None
    error: MeasureError
    claims: tuple[Claim, ...]
    side: Side | None = None
    shown: tuple[Reference, ...] = ()
    aims: tuple[Aim, ...] = ()
    works_on: tuple[Target, ...] = ()
    missing: tuple[str, ...] = ()
    needs_check: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Two readings of one measure compared. `difference` is the second minus the first.

    `detectable` is what a change must reach to be more than error; `worthwhile` whether it is worth having
    (None: nobody knows, or no change to speak of).
    """

    measure: str
    outcome: Outcome
    difference: float
    detectable: float | None
    worthwhile: bool | None
    claims: tuple[Claim, ...]


class SideDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Left and right compared; `worse_side` only where the difference is more than error."""

    measure: str
    difference: float
    detectable: float | None
    worse_side: Side | None
    claims: tuple[Claim, ...]


class _Who(msgspec.Struct, frozen=True, kw_only=True):
    age: float | None
    sex: str | None
    side: Side | None
    body: Body


def interpret(
    measure: Measure,
    value: float,
    *,
    age: float | None,
    sex: str | None,
    kb: KnowledgeBase,
    side: Side | None = None,
    body: Body | None = None,
) -> Finding:
    """Set a value against the norms for this person, and say which aims it speaks for.

    `sex` is as in the fact of that name; anything but female and male leaves norms by sex open.

    Raises:
        InputError: the value is out of the measure's range, or a side is missing or too many.
    """
    _check(measure, value, side)
    who = _Who(age=age, sex=sex, side=side, body=body or Body())
    norms = [kb.norms[name] for name in measure.norms]
    found = next(((norm, row) for norm, row in _rows(norms, who) if not row.shown_only), None)
    missing = _missing(norms, who, found[1] if found else None)
    decided = found if not missing else None
    level = _level(decided[1], value, who, measure.better) if decided else "no_norm"
    reference = _reference(decided[0], decided[1], who) if decided else None
    return Finding(
        measure=measure.id,
        value=value,
        level=level,
        says=_filled(measure.tell[level], value, reference),
        norm=reference,
        error=measure.error,
        claims=(*measure.because, *(claim for norm in norms for claim in norm.because)),
        side=side,
        shown=tuple(_reference(norm, row, who) for norm, row in _rows(norms, who) if row.shown_only),
        aims=measure.aims.get(level, ()),
        works_on=measure.works_on.get(level, ()),
        missing=missing,
        needs_check=_needs_check(measure, norms, kb),
    )


def interpret_change(before: Reading, *, after: Reading, measure: Measure) -> Change:
    """Say whether a measured change is real, in which direction, and whether it is worth having.

    A change smaller than the smallest detectable one may be measurement error, so it is "no clear change"
    even when it looks like an improvement. Where the error is not known, no direction is claimed at all.

    Raises:
        InputError: the readings are of different measures or sides.
    Source: the measure file's `error`.
    """
    _check_pair(before, after, measure)
    difference = after.value - before.value
    detectable = _detectable(measure.error, (before.pain, after.pain))
    outcome = _outcome(difference, detectable, measure)
    real = outcome in ("better", "worse", "different")
    bound = measure.error.worthwhile
    return Change(
        measure=measure.id,
        outcome=outcome,
        difference=difference,
        detectable=detectable,
        worthwhile=abs(difference) >= bound if real and bound is not None else None,
        claims=(*measure.error.because, *measure.because),
    )


def compare_sides(left: Reading, *, right: Reading, measure: Measure) -> SideDifference:
    """Right minus left, and which side is worse, where the difference is more than measurement error.

    Raises:
        InputError: the readings are of different measures, or not of both sides.
    """
    if (left.measure, right.measure) != (measure.id, measure.id) or (left.side, right.side) != ("left", "right"):
        raise _mistake(measure, "a left and a right reading of one measure are compared", "Give one of each")
    difference = right.value - left.value
    detectable = _detectable(measure.error, (left.pain, right.pain))
    worse: dict[Outcome, Side] = {"worse": "right", "better": "left"}
    return SideDifference(
        measure=measure.id,
        difference=difference,
        detectable=detectable,
        worse_side=worse.get(_outcome(difference, detectable, measure)),
        claims=(*measure.error.because, *measure.because),
    )


def worked_out(measure: Measure, *, readings: Iterable[Reading], side: Side | None = None) -> float | None:
    """The value of a ratio from the readings it comes from; None while one of them is missing or zero."""
    if measure.ratio is None:
        raise _mistake(measure, "it is measured and not worked out", "Give its value")
    values = {(one.measure, one.side): one.value for one in readings}
    ratio = measure.ratio
    if ratio.kind == "sides":
        part = _quotient(values.get((ratio.of, "right")), values.get((ratio.of, "left")))
        return None if part is None else abs(part - 1)
    return _quotient(values.get((ratio.of, side)), values.get((ratio.over, None)))


def aims_from(findings: Iterable[Finding]) -> tuple[Aim, ...]:
    """The aims that findings speak for, the worst findings first, each aim once."""
    ordered = sorted(findings, key=lambda finding: WORST_FIRST.index(finding.level))
    return tuple(dict.fromkeys(aim for finding in ordered for aim in finding.aims))


def findings_from(answers: Answers, kb: KnowledgeBase) -> tuple[Finding, ...]:
    """What was measured of this person, and what it means for them, the worst first.

    Ratios are worked out from the readings they need, unless somebody gave them. Of two readings of the same
    side of one measure the later in the list counts.

    Raises:
        InputError: a reading of no measure, out of range, or with a wrong side.
    """
    given = {(one.measure, one.side): one for one in answers.readings}
    values = {(one.measure, one.side): one for one in _ratios(tuple(given.values()), kb)} | given
    findings = (
        interpret(
            _named(one.measure, kb),
            one.value,
            age=_number_in(answers, "age"),
            sex=_word_in(answers, "sex"),
            side=one.side,
            body=answers.body,
            kb=kb,
        )
        for one in values.values()
    )
    return tuple(sorted(findings, key=lambda one: (WORST_FIRST.index(one.level), one.measure, one.side or "")))


def largest_error(error: MeasureError) -> float | None:
    """By how much a single value may be off, at the worst; None where nobody has measured it."""
    return max(error.by_pain.values()) if error.by_pain else error.detectable


def kept_from(measure: Measure, *, answers: Answers, kb: KnowledgeBase) -> Ruling | None:
    """Why this person is not tested so, or may not be: the ruling, yes or still unknown; None when nothing speaks
    against it."""
    if measure.not_when is None:
        return None
    ruling = evaluate(measure.id, measure.not_when, Known(answers, kb.facts), claims=measure.because)
    return None if ruling.truth is NO else ruling


def _named(name: str, kb: KnowledgeBase) -> Measure:
    if name not in kb.measures:
        what = f"no measure is called '{name}'"
        raise InputError([Problem(Place("readings"), what, nearest(name, kb.measures))])
    return kb.measures[name]


def _ratios(readings: tuple[Reading, ...], kb: KnowledgeBase) -> Iterator[Reading]:
    """The ratios that these readings give, where they lie in the range that makes sense."""
    sides: tuple[Side, ...] = ("left", "right")
    for measure in kb.measures.values():
        for side in (sides if measure.each_side else (None,)) if measure.ratio else ():
            value = worked_out(measure, readings=readings, side=side)
            if value is not None and measure.range[0] <= value <= measure.range[1]:
                yield Reading(measure=measure.id, value=value, side=side)


def _number_in(answers: Answers, fact: str) -> float | None:
    value = answers.value(fact)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _word_in(answers: Answers, fact: str) -> str | None:
    value = answers.value(fact)
    return value if isinstance(value, str) else None


def problems_of(reading: Reading, kb: KnowledgeBase) -> list[Problem]:
    """What is wrong with a reading: no such measure, out of range, or a wrong side."""
    try:
        _check(_named(reading.measure, kb), reading.value, reading.side)
    except InputError as error:
        return list(error.problems)
    return []


def _check(measure: Measure, value: float, side: Side | None) -> None:
    low, high = measure.range
    if not (math.isfinite(value) and low <= value <= high):
        raise _mistake(measure, f"{value:g} is outside {low:g} to {high:g} {measure.unit}", "Measure again")
    if measure.each_side and side is None:
        raise _mistake(measure, "it is measured on each side", "Say left or right")
    if side is not None and not measure.each_side:
        raise _mistake(measure, "it has no sides", "Leave the side out")


def _check_pair(before: Reading, after: Reading, measure: Measure) -> None:
    if {before.measure, after.measure} != {measure.id}:
        what = f"'{before.measure}' and '{after.measure}' are not both this measure"
        raise _mistake(measure, what, "Variants of a test are kept apart")
    if before.side != after.side:
        raise _mistake(measure, "the readings are of different sides", "Compare left with left")


def _mistake(measure: Measure, what: str, instead: str) -> InputError:
    return InputError([Problem(Place(measure.id), what, instead)])


def _rows(norms: Iterable[Norm], who: _Who) -> Iterator[tuple[Norm, NormRow]]:
    """The rows that are about this person."""
    for norm in norms:
        yield from ((norm, row) for row in norm.rows if not _unmet(row, who))


def _unmet(row: NormRow, who: _Who) -> set[str]:
    """Which of a row's conditions this person does not meet, or cannot be shown to meet."""
    return {
        name
        for name, met in (
            ("sex", not row.sex or who.sex in row.sex),
            ("age", row.age is None or (who.age is not None and row.age[0] <= math.floor(who.age) <= row.age[1])),
            ("side", not row.side or who.side in row.side),
        )
        if not met
    }


def _missing(norms: Iterable[Norm], who: _Who, found: NormRow | None) -> tuple[str, ...]:
    """What is not known about the person and would let a row decide."""
    if found is not None:
        return _needed_for(found.line, who.body) if found.line else ()
    unknown = {
        name for name, known in (("sex", who.sex in ("female", "male")), ("age", who.age is not None)) if not known
    }
    rows = [row for norm in norms for row in norm.rows if not row.shown_only]
    wanted = {name for row in rows if (lacks := _unmet(row, who)) <= unknown for name in lacks}
    return tuple(sorted(wanted))


def _needed_for(line: Line, body: Body) -> tuple[str, ...]:
    asked = (("height_cm", line.per_cm, body.height_cm), ("weight_kg", line.per_kg, body.weight_kg))
    return tuple(name for name, factor, known in asked if factor and known is None)


def _level(row: NormRow, value: float, who: _Who, better: str) -> FindingLevel:
    reference = _expected(row, who)
    low = reference[0] if row.line else None
    if (row.impaired and _past(row.impaired, value)) or (low is not None and value < low):
        return "impaired"
    if (row.borderline and _past(row.borderline, value)) or (row.usual and _worse_than(row.usual, value, better)):
        return "borderline"
    if row.middle is not None and row.usual is None and _worse_than((row.middle, row.middle), value, better):
        return "below_middle"
    return "as_expected"


def _past(cut: Cut, value: float) -> bool:
    if cut.below is not None:
        return value < cut.below
    if cut.at_least is not None:
        return value >= cut.at_least
    return cut.above is not None and value > cut.above


def _worse_than(usual: tuple[float, float], value: float, better: str) -> bool:
    if better == "neither":
        return not usual[0] <= value <= usual[1]
    return value < usual[0] if better == "higher" else value > usual[1]


def _expected(row: NormRow, who: _Who) -> tuple[float | None, float | None, float | None]:
    """The low end, the high end and the middle of what is usual."""
    if row.line is None:
        low, high = row.usual or (None, None)
        return low, high, row.middle
    expected = _on_line(row.line, who)
    if row.line.within_share is not None:
        return expected * (1 - row.line.within_share), expected * (1 + row.line.within_share), expected
    return expected - (row.line.lower_by or 0), None, expected


def _on_line(line: Line, who: _Who) -> float:
    body = (line.per_cm * (who.body.height_cm or 0), line.per_kg * (who.body.weight_kg or 0))
    return line.start + line.per_year * ((who.age or 0) - line.from_age) + sum(body)


def _reference(norm: Norm, row: NormRow, who: _Who) -> Reference:
    low, high, middle = _expected(row, who)
    return Reference(
        norm=norm.id, whom=row.whom, low=low, high=high, middle=middle, spread=row.spread, shown_only=row.shown_only
    )


def _filled(told: Told, value: float, found: Reference | None) -> Told:
    numbers = {"value": value} | {name: getattr(found, name, None) for name in ("low", "high", "middle")}
    words = {name: _number(number) for name, number in numbers.items() if number is not None}
    return Told(patient=told.patient.format_map(words), clinician=told.clinician.format_map(words))


def _number(number: float) -> str:
    """Two decimals below ten, one below a hundred, none above."""
    size = abs(number)
    return f"{round(number, 2 if size < 10 else 1 if size < 100 else 0):g}"


def _needs_check(measure: Measure, norms: Iterable[Norm], kb: KnowledgeBase) -> bool:
    rows = (*measure.evidence, *(row for norm in norms for row in norm.evidence))
    return any(kb.evidence[row].needs_check for row in rows)


def _detectable(error: MeasureError, pains: tuple[PainStatus | None, ...]) -> float | None:
    """The strictest error that may apply: of either reading, and of every kind of pain where one was not noted."""
    if not error.by_pain:
        return error.detectable
    known = [error.by_pain[pain] for pain in pains if pain in error.by_pain]
    return max(known if len(known) == len(pains) else error.by_pain.values())


def _outcome(difference: float, detectable: float | None, measure: Measure) -> Outcome:
    if detectable is None:
        return "error_unknown"
    if abs(difference) < detectable:
        return "no_clear_change"
    if measure.better == "neither":
        return "different"
    return "better" if (difference > 0) == (measure.better == "higher") else "worse"


def _quotient(of: float | None, over: float | None) -> float | None:
    return None if of is None or not over else of / over

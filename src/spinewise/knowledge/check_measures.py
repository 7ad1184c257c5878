"""What must hold of measures and norms: names resolve, words fit their levels, no two rows decide for one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from string import Formatter
from typing import get_args

from spinewise.errors import Place, Problem, nearest, one_of
from spinewise.knowledge.models import FindingLevel, KnowledgeBase, Measure, Norm, NormRow, PainStatus
from spinewise.rules.tree import leaves

PlaceOf = Callable[..., Place]
ALWAYS = frozenset({"value"})
LEVELS = get_args(FindingLevel)


def measure_problems(kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    """Every problem in and between measures and norms."""
    for norm in kb.norms.values():
        yield from _rows_exist((*norm.evidence, *(claim.evidence for claim in norm.because)), kb, place(norm.id))
        yield from _double_rows(norm, place)
    for measure in kb.measures.values():
        yield from _measure(measure, kb, place)


def _measure(measure: Measure, kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    claims = [*measure.because, *measure.error.because]
    if measure.not_when is not None:
        claims += [claim for leaf in leaves(measure.not_when) for claim in leaf.because]
    yield from _rows_exist((*measure.evidence, *(claim.evidence for claim in claims)), kb, place(measure.id))
    if measure.range[0] >= measure.range[1]:
        yield Problem(place(measure.id, "range"), "the range is empty", "Write the lower end first")
    yield from _norm_names(measure, kb, place)
    yield from _parts(measure, kb, place)
    yield from _words(measure, kb, place)


def _rows_exist(rows: tuple[str, ...], kb: KnowledgeBase, at: Place) -> Iterator[Problem]:
    for row in rows:
        if row and row not in kb.evidence:
            yield Problem(at, f"no evidence row is called '{row}'", nearest(row, kb.evidence))


def _norm_names(measure: Measure, kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    at = place(measure.id, "norms")
    for name in measure.norms:
        if name not in kb.norms:
            yield Problem(at, f"no norm is called '{name}'", nearest(name, kb.norms) or one_of(kb.norms))
        elif kb.norms[name].unit != measure.unit:
            what = f"'{name}' is in {kb.norms[name].unit}, and this in {measure.unit}"
            yield Problem(at, what, "Use one unit")


def _parts(measure: Measure, kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    if measure.ratio is not None:
        for name in filter(None, (measure.ratio.of, measure.ratio.over)):
            if name not in kb.measures:
                what = f"no measure is called '{name}'"
                yield Problem(place(measure.id, "ratio"), what, nearest(name, kb.measures))
    for pain in set(measure.error.by_pain) - set(get_args(PainStatus)):
        what = f"'{pain}' is not known here"
        yield Problem(place(measure.id, "error", "by_pain", pain), what, one_of(get_args(PainStatus)))


def _words(measure: Measure, kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    """Each level that can come out has words, and words only speak of numbers that are there."""
    for entry in ("tell", "aims", "works_on"):
        for level in set(getattr(measure, entry)) - set(LEVELS):
            yield Problem(place(measure.id, entry, level), f"'{level}' is not known here", one_of(LEVELS))
    reached = _levels(measure, kb)
    for level, numbers in reached.items():
        told = measure.tell.get(level)
        if told is None:
            what = f"there are no words for the level '{level}'"
            yield Problem(place(measure.id, "tell"), what, "Say it for the patient and for the clinician")
            continue
        for name in sorted((_named(told.patient) | _named(told.clinician)) - numbers - ALWAYS):
            what = f"{{{name}}} is not there at the level '{level}'"
            yield Problem(place(measure.id, "tell", level), what, one_of(sorted(numbers | ALWAYS)))
    for level in [level for level in measure.tell if level in LEVELS and level not in reached]:
        yield Problem(place(measure.id, "tell", level), f"no value reaches the level '{level}'", "Leave it out")


def _named(words: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except ValueError:
        return {"an open brace"}


def _levels(measure: Measure, kb: KnowledgeBase) -> dict[FindingLevel, frozenset[str]]:
    """Each level that some value of some person reaches, with the numbers that are there whenever it does."""
    rows = [row for name in measure.norms if name in kb.norms for row in kb.norms[name].rows if not row.shown_only]
    found: dict[FindingLevel, frozenset[str]] = {}
    for row in rows:
        for level in _row_levels(row):
            found[level] = found.get(level, _numbers(row)) & _numbers(row)
    if not rows or any(row.sex or row.age or row.side or row.line for row in rows):
        found["no_norm"] = frozenset()
    return found


def _row_levels(row: NormRow) -> Iterator[FindingLevel]:
    yield "as_expected"
    if row.impaired or row.line:
        yield "impaired"
    if row.borderline or (row.usual and not row.impaired):
        yield "borderline"
    if row.middle is not None and row.usual is None:
        yield "below_middle"


def _numbers(row: NormRow) -> frozenset[str]:
    low = {"low"} if row.usual or row.line else set()
    high = {"high"} if row.usual or (row.line and row.line.within_share is not None) else set()
    middle = {"middle"} if row.middle is not None or row.line else set()
    return frozenset(low | high | middle)


def _double_rows(norm: Norm, place: PlaceOf) -> Iterator[Problem]:
    deciding = [(number, row) for number, row in enumerate(norm.rows) if not row.shown_only]
    for (_, one), (number, other) in combinations(deciding, 2):
        if _meet(one.sex, other.sex) and _meet(one.side, other.side) and _ages_meet(one, other):
            what = "two rows decide for the same person"
            yield Problem(
                place(norm.id, "rows", number), what, "Tell them apart by sex, age or side, or say `shown_only`"
            )


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _ages_meet(one: NormRow, other: NormRow) -> bool:
    if one.age is None or other.age is None:
        return True
    return one.age[0] <= other.age[1] and other.age[0] <= one.age[1]

"""What must hold of the body chart and of where treatments go: names resolve, words exist, nothing is left undrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spinewise.errors import Place, Problem, nearest, one_of
from spinewise.knowledge.models.base import KnowledgeBase
from spinewise.knowledge.models.body import BodyChart, BodyPart, Clash, Ends, Patch
from spinewise.rules.facts import Fact, Kind

PlaceOf = Callable[..., Place]
FILE = "body/regions"
OVER_BOTH_SIDES = "_both_sides"


def body_problems(kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    """Every problem in the body chart, and in where the treatments are placed."""
    if kb.body is not None:
        yield from _chart(kb.body, kb, place)
    for modality in kb.modalities.values():
        if modality.placement is not None:
            for name in modality.placement.poses:
                if name not in (kb.poses or {}):
                    at = place(modality.id, "placement", "poses")
                    yield Problem(at, f"no pose is called '{name}'", nearest(name, kb.poses or {}))
            for number, thing in enumerate(modality.placement.things):
                yield from _ends(thing.part, thing.along, kb.body, place(modality.id, "placement", "things", number))


def _chart(chart: BodyChart, kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    fact = kb.facts.get(chart.fact)
    if fact is None or fact.kind is not Kind.SEVERAL:
        yield Problem(place(FILE, "fact"), f"no fact of several options is called '{chart.fact}'", "")
        return
    yield from _marks(chart, fact, place)
    for name, region in chart.regions.items():
        at = place(FILE, "regions", name)
        if region.evidence not in kb.evidence:
            yield Problem(at, f"no evidence row is called '{region.evidence}'", nearest(region.evidence, kb.evidence))
        if region.intensity and region.intensity not in kb.facts:
            yield Problem(at, f"no fact is called '{region.intensity}'", nearest(region.intensity, kb.facts))
        for one, values in region.agrees.items():
            yield from _values(one, values, kb, chart.clashes, place(FILE, "regions", name, "agrees"))
        yield from _patches(region.patches, chart, at)
    for root, served in chart.dermatomes.items():
        yield from _patches(served.patches, chart, place(FILE, "dermatomes", root))
    for name, values in chart.both_sides.items():
        yield from _values(name, values, kb, chart.clashes, place(FILE, "both_sides"), also=OVER_BOTH_SIDES)
    for claim in chart.because:
        if claim.evidence and claim.evidence not in kb.evidence:
            yield Problem(place(FILE, "because"), f"no evidence row is called '{claim.evidence}'", "")


def _marks(chart: BodyChart, fact: Fact, place: PlaceOf) -> Iterator[Problem]:
    """The chart draws exactly what can be answered."""
    options = {option.id for option in fact.options}
    for mark, region in chart.marks.items():
        if mark not in options:
            what = f"'{mark}' is not an option of '{fact.id}'"
            yield Problem(place(FILE, "regions", region), what, nearest(mark, options))
    for option in sorted(options - set(chart.marks)):
        what = f"'{option}', an option of '{fact.id}', is drawn nowhere"
        yield Problem(place(FILE, "regions"), what, nearest(option, chart.marks))


def _values(
    name: str, values: tuple[str, ...], kb: KnowledgeBase, clashes: dict[str, Clash], at: Place, *, also: str = ""
) -> Iterator[Problem]:
    fact = kb.facts.get(name)
    if fact is None:
        yield Problem(at, f"no fact is called '{name}'", nearest(name, kb.facts))
        return
    known = {"true", "false"} if fact.kind is Kind.YES_NO else {str(value) for value in fact.values}
    for value in values:
        if value not in known:
            yield Problem(at, f"'{name}' has no answer '{value}'", one_of(sorted(known)))
    if name + also not in clashes:
        yield Problem(at, f"nothing is said when '{name}' disagrees", f"Add `{name}{also}` to `clashes:`")


def _patches(patches: tuple[Patch, ...], chart: BodyChart, at: Place) -> Iterator[Problem]:
    for patch in patches:
        yield from _ends(patch.part, patch.along, chart, at)


def _ends(part: BodyPart, ends: Ends, chart: BodyChart | None, at: Place) -> Iterator[Problem]:
    known = chart.landmarks.get(part, {}) if chart else {}
    for word in ends:
        if word not in known and not _is_number(word):
            yield Problem(at, f"'{word}' is no landmark of the {part}", nearest(word, known) or one_of(known))


def _is_number(word: str) -> bool:
    return word.removeprefix("-").replace(".", "", 1).isdecimal()

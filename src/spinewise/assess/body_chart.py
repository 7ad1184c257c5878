"""What somebody marked on the body chart: where, how much, and whether it fits with their other answers."""

from __future__ import annotations

from collections.abc import Iterator

from spinewise.knowledge.models import BodyChart, Contradiction, KnowledgeBase
from spinewise.knowledge.models.body import Clash, Voice
from spinewise.rules.facts import Answers
from spinewise.rules.tree import Leaf, Test

BOTH_SIDES = "_both_sides"


def marked_regions(answers: Answers, chart: BodyChart) -> tuple[str, ...]:
    """The places that were marked, in the order of the chart."""
    given = answers.value(chart.fact)
    chosen = given if isinstance(given, tuple) else ()
    return tuple(mark for mark in chart.marks if mark in chosen)


def marked_intensity(answers: Answers, chart: BodyChart) -> dict[str, int]:
    """How much each marked place hurts, 0 to 10, where a number is known: the back's or the leg's."""
    found = {}
    for mark in marked_regions(answers, chart):
        number = answers.value(chart.regions[chart.marks[mark]].intensity)
        if isinstance(number, int | float) and not isinstance(number, bool):
            found[mark] = round(number)
    return found


def mark_names(kb: KnowledgeBase, *, voice: Voice = "patient") -> dict[str, str]:
    """What each place on the chart is called."""
    if kb.body is None:
        return {}
    options = kb.facts[kb.body.fact].options
    return {option.id: (option.person if voice == "patient" else option.clinician) for option in options}


def chart_clashes(answers: Answers, kb: KnowledgeBase) -> tuple[Contradiction, ...]:
    """Marks and answers that cannot both be true, such as a marked foot and pain that stays in the back.

    Only answers that somebody gave count: "not sure" contradicts nothing.
    """
    if kb.body is None:
        return ()
    marks = marked_regions(answers, kb.body)
    found = (*_disagreeing(marks, answers, kb.body), *_on_both_sides(marks, answers, kb.body))
    return tuple({one.id: one for one in found}.values())


def _disagreeing(marks: tuple[str, ...], answers: Answers, chart: BodyChart) -> Iterator[Contradiction]:
    for mark in marks:
        for fact, values in chart.regions[chart.marks[mark]].agrees.items():
            if _says_otherwise(fact, values, answers):
                yield _contradiction(chart, fact, fact, answers)


def _on_both_sides(marks: tuple[str, ...], answers: Answers, chart: BodyChart) -> Iterator[Contradiction]:
    """Marks on the left and on the right, where the answer speaks of one side."""
    for fact, values in chart.both_sides.items():
        speaking = [mark for mark in marks if fact in chart.regions[chart.marks[mark]].agrees]
        sides = {mark.partition("_")[0] for mark in speaking}
        spoken = {value for mark in speaking for value in chart.regions[chart.marks[mark]].agrees[fact]}
        if {"left", "right"} <= sides and _word(answers, fact) in spoken and _says_otherwise(fact, values, answers):
            yield _contradiction(chart, fact, fact + BOTH_SIDES, answers)


def _says_otherwise(fact: str, values: tuple[str, ...], answers: Answers) -> bool:
    word = _word(answers, fact)
    return word != "" and word not in values


def _word(answers: Answers, fact: str) -> str:
    """The given value as a file has it; nothing where there is none."""
    value = answers.value(fact)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _contradiction(chart: BodyChart, fact: str, named: str, answers: Answers) -> Contradiction:
    """The clash as any other contradiction, so that whoever shows those shows it too."""
    said: Clash = chart.clashes[named]
    value = answers.value(fact)
    assert isinstance(value, bool | int | float | str)
    return Contradiction(
        id=f"body/{named}",
        title=said.title,
        when=Leaf(fact, Test.IS, (value,)),
        examples=(),
        facts=(chart.fact, fact),
        instead=said.instead,
    )

"""Everything the proposal names exists, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from spinewise.errors import nearest
from spinewise.language import gettext as _
from spinewise.plan.checks.case import Case, clash
from spinewise.plan.types import Clash


def interventions_exist(case: Case) -> Iterator[Clash]:
    """An item is an exercise or a modality of the library."""
    for item in case.proposal.items:
        if item.intervention not in case.kb.interventions:
            yield clash(item, _unknown("intervention", item.intervention, case.kb.interventions), rule="known_item")


def lessons_exist(case: Case) -> Iterator[Clash]:
    """A lesson is one of the library's."""
    for lesson in case.proposal.lessons:
        if lesson not in case.kb.lessons:
            yield clash(lesson, _unknown("lesson", lesson, case.kb.lessons), rule="known_lesson")


def nothing_twice(case: Case) -> Iterator[Clash]:
    """One intervention or lesson is in a plan once: two doses of the same thing add up unseen."""
    named = Counter([*(item.intervention for item in case.proposal.items), *case.proposal.lessons])
    for name, times in named.items():
        if times > 1:
            yield clash(
                name, _("It is in the plan %(times)s times. Keep one and set its dose.", times=times), rule="once"
            )


def _unknown(kind: str, name: str, among: Iterable[str]) -> str:
    return _(
        "No %(kind)s is called '%(name)s'. %(nearest)s", kind=kind, name=name, nearest=nearest(name, among)
    ).rstrip()

"""Where it hurts, as somebody marked it on the body chart, in one line for paper."""

from __future__ import annotations

from spinewise.assess.body_chart import mark_names, marked_intensity, marked_regions
from spinewise.knowledge.models import KnowledgeBase
from spinewise.knowledge.models.body import Voice
from spinewise.rules.facts import Answers


def where_it_hurts(answers: Answers, kb: KnowledgeBase, *, voice: Voice = "patient") -> str:
    """The marked places with their numbers, without a full stop; nothing when none was marked."""
    chart = kb.body
    if chart is None or not (marks := marked_regions(answers, chart)):
        return ""
    names, rated = mark_names(kb, voice=voice), marked_intensity(answers, chart)
    places = (_place(names[mark], rated.get(mark), chart.words.number) for mark in marks)
    told = chart.words.told.patient if voice == "patient" else chart.words.told.clinician
    return told.format(places="; ".join(places))


def _place(name: str, number: int | None, words: str) -> str:
    return name if number is None else words.format(place=name, level=number)

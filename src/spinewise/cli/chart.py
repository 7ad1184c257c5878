"""`spinewise chart`: where it hurts, drawn from an answers file."""

from __future__ import annotations

import argparse

from spinewise.assess.body_chart import mark_names, marked_intensity, marked_regions
from spinewise.cli.commands import DONE, read_person
from spinewise.cli.files import write_output
from spinewise.errors import InputError, Place, Problem
from spinewise.knowledge.models import BodyChart, KnowledgeBase
from spinewise.knowledge.models.body import Voice
from spinewise.motion.chart import chart_words, draw_chart
from spinewise.motion.look import STANDALONE, Look
from spinewise.rules.facts import Answers


def chart_command(arguments: argparse.Namespace) -> int:
    """Write the person's body chart as SVG, or its words."""
    kb, answers = read_person(arguments)
    if arguments.words:
        write_output(arguments.output, f"{words_of(answers, kb, is_clinician=arguments.roots)}\n".encode())
    else:
        write_output(arguments.output, picture_of(answers, kb, arguments).encode())
    return DONE


def picture_of(answers: Answers, kb: KnowledgeBase, arguments: argparse.Namespace) -> str:
    """The chart with what this person marked, on a body of their sex."""
    chart, voice = chart_in(kb), voice_for(is_clinician=arguments.roots)
    return draw_chart(
        chart,
        names=mark_names(kb, voice=voice),
        marked=marked_regions(answers, chart),
        intensity=marked_intensity(answers, chart),
        overlay="dermatomes" if arguments.roots else None,
        side=arguments.side,
        look=Look(shape="male" if answers.value("sex") == "male" else "female"),
        palette=STANDALONE,
        voice=voice,
    )


def words_of(answers: Answers, kb: KnowledgeBase, *, is_clinician: bool = False) -> str:
    """The chart in words."""
    chart = chart_in(kb)
    names = mark_names(kb, voice=voice_for(is_clinician=is_clinician))
    marked, intensity = marked_regions(answers, chart), marked_intensity(answers, chart)
    return chart_words(
        chart, names=names, marked=marked, intensity=intensity, overlay="dermatomes" if is_clinician else None
    )


def voice_for(*, is_clinician: bool) -> Voice:
    """Whose words the chart uses."""
    return "clinician" if is_clinician else "patient"


def chart_in(kb: KnowledgeBase) -> BodyChart:
    """The body chart of this knowledge.

    Raises:
        InputError: it has none.
    """
    if kb.body is None:
        raise InputError([Problem(Place("chart"), "the knowledge holds no body chart", "Add body/regions.yaml")])
    return kb.body

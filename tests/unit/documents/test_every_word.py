"""Every word on paper can be had in another language: the headings of the templates, and the lines that code makes."""

import datetime as dt
import io
import re

import msgspec
import pytest
from pypdf import PdfReader

from marked import clauses, spoken_by_the_core, unmarked
from people import examined, knowledge, ordinary
from spinewise.assess.triage import triage
from spinewise.documents.beside import beside_plan
from spinewise.documents.calendar import calendar
from spinewise.documents.handout import handout_content
from spinewise.documents.letter import Known, Parties, letter_content
from spinewise.documents.paper import typeset
from spinewise.documents.sheet import sheet_content
from spinewise.plan.road import plan_for
from unit.documents import sample_plan

ON = dt.date(2026, 11, 23)
PARTIES = Parties(to="Dr House", name="Pat Ient", born_on=dt.date(1992, 3, 4), asked_on=ON, asked="Back pain")
TYPED = {"dr house", "pat ient", "back pain", "jo"}
IN_ANY_LANGUAGE = {"spinewise"}


@pytest.fixture(scope="module", autouse=True)
def another_language():
    with spoken_by_the_core():
        yield


def texts_in(*values):
    """Every text of some values."""
    for value in values:
        match value:
            case str():
                yield value
            case dict():
                yield from texts_in(*value.values())
            case list() | tuple():
                yield from texts_in(*value)
            case msgspec.Struct():
                yield from texts_in(msgspec.to_builtins(value))


def left_in(text, *sources):
    """The clauses of a text that went through no catalogue, and are in none of the sources."""
    own = {clause for source in texts_in(*sources) for clause in clauses(source)}
    said = {clause for part in texts_in(text) for line in unmarked(part).splitlines() for clause in clauses(line)}
    return said - own - TYPED - IN_ANY_LANGUAGE


def left_on_paper(template, content):
    """The words that a template says by itself: what is set in type, without the content and without what is marked."""
    pages = PdfReader(io.BytesIO(typeset(template, content, on=ON))).pages
    page = unmarked("".join("".join(page.extract_text() for page in pages).split()))
    pieces = {"".join(line.split()) for text in texts_in(content) for line in unmarked(text).splitlines()}
    for piece in sorted(pieces, key=len, reverse=True):
        page = page.replace(piece, "\n") if piece else page
    return [word for word in re.findall(r"[^\W\d_]{2,}", page) if word.casefold() not in IN_ANY_LANGUAGE]


def handout():
    plan, kb = sample_plan.plan(), sample_plan.knowledge()
    return handout_content(plan, kb, figures=sample_plan.drawing), (plan, kb)


def sheet():
    found, kb = sample_plan.emergency(), sample_plan.knowledge()
    return sheet_content(found, kb, today=ON), (found, kb)


def letter():
    answers, kb = examined(ordinary()), knowledge()
    found = triage(answers, kb)
    plan = plan_for(answers, found, kb, starts_on=answers.today)
    return letter_content(found, Known(answers=answers, plan=plan), kb, parties=PARTIES, on=ON), (
        found,
        plan,
        answers,
        kb,
    )


PAPERS = {"handout": handout, "sheet": sheet, "letter": letter}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_can_be_had_in_another_language(paper):
    content, sources = PAPERS[paper]()
    assert left_on_paper(f"{paper}.typ", content) == []
    assert left_in(msgspec.to_builtins(content), *sources, drawings(content)) == set()


def drawings(content):
    """The stand-ins for figures are made by the test, and lights are told apart by a name that nobody reads."""
    cards = (*content.exercises, *content.through_the_day, *content.comfort) if hasattr(content, "comfort") else ()
    return [
        *(card.figure for card in cards if card.figure),
        *(light.colour for light in getattr(content, "lights", ())),
    ]


def test_what_stands_beside_a_plan_can_be_had_in_another_language():
    kb = knowledge()
    said = {"already_does": ["aerobic/walk"], "other_treatments": ["painkillers"], "work_status": "off"}
    answers = ordinary(**said)
    plan = plan_for(answers, triage(answers, kb), kb, starts_on=answers.today)
    assert left_in(msgspec.to_builtins(beside_plan(answers, plan, kb)), kb, plan, answers) == set()


def test_the_calendar_can_be_had_in_another_language():
    plan, kb = sample_plan.plan(), sample_plan.knowledge()
    read = calendar(plan, kb).decode().replace("\r\n ", "").replace("\\n", "\n").replace("\\", "")
    shown = [line for line in read.splitlines() if line.startswith(("SUMMARY:", "DESCRIPTION:"))]
    assert shown
    assert left_in([line.partition(":")[2] for line in shown], plan, kb) == set()


def test_a_word_past_the_catalogues_is_found():
    assert left_in("«Kind of plan»: made up", knowledge()) == {"made up"}

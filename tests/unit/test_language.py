"""One catalogue of the moment for the whole core; without one, the source language."""

import gettext
import io

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

import catalogues
from marked import Marked, spoken_by_the_core
from spinewise import language
from spinewise.documents.words import dose_line, joined
from spinewise.knowledge.models import Dose
from spinewise.language import SPEECH, catalogue_of, language_code, ngettext

TWICE = Dose(sets=(8, 8), times_a_day=2)
GERMAN = {
    ("%(count)s set of %(each)s", "%(count)s sets of %(each)s"): (
        "%(count)s Satz zu %(each)s",
        "%(count)s Sätze zu %(each)s",
    ),
    "twice": "zweimal",
    "%(some)s and %(last)s": "%(some)s und %(last)s",
}


def compiled():
    made = Catalog(locale="de")
    for message, said in GERMAN.items():
        made.add(message, said)
    file = io.BytesIO()
    write_mo(file, made)
    file.seek(0)
    return gettext.GNUTranslations(file)


@pytest.fixture
def german(monkeypatch):
    catalogue = compiled()
    monkeypatch.setattr(SPEECH, "asks", lambda: catalogue)


def test_without_a_catalogue_the_source_language_is_spoken():
    assert SPEECH.asks().gettext("twice") == "twice"
    assert catalogue_of("xx").gettext("twice") == "twice"
    assert language_code() == "en"


def test_a_catalogue_is_spoken_from_the_moment_it_is_asked_for(german):
    assert dose_line(TWICE) == "2 Sätze zu 8, zweimal a day"
    assert joined(["A", "B", "C"]) == "A, B und C"
    assert language_code() == "de"


def test_a_catalogue_is_found_by_its_place(tmp_path, monkeypatch):
    place = tmp_path / "de" / "LC_MESSAGES"
    place.mkdir(parents=True)
    made = Catalog(locale="de")
    made.add("twice", "zweimal")
    with (place / f"{language.DOMAIN}.mo").open("wb") as file:
        write_mo(file, made)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    assert catalogue_of.__wrapped__("de_AT").gettext("twice") == "zweimal"


@pytest.mark.parametrize(("number", "said"), [(0, "days"), (0.5, "days"), (1, "day"), (1.5, "days"), (2, "days")])
def test_only_one_is_one(number, said):
    assert ngettext("day", "days", number) == said


def test_what_the_core_asks_for_is_gathered_for_translators():
    gathered = {one for message in catalogues.catalogue("spinewise") for one in as_list(message.id)}
    with spoken_by_the_core():
        Marked.asked.clear()
        dose_line(TWICE)
        joined(["A", "B"])
    assert {"twice", "%(some)s and %(last)s"} <= Marked.asked <= gathered


def test_what_a_template_says_is_gathered_for_translators():
    pages, papers = catalogues.catalogue("django"), catalogues.catalogue("spinewise")
    assert "The drawn person" in pages
    assert papers["Your plan until %(day)s"].locations


def as_list(messages):
    return [messages] if isinstance(messages, str) else list(messages)

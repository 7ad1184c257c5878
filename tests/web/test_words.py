"""Every word of a page goes through gettext, so that the pages can be had in another language."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.template.loader import render_to_string
from django.utils import translation

import spinewise_web
from spinewise_web.clinic.today import Pain, spark_of
from web.cast import signed_in

PACKAGE = Path(spinewise_web.__file__).parent
TEMPLATES = sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")])
NOT_SHOWN = re.compile(r"<!--.*?-->|<(script|kbd|code|svg)\b.*?</\1>", re.DOTALL)  # a drawing's words are knowledge
TOLD = re.compile(r"\s(?:alt|title|placeholder|aria-label|data-says)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>", re.DOTALL)
ENTITY = re.compile(r"&\w+;")
IN_ANY_LANGUAGE = re.compile(r"\b(?:Spinewise|PDF|htmx|kg|cm|s|min)\b")
NO_WORDS = re.compile(r"blocktrans|comment|block \w*(?:class|attributes|link)$")
UNTRANSLATED = {"gallery"}  # for those who make the pages


def literal(source):
    """The words that stand in a template itself, in no `translate` and no `blocktranslate`."""
    kept, inside = [], False
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.BLOCK:
            inside = bool(NO_WORDS.match(token.contents)) or (inside and not name.startswith("end"))
        elif token.token_type is TokenType.TEXT and not inside:
            kept.append(token.contents)
        else:
            kept.append("\0" if token.token_type is TokenType.VAR else "")
    return words_in("".join(kept))


def words_in(page):
    """What somebody reads of a page, between the tags and in the attributes that are read out."""
    page = NOT_SHOWN.sub("", page)
    texts = [*TAG.sub("\n", page).splitlines(), *TOLD.findall(page)]
    clean = [IN_ANY_LANGUAGE.sub("", ENTITY.sub("", text)).strip() for text in texts]
    return [text for text in clean if re.search(r"[^\W\d_]{2}", text)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("{% blocktranslate %}Hello {{ you }}{% endblocktranslate %}", []),
        ("{% blocktranslate count n=2 %}One{% plural %}Some{% endblocktranslate %} left", ["left"]),
        ('<img alt="A bird">', ["A bird"]),
        ('<img alt="{{ bird }}"><a href="/page/">{{ name }}</a>', []),
    ],
)
def test_the_search_for_words_finds_those_that_stand_in_a_template(source, found):
    assert literal(source) == found


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_template_holds_no_words_of_its_own(file):
    if file.stem not in UNTRANSLATED:
        assert literal(file.read_text(encoding="utf-8")) == []


# -- a language in which every translated word is marked


@pytest.fixture
def marked(monkeypatch):
    """What goes through gettext comes out between marks, as if it were a language of its own."""
    translation.gettext("")  # the working functions are put in place at first use
    real = translation._trans
    monkeypatch.setattr(real, "gettext", lambda message: f"⟦{message}⟧" if message else "")
    monkeypatch.setattr(real, "pgettext", lambda _context, message: f"⟦{message}⟧")
    monkeypatch.setattr(real, "ngettext", lambda one, many, number: f"⟦{one if number == 1 else many}⟧")
    monkeypatch.setattr(real, "npgettext", lambda _context, one, many, number: f"⟦{one if number == 1 else many}⟧")


def unmarked(shown):
    """What a page shows that did not go through gettext."""
    return words_in(re.sub(r"⟦[^⟦⟧]*⟧", "", NOT_SHOWN.sub("", shown.content.decode())))


@pytest.mark.django_db
def test_nothing_but_names_and_addresses_stays_as_it_is_in_another_language(cast, client, marked, settings):
    settings.DEMO = True
    names = {"tess.therapist@example.org", "Jo Therapist", "Hill Street"}
    strangers = ("login/", "signup/", "inactive/", "password/reset/", "password/reset/done/", "link/", "link/sent/")
    pages = [client.get(f"/accounts/{page}") for page in strangers]
    staff = signed_in(cast.therapist)
    staff.post("/accounts/reauthenticate/", {"password": "secret"})
    own = ("email/", "password/change/", "logout/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/")
    pages += [staff.get(f"/accounts/{page}") for page in own]
    pages += [client.get("/check/")]
    assert {page.status_code for page in pages} == {200}
    left = {words for page in pages for words in unmarked(page)}
    assert left <= names


def test_a_drawing_keeps_its_points_where_numbers_are_written_with_a_comma():
    drawn = spark_of([Pain(3, 1), Pain(4, 2), Pain(5, 2), Pain(3, 1)])
    with translation.override("de"):
        said = render_to_string("cotton/spark.html", {"trend": drawn})
    assert 'cy="30.8"' in said
    assert not re.search(r'c[xy]="[^"]*,', said)

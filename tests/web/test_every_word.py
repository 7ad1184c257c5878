"""Every word of every page can be had in another language: all but what is knowledge, or what somebody typed."""

import re
from functools import cache

import msgspec
import pytest

from marked import CLAUSES, clauses
from spinewise_web.records.core import shipped_knowledge
from web.another_language import read_of, spoken
from web.cast import signed_in
from web.test_access import busy, rows_by_name  # noqa: F401  # a fixture
from web.test_every_address import Asking, address_of, is_of_library, names_in, routes

pytestmark = pytest.mark.django_db

STAFF = ("therapist", "administrator")
FOR_THE_MAKERS = ("components/",)  # a gallery for those who make the pages
FILLED_IN = re.compile(r"\{\w+\}")
AN_ID = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")
READ = {"person", "clinician", "patient", "says", "unit", "title"}
SHORTEST = 10  # letters of a clause into which something is filled
BLANK = "þ"  # a letter that the files do not use
IN_ANY_LANGUAGE = {"spinewise", "pdf", "kg", "cm", "min", "mm", "html", "htmx"}
TYPED = {
    *("ada min", "tess therapist", "cole league", "sue pervisor", "cara carer", "pat ient", "otto ther"),
    *("hill street", "daughter", "dr house", "hello", "ibuprofen", "numb", "walks more"),
}
TYPED |= {part for name in TYPED for part in name.split()}  # the first name alone, or an address
A_SECRET = "totp/activate"  # a page with letters drawn anew each time


class Knowledge:
    """What the files say, in clauses: a page puts several together, and fills words into some."""

    def __init__(self, tree):
        texts = {text for text in strings_in(tree) if not AN_ID.fullmatch(text)} | set(worded(tree))
        self.whole = {clause for text in texts for clause in clauses(text)}
        told = {FILLED_IN.sub(BLANK, text).casefold() for text in texts if FILLED_IN.search(text)}
        parts = {
            part.strip() for text in told for part in CLAUSES.split(text) if BLANK in part and len(part) > SHORTEST
        }
        self.filled = [
            re.compile("(.+)".join(map(re.escape, part.split(BLANK)))) for part in parts if len(part) > SHORTEST
        ]

    def says(self, clause):
        """Whether a clause is the files' own, with others filled in or joined to it."""
        if clause in self.whole:
            return True
        joined = clause.split(" and ")
        if len(joined) > 1 and all(map(self.says, joined)):
            return True
        found = (form.fullmatch(clause) for form in self.filled)
        return any(all(map(self.says, match.groups())) for match in found if match)


def strings_in(tree):
    """Every text of a tree."""
    match tree:
        case str():
            yield tree
        case dict():
            for key, inner in tree.items():
                yield from (key, *strings_in(inner))
        case list() | tuple():
            for inner in tree:
                yield from strings_in(inner)


def worded(tree):
    """Texts that have a reader, of one word too: a choice, a unit."""
    if isinstance(tree, dict):
        yield from (inner for key, inner in tree.items() if key in READ and isinstance(inner, str))
    for inner in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list | tuple) else ():
        yield from worded(inner)


@cache
def knowledge():
    return Knowledge(msgspec.to_builtins(shipped_knowledge()))


def left_in(page):
    """What a page shows that is in no catalogue, in no file of the knowledge, and was not typed."""
    said = (clause for line in read_of(page) for clause in clauses(line))
    return {one for one in said if one not in IN_ANY_LANGUAGE | TYPED and not knowledge().says(one)}


@pytest.fixture(scope="module")
def another_language():
    """First of all, so that what is written meanwhile is written in it."""
    with spoken():
        yield


@pytest.fixture
def asking(another_language, busy):  # noqa: F811
    return Asking(busy)


def readers_of(view):
    """Who reads the pages of a room."""
    rooms = {"spinewise_web.portal.patient": ("patient_user",), "spinewise_web.portal.public": ("nobody",)}
    if is_of_library(view):
        return ("patient_user", "nobody")
    return next((who for room, who in rooms.items() if view.__module__.startswith(room)), STAFF)


def left_on_pages(asking, method, rows, shown, *, only=lambda route: True):
    """What is left on every page that answers so, with where it was seen."""
    left = {}
    for route, view in routes():
        for who in readers_of(view) if only(route) and route not in FOR_THE_MAKERS else ():
            answered = asking.asks(who, method, address_of(route, rows))
            if answered.status_code in shown and "html" in answered.headers.get("Content-Type", ""):
                left |= dict.fromkeys(left_in(answered.content.decode()), (route, who))
    return left


def test_the_search_finds_what_went_past_the_catalogues(another_language):
    assert left_in("<h1>«Today»</h1><p>«For «Pat Ient»: 3»</p><a title='x' aria-label=\"«Back»\">Pat Ient</a>") == set()
    assert left_in("<h1>Today is fine</h1>") == {"today is fine"}
    assert left_in('<img alt="A drawn owl"><input type="submit" value="Send it off">') == {"a drawn owl", "send it off"}
    assert left_in("<p>«Sent on» the day before</p>") == {"the day before"}


def test_every_page_can_be_had_in_another_language(asking, busy):  # noqa: F811
    left = left_on_pages(asking, "GET", rows_by_name(busy), {200, 404, 405, 410})
    assert {word: where for word, where in left.items() if not where[0].endswith(A_SECRET + "/")} == {}


def test_every_form_that_is_sent_back_can_be_had_in_another_language(asking, busy):  # noqa: F811
    left = left_on_pages(
        asking, "POST", rows_by_name(busy), {400, 409, 422}, only=lambda route: "accounts" not in route
    )
    assert left == {}


def test_everything_about_somebody_who_is_locked_can_be_had_in_another_language(asking, busy):  # noqa: F811
    person = busy.other_patient
    busy.answers(person, saddle_numbness="new", bladder_difficulty="new")
    asking.clients["patient_user"] = signed_in(busy.other_user)
    left = left_on_pages(asking, "GET", {"person": person}, {200}, only=lambda route: len(names_in(route)) == 1)
    assert left == {}

"""The design system: every part is in the gallery, its made files are current, and the look is the reader's."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

import spinewise_web.design
from spinewise_web.design.charts import Line, Table, trend
from spinewise_web.design.figures import bounds_of, figures_of, figures_sheet
from spinewise_web.design.look import COOKIE
from spinewise_web.records.core import knowledge

DESIGN = Path(spinewise_web.design.__file__).parent
TEMPLATES = [file for app in ("design", "portal/public") for file in (DESIGN.parent / app).rglob("templates/**/*.html")]
HELPERS = {"look", "dose", "spark", "bodychart"}  # shown inside others


class Found(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_sheet_of_figures_is_current():
    assert (DESIGN / "static/design/figures.css").read_text(encoding="utf-8") == figures_sheet(knowledge())


def test_every_component_is_shown_in_the_gallery():
    gallery = (DESIGN / "templates/design/gallery.html").read_text(encoding="utf-8")
    names = {file.stem for file in (DESIGN / "templates/cotton").glob("*.html")} - HELPERS - {"field", "error_summary"}
    assert not [name for name in sorted(names) if f"<c-{name}" not in gallery]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_no_template_holds_an_inline_style_or_script(file):
    text = file.read_text(encoding="utf-8")
    assert " style=" not in text
    assert "<style" not in text
    assert "<script" not in text
    assert " onclick=" not in text


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_no_template_names_another_host(file):
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
    assert "http://" not in text
    assert "https://" not in text


def test_no_drawing_holds_an_inline_style():
    figures = figures_of(knowledge())
    assert "style=" not in figures.exercise("lumbar/pelvic_tilt", "animation")
    assert "style=" not in figures.body_to_tap()


def test_an_outline_is_measured_by_its_steps():
    assert bounds_of("M10 20l5 -5 5 10z") == (10, 15, 10, 10)


def test_the_chosen_look_is_kept_and_shown():
    browser = Client()
    sent = browser.post("/look/", {"theme": "dark", "next": "/first-visit/"})
    assert sent.headers["Location"] == "/first-visit/"
    browser.post("/look/", {"text": "larger", "next": "/"})
    page = browser.get("/first-visit/").content.decode()
    assert 'data-theme="dark" data-text="larger"' in page


def test_a_look_leads_back_to_our_own_pages_only():
    for away in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert Client().post("/look/", {"theme": "dark", "next": away}).headers["Location"] == "/"


def test_a_look_that_does_not_exist_counts_as_none():
    browser = Client()
    browser.cookies[COOKIE] = 'x"onload=:huge'
    assert "data-theme" not in browser.get("/first-visit/").content.decode()


def test_the_page_for_our_own_mistakes_needs_no_request():
    assert "This went wrong on our side" in render_to_string("500.html")


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "413", "429", "500"])
def test_every_refusal_has_a_title_a_heading_and_a_way_on(code):
    found = Found()
    found.feed(render_to_string(f"{code}.html"))
    tags = [tag for tag, _ in found.tags]
    assert tags.count("h1") == 1
    assert ("a", {"class": "btn", "href": "/"}) in found.tags


def test_a_chart_runs_from_ten_at_the_top_to_nothing_at_the_bottom():
    table = Table(head=("Week", "Back"), rows=())
    line = Line(key="back", name="Back", weekly=((0, 10), (6, 0)))
    made = trend([line], title="t", says="s", weeks=6, table=table)
    first, last = made.series[0].points
    assert (first.x, first.y) == (made.left, made.top)
    assert (last.x, last.y) == (made.right, made.bottom)


def test_names_at_the_ends_of_lines_stand_apart():
    lines = [Line(key=key, name=key, weekly=((0, 4.0), (1, value))) for key, value in (("back", 2.4), ("leg", 2.5))]
    made = trend(lines, title="t", says="s", weeks=1, table=Table(head=(), rows=()))
    upper, lower = (one.end.y for one in made.series)
    assert made.series[0].name == "leg"
    assert lower - upper >= 18

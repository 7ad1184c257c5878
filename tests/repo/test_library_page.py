"""docs/library.html: made from today's knowledge, standing alone, and usable by keyboard, by script and without."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from people import knowledge
from spinewise.documents.library import COMMAND, library_page, said_once
from spinewise.documents.review import read_beyond

PAGE = Path(__file__).parents[2] / "docs" / "library.html"
MOST_BYTES = 4 * 1024 * 1024


@cache
def made() -> str:
    return library_page(knowledge(), read_beyond(knowledge().facts))


class Elements(HTMLParser):
    """Every element's name and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@cache
def elements() -> Elements:
    return Elements(made())


def cards() -> list[dict[str, str | None]]:
    return [one for one in elements().named("li") if "data-id" in one]


def test_the_library_page_is_current() -> None:
    current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == made()
    assert current, f"docs/library.html is not what the files say now. Renew it: {COMMAND}"


def test_every_exercise_has_a_card_with_its_filters() -> None:
    kb = knowledge()
    shown = {one["data-id"]: one for one in cards()}
    assert shown.keys() == kb.exercises.keys()
    for name, one in kb.exercises.items():
        assert shown[name]["data-aims"] == " ".join(one.aims)
        assert shown[name]["data-position"] == one.demands.position


def test_every_filter_finds_something() -> None:
    for box in (one for one in elements().named("input") if one.get("type") == "checkbox"):
        assert [one for one in cards() if box["value"] in (one[f"data-{box['name']}"] or "").split()], box


def test_the_page_asks_the_network_for_nothing() -> None:
    outside = [
        (tag, attributes)
        for tag, attributes in elements().found
        for name in ("src", "href", "action")
        if re.match(r"(https?:)?//", attributes.get(name) or "")
    ]
    assert outside == []
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)|fetch\(|XMLHttpRequest|sendBeacon", made())


def test_every_link_into_the_pages_arrives() -> None:
    targets = {one["href"] for one in elements().named("a") if (one.get("href") or "").startswith("knowledge/")}
    assert len(targets) > len(knowledge().exercises)
    for target in targets:
        page, _, anchor = str(target).partition("#")
        assert f'<a id="{anchor}"></a>' in page_text(page), target


@cache
def page_text(page: str) -> str:
    return (PAGE.parent / page).read_text(encoding="utf-8")


def test_no_two_elements_share_a_name() -> None:
    names = [attributes["id"] for _, attributes in elements().found if "id" in attributes]
    assert len(names) == len(set(names))


def test_every_repeated_outline_is_there() -> None:
    names = {attributes["id"] for _, attributes in elements().found if "id" in attributes}
    assert {(one["href"] or "").removeprefix("#") for one in elements().named("use")} <= names


def test_an_outline_is_said_once() -> None:
    edge = '<g class="k-line" stroke-width="13"><path d="M1 2"/></g>'
    said = said_once(f'<svg>{edge}<path class="k-skin" d="M1 2"/></svg>', name="f0")
    assert said == (
        '<svg><g class="k-line" stroke-width="13"><use href="#f0-0"/></g>'
        '<path id="f0-0" class="k-skin" d="M1 2"/></svg>'
    )


def test_every_figure_can_move() -> None:
    packed = re.search(r'id="moves">([^<]*)<', made())
    assert packed
    moves = json.loads(zlib.decompress(base64.b64decode(packed[1])))
    assert moves.keys() == {one.id for one in knowledge().exercises.values() if one.movement is not None}
    assert all("<animate" in svg for svg in moves.values())


def test_the_page_is_small_enough() -> None:
    assert len(made().encode()) <= MOST_BYTES


def test_what_still_needs_an_eye_is_marked() -> None:
    kb = knowledge()
    checked = {one.id for one in kb.exercises.values() if any(kb.evidence[row].needs_check for row in one.evidence)}
    for name in checked:
        start = made().index(f'data-id="{name}"')
        assert "needs check" in made()[start : made().find("data-id=", start + 9)]


@pytest.fixture
def page(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    yield from opened_page(chromium, tmp_path)


@pytest.fixture
def calm_page(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    yield from opened_page(chromium, tmp_path, reduced_motion="reduce")


@pytest.fixture
def scriptless_page(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    yield from opened_page(chromium, tmp_path, java_script_enabled=False)


def opened_page(chromium: Any, folder: Path, **wishes: Any) -> Iterator[Any]:
    file = folder / "library.html"
    file.write_text(made(), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, **wishes)
    found = context.new_page()
    found.goto(file.as_uri())
    yield found
    context.close()


def visible(page: Any) -> int:
    return int(page.locator("li[data-id]:visible").count())


def wanted(position: str, need: str) -> int:
    return sum(one.demands.position == position and need in one.needs for one in knowledge().exercises.values())


def test_filters_of_two_groups_must_both_hold_and_the_count_is_announced(page: Any) -> None:
    page.check('input[name="position"][value="sitting"]')
    page.check('input[name="needs"][value="chair"]')
    shown = wanted("sitting", "chair")
    assert visible(page) == shown
    assert page.inner_text("#count") == f"{shown} of {len(knowledge().exercises)} exercises"
    assert page.get_attribute("#count", "aria-live") == "polite"


def test_two_boxes_of_one_group_widen(page: Any) -> None:
    page.check('input[name="position"][value="prone"]')
    few = visible(page)
    page.check('input[name="position"][value="supine"]')
    assert visible(page) > few


def test_searching_finds_by_name_and_show_all_brings_everything_back(page: Any) -> None:
    page.fill("#find", "bird dog")
    assert page.locator('li[data-id="lumbar/bird_dog"]').is_visible()
    assert 0 < visible(page) < 10
    page.click('button[type="reset"]')
    page.wait_for_function(f"document.getElementById('count').textContent === '{len(knowledge().exercises)} exercises'")
    assert visible(page) == len(knowledge().exercises)


def test_when_nothing_fits_the_page_says_what_to_do(page: Any) -> None:
    page.fill("#find", "zzzz")
    assert visible(page) == 0
    assert "Take a filter away" in page.inner_text("#none")


def test_a_box_is_ticked_from_the_keyboard(page: Any) -> None:
    page.focus('input[name="aims"][value="balance"]')
    page.keyboard.press("Space")
    assert visible(page) == sum("balance" in one.aims for one in knowledge().exercises.values())


def test_a_figure_moves_when_its_button_is_pressed_and_rests_again(page: Any) -> None:
    card = page.locator('li[data-id="lumbar/bird_dog"]')
    button = card.locator("button")
    button.dispatch_event("click")
    card.locator("animate").first.wait_for(state="attached")
    assert button.get_attribute("aria-pressed") == "true"
    button.dispatch_event("click")
    card.locator("animate").first.wait_for(state="detached")
    assert button.get_attribute("aria-pressed") == "false"


def test_nothing_moves_for_somebody_who_asks_for_calm(calm_page: Any) -> None:
    calm_page.hover('li[data-id="lumbar/bird_dog"] .stage')
    assert calm_page.locator("button:visible").count() == 1  # Show all
    assert calm_page.locator("animate").count() == 0


def test_without_script_everything_is_shown_and_no_dead_filter(scriptless_page: Any) -> None:
    assert visible(scriptless_page) == len(knowledge().exercises)
    assert not scriptless_page.locator("#filters").is_visible()


def test_the_page_does_not_scroll_sideways_at_any_width(page: Any) -> None:
    for width in (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width

"""The body chart: places where they belong, shading that needs no colour, and words for those who cannot see it."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import Any

import msgspec
import pytest
from skin_marks import chart, flattened, is_in_any, middle, nearer, shared_part

from people import knowledge
from spinewise.assess.body_chart import mark_names
from spinewise.motion.chart import chart_words, draw_chart, mark_polygons, root_polygon
from spinewise.motion.chart_body import body_paths, chart_body, patch_polygon, sole_paths
from spinewise.motion.chart_figure import Drawn
from spinewise.motion.chart_ink import DEPTH, chart_css
from spinewise.motion.look import PEOPLE, PRINT, SCREEN, STANDALONE, Look

BUILDS = (Look(shape="female"), Look(shape="male"), Look(shape="female", girth=1.1), Look(shape="male", girth=1.08))
VIEWS = ("front", "back")
A_HAIR_MM = 4.0
LEFT_OF_THE_PAGE = {"front": "right", "back": "left"}
NAMES = mark_names(knowledge())


def seen(look: Look, view: Any) -> Drawn:
    return Drawn(chart_body(look.body(), view=view), 0.0)


def silhouette(drawn: Drawn) -> list[Any]:
    return [flattened(path) for path in (*body_paths(drawn.whole), *sole_paths(drawn.whole))]


def draw(**changes: Any) -> str:
    return draw_chart(chart(), **{"names": NAMES, **changes})


def group(svg: str, mark: str) -> str:
    """The part of the drawing that is one place."""
    found = re.search(rf'<g class="bc-region" data-region="{mark}".*?</g>', svg)
    assert found is not None, mark
    return found[0]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("build", BUILDS, ids=lambda look: f"{look.shape} {look.girth:g}")
def test_every_place_lies_on_the_body_whatever_its_build(build: Look, view: str) -> None:
    drawn = seen(build, view)
    body = silhouette(drawn)
    outside = {
        mark
        for mark in chart().marks
        for piece in mark_polygons(mark, drawn, chart())
        for corner in piece
        if not is_in_any(nearer(corner, middle(piece), A_HAIR_MM), body)
    }
    assert not outside


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("build", BUILDS, ids=lambda look: f"{look.shape} {look.girth:g}")
def test_no_place_covers_more_than_a_hair_of_another(build: Look, view: str) -> None:
    drawn = seen(build, view)
    pieces = [(mark, piece) for mark in chart().marks for piece in mark_polygons(mark, drawn, chart())]
    covered = {
        (a, b): round(share, 3)
        for (a, one), (b, other) in combinations(pieces, 2)
        if (share := shared_part(one, other)) > 0.02
    }
    assert not covered


@pytest.mark.parametrize("view", VIEWS)
def test_left_is_the_persons_left(view: str) -> None:
    drawn = seen(Look(), view)
    for mark in chart().marks:
        side = mark.partition("_")[0]
        if side in ("left", "right"):
            for piece in mark_polygons(mark, drawn, chart()):
                on_the_left_of_the_page = middle(piece)[0] < 0
                assert on_the_left_of_the_page == (side == LEFT_OF_THE_PAGE[view]), mark


def test_the_labels_say_whose_left_it_is() -> None:
    texts = re.findall(r"<text[^>]* x=\"(-?\d+)\"[^>]*>([^<]+)<", draw(side="back"))
    places = {words: int(x) for x, words in texts}
    assert places["Your left"] < places["Back"] < places["Your right"]


def test_places_are_drawn_on_the_sides_they_belong_to() -> None:
    svg = draw()
    shown = {mark: set(re.findall(r'data-view="(\w+)"', group(svg, mark))) for mark in chart().marks}
    assert shown["low_back"] == shown["left_buttock"] == shown["left_calf_back"] == {"back"}
    assert shown["abdomen"] == shown["right_groin"] == shown["left_thigh_front"] == {"front"}
    assert shown["left_knee"] == shown["neck"] == shown["left_thigh_outer"] == {"front", "back"}
    assert all(shown.values())


def test_the_back_alone_leaves_out_what_only_the_front_shows() -> None:
    svg = draw(side="back")
    assert 'data-region="abdomen"' not in svg
    assert 'data-region="low_back"' in svg


def test_higher_regions_are_drawn_higher() -> None:
    drawn = seen(Look(), "back")
    heights = [
        middle(mark_polygons(mark, drawn, chart())[0])[1]
        for mark in (
            "head",
            "neck",
            "mid_back",
            "low_back",
            "left_buttock",
            "left_thigh_back",
            "left_knee",
            "left_calf_back",
        )
    ]
    assert heights == sorted(heights)


def test_the_outer_side_of_the_calf_is_further_from_the_middle_than_the_inner() -> None:
    for view in VIEWS:
        drawn = seen(Look(), view)
        outer, inner = (
            abs(middle(mark_polygons(mark, drawn, chart())[0])[0]) for mark in ("left_calf_outer", "left_calf_inner")
        )
        assert outer > inner


def test_a_broader_body_carries_its_regions_with_it() -> None:
    slim, broad = (mark_polygons("low_back", seen(Look(girth=girth), "back"), chart())[0] for girth in (1.0, 1.15))
    assert max(x for x, _ in broad) > max(x for x, _ in slim) + 5


def test_each_step_of_shading_has_its_own_pattern_and_depth() -> None:
    svg = draw(intensity={"low_back": 2, "mid_back": 5, "neck": 9}, marked=["abdomen"])
    shades = [
        re.search(r'data-shade="(\w+)"', group(svg, mark)) for mark in ("abdomen", "low_back", "mid_back", "neck")
    ]
    names = [shade[1] for shade in shades if shade]
    assert names == ["plain", "dots", "lines", "crosses"]
    assert len({DEPTH[name] for name in names}) == 4


def test_how_much_is_also_written_as_a_number() -> None:
    assert ">6</text>" in group(draw(intensity={"low_back": 6}), "low_back")


def test_paper_shows_the_patterns_too() -> None:
    svg = draw(intensity={"low_back": 8}, palette=PRINT)
    name = re.search(r'fill="url\(#([^)]+)\)"', group(svg, "low_back"))
    assert name is not None
    assert f'<pattern id="{name[1]}"' in svg
    assert "var(" not in svg


def test_shading_changes_at_four_and_at_seven() -> None:
    found = [group(draw(intensity={"low_back": n}), "low_back") for n in (3, 4, 6, 7)]
    shades = [re.search(r'data-shade="(\w+)"', one) for one in found]
    assert [shade[1] for shade in shades if shade] == ["dots", "lines", "lines", "crosses"]


def test_no_pain_is_not_a_mark() -> None:
    assert "data-shade" not in group(draw(intensity={"low_back": 0}), "low_back")


def test_a_place_that_the_chart_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no place called 'left_tail'"):
        draw(marked=["left_tail"])


def test_pain_beyond_ten_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 10"):
        draw(intensity={"low_back": 11})


def test_every_place_has_its_name_as_a_title() -> None:
    svg = draw()
    assert all(f"<title>{NAMES[mark]}</title>" in group(svg, mark) for mark in chart().marks)


def test_the_words_name_every_marked_place_strongest_first() -> None:
    words = chart_words(chart(), names=NAMES, marked=["right_knee"], intensity={"low_back": 3, "left_calf_back": 7})
    assert words.startswith("You marked 3 places.")
    assert words.index("Left calf: 7 out of 10") < words.index("Low back: 3 out of 10") < words.index("Right knee")


def test_the_words_can_name_every_place_there_is() -> None:
    words = chart_words(chart(), names=NAMES, marked=list(chart().marks))
    assert all(name in words for name in NAMES.values())


def test_nothing_marked_is_said_too() -> None:
    assert chart_words(chart(), names=NAMES) == "You marked no place."


def test_the_picture_carries_its_words() -> None:
    intensity = {"left_foot_top": 4}
    svg = draw(intensity=intensity)
    root = ET.fromstring(svg)
    told = root.find("{http://www.w3.org/2000/svg}desc")
    assert told is not None
    assert told.text == chart_words(chart(), names=NAMES, intensity=intensity)


def test_as_a_form_every_place_is_a_check_box_that_keys_reach() -> None:
    svg = draw(interactive=True, marked=["low_back"], tabindex=3)
    assert svg.count('role="checkbox"') == len(chart().marks)
    assert svg.count('tabindex="3"') == len(chart().marks)
    assert svg.count('aria-checked="true"') == 1
    assert 'aria-checked="true"' in group(svg, "low_back")
    assert 'aria-label="Low back"' in group(svg, "low_back")


def test_a_picture_is_no_form() -> None:
    assert "checkbox" not in draw(marked=["low_back"])


def test_nerve_roots_are_drawn_only_for_those_who_ask() -> None:
    assert "data-root" not in draw()
    svg = draw(overlay="dermatomes", voice="clinician")
    assert set(re.findall(r'data-root="(\w+)"', svg)) == set(chart().dermatomes)
    assert "L5: outer side of the shin" in svg


@pytest.mark.parametrize("view", VIEWS)
def test_the_skin_of_the_nerve_roots_lies_on_the_body(view: str) -> None:
    drawn = seen(Look(), view)
    body = silhouette(drawn)
    for root, one in chart().dermatomes.items():
        for patch in one.patches:
            piece = root_polygon(patch, drawn, "left", chart()) if patch.view == view else []
            assert all(is_in_any(nearer(corner, middle(piece), A_HAIR_MM), body) for corner in piece), root


def test_nerve_roots_follow_each_other_down_the_leg() -> None:
    drawn = seen(Look(), "front")
    first = [
        next(patch for patch in chart().dermatomes[root].patches if patch.view == "front")
        for root in ("L1", "L2", "L3", "L4")
    ]
    tops = [min(y for _, y in patch_polygon(patch, drawn.whole, chart().landmarks, side="left")) for patch in first]
    assert tops == sorted(tops)


def test_the_chart_is_small_and_well_formed() -> None:
    everywhere = dict.fromkeys(chart().marks, 7)
    for palette in (SCREEN, PRINT, STANDALONE):
        for look in PEOPLE[:3]:
            svg = draw(intensity=everywhere, overlay="dermatomes", palette=palette, look=look, interactive=True)
            ET.fromstring(svg)
            assert len(gzip.compress(svg.encode())) < 20_000


def test_the_same_marks_give_the_same_picture_and_others_other_names_of_patterns() -> None:
    assert draw(marked=["neck"]) == draw(marked=["neck"])
    one, other = (re.search(r'<pattern id="([^"]+)"', draw(marked=[mark])) for mark in ("neck", "head"))
    assert one is not None
    assert other is not None
    assert one[1] != other[1]


def test_every_class_of_the_picture_has_a_rule_in_the_style_sheet() -> None:
    svg, css = draw(intensity={"low_back": 7}, overlay="dermatomes", interactive=True), chart_css()
    plain = {"bc-region", "bc-over", "bc-figure", "bc-root", "bc-roots", "bodychart-svg"}
    classes = {name for names in re.findall(r'class="([^"]+)"', svg) for name in names.split()}
    assert {name for name in classes - plain if f".{name}" not in css} == set()


def test_every_option_of_the_answer_is_a_place_on_the_chart() -> None:
    options = {option.id for option in knowledge().facts[chart().fact].options}
    assert options == set(chart().marks)


def test_steps_of_shading_are_data() -> None:
    only_one = msgspec.structs.replace(chart(), shades=chart().shades[:1])
    svg = draw_chart(only_one, names=NAMES, intensity={"low_back": 9})
    assert 'data-shade="dots"' in svg

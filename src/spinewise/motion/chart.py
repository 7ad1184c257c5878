"""The body chart: a person from the front and the back, the places that hurt, and how much.

How much is shown by depth of colour, by a pattern and by a number, so that any two may be lost. Left is the
person's left, and the drawing says so. The same chart is a picture, or a set of check boxes for a form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Literal

from spinewise.motion.body import HEAD_NODE, SIDES, Side
from spinewise.motion.camera import Point
from spinewise.motion.chart_body import chart_body, patch_polygon, skin
from spinewise.motion.chart_data import Chart, Patch, Shade, View, Voice
from spinewise.motion.chart_figure import Drawn, figure, polygon
from spinewise.motion.chart_ink import Pen, patterns, plain
from spinewise.motion.look import SCREEN, Look, Palette

Sides = Literal["front", "back", "both"]
Overlay = Literal["dermatomes"]
APART_MM, NUMBER_MM, LABEL_MM = 960.0, 62, 58
MARGIN_MM = 60.0
ROOM_FOR_NUMBER_MM = 62.0
ROOM_FOR_NAME = 0.4
INNER_SIDE = -0.2  # a nerve root whose piece lies further in than this is named between the legs


def draw_chart(
    chart: Chart,
    *,
    names: Mapping[str, str],
    marked: Collection[str] = (),
    intensity: Mapping[str, int] | None = None,
    overlay: Overlay | None = None,
    side: Sides = "both",
    look: Look | None = None,
    palette: Palette = SCREEN,
    voice: Voice = "patient",
    interactive: bool = False,
    tabindex: int = 0,
) -> str:
    """The chart as SVG.

    Args:
        chart: the regions and words, from the knowledge.
        names: what each place is called.
        marked: the places that hurt, such as `low_back` or `left_calf_back`.
        intensity: how much it hurts there, 0 to 10; a place with a number above 0 counts as marked.
        overlay: `dermatomes` draws the skin of the nerve roots over it, for clinicians.
        side: from the front, the back, or both beside each other.
        look: whose body it is: build and height; the figure itself is plain.
        palette: classes for a page (`chart_css` has their rules), or plain colours.
        voice: whose left and right the labels speak of: "Your left" or "Left".
        interactive: every region becomes a check box that can be reached by key, for a form to listen to.
        tabindex: where those check boxes stand in the order of keys.

    Raises:
        ValueError: a place is marked that the chart does not have, or a number is not from 0 to 10.
    """
    rated = {mark: number for mark, number in (intensity or {}).items() if number > 0}
    chosen = [mark for mark in chart.marks if mark in rated or mark in marked]
    _check_marks({*marked, *(intensity or {})}, intensity or {}, chart)
    views = _views(side, look or Look())
    words = chart_words(chart, names=names, marked=marked, intensity=intensity, overlay=overlay)
    name = "chart-" + sha256(f"{chosen}{rated}{side}{overlay}{look}{interactive}".encode()).hexdigest()[:8]
    pen = Pen(chart, names, palette, name, interactive, tabindex)
    inside = patterns(pen) + "".join(figure(drawn, pen) for drawn in views)
    inside += "".join(_region(mark, chosen, rated, views, pen) for mark in chart.marks)
    inside += _roots(views, pen) if overlay else ""
    return _opening(pen, views, words) + inside + _labels(views, pen, voice) + "</svg>"


def chart_words(
    chart: Chart,
    *,
    names: Mapping[str, str],
    marked: Collection[str] = (),
    intensity: Mapping[str, int] | None = None,
    overlay: Overlay | None = None,
) -> str:
    """What the chart shows, for somebody who cannot see it: every place with its number, strongest first."""
    rated = {mark: number for mark, number in (intensity or {}).items() if number > 0}
    chosen = sorted((mark for mark in chart.marks if mark in rated or mark in marked), key=lambda m: -rated.get(m, 0))
    says = chart.words
    listed = ". ".join(_place_words(mark, rated, chart, names) for mark in chosen)
    counted = says.one_marked if len(chosen) == 1 else says.marked
    text = counted.format(count=len(chosen), places=listed) if chosen else says.nothing
    roots = "; ".join(f"{root}: {one.says}" for root, one in chart.dermatomes.items())
    return f"{text} {says.roots.format(roots=roots)}" if overlay else text


def shade_of(number: int, chart: Chart) -> Shade | None:
    """The step of shading for a number; none below the first."""
    reached = [shade for shade in chart.shades if number >= shade.at_least]
    return reached[-1] if reached else None


def _check_marks(marks: Collection[str], intensity: Mapping[str, int], chart: Chart) -> None:
    unknown = sorted(set(marks) - set(chart.marks))
    if unknown:
        raise ValueError(f"the chart has no place called '{unknown[0]}'")
    wrong = sorted(mark for mark, number in intensity.items() if not 0 <= number <= 10)
    if wrong:
        raise ValueError(f"'{wrong[0]}' has {intensity[wrong[0]]}, and pain is from 0 to 10")


def _place_words(mark: str, rated: Mapping[str, int], chart: Chart, names: Mapping[str, str]) -> str:
    shade = shade_of(rated.get(mark, 0), chart)
    if shade is None:
        return chart.words.not_rated.format(place=names[mark])
    return chart.words.rated.format(place=names[mark], level=rated[mark], shade=shade.says)


def _views(side: Sides, look: Look) -> list[Drawn]:
    body = look.body()
    views: tuple[View, ...] = ("front", "back") if side == "both" else (side,)
    return [Drawn(chart_body(body, view=view), APART_MM * place) for place, view in enumerate(views)]


# -- regions


def _region(mark: str, chosen: Collection[str], rated: Mapping[str, int], views: list[Drawn], pen: Pen) -> str:
    """One place on every view that shows it: a group that a form can listen to."""
    polygons = [(drawn, points) for drawn in views for points in mark_polygons(mark, drawn, pen.chart)]
    if not polygons:
        return ""
    number = rated.get(mark, 0)
    shade = shade_of(number, pen.chart)
    on = mark in chosen
    pattern = shade.pattern if shade else "plain"
    words = _place_words(mark, rated, pen.chart, pen.names) if on else pen.names[mark]
    state = f' data-level="{number}"' if number else ""
    state += f' data-shade="{pattern}"' if on else ""
    role = (
        (
            f' role="checkbox" aria-checked="{str(on).lower()}" aria-label="{plain(pen.names[mark])}"'
            f' tabindex="{pen.tabindex}"'
        )
        if pen.interactive
        else ""
    )
    paths = "".join(_piece(points, drawn, pattern if on else "", pen) for drawn, points in polygons)
    numbers = "".join(_number(points, number, pen) for _, points in polygons) if number else ""
    return f'<g class="bc-region" data-region="{mark}"{state}{role}><title>{plain(words)}</title>{paths}{numbers}</g>'


def mark_polygons(mark: str, drawn: Drawn, chart: Chart) -> list[list[Point]]:
    """The pieces of one place that this view shows, as corners on the page."""
    region = chart.regions[chart.marks[mark]]
    side: Side | None = (SIDES[0] if mark.startswith("left_") else SIDES[1]) if region.sided else None
    return [
        drawn.moved(patch_polygon(patch, drawn.whole, chart.landmarks, side=side))
        for patch in region.patches
        if patch.view == drawn.whole.view
    ]


def _piece(points: list[Point], drawn: Drawn, pattern: str, pen: Pen) -> str:
    path, seen = polygon(points), drawn.whole.view
    over = pattern not in ("", "plain")
    drawn_over = f'<path class="bc-over" fill="url(#{pen.name}-{pattern})" d="{path}"/>' if over else ""
    return f'<path data-view="{seen}" {pen.part(pattern)} d="{path}"/>{drawn_over}'


def _number(points: list[Point], number: int, pen: Pen) -> str:
    """How much, in the middle of a piece that has room for it."""
    (x, y), (wide, high) = middle_of(points), size_of(points)
    if min(wide, high) < ROOM_FOR_NUMBER_MM:
        return ""
    return (
        f'<text {pen.fill("number")}{pen.halo(16)} x="{x:.0f}" y="{y + NUMBER_MM * 0.35:.0f}"'
        f' font-size="{NUMBER_MM}" font-weight="700" text-anchor="middle"{pen.face()}>{number}</text>'
    )


def middle_of(points: list[Point]) -> Point:
    (left, right), (top, low) = _reach(points)
    return (left + right) / 2, (top + low) / 2


def size_of(points: list[Point]) -> tuple[float, float]:
    (left, right), (top, low) = _reach(points)
    return right - left, low - top


def _reach(points: list[Point]) -> tuple[Point, Point]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), max(xs)), (min(ys), max(ys))


# -- nerve roots


def _roots(views: list[Drawn], pen: Pen) -> str:
    """The skin of each nerve root on both sides, with its name on the person's left."""
    pieces = ""
    for drawn in views:
        for root, one in pen.chart.dermatomes.items():
            shown = [patch for patch in one.patches if patch.view == drawn.whole.view]
            paths = "".join(
                f'<path d="{polygon(root_polygon(patch, drawn, side, pen.chart))}"/>'
                for patch in shown
                for side in SIDES
            )
            names = "".join(_root_name(root, patch, drawn, pen) for patch in shown)
            pieces += (
                f'<g class="bc-root" data-root="{root}"><title>{root}: {plain(one.says)}</title>'
                f'<g {pen.line("root", 6, dash="20 12")} stroke-linejoin="round">{paths}</g>{names}</g>'
            )
    return f'<g class="bc-roots" pointer-events="none">{pieces}</g>'


def root_polygon(patch: Patch, drawn: Drawn, side: Side, chart: Chart) -> list[Point]:
    """One piece of a nerve root's skin on the page."""
    return drawn.moved(patch_polygon(patch, drawn.whole, chart.landmarks, side=side))


def _root_name(root: str, patch: Patch, drawn: Drawn, pen: Pen) -> str:
    """Beside the leg, on the side that the piece lies on, so that it covers no number."""
    points = root_polygon(patch, drawn, "left", pen.chart)
    if patch.across[1] - patch.across[0] < ROOM_FOR_NAME:
        return ""
    outer = sum(patch.across) / 2 >= INNER_SIDE
    rightward = outer == (drawn.whole.view == "front")
    (left, right), (top, low) = _reach(points)
    x, y = (right + 42.0 if rightward else left - 42.0), (top + low) / 2
    anchor = "start" if rightward else "end"
    return (
        f'<text {pen.fill("root")} x="{x:.0f}" y="{y + 16:.0f}" font-size="48" font-weight="700"'
        f' text-anchor="{anchor}"{pen.face()}>{root}</text>'
    )


# -- around it


def _labels(views: list[Drawn], pen: Pen, voice: Voice) -> str:
    """Front and back, and whose left is where."""
    box, said = _box(views), ""
    for drawn in views:
        front = drawn.whole.view == "front"
        sides = [getattr(side, voice) for side in (pen.chart.words.right, pen.chart.words.left)]
        on_left, on_right = sides if front else sides[::-1]
        top, middle = box[1] + 160.0, drawn.shift
        said += _label(pen.chart.words.front if front else pen.chart.words.back, middle, box[1] + 62.0, pen)
        said += _label(on_left, middle - 285.0, top, pen) + _label(on_right, middle + 285.0, top, pen)
        said += "" if front else _label(pen.chart.words.soles, middle, _sole_middle(drawn), pen)
    return f'<g aria-hidden="true">{said}</g>'


def _sole_middle(drawn: Drawn) -> float:
    return drawn.whole.camera.point(skin("sole", drawn.whole, along=0.5, across=0.0, side="left"))[1] + 18.0


def _label(text: str, x: float, y: float, pen: Pen) -> str:
    return (
        f'<text {pen.fill("say")} x="{x:.0f}" y="{y:.0f}" font-size="{LABEL_MM}" font-weight="600"'
        f' text-anchor="middle"{pen.face()}>{plain(text)}</text>'
    )


def _box(views: list[Drawn]) -> tuple[float, float, float, float]:
    """What the picture shows: left, top, right, bottom."""
    left, right = views[0].shift - APART_MM / 2, views[-1].shift + APART_MM / 2
    posture, camera = views[0].whole.posture, views[0].whole.camera
    tall = posture.body.height_m
    top = camera.point(posture.trunk.nodes[HEAD_NODE])[1] - 0.085 * tall * 1000.0 - 1.6 * MARGIN_MM
    soles = [drawn for drawn in views if drawn.whole.view == "back"]
    feet = max(camera.point(leg.end)[1] + 0.05 * tall * 1000.0 for leg in posture.legs.values())
    low = soles[0].whole.camera.point(skin("sole", soles[0].whole, along=1.0, across=0.0))[1] if soles else feet
    return left, top, right, low + MARGIN_MM


def _opening(pen: Pen, views: list[Drawn], words: str) -> str:
    left, top, right, low = _box(views)
    role = "group" if pen.interactive else "img"
    size = f'width="{right - left:.0f}" height="{low - top:.0f}"'
    ground = f'<rect {pen.fill("ground")} x="{left:.0f}" y="{top:.0f}" {size}/>' if pen.palette.stage else ""
    named = f'aria-labelledby="{pen.name}-t {pen.name}-d"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bodychart-svg" role="{role}"'
        f' viewBox="{left:.0f} {top:.0f} {right - left:.0f} {low - top:.0f}" {named}>'
        f'<title id="{pen.name}-t">{plain(pen.chart.words.title)}</title>'
        f'<desc id="{pen.name}-d">{plain(words)}</desc>{ground}'
    )

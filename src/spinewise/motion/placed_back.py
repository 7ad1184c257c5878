"""Packs, electrodes, hands and the rest as they look on a back that is seen from behind."""

from __future__ import annotations

from spinewise.motion.body import SIDES
from spinewise.motion.camera import Point, along, plus, square
from spinewise.motion.chart import middle_of
from spinewise.motion.chart_body import ChartBody, skin_polygon
from spinewise.motion.chart_data import Landmarks, Placed
from spinewise.motion.chart_figure import polygon
from spinewise.motion.figure import Group
from spinewise.motion.head import Line
from spinewise.motion.limbs import Shape
from spinewise.motion.outline import Girth, bone, opened, oval
from spinewise.motion.placed_side import FOREARM, SLEEVE, Scene, pack_tone, straight

PALM = (Girth(0.0, 26.0), Girth(0.4, 33.0), Girth(1.0, 31.0))
FINGER = (Girth(0.0, 10.5), Girth(0.6, 9.5), Girth(1.0, 8.0))
HANDLE = (Girth(0.0, 15.0), Girth(0.5, 13.0), Girth(1.0, 13.0))
SPREAD = (-0.30, -0.10, 0.10, 0.30)
FLAT, CURLED = (62.0, 78.0, 82.0, 66.0), (24.0, 30.0, 30.0, 22.0)


def things_on_back(scene: Scene, whole: ChartBody) -> list[Group]:
    """Everything that the placement puts on the back."""
    listed = scene.placement.things
    return [_on_back(thing, thing_polygon(thing, whole, scene.landmarks), scene) for thing in listed]


def thing_polygon(thing: Placed, whole: ChartBody, landmarks: Landmarks) -> list[Point]:
    """Where a thing lies on the back, as corners on the page."""
    limb = SIDES[0] if sum(thing.across) >= 0 else SIDES[1]
    side = limb if thing.part in ("arm", "leg", "sole") else None
    strip = (thing.across, thing.across)
    return skin_polygon(thing.part, whole, landmarks, along=thing.along, strip=strip, side=side)


def _on_back(thing: Placed, points: list[Point], scene: Scene) -> Group:
    """One thing as it looks from behind."""
    at = middle_of(points)
    match thing.thing:
        case "pack":
            inner = Shape(polygon(_shrunk(points, 0.8)), pack_tone(scene))
            return Group("pack", [Shape(polygon(points), "cloth")], [inner])
        case "electrode" | "pad":
            return Group(thing.thing, [Shape(polygon(points), "steel")], [], [_wire(at)])
        case "tape":
            return Group("tape", [Shape(polygon(points), "strap")])
        case "belt" | "strap":
            return Group(thing.thing, [Shape(polygon(points), "wood")])
        case "needle":
            shaft = straight(at, plus(at, (14.0, -34.0)), 4)
            return Group("needle", [], [_dot(at, 7.0, "ink")], [shaft])
        case "light":
            return Group("light", [], [_dot(at, 13.0, "glow"), _dot(at, 5.0, "arrow")])
        case "head":
            return _held_head(at)
        case "palm" | "thumbs":
            way = (-0.2, -1.0) if at[0] < 0 else (0.2, -1.0)
            return Group(thing.thing, hand_shapes(at, way, left=at[0] < 0))


def _dot(at: Point, radius: float, tone: str) -> Shape:
    return Shape(oval(at, radius, radius), tone, edged=False)


def _shrunk(points: list[Point], share: float) -> list[Point]:
    x, y = middle_of(points)
    return [(x + (px - x) * share, y + (py - y) * share) for px, py in points]


def _wire(at: Point) -> Line:
    """From an electrode over the side of the body to the unit, which lies outside the window."""
    out = 1.0 if at[0] >= 0 else -1.0
    bends = ((0.0, 0.0), (60.0, 30.0), (130.0, 130.0), (150.0, 330.0))
    return Line(opened([plus(at, (out * x, y)) for x, y in bends]), "ink", 6)


def _held_head(at: Point) -> Group:
    """A round treatment head on the skin, its handle held from the side."""
    out = 1.0 if at[0] >= 0 else -1.0
    way = (out * 0.85, 0.53)
    handle = Shape(bone(at, plus(at, way, 120.0), HANDLE, scale=1.0), "paper")
    hand = hand_shapes(plus(at, way, 150.0), (-way[0], -way[1]), left=out < 0, fingers=CURLED)
    return Group("head", [Shape(oval(at, 30.0, 30.0), "steel"), handle, *hand])


def hand_shapes(at: Point, way: Point, *, left: bool, fingers: tuple[float, ...] = FLAT) -> list[Shape]:
    """A therapist's hand with a sleeve: its palm at a place, its fingers in a direction, its thumb inwards."""
    way, _ = along((0.0, 0.0), way)
    across, thumb_side = square(way), 1.0 if left else -1.0
    wrist, knuckles = plus(at, way, -55.0), plus(at, way, 30.0)
    spread = [_finger(knuckles, way, across, lean, long) for lean, long in zip(SPREAD, fingers, strict=True)]
    thumb = [plus(plus(at, way, up), across, thumb_side * out) for up, out in ((-18.0, 20.0), (34.0, 58.0))]
    arm = bone(wrist, plus(wrist, way, -190.0), FOREARM, scale=1.0)
    sleeve = bone(plus(wrist, way, -95.0), plus(wrist, way, -330.0), SLEEVE, scale=1.0)
    skin = [bone(thumb[0], thumb[1], FINGER, scale=1.15), *spread, bone(wrist, knuckles, PALM, scale=1.0)]
    return [Shape(arm, "skin-far"), Shape(sleeve, "cloth"), *(Shape(path, "skin-far") for path in skin)]


def _finger(knuckles: Point, way: Point, across: Point, lean: float, long: float) -> str:
    root = plus(knuckles, across, 74.0 * lean)
    return bone(root, plus(plus(root, way, long), across, 50.0 * lean), FINGER, scale=1.0)

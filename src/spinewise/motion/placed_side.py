"""Packs, electrodes, hands and the rest on somebody who lies, sits or stands and is seen from the side."""

from __future__ import annotations

from typing import NamedTuple

from spinewise.motion.body import Posture
from spinewise.motion.camera import Camera, Point, along, between, plus
from spinewise.motion.chart_body import landmark
from spinewise.motion.chart_data import Landmarks, Placed, Placement
from spinewise.motion.figure import Group
from spinewise.motion.flesh import Section, trunk_sections
from spinewise.motion.geometry import Vec, add, dot, mix, times, within
from spinewise.motion.head import Line
from spinewise.motion.limbs import Shape
from spinewise.motion.look import Look, Palette
from spinewise.motion.outline import Girth, bone, closed, opened, oval
from spinewise.motion.stage import Stage

THICK_M = {"pack": 0.042, "electrode": 0.010, "pad": 0.012, "tape": 0.006}
PEEP_M = 0.05  # how far a pack on a back that is turned away shows above the side that is up
TURNED_AWAY = -0.3
FOREARM = (Girth(0.0, 24.0), Girth(0.5, 33.0), Girth(1.0, 38.0))
SLEEVE = (Girth(0.0, 39.0), Girth(0.5, 44.0), Girth(1.0, 46.0))
HAND = (Girth(0.0, 22.0), Girth(0.4, 21.0), Girth(0.75, 15.0), Girth(1.0, 10.0))
SHAFT, FOOT = (Girth(0.0, 17.0), Girth(1.0, 15.0)), (Girth(0.0, 12.0), Girth(1.0, 12.0))
SHARES = (0.0, 0.33, 0.67, 1.0)


class Scene(NamedTuple):
    """What every panel of one picture shares."""

    placement: Placement
    landmarks: Landmarks
    look: Look
    palette: Palette
    agent: str


class Spot(NamedTuple):
    """A place on the back of a posed body, on the page, with the ways outwards and down the trunk."""

    at: Point
    out: Point
    down: Point

    def moved(self, *, out: float, down: float = 0.0) -> Point:
        return plus(plus(self.at, self.out, out), self.down, down)


def things_on_pose(scene: Scene, stage: Stage, posture: Posture) -> tuple[list[Group], list[Group]]:
    """What the body hides, and what lies before it."""
    listed = [thing for thing in scene.placement.things if thing.part == "trunk"]
    if _turned_away(posture, stage):
        packs = [_peeping(thing, scene, stage, posture) for thing in listed if thing.thing == "pack"]
        return packs or [_on_pose(thing, scene, stage, posture) for thing in listed], []
    ropes = [_rope(sum(_rows(thing, scene)) / 2, stage, posture) for thing in listed if thing.thing == "belt"]
    return ropes, [_on_pose(thing, scene, stage, posture) for thing in listed]


def _turned_away(posture: Posture, stage: Stage) -> bool:
    backward = times(trunk_sections(posture)[3].frame.forward, -1.0)
    return dot(backward, stage.sitter.camera.towards) < TURNED_AWAY


def _rows(thing: Placed, scene: Scene) -> tuple[float, float]:
    top, low = (landmark(thing.part, word, scene.landmarks) for word in thing.along)
    return top, low


def _on_pose(thing: Placed, scene: Scene, stage: Stage, posture: Posture) -> Group:
    rows, camera = _rows(thing, scene), stage.sitter.camera
    spot = spot_on(posture, stage, sum(rows) / 2)
    match thing.thing:
        case "pack":
            outer, inner = (_slab(posture, camera, rows, THICK_M["pack"] * share) for share in (1.0, 0.55))
            return Group("pack", [Shape(outer, "cloth"), Shape(inner, pack_tone(scene))])
        case "electrode" | "pad" | "tape":
            tone = "strap" if thing.thing == "tape" else "steel"
            return Group(thing.thing, [Shape(_slab(posture, camera, rows, THICK_M[thing.thing]), tone)])
        case "belt" | "strap":
            return Group(thing.thing, [Shape(_round(posture, camera, rows), "wood")])
        case "needle":
            tip = spot.moved(out=62.0)
            return Group("needle", [], [], [straight(spot.at, tip, 5), straight(spot.moved(out=34.0), tip, 11)])
        case "light" | "head":
            return _applied(spot, tip="glow" if thing.thing == "light" else "steel-far")
        case "palm" | "thumbs":
            return Group(thing.thing, _hand_on(spot))


def pack_tone(scene: Scene) -> str:
    """Cold is blue, and warmth is the colour of the body."""
    return "water" if scene.agent == "cold" else "glow"


def straight(a: Point, b: Point, width: int, *, tone: str = "steel") -> Line:
    return Line(opened([a, between(a, b, 0.5), b]), tone, width)


def spot_on(posture: Posture, stage: Stage, row: float) -> Spot:
    """The middle of the back at a row of the trunk."""
    section, camera = section_at(posture, row), stage.sitter.camera
    out, _ = along((0.0, 0.0), camera.direction(times(section.frame.forward, -1.0)))
    above, below = (camera.point(section_at(posture, row + step).middle) for step in (0.3, -0.3))
    down, _ = along(above, below)
    return Spot(camera.point(section.surface(forward=-1.0)), out, down)


def section_at(posture: Posture, row: float) -> Section:
    """The trunk's cross-section at a row, between the ones that the body has."""
    sections = trunk_sections(posture)
    i = max(0, min(int(row), len(sections) - 2))
    a, b, share = sections[i], sections[i + 1], row - i
    deep, wide = a.depth_m + (b.depth_m - a.depth_m) * share, a.width_m + (b.width_m - a.width_m) * share
    return Section(mix(a.middle, b.middle, share), a.frame if share < 0.5 else b.frame, deep, wide)


def _sections(posture: Posture, rows: tuple[float, float]) -> list[Section]:
    return [section_at(posture, rows[0] + (rows[1] - rows[0]) * share) for share in SHARES]


def _slab(posture: Posture, camera: Camera, rows: tuple[float, float], thick_m: float) -> str:
    """A flat thing on the back as it looks from the side."""
    sections = _sections(posture, rows)
    inner = [camera.point(section.surface(forward=-0.86)) for section in sections]
    outer = [camera.point(_above(section, thick_m)) for section in sections]
    return closed([*inner, *reversed(outer)])


def _above(section: Section, thick_m: float) -> Vec:
    return add(section.surface(forward=-1.0), within(section.frame, Vec(-thick_m, 0.0, 0.0)))


def _peeping(thing: Placed, scene: Scene, stage: Stage, posture: Posture) -> Group:
    """A pack on a back that is turned away: what shows of it above the side that is up."""
    sections, point = _sections(posture, _rows(thing, scene)), stage.sitter.camera.point
    up = 1.0 if sections[0].frame.left.z > 0 else -1.0
    edge = [add(section.surface(forward=-0.7, left=up * 0.9), Vec(0.0, 0.0, PEEP_M)) for section in sections]
    path = closed([*map(point, edge), point(sections[-1].middle), point(sections[0].middle)])
    return Group("pack", [Shape(path, "cloth")])


def _round(posture: Posture, camera: Camera, rows: tuple[float, float]) -> str:
    """A belt round the trunk as it looks from the side."""
    upper, lower = (_across(section_at(posture, row), camera) for row in rows)
    return closed([*upper, *reversed(lower)])


def _across(section: Section, camera: Camera) -> list[Point]:
    back, front = (camera.point(section.surface(forward=end)) for end in (-1.04, 1.06))
    return [back, between(back, front, 0.5), front]


def _rope(row: float, stage: Stage, posture: Posture) -> Group:
    """What pulls a belt: past the feet from the pelvis, past the head from the ribs."""
    point = stage.sitter.camera.point
    at, head, hips = point(section_at(posture, row).middle), *map(point, _ends(posture))
    headwards = (head[0] > hips[0]) == (row > 3.0)
    end = stage.frame.right - 60.0 if headwards else stage.frame.left + 60.0
    return Group("rope", [], [], [straight(at, (end, at[1] - 20.0), 9, tone="strap")])


def _ends(posture: Posture) -> tuple[Vec, Vec]:
    return posture.positions_m["head"], posture.positions_m["pelvis"]


# -- the therapist


def _applied(spot: Spot, *, tip: str) -> Group:
    """A treatment head on the back, held from above."""
    shaft = bone(spot.moved(out=26.0), spot.moved(out=150.0), SHAFT, scale=1.0)
    foot = bone(spot.moved(out=12.0, down=-22.0), spot.moved(out=12.0, down=22.0), FOOT, scale=1.0)
    palm, elbow = spot.moved(out=120.0), spot.moved(out=350.0, down=130.0)
    fist = Shape(oval(palm, 40.0, 34.0), "skin-far")
    return Group("head", [Shape(foot, tip), Shape(shaft, "paper"), *_forearm(palm, elbow), fist])


def _hand_on(spot: Spot) -> list[Shape]:
    """A flat hand on the back, as it looks from the side."""
    wrist, tips = spot.moved(out=40.0, down=62.0), spot.moved(out=12.0, down=-72.0)
    arm, sleeve = _forearm(wrist, spot.moved(out=270.0, down=132.0))
    return [arm, Shape(bone(wrist, tips, HAND, scale=1.0), "skin-far"), sleeve]


def _forearm(wrist: Point, elbow: Point) -> list[Shape]:
    way, _ = along(wrist, elbow)
    arm = bone(plus(wrist, way, 10.0), elbow, FOREARM, scale=1.0)
    sleeve = bone(plus(wrist, way, 115.0), plus(elbow, way, 90.0), SLEEVE, scale=1.0)
    return [Shape(arm, "skin-far"), Shape(sleeve, "cloth")]

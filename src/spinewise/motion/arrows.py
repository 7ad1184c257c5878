"""One or two curved arrows that say which way to move, found from what travels furthest."""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

from spinewise.motion.body import HEAD_NODE, SHOULDER_NODE, SIDES, Posture
from spinewise.motion.camera import MM, Camera, Point, along, between, minus, plus, product, square
from spinewise.motion.flesh import trunk_sections
from spinewise.motion.geometry import Vec, add, within
from spinewise.motion.movement import Key, Movement
from spinewise.motion.outline import opened, straight
from spinewise.motion.perform import Performance, mix_angles

CLEAR_MM, SHORTEST_MM, SECOND_AT_LEAST = 62.0, 130.0, 0.5
SHARES = (0.12, 0.5, 0.88)
ON_SKIN = ("belly", "back")
ROUND_MM = {"head": 95.0}  # how far the skin is from the point that is tracked
LIMB_OF = {
    "hand": "arm",
    "elbow": "arm",
    "foot": "leg",
    "knee": "leg",
    "pelvis": "hips",
    "head": "head",
    "belly": "belly",
    "back": "back",
    "shoulders": "chest",
    "chest": "chest",
}


class Arrow(NamedTuple):
    """The curve, and the head at its end."""

    curve: str
    head: str


def main_key(movement: Movement) -> Key:
    """The key that is furthest from the start: what the exercise is about."""
    first = movement.keys[0].angles
    return max(movement.keys, key=lambda key: sum(abs(value - first[name]) for name, value in key.angles.items()))


def tracked(posture: Posture) -> dict[str, Vec]:
    """Points whose travel can be shown."""
    nodes, sections = posture.trunk.nodes, trunk_sections(posture)
    found = {
        "pelvis": nodes[0],
        "head": nodes[HEAD_NODE],
        "shoulders": nodes[SHOULDER_NODE],
        "belly": sections[3].surface(forward=1.0),
        "back": sections[4].surface(forward=-1.0),
    }
    for side in SIDES:
        arm, leg = posture.arms[side], posture.legs[side]
        found |= {
            f"{side}_hand": arm.tip,
            f"{side}_elbow": arm.hinge,
            f"{side}_foot": leg.end,
            f"{side}_knee": leg.hinge,
        }
    return found


def paths_mm(performance: Performance, camera: Camera, goal: Key) -> dict[str, list[Point]]:
    """Where every tracked point goes on the page between the start and a key."""
    first = performance.movement.keys[0].angles
    half_way = performance.posture_with(mix_angles(first, goal.angles, 0.5))
    steps = (performance.start, half_way, performance.posture_of(goal))
    places = [tracked(step) for step in steps]
    paths = {name: _path([camera.point(place[name]) for place in places]) for name in places[0]}
    return {**paths, "back": _upright(paths["back"]), "belly": _upright(paths["belly"])}


def _path(known: list[Point]) -> list[Point]:
    """Five points of the parabola through three: what two more postures would say, within a few millimetres."""
    start, half, end = known
    return [start, *(_on_parabola(start, half, end, share) for share in SHARES), end]


def _on_parabola(start: Point, half: Point, end: Point, share: float) -> Point:
    late, early = share * (2.0 * share - 1.0), (1.0 - share) * (1.0 - 2.0 * share)
    both = 4.0 * share * (1.0 - share)
    return start[0] * early + half[0] * both + end[0] * late, start[1] * early + half[1] * both + end[1] * late


def _upright(path: list[Point]) -> list[Point]:
    """Only the rise and fall: what a rounding back or a breathing belly does."""
    return [(path[0][0], y) for _, y in path]


def furthest(paths: dict[str, list[Point]]) -> list[str]:
    """The points that travel furthest, at most two, of different limbs."""
    trips = sorted(paths, key=lambda name: -_trip(paths[name]))
    trips = [name for name in trips if name not in ("belly", "back", "shoulders")]
    best = trips[0]
    others = [
        name
        for name in trips[1:]
        if _part(name) != _part(best) and _trip(paths[name]) >= SECOND_AT_LEAST * _trip(paths[best])
    ]
    return [best, *others[:1]] if _part(best) != "hips" else [best]


def _part(name: str) -> str:
    side, _, part = name.partition("_")
    return f"{side} {LIMB_OF[part]}" if part else LIMB_OF[name]


def _trip(path: list[Point]) -> float:
    return hypot(*minus(path[-1], path[0]))


def arrows(performance: Performance, camera: Camera, goal: Key) -> list[Arrow]:
    """The arrows of a movement, drawn outside the path so that the limb does not cover them."""
    paths = paths_mm(performance, camera, goal)
    names = [name for name in performance.movement.arrows if name in ON_SKIN or _trip(paths[name]) > 60.0]
    names = names or furthest(paths)
    if max(_trip(paths[name]) for name in names) < 6.0:
        return []
    start = performance.start
    heart = camera.point(trunk_sections(start)[3].middle)
    return [
        _lift(paths[name])
        if _lifts(name, paths[name])
        else _arrow(paths[name], heart, small=name in ("belly", "back", "pelvis"), around=ROUND_MM.get(name, 0.0))
        for name in names
    ]


def _lifts(name: str, path: list[Point]) -> bool:
    way, far = along(path[0], path[-1])
    return name == "pelvis" and way[1] < -0.75 and far < 3 * SHORTEST_MM


def _lift(path: list[Point]) -> Arrow:
    """Hips that rise: a short arrow above them."""
    start = plus(path[-1], (0.0, -1.0), 165.0)
    stop = plus(start, (0.0, -1.0), 105.0)
    return Arrow(opened([start, between(start, stop, 0.5), stop]), arrow_head(stop, (0.0, -1.0)))


def _arrow(path: list[Point], heart: Point, *, small: bool, around: float) -> Arrow:
    way, far = along(path[0], path[-1])
    if far < SHORTEST_MM + around and not (small and far > SHORTEST_MM * 0.7):
        return _short(path[-1], way, heart, small=small, around=around)
    marks = path[1:-1]
    out = _outward(marks, heart)
    clear = [plus(mark, out, 0.0 if small else CLEAR_MM) for mark in marks]
    return Arrow(opened(clear), arrow_head(clear[-1], along(clear[-2], clear[-1])[0]))


def _short(at: Point, way: Point, heart: Point, *, small: bool, around: float) -> Arrow:
    """A small movement gets a short arrow beside the body: onto the skin, or away from it."""
    long = SHORTEST_MM * (0.75 if small or around else 1.0)
    outwards = product(minus(at, heart), way) > 0
    start = plus(at, way, 46.0 + around if outwards else -long - 60.0 - around)
    stop = plus(start, way, long)
    bow = plus(((start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2), square(way), 8.0)
    return Arrow(opened([start, bow, stop]), arrow_head(stop, way))


def _outward(marks: list[Point], heart: Point) -> Point:
    way = square(along(marks[0], marks[-1])[0])
    centre = ((marks[1][0] + marks[2][0]) / 2, (marks[1][1] + marks[2][1]) / 2)
    return way if product(way, minus(centre, heart)) >= 0 else (-way[0], -way[1])


def arrow_head(at: Point, way: Point, *, size: float = 1.0) -> str:
    across = square(way)
    tip, base = plus(at, way, 46.0 * size), plus(at, way, -14.0 * size)
    return straight(
        [tip, plus(base, across, 31.0 * size), plus(at, way, -4.0 * size), plus(base, across, -31.0 * size)]
    )


def ahead(posture: Posture, camera: Camera) -> Arrow:
    """The way a walking person goes."""
    chest = posture.trunk.nodes[SHOULDER_NODE]
    start = camera.point(add(chest, within(posture.trunk.frames[0], Vec(0.34, 0.0, 0.02))))
    stop = plus(start, (1.0, 0.0), 0.17 * MM)
    return Arrow(opened([start, plus(start, (1.0, 0.0), 85.0), stop]), arrow_head(stop, (1.0, 0.0)))

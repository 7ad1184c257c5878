"""Which moments an animation shows, and how it goes from one to the next.

A browser moves every point in a straight line between two frames, so a limb that swings needs frames on its arc:
as many as keep the line within half a pixel of it, up to a limit, and no more. From rest to rest the frames are
spread evenly over the way, and the easing is told to the browser; it then costs no frames.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import asin, ceil, hypot, sin, sqrt
from typing import NamedTuple

from spinewise.motion.body import HEAD_NODE, Posture
from spinewise.motion.camera import Camera, Point
from spinewise.motion.geometry import onward
from spinewise.motion.perform import Performance, rests

NARROWEST_PAGE_PX, SEEN_PX = 390.0, 0.5
LEAST_PASSING = 2  # where every joint has its own pace, one frame half-way keeps most of it
FACE_M = 0.11  # how far eyes and crown are from the middle of the head
EVEN = "0 0 1 1"


class Pace(NamedTuple):
    """Moments from the start to the end of one round, and the way from each to the next as key splines."""

    times_s: tuple[float, ...]
    splines: tuple[str, ...]


def pace_of(performance: Performance, camera: Camera, *, wide_mm: float, most: int) -> Pace:
    """The moments to draw on a page that shows `wide_mm`, at most so many steps a change."""
    times_s, splines, seen = [0.0], list[str](), Seen(performance, camera, {})
    moments, allowed_mm = performance.moments, SEEN_PX * wide_mm / NARROWEST_PAGE_PX
    for index, (before, after) in enumerate(pairwise(moments)):
        if before.left_s > times_s[-1]:
            times_s.append(before.left_s)
            splines.append(EVEN)
        steps = max(1, min(most, ceil(sqrt(_bow_mm(seen, index) / allowed_mm))))
        eased = rests(moments, index) and rests(moments, index + 1)
        ways = _eased_steps(steps) if eased else _even_steps(max(LEAST_PASSING, steps))
        times_s += [before.left_s + (after.reached_s - before.left_s) * share for share, _ in ways]
        splines += [spline for _, spline in ways]
    if performance.total_s > times_s[-1]:
        times_s.append(performance.total_s)
        splines.append(EVEN)
    return Pace(tuple(times_s), tuple(splines))


class Seen(NamedTuple):
    """A performance before a camera: where every joint of each posture is on the page, once it was asked for."""

    performance: Performance
    camera: Camera
    known: dict[int, list[Point]]

    def marks(self, posture: Posture) -> list[Point]:
        """Every joint, and the head's front and top."""
        found = self.known.get(id(posture))
        if found is None:
            head, lie = posture.trunk.nodes[HEAD_NODE], posture.trunk.frames[HEAD_NODE - 1]
            front, top = onward(head, lie.forward, FACE_M), onward(head, lie.up, FACE_M)
            found = self.known[id(posture)] = self.camera.points([*posture.joints_m, front, top])
        return found


def _bow_mm(seen: Seen, index: int) -> float:
    """How far, half-way through a change, anything is from the straight line between its two ends."""
    performance = seen.performance
    before, after = performance.moments[index : index + 2]
    half = performance.posture_at((before.left_s + after.reached_s) / 2)
    ends = seen.marks(performance.posture_of(before.key)), seen.marks(performance.posture_of(after.key))
    bows = [
        hypot((ax + bx) / 2 - x, (ay + by) / 2 - y)
        for (ax, ay), (bx, by), (x, y) in zip(*ends, seen.marks(half), strict=True)
    ]
    return max(bows)


@cache
def _even_steps(steps: int) -> list[tuple[float, str]]:
    return [((n + 1) / steps, EVEN) for n in range(steps)]


@cache
def _eased_steps(steps: int) -> list[tuple[float, str]]:
    """Equal shares of the way: when each is reached, and its piece of the ease from rest to rest."""
    reached = [_time_of(n / steps) for n in range(steps + 1)]
    return [(stop, _piece(start, stop, steps)) for start, stop in pairwise(reached)]


def _time_of(share_of_way: float) -> float:
    """The share of the time after which 3t² - 2t³ has come this far."""
    return 0.5 - sin(asin(1.0 - 2.0 * share_of_way) / 3.0)


def _piece(start: float, stop: float, steps: int) -> str:
    """A part of 3t² - 2t³, which is a cubic and so exactly one spline, stretched to begin at 0 and end at 1."""
    leaves, arrives = (2.0 * t * (1.0 - t) * (stop - start) * steps for t in (start, stop))
    return f"{1 / 3:.3f} {leaves:.3f} {2 / 3:.3f} {1.0 - arrives:.3f}"

"""Go through a movement in time: where the body is at each moment, with its contacts kept."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import msgspec

from spinewise.motion.body import Body, Posture, moved, pose_body
from spinewise.motion.flesh import (
    KNEE_PAD,
    WRIST_PAD,
    lowest_m,
    lowest_of_foot_m,
    lowest_of_trunk_m,
)
from spinewise.motion.geometry import UPRIGHT, Frame, Vec, cross, unit
from spinewise.motion.movement import Key, Movement
from spinewise.motion.settle import Anchor, Hold, part_anchor, settle

DOSE_HOLD_S = 1.6  # how long the picture rests at a key that is held as prescribed; says nothing about a dose
PAUSE_S = 0.45
SAME_DECIMALS = 2  # a hundredth of a degree moves no joint by a millimetre
NEAR_FLOOR_M = 0.22  # what a pose has on the floor, unless the first key lifts it higher than this


class Moment(NamedTuple):
    """A key in time: when it is reached and when it is left."""

    key: Key
    reached_s: float
    left_s: float


class Way(NamedTuple):
    """One joint from a key to the next: where from and to, how fast it leaves and arrives, degrees a change."""

    name: str
    start: float
    goal: float
    leaving: float
    arriving: float


class Change(NamedTuple):
    """What moves from one key to the next, and how long that takes."""

    before: Moment
    seconds: float
    ways: list[Way]

    def angles_at(self, time_s: float) -> dict[str, float]:
        """Every joint at a time between the two keys."""
        share = (time_s - self.before.left_s) / self.seconds
        s2, s3 = share * share, share * share * share
        start, leave, goal, arrive = 2 * s3 - 3 * s2 + 1, s3 - 2 * s2 + share, 3 * s2 - 2 * s3, s3 - s2
        moving = {name: a * start + v * leave + b * goal + w * arrive for name, a, b, v, w in self.ways}
        return {**self.before.key.angles, **moving}


class Performance(msgspec.Struct, frozen=True, kw_only=True):
    """A movement done by one body: contacts found once, then any moment of it."""

    movement: Movement
    body: Body
    hold: Hold
    at: Vec
    postures: dict[str, Posture]
    moments: tuple[Moment, ...]
    changing: tuple[str, ...]
    solved: dict[tuple[float, ...], Posture] = {}
    changes: dict[int, Change] = {}

    @property
    def total_s(self) -> float:
        return self.moments[-1].left_s

    def posture_at(self, time_s: float) -> Posture:
        """The body at a moment; times past the end begin again."""
        return self.posture_with(self._angles_at(time_s % self.total_s if self.total_s else 0.0))

    def _angles_at(self, time_s: float) -> dict[str, float]:
        index = bisect_right(self.moments, time_s, key=lambda moment: moment.reached_s) - 1
        now = self.moments[index]
        if time_s <= now.left_s or index + 1 == len(self.moments):
            return now.key.angles
        if index not in self.changes:
            self.changes[index] = change_from(self.moments, index)
        return self.changes[index].angles_at(time_s)

    def posture_with(self, angles: dict[str, float]) -> Posture:
        """The body with angles between this movement's keys, worked out once: the way back is the way there."""
        known = tuple([round(angles[name], SAME_DECIMALS) for name in self.changing])
        found = self.solved.get(known)
        if found is None:
            found = self.solved[known] = settle(angles, body=self.body, hold=self.hold, at=self.at)
        return found

    def posture_of(self, key: Key) -> Posture:
        """The body at one of the movement's keys."""
        return self.postures[key.name]

    @property
    def start(self) -> Posture:
        """The body at the first key."""
        return self.postures[self.movement.keys[0].name]


def perform(movement: Movement, *, body: Body) -> Performance:
    """Let the body down into the starting pose and note what stays where it is."""
    first = start_posture(movement, body=body)
    anchors = {part: part_anchor(first, part) for part in (*movement.holds, *movement.slides)}
    hold = Hold(anchors=anchors, slides=movement.slides, rests=movement.rests)
    at = first.trunk.nodes[0]
    moments, changing = moments_of(movement), _changing(movement)
    shown = Performance(movement=movement, body=body, hold=hold, at=at, postures={}, moments=moments, changing=changing)
    shown.postures.update((key.name, shown.posture_with(key.angles)) for key in reversed(movement.keys))
    return shown


def _changing(movement: Movement) -> tuple[str, ...]:
    """The angles that are not the same at every key."""
    first, *others = (key.angles for key in movement.keys)
    return tuple(name for name, angle in first.items() if any(other[name] != angle for other in others))


def start_posture(movement: Movement, *, body: Body) -> Posture:
    """The starting pose on the floor, its grounded hands, knees and feet lying flat."""
    angles = movement.keys[0].angles
    free = _let_down(movement, body=body)
    low = [part for part in movement.pose.ground if part_anchor(free, part).point.z < NEAR_FLOOR_M]
    anchors = {part: _on_floor(free, part) for part in low if part not in movement.rests}
    if "pelvis" not in anchors and "shoulders" in anchors:
        anchors = {**anchors, "pelvis": part_anchor(free, "pelvis")}
    hold = Hold(anchors=anchors, rests=_resting_arms_that_hold(movement))
    return settle(angles, body=body, hold=hold, at=free.trunk.nodes[0])


def _resting_arms_that_hold(movement: Movement) -> dict[str, str]:
    """Hands that rest on the body and belong to an arm that is also held; where the others lie is found later."""
    held = {part.partition("_")[0] for part in (*movement.holds, *movement.slides) if part.endswith(("hand", "elbow"))}
    return {part: place for part, place in movement.rests.items() if part.partition("_")[0] in held}


def _let_down(movement: Movement, *, body: Body) -> Posture:
    """Lowered until the trunk lies on the floor, or for those who stand or kneel until anything touches it."""
    angles, lies = movement.keys[0].angles, {"pelvis", "shoulders"} & set(movement.pose.ground)
    high = pose_body(angles, body=body)
    low = lowest_of_trunk_m(high) if lies else lowest_m(high)
    return moved(high, Vec(0.0, 0.0, -low))


def _on_floor(posture: Posture, part: str) -> Anchor:
    found, tall = part_anchor(posture, part), posture.body.height_m
    if part.endswith("foot"):
        return _foot_on_floor(posture, part, found)
    pad = {"knee": KNEE_PAD, "hand": WRIST_PAD, "elbow": 0.022}.get(part.partition("_")[2])
    if pad is None:
        return found
    lie = _flat_hand(found.lie) if part.endswith("hand") else found.lie
    return Anchor(found.point._replace(z=pad * tall), lie)


def _foot_on_floor(posture: Posture, part: str, found: Anchor) -> Anchor:
    leg, tall = posture.legs["left" if part.startswith("left") else "right"], posture.body.height_m
    if found.lie.up.z > 0.6:
        return Anchor(found.point._replace(z=0.039 * tall), _level(found.lie))
    sunk = lowest_of_foot_m(leg, body=posture.body)
    return Anchor(found.point._replace(z=found.point.z - sunk), found.lie)


def _level(lie: Frame) -> Frame:
    forward = unit(Vec(lie.forward.x, lie.forward.y, 0.0))
    return Frame(forward, cross(UPRIGHT.up, forward), UPRIGHT.up)


def _flat_hand(lie: Frame) -> Frame:
    """A palm on the floor points where the hand points, as seen from above."""
    up = unit(Vec(lie.up.x, lie.up.y, 0.0))
    return Frame(UPRIGHT.up, cross(up, UPRIGHT.up), up)


def moments_of(movement: Movement) -> tuple[Moment, ...]:
    """When each key is reached and left, in seconds from the start of one round."""
    found: list[Moment] = []
    for key in movement.keys:
        reached = found[-1].left_s + key.after_s if found else 0.0
        found.append(Moment(key, reached, reached + _stay_s(key, last=key is movement.keys[-1])))
    return tuple(found)


def _stay_s(key: Key, *, last: bool) -> float:
    if key.hold == "dose":
        return DOSE_HOLD_S
    if key.hold is None:
        return PAUSE_S if last else 0.0
    return key.hold


def change_from(moments: tuple[Moment, ...], index: int) -> Change:
    """Every joint from one key to the next: easing out of a key that rests, flowing through one that does not."""
    now, coming = moments[index : index + 2]
    seconds, goal = coming.reached_s - now.left_s, coming.key.angles
    leaving, arriving = _speeds(moments, index), _speeds(moments, index + 1)
    ways = [
        Way(name, angle, goal[name], leaving.get(name, 0.0) * seconds, arriving.get(name, 0.0) * seconds)
        for name, angle in now.key.angles.items()
        if angle != goal[name] or leaving.get(name) or arriving.get(name)
    ]
    return Change(now, seconds, ways)


def _speeds(moments: tuple[Moment, ...], index: int) -> dict[str, float]:
    """Degrees a second of the joints that pass through a key; nothing at one where the body rests.

    A joint that turns back at the key is at rest there, so that it does not overshoot.
    """
    here, last = moments[index], len(moments) - 1
    ends = index in (0, last)
    if rests(moments, index):
        return {}
    before, after = (moments[last - 1], moments[1]) if ends else (moments[index - 1], moments[index + 1])
    arrive = (moments[last] if ends else here).reached_s - before.left_s
    depart = after.reached_s - (moments[0] if ends else here).left_s
    came, goes = before.key.angles, after.key.angles
    return {
        name: _through(angle - came[name], goes[name] - angle, arrive, depart)
        for name, angle in here.key.angles.items()
        if came[name] != angle != goes[name]
    }


def rests(moments: tuple[Moment, ...], index: int) -> bool:
    """Whether the body comes to rest at a key, rather than passing through it."""
    return moments[index].key.hold != 0.0 and not (index == 0 and moments[-1].key.hold == 0.0)


def _through(came: float, goes: float, arrive_s: float, depart_s: float) -> float:
    return 0.0 if came * goes <= 0.0 else (came + goes) / (arrive_s + depart_s)


def mix_angles(a: dict[str, float], b: dict[str, float], share: float) -> dict[str, float]:
    return {name: value + (b[name] - value) * share for name, value in a.items()}


def busy_times_s(performance: Performance, *, per_change: int = 6) -> list[float]:
    """Moments that show the movement: every key, and evenly spaced steps while something moves."""
    times = [0.0]
    for before, after in zip(performance.moments, performance.moments[1:], strict=False):
        step = (after.reached_s - before.left_s) / per_change
        times += [before.left_s + step * n for n in range(per_change + 1)]
    return sorted({round(time, 9) for time in [*times, performance.total_s]})

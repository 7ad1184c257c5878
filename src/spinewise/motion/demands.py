"""What a drawn movement asks of the body: the position, and which part moves which way, how far and how long.

This is read off the joint angles alone. Load, strain, impact, balance and the pull on a nerve cannot be seen in
angles: those tags are a clinician's judgement and are not derived.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

import msgspec

from spinewise.motion.body import LIMITS_DEG, SIDES, Body, Posture
from spinewise.motion.movement import Movement
from spinewise.motion.perform import Performance, perform
from spinewise.motion.seen import trunk_up
from spinewise.motion.signature import steps as takes_steps

Range = Literal["mid", "end"]
Hold = Literal["repeated", "sustained"]
Sign = Literal[-1, 1]

HINTED_SHARE, PLAIN_SHARE = 0.05, 0.2
"""Conventions, as shares of how far the joint can be drawn: from the first on, a spine can be said to bend; from
the second on it plainly does. Between them a drawing may be read either way, and both readings are accepted."""
END_SHARE: dict[str, float] = {
    "lumbar": 0.5,
    "thoracic": 0.6,
    "cervical": 0.6,
    "hip": 0.6,
    "knee": 0.6,
    "shoulder": 0.75,
    "ankle": 0.6,
}
"""Conventions: beyond this share of how far the joint can be drawn, a movement counts as going to its end. The
lower back is the strictest, because most restrictions are about it; a shoulder is at its end when the arm is
overhead."""
END_DEG: dict[tuple[str, str], float] = {("hip", "flexion"): 95.0}
"""The knowledge says what the end of hip flexion means: more than a right angle. Five degrees are left to the
drawing, which is not read to the degree."""
LIMB_MOVES_DEG = 5.0  # how far a limb turns from its start before a tag may name it
SUSTAINED_FROM_S = 5.0  # a shorter stay at the end of each repetition is still a repetition
LYING_UP_Z = 0.62  # the sine of 38 degrees: nearer to level than this, a trunk lies or is carried level
NEAR_FLOOR = 0.112  # of standing height
FOLDED_DEG, BENT_DEG = 120.0, 60.0
SEATS = ("chair", "stool", "bed", "bench", "car", "bike", "recumbent")
SEATED_THIGH = 0.62  # how level both thighs are when somebody sits

ANGLES: dict[tuple[str, str], tuple[str, Sign]] = {
    ("lumbar", "flexion"): ("lumbar_flexion", 1), ("lumbar", "extension"): ("lumbar_flexion", -1),
    ("lumbar", "rotation"): ("lumbar_rotation", 1), ("lumbar", "side_bend"): ("lumbar_side_bend", 1),
    ("thoracic", "flexion"): ("thoracic_flexion", 1), ("thoracic", "extension"): ("thoracic_flexion", -1),
    ("thoracic", "rotation"): ("thoracic_rotation", 1), ("thoracic", "side_bend"): ("thoracic_side_bend", 1),
    ("cervical", "flexion"): ("neck_flexion", 1), ("cervical", "extension"): ("neck_flexion", -1),
    ("cervical", "rotation"): ("neck_rotation", 1), ("cervical", "side_bend"): ("neck_side_bend", 1),
    ("hip", "flexion"): ("hip_flexion", 1), ("hip", "extension"): ("hip_flexion", -1),
    ("hip", "abduction"): ("hip_abduction", 1), ("hip", "rotation"): ("hip_rotation", 1),
    ("knee", "flexion"): ("knee_flexion", 1), ("knee", "extension"): ("knee_flexion", -1),
    ("shoulder", "flexion"): ("shoulder_flexion", 1), ("shoulder", "extension"): ("shoulder_flexion", -1),
    ("shoulder", "abduction"): ("shoulder_abduction", 1),
    ("ankle", "flexion"): ("ankle_dorsiflexion", 1), ("ankle", "extension"): ("ankle_dorsiflexion", -1),
}  # fmt: skip
SPINE = ("lumbar", "thoracic", "cervical")
BOTH_WAYS = ("rotation", "side_bend")


class Dosed(Protocol):
    """What a dose says about one repetition."""

    @property
    def hold_s(self) -> float: ...


class DerivedMove(msgspec.Struct, frozen=True, kw_only=True):
    """One part moved one way. `plain` is whether nobody could overlook it in the drawing; `key` is where."""

    part: str
    way: str
    range: Range
    hold: Hold = "repeated"
    degrees: float = 0.0
    key: str = ""
    plain: bool = True


class DerivedDemands(msgspec.Struct, frozen=True, kw_only=True):
    """What can be read off a movement; an entry of the files that is not here cannot be read off."""

    position: str
    moves: tuple[DerivedMove, ...]

    def move(self, part: str, way: str) -> DerivedMove | None:
        """The move of one part, one way."""
        return next((move for move in self.moves if (move.part, move.way) == (part, way)), None)


class _Extreme(NamedTuple):
    degrees: float
    key: str
    held: bool


def derived_demands(movement: Movement, dose: Dosed) -> DerivedDemands:
    """Position and moves of a movement, done with this dose."""
    performance = perform(movement, body=Body())
    found = [move for part, way in ANGLES if (move := _move(performance, part, way, dose)) is not None]
    return DerivedDemands(position=position_of(performance), moves=(*found, *_neutral(found, movement, dose)))


def _neutral(found: Iterable[DerivedMove], movement: Movement, dose: Dosed) -> list[DerivedMove]:
    """A lower back that bends no way is kept neutral, and that is a demand of its own."""
    if any(move.part == "lumbar" and move.plain for move in found):
        return []
    held = any(key.hold == "dose" for key in movement.keys) and dose.hold_s >= SUSTAINED_FROM_S
    return [DerivedMove(part="lumbar", way="neutral", range="mid", hold="sustained" if held else "repeated")]


def _move(performance: Performance, part: str, way: str, dose: Dosed) -> DerivedMove | None:
    name, sign = ANGLES[part, way]
    extreme = _extreme(performance, name, sign, both_ways=way in BOTH_WAYS)
    limit = _limit_deg(name, sign)
    if not _happens(performance, part, name, sign, extreme, limit):
        return None
    ends = extreme.degrees > END_DEG.get((part, way), END_SHARE[part] * limit)
    return DerivedMove(
        part=part,
        way=way,
        range="end" if ends else "mid",
        hold=_hold(extreme, dose),
        degrees=round(extreme.degrees),
        key=extreme.key,
        plain=part not in SPINE or extreme.degrees >= PLAIN_SHARE * limit,
    )


def _hold(extreme: _Extreme, dose: Dosed) -> Hold:
    return "sustained" if extreme.held and dose.hold_s >= SUSTAINED_FROM_S else "repeated"


def _limit_deg(name: str, sign: Sign) -> float:
    low, high = LIMITS_DEG[name]
    return high if sign > 0 else -low


def _extreme(performance: Performance, name: str, sign: Sign, *, both_ways: bool) -> _Extreme:
    """The furthest that any key goes this way, on either side."""
    reached = [
        _Extreme(abs(angle) if both_ways else sign * angle, key.name, key.hold == "dose")
        for key in performance.movement.keys
        for angle in _values(performance.posture_of(key), name)
    ]
    return max(reached, key=lambda one: (one.degrees, one.held))


def _values(posture: Posture, name: str) -> list[float]:
    return [posture.angles[full] for full in (name, *(f"{side}_{name}" for side in SIDES)) if full in posture.angles]


def _happens(performance: Performance, part: str, name: str, sign: Sign, extreme: _Extreme, limit: float) -> bool:
    """A spine bends when it is bent; a limb also moves a way by going there from somewhere else."""
    if part in SPINE:
        return extreme.degrees >= HINTED_SHARE * limit
    return extreme.degrees >= LIMB_MOVES_DEG or _travels(performance, name, sign) >= LIMB_MOVES_DEG


def _travels(performance: Performance, name: str, sign: Sign) -> float:
    """How far this way a joint goes between two keys."""
    postures = [performance.posture_of(key) for key in performance.movement.keys]
    ways = [
        sign * (b - a)
        for one, other in pairwise(postures)
        for a, b in zip(_values(one, name), _values(other, name), strict=True)
    ]
    return max(ways, default=0.0)


def position_of(performance: Performance) -> str:
    """How the person is at the start."""
    if takes_steps(performance) and trunk_up(performance.start.positions_m).z > LYING_UP_Z and not _seat(performance):
        return "walking"
    return _position(performance.start, seat=_seat(performance), on_arms=_on_arms(performance))


def positions_of(movement: Movement) -> frozenset[str]:
    """Every position that the movement goes through: sitting and standing for who gets up from a chair."""
    performance = perform(movement, body=Body())
    seat, on_arms = _seat(performance), _on_arms(performance)
    at_keys = {_position(performance.posture_of(key), seat=seat, on_arms=on_arms) for key in movement.keys}
    return frozenset({*at_keys, position_of(performance)})


def _seat(performance: Performance) -> bool:
    return any(prop.kind in SEATS and prop.at in ("", "pelvis") for prop in performance.movement.props)


def _on_arms(performance: Performance) -> bool:
    return any(part.endswith(("hand", "elbow")) for part in performance.movement.holds)


def _position(posture: Posture, *, seat: bool, on_arms: bool) -> str:
    """By the way the trunk lies and by what carries it."""
    if abs(trunk_up(posture.positions_m).z) < LYING_UP_Z:
        return _level(posture, on_arms=on_arms)
    if seat and any(abs(leg.upper.up.z) < SEATED_THIGH for leg in posture.legs.values()):
        return "sitting"
    return {0: "standing", 1: "half_kneeling", 2: "kneeling"}[_knees_down(posture)]


def _level(posture: Posture, *, on_arms: bool) -> str:
    """The trunk is nearer to level than to upright."""
    faces_up = posture.trunk.frames[0].forward.z
    if faces_up > LYING_UP_Z:
        return "crook_lying" if _foot_flat(posture) else "supine"
    if abs(faces_up) < LYING_UP_Z and _low(posture, "pelvis"):
        return "side_lying"
    if _low(posture, "pelvis"):
        return "prone"
    if _straight_and_level(posture):
        return "hands_and_knees" if on_arms else "prone"
    if _knees_down(posture):
        folded = min(posture.angles[f"{side}_knee_flexion"] for side in SIDES) > FOLDED_DEG
        return "kneeling" if folded else "hands_and_knees"
    return "standing"


def _straight_and_level(posture: Posture) -> bool:
    """Face down in one line: carried by the water, or by arms and feet, which counts as hands and knees."""
    return all(
        abs(leg.upper.up.z) < LYING_UP_Z and leg.upper.up.x * posture.trunk.frames[0].up.x > 0.0
        for leg in posture.legs.values()
    )


def _low(posture: Posture, part: str) -> bool:
    """Whether this is on the floor, or on the bed that the person lies on, rather than carried by legs."""
    places = posture.positions_m
    return places[part].z - min(place.z for place in places.values()) < NEAR_FLOOR * posture.body.height_m


def _knees_down(posture: Posture) -> int:
    """How many knees carry the body: on the floor, with the shin lying behind."""
    return sum(_low(posture, f"{side}_knee") and abs(posture.legs[side].lower.up.z) < LYING_UP_Z for side in SIDES)


def _foot_flat(posture: Posture) -> bool:
    return any(_low(posture, f"{side}_ankle") and posture.angles[f"{side}_knee_flexion"] > BENT_DEG for side in SIDES)

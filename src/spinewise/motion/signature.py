"""How one movement is recognised: what is counted, by which angle, between which degrees.

The angles are those that a camera can see (`seen.py`), so a repetition is counted in the same numbers whether
the person is drawn, filmed or simulated. All shares of a travel here are conventions of counting; they say
nothing about how far a person should go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from spinewise.motion.body import SHAPE_CM, SIDES, Body, Posture
from spinewise.motion.movement import Key, Movement
from spinewise.motion.perform import Performance, moments_of, perform
from spinewise.motion.seen import TRUNK, Seen, seen_angles, trunk_up

Counted = Literal["repetitions", "hold", "steps"]
BACK_SHARE, REACHED_SHARE = 0.3, 0.7
"""Conventions: a repetition counts when this share of the way is reached and then this little is left.

Half a repetition stays below the upper one, and the gap between them is wider than a camera trembles."""
QUICKEST_S = 0.8  # nobody repeats a movement faster; what looks like it is a tremor of the measurement
QUICKEST_SHARE = 0.5  # of the time that the movement is written with
SEEN_FROM_DEG = 15.0  # less travel than this is lost in a camera's error
TURNS_FROM_DEG = 5.0  # a joint that turns less is drawn, but is no target
NEARLY = 0.85  # of the largest travel: among these the steadiest joint is taken
WITHIN_SHARE = 0.2  # of the travel: how far from its key a held angle may drift
SWINGS_DEG, BRIEF_S, ALIKE_DEG = 15.0, 0.2, 2.0  # legs that take turns, without a rest, mirrored this nearly
UPRIGHT_FROM = 0.5
SWINGING = ("hip_flexion", "shoulder_flexion")
STEADIEST = (
    "knee_flexion",
    "hip_flexion",
    "hip_abduction",
    TRUNK,
    "shoulder_flexion",
    "shoulder_abduction",
    "elbow_flexion",
    "ankle_dorsiflexion",
)


class Driver(msgspec.Struct, frozen=True, kw_only=True):
    """The angle that shows a repetition, in degrees as seen by the camera of this view.

    Done when it has passed `reached_deg`, over when it is back past `back_deg`.
    """

    angle: str
    rest_deg: float
    target_deg: float
    back_deg: float
    reached_deg: float

    @property
    def rises(self) -> bool:
        return self.target_deg > self.rest_deg


class HoldWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A key that is held: between which degrees of the driver, and for how long (None: as prescribed)."""

    key: str
    low_deg: float
    high_deg: float
    seconds: float | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One joint at one key, in degrees of the body's own joint angles."""

    key: str
    angle: str
    degrees: float


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted, and by what; where no angle can be followed, `why_no_driver` says so."""

    movement: str
    view: str
    counts: Counted
    driver: Driver | None = None
    why_no_driver: str = ""
    quickest_s: float = QUICKEST_S
    holds: tuple[HoldWindow, ...] = ()
    targets: tuple[Target, ...] = ()


class _Travel(NamedTuple):
    angle: str
    rest_deg: float
    target_deg: float
    seen_deg: float
    once: bool


def signature_of(movement: Movement) -> Signature:
    """What a repetition of this movement looks like to a camera.

    Steps and postures have no driver: steps are counted by another measure, a posture is only timed.
    """
    performance = perform(movement, body=Body())
    targets = targets_of(performance)
    counts = counted(performance, targets)
    driver = driver_of(performance) if counts == "repetitions" else None
    return Signature(
        movement=movement.id,
        view=movement.view,
        counts=counts,
        driver=driver,
        why_no_driver="" if driver else WHY_NOT[counts],
        quickest_s=_quickest_s(movement),
        holds=_holds(performance, driver) if driver else (),
        targets=targets,
    )


WHY_NOT: dict[str, str] = {
    "repetitions": f"no angle that a camera sees from here turns by {SEEN_FROM_DEG:.0f} degrees, once in a repetition",
    "hold": "nothing turns: the posture is timed",
    "steps": "both sides take turns: steps are counted",
}


def counted(performance: Performance, targets: tuple[Target, ...]) -> Counted:
    """Repetitions, unless nothing turns or both sides take turns without a rest.

    A hand on a belly that breathes turns its own arm and nothing else: that is a posture too.
    """
    if all(target.angle.startswith(following_arms(performance.movement)) for target in targets):
        return "hold"
    return "steps" if steps(performance) else "repetitions"


def steps(performance: Performance) -> bool:
    """Whether a person walks, marches, pedals or swims here."""
    movement = performance.movement
    return "ahead" in movement.arrows or _halves_mirror(movement) or _strides(performance)


def _halves_mirror(movement: Movement) -> bool:
    """Whether the second half of the loop is the first with arms, or legs, exchanged."""
    loop = movement.keys[:-1]
    if len(loop) < 2 or len(loop) % 2 or any(_rests_s(key) > BRIEF_S for key in loop):
        return False
    pairs = list(zip(loop, loop[len(loop) // 2 :], strict=False))
    return any(_swings(loop, joint) and all(_exchanged(a, b, joint) for a, b in pairs) for joint in SWINGING)


def _rests_s(key: Key) -> float:
    return 60.0 if key.hold == "dose" else key.hold or 0.0


def _swings(keys: Iterable[Key], joint: str) -> bool:
    """Whether one side is ever well ahead of the other."""
    return any(abs(_lead_deg(key, joint)) >= SWINGS_DEG for key in keys)


def _lead_deg(key: Key, joint: str) -> float:
    return key.angles[f"left_{joint}"] - key.angles[f"right_{joint}"]


def _exchanged(a: Key, b: Key, joint: str) -> bool:
    return all(
        abs(a.angles[f"{one}_{joint}"] - b.angles[f"{other}_{joint}"]) <= ALIKE_DEG
        for one, other in (SIDES, SIDES[::-1])
    )


def _strides(performance: Performance) -> bool:
    """Upright, no foot kept, and the legs change places."""
    movement = performance.movement
    if any(part.endswith(("foot", "toes", "knee", "pelvis")) for part in movement.holds):
        return False
    if trunk_up(performance.start.positions_m).z < UPRIGHT_FROM:
        return False
    ahead = [_lead_deg(key, "hip_flexion") for key in movement.keys]
    return min(ahead) <= -SWINGS_DEG and max(ahead) >= SWINGS_DEG


def targets_of(performance: Performance) -> tuple[Target, ...]:
    """The degrees of every joint that moves, at every key."""
    postures = {key.name: performance.posture_of(key).angles for key in performance.movement.keys}
    every = list(postures.values())
    moving = [name for name in every[0] if name not in SHAPE_CM and _turn(every, name) >= TURNS_FROM_DEG]
    return tuple(
        Target(key=key, angle=name, degrees=round(angles[name]) + 0.0)
        for key, angles in postures.items()
        for name in moving
    )


def _turn(every: list[dict[str, float]], name: str) -> float:
    values = [angles[name] for angles in every]
    return max(values) - min(values)


def driver_of(performance: Performance) -> Driver | None:
    """The angle with the longest way in the picture; of several nearly as long, the steadiest to measure.

    Of two sides that move alike it is the near one. An angle that comes back and goes again within one repetition
    would count it twice. None when nothing that is seen turns far enough.
    """
    travels = [travel for travel in _travels(performance) if travel.seen_deg >= SEEN_FROM_DEG and travel.once]
    if not travels:
        return None
    most = max(travel.seen_deg for travel in travels)
    best = min((travel for travel in travels if travel.seen_deg >= NEARLY * most), key=_steadiness)
    way = best.target_deg - best.rest_deg
    return Driver(
        angle=best.angle,
        rest_deg=round(best.rest_deg, 1),
        target_deg=round(best.target_deg, 1),
        back_deg=round(best.rest_deg + BACK_SHARE * way, 1),
        reached_deg=round(best.rest_deg + REACHED_SHARE * way, 1),
    )


def _steadiness(travel: _Travel) -> tuple[int, float, bool]:
    """First by joint, then by travel: a working side has more of it; equal sides keep the near one in front."""
    joint = travel.angle.removeprefix("left_").removeprefix("right_")
    return STEADIEST.index(joint), -round(travel.seen_deg, 1), travel.angle.startswith("left_")


def _travels(performance: Performance) -> list[_Travel]:
    movement = performance.movement
    seen = [seen_angles(performance.posture_of(key).positions_m, view=movement.view) for key in movement.keys]
    follows = following_arms(movement)
    return [_furthest(name, [angles[name] for angles in seen]) for name in seen[0] if not name.startswith(follows)]


def following_arms(movement: Movement) -> tuple[str, ...]:
    """Joints of the arms that lean on something or lie on the body: they follow and show nothing of their own."""
    kept = (*movement.holds, *movement.rests)
    return tuple(
        f"{side}_{joint}"
        for side in SIDES
        if {f"{side}_hand", f"{side}_elbow"} & set(kept)
        for joint in ("shoulder", "elbow", "wrist", "scapula")
    )


def _furthest(name: str, at_keys: list[Seen]) -> _Travel:
    """From the first key to the one that is furthest from it."""
    rest = at_keys[0]
    target = max(at_keys, key=lambda one: abs(one.degrees - rest.degrees))
    way = abs(target.degrees - rest.degrees)
    shares = [(one.degrees - rest.degrees) / (target.degrees - rest.degrees) if way else 0.0 for one in at_keys]
    return _Travel(name, rest.degrees, target.degrees, way * min(rest.in_plane, target.in_plane), _once(shares))


def _once(shares: Iterable[float]) -> bool:
    """Whether the way there is taken once, when only being nearly back counts as being back."""
    times, there = 0, False
    for share in shares:
        if not there and share > REACHED_SHARE:
            there, times = True, times + 1
        elif share < BACK_SHARE:
            there = False
    return times == 1


def driver_deg(posture: Posture, *, angle: str, view: str) -> float:
    """The driver's degrees in one posture."""
    return seen_angles(posture.positions_m, view=view)[angle].degrees


def _quickest_s(movement: Movement) -> float:
    moving = sum(key.after_s for key in movement.keys)
    return round(max(QUICKEST_S, QUICKEST_SHARE * moving), 2)


def _holds(performance: Performance, driver: Driver) -> tuple[HoldWindow, ...]:
    """One window for every key at which the body rests away from the start, as the driver sees it."""
    found = {}
    slack = abs(driver.target_deg - driver.rest_deg) * WITHIN_SHARE
    for moment in moments_of(performance.movement)[1:-1]:
        if moment.key.hold not in (None, 0.0):
            found[moment.key.name] = _window(performance, moment.key, driver, slack)
    return tuple(window for window in found.values() if not window.low_deg <= driver.rest_deg <= window.high_deg)


def _window(performance: Performance, key: Key, driver: Driver, slack: float) -> HoldWindow:
    degrees = driver_deg(performance.posture_of(key), angle=driver.angle, view=performance.movement.view)
    seconds = None if key.hold == "dose" else float(key.hold or 0.0)
    return HoldWindow(
        key=key.name, low_deg=round(degrees - slack, 1), high_deg=round(degrees + slack, 1), seconds=seconds
    )

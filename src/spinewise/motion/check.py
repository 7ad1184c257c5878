"""Is a movement one that a body could make? Joint limits, contacts, floor, speed, and a closed loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from spinewise.motion.arrows import main_key
from spinewise.motion.body import Body, Posture
from spinewise.motion.flesh import lowest_m
from spinewise.motion.movement import (
    Key,
    Movement,
    MovementProblem,
    Poses,
    beyond_limits,
    naming_problems,
    read_movement,
)
from spinewise.motion.perform import Performance, busy_times_s, mix_angles, perform
from spinewise.motion.settle import contact_error_m

SEARCHES, NAMED = 6, 3
CONTACT_M, SUNK_M, FASTEST_DEG_S, SLACK_DEG = 0.010, 0.015, 360.0, 1.5
SOLVED_FREELY = ("shoulder_rotation", "hip_rotation", "shoulder_abduction", "shoulder_flexion")


def check_movement(movement: Movement | Mapping[str, Any], poses: Poses) -> tuple[MovementProblem, ...]:
    """Everything wrong with a movement; nothing when a person could do it as it is written.

    A plain mapping is first checked for unknown names, each with the nearest known one.
    """
    if not isinstance(movement, Movement):
        named = naming_problems(movement, poses)
        return tuple(named) or check_movement(read_movement(movement, id="movement", poses=poses), poses)
    performance = perform(movement, body=Body())
    bodily = _bodily(performance)
    instead = _nearest_that_works(performance) if bodily else ""
    helped = [msgspec.structs.replace(one, instead=instead or one.instead) for one in bodily]
    return (*_limits(movement), *helped, *_speed(performance), *_loop(movement))


def _bodily(performance: Performance) -> list[MovementProblem]:
    """What a real body could not do in the room: slip off a contact, sink into the floor, overstretch a joint."""
    postures = [performance.posture_at(time) for time in busy_times_s(performance)]
    return [*_contacts(performance, postures), *_floor(postures), *_joints(postures)]


def _nearest_that_works(performance: Performance) -> str:
    """How far towards its key the movement can go, with the angles that it then has; nothing when not even a little."""
    movement = performance.movement
    key = _culprit(performance)
    works, fails = 0.0, 1.0
    for _ in range(SEARCHES):
        share = (works + fails) / 2
        shorter = perform(_shortened(movement, key, share), body=performance.body)
        works, fails = (works, share) if _bodily(shorter) else (share, fails)
    if works == 0.0:
        return ""
    angles = mix_angles(movement.keys[0].angles, key.angles, works)
    moved = sorted(angles, key=lambda name: -abs(angles[name] - movement.keys[0].angles[name]))[:NAMED]
    said = ", ".join(f"{name} {angles[name]:.0f}" for name in moved if angles[name] != movement.keys[0].angles[name])
    return f"The nearest to '{key.name}' that works: {said}"


def _culprit(performance: Performance) -> Key:
    """The first key whose own posture is wrong, or the one the movement is about."""

    def wrong(key: Key) -> bool:
        posture = [performance.posture_of(key)]
        return bool([*_contacts(performance, posture), *_floor(posture), *_joints(posture)])

    return next((key for key in performance.movement.keys[1:] if wrong(key)), main_key(performance.movement))


def _shortened(movement: Movement, key: Key, share: float) -> Movement:
    angles = mix_angles(movement.keys[0].angles, key.angles, share)
    keys = tuple(msgspec.structs.replace(one, angles=angles) if one.name == key.name else one for one in movement.keys)
    return msgspec.structs.replace(movement, keys=keys)


def _limits(movement: Movement) -> list[MovementProblem]:
    """Every angle beyond its joint, told at the key that set it."""
    found, before = [], movement.pose.angles
    for key in movement.keys:
        fresh = {name: angle for name, angle in key.angles.items() if before.get(name, 0.0) != angle}
        found += beyond_limits(f"keys/{key.name}", fresh)
        before = key.angles
    return found


def _joints(postures: Iterable[Posture]) -> list[MovementProblem]:
    """Limits of the joints that contacts moved; a solved shoulder has more than one reading."""
    found: dict[str, MovementProblem] = {}
    for posture in postures:
        solved = {name: angle for name, angle in posture.angles.items() if not name.endswith(SOLVED_FREELY)}
        for problem in beyond_limits("contacts", solved, slack=SLACK_DEG):
            found.setdefault(problem.where, msgspec.structs.replace(problem, where="holds"))
    return list(found.values())


def _contacts(performance: Performance, postures: Iterable[Posture]) -> list[MovementProblem]:
    worst: dict[str, float] = {}
    for posture in postures:
        for part, error in contact_error_m(posture, performance.hold).items():
            worst[part] = max(worst.get(part, 0.0), error)
    return [
        MovementProblem("holds", f"{part} slips {error * 100:.1f} cm", "Change the angles so that it can stay")
        for part, error in worst.items()
        if error > CONTACT_M
    ]


def _floor(postures: Iterable[Posture]) -> list[MovementProblem]:
    lowest = min(lowest_m(posture) for posture in postures)
    if lowest >= -SUNK_M:
        return []
    return [MovementProblem("floor", f"the body goes {-lowest * 100:.1f} cm through the floor", "Raise what is lowest")]


def _speed(performance: Performance) -> list[MovementProblem]:
    found = []
    for before, after in zip(performance.moments, performance.moments[1:], strict=False):
        name, turn = _largest_turn(before.key.angles, after.key.angles)
        seconds = after.reached_s - before.left_s
        if turn > FASTEST_DEG_S * seconds:
            found.append(
                MovementProblem(
                    f"keys/{after.key.name}",
                    f"{name} turns {turn:.0f} degrees in {seconds:g} s",
                    f"Give it at least {turn / FASTEST_DEG_S:.1f} s",
                )
            )
    return found


def _largest_turn(a: Mapping[str, float], b: Mapping[str, float]) -> tuple[str, float]:
    name = max(a, key=lambda each: abs(b[each] - a[each]))
    return name, abs(b[name] - a[name])


def _loop(movement: Movement) -> list[MovementProblem]:
    if movement.keys[0].angles == movement.keys[-1].angles:
        return []
    return [MovementProblem("keys", "the movement does not end as it began", "End with the key 'start'")]

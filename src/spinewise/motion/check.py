"""Is a movement one that a body could make? Joint limits, contacts, floor, speed, and a closed loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spinewise.motion.body import Body, Posture, limit_of
from spinewise.motion.flesh import lowest_m
from spinewise.motion.movement import Movement, MovementProblem, Poses, naming_problems, read_movement
from spinewise.motion.perform import Performance, busy_times_s, perform
from spinewise.motion.settle import contact_error_m

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
    postures = [performance.posture_at(time) for time in busy_times_s(performance)]
    found = [*_limits(movement), *_contacts(performance, postures), *_floor(postures)]
    return (*found, *_joints(postures), *_speed(performance), *_loop(movement))


def _limits(movement: Movement) -> list[MovementProblem]:
    return [problem for key in movement.keys for problem in _beyond(f"keys/{key.name}", key.angles)]


def _beyond(where: str, angles: Mapping[str, float], *, slack: float = 0.0) -> list[MovementProblem]:
    found = []
    for name, angle in angles.items():
        low, high = limit_of(name)
        if not low - slack <= angle <= high + slack:
            found.append(MovementProblem(where, f"{name} is {angle:.0f}", f"Keep it from {low:.0f} to {high:.0f}"))
    return found


def _joints(postures: Iterable[Posture]) -> list[MovementProblem]:
    """Limits of the joints that contacts moved; a solved shoulder has more than one reading."""
    found: dict[str, MovementProblem] = {}
    for posture in postures:
        solved = {name: angle for name, angle in posture.angles.items() if not name.endswith(SOLVED_FREELY)}
        for problem in _beyond("contacts", solved, slack=SLACK_DEG):
            found.setdefault(problem.what.split(" ")[0], problem)
    return list(found.values())


def _contacts(performance: Performance, postures: Iterable[Posture]) -> list[MovementProblem]:
    worst: dict[str, float] = {}
    for posture in postures:
        for part, error in contact_error_m(posture, performance.hold).items():
            worst[part] = max(worst.get(part, 0.0), error)
    return [MovementProblem("holds", f"{part} slips {error * 100:.1f} cm", "Change the angles so that it can stay")
            for part, error in worst.items() if error > CONTACT_M]


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
            found.append(MovementProblem(f"keys/{after.key.name}", f"{name} turns {turn:.0f} degrees in {seconds:g} s",
                                         f"Give it at least {turn / FASTEST_DEG_S:.1f} s"))
    return found


def _largest_turn(a: Mapping[str, float], b: Mapping[str, float]) -> tuple[str, float]:
    name = max(a, key=lambda each: abs(b[each] - a[each]))
    return name, abs(b[name] - a[name])


def _loop(movement: Movement) -> list[MovementProblem]:
    if movement.keys[0].angles == movement.keys[-1].angles:
        return []
    return [MovementProblem("keys", "the movement does not end as it began", "End with the key 'start'")]

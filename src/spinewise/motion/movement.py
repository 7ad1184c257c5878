"""A movement as data: a pose, the keys that change it, what stays in contact, and what stands around.

A key names only the angles that change; they stay changed until another key changes them. A key whose
name was used before is that earlier key again, so a movement ends as it began by repeating `start`.
`near_` and `far_` are the sides as the picture shows them (seen from the right), a bare name is both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from spinewise.errors import KnowledgeError, Place, Problem, nearest
from spinewise.motion.body import LIMITS_DEG, PAIRED, SIDES, every_angle, limit_of
from spinewise.motion.settle import BODY_PLACES, LIMB_PARTS, TRUNK_PARTS

View = Literal["side", "front"]
SIDE_WORDS: dict[str, tuple[str, ...]] = {
    "near": ("right",),
    "far": ("left",),
    "left": ("left",),
    "right": ("right",),
    "both": SIDES,
}
GEAR = (
    "band",
    "bed",
    "bench",
    "bike",
    "box",
    "car",
    "child",
    "cuff",
    "cushion",
    "dumbbells",
    "kettlebell",
    "laptop",
    "low_bench",
    "phone",
    "pool",
    "recumbent",
    "rest_bench",
    "roman_chair",
    "stairs",
    "treadmill",
    "trolley",
    "wall_ball",
)
HOUSEHOLD = ("basin", "rail", "clock", "floor_line", "squares", "sock", "trousers")
PROPS = (
    "mat",
    "chair",
    "stool",
    "wall",
    "table",
    "desk",
    "counter",
    "step",
    "strap",
    "stick",
    "towel",
    "pillow",
    "ball",
    "roller",
    "weight",
    *GEAR,
    *HOUSEHOLD,
)
MUSCLES = (
    "abdominals",
    "deep_abdominals",
    "trunk_extensors",
    "obliques",
    "glutes",
    "hip_abductors",
    "hip_flexors",
    "hamstrings",
    "quadriceps",
    "calves",
    "neck_flexors",
    "neck_extensors",
    "shoulder_blade",
    "chest",
    "breathing",
)
INSETS = ("pelvis", "belly", "neck")
ARROW_PLACES = ("belly", "back", "ahead")
PROP_PLACES = ("thigh", "ahead", "knees", "ankles", "soles", "door", "door_behind", "door_side", "door_top")
FIELDS = ("view", "from", "keys", "holds", "slides", "rests", "props", "target", "inset", "arrows")
LISTS = ("keys", "holds", "slides", "props", "arrows")
DOSE = "dose"
NOT_ANGLES = ("name", "after_s", "hold", "say")


class Prop(msgspec.Struct, frozen=True, kw_only=True):
    """A thing in the picture: what it is, which part it holds or is held by, and how high it is."""

    kind: str
    at: str = ""
    height_m: float = 0.0


class Pose(msgspec.Struct, frozen=True, kw_only=True):
    """A starting position: the angles that differ from standing, and what is on the floor."""

    name: str
    says: str = ""
    angles: dict[str, float] = {}
    ground: tuple[str, ...] = ()
    props: tuple[Prop, ...] = ()


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A moment of the movement with every angle spelt out.

    `hold` is seconds, or `dose`. Nothing given: come to rest and go on. 0: pass through without stopping.
    `say` is spoken on the way to it, where the usual words would not do.
    """

    name: str
    angles: dict[str, float]
    after_s: float = 0.0
    hold: float | Literal["dose"] | None = None
    say: str = ""


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise's movement, ready to be drawn, spoken and measured."""

    id: str
    view: View
    pose: Pose
    keys: tuple[Key, ...]
    holds: tuple[str, ...] = ()
    slides: tuple[str, ...] = ()
    rests: dict[str, str] = {}
    props: tuple[Prop, ...] = ()
    target: str = ""
    inset: str = ""
    arrows: tuple[str, ...] = ()


class MovementProblem(msgspec.Struct, frozen=True):
    """One thing that is wrong with a movement: where, what, and what would be right."""

    where: str
    what: str
    instead: str = ""


Poses = dict[str, Pose]
Plain = Mapping[str, Any]


def read_poses(plain: Mapping[str, Plain]) -> Poses:
    """Poses by name, from plain mappings as a loader gives them.

    Raises:
        KnowledgeError: a pose names an angle, a part or a thing that does not exist.
    """
    problems = [
        Problem(Place(f"poses/{name}"), found.what, found.instead)
        for name, fields in plain.items()
        for found in pose_problems(fields)
    ]
    if problems:
        raise KnowledgeError(problems)
    return {name: _pose(name, fields) for name, fields in plain.items()}


def _pose(name: str, fields: Plain) -> Pose:
    return Pose(
        name=name,
        says=str(fields.get("says", "")),
        angles=spelt_out(fields.get("angles", {})),
        ground=parts(fields.get("ground", ())),
        props=_props(fields.get("props", ())),
    )


def read_movement(plain: Plain, *, id: str, poses: Poses) -> Movement:
    """A movement from a plain mapping, with its pose inside it.

    Raises:
        KnowledgeError: a name is unknown; every problem is listed, with the nearest known name.
    """
    problems = naming_problems(plain, poses)
    if problems:
        raise KnowledgeError(Problem(Place(id), f"{found.where}: {found.what}", found.instead) for found in problems)
    pose = poses[plain["from"]]
    return Movement(
        id=id,
        view=plain.get("view", "side"),
        pose=pose,
        keys=_keys(plain["keys"], pose),
        holds=parts(plain.get("holds", ())),
        slides=parts(plain.get("slides", ())),
        rests={part: place for name, place in plain.get("rests", {}).items() for part in parts([name])},
        props=(*pose.props, *_props(plain.get("props", ()))),
        target=plain.get("target", ""),
        inset=plain.get("inset", ""),
        arrows=parts(plain.get("arrows", ())),
    )


def _keys(rows: Iterable[Plain], pose: Pose) -> tuple[Key, ...]:
    keys: list[Key] = []
    seen: dict[str, dict[str, float]] = {}
    now = {**dict.fromkeys(every_angle(), 0.0), **pose.angles}
    for row in rows:
        changes = {name: value for name, value in row.items() if name not in NOT_ANGLES}
        now = seen.setdefault(row["name"], {**now, **spelt_out(changes)})
        keys.append(
            Key(
                name=row["name"],
                angles=now,
                after_s=float(row.get("after_s", 0)),
                hold=_hold(row),
                say=str(row.get("say", "")),
            )
        )
    return tuple(keys)


def _hold(row: Plain) -> float | Literal["dose"] | None:
    hold = row.get("hold")
    return hold if hold is None else ("dose" if hold == DOSE else float(hold))


def _props(rows: Iterable[str | Plain]) -> tuple[Prop, ...]:
    return tuple(
        Prop(kind=row)
        if isinstance(row, str)
        else Prop(kind=row["kind"], at=_single(row.get("at", "")), height_m=float(row.get("height_m", 0)))
        for row in rows
    )


def _single(name: str) -> str:
    side, rest, part = name.partition("_")
    return f"{SIDE_WORDS[side][0]}_{part}" if rest and side in ("near", "far") else name


def spelt_out(changes: Mapping[str, Any]) -> dict[str, float]:
    """Angles with left and right apart; strings become numbers."""
    return {full: float(value) for name, value in changes.items() for full in _full_names(name)}


def _full_names(name: str) -> tuple[str, ...]:
    side, _, rest = name.partition("_")
    if side in SIDE_WORDS and rest in PAIRED:
        return tuple(f"{one}_{rest}" for one in SIDE_WORDS[side])
    return tuple(f"{one}_{name}" for one in SIDES) if name in PAIRED else (name,)


def parts(names: Iterable[str]) -> tuple[str, ...]:
    """Parts of the body with left and right apart: `both_feet` is two of them."""
    return tuple(part for name in names for part in _full_parts(name))


def _full_parts(name: str) -> tuple[str, ...]:
    side, _, part = name.partition("_")
    single = {"feet": "foot", "hands": "hand", "knees": "knee", "elbows": "elbow"}.get(part, part)
    return tuple(f"{one}_{single}" for one in SIDE_WORDS[side]) if side in SIDE_WORDS else (name,)


def naming_problems(plain: Plain, poses: Poses) -> list[MovementProblem]:
    """Everything in a movement that names something unknown, each with the nearest known name."""
    found = _shape_problems(plain)
    if found:
        return found
    found = _unknown("", plain, FIELDS) + _unknown("from", [plain.get("from", "")], poses)
    found += _unknown("view", [plain.get("view", "side")], ("side", "front"))
    found += _unknown("target", _given(plain, "target"), MUSCLES)
    found += _unknown("inset", _given(plain, "inset"), INSETS)
    for field in ("holds", "slides", "arrows"):
        found += _part_problems(field, plain.get(field, ()))
    found += _part_problems("rests", plain.get("rests", {}))
    found += _unknown("rests", plain.get("rests", {}).values(), BODY_PLACES)
    return found + _prop_problems(plain.get("props", ())) + _key_problems(plain.get("keys", ()))


def _shape_problems(plain: Any) -> list[MovementProblem]:
    """What is no mapping or no list where one is needed; nothing further can be said about such a movement."""
    if not isinstance(plain, Mapping):
        return [MovementProblem("", f"'{plain}' is not a movement", "Give from: and keys:")]
    lists = [name for name in LISTS if not isinstance(plain.get(name, []), list)]
    found = [MovementProblem(name, f"'{plain[name]}' is not a list", "Put it in square brackets") for name in lists]
    if not isinstance(plain.get("rests", {}), Mapping):
        what = f"'{plain['rests']}' is not a mapping"
        found.append(MovementProblem("rests", what, "Write rests: {near_hand: belly}"))
    rows = [] if "keys" in lists else plain.get("keys", [])
    return found + [
        MovementProblem(f"keys/#{number}", f"'{row}' is not a key", "Write {name: start, after_s: 0}")
        for number, row in enumerate(rows)
        if not isinstance(row, Mapping) or "name" not in row
    ]


def _given(plain: Plain, field: str) -> list[str]:
    return [plain[field]] if plain.get(field) else []


def _unknown(where: str, names: Iterable[str], known: Iterable[str]) -> list[MovementProblem]:
    among = list(known)
    return [
        MovementProblem(where, f"'{name}' is not known", nearest(str(name), among) or _choices(among))
        for name in names
        if name not in among
    ]


def _choices(among: list[str]) -> str:
    return "Use one of: " + ", ".join(among)


def known_parts() -> list[str]:
    plural = ("feet", "hands", "knees", "elbows")
    return [*TRUNK_PARTS, *(f"{side}_{part}" for side in SIDE_WORDS for part in (*LIMB_PARTS, *plural))]


def _part_problems(where: str, names: Iterable[str]) -> list[MovementProblem]:
    return _unknown(where, names, [*known_parts(), *(ARROW_PLACES if where == "arrows" else ())])


def _prop_problems(rows: Iterable[str | Plain]) -> list[MovementProblem]:
    listed = list(rows)
    kinds = [row if isinstance(row, str) else row.get("kind", "") for row in listed]
    places = [row["at"] for row in listed if not isinstance(row, str) and row.get("at")]
    heights = [row["height_m"] for row in listed if not isinstance(row, str) and "height_m" in row]
    wrong = [
        MovementProblem("props", f"height_m is '{height}', not a number", "Give metres")
        for height in heights
        if not _is_number(height)
    ]
    return _unknown("props", kinds, PROPS) + _unknown("props", places, [*known_parts(), *PROP_PLACES]) + wrong


def _key_problems(rows: Iterable[Plain]) -> list[MovementProblem]:
    listed = list(rows)
    if not listed:
        return [MovementProblem("keys", "there are no keys", "Give at least the key 'start'")]
    found = [problem for row in listed for problem in _row_problems(row)]
    found += _repeat_problems(listed)
    return found if listed[0].get("name") else [*found, MovementProblem("keys", "the first has no name", "name: start")]


def _repeat_problems(rows: list[Plain]) -> list[MovementProblem]:
    """A repeated key is the earlier one again: angles on it would be silently lost."""
    seen: set[str] = set()
    found = []
    for row in rows:
        name = str(row.get("name", "?"))
        if name in seen and row.keys() - set(NOT_ANGLES):
            found.append(MovementProblem(f"keys/{name}", "the name was used before", "Give it a name of its own"))
        seen.add(name)
    return found


def _row_problems(row: Plain) -> list[MovementProblem]:
    angles = [name for name in row if name not in NOT_ANGLES]
    where = f"keys/{row.get('name', '?')}"
    return [*_angle_problems(where, angles), *_number_problems(where, row)]


def _number_problems(where: str, row: Plain) -> list[MovementProblem]:
    return [
        MovementProblem(f"{where}/{name}", f"{name} is '{value}', not a number", "Give degrees or seconds")
        for name, value in row.items()
        if name not in ("name", "say") and value != DOSE and not _is_number(value)
    ]


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def known_angles() -> list[str]:
    return [*LIMITS_DEG, *(f"{side}_{name}" for side in ("near", "far", "left", "right") for name in PAIRED)]


def _angle_problems(where: str, names: Iterable[str]) -> list[MovementProblem]:
    return [problem for name in names for problem in _unknown(f"{where}/{name}", [name], known_angles())]


def pose_problems(fields: Plain) -> list[MovementProblem]:
    """Everything wrong with a pose: names, numbers, and angles that no joint has."""
    named = _pose_names(fields)
    return named or beyond_limits("angles", spelt_out(fields.get("angles", {})))


def beyond_limits(where: str, angles: Mapping[str, float], *, slack: float = 0.0) -> list[MovementProblem]:
    """Angles that no joint can be drawn at, each with the nearest that it can."""
    found = []
    for name, angle in angles.items():
        low, high = limit_of(name)
        if not low - slack <= angle <= high + slack:
            best = low if angle < low else high
            found.append(
                MovementProblem(
                    f"{where}/{name}",
                    f"{name} is {angle:.0f}",
                    f"Keep it from {low:.0f} to {high:.0f}; the nearest is {best:.0f}",
                )
            )
    return found


def _pose_names(fields: Plain) -> list[MovementProblem]:
    angles = _angle_problems("angles", fields.get("angles", {}))
    angles += _number_problems("angles", fields.get("angles", {}))
    return [*angles, *_part_problems("ground", fields.get("ground", ())), *_prop_problems(fields.get("props", ()))]

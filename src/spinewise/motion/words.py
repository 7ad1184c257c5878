"""Say a movement in words: the picture's text for people who hear the page."""

from __future__ import annotations

from spinewise.language import gettext as _
from spinewise.language import gettext_noop
from spinewise.motion.arrows import tracked
from spinewise.motion.body import Body, Posture, Side
from spinewise.motion.geometry import Vec, length, sub
from spinewise.motion.limb_words import LIMBS
from spinewise.motion.movement import Key, Movement
from spinewise.motion.perform import Performance, perform

NOTICEABLE_M, STEPPED_M, LARGE_M = 0.07, 0.12, 0.16
ROCKED_M, BENT_DEG = 0.02, 12.0
STANDS, LEANS, CURLS = (
    gettext_noop("Stands up."),
    gettext_noop("Leans forward."),
    gettext_noop("The head, shoulders and back curl up to sitting."),
)
SIDEWAYS = gettext_noop("The trunk bends to the side.")
GLIDES = gettext_noop("The hips glide to the side.")
SHIFTS, LIES_DOWN, ROLLS = (
    gettext_noop("The body moves to the side."),
    gettext_noop("Lies down on one side."),
    gettext_noop("Rolls onto one side."),
)
LEANS_BACK, TURNS = gettext_noop("Leans back."), gettext_noop("Turns, trunk and legs together.")
PEDALS = gettext_noop("Pedals round, one foot coming up as the other goes down.")
STRAIGHTENS = gettext_noop("The body straightens into one line.")
ALONE = (STANDS, STRAIGHTENS, CURLS, SIDEWAYS, GLIDES, LIES_DOWN, ROLLS, LEANS_BACK)
LEANING = (LEANS, TURNS)
TURNED_DEG, ROLLED_DEG, OPENED_DEG, PEEPED_M = 30.0, 40.0, 30.0, 0.03
WALKS = gettext_noop("Walks forward with an easy stride, the arms swinging.")
MARCHES = gettext_noop("Marches on the spot, one knee up and then the other, the arms swinging.")
MARCHED_DEG = 25.0
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
SMALL_CHANGES: tuple[tuple[str, float, str], ...] = (
    ("belly", 1.0, gettext_noop("The belly rises with the breath in.")),
    ("belly", -1.0, gettext_noop("The lower belly draws in gently.")),
    ("lumbar_flexion", 4.0, gettext_noop("The lower back rounds and the pelvis tips back.")),
    ("lumbar_flexion", -4.0, gettext_noop("The lower back arches gently.")),
    ("lumbar_rotation", 3.0, gettext_noop("The lower back turns.")),
    ("lumbar_side_bend", 4.0, gettext_noop("The hips glide to the side.")),
    ("lumbar_side_bend", -4.0, gettext_noop("The hips glide to the side.")),
    ("thoracic_rotation", 5.0, gettext_noop("The chest turns to the side.")),
    ("thoracic_rotation", -5.0, gettext_noop("The chest turns to the side.")),
    ("thoracic_flexion", -4.0, gettext_noop("The upper back bends backwards.")),
    ("neck_flexion", 4.0, gettext_noop("The neck bends forwards.")),
    ("head_flexion", 4.0, gettext_noop("The chin draws in.")),
    ("neck_rotation", 4.0, gettext_noop("The head turns to the side.")),
    ("neck_side_bend", 4.0, gettext_noop("The head leans to the side.")),
)


def describe(movement: Movement, title: str = "") -> str:
    """A short text from the movement itself: how the person lies or stands, what moves, and back."""
    return describe_performance(perform(movement, body=Body()), title)


def describe_performance(performance: Performance, title: str = "") -> str:
    """The same for a movement that is already on stage."""
    movement = performance.movement
    going = _going_on(performance)
    moved = [_(sentence) for sentence in going] or _steps(performance)
    stay = any(key.hold not in (None, 0.0) for key in movement.keys[1:-1])
    back = "" if going or not moved else (_("Stays there, then goes back.") if stay else _("Then goes back."))
    sentences = [title and f"{title}.", f"{movement.pose.says or _('A person')}.", *moved, back]
    return " ".join(sentence for sentence in sentences if sentence)


def _going_on(performance: Performance) -> list[str]:
    """What has no there and back: walking, marching and pedalling."""
    movement = performance.movement
    if any(prop.kind in ("bike", "recumbent") for prop in movement.props):
        return [PEDALS]
    if "ahead" in movement.arrows:
        return [WALKS]
    return [MARCHES] if _upright(performance.start) and _marches(movement) else []


def _marches(movement: Movement) -> bool:
    """Whether knees come up in turn, with arms that swing against them, without a rest."""
    leads = [[_lead_deg(key, joint) for key in movement.keys] for joint in ("hip_flexion", "shoulder_flexion")]
    in_turn = all(min(lead) <= -MARCHED_DEG and max(lead) >= MARCHED_DEG for lead in leads)
    return in_turn and all(key.hold != "dose" for key in movement.keys)


def _lead_deg(key: Key, joint: str) -> float:
    return key.angles[f"left_{joint}"] - key.angles[f"right_{joint}"]


def _steps(performance: Performance) -> list[str]:
    """What each key does, in order; the same again is the other side."""
    told: list[tuple[str, bool]] = []
    sides: set[bool] = set()
    first = tracked(performance.start)
    for key in _other_keys(performance.movement):
        posture = performance.posture_of(key)
        travel = _travel(first, posture)
        fresh = _sentences(travel, performance.start, posture, performance.movement.rests)
        side = _goes_left(travel)
        repeats = bool(fresh and (fresh[0], False) in told)
        if repeats and side not in sides:
            told.append((gettext_noop("Then the same to the other side."), False))
        elif not repeats:
            told += [(sentence, bool(told) and sentence is fresh[0]) for sentence in fresh]
        sides.add(side)
    return [_then(_(sentence)) if later else _(sentence) for sentence, later in told[:4]]


def _travel(first: dict[str, Vec], end: Posture) -> dict[str, Vec]:
    """How far and which way everything goes from where it was first."""
    places = tracked(end)
    return {name: sub(places[name], place) for name, place in first.items()}


def _goes_left(travel: dict[str, Vec]) -> bool:
    """Whether a key moves the left side more, or everything to the left."""
    more = sum(length(way) * (name.startswith("left") - name.startswith("right")) for name, way in travel.items())
    return more + sum(way.y for way in travel.values()) > 0.0


def _then(sentence: str) -> str:
    """A language in which a sentence does not simply begin with a small letter uses `%(whole)s`."""
    return _("Then %(small)s", small=sentence[0].lower() + sentence[1:], whole=sentence)


def _other_keys(movement: Movement) -> list[Key]:
    named: dict[str, Key] = {}
    for key in movement.keys:
        named.setdefault(key.name, key)
    return list(named.values())[1:]


def _sentences(travel: dict[str, Vec], start: Posture, end: Posture, resting: dict[str, str]) -> list[str]:
    trunk = _trunk_sentences(travel, start, end)
    if trunk and trunk[0] in ALONE:
        return trunk
    limbs = _limb_sentences(travel, start, end, resting)
    if trunk and trunk[0] in LEANING:
        return trunk + [sentence for sentence in limbs if " leg " in sentence or " legs " in sentence]
    return (trunk + limbs)[:3] or _peeping(travel, start) or _small_sentences(start, end)[:2]


def _upright(posture: Posture) -> bool:
    return posture.trunk.frames[4].up.z > 0.5


def _peeping(travel: dict[str, Vec], start: Posture) -> list[str]:
    """On the back, a head that leaves the floor while the chest hardly moves."""
    if start.trunk.frames[4].forward.z < 0.5 or travel["head"].z < PEEPED_M:
        return []
    return [
        gettext_noop("The head lifts.")
        if travel["shoulders"].z < PEEPED_M / 3
        else gettext_noop("The head and shoulders lift.")
    ]


def _trunk_sentences(travel: dict[str, Vec], start: Posture, end: Posture) -> list[str]:
    return _whole_body(start, end) or _sideways(travel) or _up_and_down(travel, start, end)


def _whole_body(start: Posture, end: Posture) -> list[str]:
    """Lying down, rolling over and turning round: where the whole person points."""
    chest = end.trunk.frames[4]
    if _upright(start) and start.trunk.nodes[0].z > 2 * LARGE_M and max(abs(chest.up.z), abs(chest.forward.z)) < 0.5:
        return [LIES_DOWN]
    if _straightens(start, end):
        return [STRAIGHTENS]
    if abs(end.asked["pelvis_twist"] - start.asked["pelvis_twist"]) > ROLLED_DEG:
        return [ROLLS]
    if abs(end.asked["pelvis_heading"] - start.asked["pelvis_heading"]) > TURNED_DEG and not _stood_up(start, end):
        return [TURNS]
    return []


def _straightens(start: Posture, end: Posture) -> bool:
    """Hips that open into a plank, or up from a hinge while the knees stay nearly as they are."""
    if not (_upright(end) or _faces_down(end)):
        return False
    opened = [start.angles[f"{side}_hip_flexion"] - end.angles[f"{side}_hip_flexion"] for side in OTHER]
    knees = [abs(start.angles[f"{side}_knee_flexion"] - end.angles[f"{side}_knee_flexion"]) for side in OTHER]
    return min(opened) > OPENED_DEG and (_faces_down(end) or max(knees) < OPENED_DEG / 2)


def _faces_down(posture: Posture) -> bool:
    return posture.trunk.frames[4].forward.z < -0.5


def _stood_up(start: Posture, end: Posture) -> bool:
    return end.trunk.nodes[0].z - start.trunk.nodes[0].z > LARGE_M


def _sideways(travel: dict[str, Vec]) -> list[str]:
    hips = travel["pelvis"]
    if abs(hips.y) > NOTICEABLE_M and abs(travel["head"].y) > NOTICEABLE_M and hips.z < NOTICEABLE_M:
        return [SHIFTS]
    if abs(travel["head"].y) > NOTICEABLE_M and abs(hips.y) < NOTICEABLE_M:
        return [SIDEWAYS]
    if abs(hips.y) > NOTICEABLE_M and abs(travel["head"].y) < NOTICEABLE_M:
        return [GLIDES]
    return []


def _up_and_down(travel: dict[str, Vec], start: Posture, end: Posture) -> list[str]:
    hips, chest = travel["pelvis"], travel["shoulders"]
    if hips.z > LARGE_M * 1.5 and chest.z > LARGE_M:
        return [STANDS]
    if end.asked["pelvis_pitch"] - start.asked["pelvis_pitch"] > 20.0 and chest.x > NOTICEABLE_M:
        return [CURLS if abs(start.trunk.frames[4].up.z) < 0.5 else LEANS]
    if _upright(start) and _upright(end):
        return _standing_trunk(travel, start, end)
    if hips.z > NOTICEABLE_M:
        return [gettext_noop("The hips lift.")]
    if chest.z > NOTICEABLE_M:
        return [gettext_noop("The chest lifts.")]
    return [gettext_noop("The chest lowers.")] if chest.z < -NOTICEABLE_M else []


def _standing_trunk(travel: dict[str, Vec], start: Posture, end: Posture) -> list[str]:
    """Of somebody upright: on tiptoe, down into the knees, or back."""
    hips, chest = travel["pelvis"], travel["shoulders"]
    if hips.z > NOTICEABLE_M:
        return _foot_sentences(start, end) or [gettext_noop("The hips lift.")]
    if hips.z < -NOTICEABLE_M:
        return [gettext_noop("The hips lower.")]
    if chest.x < hips.x - NOTICEABLE_M and end.trunk.frames[4].up.x < -0.12:
        return [LEANS_BACK]
    if abs(chest.z) < NOTICEABLE_M:
        return []
    return [gettext_noop("The chest lifts.")] if chest.z > 0.0 else [gettext_noop("The chest lowers.")]


def _limb_sentences(travel: dict[str, Vec], start: Posture, end: Posture, resting: dict[str, str]) -> list[str]:
    free = {name for name, way in travel.items() if _moves_freely(name, way, travel)}
    arms = [name.partition("_")[0] for name in ("right_hand", "left_hand") if name in free - resting.keys()]
    legs: list[Side] = [side for side in OTHER if {f"{side}_foot", f"{side}_knee"} & free]
    lifted = [side for side in legs if _steps_off(travel[f"{side}_foot"], start, end, side)]
    told = _leg_sentence(lifted, arms, travel, start) if lifted else _knees(legs, travel, start, end)
    return [*_arm_sentence(arms, travel, start), *told]


def _steps_off(foot: Vec, start: Posture, end: Posture, side: Side) -> bool:
    """Whether a foot leaves its place: heel and toes both go somewhere else."""
    toes = sub(end.legs[side].tip, start.legs[side].tip)
    return min(length(foot), length(toes)) > STEPPED_M


def _knees(sides: list[Side], travel: dict[str, Vec], start: Posture, end: Posture) -> list[str]:
    """Knees that move over feet that stay."""
    if not sides:
        return []
    if abs(travel["pelvis"].z) > NOTICEABLE_M:
        return _knee_sentences(start, end) if start.trunk.nodes[0].z > 2 * LARGE_M else []
    way = _way(travel[f"{sides[0]}_knee"], start)
    return [LIMBS[way]["Both knees" if len(sides) == 2 else "One knee"]]


def _moves_freely(name: str, way: Vec, travel: dict[str, Vec]) -> bool:
    carried = travel["shoulders"] if name.endswith(("hand", "elbow")) else travel["pelvis"]
    return length(way) > NOTICEABLE_M and length(sub(way, carried)) > LARGE_M and "_" in name


def _arm_sentence(sides: list[str], travel: dict[str, Vec], start: Posture) -> list[str]:
    if not sides:
        return []
    way = _way(travel[f"{sides[0]}_hand"], start)
    return [LIMBS[way]["Both arms" if len(sides) == 2 else "One arm"]]


def _leg_sentence(sides: list[Side], arms: list[str], travel: dict[str, Vec], start: Posture) -> list[str]:
    if not sides:
        return []
    way = _leg_way(travel[f"{sides[0]}_foot"], travel[f"{sides[0]}_knee"], start)
    if len(sides) == 2:
        return [LIMBS[way]["Both legs"]]
    opposite = arms and arms != sides and len(arms) == 1
    return [LIMBS[way]["The opposite leg" if opposite else "One leg"]]


def _leg_way(foot: Vec, knee: Vec, start: Posture) -> str:
    lying = abs(start.trunk.frames[4].up.z) < 0.5
    headwards = (start.positions_m["head"].x - start.positions_m["pelvis"].x) * knee.x
    if lying and headwards > 0.0 and abs(knee.x) > max(LARGE_M, abs(knee.z)):
        return "come towards the chest"
    return _way(foot if not lying and foot.z > LARGE_M else max(foot, knee, key=length), start)


def _way(way: Vec, start: Posture) -> str:
    """The main direction, as a verb for two."""
    if abs(way.y) > max(abs(way.x), abs(way.z)):
        return "move to the side and lower" if way.z < -NOTICEABLE_M else "move to the side"
    if way.z > 0.6 * abs(way.x):
        return "lift"
    if way.z < -0.6 * abs(way.x):
        return "lower"
    return _level_way(way, start)


def _level_way(way: Vec, start: Posture) -> str:
    head = start.positions_m["head"].x - start.positions_m["pelvis"].x
    if abs(head) < 0.25 or _upright(start):
        return "move forward" if way.x > 0 else "move back"
    return "slide up" if way.x * head > 0 else "slide down"


def _small_sentences(start: Posture, end: Posture) -> list[str]:
    change = {name: end.asked[name] - start.asked[name] for name, *_rest in SMALL_CHANGES}
    told = [words for name, least, words in SMALL_CHANGES if change[name] * least >= least * least]
    return told or _foot_sentences(start, end) or _knee_sentences(start, end)


def _foot_sentences(start: Posture, end: Posture) -> list[str]:
    """Heels that leave the floor while the toes stay, or the other way round."""
    heels, toes = [], []
    for side, leg in end.legs.items():
        ankle, toe = leg.end.z - start.legs[side].end.z, leg.tip.z - start.legs[side].tip.z
        heels += [side] * (ankle > ROCKED_M > abs(toe))
        toes += [side] * (toe > ROCKED_M > abs(ankle))
    told = {2: gettext_noop("The heels lift."), 1: gettext_noop("One heel lifts.")}.get(len(heels), "")
    told = told or {2: gettext_noop("The toes lift."), 1: gettext_noop("The toes of one foot lift.")}.get(len(toes), "")
    return [told] if told else []


def _knee_sentences(start: Posture, end: Posture) -> list[str]:
    """Knees that bend or straighten over feet that stay."""
    change = {side: end.angles[f"{side}_knee_flexion"] - start.angles[f"{side}_knee_flexion"] for side in OTHER}
    bent = sum(angle > BENT_DEG for angle in change.values())
    straight = sum(angle < -BENT_DEG for angle in change.values())
    told = {1: gettext_noop("One knee bends."), 2: gettext_noop("Both knees bend.")}.get(bent, "")
    told = told or {1: gettext_noop("One knee straightens."), 2: gettext_noop("Both knees straighten.")}.get(
        straight, ""
    )
    return [told] if told else []

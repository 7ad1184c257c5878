"""Where a treatment goes: a round window on the back with the exact place, and how the person lies or sits for it.

Things are said once, on the back of somebody standing (`knowledge/modalities`, `placement:`), and are carried to
every pose by the landmarks of the trunk.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from spinewise.motion.body import Posture
from spinewise.motion.camera import MM
from spinewise.motion.chart_body import ChartBody, body_paths, chart_body, skin
from spinewise.motion.chart_data import Landmarks, Placement
from spinewise.motion.chart_figure import polygon
from spinewise.motion.chart_ink import plain
from spinewise.motion.figure import Group
from spinewise.motion.geometry import mix
from spinewise.motion.limbs import SHORTS_GIRTH, Shape
from spinewise.motion.look import SCREEN, Look, Palette, look_for
from spinewise.motion.movement import Poses, Prop, read_movement
from spinewise.motion.outline import bone, oval
from spinewise.motion.placed_back import things_on_back
from spinewise.motion.placed_side import Scene, spot_on, things_on_pose
from spinewise.motion.props import head_top
from spinewise.motion.stage import Box, Stage, painted, person, set_stage, shadow, things

HIGH_MM, WIDE_MM, RIM_MM = 900.0, 1960.0, 12
PANELS_LEFT_MM, PANELS_WIDE_MM = 920.0, 1030.0
WINDOW_MM = 320.0  # half of what the window shows
MIDDLE_ROW = 3.15  # what the middle of the window shows: the low back
WAIST_ROWS = (1.75, 1.4, 1.0, 0.5, 0.0, -0.25)
ARM_MM, TABLE_MM = 440.0, 540.0  # room above for a therapist's arm, and below for the legs of a table
HELD = ("palm", "thumbs", "head", "light")


def draw_placement(
    placement: Placement,
    *,
    id: str,
    poses: Poses,
    landmarks: Landmarks,
    agent: str = "",
    look: Look | None = None,
    palette: Palette = SCREEN,
    title: str = "",
) -> str:
    """Where a treatment goes, as SVG: the place on the back, and beside it one to three ways to lie or sit.

    `agent` is the modality's own: warmth and cold are drawn in different colours.
    """
    scene = Scene(placement, landmarks, look or look_for(id), palette, agent)
    stages = [pose_stage(pose, placement, look=scene.look, palette=palette, poses=poses) for pose in placement.poses]
    panels = _panels([_pose_panel(stage, scene) for stage in stages])
    name = "place-" + sha256(id.encode()).hexdigest()[:8]
    opening = _opening(scene, title=title or id)
    return f"{opening}{_window(scene, stages[0], name=name)}{panels}</svg>"


def _opening(scene: Scene, *, title: str) -> str:
    size = f'width="{WIDE_MM:.0f}" height="{HIGH_MM:.0f}"'
    ground = f"<rect {scene.palette.fill('stage', scene.look)} {size}/>" if scene.palette.stage else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 {WIDE_MM:.0f} {HIGH_MM:.0f}" role="img"'
        f"{scene.palette.person(scene.look)}><title>{plain(title)}</title>"
        f"<desc>{plain(scene.placement.says)}</desc>{ground}"
    )


# -- the window on the back


def _window(scene: Scene, stage: Stage, *, name: str) -> str:
    """The bare back from behind, with the things where they go."""
    whole = chart_body(scene.look.body(), view="back")
    x, y = whole.camera.point(skin("trunk", whole, along=MIDDLE_ROW, across=0.0))
    half = HIGH_MM / 2
    scale = (half - RIM_MM) / WINDOW_MM
    groups = [*_bare_back(whole), *things_on_back(scene, whole)]
    inside = "".join(painted(group, stage) for group in groups)
    circle = f'cx="{half:.0f}" cy="{half:.0f}" r="{half - RIM_MM:.0f}"'
    move = f"translate({half - x * scale:.1f} {half - y * scale:.1f}) scale({scale:.3f})"
    ground, rim = scene.palette.fill("paper", scene.look), scene.palette.stroke("line", scene.look)
    return (
        f'<clipPath id="{name}"><circle {circle}/></clipPath><circle {ground} {circle}/>'
        f'<g clip-path="url(#{name})"><g transform="{move}">{inside}</g></g>'
        f'<circle {rim} stroke-width="{RIM_MM}" {circle}/>'
    )


def _bare_back(whole: ChartBody) -> list[Group]:
    """The skin from behind, the spine faintly on it, and shorts."""
    spine = [_segment(whole, 1.9 + 0.44 * place) for place in range(12)]
    bare = Group("skin", [Shape(path, "skin") for path in body_paths(whole)], spine)
    return [bare, Group("shorts", [Shape(path, "bottom") for path in _shorts(whole)])]


def _shorts(whole: ChartBody) -> list[str]:
    body, point = whole.posture.body, whole.camera.point
    scale = MM * body.height_m * body.girth
    legs = [(point(mix(leg.root, leg.hinge, 0.12)), point(leg.hinge)) for leg in whole.posture.legs.values()]
    sides = [[point(skin("trunk", whole, along=row, across=end)) for row in WAIST_ROWS] for end in (1.02, -1.02)]
    return [*(bone(a, b, SHORTS_GIRTH, scale=scale) for a, b in legs), polygon([*sides[0], *reversed(sides[1])])]


def _segment(whole: ChartBody, row: float) -> Shape:
    at = whole.camera.point(skin("trunk", whole, along=row, across=0.0))
    return Shape(oval(at, 11.0, 8.0), "skin-far", edged=False)


# -- how the person lies or sits


def pose_stage(pose: str, placement: Placement, *, look: Look, palette: Palette, poses: Poses) -> Stage:
    """Somebody in a pose, seen from the side, on a treatment table where the placement says so."""
    still = {"from": pose, "keys": [{"name": "start"}], "holds": list(poses[pose].ground)}
    table = "table" if placement.on_table else "floor"
    movement = read_movement(still, id=f"place/{pose}/{table}", poses=poses)
    if placement.on_table:
        others = tuple(prop for prop in movement.props if prop.kind != "mat")
        movement = msgspec.structs.replace(movement, props=(Prop(kind="table"), *others))
    return set_stage(movement, look=look, palette=palette)


def _pose_panel(stage: Stage, scene: Scene) -> tuple[Box, str]:
    """One way to lie or sit: the room it takes, and the drawing."""
    posture = stage.performance.start
    behind, before = things_on_pose(scene, stage, posture)
    under = things(stage) + shadow(stage, posture) + "".join(painted(group, stage) for group in behind)
    over = person(stage, posture) + "".join(painted(group, stage) for group in before)
    return _close_box(stage, posture, scene.placement), under + over


def _panels(panels: list[tuple[Box, str]]) -> str:
    """The poses under each other at the right of the window, everybody at the same size."""
    high = sum(box.high for box, _ in panels)
    scale = min(HIGH_MM / high, *(PANELS_WIDE_MM / box.wide for box, _ in panels))
    spare = (HIGH_MM - scale * high) / (len(panels) + 1)
    top, drawn = spare, ""
    for box, inside in panels:
        x = PANELS_LEFT_MM + (PANELS_WIDE_MM - box.wide * scale) / 2 - box.left * scale
        drawn += f'<g transform="translate({x:.0f} {top - box.top * scale:.0f}) scale({scale:.3f})">{inside}</g>'
        top += box.high * scale + spare
    return drawn


def _close_box(stage: Stage, posture: Posture, placement: Placement) -> Box:
    """As little room round the body as it needs, with the therapist's arm above it where there is one."""
    points = [stage.sitter.camera.point(place) for place in (*posture.positions_m.values(), head_top(posture))]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    beside, above, below = (250.0, 190.0, 70.0) if stage.sitter.lying else (190.0, 70.0, 50.0)
    arm = ARM_MM if any(thing.thing in HELD for thing in placement.things) else 0.0
    top = min(min(ys) - above, spot_on(posture, stage, MIDDLE_ROW).at[1] - arm)
    return Box(min(xs) - beside, top, max(xs) + beside, max(40.0, *ys) + (TABLE_MM if placement.on_table else below))

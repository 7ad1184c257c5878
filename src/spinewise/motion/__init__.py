"""Movement: a jointed body, poses and keys as data, and the pictures and words made from them."""

from spinewise.motion.animate import draw_animation
from spinewise.motion.check import check_movement
from spinewise.motion.forget import forget_drawings
from spinewise.motion.look import PRINT, SCREEN, STANDALONE, Look, Palette, figure_css, look_for
from spinewise.motion.movement import Movement, MovementProblem, Poses, read_movement, read_poses
from spinewise.motion.still import draw_still
from spinewise.motion.strip import draw_strip
from spinewise.motion.words import describe

__all__ = [
    "PRINT",
    "SCREEN",
    "STANDALONE",
    "Look",
    "Movement",
    "MovementProblem",
    "Palette",
    "Poses",
    "check_movement",
    "describe",
    "draw_animation",
    "draw_still",
    "draw_strip",
    "figure_css",
    "forget_drawings",
    "look_for",
    "read_movement",
    "read_poses",
]

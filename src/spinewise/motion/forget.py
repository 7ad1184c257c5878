"""Forget what drawings keep between calls, so that a measurement starts from nothing."""

from __future__ import annotations

from spinewise.motion import clothes, flesh, head, limbs, stage


def forget_drawings() -> None:
    """Drop every posture and outline worked out so far; the next drawing is the same, only slower."""
    stage.forget_performances()
    for kept in (
        clothes.outline_of_trunk,
        clothes.dressed_trunk,
        flesh.sections_of,
        limbs.leg_shapes,
        limbs.arm_shapes,
        head.draw_profile,
        head.draw_face,
    ):
        kept.cache_clear()

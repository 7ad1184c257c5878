"""One exercise on one page: its picture, its steps in pictures and words, its movement, faults and muscles."""

from __future__ import annotations

from pathlib import Path

from spinewise.knowledge.models import Exercise
from spinewise.motion import (
    SCREEN,
    Movement,
    describe,
    draw_animation,
    draw_still,
    draw_strip,
    figure_css,
    look_for,
)
from spinewise.motion.look import plain_tones_css
from spinewise.motion.stage import plain

HERE = Path(__file__).parent
PLAIN = {
    "deep_abdominals": "deep abdominals",
    "breathing": "belly and ribs",
    "shoulder_blade": "muscles between the blades",
}


def figure_sheet(one: Exercise, movement: Movement) -> str:
    """A page that stands alone and prints on one sheet; someone who asks for less motion sees no motion."""
    parts = {
        "css": f"{(HERE / 'library.css').read_text(encoding='utf-8').strip()}\n{plain_tones_css()}\n{figure_css()}",
        "patient": plain(one.title.patient), "clinician": plain(one.title.clinician),
        "purpose": plain(one.purpose), "words": plain(describe(movement)), "muscles": _muscles(movement),
        "steps": "".join(f"<li>{plain(step)}</li>" for step in one.steps),
        "faults": "".join(_fault(fault.sees, fault.say) for fault in one.faults),
        **_pictures(one, movement),
    }  # fmt: skip
    return (HERE / "figure_sheet.html").read_text(encoding="utf-8").format_map(parts)


def _pictures(one: Exercise, movement: Movement) -> dict[str, str]:
    """The three drawings of the same person; each names its parts for itself, because they share a page."""
    title, look = one.title.patient, look_for(movement.id)
    moving = draw_animation(movement, look=look, palette=SCREEN, title=f"{title}, moving")
    still = draw_still(movement, look=look, palette=SCREEN, title=title)
    strip = draw_strip(movement, look=look, palette=SCREEN, title=f"{title}, step by step")
    return {"still": _own_names(still, "a"), "strip": _own_names(strip, "b"), "moving": _own_names(moving, "c")}


def _own_names(svg: str, mark: str) -> str:
    """The same picture with names that no other picture on the page has."""
    for before in ('id="', 'href="#', "url(#"):
        svg = svg.replace(before, f"{before}{mark}-")
    return svg


def _fault(sees: str, say: str) -> str:
    seen = f"<b>{plain(sees[:1].upper() + sees[1:])}.</b> " if sees else ""
    return f"<li>{seen}{plain(say)}</li>"


def _muscles(movement: Movement) -> str:
    """What the warm patch on the body shows."""
    if not movement.target:
        return "No one muscle: the whole of it counts."
    return f"The warm patch shows the {PLAIN.get(movement.target, movement.target.replace('_', ' '))}."

"""The whole exercise library as one page: every figure, what it is for, and what it rests on.

The page stands alone: styles, script and drawings are inside it and it asks the network for nothing. Without
script it shows everything; with it, it filters, and a figure moves when somebody points at it and has not
asked for less motion. The moving figures are packed, because unpacked they would be most of the page.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from spinewise.documents.review.files import Beyond
from spinewise.documents.review.library import Library, area, claims_in, place
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.motion import SCREEN, Movement, draw_animation, draw_still, figure_css, read_movement, read_poses
from spinewise.motion.look import plain_tones_css
from spinewise.motion.stage import plain
from spinewise.rules.tree import Certainty

COMMAND = "python3 start.py knowledge library -o docs/library.html"
HERE = Path(__file__).parent
FILLED = re.compile(r'<path class="(k-[a-z-]+)" d="([^"]+)"/>')
EDGE = re.compile(r'(<g class="k-line"[^>]*>)((?:<path d="[^"]+"/>)+)(</g>)')
AREAS = {
    "general": "For anybody, from the first day", "lumbar": "Lower back", "hip": "Hips and legs",
    "thoracic": "Upper back", "nerve": "Nerves", "balance": "Balance", "strength": "Strength",
    "aerobic": "Stamina", "daily": "Daily tasks",
}  # fmt: skip
NOTHING = "nothing"


class Shelf:
    """The exercises with what the page says about each."""

    def __init__(self, kb: KnowledgeBase, beyond: Beyond) -> None:
        self.kb = kb
        self.library = Library(kb, beyond)
        self.poses = read_poses(kb.poses)

    @cached_property
    def exercises(self) -> list[Exercise]:
        """Area by area, each ladder upwards."""
        order = {name: number for number, name in enumerate(AREAS)}
        return sorted(
            self.kb.exercises.values(), key=lambda one: (order.get(area(one.id), len(order)), self.step(one.id), one.id)
        )

    @cached_property
    def easier(self) -> dict[str, list[str]]:
        """What leads straight to each exercise."""
        found: dict[str, list[str]] = {}
        for one in self.kb.exercises.values():
            for harder in one.harder:
                found.setdefault(harder, []).append(one.id)
        return found

    def step(self, name: str) -> int:
        """Which step of its ladder an exercise is, from 1."""
        return 1 + max((self.step(low) for low in self.easier.get(name, ())), default=0)

    def above(self, name: str) -> int:
        """How many steps there still are above."""
        return max((1 + self.above(high) for high in self.kb.exercises[name].harder), default=0)

    def movement(self, one: Exercise) -> Movement | None:
        """What is drawn, if there is a movement."""
        return read_movement(one.movement, id=one.id, poses=self.poses) if one.movement is not None else None

    def waiting(self, one: Exercise) -> list[str]:
        """What on this exercise still needs somebody's eye."""
        claims = [claim.certainty for _, claim in claims_in(one)]
        rows = [row for row in self.rows(one) if self.kb.evidence[row].needs_check]
        counted = [
            ("needs check", len(rows)),
            ("waits for sign-off", claims.count(Certainty.SIGN_OFF)),
            ("unverified", claims.count(Certainty.UNVERIFIED)),
        ]
        return [f"{words}: {count}" for words, count in counted if count]

    def rows(self, one: Exercise) -> list[str]:
        """The evidence rows it names, its own first."""
        cited = [claim.evidence for _, claim in claims_in(one) if claim.evidence]
        return [row for row in dict.fromkeys([*one.evidence, *cited]) if row in self.kb.evidence]


def library_page(kb: KnowledgeBase, beyond: Beyond) -> str:
    """The page for `docs/library.html`."""
    shelf = Shelf(kb, beyond)
    cards = "".join(_section(shelf, name, inside) for name, inside in _by_area(shelf))
    return (HERE / "library.html").read_text(encoding="utf-8").replace("\n", "").format_map(
        _Parts(
            css=_css(),
            command=COMMAND,
            filters=_filters(shelf),
            count=str(len(shelf.exercises)),
            cards=cards,
            moves=_packed(shelf),
            script=(HERE / "library.js").read_text(encoding="utf-8").strip(),
        )
    ) + "\n"


class _Parts(dict[str, str]):
    """The parts of the page by name."""


def _css() -> str:
    own = (HERE / "library.css").read_text(encoding="utf-8")
    return f"{own.strip()}\n{plain_tones_css()}\n{figure_css()}"


def _by_area(shelf: Shelf) -> Iterator[tuple[str, list[Exercise]]]:
    names = dict.fromkeys(area(one.id) for one in shelf.exercises)
    for name in names:
        yield name, [one for one in shelf.exercises if area(one.id) == name]


def _section(shelf: Shelf, name: str, inside: Iterable[Exercise]) -> str:
    cards = "".join(_card(shelf, one) for one in inside)
    title = AREAS.get(name, _words(name).capitalize())
    heading = f'<section aria-labelledby="area-{name}"><h2 id="area-{name}">{title}</h2>'
    return f'{heading}<ul class="cards">{cards}</ul></section>'


def _card(shelf: Shelf, one: Exercise) -> str:
    place_ = place("exercises", one.id)
    target = shelf.library.target("exercises", one.id)
    heading = (
        f'<h3><a href="knowledge/{target}">{plain(one.title.patient)}</a></h3>'
        f'<p class="clinician">{plain(one.title.clinician)}</p>'
    )
    return (
        f'<li id="{place_}" data-id="{one.id}" data-aims="{" ".join(one.aims)}"'
        f' data-position="{one.demands.position}" data-needs="{" ".join(one.needs) or NOTHING}">'
        f'<div class="stage">{_figure(shelf, one)}</div><div class="says">{heading}{_ladder(shelf, one)}'
        f"{_facts(one)}{_evidence(shelf, one)}</div></li>"
    )


def _figure(shelf: Shelf, one: Exercise) -> str:
    movement = shelf.movement(one)
    if movement is None:
        return '<p class="none">No picture yet</p>'
    return said_once(draw_still(movement, palette=SCREEN, title=one.title.patient), name=_short_name(shelf, one))


def _short_name(shelf: Shelf, one: Exercise) -> str:
    return f"f{shelf.exercises.index(one)}"


def said_once(svg: str, *, name: str) -> str:
    """The same picture with each outline written once: its dark edge repeats the fill by reference."""
    known: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        tone, path = found.groups()
        if path in known:
            return found[0]
        known[path] = f"{name}-{len(known)}"
        return f'<path id="{known[path]}" class="{tone}" d="{path}"/>'

    def by_reference(found: re.Match[str]) -> str:
        inside = re.sub(
            r'<path d="([^"]+)"/>',
            lambda path: f'<use href="#{known[path[1]]}"/>' if path[1] in known else path[0],
            found[2],
        )
        return found[1] + inside + found[3]

    return EDGE.sub(by_reference, FILLED.sub(named, svg))


def _ladder(shelf: Shelf, one: Exercise) -> str:
    step, above = shelf.step(one.id), shelf.above(one.id)
    if step + above == 1:
        return ""
    marks = "".join(f'<i data-state="{_state(number, step)}"></i>' for number in range(1, step + above + 1))
    return f'<p class="ladder"><span class="rungs" aria-hidden="true">{marks}</span>Step {step} of {step + above}</p>'


def _state(number: int, step: int) -> str:
    return "now" if number == step else "done" if number < step else "next"


def _facts(one: Exercise) -> str:
    needs = ", ".join(map(_words, one.needs)) or NOTHING
    rows = [("For", ", ".join(map(_words, one.aims))), ("Position", _words(one.demands.position)), ("Needs", needs)]
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{words}</dd></div>" for name, words in rows) + "</dl>"


def _evidence(shelf: Shelf, one: Exercise) -> str:
    targets = {row: shelf.library.target("evidence", row) for row in shelf.rows(one)}
    links = ", ".join(f'<a href="knowledge/{target}">{row}</a>' for row, target in targets.items())
    marks = "".join(f"<li>{words}</li>" for words in shelf.waiting(one))
    waits = f'<ul class="waits" aria-label="Still open">{marks}</ul>' if marks else ""
    return f'<p class="rows"><span>Evidence</span> {links}</p>{waits}'


def _filters(shelf: Shelf) -> str:
    exercises = shelf.exercises
    groups: Mapping[str, tuple[str, list[str]]] = {
        "aims": ("Aim", [aim for one in exercises for aim in one.aims]),
        "position": ("Position", [one.demands.position for one in exercises]),
        "needs": ("Equipment", [need for one in exercises for need in one.needs or (NOTHING,)]),
    }
    return "".join(_group(name, title, found) for name, (title, found) in groups.items())


def _group(name: str, title: str, found: list[str]) -> str:
    values = sorted(dict.fromkeys(found), key=lambda value: (value == NOTHING, -found.count(value), value))
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{value}"> {_words(value)} '
        f"<small>{found.count(value)}</small></label>"
        for value in values
    )
    return f"<fieldset><legend>{title}</legend>{boxes}</fieldset>"


def _words(name: str) -> str:
    return {"any": "any position"}.get(name, name.replace("_", " "))


def _packed(shelf: Shelf) -> str:
    """Every moving figure by its exercise, squeezed together."""
    drawn = {
        one.id: draw_animation(movement, palette=SCREEN, title=one.title.patient, light=True)
        for one in shelf.exercises
        if (movement := shelf.movement(one)) is not None
    }
    return base64.b64encode(zlib.compress(json.dumps(drawn, separators=(",", ":")).encode(), 9)).decode()

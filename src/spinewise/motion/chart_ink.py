"""How a body chart is coloured: plainly for paper, by classes for a page, and with a pattern for every shade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from spinewise.motion.chart_data import Chart
from spinewise.motion.look import Palette

# Plain colours, for paper and for pictures that stand alone; a page sets its own through the classes.
COLOURS = {
    "body": "#f6ecdc", "edge": "#6f7d74", "part": "#8b958d", "now": "#eda45b", "mark": "#7c3f10", "dot": "#7c3f10",
    "root": "#6c3475", "say": "#48564f", "bone": "#8fae9f", "ground": "#fdfefc", "number": "#3d1d04",
}  # fmt: skip
DEPTH = {"plain": 0.85, "dots": 0.38, "lines": 0.68, "crosses": 1.0}
DOTTED = 'fill-opacity="0" stroke-width="4" stroke-dasharray="3 11" stroke-linecap="round"'
CELL, CELL_SCALE = 26, 0.8
TOKENS = {
    "body": "--fig-stage", "edge": "--line-strong", "now": "--now", "mark": "--now-ink", "dot": "--now-ink",
    "root": "--why", "say": "--ink-soft", "bone": "--act-line", "number": "--ink", "part": "--line-strong",
}  # fmt: skip
FILLED = ("body", "edge", "mark", "dot", "say", "bone", "number", "root")
CSS = """
.bc-mark-line{{stroke:light-dark({dot},var(--fig-line,#1f332d))}}
.bc-part{{fill:{now};fill-opacity:0;stroke:{part};stroke-width:4;stroke-dasharray:3 11;stroke-linecap:round}}
.bc-region[data-shade] .bc-part{{stroke:{mark};stroke-width:5;stroke-dasharray:none}}
.bc-number{{stroke:{body};stroke-width:14}}
.bc-region[role="checkbox"]{{cursor:pointer;outline:none}}
.bc-region[role="checkbox"]:hover .bc-part{{stroke:var(--act,#17524a);stroke-width:9;stroke-dasharray:none}}
.bc-region[role="checkbox"]:focus-visible .bc-part{{stroke:var(--focus,#74237f);stroke-width:16;stroke-dasharray:none}}
@media (forced-colors:active){{.bodychart-svg{{forced-color-adjust:none}}}}
"""


class Pen(NamedTuple):
    """How this chart is drawn: its data, its words, its colours, and a name for its patterns."""

    chart: Chart
    names: Mapping[str, str]
    palette: Palette
    name: str
    interactive: bool
    tabindex: int

    def fill(self, what: str, *, opacity: float = 1.0) -> str:
        if self.palette.as_classes:
            return f'class="bc-{what}"'
        return f'fill="{COLOURS[what]}"' + (f' fill-opacity="{opacity:g}"' if opacity < 1.0 else "")

    def line(self, what: str, width: int, *, dash: str = "") -> str:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        if self.palette.as_classes:
            return f'class="bc-{what}-line" stroke-width="{width}"{dashes}'
        return f'fill="none" stroke="{COLOURS[what]}" stroke-width="{width}"{dashes}'

    def part(self, pattern: str) -> str:
        """A piece of skin: dotted until it is marked, then as deep as its step of shading."""
        if self.palette.as_classes:
            return 'class="bc-part"'
        if not pattern:
            return f'{DOTTED} stroke="{COLOURS["part"]}" fill="{COLOURS["now"]}"'
        depth, edge = DEPTH[pattern], f'stroke="{COLOURS["mark"]}" stroke-width="5"'
        return f'fill="{COLOURS["now"]}" fill-opacity="{depth:g}" {edge}'

    def halo(self, width: int) -> str:
        """What keeps a number readable on a pattern."""
        look = "" if self.palette.as_classes else f' stroke="{COLOURS["body"]}" stroke-width="{width}"'
        return f'{look} paint-order="stroke"'

    def face(self) -> str:
        return "" if self.palette.as_classes else ' font-family="Source Sans Pro, Arial, sans-serif"'


CROSSES = "M-7 7 7-7M0 26 26 0M19 33 33 19M-7 19 7 33M0 0 26 26M19-7 33 7"
LINES = "M-7 7 7-7M0 26 26 0M19 33 33 19"


def patterns(pen: Pen) -> str:
    """Dots, lines and crosses, so that a step of shading is told without its colour."""
    dot = f'<circle {pen.fill("dot")} cx="13" cy="13" r="4.5"/>'
    shapes = {"dots": dot, "lines": _stripes(LINES, pen), "crosses": _stripes(CROSSES, pen)}
    made = (_pattern(f"{pen.name}-{name}", shape) for name, shape in shapes.items())
    return f"<defs>{''.join(made)}</defs>"


def _stripes(path: str, pen: Pen) -> str:
    return f'<path {pen.line("mark", 6)} d="{path}"/>'


def _pattern(name: str, shape: str) -> str:
    size = f'width="{CELL}" height="{CELL}" patternUnits="userSpaceOnUse"'
    return f'<pattern id="{name}" {size} patternTransform="scale({CELL_SCALE})">{shape}</pattern>'


def plain(text: str) -> str:
    """Text that can stand inside an element or an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def chart_css() -> str:
    """Rules for a page's style sheet: the chart's classes in the page's own colours, with plain ones behind them."""
    colour = {what: f"var({token},{COLOURS[what]})" for what, token in TOKENS.items()}
    fills = [f".bc-{what}{{fill:{colour[what]}}}" for what in FILLED]
    lines = [f".bc-{what}-line{{fill:none;stroke:{colour[what]}}}" for what in ("edge", "mark", "root")]
    steps = [f'.bc-region[data-shade="{name}"] .bc-part{{fill-opacity:{depth:g}}}' for name, depth in DEPTH.items()]
    rest = CSS.format_map(colour)
    return "\n".join([*fills, *lines, *steps, rest.strip()])

"""Who is drawn, and in which colours: people should see themselves, so every tone is a setting.

A `Look` is a person. A `Palette` says how colours are written: as classes for a page whose style sheet sets
them, or as plain hexadecimal colours for print and for pictures that stand alone.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Literal

import msgspec

from spinewise.motion.body import Body

Hair = Literal["short", "bun", "bob", "curls", "crop", "scarf"]
Pair = tuple[str, str]  # near side, far side

# fmt: off
SKIN: dict[str, Pair] = {
    "light": ("#eacfb6", "#d3b293"), "fair": ("#e9c2a4", "#d0a584"), "sand": ("#deb089", "#c4936d"),
    "tan": ("#c79169", "#ab7750"), "brown": ("#a97654", "#8d5e41"), "deep": ("#895d43", "#714b34"),
}
HAIR: dict[str, str] = {
    "dark": "#2b221d", "brown": "#483224", "auburn": "#84492d", "blond": "#c9a66c", "grey": "#b4b0aa",
}
TOP: dict[str, Pair] = {
    "spruce": ("#348571", "#266858"), "moss": ("#7d9153", "#637541"), "heather": ("#8b6397", "#6f4d7a"),
    "sky": ("#5e8cac", "#48708d"), "navy": ("#44648f", "#344f74"), "cream": ("#eadfc9", "#cfc3ab"),
}
BOTTOM: dict[str, Pair] = {
    "plum": ("#543e5b", "#422f48"), "pine": ("#2c5046", "#213e36"), "slate": ("#3f4c5c", "#303b49"),
}
FEET: dict[str, Pair] = {"socks": ("#f2f4f0", "#d3d6cf"), "shoes": ("#5d6b78", "#47535e"), "bare": ("", "")}
STAGE: dict[str, str] = {
    "line": "#1f332d", "mat": "#c5a9cd", "mat-edge": "#ac90b5", "floor": "#d9cdb9", "shadow": "#634b6b",
    "stage": "#f6ecdc", "arrow": "#e36d2b", "ghost": "#455b53", "wood": "#d3b48c", "wood-far": "#b7966e",
    "cloth": "#cfdcd3", "cloth-far": "#b3c4b9", "strap": "#8b6397", "steel": "#6d7a83", "steel-far": "#55616a",
    "glow": "#ff9a55", "bone": "#f4ead6", "cheek": "#e0745a", "paper": "#fffdf8", "ink": "#1f332d",
    "water": "#8fbfd4",
}
# fmt: on


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A person to draw: tones, hair, clothes, and the shape of the body."""

    skin: str = "sand"
    hair: Hair = "short"
    hair_tone: str = "brown"
    top: str = "spruce"
    bottom: str = "plum"
    trousers: Literal["shorts", "long"] = "shorts"
    feet: Literal["socks", "shoes", "bare"] = "socks"
    shape: Literal["female", "male"] = "female"
    girth: float = 1.0
    height_m: float | None = None
    stoop_deg: float = 0.0

    def body(self) -> Body:
        """The body under the clothes; a height that is not given is a usual one."""
        tall = self.height_m or (1.66 if self.shape == "female" else 1.76)
        return Body(height_m=tall, shape=self.shape, girth=self.girth, stoop_deg=self.stoop_deg)

    def colours(self) -> dict[str, str]:
        """Every tone of the figure as a plain colour."""
        return _colours(self.skin, self.hair_tone, self.top, self.bottom, self.feet)


@cache
def _colours(skin: str, hair_tone: str, top: str, bottom: str, feet: str) -> dict[str, str]:
    shoe = SKIN[skin] if feet == "bare" else FEET[feet]
    pairs = {"skin": SKIN[skin], "top": TOP[top], "bottom": BOTTOM[bottom], "shoe": shoe}
    found = {name: near for name, (near, _) in pairs.items()}
    far = {f"{name}-far": tone for name, (_, tone) in pairs.items()}
    return {**STAGE, **found, **far, "hair": HAIR[hair_tone]}


PEOPLE: tuple[Look, ...] = (
    Look(skin="sand", hair="bun", hair_tone="brown", top="spruce", bottom="plum", shape="female"),
    Look(skin="deep", hair="crop", hair_tone="dark", top="moss", bottom="slate", shape="male"),
    Look(
        skin="light",
        hair="short",
        hair_tone="grey",
        top="heather",
        bottom="pine",
        shape="male",
        girth=1.08,
        trousers="long",
        height_m=1.73,
        stoop_deg=7.0,
    ),
    Look(skin="brown", hair="curls", hair_tone="dark", top="sky", bottom="plum", shape="female", girth=1.12),
    Look(
        skin="fair",
        hair="bob",
        hair_tone="grey",
        top="cream",
        bottom="slate",
        shape="female",
        girth=1.10,
        trousers="long",
        height_m=1.60,
        stoop_deg=8.0,
    ),
    Look(skin="tan", hair="short", hair_tone="dark", top="spruce", bottom="slate", shape="male"),
    Look(skin="brown", hair="scarf", hair_tone="dark", top="heather", bottom="pine", shape="female", trousers="long"),
    Look(
        skin="fair", hair="short", hair_tone="auburn", top="sky", bottom="pine", shape="male", girth=1.14, height_m=1.80
    ),
    Look(skin="deep", hair="bun", hair_tone="dark", top="navy", bottom="plum", shape="female"),
    Look(skin="tan", hair="bob", hair_tone="dark", top="moss", bottom="pine", shape="female"),
)


def look_for(exercise_id: str) -> Look:
    """The person who shows this exercise: always the same one, and over all exercises all of them."""
    return PEOPLE[sha256(exercise_id.encode()).digest()[0] % len(PEOPLE)]


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """How colours are written into the picture."""

    as_classes: bool
    own_style: bool = False
    stage: bool = False

    def fill(self, tone: str, look: Look) -> str:
        return f'class="k-{tone}"' if self.as_classes else f'fill="{look.colours()[tone]}"'

    def outline(self, tone: str, look: Look) -> str:
        """Filled and edged in one tone: the dark shape behind a group."""
        if self.as_classes:
            return f'class="k-{tone}"'
        colour = look.colours()[tone]
        return f'fill="{colour}" stroke="{colour}"'

    def stroke(self, tone: str, look: Look) -> str:
        if self.as_classes:
            return f'class="k-{tone}-line" fill="none"'
        return f'fill="none" stroke="{look.colours()[tone]}"'

    def person(self, look: Look) -> str:
        """Attributes that tell a style sheet who is drawn."""
        if not self.as_classes:
            return ""
        return (
            f' data-skin="{look.skin}" data-hair="{look.hair_tone}" data-top="{look.top}"'
            f' data-bottom="{look.bottom}" data-feet="{look.feet}"'
        )


SCREEN = Palette(as_classes=True)
PRINT = Palette(as_classes=False)
STANDALONE = Palette(as_classes=False, own_style=True, stage=True)

REDUCED_MOTION_CSS = (
    ".m-pair{display:none}@media (prefers-reduced-motion:reduce){.m-move{display:none}.m-pair{display:inline}}"
)


def figure_css() -> str:
    """Rules for a page's style sheet: the people, the things around them, and calm for those who ask for it."""
    people = [rule for name, pair in SKIN.items() for rule in [_pair_rule("skin", name, "skin", pair)]]
    people += [f'.figure[data-hair="{name}"]{{--fig-hair:{tone}}}' for name, tone in HAIR.items()]
    people += [_pair_rule("top", name, "top", pair) for name, pair in TOP.items()]
    people += [_pair_rule("bottom", name, "bottom", pair) for name, pair in BOTTOM.items()]
    bare = '.figure[data-feet="bare"]{--fig-shoe:var(--fig-skin);--fig-shoe-far:var(--fig-skin-far)}'
    shoes = _pair_rule("feet", "shoes", "shoe", FEET["shoes"])
    return "\n".join([*_tone_rules(), *people, shoes, bare, REDUCED_MOTION_CSS])


def plain_tones_css() -> str:
    """Rules for every tone, for a page that does not bring the design's style sheet."""
    looks = Look().colours()
    fills = [f".k-{tone}{{fill:var(--fig-{tone},{colour})}}" for tone, colour in looks.items()]
    lines = [f".k-{tone}-line{{fill:none;stroke:var(--fig-{tone},{STAGE[tone]})}}" for tone in STAGE]
    return "\n".join([*fills, *lines, f".k-line{{stroke:var(--fig-line,{STAGE['line']})}}"])


def _pair_rule(attribute: str, name: str, token: str, pair: Pair) -> str:
    return f'.figure[data-{attribute}="{name}"]{{--fig-{token}:{pair[0]};--fig-{token}-far:{pair[1]}}}'


def _tone_rules() -> list[str]:
    own = (
        "mat-edge",
        "floor",
        "wood",
        "wood-far",
        "cloth",
        "cloth-far",
        "strap",
        "steel",
        "steel-far",
        "glow",
        "bone",
        "cheek",
        "paper",
        "ink",
        "water",
    )
    fills = [f".k-{tone}{{fill:var(--fig-{tone},{STAGE[tone]})}}" for tone in own]
    lines = [
        f".k-{tone}-line{{fill:none;stroke:var(--fig-{tone},{STAGE[tone]})}}"
        for tone in ("line", "arrow", "strap", "floor", "wood", "wood-far", "ink", "steel")
    ]
    return [*fills, *lines]

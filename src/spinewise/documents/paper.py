"""Paper: content as data in, an accessible PDF out.

The templates beside this file hold looks, and headings in `say("…")`, which are set in the reader's language.
Content reaches them only as JSON, never pasted into their source, so a name with `#`, `$` or `@` in it is a name
and not a command. Only fonts that come with the installed packages are used, so a page looks the same on every
machine.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from spinewise.language import gettext as _
from spinewise.language import language_code

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent
FONT_PACKAGE = "font_source_sans_pro"
ACCESSIBLE: Literal["ua-1"] = "ua-1"
HOUSE = "house.typ"
SAID = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"')
TEXT_SIZES_PT = ("11.5", "10.8", "10.2")
NO_GLYPH = "□"
UNUSUAL = re.compile("[^\\n\\t -~\u00a1-\u017f]")
NOT_ON_PAPER = ("var(", "oklch(", "light-dark(")

Size = Literal["a4", "us-letter"]
_one_at_a_time = threading.Lock()


class UnprintableFigure(ValueError):
    """A figure uses colours that only a screen can paint; on paper they would be black."""


def typeset(template: str, content: msgspec.Struct, *, on: dt.date | None, most_pages: int = 0) -> bytes:
    """Set a template with its content as PDF/UA-1.

    The file's own date is the given day at midnight UTC, never the clock: the same content gives the same bytes.
    When it gets longer than `most_pages` the text is set a little smaller, though still large enough for
    tired eyes; what then does not fit takes the pages it needs. Nothing is cut.
    """
    text = msgspec.json.encode(showable(msgspec.to_builtins(content))).decode()
    made_on = int(dt.datetime.combine(on, dt.time(), dt.UTC).timestamp()) if on else 0
    made = b""
    for size_pt in TEXT_SIZES_PT:
        made = _compile(str(TEMPLATES / template), text, timestamp=made_on, size_pt=size_pt)
        if not most_pages or pages_of(made) <= most_pages:
            break
    return made


def pages_of(pdf: bytes) -> int:
    """How many pages a document made here has."""
    count = re.search(rb"/Type/Pages/Count (\d+)", pdf)
    assert count is not None, "every PDF has a page tree"
    return int(count[1])


def check_figure(svg: str) -> str:
    """The same drawing, if paper can paint its colours.

    Raises:
        UnprintableFigure: it uses style variables or colour functions.
    """
    found = [word for word in NOT_ON_PAPER if word in svg]
    if found:
        raise UnprintableFigure(f"a figure for print uses {found[0]}…) | Draw it with the print palette")
    return svg


def showable(content: Any) -> Any:
    """The same content with every character that no font here can draw replaced.

    A picture character becomes its name in brackets; anything else becomes an empty box. An accessible PDF
    may not hold a character without a shape.
    """
    match content:
        case str():
            return UNUSUAL.sub(lambda found: _shown(found[0]), content)
        case dict():
            return {key: showable(value) for key, value in content.items()}
        case list() | tuple():
            return [showable(value) for value in content]
        case _:
            return content


def _shown(character: str) -> str:
    if character.isprintable() and _has_shape(character):
        return character
    match unicodedata.category(character):
        case "So":
            return f"({unicodedata.name(character, 'picture').lower()})"
        case "Zs" | "Zl" | "Zp":
            return " "
        case "Mn" | "Me" | "Cf" | "Sk" | "Cn" | "Cc" | "Co" | "Cs":
            return ""
        case _:
            return NO_GLYPH


@cache
def _has_shape(character: str) -> bool:
    import typst

    content = msgspec.json.encode({"text": character}).decode()
    try:
        _compile(str(TEMPLATES / "one_character.typ"), content)
    except typst.TypstError:
        return False
    return True


@cache
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[_font_folder()])
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts)


def _font_folder() -> str:
    found = importlib.util.find_spec(FONT_PACKAGE)
    assert found is not None, f"{FONT_PACKAGE} is not installed"
    assert found.origin is not None
    return str(Path(found.origin).parent / "files")


def said_by(template: str) -> tuple[str, ...]:
    """What a template says itself, in the source language."""
    sources = (template, (TEMPLATES / HOUSE).read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(found[1] for source in sources for found in SAID.finditer(source)))


@cache
def _said_by_file(template: str) -> tuple[str, ...]:
    return said_by(Path(template).read_text(encoding="utf-8"))


def _compile(template: str, content: str, *, timestamp: int = 0, size_pt: str = TEXT_SIZES_PT[0]) -> bytes:
    said = {message: showable(_(message)) for message in _said_by_file(template)}
    inputs = {
        "content": content,
        "size_pt": size_pt,
        "words": msgspec.json.encode(said).decode(),
        "language": language_code(),
    }
    with _one_at_a_time:
        made = _compiler().compile(
            template, format="pdf", sys_inputs=inputs, pdf_standards=ACCESSIBLE, timestamp=timestamp
        )
    assert isinstance(made, bytes), "one document is one file"
    return made

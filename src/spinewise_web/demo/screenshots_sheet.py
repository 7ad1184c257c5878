"""The contact sheet: every picture small, side by side, to look at everything at once."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from spinewise_web.demo.screenshots import SCHEMES, WIDTHS
from spinewise_web.demo.screenshots_rows import Ready

STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; color: #222; background: #eee; }
section { margin-block: 2.5rem; } h2 { margin: 0 0 .5rem; font-size: 1.1rem; }
h2 small { font-weight: 400; color: #555; } .row { display: flex; gap: 1rem; align-items: start; overflow-x: auto; }
figure { margin: 0; } img { block-size: 26rem; inline-size: auto; border: 1px solid #bbb; object-fit: cover; }
figcaption { font-size: .8rem; color: #555; } nav { columns: 12rem; }
"""


def contact_sheet(ready: Iterable[Ready], papers: Iterable[Ready], folder: Path) -> str:
    """The page that shows them, with what is on paper as links."""
    shots = list(ready)
    listed = "".join(f'<a href="#{one.shot.file}">{one.shot.file}</a><br>' for one in shots)
    rows = "".join(section(one, folder) for one in shots)
    files = "".join(f'<p><a href="{one.shot.file}.pdf">{one.shot.file}.pdf</a></p>' for one in papers)
    head = f'<meta charset="utf-8"><title>Every page</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en">{head}<h1>Every page</h1><nav>{listed}</nav>{rows}{files}</html>\n'


def section(one: Ready, folder: Path) -> str:
    """One page: its pictures, and its print."""
    shot = one.shot
    who = escape(shot.by or "nobody signed in")
    paper = f' · <a href="{shot.file}.pdf">on paper</a>' if (folder / f"{shot.file}.pdf").exists() else ""
    figures = "".join(
        figure(f"{shot.file}-{width}-{scheme}.png", f"{width} {scheme}") for scheme in SCHEMES for width in WIDTHS
    )
    title = f"<h2>{shot.file} <small>{escape(shot.page)}, {who}{paper}</small></h2>"
    return f'<section id="{shot.file}">{title}<div class="row">{figures}</div></section>'


def figure(file: str, caption: str) -> str:
    """One picture, that opens large."""
    picture = f'<a href="{file}"><img src="{file}" alt="" loading="lazy"></a>'
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"

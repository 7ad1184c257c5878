"""The words to translate: `python -m tests.catalogues FOLDER` writes `spinewise.pot` (the core) and `django.pot`."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

from spinewise.documents.paper import said_by

Found = tuple[int, str, Any, list[str]]
ROOT = Path(__file__).parents[1]
LATER = {"gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
A_CALL = re.compile(r"\b(n?p?gettext|_)\(((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|, *)+)")
A_TEXT = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
UNTRANSLATED = ("gallery",)  # for those who make the pages


def of_page(file: BinaryIO, keywords: object, comments: object, options: object) -> Iterator[Found]:
    """What a page's template says."""
    source = templatize(file.read().decode())
    for call in A_CALL.finditer(source):
        texts = tuple(ast.literal_eval(text) for text in A_TEXT.findall(call[2]))
        yield source.count("\n", 0, call.start()) + 1, call[1], texts if len(texts) > 1 else texts[0], []


def of_paper(file: BinaryIO, keywords: object, comments: object, options: object) -> Iterator[Found]:
    """What a paper's template says."""
    source = file.read().decode()
    yield from ((source.count("\n", 0, max(0, source.find(said))) + 1, "gettext", said, []) for said in said_by(source))


CATALOGUES: dict[str, tuple[str, list[tuple[str, Any]]]] = {
    "spinewise": ("src/spinewise", [("**.py", "python"), ("**.typ", of_paper)]),
    "django": ("src/spinewise_web", [("**.py", "python"), ("**/templates/**.html", of_page), ("**.txt", of_page)]),
}


def catalogue(domain: str) -> Catalog:
    """Every message of a domain, with the places where it is said."""
    folder, methods = CATALOGUES[domain]
    made = Catalog(project="Spinewise", charset="utf-8")
    found = extract_from_dir(ROOT / folder, methods, keywords={**DEFAULT_KEYWORDS, **LATER})
    for name, line, message, comments, context in found:
        if not any(part in name for part in UNTRANSLATED):
            made.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return made


def main(folder: str) -> None:
    """Write both."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for domain in CATALOGUES:
        with Path(folder, f"{domain}.pot").open("wb") as file:
            write_po(file, catalogue(domain), width=100, sort_output=True)


if __name__ == "__main__":
    main(sys.argv[1])

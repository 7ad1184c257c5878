"""A sentence that somebody reads goes through a catalogue where it is written."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
ROOMS = (
    *(
        "spinewise/plan/checks",
        "spinewise/rules/render.py",
        "spinewise/motion/words.py",
        "spinewise/motion/limb_words.py",
    ),
    *(f"spinewise/documents/{name}.py" for name in ("words", "letter", "letter_lines", "handout", "sheet", "beside")),
    *("spinewise/documents/calendar.py", "spinewise_web/records/actions", "spinewise_web/records/reads"),
    *(f"spinewise_web/records/{name}.py" for name in ("worse", "rounds", "standing", "verify", "allowed")),
    *("spinewise_web/clinic", "spinewise_web/office", "spinewise_web/portal"),
)
FILES = [file for room in ROOMS for file in sorted((SOURCE / room).rglob("*.py")) or [SOURCE / room]]
SAID = ("_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy", "pgettext_lazy", "gettext_noop")
FOR_PROGRAMMERS = ("Http404", "NullTranslations", "AssertionError")
NAMES = {"Both knees", "One knee", "Both arms", "One arm", "Both legs", "One leg", "The opposite leg"}  # of sentences


def sentences(source):
    """Texts of several words that begin like a sentence or end like one, and go through no catalogue."""
    tree = ast.parse(source)
    apart = {id(part) for node in ast.walk(tree) if is_apart(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            text = node.value.strip()
            if " " in text and (text[0].isupper() or text[-1] == ".") and text not in NAMES:
                yield node.lineno, text


def is_apart(node):
    """A docstring, what is said through a catalogue, and what only programmers read."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return name in (*SAID, *FOR_PROGRAMMERS, "note", "_problem", "warning", "exception", "info")
    return isinstance(node, ast.Assert) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def test_the_search_finds_a_sentence():
    found = [text for _line, text in sentences('"""Doc."""\nx = "It waits."\ny = _("Well said.")\nz = f"On {x} it is"')]
    assert found == ["It waits."]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_a_module_says_no_sentence_past_the_catalogues(file):
    assert list(sentences(file.read_text(encoding="utf-8"))) == []

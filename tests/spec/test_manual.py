"""docs/rule-language.md says what the examples say, and no example is left out."""

import os
from pathlib import Path

import pytest

from spec.manual import PAGE, chapters, examples_of, page

RENEW = "SPINEWISE_RENEW=docs python -m pytest tests/spec/test_manual.py"


def test_the_manual_is_what_the_examples_make():
    made = page()
    if os.environ.get("SPINEWISE_RENEW") == "docs":
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(made, encoding="utf-8", newline="\n")
    written = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    assert written == made, f"docs/rule-language.md is out of date; renew it with: {RENEW}"


def test_every_file_of_examples_is_in_the_manual():
    files = {path.stem for path in Path(__file__).parent.glob("test_*.py")} - {Path(__file__).stem}
    assert {module.__name__.removeprefix("spec.") for module in chapters()} == files


@pytest.mark.parametrize("module", list(chapters()), ids=lambda module: module.TITLE)
def test_every_chapter_has_an_example_for_each_test(module):
    assert examples_of(module)
    assert {name for name, _ in examples_of(module)} == {name for name in vars(module) if name.startswith("test_")}

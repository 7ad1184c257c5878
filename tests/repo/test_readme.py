"""What the README shows is what the commands print."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from spinewise.cli import main

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
SHOWN = re.compile(r"<!-- output: spinewise (?P<words>[^>]+) -->\n(?P<block>.*?)<!-- end of output -->", re.DOTALL)


def printed(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    main(shlex.split(words))
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    return "```\n" + "\n".join(lines) + "\n```\n"


def test_the_output_shown_is_the_output(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = README.read_text(encoding="utf-8")
    found = list(SHOWN.finditer(text))
    assert found
    for shown in found:
        block = printed(shown["words"], capsys)
        if os.environ.get("SPINEWISE_RENEW") == "docs":
            text = (
                text.replace(shown["block"], block)
                if shown["block"]
                else text.replace(shown[0], shown[0].replace("-->\n<!-- end", f"-->\n{block}<!-- end"))
            )
        else:
            assert shown["block"] == block, "renew it: SPINEWISE_RENEW=docs python -m pytest tests/repo/test_readme.py"
    if os.environ.get("SPINEWISE_RENEW") == "docs":
        README.write_text(text, encoding="utf-8")


def test_links_in_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert not [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]

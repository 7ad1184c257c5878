"""How far two taggings of every exercise agree, at the first comparison and now.

    python3 start.py bench tagging                 prints the page
    python3 start.py bench tagging --write         and writes docs/tagging.md

The second tagging is `tests/knowledge/second_tagging.yaml`; what is made of it is `tests/tagging_page.py`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import tagging_page


def main(words: list[str] | None = None) -> None:
    """Compare and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true", help="write docs/tagging.md")
    given = asked.parse_args(words)
    text = tagging_page.page()
    print(text)
    if given.write:
        tagging_page.PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

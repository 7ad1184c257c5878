"""`python -m spinewise.prove [--write docs/safety-case.md]`: prove, print, and write the safety case."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from spinewise.errors import InputError
from spinewise.knowledge.load import load_knowledge
from spinewise.prove import prove, report_lines
from spinewise.prove.safety_case import safety_case


def main(arguments: list[str] | None = None) -> int:
    """0 when everything is proven, 1 when something is refuted, 2 when the files cannot be read."""
    reader = argparse.ArgumentParser(prog="python -m spinewise.prove", description=__doc__)
    reader.add_argument("--knowledge", type=Path, help="a knowledge folder other than the one that ships")
    reader.add_argument("--write", type=Path, metavar="FILE", help="write the safety case to this file")
    given = reader.parse_args(arguments)
    try:
        kb = load_knowledge(given.knowledge)
        report = prove(kb, root=given.knowledge)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(report_lines(report)))
    if given.write:
        given.write.write_text(safety_case(report, kb), encoding="utf-8")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())

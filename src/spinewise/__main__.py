"""Runs the command line: `python -m spinewise`."""

import sys

from spinewise.cli import main

if __name__ == "__main__":
    sys.exit(main())

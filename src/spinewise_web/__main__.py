"""`python -m spinewise_web serve | worker | manage …`: the application on this machine."""

from __future__ import annotations

import sys

from spinewise_web.config.command import main

sys.exit(main(sys.argv[1:]))

"""docs/vignettes.md says what the patients' files and the rules say now."""

from __future__ import annotations

import os

from vignette_page import PAGE, RENEW, page


def test_the_page_is_what_the_patients_and_the_rules_make() -> None:
    made = page()
    if os.environ.get("SPINEWISE_RENEW") == "docs":
        PAGE.write_text(made, encoding="utf-8", newline="\n")
    written = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    assert written == made, f"docs/vignettes.md is out of date; renew it with: {RENEW}"

"""How much a page moves after it is first shown (cumulative layout shift), in Chromium, where there is one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

SHIFT = """
() => new Promise(done => {
  let total = 0;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) total += one.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(total), 800);
})
"""
WIDTHS = (390, 1440)
ENOUGH = 0.1


def shifts(address: str, browsers: dict[str, Any]) -> Iterator[str]:
    """One line a page and width; up to 0.1 is what browsers' makers call good, and 0 is what is wanted."""
    found = os.environ.get("SPINEWISE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        yield "Layout shift: no Chromium here."
        return
    from playwright.sync_api import sync_playwright

    patient, therapist = browsers["patients"][-1], browsers["therapist"]
    pages = [
        ("Today", f"/p/{patient['person']}/today/", patient),
        ("an exercise to follow", f"/p/{patient['person']}/do/{patient['exercise']}/", patient),
        ("a clinician's Today", "/clinic/", therapist),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for name, path, who in pages:
            moved = [_shift(browser, address, path, who, width) for width in WIDTHS]
            told = ", ".join(f"{one:.3f} at {width} px" for one, width in zip(moved, WIDTHS, strict=True))
            yield f"Layout shift of {name}: {told} (wanted 0, good ≤ {ENOUGH})"
        browser.close()


def _shift(browser: Any, address: str, path: str, who: Any, width: int) -> float:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in who["cookies"].items()])
    page = context.new_page()
    page.goto(address + path, wait_until="load")
    moved = float(page.evaluate(SHIFT))
    context.close()
    return moved

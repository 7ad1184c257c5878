"""What all tests share: one browser in each process, and the longest test first."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator

import pytest

LONGEST = "test_the_web_application_holds_on_postgresql"
gc.set_threshold(200_000, 20, 20)  # the knowledge is large and stays: looking through it again and again takes minutes
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test begins first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: item.name != LONGEST)


def found_chromium() -> str:
    """The browser of this machine; where there is none these tests are skipped, or fail when it is required."""
    named = os.environ.get("SPINEWISE_CHROMIUM", "")
    found = named or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found:
        return found
    if "chromium" in os.environ.get("SPINEWISE_REQUIRE", "").split(","):
        pytest.fail("chromium is required and is not here")
    pytest.skip("chromium is not here")


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = found_chromium()
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()

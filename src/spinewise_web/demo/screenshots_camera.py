"""Takes the pictures: a server on this machine at a fixed moment, and a browser that is installed already."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.template import defaultfilters
from django.utils import timezone
from django.utils.timesince import timesince

from spinewise_web.demo.screenshots import DAY, DESK, MOST_BYTES, PAPERS, README, SCHEMES, SHOTS, WIDTHS, Shot
from spinewise_web.demo.screenshots_rows import Ready, made_ready
from spinewise_web.demo.screenshots_sheet import contact_sheet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
HEIGHTS = {390: 844, 820: 1100, 1440: 900}
HIGHEST = 12_000
QUALITIES = (82, 70, 55, 40)
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


class CannotPicture(Exception):
    """There is no browser, or no way to drive it; the text says what to install."""


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as a browser sends them."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def found_chromium() -> str:
    """The browser of this machine.

    Raises:
        CannotPicture: there is none.
    """
    named = os.environ.get("SPINEWISE_CHROMIUM", "")
    found = named or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        raise CannotPicture("Pictures need Chromium. Install it, or name it in SPINEWISE_CHROMIUM")
    return found


def stop_the_clock() -> None:
    """In this process, which does nothing but show pages, it is always the same moment."""
    timezone.now = lambda: DAY
    filters: Any = defaultfilters
    filters.timesince = lambda since, until=DAY: timesince(since, until)


@contextmanager
def served() -> Iterator[str]:
    """The application, answering on a port of its own."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser."""
    from playwright.sync_api import sync_playwright

    path = found_chromium()
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox", "--force-color-profile=srgb"])
        yield browser
        browser.close()


# -- every page


def take_all(folder: Path, tell: Callable[[str], object], *, only: str = "") -> list[str]:
    """Every page at every width in light and dark, on paper where it is printed; what went wrong, a line each.

    Wrong is a page that is refused, one that scrolls sideways, and one with a barrier that axe finds.
    """
    found_chromium()
    folder.mkdir(parents=True, exist_ok=True)
    chosen = made_ready(tuple(shot for shot in SHOTS + PAPERS if re.search(only, shot.file)))
    ready = [one for one in chosen if one.shot not in PAPERS]
    papers = [one for one in chosen if one.shot in PAPERS]
    wrong: list[str] = []
    with served() as address, browsing() as browser:
        for number, one in enumerate(ready, 1):
            tell(f"  {number:3} of {len(ready)}  {one.shot.file}")
            wrong += take_page(browser, address, one, folder)
        for one in papers:
            take_paper(browser, address, one, folder)
    (folder / "index.html").write_text(contact_sheet(ready, papers, folder), encoding="utf-8")
    return wrong


def take_page(browser: Browser, address: str, ready: Ready, folder: Path) -> list[str]:
    """One page in all its forms."""
    wrong: list[str] = []
    for scheme in SCHEMES:
        context = opened(browser, address, ready, scheme=scheme)
        page = context.new_page()
        wrong += shown(page, address, ready)
        for width in WIDTHS:
            stretch(page, width)
            if too_wide(page):
                wrong.append(f"{ready.shot.file}: wider than {width}")
            wrong += (f"{ready.shot.file}, {width} {scheme}: {barrier}" for barrier in barriers(page))
            page.screenshot(path=folder / picture_name(ready.shot, width, scheme))
        if ready.shot.prints and scheme == "light":
            page.emulate_media(media="print", color_scheme="light")
            page.pdf(path=folder / f"{ready.shot.file}.pdf", format="A4", prefer_css_page_size=True)
        context.close()
    return list(dict.fromkeys(wrong))


def stretch(page: Page, width: int) -> None:
    """A window as high as the page, so that what clings to its lower edge is at the end of the picture."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(height, HEIGHTS[width]), HIGHEST)})


def barriers(page: Page) -> list[str]:
    """What axe finds to keep somebody out."""
    from axe_playwright_python.sync_playwright import Axe

    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]


def picture_name(shot: Shot, width: int, scheme: str) -> str:
    """The file of one picture."""
    return f"{shot.file}-{width}-{scheme}.png"


def too_wide(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    found = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return bool(found)


PATIENCE_MS = 120_000  # for a machine that does something else as well


def opened(browser: Browser, address: str, ready: Ready, *, scheme: Any, scale: int = 1) -> BrowserContext:
    """A browser that is nobody else's, with the cookies of this picture."""
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": DESK, "height": HEIGHTS[DESK]},
        device_scale_factor=scale,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in ready.cookies.items()])
    return context


def shown(page: Page, address: str, ready: Ready) -> list[str]:
    """The page, filled in and opened as the picture wants it; what the browser complained of."""
    shot, said = ready.shot, []
    page.on("console", lambda line: said.append(f"{shot.file}: {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{shot.file}: {error}"))
    page.clock.set_fixed_time(DAY)
    answer = page.goto(address + ready.path)
    for field, text in shot.fills.items():
        page.fill(field, text)
    if shot.presses:
        page.locator(shot.presses).first.click()
        page.wait_for_load_state("networkidle")
    if shot.opened:
        page.evaluate(OPEN_ALL)
    if answer is not None and answer.status >= 500:
        said.append(f"{shot.file}: answered {answer.status}")
    return [line for line in said if "the server responded with a status of 4" not in line]


def take_paper(browser: Browser, address: str, ready: Ready, folder: Path) -> None:
    """A page that is a file for the printer already."""
    context = opened(browser, address, ready, scheme="light")
    answer = context.request.get(address + ready.path)
    (folder / f"{ready.shot.file}.pdf").write_bytes(answer.body())
    context.close()


# -- the README's


def take_readme(folder: Path, tell: Callable[[str], object]) -> list[str]:
    """What the README shows, small enough to be kept with the code."""
    found_chromium()
    folder.mkdir(parents=True, exist_ok=True)
    ready = made_ready(tuple(shot for shot in SHOTS if shot.file in README))
    wrong: list[str] = []
    with served() as address, browsing() as browser:
        for one in ready:
            tell(f"  {one.shot.file}.webp")
            wrong += take_small(browser, address, one, folder / f"{one.shot.file}.webp")
    return wrong


def take_small(browser: Browser, address: str, ready: Ready, file: Path) -> list[str]:
    """What one sees before scrolling."""
    width = README[ready.shot.file]
    plain = Ready(shot=Shot(file=ready.shot.file, page=ready.shot.page), path=ready.path, cookies=ready.cookies)
    context = opened(browser, address, ready, scheme="light", scale=1 if width == DESK else 2)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    wrong = shown(page, address, plain)
    file.write_bytes(small_webp(page))
    context.close()
    return wrong


def small_webp(page: Page) -> bytes:
    """The page as a picture of at most 150 kB: the best quality that fits."""
    import base64

    driver = page.context.new_cdp_session(page)
    found = b""
    for quality in QUALITIES:
        said = driver.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        found = base64.b64decode(said["data"])
        if len(found) <= MOST_BYTES:
            break
    return found

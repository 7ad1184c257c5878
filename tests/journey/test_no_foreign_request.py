"""No page asks anything of another machine: a walk through every address, as a browser follows it."""

from __future__ import annotations

import pytest

from web.cast import lately
from web.conftest import cast, emptied_tables  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)
STAYS_SIGNED_IN = ("/accounts/logout/", "/demo/")


def worth_opening(client, paths):
    """What opens, and one page of each way to be refused: those are the same page wherever they stand."""
    answered = {path: client.get(path).status_code for path in paths}
    refused = {status: path for path, status in answered.items() if status != 200}
    return [path for path, status in answered.items() if status == 200] + [*refused.values()]


def asked_elsewhere(browser, address, user, paths):
    """What the browser asked of others, and what its console complains about, on a walk through these pages."""
    from web.cast import signed_in

    elsewhere, complaints = [], []
    context = browser.new_context()
    client = signed_in(user)
    session = client.cookies.get("sessionid")
    if session:
        context.add_cookies([{"name": "sessionid", "value": session.value, "url": address}])
    page = context.new_page()
    ours = (address, "data:", "blob:")
    page.on("request", lambda said: None if said.url.startswith(ours) else elsewhere.append((page.url, said.url)))
    page.on("websocket", lambda said: elsewhere.append((page.url, said.url)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    shown = 0
    for path in worth_opening(client, paths):
        answered = page.goto(address + path)
        shown += answered.status == 200
    context.close()
    return shown, elsewhere, complaints


def test_no_page_asks_anything_of_another_machine(chromium, live_server, cast):  # noqa: F811
    from web.test_access import rows_by_name
    from web.test_every_address import address_of, routes

    cast.signed_plan(now=lately())
    rows = {name: row for name, row in rows_by_name(cast).items() if row is not None}
    # What is downloaded is no page.
    files = (".pdf", ".ics", ".csv", ".json", ".yaml", ".zip", ".html", "download/")
    paths = [address_of(route, rows) for route, _view in routes()]
    pages = [path for path in paths if not path.endswith(files) and not path.startswith(STAYS_SIGNED_IN)]
    for user, least in ((cast.therapist, 12), (cast.patient_user, 14), (cast.nobody, 10)):
        shown, elsewhere, complaints = asked_elsewhere(chromium, live_server.url, user, pages)
        assert (elsewhere, complaints) == ([], [])
        assert shown >= least

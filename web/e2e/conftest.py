"""A real browser against a real server with a little of everything in it. Any console error fails a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from services.browsing import NoBrowser, Watched, chromium
from services.server import LiveServer
from services.web_app import Api, Lab, Lake, a_lab, a_lake, a_model

NAME, PASSWORD = "ann", "a long password"
expect.set_options(timeout=20_000)  # a machine may be busy with the other tests


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as browser:
            yield browser
    except NoBrowser as error:
        pytest.skip(f"NO BROWSER TEST HAS RUN. {error}")


@pytest.fixture(scope="session")
def api(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server of these tests' own; it is not started where there is no browser to look at it."""
    server = LiveServer(data=tmp_path_factory.mktemp("web") / "data", username=NAME, password=PASSWORD).start()
    yield Api(server)
    server.stop()


@pytest.fixture(scope="session")
def lake(api: Api) -> Lake:
    return a_lake(api)


@pytest.fixture(scope="session")
def lab(api: Api) -> Lab:
    return a_lab(api)


@pytest.fixture(scope="session")
def model(api: Api) -> str:
    return a_model(api)


@pytest.fixture(scope="session")
def signed_in(browser: Browser, api: Api) -> Any:
    """The cookies of the owner, who has signed in through the page."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{api.url}/login")
    page.get_by_label("User name").fill(NAME)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{api.url}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(browser: Browser, api: Api, signed_in: Any) -> Iterator[BrowserContext]:
    made = browser.new_context(
        base_url=api.url, storage_state=signed_in, viewport={"width": 1360, "height": 860}, locale="en-US"
    )
    yield made
    made.close()


@pytest.fixture
def stranger(browser: Browser, api: Api) -> Iterator[Page]:
    """A page of nobody: not signed in. Refused sign-ins are errors on its console, so they are not watched."""
    made = browser.new_context(base_url=api.url, locale="en-US")
    yield made.new_page()
    made.close()


@pytest.fixture
def watched(context: BrowserContext, api: Api) -> Iterator[Watched]:
    made = Watched(context.new_page(), api.url)
    yield made
    assert not made.wrong, "\n".join(made.wrong)


@pytest.fixture
def page(watched: Watched) -> Page:
    """A page of the owner; errors on its console, and requests to other hosts, fail the test."""
    return watched.page

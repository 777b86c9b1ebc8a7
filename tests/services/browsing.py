"""A headless Chromium that says what goes wrong in a page: console errors, requests to other hosts."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

FINDER = Path(__file__).parents[2] / "tools" / "chromium.py"
OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers have little of it
]
CALM = 0.3  # seconds without a request: nothing more comes by itself


class NoBrowser(Exception):
    """No Chromium can be had on this machine; the message says why."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises `NoBrowser`."""
    found = subprocess.run([sys.executable, FINDER], capture_output=True, text=True, timeout=900)
    if found.returncode != 0:
        raise NoBrowser(found.stderr.strip())
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=found.stdout.strip(), chromium_sandbox=False, args=OPTIONS, timeout=120_000
        )
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and what has gone wrong in it. Only the server at `url` may be asked."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    _open: set[Request] = field(default_factory=set)
    _last: float = 0.0

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._on_request)
        self.page.on("requestfinished", self._on_end)
        self.page.on("requestfailed", self._on_end)

    def visit(self, route: str) -> None:
        """Open a route of the app and wait until it has settled."""
        self.page.goto(self.url + route)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has its content: no skeleton, and no request under way but live streams."""
        main = self.page.locator("main").first
        main.wait_for()
        end = time.monotonic() + 30
        while self._open or time.monotonic() - self._last < CALM or self.page.locator(".mantine-Skeleton-root").count():
            assert time.monotonic() < end, f"{self.page.url} does not settle: {[each.url for each in self._open]}"
            self.page.wait_for_timeout(50)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"{self.page.url}: {message.text} {message.location.get('url', '')}")

    def _on_request(self, request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(self.url):
            self.wrong.append(f"{self.page.url} asks another host: {request.url}")
        if request.is_navigation_request():
            self._open.clear()  # what the page before asked for is of no account
        if request.resource_type != "eventsource" and "text/event-stream" not in request.headers.get("accept", ""):
            self._open.add(request)
        self._last = time.monotonic()

    def _on_end(self, request: Request) -> None:
        self._open.discard(request)
        self._last = time.monotonic()

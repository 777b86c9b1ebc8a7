"""./dev screenshots: a picture of every page, light, dark and as wide as a phone, into docs/images/.

    ./dev screenshots [name …] [--out FOLDER]

Starts a platform of its own, fills it (tools/showcase.py), and visits it with a headless Chromium. A problem on the
console of a page, or a page that is wider than its window, fails it.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import demo
from environment import ROOT, say
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

OUT = ROOT / "docs" / "images"
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"light": (1280, 800), "dark": (1280, 800), "phone": (390, 844)}
IN_SIGHT = """[...document.images].every((one) => one.complete || one.getBoundingClientRect().top > innerHeight)
  && !document.querySelector('[aria-busy=true], .mantine-Skeleton-root')"""
LARGEST = 80_000  # bytes of one picture


@dataclasses.dataclass(frozen=True)
class Shot:
    name: str
    path: str
    do: Callable[[Page], None] | None = None
    signed_in: bool = True


def shots(at: Mapping[str, Any]) -> list[Shot]:
    """Every page of the app; `at` holds the ids that the showcase made."""
    run, project = f"/experiments/{at['best']}", f"/projects/{at['project']}"
    outlines = "/datasets/crown-outlines/reviewed"
    compared = "&".join(f"with={each}" for each in (at["best"], *at["others"]))
    return [
        Shot("login", "/login", signed_in=False),
        Shot("invitation", at["invitation"], signed_in=False),
        Shot("home", "/"),
        Shot("datalake", "/datalake", _select),
        Shot("datalake-table", "/datalake?view=table"),
        Shot("picture", f"/datalake/{at['picture']}"),
        Shot("datasets", "/datasets"),
        Shot("dataset", outlines),
        Shot("dataset-labels", f"{outlines}?tab=labels"),
        Shot("dataset-statistics", f"{outlines}?tab=statistics"),
        Shot("dataset-versions", f"{outlines}?tab=versions&to={at['before']}"),
        Shot("dataset-transfer", f"{outlines}?tab=transfer"),
        Shot("dataset-picture", f"{outlines}/{at['look']}"),
        Shot("projects", "/projects"),
        Shot("project", project),
        Shot("compare", f"{project}?tab=compare&{compared}"),
        Shot("experiment", run),
        Shot("experiment-evaluation", f"{run}?tab=evaluation"),
        Shot("experiment-files", f"{run}?tab=files"),
        Shot("experiment-logs", f"{run}?tab=logs"),
        Shot("experiment-running", f"/experiments/{at['running']}?tab=logs"),
        Shot("models", "/models?shelf=hub"),
        Shot("model", f"/models/{at['model']}"),
        Shot("jobs", "/admin/jobs"),
        Shot("events", "/admin/events"),
        Shot("profile", "/settings/profile"),
        Shot("tokens", "/settings/tokens"),
        Shot("organization", "/settings/organization"),
        Shot("palette", "/datasets", _palette),
        Shot("keys", "/datalake", _keys),
    ]


def _select(page: Page) -> None:
    """The cursor on a picture, then three chosen."""
    for key in ("ArrowRight", "x", "ArrowRight", "x", "ArrowRight", "x"):
        page.keyboard.press(key)


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.wait_for_selector("[role=dialog] input")
    page.keyboard.type("crown", delay=20)
    page.wait_for_timeout(600)


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    page.wait_for_selector("[role=dialog]")


class Camera:
    """A page that visits the app, and notes what goes wrong on it."""

    def __init__(self, context: BrowserContext, look: str, out: Path) -> None:
        self.wrong: list[str] = []
        self._look, self._out = look, out
        self._name = ""
        self._waiting: set[Request] = set()
        self._page = page = context.new_page()
        page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("request", lambda one: None if one.resource_type == "eventsource" else self._waiting.add(one))
        page.on("requestfinished", lambda one: self._waiting.discard(one))
        page.on("requestfailed", lambda one: self._waiting.discard(one))

    def sign_in(self, owner: Mapping[str, str]) -> None:
        self._page.goto("/login")
        self._page.get_by_label("User name").fill(owner["name"])
        self._page.get_by_role("textbox", name="Password").fill(owner["password"])
        self._page.get_by_role("button", name="Sign in").click()
        self._page.wait_for_url("**/")

    def take(self, shot: Shot) -> None:
        self._name = shot.name
        self._page.goto(shot.path)
        self._settle()
        if shot.do:
            shot.do(self._page)
            self._settle()
        overflow = self._page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            self._note(f"the page is {overflow} px too wide")
        file = self._out / f"{shot.name}-{self._look}.webp"
        file.write_bytes(small(self._page.screenshot()))

    def _note(self, text: str) -> None:
        self.wrong.append(f"{self._name} {self._look}: {text}")

    def _settle(self) -> None:
        """Wait until nothing is asked for, nothing waits, and every picture in sight is there; half a second long."""
        self._page.wait_for_selector("h1", timeout=60_000)
        calm = 0
        for _ in range(300):
            calm = calm + 1 if not self._waiting and self._page.evaluate(IN_SIGHT) else 0
            if calm == 5:
                return
            self._page.wait_for_timeout(100)
        self._note("the page does not settle")


def take(browser: Browser, address: str, owner: Mapping[str, str], wanted: list[Shot], out: Path) -> list[str]:
    """Write the pictures; returns what went wrong on the pages' consoles."""
    out.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    for look, (width, height) in SIZES.items():
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if look == "dark" else "light",
            reduced_motion="reduce",
            has_touch=look == "phone",
            locale="en-GB",
            timezone_id="Europe/Paris",
        )
        context.set_default_timeout(60_000)
        camera = Camera(context, look, out)
        for shot in wanted:
            if not shot.signed_in:
                camera.take(shot)
        camera.sign_in(owner)
        for shot in wanted:
            if shot.signed_in:
                camera.take(shot)
        wrong += camera.wrong
        context.close()
    return wrong


def small(png: bytes) -> bytes:
    """As WebP: without loss where that is small, else with as little as need be, at last in fewer pixels."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    exact = _webp(picture, lossless=True)
    if len(exact) < LARGEST / 3:
        return exact
    fewer = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS)
    for image, quality in ((picture, 80), (picture, 65), (picture, 50), (fewer, 60), (fewer, 40), (fewer, 20)):
        found = _webp(image, quality=quality)
        if len(found) < LARGEST * 0.7:
            return found
    raise SystemExit(f"a page gives more than {LARGEST} bytes however it is compressed")


def _webp(picture: Image.Image, **settings: Any) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", method=6, **settings)
    return file.getvalue()


@contextmanager
def platform(data: Path, variables: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """A platform of its own with everything in it: its address, and its owner."""
    owner = {"name": "demo", "password": secrets.token_urlsafe(12), "token": secrets.token_hex(20)}
    server = demo.serve(data, 0, owner, variables)
    try:
        address = demo.address_of(server, data)
        if address is None or demo.run_scripts(address, owner, variables) != 0:
            raise SystemExit("the platform or its examples have failed")
        yield address, owner
    finally:
        demo.stop(server)


def _chromium() -> str:
    """Where one is; tools/chromium.py finds or fetches it, and says why it cannot."""
    found = subprocess.run([sys.executable, ROOT / "tools" / "chromium.py"], stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        raise SystemExit(found.returncode)
    return found.stdout.strip()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", help="of pages; default: all")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    import showcase

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with (
        tempfile.TemporaryDirectory(prefix="screenshots-") as folder,
        platform(Path(folder), os.environ) as (address, owner),
    ):
        say("filling the platform")
        places = showcase.fill(address, owner["token"], ROOT / "demo-data")
        showcase.settled(address, owner["token"])
        wanted = [shot for shot in shots(dataclasses.asdict(places)) if not options.names or shot.name in options.names]
        say(f"taking {len(wanted) * len(SIZES)} pictures")
        with sync_playwright() as play, showcase.going_on(address, owner["token"], places.running):
            browser = play.chromium.launch(executable_path=_chromium(), chromium_sandbox=False, args=QUIET)
            wrong = take(browser, address, owner, wanted, options.out)
            browser.close()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

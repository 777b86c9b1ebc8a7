"""./dev screenshots: a picture of every page, light, dark and as wide as a phone, into docs/images/.

    ./dev screenshots [name …] [--out FOLDER] [--server ADDRESS --places FILE]

Starts a platform of its own, fills it (tools/showcase.py), and visits it with a headless Chromium: the one of
CHROMIUM, of the path, or of `playwright install chromium`. A problem on a page's console fails it.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import secrets
import shutil
import signal
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
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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
  && !document.querySelector('[aria-busy=true]')"""
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


def take(browser: Browser, address: str, owner: Mapping[str, str], wanted: list[Shot], out: Path) -> list[str]:
    """Write the pictures; returns what went wrong on the pages' consoles."""
    out.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    for look, (width, height) in SIZES.items():
        scheme = "dark" if look == "dark" else "light"
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            has_touch=look == "phone",
            locale="en-GB",
            timezone_id="Europe/Paris",
        )
        outside = [shot for shot in wanted if not shot.signed_in]
        inside = [shot for shot in wanted if shot.signed_in]
        for shot in outside:
            _one(context, shot, look, out, wrong)
        _sign_in(context, owner)
        for shot in inside:
            _one(context, shot, look, out, wrong)
        context.close()
    return wrong


def _sign_in(context: BrowserContext, owner: Mapping[str, str]) -> None:
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("User name").fill(owner["name"])
    page.get_by_role("textbox", name="Password").fill(owner["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    page.close()


def _one(context: BrowserContext, shot: Shot, look: str, out: Path, wrong: list[str]) -> None:
    page = context.new_page()

    def note(text: str) -> None:
        wrong.append(f"{shot.name} {look}: {text}")

    page.on("console", lambda message: note(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: note(str(error)))
    page.goto(shot.path)
    _still(page)
    if shot.do:
        shot.do(page)
        _still(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if overflow > 0:
        note(f"the page is {overflow} px too wide")
    (out / f"{shot.name}-{look}.webp").write_bytes(small(page.screenshot()))
    page.close()


def _still(page: Page) -> None:
    """Nothing waits, and every picture in sight is there; streams stay open, so the network never rests."""
    page.wait_for_selector("h1", timeout=15_000)
    page.wait_for_timeout(700)
    for _ in range(100):
        if page.evaluate(IN_SIGHT):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(200)


def small(png: bytes) -> bytes:
    """As WebP, without loss where that is small enough."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    best = b""
    for settings in ({"lossless": True}, {"quality": 90}, {"quality": 80}, {"quality": 65}, {"quality": 45}):
        file = BytesIO()
        picture.save(file, "WEBP", method=6, **settings)
        best = file.getvalue()
        if len(best) < LARGEST * (0.6 if "lossless" in settings else 0.85):
            break
    return best


@contextmanager
def platform(data: Path, variables: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """A platform of its own with everything in it: its address, and its owner."""
    owner = {"name": "demo", "password": secrets.token_urlsafe(12), "token": secrets.token_hex(20)}
    server = demo._serve(data, 0, owner, variables)
    try:
        address = demo._address(server, data)
        if address is None or demo._script(address, owner, variables) != 0:
            raise SystemExit("the platform or its examples have failed")
        yield address, owner
    finally:
        demo._stop(server)


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


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

"""The web app over a house full of things: a million pictures, a version of 200,000, a run of a million points.

    ./dev bench web                                   fills a new house first, which takes minutes
    HOUSE=~/bench ./dev bench web                     keeps the house there, and uses it again
    PICTURES=100000 MEMBERS=20000 ./dev bench web     smaller
    ONLY=lake,bulk ./dev bench web                    some parts: lake questions bulk version run entries

One JSON line a result, with its limit and whether it is met. Times are those of the clock in headless Chromium, on a
machine that has nothing else to do; `page_cpu_ms_per_frame` is processor time of the page's thread.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import psutil
import requests

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from _web_browser import Asked, Tab, signed_in
from _web_data import DATASET, ENTRIES, MEMBERS, PICTURES, POINTS, PROJECT, RUN, fill

from picsellia_server.db.embedded import Embedded
from services.server import LiveServer

PASSWORD, TOKEN = "a long password", "a" * 40
NEAR_ROWS, NEAR_THUMBNAILS = 1_000, 150
PLACES = (0.1, 0.5, 0.99, 0.0)
ORDERS = ("created", "-created", "name", "-name", "size", "-size")
ASKED = {
    "one tag": "tag=tag-0",
    "two tags": "tag=tag-0&tag=tag-2",
    "a rare tag": "tag=tag-0&tag=tag-100",
    "a common word": "q=IMG",
    "a rare word": "q=site-123",
    "a word of nothing": "q=zzzz",
    "dates": "q=on:2023-05-05",
    "an early date": "q=before:2022-02",
    "width": "q=width>1500",
    "file size": "q=size<3kb",
    "source": "q=source=web",
    "without a tag": "q=-tag:tag-0",
}


def say(name: str, value: float, unit: str, limit: float | None = None, **more: Any) -> None:
    judged = {} if limit is None else {"limit": limit, "met": value <= limit}
    print(json.dumps({"benchmark": f"web.{name}", unit: round(value, 3), **judged, **more}), flush=True)


def loaded(asked: Asked) -> dict[str, Any]:
    """What a view has asked for, and whether that is no more than what is near."""
    near = asked.rows <= NEAR_ROWS and asked.thumbnails <= NEAR_THUMBNAILS
    return {"requests": len(asked.paths), "rows": asked.rows, "thumbnails": asked.thumbnails, "near_only": near}


def grid(tab: Tab, name: str, path: str, *, first_limit: float) -> None:
    """Open a grid, go about in it, and see what that costs."""
    tab.open(path)
    before = tab.cpu()
    warm = [tab.open(path) for _ in range(5)]
    more = {"tiles": warm[0][1], "browser_cpu_s": round((tab.cpu() - before) / len(warm), 3)}
    say(f"{name}.first_page", median(seconds for seconds, _ in warm), "seconds", first_limit, **more)
    for share in PLACES:
        with tab.asking() as asked:
            seconds, tiles = tab.jump(share)
        say(f"{name}.jump", seconds, "seconds", 2.0, at=share, tiles=tiles, **loaded(asked))
    for turns, pixels in ((100, 60), (100, 120), (100, 1_200)):
        with tab.asking() as asked:
            found = tab.wheel(turns, pixels)
        cpu = found.pop("page_cpu_ms_per_frame")
        more = {"turns": turns, "pixels": pixels, "rows": asked.rows, "thumbnails": asked.thumbnails}
        say(f"{name}.wheel", cpu, "page_cpu_ms_per_frame", 16.7, **found, **more)
    for place in range(20):
        tab.jump((place * 0.37 + 0.11) % 1)
    memory = tab.memory()
    say(f"{name}.memory", memory.pop("own_mb"), "own_mb", 500, **memory)


def lake(tab: Tab, server: LiveServer) -> None:
    grid(tab, "lake", "/datalake", first_limit=1.0)
    tab.open("/datalake?order=name")
    seconds, _ = tab.jump(0.5)
    say("lake.jump_by_name", seconds, "seconds", 2.0)
    seconds, tiles = tab.open("/datalake?q=site-123")
    say("lake.search_shown", seconds, "seconds", 2.0, tiles=tiles)


def questions(tab: Tab, server: LiveServer) -> None:
    """What the page of the lake asks the server, one request after the other."""
    ask = asking(server)
    for order in ORDERS:
        say("list", ask(f"/api/pictures?order={order}&limit=250"), "seconds", 0.25, order=order)
        say("anchors", ask(f"/api/pictures/anchors?order={order}&every=250"), "seconds", 1.5, order=order)
    for what, query in {"everything": "", **ASKED}.items():
        say("list", ask(f"/api/pictures?order=-created&limit=250&{query}"), "seconds", 1.0, of=what)
        say("count", ask(f"/api/pictures/count?{query}"), "seconds", 1.0, of=what)
        say("facets", ask(f"/api/tags?limit=300&{query}"), "seconds", 1.0, of=what)
    say("trash", ask("/api/pictures/trash?limit=100"), "seconds", 0.25)


def asking(server: LiveServer) -> Callable[[str], float]:
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {server.token}"

    def ask(path: str) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            answer = session.get(server.url + path, timeout=300)
            best = min(best, time.perf_counter() - start)
            answer.raise_for_status()
        return best

    return ask


def bulk(tab: Tab, server: LiveServer) -> None:
    """Select all that match, tag them, take it back: with the keys that people use."""
    tab.open("/datalake")
    page = tab.page
    page.get_by_role("status").filter(has_text=f"{PICTURES:,} pictures").wait_for()
    page.keyboard.press("Control+a")
    page.get_by_role("toolbar", name="Selection").wait_for()
    page.keyboard.press("t")
    page.get_by_role("dialog").get_by_role("combobox", name="Tags").fill("tagged at once")
    page.keyboard.press("Enter")
    start = time.perf_counter()
    page.get_by_role("dialog").get_by_role("button", name="Tag", exact=True).click()
    page.get_by_text(f"{PICTURES:,} pictures tagged").wait_for()
    say("bulk.tag", time.perf_counter() - start, "seconds", 120, pictures=PICTURES)
    start = time.perf_counter()
    page.get_by_role("button", name="Undo").last.click()
    page.get_by_text("Undone.").wait_for()
    say("bulk.undo", time.perf_counter() - start, "seconds", 120, pictures=PICTURES)
    memory = tab.memory()
    say("bulk.memory", memory.pop("own_mb"), "own_mb", 500, **memory)


def version(tab: Tab, server: LiveServer) -> None:
    path = f"/datasets/{DATASET}/first"
    grid(tab, "version", path, first_limit=1.5)
    ask = asking(server)
    known = get(server, f"/api/datasets/{DATASET}/first")
    of = f"/api/versions/{known['dataset_id']}"
    label = known["labels"][0]["id"]
    for what, query in {
        "everything": "",
        "a label": f"label={label}",
        "a status": "status=accepted",
        "small shapes": "size=small",
        "a name": "name=00019",
    }.items():
        say(
            "version.list",
            ask(f"{of}/annotations?shapes=true&limit=250&{query}"),
            "seconds",
            0.5,
            of=what,
            members=MEMBERS,
        )
        say("version.count", ask(f"{of}/annotations/count?{query}"), "seconds", 1.0, of=what)
        say("version.anchors", ask(f"{of}/annotations/anchors?every=250&{query}"), "seconds", 1.5, of=what)
    say("version.statistics", ask(f"{of}/statistics"), "seconds", 0.5)
    say("version.labels", ask(f"{of}/labels"), "seconds", 0.25)


def get(server: LiveServer, path: str) -> Any:
    answer = requests.get(server.url + path, headers={"Authorization": f"Bearer {server.token}"}, timeout=300)
    answer.raise_for_status()
    return answer.json()


def project_of(server: LiveServer) -> str:
    found = get(server, f"/api/projects?q={PROJECT}")["items"]
    return str(next(one["project_id"] for one in found if one["project_name"] == PROJECT))


def run(tab: Tab, server: LiveServer) -> None:
    """A run with a line of a million points, until its curve is on the screen."""
    found = get(server, f"/api/projects/{project_of(server)}/experiments?q={quote(RUN)}")["items"]
    drawn = """() => [...document.querySelectorAll('.uplot canvas')].filter((canvas) => {
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
        let inked = 0
        for (let i = 3; i < pixels.length; i += 4) inked += pixels[i] > 0
        return inked > 500
      }).length >= 2"""
    path = f"/experiments/{found[0]['id']}"
    tab.open(path, drawn)
    seconds = median(tab.open(path, drawn)[0] for _ in range(5))
    memory = tab.memory()
    say("run.drawn", seconds, "seconds", 2.0, points=POINTS, **memory)


def entries(tab: Tab, server: LiveServer) -> None:
    """Rooms with thousands of things in them."""
    ask = asking(server)
    shown = "() => (document.querySelector('main')?.innerText ?? '').includes({})"
    rooms = {"/": "dataset ", "/datasets": "dataset ", "/projects": "project "}
    project = project_of(server)
    rooms[f"/projects/{project}"] = "run "
    for path, text in rooms.items():
        what = shown.replace("{}", json.dumps(text))
        tab.open(path, what)
        seconds = median(tab.open(path, what)[0] for _ in range(3))
        name = "/projects/:id" if path.count("/") == 2 else path
        say("room", seconds, "seconds", 1.5, path=name, entries=ENTRIES)
    for path in ("/api/datasets?limit=48", f"/api/projects/{project}/experiments?limit=200"):
        say("room.list", ask(path), "seconds", 0.5, path=path.partition("?")[0].replace(project, ":id"))


PARTS: dict[str, Callable[[Tab, LiveServer], None]] = {
    "lake": lake,
    "questions": questions,
    "bulk": bulk,
    "version": version,
    "run": run,
    "entries": entries,
}


def measure(server: LiveServer) -> None:
    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(PARTS)
    assert server.process is not None
    for name in wanted:
        # A browser of its own for each part: none inherits another one's memory.
        with signed_in(server.url, server.username, PASSWORD) as tab:
            PARTS[name](tab, server)
            if tab.errors:
                say(f"{name}.errors", len(tab.errors), "errors", 0, first=tab.errors[0][:200])
        resident = psutil.Process(server.process.pid).memory_info().rss / 1e6
        say(f"{name}.server_memory", resident, "rss_mb", 500)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="picsellia-bench-") as place:
        folder = Path(os.environ.get("HOUSE", place)).expanduser().absolute()
        folder.mkdir(parents=True, exist_ok=True)
        full = folder / "full"
        server = LiveServer(data=folder / "data", password=PASSWORD, token=TOKEN).start()
        try:
            if not full.exists():
                fill(server.url, server.token, Embedded(folder / "data").url, folder)
                full.touch()
            measure(server)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

"""Chromium, watched: when thumbnails are painted, what was asked for, which frames were late, what memory it has."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, Request

from services.browsing import chromium

_WATCH = """
window.bench = {
  // Whether every picture in sight has its pixels; how many there are.
  painted() {
    const grid = document.querySelector('[data-testid=grid]')
    if (!grid) return 0
    const box = grid.getBoundingClientRect()
    const seen = (one) => {
      const r = one.getBoundingClientRect()
      return r.bottom > box.top && r.top < box.bottom && r.height > 0
    }
    const tiles = [...grid.firstElementChild.children].filter((one) => !one.hidden && seen(one))
    const done = (tile) => {
      const image = tile.querySelector('img')
      return image && image.complete && image.naturalWidth > 0 && getComputedStyle(image).opacity === '1'
    }
    return tiles.length > 0 && tiles.every(done) ? tiles.length : 0
  },
  // Milliseconds from `start` until `what` says so and the browser has had the chance to draw it.
  until(what, start) {
    return new Promise((resolve) => {
      const look = () => {
        const found = what()
        if (!found) setTimeout(look, 8)
        else requestAnimationFrame(() => setTimeout(() => resolve([performance.now() - start, found])))
      }
      look()
    })
  },
  frames: [],
  watchFrames() {
    bench.frames = []
    let last = performance.now()
    const step = (now) => {
      bench.frames.push(now - last)
      last = now
      if (bench.watching) requestAnimationFrame(step)
    }
    bench.watching = true
    requestAnimationFrame(step)
  },
}
"""
_FRAME_MS = 1000 / 60


@dataclass
class Asked:
    """Requests of a stretch of time."""

    paths: list[str] = field(default_factory=list)

    @property
    def thumbnails(self) -> int:
        return sum("/thumbnail/" in path for path in self.paths)

    @property
    def lists(self) -> int:
        return len(self.rows_of)

    @property
    def rows_of(self) -> list[int]:
        """The most rows that each request for a list can have brought."""
        found = [re.search(r"/(?:pictures|annotations)\?.*\blimit=(\d+)", path) for path in self.paths]
        return [int(match[1]) for match in found if match]

    @property
    def rows(self) -> int:
        return sum(self.rows_of)


class Tab:
    """One page of a signed-in browser."""

    def __init__(self, browser: Browser, context: BrowserContext, page: Page, url: str) -> None:
        self.browser, self.context, self.page, self.url = browser, context, page, url
        self.errors: list[str] = []
        self._asked: list[Asked] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._session = context.new_cdp_session(page)
        # Processor time of the page's thread, which says more than the clock on a machine that has other work.
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def _note(self, request: Request) -> None:
        for asked in self._asked:
            asked.paths.append(request.url)

    @contextmanager
    def asking(self) -> Iterator[Asked]:
        asked = Asked()
        self._asked.append(asked)
        try:
            yield asked
        finally:
            self._asked.remove(asked)

    def open(self, path: str, what: str = "bench.painted") -> tuple[float, int]:
        """Load an address anew; seconds from the start of the navigation until `what` says so, and what it says."""
        self.page.goto(self.url + path, wait_until="commit")
        return self.until(what, since_load=True)

    def until(self, what: str, *, since_load: bool = False) -> tuple[float, Any]:
        """Seconds until the script `what` (a function) answers something true, and what it answers."""
        start = "0" if since_load else "performance.now()"
        ms, found = self.page.evaluate(f"bench.until({what}, {start})")
        return ms / 1000, found

    def jump(self, share: float) -> tuple[float, int]:
        """Drag the scrollbar to a share of the whole; seconds until the thumbnails there are painted."""
        ms, tiles = self.page.evaluate(
            """async (share) => {
              const grid = document.querySelector('[data-testid=grid]')
              const start = performance.now()
              const before = grid.scrollTop
              grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight)
              if (before !== grid.scrollTop) await new Promise((r) => requestAnimationFrame(() => setTimeout(r)))
              return bench.until(bench.painted, start)
            }""",
            share,
        )
        return ms / 1000, tiles

    def wheel(self, steps: int, pixels: float) -> dict[str, float]:
        """Turn the wheel so many times; late frames, the worst of them, and seconds until all is painted then."""
        box = self.page.get_by_test_id("grid").bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.evaluate("bench.watchFrames()")
        busy = self._metrics()["TaskDuration"]
        start = time.perf_counter()
        for _ in range(steps):
            self.page.mouse.wheel(0, pixels)
        took = time.perf_counter() - start
        frames = self.page.evaluate("(bench.watching = false, bench.frames)")
        busy = self._metrics()["TaskDuration"] - busy
        rest, _ = self.until("bench.painted")
        late = sum(max(0, round(frame / _FRAME_MS) - 1) for frame in frames)
        due = max(1, round(sum(frames) / _FRAME_MS))
        return {
            "seconds": round(took, 2),
            "dropped_share": round(late / due, 3),
            "worst_frame_ms": round(max(frames, default=0), 1),
            "page_cpu_ms_per_frame": round(busy * 1000 / max(1, len(frames)), 1),
            "painted_after_s": round(rest, 3),
        }

    def cpu(self) -> float:
        """Processor seconds of the whole browser so far: what a wait would come to on a machine of one core."""
        return sum(one["cpuTime"] for one in self._processes())

    def _processes(self) -> list[dict[str, Any]]:
        session = self.browser.new_browser_cdp_session()
        found: list[dict[str, Any]] = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return found

    def _metrics(self) -> dict[str, float]:
        return {one["name"]: one["value"] for one in self._session.send("Performance.getMetrics")["metrics"]}

    def memory(self) -> dict[str, float]:
        """Megabytes: the script's heap after a collection, and the tab's process.

        `own_mb` is what would be free again without the tab, as Chromium's task manager shows it; `rss_mb` counts the
        browser's program as well, which all tabs share.
        """
        self._session.send("HeapProfiler.collectGarbage")
        metrics = self._metrics()
        tabs = [psutil.Process(one["id"]).memory_full_info() for one in self._processes() if one["type"] == "renderer"]
        largest = max(tabs, key=lambda one: one.rss)
        return {
            "heap_mb": round(metrics["JSHeapUsedSize"] / 1e6, 1),
            "nodes": int(metrics["Nodes"]),
            "rss_mb": round(largest.rss / 1e6, 1),
            "own_mb": round(largest.uss / 1e6, 1),
        }


@contextmanager
def signed_in(url: str, username: str, password: str) -> Iterator[Tab]:
    """A browser of its own with one tab, signed in."""
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(300_000)
        context.add_init_script(_WATCH)
        answer = context.request.post(
            f"{url}/api/sessions", data={"username": username, "password": password}, headers={"Origin": url}
        )
        if not answer.ok:
            raise RuntimeError(f"nobody could sign in: {answer.text()}")
        yield Tab(browser, context, context.new_page(), url)

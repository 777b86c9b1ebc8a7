"""For those who operate the server: is it alive, can it work, and how much does it do?

`/healthz` answers while the process lives; `/readyz` when database and storage answer, and says which does
not; `/metrics` is for Prometheus and holds numbers only, no names.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import anyio.to_thread
import sqlalchemy as sa
from fastapi import Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from picsellia_server import __version__
from picsellia_server.accounts.model import Permission
from picsellia_server.context import House
from picsellia_server.http.call import answer
from picsellia_server.http.routing import Router

router = Router(tags=["operation"])
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The numbers of this process, and, at each look, those of the installation's queue."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "picsellia_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "picsellia_request_seconds",
            "Time to answer.",
            ["route"],
            buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
            registry=self.registry,
        )
        self._seen: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.jobs = Gauge("picsellia_jobs", "Jobs by state.", ["state"], registry=self.registry)
        self.pool = Gauge("picsellia_database_connections", "Connections in use.", registry=self.registry)
        about = Gauge("picsellia_info", "Which version runs.", ["version"], registry=self.registry)
        about.labels(__version__).set(1)

    def seen(self, method: str, route: str, status: int, seconds: float) -> None:
        seen = self._seen.get((method, route, status))
        if seen is None:  # looking labels up takes a lock and a tuple of texts each time
            seen = self.requests.labels(method, route, str(status)), self.seconds.labels(route)
            self._seen[method, route, status] = seen
        seen[0].inc()
        seen[1].observe(seconds)

    def text(self, house: House) -> bytes:
        self.pool.set(getattr(house.engine.pool, "checkedout", int)())
        for state in ("todo", "doing", "failed"):
            self.jobs.labels(state).set(0)
        with house.connect(write=False) as connection:
            for row in connection.execute(_JOBS):
                self.jobs.labels(row.status).set(row.n)
        return generate_latest(self.registry)


_JOBS = sa.text(
    "SELECT status::text AS status, count(*) AS n FROM procrastinate_jobs "
    "WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1"
)


@router.get("/healthz", permission=Permission.ANYONE, include_in_schema=False)
async def healthz() -> Response:
    return answer({"status": "alive", "version": __version__}, 200)


@router.get("/readyz", permission=Permission.ANYONE, include_in_schema=False)
async def readyz(request: Request) -> Response:
    """200 when all parts answer, 503 with the parts that do not."""
    house: House = request.app.state.house
    # Not through the limiter of requests: a busy server is ready, and says so.
    parts = {
        "database": await anyio.to_thread.run_sync(_works, lambda: _database(house)),
        "storage": await anyio.to_thread.run_sync(_works, lambda: house.storage.sizes(["readyz/readyz"])),
    }
    ready = all(part == "ok" for part in parts.values())
    return answer({"status": "ready" if ready else "not ready", "parts": parts}, 200 if ready else 503)


def _database(house: House) -> None:
    with house.connect(write=False) as connection:
        connection.execute(sa.text("SELECT 1"))


def _works(part: Callable[[], object]) -> str:
    started = time.perf_counter()
    try:
        part()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the part does not work
        return f"{type(error).__name__} after {time.perf_counter() - started:.1f} s"
    return "ok"


@router.get("/metrics", permission=Permission.ANYONE, include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus' text format. It holds counts and times only; close it off in the proxy if even those are secret."""
    found: Metrics = request.app.state.metrics
    body = await anyio.to_thread.run_sync(found.text, request.app.state.house)
    return Response(body, media_type=_TEXT)

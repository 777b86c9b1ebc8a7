"""The whole wire in one router. Literal paths come before those with a placeholder that would swallow them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.http.routing import mark
from picsellia_server.wire_v2 import annotations as annotation_routes
from picsellia_server.wire_v2 import (
    data,
    datasets,
    experiments,
    files,
    networks,
    pictures,
    projects,
    scans,
    start,
    storage,
    telemetry,
    workers,
)
from picsellia_server.wire_v2.errors import NothingHere, refused
from picsellia_server.wire_v2.wire import PREFIXES, WireRouter, joined

nothing = WireRouter()


@mark(Permission.ANYONE)
async def nothing_here(request: Request) -> Response:
    """Whatever else is asked for, by any method: 404 in the form of this wire, and never a redirect."""
    return refused(request, NothingHere(request.method, request.url.path))


for prefix in PREFIXES:
    nothing.add_api_route(
        prefix + "{path:path}",
        nothing_here,
        methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        include_in_schema=False,
    )

router = joined(
    start.router,
    storage.router,
    pictures.router,
    datasets.router,
    annotation_routes.router,
    networks.router,
    projects.router,
    workers.router,
    telemetry.router,
    files.router,
    data.router,
    experiments.subjects,
    experiments.router,
    scans.router,
    nothing,
)

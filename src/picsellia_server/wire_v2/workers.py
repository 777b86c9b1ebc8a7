"""Worker: the people who work on a project."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import ReadCtx
from picsellia_server.projects import service
from picsellia_server.wire_v2.projects import SCOPE
from picsellia_server.wire_v2.wire import Wire, WireRouter

router = WireRouter()


def _workers(ctx: ReadCtx, project: str) -> dict[str, Any]:
    return {"workers": [{"id": each.id, "username": each.username} for each in service.workers(ctx, project)]}


@router.get("worker/by_project_name/{name}", permission=Permission.SEE)
async def of_project_named(name: str, call: Wire) -> Response:
    return await call.read(_workers, name)


@router.get("worker/{project}", permission=Permission.SEE, scope=SCOPE)
async def of_project(project: str, call: Wire) -> Response:
    return await call.read(_workers, project)

"""Project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.projects import service
from picsellia_server.projects.model import Order, Project
from picsellia_server.wire_v2.values import text
from picsellia_server.wire_v2.wire import Wire, WireRouter, as_json, listed

router = WireRouter()

_PAGE = 500
SCOPE = ("project", service.organization_of)


def old_project(project: Project) -> dict[str, Any]:
    return {
        "project_id": project.project_id,
        "project_name": project.project_name,
        "description": project.description,
        "contributors": project.contributors,
        "datasets": project.datasets,
        "private": project.private,
    }


def _pages(ctx: ReadCtx) -> Iterator[Iterator[dict[str, Any]]]:
    after: tuple[Any, ...] | None = None
    while True:
        found, after = service.page(ctx, q="", order=Order.CREATED, after=after, limit=_PAGE)
        yield map(old_project, found)
        if after is None:
            return


def _listed(ctx: ReadCtx) -> Iterator[bytes]:
    return listed("projects", _pages(ctx))


def _listed_only(ctx: ReadCtx) -> Iterator[bytes]:
    return listed("projects", _pages(ctx), more={"success": "nothing deleted"})


def _one(ctx: ReadCtx, name: str) -> dict[str, Any]:
    return old_project(service.one(ctx, name))


def _create(ctx: Ctx, name: str, rest: Mapping[str, Any]) -> dict[str, Any]:
    made = service.create(ctx, name=name)
    return old_project(service.update(ctx, made.project_id, rest) if rest else made)


def _update(ctx: Ctx, name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {"success": "project updated", "project": old_project(service.update(ctx, name, changes))}


def _delete(ctx: Ctx, name: str) -> dict[str, Any]:
    service.trash(ctx, name)
    return {"success": "project deleted"}


def _attach(ctx: Ctx, project: str, dataset: str, version: str) -> dict[str, Any]:
    service.attach_dataset(ctx, project, f"{dataset}/{version}")
    return {"success": "dataset attached"}


@router.get("project/{org}", permission=Permission.SEE)
async def listing(call: Wire) -> Response:
    return as_json(await call.spool(_listed))


@router.put("project/{org}", permission=Permission.WRITE)
async def create(call: Wire) -> Response:
    body = await call.body()
    name = text(body, "project_name")
    return await call.create(_create, name, {key: value for key, value in body.items() if key != "project_name"})


@router.delete("project/{org}", permission=Permission.SEE)
async def delete_nothing(call: Wire) -> Response:
    """4.7 sends this for `get` and `delete` alike, without saying which project: nothing may go."""
    return as_json(await call.spool(_listed_only))


@router.get("project/by_name/{org}/{name}", permission=Permission.SEE)
async def get(name: str, call: Wire) -> Response:
    return await call.read(_one, name)


@router.patch("project/by_name/{org}/{name}", permission=Permission.WRITE)
async def update(name: str, call: Wire) -> Response:
    return await call.create(_update, name, await call.body())


@router.delete("project/by_name/{org}/{name}", permission=Permission.WRITE)
async def delete(name: str, call: Wire) -> Response:
    return await call(_delete, name)


@router.post("project/attach_dataset/{project}", permission=Permission.WRITE, scope=SCOPE)
async def attach_dataset(project: str, call: Wire) -> Response:
    body = await call.body()
    return await call(_attach, project, text(body, "dataset_name"), text(body, "version", "latest"))

"""File assets of experiments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import artifacts, keyed, service
from picsellia_server.experiments.keyed import Named
from picsellia_server.experiments.model import FileAsset
from picsellia_server.wire_v2.pictures import counted
from picsellia_server.wire_v2.values import assets, boolean, text
from picsellia_server.wire_v2.wire import Wire, WireRouter

router = WireRouter()

_SCOPE = ("exp", service.organization_of)


def old_file(file: FileAsset) -> dict[str, Any]:
    return {
        "id": file.id,
        "name": file.name,
        "object_name": file.object_name,
        "large": file.large,
        "date_created": file.date_created,
        "last_update": file.last_update,
    }


def _listing(ctx: ReadCtx, experiment: str) -> dict[str, Any]:
    return {"files": [old_file(file) for file in artifacts.listing(ctx, experiment, urls=False)]}


def _one(ctx: ReadCtx, experiment: str, name: str) -> dict[str, Any]:
    found = keyed.has_file(ctx, experiment, name)
    return {"file": [] if found is None else [old_file(found)]}


def _create(ctx: Ctx, experiment: str, files: list[Named]) -> dict[str, Any]:
    return old_file(keyed.store(ctx, experiment, files)[0])


def _update(ctx: Ctx, experiment: str, name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return old_file(keyed.change_file(ctx, experiment, name, changes))


def _delete(ctx: Ctx, experiment: str, name: str) -> dict[str, Any]:
    artifacts.delete(ctx, experiment, name)
    return {"success": "file deleted"}


def _delete_all(ctx: Ctx, experiment: str) -> dict[str, Any]:
    return {"success": f"{counted(artifacts.delete_all(ctx, experiment), 'file')} deleted"}


@router.get("experiment/{exp}/file", permission=Permission.SEE, scope=_SCOPE)
async def listing(exp: str, call: Wire) -> Response:
    return await call.read(_listing, exp)


@router.put("experiment/{exp}/file", permission=Permission.WRITE, scope=_SCOPE)
async def create(exp: str, call: Wire) -> Response:
    files = [
        Named(name=text(asset, "name"), key=text(asset, "object_name"), large=boolean(asset, "large", False))
        for asset in assets(await call.body())
    ]
    return await call.create(_create, exp, files)


@router.delete("experiment/{exp}/file", permission=Permission.WRITE, scope=_SCOPE)
async def delete_all(exp: str, call: Wire) -> Response:
    return await call(_delete_all, exp)


@router.get("experiment/{exp}/file/{name:path}", permission=Permission.SEE, scope=_SCOPE)
async def get(exp: str, name: str, call: Wire) -> Response:
    """A file that is not there is an empty list: clients look before they store."""
    return await call.read(_one, exp, name)


@router.patch("experiment/{exp}/file/{name:path}", permission=Permission.WRITE, scope=_SCOPE)
async def update(exp: str, name: str, call: Wire) -> Response:
    return await call.create(_update, exp, name, await call.body())


@router.delete("experiment/{exp}/file/{name:path}", permission=Permission.WRITE, scope=_SCOPE)
async def delete(exp: str, name: str, call: Wire) -> Response:
    return await call(_delete, exp, name)

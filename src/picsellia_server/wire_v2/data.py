"""Data assets of experiments: what `log` sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import data as service_data
from picsellia_server.experiments import keyed, reading, service
from picsellia_server.experiments.model import DataAsset, DataType, Record
from picsellia_server.wire_v2.pictures import counted
from picsellia_server.wire_v2.values import assets, text, text_or_none
from picsellia_server.wire_v2.wire import Wire, WireRouter

router = WireRouter()

_SCOPE = ("exp", service.organization_of)


def old_data(asset: DataAsset) -> dict[str, Any]:
    """These clients wrap a value, and expect it so."""
    return {
        "id": asset.id,
        "name": asset.name,
        "type": asset.type,
        "data": {"value": asset.data} if asset.type == DataType.VALUE else asset.data,
        "date_created": asset.date_created,
        "last_update": asset.last_update,
    }


def _record(name: str, given: Mapping[str, Any]) -> Record:
    return Record(name=name, data=given.get("data"), type=text_or_none(given, "type"))


def _listing(ctx: ReadCtx, experiment: str) -> dict[str, Any]:
    found = reading.listing(ctx, experiment, names=None, data=True, width=None)
    return {"data_assets": [old_data(asset) for asset in found]}


def _one(ctx: ReadCtx, experiment: str, name: str) -> dict[str, Any]:
    return {"data_asset": old_data(reading.one(ctx, experiment, name))}


def _create(ctx: Ctx, experiment: str, records: Sequence[Record]) -> dict[str, Any]:
    first, *_ = [old_data(keyed.log(ctx, experiment, record)) for record in records]
    return first


def _update(ctx: Ctx, experiment: str, name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return old_data(keyed.change_data(ctx, experiment, name, changes))


def _append(ctx: Ctx, experiment: str, record: Record) -> dict[str, Any]:
    keyed.append(ctx, experiment, record)
    return {"success": "data appended"}


def _delete(ctx: Ctx, experiment: str, name: str) -> dict[str, Any]:
    service_data.delete(ctx, experiment, name)
    return {"success": "data deleted"}


def _delete_all(ctx: Ctx, experiment: str) -> dict[str, Any]:
    return {"success": f"{counted(service_data.delete_all(ctx, experiment), 'data asset')} deleted"}


@router.get("experiment/{exp}/data", permission=Permission.SEE, scope=_SCOPE)
async def listing(exp: str, call: Wire) -> Response:
    return await call.read(_listing, exp)


@router.put("experiment/{exp}/data", permission=Permission.WRITE, scope=_SCOPE)
async def create(exp: str, call: Wire) -> Response:
    records = [_record(text(asset, "name"), asset) for asset in assets(await call.body())]
    return await call.create(_create, exp, records)


@router.delete("experiment/{exp}/data", permission=Permission.WRITE, scope=_SCOPE)
async def delete_all(exp: str, call: Wire) -> Response:
    return await call(_delete_all, exp)


@router.get("experiment/{exp}/data/{name:path}", permission=Permission.SEE, scope=_SCOPE)
async def get(exp: str, name: str, call: Wire) -> Response:
    return await call.read(_one, exp, name)


@router.patch("experiment/{exp}/data/{name:path}", permission=Permission.WRITE, scope=_SCOPE)
async def update(exp: str, name: str, call: Wire) -> Response:
    return await call.create(_update, exp, name, await call.body())


@router.post("experiment/{exp}/data/{name:path}", permission=Permission.WRITE, scope=_SCOPE)
async def append(exp: str, name: str, call: Wire) -> Response:
    return await call.create(_append, exp, _record(name, await call.body()))


@router.delete("experiment/{exp}/data/{name:path}", permission=Permission.WRITE, scope=_SCOPE)
async def delete(exp: str, name: str, call: Wire) -> Response:
    return await call(_delete, exp, name)

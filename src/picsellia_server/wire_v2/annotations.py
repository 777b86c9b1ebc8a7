"""Annotations of a dataset: written a picture at a time, listed, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.annotations import picsellia_form, service
from picsellia_server.annotations.model import Picked
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.networks.service import is_id
from picsellia_server.wire_v2.datasets import SCOPE, version_id
from picsellia_server.wire_v2.errors import BodyRefused, IdUnknown
from picsellia_server.wire_v2.pictures import counted
from picsellia_server.wire_v2.values import flag
from picsellia_server.wire_v2.wire import Wire, WireRouter, as_json, listed

router = WireRouter()

_PAGE = 1_000
_MOST = 1 << 40


async def _given(call: Wire) -> tuple[list[Any], float | None, str | None]:
    """(shapes, seconds, file name) of a body."""
    body = await call.body()
    shapes, duration, name = body.get("data"), body.get("duration"), body.get("picture_id")
    if not isinstance(shapes, list):
        raise BodyRefused("`data` is the list of objects on the picture.")
    if duration is not None and type(duration) not in (int, float):
        raise BodyRefused("`duration` is a number.")
    return shapes, duration, name if isinstance(name, str) and name else None


def _write(ctx: Ctx, version: str, picture: str, shapes: list[Any], duration: float | None) -> dict[str, Any]:
    picsellia_form.write_one(ctx, version, picture, shapes=shapes, duration=duration)
    return {"message": "saved"}


def _write_named(ctx: Ctx, version: str, name: str, shapes: list[Any], duration: float | None) -> dict[str, Any]:
    picsellia_form.write_named(ctx, version, name, shapes=shapes, duration=duration)
    return {"message": "saved"}


def _page(ctx: ReadCtx, version: str, skip: int, limit: int) -> dict[str, Any]:
    entries, total = picsellia_form.page(ctx, version, skip=skip, limit=limit)
    return {"annotations": entries, "nb_pages": max(1, -(-total // limit))}


def _listed(ctx: ReadCtx, version: str) -> Iterator[bytes]:
    """Everything at once, for clients that know no pages."""

    def pages() -> Iterator[list[dict[str, Any]]]:
        skip, total = 0, 1
        while skip < total:
            entries, total = picsellia_form.page(ctx, version, skip=skip, limit=_PAGE)
            yield entries
            skip += _PAGE

    return listed("annotations", pages(), more={"nb_pages": 1})


def _named(ctx: ReadCtx, version: str, name: str) -> dict[str, Any]:
    return {"annotations": picsellia_form.of_named(ctx, version, name)}


def _snapshot(ctx: Ctx, version: str) -> dict[str, Any]:
    made = picsellia_form.snapshot(ctx, version)
    return {"url": made.url, "object_name": made.name}


def _delete(ctx: Ctx, version: str, picked: Picked) -> dict[str, Any]:
    gone = service.delete(ctx, version, picked)
    return {"success": f"{counted(gone.deleted, 'annotation')} removed"}


@router.put("annotation/new/{ds}/{name:path}", permission=Permission.ANNOTATE, scope=SCOPE)
async def write_named(name: str, call: Wire) -> Response:
    """The body repeats the file name where the client imports, and has it whole: a path ends at `?` and `#`."""
    shapes, duration, given = await _given(call)
    return await call.create(_write_named, version_id(call), given or name, shapes, duration)


@router.get("annotation/new/{ds}/{name:path}", permission=Permission.SEE, scope=SCOPE)
async def read_named(name: str, call: Wire) -> Response:
    return await call.read(_named, version_id(call), name)


@router.put("annotation/{ds}/{pic}", permission=Permission.ANNOTATE, scope=SCOPE)
async def write(pic: str, call: Wire) -> Response:
    shapes, duration, _ = await _given(call)
    if is_id(pic):
        return await call.create(_write, version_id(call), pic, shapes, duration)
    return await call.create(_write_named, version_id(call), pic, shapes, duration)


@router.get("annotation/{ds}", permission=Permission.SEE, scope=SCOPE)
async def listing(call: Wire) -> Response:
    query = call.request.query_params
    if flag(query.get("snapshot")):
        return await call(_snapshot, version_id(call))
    if "limit" not in query:
        return as_json(await call.spool(_listed, version_id(call)))
    try:
        skip, limit = int(query.get("offset", "0")), int(query["limit"])
    except ValueError:
        raise BodyRefused("`limit` and `offset` are whole numbers.") from None
    return await call.read(_page, version_id(call), min(skip, _MOST), min(limit, _MOST))


@router.delete("annotation/{ds}", permission=Permission.ANNOTATE, scope=SCOPE)
async def delete_all(call: Wire) -> Response:
    return await call(_delete, version_id(call), Picked())


@router.delete("annotation/{ds}/{pic}", permission=Permission.ANNOTATE, scope=SCOPE)
async def delete(pic: str, call: Wire) -> Response:
    if not is_id(pic):
        raise IdUnknown("picture", pic)
    return await call(_delete, version_id(call), Picked(ids=(pic,)))

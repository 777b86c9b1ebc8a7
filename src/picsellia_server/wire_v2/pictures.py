"""Datalake and Picture: list, fetch by tags, delete, tag, upload."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.annotations import service as annotation_service
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.pictures import service, whole
from picsellia_server.pictures.model import Filter, Picture
from picsellia_server.wire_v2.values import fraction, picture_ids, text, texts
from picsellia_server.wire_v2.wire import Wire, WireRouter, as_json, listed

router = WireRouter()


def old_picture(picture: Picture) -> dict[str, Any]:
    return {
        "picture_id": picture.picture_id,
        "internal_key": picture.internal_key,
        "external_url": picture.external_url,
        "creation_date": picture.creation_date,
        "height": picture.height,
        "width": picture.width,
        "tag": picture.tag,
    }


def counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _listed(ctx: ReadCtx, chosen: Filter, share: float) -> Iterator[bytes]:
    return listed("pictures", (map(old_picture, page) for page in whole.every(ctx, chosen, share=share)))


def _delete(ctx: Ctx, ids: Sequence[str]) -> dict[str, Any]:
    gone = annotation_service.trash_pictures(ctx, whole.these(ctx, ids))
    return {"success": f"{counted(gone.trashed, 'picture')} deleted"}


def _tag(ctx: Ctx, ids: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> dict[str, Any]:
    looked_at = service.tag(ctx, whole.these(ctx, ids), add=add, remove=remove)
    did = f"{counted(len(add), 'tag')} added to" if add else f"{counted(len(remove), 'tag')} removed from"
    return {"success": f"{did} {counted(looked_at, 'picture')}"}


def _register(ctx: Ctx, key: str, name: str, tags: Sequence[str], source: str) -> dict[str, Any]:
    picture = whole.register_chosen(ctx, key=key, name=name, tags=tags, source=source)
    return {"success": "picture saved", **old_picture(picture)}


@router.get("datalake/{org}", permission=Permission.SEE)
async def listing(call: Wire) -> Response:
    return as_json(await call.spool(_listed, Filter(), 1.0))


@router.post("datalake/search/{org}", permission=Permission.SEE)
async def search(call: Wire) -> Response:
    body = await call.body()
    tags = tuple(dict.fromkeys(texts(body, "tags")))
    return as_json(await call.spool(_listed, Filter(tags=tags), fraction(body, "quantity", 1.0)))


@router.post("datalake/delete/{org}", permission=Permission.WRITE)
async def delete(call: Wire) -> Response:
    return await call(_delete, picture_ids(await call.body(), "to_delete"))


@router.post("datalake/tag/{org}", permission=Permission.WRITE)
async def add_tags(call: Wire) -> Response:
    body = await call.body()
    return await call(_tag, picture_ids(body, "to_tag"), texts(body, "tags"), [])


@router.post("datalake/delete_tag/tag/{org}", permission=Permission.WRITE)
@router.post("datalake/delete_tag/{org}", permission=Permission.WRITE)
async def remove_tags(call: Wire) -> Response:
    body = await call.body()
    return await call(_tag, picture_ids(body, "to_delete_tag"), [], texts(body, "tags"))


@router.put("picture/upload/{org}", permission=Permission.WRITE)
async def upload(call: Wire) -> Response:
    """Width and height are those of the bytes, whatever the client says."""
    body = await call.body()
    name = text(body, "external_url")
    return await call.create(
        _register, text(body, "internal_key"), name, texts(body, "tags"), text(body, "source", "sdk")
    )

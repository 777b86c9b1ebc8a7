"""Leave to upload and download under keys that the clients choose. The bytes themselves go by signed URLs."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Bucket
from picsellia_server.context import Ctx
from picsellia_server.experiments import keys
from picsellia_server.wire_v2.errors import BodyRefused
from picsellia_server.wire_v2.values import number, text
from picsellia_server.wire_v2.wire import Wire, WireRouter

router = WireRouter()


def _form(ctx: Ctx, bucket: Bucket, key: str) -> dict[str, Any]:
    form = keys.form(ctx, bucket, key)
    return {"url": {"url": form.url, "fields": dict(form.fields)}}


def _address(ctx: Ctx, bucket: Bucket, key: str) -> dict[str, Any]:
    return {"url": keys.address(ctx, bucket, key)}


def _begin(ctx: Ctx, key: str) -> dict[str, Any]:
    return {"upload_id": keys.begin(ctx, key)}


def _part(ctx: Ctx, upload: str, part: int) -> dict[str, Any]:
    return {"url": keys.part(ctx, upload, part).url}


def _finish(ctx: Ctx, upload: str, parts: list[tuple[int, str]]) -> dict[str, Any]:
    keys.finish(ctx, upload, parts)
    return {"success": "upload complete"}


@router.post("generate_presigned_url", permission=Permission.SEE)
@router.get("generate_presigned_url", permission=Permission.SEE)
async def generate_presigned_url(call: Wire) -> Response:
    """`post` needs a member, `get` anybody who may see."""
    body = await call.body()
    key, method = text(body, "object_name"), text(body, "method")
    bucket = Bucket.MODELS if body.get("bucket_model") else Bucket.PICTURES
    call.about(keys.organization_of, key)
    if method.lower() not in ("get", "post"):
        raise BodyRefused(f"A URL can be had for the methods post and get, not for {method[:20]!r}.")
    return await call(_form if method.lower() == "post" else _address, bucket, key)


@router.get("init_multipart_upload", permission=Permission.WRITE)
async def init_multipart_upload(call: Wire) -> Response:
    key = text(await call.body(), "object_name")
    call.about(keys.organization_of, key)
    return await call(_begin, key)


@router.post("generate_post_part_url", permission=Permission.WRITE)
@router.get("generate_post_part_url", permission=Permission.WRITE)
async def generate_post_part_url(call: Wire) -> Response:
    body = await call.body()
    upload = text(body, "upload_id")
    call.about(blobs.organization_of, upload)
    return await call(_part, upload, number(body, "part_no"))


@router.post("complete_part_upload", permission=Permission.WRITE)
@router.get("complete_part_upload", permission=Permission.WRITE)
async def complete_part_upload(call: Wire) -> Response:
    body = await call.body()
    upload, given = text(body, "upload_id"), body.get("parts")
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        raise BodyRefused("`parts` is a list of objects with ETag and PartNumber.")
    parts = [(number(part, "PartNumber"), text(part, "ETag")) for part in given]
    call.about(blobs.organization_of, upload)
    return await call.create(_finish, upload, parts)

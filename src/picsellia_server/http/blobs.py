"""The local store's signed URLs: GET, PUT, form POST and multipart parts, as S3 would answer them.

The signature is the credential; nothing here asks who comes, and nothing touches the database. What is
stored comes from anybody: it is served sandboxed, and only known raster images with their own type.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from picsellia_server.accounts.model import Permission
from picsellia_server.errors import Invalid, PlatformError, TooLarge
from picsellia_server.http.forms import Form
from picsellia_server.http.routing import Router
from picsellia_server.http.sending import FileBody
from picsellia_server.storage.delivery import DOWNLOAD, delivery
from picsellia_server.storage.disk import Incoming
from picsellia_server.storage.keys import checked
from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.port import BlobMismatch
from picsellia_server.storage.signing import SignatureRefused

router = Router(prefix="/blobs", tags=["blobs"])

_BEGINNING = "/blobs/"
_IDLE = 120  # seconds that an upload may stand still
_FORM_OVERHEAD = 64 * 1024

# Pages of this address must never run what somebody uploaded; other pages may show a picture they have
# a signed URL for (a notebook), which gives them nothing they could not fetch themselves.
_SAFE = (
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"referrer-policy", b"no-referrer"),
)


class UploadBroken(Invalid):
    """The client went away, or stood still; nothing was stored."""

    code = "storage.upload_broken"


class FormTooLarge(TooLarge):
    code = "storage.too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"This address takes up to {limit:,} bytes.")


def _store(request: Request) -> LocalStorage:
    storage = request.app.state.storage
    if not isinstance(storage, LocalStorage):  # with S3 as the store nothing was ever signed for here
        raise SignatureRefused
    return storage


@router.raw("GET", "/{key:path}", permission=Permission.SIGNED)
@router.raw("HEAD", "/{key:path}", permission=Permission.SIGNED)
async def download(request: Request) -> Response:
    return _file(_store(request), request.path_params["key"], request.scope["query_string"])


def quick(scope: Scope) -> FileBody | None:
    """The file that a genuine address names, found without the routes, which cost more than sending a picture.

    None for any other request: `download` answers it, and says what is wrong.
    """
    path: str = scope["path"]
    if scope["method"] != "GET" or not path.startswith(_BEGINNING):
        return None
    storage = scope["app"].state.storage
    if not isinstance(storage, LocalStorage):
        return None
    try:
        return _file(storage, path[len(_BEGINNING) :], scope["query_string"])
    except (PlatformError, OSError):
        return None


def _file(storage: LocalStorage, key: str, query: bytes) -> FileBody:
    grant = storage.signer.verify_query("GET", key, query)
    name = grant.get("name", key.rpartition("/")[2])
    media_type, disposition = delivery(grant.get("type", DOWNLOAD), name, inline="type" in grant)
    cache = f"private, max-age={storage.signer.seconds_left(grant)}, immutable, no-transform"
    headers = [
        *_SAFE,
        (b"content-type", media_type.encode()),
        (b"content-disposition", disposition.encode()),
        (b"cache-control", cache.encode()),
    ]
    # Opening is one look into a folder of the local disk: not worth a thread.
    return FileBody(storage.descriptor(key), headers)


@router.raw("PUT", "/{key:path}", permission=Permission.SIGNED)
async def upload(request: Request) -> Response:
    storage, key = _store(request), request.path_params["key"]
    query = request.scope["query_string"]
    if b"part=" in query:
        return await _upload_part(request, storage, key, query)
    grant = storage.signer.verify_query("PUT", key, query)
    size, digest = int(grant["size"]), grant["sha256"]
    if (length := _length(request.headers)) is not None and length != size:
        raise BlobMismatch(f"{size:,} bytes were promised, {length:,} are announced. Send the file that was planned.")
    storage.want(size)
    with storage.incoming() as incoming:
        async for data in _body(request):
            incoming.write(data)
            if incoming.size > size:
                raise BlobMismatch(f"More than the promised {size:,} bytes came. Did the file grow? Plan it again.")
        if incoming.size != size:
            raise BlobMismatch(f"{size:,} bytes were promised, {incoming.size:,} came. Did the file shrink?")
        if incoming.digest != digest:
            raise BlobMismatch("The bytes do not have the promised SHA-256. Did the file change? Plan it again.")
        await _publish(storage, incoming, key)
    return Response(status_code=200, headers={"etag": f'"{digest}"'})


async def _upload_part(request: Request, storage: LocalStorage, key: str, query: bytes) -> Response:
    grant = storage.signer.verify_query("PART", key, query)
    storage.want(_length(request.headers) or 0)
    with storage.part(key, grant["upload"], int(grant["part"])) as part:
        async for data in _body(request):
            part.write(data)
        return Response(status_code=200, headers={"etag": f'"{part.finish()}"'})


@router.raw("POST", "/upload", permission=Permission.SIGNED)
async def upload_form(request: Request) -> Response:
    storage = _store(request)
    form = Form(request.headers.get("content-type", ""), _body(request))
    fields = await form.fields()
    keys = [value for name, value in fields if name == "key"]
    if len(keys) != 1:
        raise SignatureRefused
    key, signed = keys[0], [field for field in fields if field[0] in ("expires", "max", "sig")]
    limit = int(storage.signer.verify_fields(key, signed)["max"])
    length = _length(request.headers) or 0
    if length > limit + _FORM_OVERHEAD:
        raise FormTooLarge(limit)
    storage.want(length)
    with storage.incoming() as incoming:
        async for data in form.content():
            incoming.write(data)
            if incoming.size > limit:
                raise FormTooLarge(limit)
        await _publish(storage, incoming, checked(key))
    return Response(status_code=204)


async def _publish(storage: LocalStorage, incoming: Incoming, key: str) -> None:
    if storage.sizes([key]):  # sent again: the two are compared, which takes a while
        await asyncio.to_thread(storage.publish, incoming, key)
    else:
        storage.publish(incoming, key)


async def _body(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes; `UploadBroken` when the client goes away or stands still."""
    more = True
    while more:
        try:
            async with asyncio.timeout(_IDLE):
                message = await request.receive()
        except TimeoutError:
            raise UploadBroken(f"Nothing came for {_IDLE} seconds. Send the bytes again.") from None
        if message["type"] == "http.disconnect":
            raise UploadBroken("The connection was closed before all bytes had come. Send them again.")
        more = message.get("more_body", False)
        if message.get("body"):
            yield message["body"]


def _length(headers: Headers) -> int | None:
    try:
        return int(headers["content-length"])
    except (KeyError, ValueError):
        return None

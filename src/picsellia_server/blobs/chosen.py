"""Bytes under keys that published clients choose. Part of the service.

Such a client asks for leave to write under a key of its own, says neither size nor digest, and names the key
later where it registers a picture or a file. What it chose is a name for the newest finished upload, within
one organization: bytes lie under keys of ours, are hashed when they are claimed, and never change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from picsellia_server.blobs import chosen_rows, repository
from picsellia_server.blobs.model import Blob, Bucket, ChosenKeyRefused, UploadUnknown
from picsellia_server.blobs.service import digest_of, new_key
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.storage.port import Part, SignedForm, SignedRequest

PART_SIZE = 5 << 20
"""Size of the parts that these clients send, in bytes."""

_LONGEST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Bytes that have come under a chosen key and are nobody's yet. `key` is the store's own."""

    row: int
    bucket: Bucket
    chosen: str
    key: str
    size: int
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The blob that a chosen key stands for, and since when."""

    blob: Blob
    since: datetime


MediaType = Callable[[ReadCtx, str, int], str]
"""From the store's key and the size in bytes to the media type of what lies there."""


def checked_key(chosen: str) -> str:
    """Any text but what could mean another place: no `..` between slashes, no control characters."""
    if not 0 < len(chosen) <= _LONGEST:
        raise ChosenKeyRefused(chosen, f"it has 1 to {_LONGEST:,} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in chosen):
        raise ChosenKeyRefused(chosen, "it has no control characters")
    if ".." in chosen.replace("\\", "/").split("/"):
        raise ChosenKeyRefused(chosen, "it has no `..` between its slashes")
    return chosen


def _begun(ctx: Ctx, bucket: Bucket, chosen: str, *, parts: bool) -> tuple[str, str, datetime]:
    """(upload, the store's key, good until) of a new upload."""
    uuid, key = ctx.new_id(), new_key(ctx, checked_key(chosen))
    until = ctx.now + timedelta(hours=ctx.settings.signed_url_hours)
    chosen_rows.insert_upload(
        ctx.db,
        {
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "key": key,
            "parts": ctx.storage.begin_parts(key, part_size=PART_SIZE) if parts else None,
            "expires_at": until,
            "bucket": bucket.value,
            "chosen": chosen,
            "user_id": ctx.who.user_id or None,
        },
    )
    return uuid, key, until


def form(ctx: Ctx, bucket: Bucket, chosen: str) -> SignedForm:
    """Leave to post one file of any size under a key of the client's own."""
    _, key, until = _begun(ctx, bucket, chosen, parts=False)
    return ctx.storage.sign_form(key, max_size=ctx.settings.max_upload_gb << 30, until=until)


def begin(ctx: Ctx, bucket: Bucket, chosen: str) -> str:
    """Start an upload in parts of `PART_SIZE`; its id."""
    return _begun(ctx, bucket, chosen, parts=True)[0]


def part(ctx: Ctx, upload: str, number: int) -> SignedRequest:
    """Leave to put part `number`, from 1. Good for as long as the upload."""
    row = chosen_rows.upload(ctx.db, upload, ctx.who.org_id, ctx.who.user_id)
    if row is None or row.parts is None or row.expires_at <= ctx.now:
        raise UploadUnknown(upload)
    return ctx.storage.sign_part(row.key, row.parts, number, until=row.expires_at)


def finish(ctx: Ctx, upload: str, parts: Sequence[tuple[int, str]]) -> None:
    """Put the parts, given as (number, ETag), together. Asked twice, done once."""
    row = chosen_rows.upload(ctx.db, upload, ctx.who.org_id, ctx.who.user_id)
    if row is None or row.expires_at <= ctx.now:
        raise UploadUnknown(upload)
    if row.parts is None:
        return
    stored = ctx.storage.finish_parts(
        row.key, row.parts, [Part(number=number, etag=etag) for number, etag in sorted(parts)]
    )
    digest = stored.digest or digest_of(ctx, row.key)
    chosen_rows.parts_arrived(ctx.db, row.id, size=stored.size, digest=digest)


def arrived(ctx: Ctx, bucket: Bucket, chosen: str) -> Arrival | None:
    """The newest finished upload under a key that nobody has claimed yet; safe on the store's disk."""
    if "\x00" in chosen:
        return None
    rows = chosen_rows.whole(ctx.db, bucket, chosen, ctx.who.org_id, ctx.who.user_id)
    sizes = ctx.storage.sizes([row.key for row in rows])
    for row in rows:
        if row.key in sizes:
            if ctx.settings.fsync:
                ctx.storage.settle([row.key])
            digest = row.digest.hex() if row.digest else None
            size = sizes[row.key]
            return Arrival(row=row.id, bucket=bucket, chosen=chosen, key=row.key, size=size, digest=digest)
    return None


def claim(ctx: Ctx, arrival: Arrival, *, media_type: str) -> Blob:
    """Make a blob of what arrived, and let its key stand for it. Earlier uploads under the key go."""
    digest = arrival.digest or digest_of(ctx, arrival.key)
    value = {
        "org_id": ctx.who.org_id,
        "digest": bytes.fromhex(digest),
        "size": arrival.size,
        "key": arrival.key,
        "media_type": media_type,
        "created_at": ctx.now,
    }
    made = repository.insert_blobs(ctx.db, [value])
    blob = (made or repository.by_digest(ctx.db, ctx.who.org_id, [digest], pin=True))[digest]
    left = chosen_rows.take_older(
        ctx.db, arrival.bucket, arrival.chosen, ctx.who.org_id, ctx.who.user_id, than=arrival.row
    )
    repository.doom(ctx.db, left if made else [*left, arrival.key], ctx.now)
    chosen_rows.point(ctx.db, ctx.who.org_id, arrival.bucket, arrival.chosen, blob.row, ctx.now)
    return blob


def standing(ctx: Ctx, bucket: Bucket, chosen: str, media_type: MediaType) -> Standing | None:
    """What a key stands for now: the newest upload, claimed here if it was not yet. None: nothing has come."""
    arrival = arrived(ctx, bucket, chosen)
    if arrival is not None:
        blob = claim(ctx, arrival, media_type=media_type(ctx, arrival.key, arrival.size))
        return Standing(blob=blob, since=ctx.now)
    found = None if "\x00" in chosen else chosen_rows.pointed(ctx.db, ctx.who.org_id, bucket, chosen)
    return None if found is None else Standing(blob=found[0], since=found[1])

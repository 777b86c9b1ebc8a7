"""Bytes come by tickets: plan, put (straight to the store), claim. Bytes first, row last.

Callers are the nouns that hold bytes (pictures, files, networks): they `plan` and `claim` in their own
transactions and refer to `Blob.row`. Not here: what the bytes mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta

from picsellia_server.blobs import repository
from picsellia_server.blobs.model import (
    Blob,
    BytesMissing,
    FileTooLarge,
    NotThoseBytes,
    PartRequest,
    PlannedUpload,
    Ticket,
    UploadUnknown,
    Wanted,
)
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.storage.keys import named
from picsellia_server.storage.port import Part

_READ = 1 << 20
_SWEEP = 1_000


def new_key(ctx: Ctx, name: str) -> str:
    """A storage key of our own: a uuid and the suffix of the file name, as published clients choose theirs."""
    return named(ctx.new_id(), name)


def check_size(ctx: ReadCtx, name: str, size: int) -> None:
    limit = ctx.settings.max_upload_gb << 30
    if size > limit:
        raise FileTooLarge(name, size, limit)


def known(ctx: ReadCtx, digests: Sequence[str]) -> dict[str, Blob]:
    """Blobs of the current organization by hex digest."""
    return repository.by_digest(ctx.db, ctx.who.org_id, digests)


def by_rows(ctx: ReadCtx, rows: Sequence[int]) -> dict[int, Blob]:
    return repository.by_rows(ctx.db, rows)


def plan(ctx: Ctx, wanted: Sequence[Wanted]) -> dict[str, Ticket]:
    """A ticket for each distinct digest that the organization does not have yet."""
    there = known(ctx, [w.digest for w in wanted])
    missing = {w.digest: w for w in wanted if w.digest not in there}
    until = ctx.now + timedelta(hours=ctx.settings.signed_url_hours)
    tickets, rows = {}, []
    for digest, item in missing.items():
        check_size(ctx, item.name, item.size)
        uuid, key = ctx.new_id(), new_key(ctx, item.name)
        parts = None
        if item.size >= ctx.settings.multipart_mb << 20:
            parts = ctx.storage.begin_parts(key, part_size=_part_size(ctx, item.size))
            tickets[digest] = _in_parts(ctx, uuid, key, parts, item.size)
        else:
            request = ctx.storage.sign_put(key, size=item.size, digest=digest, until=until)
            tickets[digest] = Ticket(id=uuid, request=request)
        rows.append(
            {
                "uuid": uuid,
                "org_id": ctx.who.org_id,
                "digest": bytes.fromhex(digest),
                "size": item.size,
                "key": key,
                "parts": parts,
                "expires_at": until,
            }
        )
    repository.insert_uploads(ctx.db, rows)
    return tickets


def plan_one(ctx: Ctx, wanted: Wanted) -> PlannedUpload:
    """A ticket for one file, or word that its bytes are known."""
    if wanted.size == 0:
        raise NotThoseBytes(wanted.name, "an empty file holds nothing to upload")
    return PlannedUpload(upload=plan(ctx, [wanted]).get(wanted.digest))


def _part_size(ctx: ReadCtx, size: int) -> int:
    # S3 takes 10,000 parts: very large files get larger ones.
    return max(ctx.settings.part_mb << 20, -(-size // 10_000))


def _in_parts(ctx: Ctx, uuid: str, key: str, upload: str, size: int) -> Ticket:
    step = _part_size(ctx, size)
    until = ctx.now + timedelta(hours=ctx.settings.signed_url_hours)
    parts = []
    for number, offset in enumerate(range(0, size, step), start=1):
        signed = ctx.storage.sign_part(key, upload, number, until=until)
        parts.append(
            PartRequest(
                number=number,
                offset=offset,
                size=min(step, size - offset),
                method=signed.method,
                url=signed.url,
                headers=dict(signed.headers),
            )
        )
    return Ticket(id=uuid, parts=parts, finish=f"/api/uploads/{uuid}/finish")


def finish(ctx: Ctx, upload: str, *, parts: Sequence[Part]) -> None:
    """Put the parts together and check size and hash. Asked twice, done once."""
    row = repository.open_uploads(ctx.db, ctx.who.org_id, [upload], ctx.now).get(upload)
    if row is None:
        raise UploadUnknown(upload)
    if row.parts is None:
        return
    stored = ctx.storage.finish_parts(row.key, row.parts, sorted(parts, key=lambda part: part.number))
    digest = stored.digest or digest_of(ctx, row.key)
    name = row.key.split("/", 1)[-1]
    if stored.size != row.size:
        ctx.storage.delete([row.key])
        raise NotThoseBytes(name, f"{stored.size:,} bytes instead of {row.size:,}")
    if digest != row.digest.hex():
        ctx.storage.delete([row.key])
        raise NotThoseBytes(name, "the SHA-256 differs")
    repository.finished_parts(ctx.db, row.id)


def organization_of(ctx: ReadCtx, upload: str) -> int | None:
    """Whose upload it is (row id); None when it is no upload."""
    return repository.organization_of(ctx.db, upload)


def digest_of(ctx: ReadCtx, key: str) -> str:
    """Hex SHA-256 of what lies under a key of the store, read from there."""
    digest = hashlib.sha256()
    with ctx.storage.open(key) as file:
        while chunk := file.read(_READ):
            digest.update(chunk)
    return digest.hexdigest()


def arrived(ctx: Ctx, uploads: Sequence[str]) -> dict[str, tuple[str, int, str]]:
    """Digest, size and key of those uploads whose bytes are in the store and safe on its disk.

    An upload that is unknown, expired, unfinished or without bytes is left out.
    """
    rows = repository.open_uploads(ctx.db, ctx.who.org_id, uploads, ctx.now)
    sizes = ctx.storage.sizes([row.key for row in rows.values() if row.parts is None])
    whole = {uuid: row for uuid, row in rows.items() if row.parts is None and sizes.get(row.key) == row.size}
    if ctx.settings.fsync:
        ctx.storage.settle([row.key for row in whole.values()])
    return {uuid: (row.digest.hex(), row.size, row.key) for uuid, row in whole.items()}


def claim(ctx: Ctx, uploads: Sequence[str], *, media_types: dict[str, str]) -> dict[str, Blob]:
    """Make blobs of arrived uploads (`media_types` by upload), by digest. The tickets are used up.

    Where another upload of the same bytes came first, its blob is given and these bytes go.
    """
    rows = repository.open_uploads(ctx.db, ctx.who.org_id, uploads, ctx.now)
    if missing := [upload for upload in uploads if upload not in rows]:
        raise BytesMissing(missing[0])
    values = {
        row.digest: {
            "org_id": ctx.who.org_id,
            "digest": row.digest,
            "size": row.size,
            "key": row.key,
            "media_type": media_types[uuid],
            "created_at": ctx.now,
        }
        for uuid, row in sorted(rows.items(), key=lambda item: item[1].digest)
    }
    made = repository.insert_blobs(ctx.db, list(values.values()))
    digests = [row.digest.hex() for row in rows.values()]
    blobs = {**repository.by_digest(ctx.db, ctx.who.org_id, digests, pin=True), **made}
    kept = {blob.key for blob in blobs.values()}
    repository.doom(ctx.db, [row.key for row in rows.values() if row.key not in kept], ctx.now)
    repository.delete_uploads(ctx.db, [row.id for row in rows.values()])
    return blobs


def pin(ctx: Ctx, digests: Sequence[str]) -> dict[str, Blob]:
    """Blobs by digest, safe from the sweeper until this transaction ends."""
    return repository.by_digest(ctx.db, ctx.who.org_id, digests, pin=True)


def keep(ctx: Ctx, chunks: Iterable[bytes], *, name: str, media_type: str) -> Blob:
    """Bytes made by the server itself (a log, an archive): stored, hashed, and a blob of theirs."""
    digest, size = hashlib.sha256(), 0

    def hashed() -> Iterable[bytes]:
        nonlocal size
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk

    key = new_key(ctx, name)
    ctx.storage.put(key, hashed())
    if ctx.settings.fsync:
        ctx.storage.settle([key])
    value = {
        "org_id": ctx.who.org_id,
        "digest": digest.digest(),
        "size": size,
        "key": key,
        "media_type": media_type,
        "created_at": ctx.now,
    }
    made = repository.insert_blobs(ctx.db, [value])
    if not made:
        repository.doom(ctx.db, [key], ctx.now)
        made = repository.by_digest(ctx.db, ctx.who.org_id, [digest.hexdigest()], pin=True)
    return made[digest.hexdigest()]


def address(ctx: ReadCtx, blob: Blob, *, name: str) -> str:
    """A signed URL for the bytes: pictures to look at, everything else to download as `name`."""
    until = ctx.now + timedelta(hours=ctx.settings.signed_url_hours)
    inline = blob.media_type.startswith("image/")
    return ctx.storage.sign_get(blob.key, media_type=blob.media_type, name=name, inline=inline, until=until)


def sweep(ctx: Ctx) -> int:
    """Doom what nothing refers to and uploads that expired; how many. `bury` then removes the bytes."""
    expired = repository.take_expired_uploads(ctx.db, ctx.now, _SWEEP)
    for row in expired:
        if row.parts is not None:
            ctx.storage.abort_parts(row.key, row.parts)
    free = repository.take_unreferenced(ctx.db, ctx.now - timedelta(hours=1), _SWEEP)
    repository.doom(ctx.db, [row.key for row in (*expired, *free)], ctx.now)
    return len(expired) + len(free)


def bury(ctx: Ctx) -> int:
    """Remove the bytes of doomed keys. Dying in the middle is harmless: the rest is done next time."""
    keys = repository.doomed(ctx.db, _SWEEP)
    ctx.storage.delete(keys)
    repository.forget_doomed(ctx.db, keys)
    return len(keys)

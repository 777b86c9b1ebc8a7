"""The files of a network: plan, store, list, address, delete.

Not here: how bytes come and under which keys (`files.py`), the network itself (`service.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from picsellia_server.accounts.model import checked_name
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Blob
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks import repository, service
from picsellia_server.networks.model import (
    LARGE,
    Brought,
    NetworkFile,
    NetworkFileUnknown,
    PlannedFile,
    StoredFile,
)


def _as_file(ctx: ReadCtx, row: Any, *, urls: bool) -> NetworkFile:
    return NetworkFile(
        name=row.name,
        object_name=row.shown_key,
        size=row.size,
        sha256=row.digest.hex() if row.digest else None,
        large=row.large,
        date_created=row.created_at,
        last_update=row.updated_at,
        url=_address(ctx, row) if urls else None,
    )


def _address(ctx: ReadCtx, row: Any) -> str:
    blob = Blob(row=row.blob_id, digest=None, size=row.size, key=row.store_key, media_type=row.media_type)
    return blobs.address(ctx, blob, name=row.shown_key.rpartition("/")[2])


def files(ctx: ReadCtx, network: str, *, urls: bool) -> list[NetworkFile]:
    """A network's files in the order in which they came."""
    return [_as_file(ctx, row, urls=urls) for row in repository.files_of(ctx.db, service.seen(ctx, network).id)]


def file(ctx: ReadCtx, network: str, name: str) -> NetworkFile:
    """One file, with an address to download it from."""
    found = service.seen(ctx, network)
    row = None if "\x00" in name else repository.file_of(ctx.db, found.id, name)
    if row is None:
        raise NetworkFileUnknown(found.name, name)
    return _as_file(ctx, row, urls=True)


def plan(ctx: Ctx, network: str, brought: Sequence[Brought]) -> list[PlannedFile]:
    """How to bring the bytes of each of these files, in order."""
    service.own(ctx, network)
    return bytes_of.planned(ctx, brought)


def store(ctx: Ctx, network: str, brought: Sequence[Brought]) -> list[NetworkFile]:
    """Register files whose bytes have arrived; a name that is there is replaced."""
    row = service.own(ctx, network)
    found = bytes_of.taken(ctx, brought)
    keys = repository.keys_of(ctx.db, [row.id]).get(row.id, {})
    stored = []
    for file in brought:
        name = checked_name(file.name, "file", slash=True)
        blob = found[file.sha256]
        others = {key for other, key in keys.items() if other != name}
        keys[name] = bytes_of.free_key(row.uuid, name, bytes_of.base_name(file.file_name), others)
        stored.append(StoredFile(name=name, blob_row=blob.row, key=keys[name], large=blob.size >= LARGE))
    attach(ctx, row.id, stored)
    ctx.record("network.stored", "network", row.uuid, name=row.name, after=[file.name for file in stored])
    there = {file.name: file for file in repository.files_of(ctx.db, row.id)}
    return [_as_file(ctx, there[file.name], urls=False) for file in stored]


def attach(ctx: Ctx, network_row: int, stored: Sequence[StoredFile]) -> None:
    """Give a network files by their blobs, which belong to its organization."""
    repository.upsert_files(ctx.db, network_row, stored, ctx.now)
    repository.update(ctx.db, network_row, {"updated_at": ctx.now})


def delete_file(ctx: Ctx, network: str, name: str) -> None:
    row = service.own(ctx, network)
    if "\x00" in name or not repository.delete_files(ctx.db, row.id, [name]):
        raise NetworkFileUnknown(row.name, name)
    repository.update(ctx.db, row.id, {"updated_at": ctx.now})
    ctx.record("network.file_deleted", "network", row.uuid, name=row.name, before=name)


def stored_files(ctx: ReadCtx, network_row: int) -> list[StoredFile]:
    """A network's files by their blobs, for copying them."""
    return [
        StoredFile(name=row.name, blob_row=row.blob_id, key=row.shown_key, large=row.large)
        for row in repository.files_of(ctx.db, network_row)
    ]

"""Looking at datasets: lists, a version, its pictures, what to download, what differs. Part of the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from picsellia.formats.names import LocalNames, base_name
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Blob
from picsellia_server.context import ReadCtx
from picsellia_server.datasets import finding, repository
from picsellia_server.datasets import labels as label_rows
from picsellia_server.datasets.access import named, readable
from picsellia_server.datasets.model import (
    Diff,
    Entry,
    LabelDiff,
    Member,
    Order,
    Shelf,
    Side,
    TrashedVersion,
    Version,
    VersionRow,
)
from picsellia_server.pictures import service as pictures
from picsellia_server.pictures.model import Chosen, Picture, PictureUnknown

CARD_LABELS = 50
"""Most labels of a version where versions are listed."""

_MARK = 8


# Versions


def version(ctx: ReadCtx, version_id: str) -> Version:
    """A version with all of its labels."""
    return _whole(ctx, readable(ctx, version_id))


def version_named(ctx: ReadCtx, dataset: str, name: str | None = None, *, owner: str | None = None) -> Version:
    return _whole(ctx, named(ctx, dataset, name, owner=owner))


def _whole(ctx: ReadCtx, row: VersionRow) -> Version:
    labels = [label_rows.as_label(each) for each in label_rows.of_version(ctx.db, row.row)]
    found = repository.one(ctx.db, row.row)
    return repository.as_version(found, labels, label_count=len(labels), objects=sum(label.objects for label in labels))


def _cards(ctx: ReadCtx, rows: Sequence[Any]) -> list[Version]:
    by_version: dict[int, list[Any]] = {}
    for label in label_rows.commonest(ctx.db, [row.id for row in rows], each=CARD_LABELS):
        by_version.setdefault(label.version_id, []).append(label)
    cards = []
    for row in rows:
        found = by_version.get(row.id, [])
        labels = [label_rows.as_label(label) for label in found]
        count, objects = (found[0].label_count, found[0].all_objects) if found else (0, 0)
        cards.append(repository.as_version(row, labels, label_count=count, objects=objects))
    return cards


def listing(
    ctx: ReadCtx,
    *,
    shelf: Shelf = Shelf.OWN,
    name: str | None = None,
    search: str = "",
    newest: bool = False,
    order: Order = Order.CREATED,
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
) -> tuple[list[Version], tuple[Any, ...] | None]:
    """Versions after the key `after`, one entry each, and the key of the last when there may be more."""
    rows = repository.page(
        ctx.db,
        ctx.who.org_id,
        shelf=shelf,
        name=name,
        search=search,
        newest=newest,
        order=order,
        after=after,
        limit=limit,
    )
    last = repository.key_after(order, rows[-1]) if len(rows) == limit else None
    return _cards(ctx, rows), last


def trash_listing(
    ctx: ReadCtx, *, after: int | None = None, limit: int = 100
) -> tuple[list[TrashedVersion], int | None]:
    """Versions in the trash, newest first."""
    rows = repository.trash_page(ctx.db, ctx.who.org_id, after=after, limit=limit)
    cards = _cards(ctx, rows)
    found = [repository.as_trashed(row, card) for row, card in zip(rows, cards, strict=True)]
    return found, rows[-1].id if len(rows) == limit else None


# Pictures of a version


def page(
    ctx: ReadCtx, version_id: str, *, name: str = "", after: int = 0, limit: int = 100
) -> tuple[list[Picture], int | None]:
    """Pictures after the row `after`, oldest first; `name` is a part of the file name."""
    row = readable(ctx, version_id)
    rows = finding.page(ctx.db, row.row, name=name, after=after, limit=limit)
    return finding.pictures_of(ctx.db, rows), rows[-1].id if len(rows) == limit else None


def manifest(ctx: ReadCtx, version_id: str, *, after: int = 0, limit: int = 1_000) -> tuple[list[Entry], int | None]:
    """What a download needs of each picture, with file names that are distinct within the version."""
    row = readable(ctx, version_id)
    rows = finding.manifest(ctx.db, row.row, after=after, limit=limit)
    names = _names(ctx, row, [(each.uuid, each.name) for each in rows], [each.name_key for each in rows])
    entries = []
    for each in rows:
        file_name = names.name(each.uuid, each.name)
        digest = each.digest.hex() if each.digest else None
        blob = Blob(row=each.blob_id, digest=digest, size=each.size, key=each.key, media_type=each.media_type)
        entries.append(
            Entry(
                picture_id=each.uuid,
                file_name=file_name,
                external_url=each.name,
                url=blobs.address(ctx, blob, name=file_name),
                size=each.size,
                sha256=digest,
                width=each.width,
                height=each.height,
            )
        )
    return entries, rows[-1].id if len(rows) == limit else None


def local_names(ctx: ReadCtx, row: VersionRow, some: Sequence[tuple[str, str]]) -> dict[str, str]:
    """File names of some members, given as (id, file name), by id: those of the manifest."""
    same = finding.with_base_names(ctx.db, row.row, [name for _, name in some])
    names = _distinct(ctx, row, some, same)
    return {picture: names.name(picture, file_name) for picture, file_name in some}


def _names(ctx: ReadCtx, row: VersionRow, some: Sequence[tuple[str, str]], keys: Sequence[int]) -> LocalNames:
    return _distinct(ctx, row, some, finding.sharing_names(ctx.db, row.row, keys))


def _distinct(
    ctx: ReadCtx, row: VersionRow, some: Sequence[tuple[str, str]], same: Sequence[tuple[str, str]]
) -> LocalNames:
    """The rule of `LocalNames` over a part of the version, with all members that could clash with it.

    These are the ones with the same base name, `same`, and those named as these would be when marked.
    """
    known = {**dict(some), **dict(same)}
    marked = [_marked(picture, name) for picture, name in same]
    if marked:
        known.update(finding.with_base_names(ctx.db, row.row, marked))
    return LocalNames(known.items())


def _marked(picture: str, file_name: str) -> str:
    stem, dot, extension = base_name(file_name).rpartition(".")
    return f"{stem}-{picture[:_MARK]}.{extension}" if dot and stem else f"{base_name(file_name)}-{picture[:_MARK]}"


def find_by_id(ctx: ReadCtx, row: VersionRow, ids: Sequence[str]) -> dict[str, Member]:
    """Those of the pictures that are members, by id."""
    return {each.uuid: _member(each) for each in finding.by_uuid(ctx.db, row.row, ids)}


def find(ctx: ReadCtx, row: VersionRow, names: Sequence[str]) -> dict[str, list[Member]]:
    """Members by file name, oldest first."""
    found: dict[str, list[Member]] = {}
    for each in finding.by_name(ctx.db, row.row, names):
        found.setdefault(each.name, []).append(_member(each))
    return found


def find_by_base_name(ctx: ReadCtx, row: VersionRow, names: Sequence[str]) -> list[Member]:
    """Members whose base name is that of one of `names`, whatever their case, oldest first."""
    return [_member(each) for each in finding.by_base_name(ctx.db, row.row, names)]


def _member(each: Any) -> Member:
    return Member(row=each.id, id=each.uuid, name=each.name, width=each.width, height=each.height)


def member_rows(ctx: ReadCtx, row: VersionRow, chosen: Chosen) -> list[int]:
    """Rows of those of the chosen pictures that are members."""
    if chosen.ids is not None:
        return sorted(each.id for each in finding.by_uuid(ctx.db, row.row, chosen.ids))
    return [one for chunk in pictures.chunks(ctx, chosen) for one in finding.rows_in(ctx.db, row.row, chunk)]


def _as_owner(ctx: ReadCtx, version_id: str, picture: str) -> ReadCtx:
    """A look at the lake of the version's organization, for one of the version's pictures."""
    row = readable(ctx, version_id)
    if not finding.by_uuid(ctx.db, row.row, [picture]):
        raise PictureUnknown(picture)
    return replace(ctx, who=replace(ctx.who, org_id=row.org_id))


def address(ctx: ReadCtx, version_id: str, picture: str) -> str:
    """A signed URL of a member's bytes, for everybody who may see the version."""
    return pictures.address(_as_owner(ctx, version_id, picture), picture)


def thumbnail(ctx: ReadCtx, version_id: str, picture: str, *, side: int) -> str | None:
    """As `pictures.service.thumbnail`, for everybody who may see the version."""
    return pictures.thumbnail(_as_owner(ctx, version_id, picture), picture, side=side)


# Differences


def diff(ctx: ReadCtx, to: str, since: str) -> Diff:
    """What version `to` has and `since` has not, and the other way round."""
    one, other = readable(ctx, to), readable(ctx, since)
    whole, before = _whole(ctx, one), _whole(ctx, other)
    added = finding.difference(ctx.db, one.row, other.row)
    kept = whole.size - added
    labels = {f"{label.name} ({label.type})" for label in whole.labels}
    labels_before = {f"{label.name} ({label.type})" for label in before.labels}
    unknown = whole.fingerprint is None or before.fingerprint is None
    return Diff(
        to=one.id,
        since=other.id,
        added=added,
        removed=before.size - kept,
        kept=kept,
        labels=LabelDiff(added=sorted(labels - labels_before), removed=sorted(labels_before - labels)),
        same=None if unknown else whole.fingerprint == before.fingerprint,
    )


def diff_page(
    ctx: ReadCtx, to: str, since: str, *, side: Side, after: int = 0, limit: int = 100
) -> tuple[list[Picture], int | None]:
    """The pictures behind the numbers of `diff`: those added, or those removed."""
    one, other = readable(ctx, to), readable(ctx, since)
    if side is Side.REMOVED:
        one, other = other, one
    rows = finding.difference_page(ctx.db, one.row, other.row, after=after, limit=limit)
    return finding.pictures_of(ctx.db, rows), rows[-1].id if len(rows) == limit else None

"""The trash of pictures: they leave the lake and every version at once, and come back with all they had.

In the rightmost noun that pictures have something in. Part of the service. Locks are taken in the order of
the house: pictures, versions, labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from picsellia.formats.model import Status
from picsellia_server.annotations import repository, trash_rows
from picsellia_server.annotations.model import (
    Restored,
    RestoreRaced,
    Trashed,
    TrashUnknown,
    Verb,
    VersionTouched,
)
from picsellia_server.annotations.numbers import total
from picsellia_server.blobs import repository as blob_rows
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import repository as version_rows
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import Touched
from picsellia_server.pictures import listing as picture_lists
from picsellia_server.pictures import repository as picture_rows
from picsellia_server.pictures import service as pictures
from picsellia_server.pictures.model import Chosen, TrashedPicture
from picsellia_server.pictures.tables import trashed_picture_tags

_PURGED = 1_000


def trash_pictures(ctx: Ctx, chosen: Chosen) -> Trashed:
    """Put pictures in the trash; they leave every dataset version at once. Says which."""
    chunks = pictures.chunks(ctx, chosen)
    if not any(chunks):
        return Trashed(trashed=0, trash_id=None, versions=[])
    uuid = ctx.new_id()
    entry = picture_rows.insert_trash(
        ctx.db, {"uuid": uuid, "org_id": ctx.who.org_id, "user_id": ctx.who.user_id or None, "at": ctx.now}
    )
    hidden: list[int] = []
    size = 0
    for chunk in chunks:
        gone = picture_rows.hide(ctx.db, chunk, entry, ctx.now)
        hidden.extend(row.id for row in gone)
        size += sum(row.size for row in gone)
    if not hidden:
        return Trashed(trashed=0, trash_id=None, versions=[])
    trash_rows.lock_versions(ctx.db, hidden, hidden=False)
    _count(ctx, hidden, hidden=False, sign=-1)
    touched = datasets.hide_pictures(ctx, hidden)
    picture_rows.count_lake(ctx.db, ctx.who.org_id, -len(hidden), -size)
    versions = _touched(touched)
    ctx.record(
        "pictures.trashed",
        "trash",
        uuid,
        before={"pictures": len(hidden), "versions": [f"{v.dataset}/{v.version}" for v in versions[:100]]},
    )
    return Trashed(trashed=len(hidden), trash_id=uuid, versions=versions)


def _touched(rows: Iterable[Touched]) -> list[VersionTouched]:
    return [VersionTouched(dataset=row.dataset, version=row.version, pictures=row.pictures) for row in rows]


def _count(ctx: Ctx, rows: Sequence[int], *, hidden: bool, sign: int) -> None:
    """Move the counters of versions and labels, and the fingerprints, by what the pictures have there."""
    labels, sums = trash_rows.count(ctx.db, rows, hidden=hidden, sign=sign)
    datasets.count_labels(ctx, labels)
    for version, found in sorted(sums.items()):
        _add_to_fingerprint(ctx, version, found)


def _add_to_fingerprint(ctx: Ctx, version: int, sums: list[tuple[Status, int]]) -> None:
    # Versions that are themselves in the trash have fingerprints to keep as well.
    version_rows.add_to_annotations_sum(ctx.db, version, total(sums))


def restore(ctx: Ctx, *, ids: Sequence[str] | None = None, trash_id: str | None = None) -> Restored:
    """Bring pictures back, with tags, memberships and annotations.

    One that was uploaded again meanwhile merges into the live picture, which keeps what it has. Nothing is
    restored when one of `ids` is not in the trash.
    """
    rows = picture_rows.trashed(ctx.db, ctx.who.org_id, ids, trash_id)
    if not rows or (ids is not None and len(rows) < len(set(ids))):
        raise TrashUnknown
    pairs: dict[int, int] = {}
    live = picture_rows.same(ctx.db, [(row.blob_id, row.name) for row in rows])
    # Of several that were trashed one after the other, the latest is what people worked on.
    for row in reversed(rows):
        pairs[row.id] = live.setdefault((row.blob_id, row.name), row.id)
    merging = {old: new for old, new in pairs.items() if old != new}
    back = [row for row in rows if pairs[row.id] == row.id]
    targets = sorted(set(merging.values()) - set(pairs))
    if trash_rows.lock_live(ctx.db, targets) != len(targets):
        raise RestoreRaced
    try:
        picture_rows.reveal(ctx.db, pairs)
    except IntegrityError as wrong:
        raise RestoreRaced from wrong
    trash_rows.lock_versions(ctx.db, list(pairs), hidden=True)
    _retire_losers(ctx, merging)
    _count(ctx, list(pairs), hidden=True, sign=1)
    if merging:
        trash_rows.move(ctx.db, merging)
    touched = datasets.reveal_pictures(ctx, pairs)
    if merging:
        picture_rows.delete_rows(ctx.db, list(merging))
    picture_rows.count_lake(ctx.db, ctx.who.org_id, len(back), sum(row.size for row in back))
    ctx.record("pictures.restored", "trash", trash_id, after={"pictures": len(back), "merged": len(merging)})
    return Restored(restored=len(back), merged=len(merging), versions=_touched(touched))


def _retire_losers(ctx: Ctx, merging: Mapping[int, int]) -> None:
    """Annotations that find another one in their place go to its history, where they can be had back."""
    if not merging:
        return
    by_version: dict[int, dict[int, int]] = {}
    for row in trash_rows.losers(ctx.db, merging):
        by_version.setdefault(row.version_id, {})[row.old] = row.new
    for version, pairs in sorted(by_version.items()):
        change = repository.insert_change(
            ctx.db,
            {
                "uuid": ctx.new_id(),
                "version_id": version,
                "user_id": ctx.who.user_id or None,
                "at": ctx.now,
                "verb": Verb.RESTORED.value,
                "pictures": len(set(pairs.values())),
                "undoes": None,
            },
        )
        trash_rows.retire(ctx.db, change, version, pairs)


def trash_page(ctx: ReadCtx, *, after: int | None = None, limit: int = 100) -> tuple[list[TrashedPicture], int | None]:
    """Pictures in the trash, newest first, with the tags that they would come back with."""
    rows = picture_lists.trash_page(ctx.db, ctx.who.org_id, after=(after,) if after else None, limit=limit)
    tags = picture_rows.tags_of(ctx.db, [row.id for row in rows], table=trashed_picture_tags)
    found = [
        TrashedPicture(
            picture=picture_rows.as_picture(row, tags.get(row.id, [])),
            trash_id=row.trash_uuid,
            trashed_at=row.trashed_at,
            trashed_by=row.username,
            tags=tags.get(row.id, []),
        )
        for row in rows
    ]
    return found, rows[-1].id if len(rows) == limit else None


def purge(ctx: Ctx) -> int:
    """Delete pictures whose time in the trash is over, of any organization; how many. Blobs go by their own sweep."""
    before = ctx.now - timedelta(days=ctx.settings.trash_days)
    rows = picture_rows.purgeable(ctx.db, before, _PURGED)
    if rows:
        blob_rows.doom(ctx.db, trash_rows.thumbnails_of(ctx.db, rows), ctx.now)
        trash_rows.forget(ctx.db, rows)
        picture_rows.delete_rows(ctx.db, rows)
    return len(rows)

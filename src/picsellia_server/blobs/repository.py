"""Every SQL statement of blobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia_server.blobs.model import Blob
from picsellia_server.blobs.tables import blobs, doomed_keys, uploads
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among, insert_of, metadata

BURYING = 0x7069636275727900  # the advisory lock of those who remove bytes; a backup shares it against them


def as_blob(row: Any) -> Blob:
    return Blob(
        row=row.id,
        digest=row.digest.hex() if row.digest else None,
        size=row.size,
        key=row.key,
        media_type=row.media_type,
    )


def by_digest(db: ReadDb, org: int, digests: Sequence[str], *, pin: bool = False) -> dict[str, Blob]:
    """Blobs by hex digest; with `pin` they stay until this transaction ends, whatever the sweeper does."""
    query = sa.select(blobs).where(blobs.c.org_id == org, among(blobs.c.digest, [bytes.fromhex(d) for d in digests]))
    if pin:
        query = query.with_for_update(read=True, key_share=True)
    return {row.digest.hex(): as_blob(row) for row in db.execute(query)}


def by_rows(db: ReadDb, rows: Sequence[int]) -> dict[int, Blob]:
    return {row.id: as_blob(row) for row in db.execute(sa.select(blobs).where(among(blobs.c.id, rows)))}


def insert_blobs(db: Db, values: Sequence[Mapping[str, Any]]) -> dict[str, Blob]:
    """New blobs by digest; a digest that is there already is left out of the answer."""
    if not values:
        return {}
    statement = insert_of(blobs, values).on_conflict_do_nothing(index_elements=["org_id", "digest"])
    return {row.digest.hex(): as_blob(row) for row in db.write(statement.returning(blobs))}


def insert_uploads(db: Db, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        db.write(insert_of(uploads, values))


def open_uploads(db: ReadDb, org: int, ids: Sequence[str], now: datetime) -> dict[str, sa.Row[Any]]:
    """Tickets of plans by id; not the uploads under keys that clients chose (`chosen_rows.py`)."""
    mine = sa.and_(uploads.c.org_id == org, uploads.c.chosen.is_(None))
    query = sa.select(uploads).where(mine, among(uploads.c.uuid, ids), uploads.c.expires_at > now)
    return {row.uuid: row for row in db.execute(query)}


def organization_of(db: ReadDb, upload: str) -> int | None:
    return db.execute(sa.select(uploads.c.org_id).where(uploads.c.uuid == upload)).scalar_one_or_none()


def delete_uploads(db: Db, ids: Sequence[int]) -> None:
    db.write(sa.delete(uploads).where(among(uploads.c.id, ids)))


def finished_parts(db: Db, upload: int) -> None:
    db.write(sa.update(uploads).where(uploads.c.id == upload).values(parts=None))


def take_expired_uploads(db: Db, now: datetime, limit: int) -> Sequence[sa.Row[Any]]:
    chosen = sa.select(uploads.c.id).where(uploads.c.expires_at <= now).limit(limit).with_for_update(skip_locked=True)
    return db.write(sa.delete(uploads).where(uploads.c.id.in_(chosen)).returning(uploads)).all()


def referring(*, cascading: bool) -> list[sa.Column[Any]]:
    """Columns of all nouns that refer to blobs: those that keep a blob, or those whose rows go with it."""
    return [
        key.parent
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column is blobs.c.id and ((key.ondelete or "").upper() == "CASCADE") is cascading
    ]


def unreferenced(older: datetime) -> sa.ColumnElement[bool]:
    """Whether a blob is older than that, and no table refers to it; referrers are found in the metadata."""
    free = [~sa.exists().where(column == blobs.c.id) for column in referring(cascading=False)]
    return sa.and_(blobs.c.created_at < older, *free)


def take_unreferenced(db: Db, older: datetime, limit: int) -> Sequence[sa.Row[Any]]:
    """Delete blobs that no table refers to, and give their rows.

    A transaction that is about to refer to a blob has pinned it (`by_digest`), and is passed over. What was
    made of the blobs, such as thumbnails, goes with them, and its bytes are doomed here.
    """
    chosen = sa.select(blobs.c.id).where(unreferenced(older)).limit(limit).with_for_update(skip_locked=True)
    rows = [row.id for row in db.execute(chosen)]
    for column in referring(cascading=True):
        if "key" in column.table.c:
            made = sa.select(column.table.c.key, sa.func.now()).where(among(column, rows))
            db.write(insert(doomed_keys).from_select(["key", "since"], made).on_conflict_do_nothing())
    return db.write(sa.delete(blobs).where(among(blobs.c.id, rows)).returning(blobs)).all()


def doom(db: Db, keys: Sequence[str], now: datetime) -> None:
    """Remember keys whose bytes go once this transaction is committed."""
    if keys:
        db.write(insert(doomed_keys).values([{"key": key, "since": now} for key in keys]).on_conflict_do_nothing())


def may_bury(db: ReadDb) -> bool:
    """Whether bytes may be removed until this transaction ends: not during a backup, nor by two at once."""
    return bool(db.execute(sa.select(sa.func.pg_try_advisory_xact_lock(BURYING))).scalar_one())


def doomed(db: ReadDb, limit: int) -> list[str]:
    """Keys whose bytes may go now; none during a backup, which copies what was there when it began."""
    if not may_bury(db):
        return []
    query = sa.select(doomed_keys.c.key).limit(limit).with_for_update(skip_locked=True)
    return [row.key for row in db.execute(query)]


def forget_doomed(db: Db, keys: Sequence[str]) -> None:
    db.write(sa.delete(doomed_keys).where(among(doomed_keys.c.key, keys)))

"""SQL statements of the keys that published clients choose. Part of the repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia_server.blobs.model import Blob, Bucket
from picsellia_server.blobs.repository import as_blob
from picsellia_server.blobs.tables import blobs, chosen_keys, uploads
from picsellia_server.db.engine import Db, ReadDb


def insert_upload(db: Db, values: Mapping[str, Any]) -> None:
    db.write(sa.insert(uploads).values(values))


def upload(db: ReadDb, uuid: str, org: int, user: int) -> sa.Row[Any] | None:
    """An upload in parts that the user, or somebody of the organization, began under a key of theirs."""
    query = sa.select(uploads).where(uploads.c.uuid == uuid, _mine(org, user), uploads.c.chosen.is_not(None))
    return db.execute(query.with_for_update()).one_or_none()


def _mine(org: int, user: int) -> sa.ColumnElement[bool]:
    return sa.or_(uploads.c.org_id == org, uploads.c.user_id == user)


def whole(db: ReadDb, bucket: Bucket, chosen: str, org: int, user: int) -> Sequence[sa.Row[Any]]:
    """Uploads under that key that wait for no parts, the newest first, locked: each is claimed once."""
    query = sa.select(uploads).where(
        uploads.c.bucket == bucket.value, uploads.c.chosen == chosen, uploads.c.parts.is_(None), _mine(org, user)
    )
    return db.execute(query.order_by(uploads.c.id.desc()).with_for_update()).all()


def parts_arrived(db: Db, upload: int, *, size: int, digest: str) -> None:
    values = {"parts": None, "size": size, "digest": bytes.fromhex(digest)}
    db.write(sa.update(uploads).where(uploads.c.id == upload).values(values))


def take_older(db: Db, bucket: Bucket, chosen: str, org: int, user: int, *, than: int) -> list[str]:
    """Delete the uploads under that key up to one, whose row is `than`; the store's keys of those before it."""
    statement = sa.delete(uploads).where(
        uploads.c.bucket == bucket.value,
        uploads.c.chosen == chosen,
        uploads.c.parts.is_(None),
        uploads.c.id <= than,
        _mine(org, user),
    )
    return [row.key for row in db.write(statement.returning(uploads.c.id, uploads.c.key)) if row.id != than]


def point(db: Db, org: int, bucket: Bucket, chosen: str, blob: int, now: datetime) -> None:
    """Let a key stand for a blob from now on."""
    values = {"org_id": org, "bucket": bucket.value, "chosen": chosen, "blob_id": blob, "at": now}
    new = {"blob_id": blob, "at": now}
    statement = insert(chosen_keys).values(values)
    db.write(statement.on_conflict_do_update(index_elements=["org_id", "bucket", "chosen"], set_=new))


def pointed(db: ReadDb, org: int, bucket: Bucket, chosen: str) -> tuple[Blob, datetime] | None:
    """The blob that a key stands for and since when; it stays until this transaction ends."""
    query = (
        sa.select(blobs, chosen_keys.c.at)
        .join(chosen_keys, chosen_keys.c.blob_id == blobs.c.id)
        .where(chosen_keys.c.org_id == org, chosen_keys.c.bucket == bucket.value, chosen_keys.c.chosen == chosen)
    )
    row = db.execute(query.with_for_update(read=True, key_share=True, of=blobs)).one_or_none()
    return None if row is None else (as_blob(row), row.at)

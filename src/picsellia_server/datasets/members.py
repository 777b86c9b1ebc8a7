"""Which pictures a version has: SQL that has to stay fast at a million. Part of the repository.

Locks are taken in one order: pictures, then versions by id, then labels. A picture is locked while it joins
a version, so that it cannot go to the trash unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia_server.blobs.tables import blobs
from picsellia_server.datasets import sums
from picsellia_server.datasets.tables import dataset_versions as versions
from picsellia_server.datasets.tables import datasets
from picsellia_server.datasets.tables import hidden_version_pictures as hidden
from picsellia_server.datasets.tables import version_pictures as members
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among, column_of
from picsellia_server.pictures.repository import LIVE
from picsellia_server.pictures.tables import pictures


def _sums(changed: sa.CTE) -> sa.CTE:
    """By version: how many rows changed, how many of them are pending, and the sum of the others."""
    source = changed.join(pictures, pictures.c.id == changed.c.picture_id).join(blobs, blobs.c.id == pictures.c.blob_id)
    # Materialized: each hash is made once, not once for each of its parts.
    hashed = (
        sa.select(changed.c.version_id, sums.picture_hash(blobs.c.digest, pictures.c.name).label("hash"))
        .select_from(source)
        .cte("hashed")
        .prefix_with("MATERIALIZED")
    )
    return (
        sa.select(
            hashed.c.version_id,
            sa.func.count().label("n"),
            sa.func.count().filter(hashed.c.hash.is_(None)).label("pending"),
            sums.total_of(hashed.c.hash).label("total"),
        )
        .group_by(hashed.c.version_id)
        .cte("sums")
    )


def _count(db: Db, changed: sa.CTE, *, size: int, pending: int, total: int) -> Sequence[sa.Row[Any]]:
    """Move the counters of the versions of `changed` (version_id, picture_id), each with the sign given.

    The rows tell id, uuid, name, dataset_id, trashed_at and n, the rows changed.
    """
    found = _sums(changed)
    locked = (
        sa.select(versions.c.id, found.c.n, found.c.pending, found.c.total)
        .join(found, found.c.version_id == versions.c.id)
        .order_by(versions.c.id)
        .with_for_update(of=versions, key_share=True)
        .cte("locked")
    )
    statement = (
        sa.update(versions)
        .where(versions.c.id == locked.c.id)
        .values(
            size=versions.c.size + size * locked.c.n,
            pending=versions.c.pending + pending * locked.c.pending,
            pictures_sum=sums.added(versions.c.pictures_sum, locked.c.total, total),
        )
        .returning(
            versions.c.id, versions.c.uuid, versions.c.name, versions.c.dataset_id, versions.c.trashed_at, locked.c.n
        )
    )
    return db.write(statement).all()


def add(db: Db, version: int, picture_rows: Sequence[int]) -> int:
    """Make live pictures members; how many were none before."""
    chosen = (
        sa.select(pictures.c.id, pictures.c.name)
        .where(among(pictures.c.id, picture_rows), LIVE)
        .order_by(pictures.c.id)
        .with_for_update(read=True)
        .cte("chosen")
    )
    source = sa.select(sa.literal(version, sa.BigInteger), chosen.c.id, sums.name_key(chosen.c.name))
    inserted = (
        insert(members)
        .from_select(["version_id", "picture_id", "name_key"], source)
        .on_conflict_do_nothing()
        .returning(members.c.version_id, members.c.picture_id)
        .cte("inserted")
    )
    return sum(row.n for row in _count(db, inserted, size=1, pending=1, total=1))


def remove(db: Db, version: int, picture_rows: Sequence[int]) -> int:
    gone = (
        sa.delete(members)
        .where(members.c.version_id == version, among(members.c.picture_id, picture_rows))
        .returning(members.c.version_id, members.c.picture_id)
        .cte("gone")
    )
    return sum(row.n for row in _count(db, gone, size=-1, pending=-1, total=-1))


def copy(db: Db, source: int, target: int) -> int:
    """Give `target` the live members of `source`; how many. Its counters are the caller's to copy."""
    chosen = (
        sa.select(members.c.picture_id, members.c.name_key)
        .join(pictures, pictures.c.id == members.c.picture_id)
        .where(members.c.version_id == source, LIVE)
        .order_by(members.c.picture_id)
        .with_for_update(read=True, of=pictures)
        .cte("chosen")
    )
    rows = sa.select(sa.literal(target, sa.BigInteger), chosen.c.picture_id, chosen.c.name_key)
    copied = insert(members).from_select(["version_id", "picture_id", "name_key"], rows)
    # SQLAlchemy drops the row count of an INSERT unless it is asked for.
    return db.write(copied.execution_options(preserve_rowcount=True)).rowcount


def hide(db: Db, picture_rows: Sequence[int]) -> Sequence[sa.Row[Any]]:
    """Set the memberships of pictures apart; the versions that they left."""
    gone = (
        sa.delete(members)
        .where(among(members.c.picture_id, picture_rows))
        .returning(members.c.version_id, members.c.picture_id, members.c.name_key)
        .cte("gone")
    )
    rows = sa.select(gone.c.version_id, gone.c.picture_id, gone.c.name_key)
    apart = insert(hidden).from_select(["version_id", "picture_id", "name_key"], rows)
    kept = (
        apart.on_conflict_do_update(
            index_elements=["picture_id", "version_id"], set_={"name_key": apart.excluded.name_key}
        )
        .returning(hidden.c.version_id, hidden.c.picture_id)
        .cte("kept")
    )
    return _count(db, kept, size=-1, pending=-1, total=-1)


def reveal(db: Db, pairs: Mapping[int, int]) -> Sequence[sa.Row[Any]]:
    """Bring memberships back, those of each old picture row to its new one; the versions that got pictures."""
    mapping = sa.select(
        column_of(list(pairs), sa.BigInteger).label("old"), column_of(list(pairs.values()), sa.BigInteger).label("new")
    ).cte("mapping")
    gone = (
        sa.delete(hidden)
        .where(hidden.c.picture_id == mapping.c.old)
        .returning(hidden.c.version_id, mapping.c.new, hidden.c.name_key)
        .cte("gone")
    )
    added = (
        insert(members)
        .from_select(
            ["version_id", "picture_id", "name_key"],
            sa.select(gone.c.version_id, gone.c.new, gone.c.name_key).distinct(),
        )
        .on_conflict_do_nothing()
        .returning(members.c.version_id, members.c.picture_id)
        .cte("added")
    )
    return _count(db, added, size=1, pending=1, total=1)


def digests_known(db: Db, picture_rows: Sequence[int]) -> None:
    """Add pictures to the fingerprints of their versions, where they stood as pending."""
    of = (
        sa.select(members.c.version_id, members.c.picture_id).where(among(members.c.picture_id, picture_rows)).cte("of")
    )
    found = _sums(of)
    locked = (
        sa.select(versions.c.id, found.c.n, found.c.total)
        .join(found, found.c.version_id == versions.c.id)
        .order_by(versions.c.id)
        .with_for_update(of=versions, key_share=True)
        .cte("locked")
    )
    db.write(
        sa.update(versions)
        .where(versions.c.id == locked.c.id)
        .values(
            pending=versions.c.pending - locked.c.n,
            pictures_sum=sums.added(versions.c.pictures_sum, locked.c.total),
        )
    )


def touched_names(db: ReadDb, dataset_rows: Sequence[int]) -> dict[int, str]:
    query = sa.select(datasets.c.id, datasets.c.name).where(among(datasets.c.id, dataset_rows))
    return {row.id: row.name for row in db.execute(query)}

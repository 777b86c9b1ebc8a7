"""Every SQL statement of pictures, save the lists (`listing.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia_server.blobs.tables import blobs
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among, column_of, insert_of
from picsellia_server.pictures.model import Picture, TagCount
from picsellia_server.pictures.tables import (
    lakes,
    picture_tags,
    pictures,
    tags,
    thumbnails,
    trash,
    trashed_picture_tags,
)

Rows: TypeAlias = sa.Select[tuple[int]]
"""A query of row ids."""

LIVE = pictures.c.trashed_at.is_(None)
COLUMNS = (
    pictures.c.id,
    pictures.c.uuid,
    sa.func.coalesce(pictures.c.shown_key, blobs.c.key).label("key"),
    pictures.c.name,
    pictures.c.created_at,
    pictures.c.height,
    pictures.c.width,
    pictures.c.size,
    blobs.c.digest,
    blobs.c.media_type,
    pictures.c.source,
    pictures.c.colour,
)
whole = sa.select(*COLUMNS).join(blobs, blobs.c.id == pictures.c.blob_id)


def as_picture(row: Any, tag_names: list[str]) -> Picture:
    return Picture(
        picture_id=row.uuid,
        internal_key=row.key,
        external_url=row.name,
        creation_date=row.created_at.astimezone(UTC).date().isoformat(),
        height=row.height,
        width=row.width,
        tag=tag_names,
        size=row.size,
        sha256=row.digest.hex() if row.digest else None,
        media_type=row.media_type,
        source=row.source,
        created_at=row.created_at,
        colour=row.colour,
    )


def tags_of(db: ReadDb, rows: Sequence[int], *, table: sa.Table = picture_tags) -> dict[int, list[str]]:
    """Tag names by picture row, in the order in which the tags were first used in the lake."""
    query = (
        sa.select(table.c.picture_id, tags.c.name)
        .join(tags, tags.c.id == table.c.tag_id)
        .where(among(table.c.picture_id, rows))
        .order_by(table.c.picture_id, tags.c.id)
    )
    found: dict[int, list[str]] = {}
    for row in db.execute(query):
        found.setdefault(row.picture_id, []).append(row.name)
    return found


def with_tags(db: ReadDb, rows: Sequence[Any]) -> list[Picture]:
    names = tags_of(db, [row.id for row in rows])
    return [as_picture(row, names.get(row.id, [])) for row in rows]


def by_uuid(db: ReadDb, org: int, uuids: Sequence[str]) -> dict[str, Picture]:
    query = whole.where(pictures.c.org_id == org, LIVE, among(pictures.c.uuid, uuids))
    return {picture.picture_id: picture for picture in with_tags(db, db.execute(query).all())}


def rows_of(db: ReadDb, org: int, uuids: Sequence[str]) -> dict[str, int]:
    """Row ids of live pictures by uuid."""
    query = sa.select(pictures.c.uuid, pictures.c.id).where(
        pictures.c.org_id == org, LIVE, among(pictures.c.uuid, uuids)
    )
    return {row.uuid: row.id for row in db.execute(query)}


def these_rows(rows: Sequence[int]) -> Rows:
    """A query of those of the row ids that are of live pictures."""
    return sa.select(pictures.c.id).where(among(pictures.c.id, rows), LIVE)


def elsewhere(db: ReadDb, org: int, uuids: Sequence[str]) -> str | None:
    """One of the ids that is a picture of another organization."""
    query = sa.select(pictures.c.uuid).where(pictures.c.org_id != org, among(pictures.c.uuid, uuids)).limit(1)
    return db.execute(query).scalar_one_or_none()


def blob_of(db: ReadDb, org: int, uuid: str) -> sa.Row[Any] | None:
    query = sa.select(pictures.c.blob_id, pictures.c.name).where(
        pictures.c.org_id == org, LIVE, pictures.c.uuid == uuid
    )
    return db.execute(query).one_or_none()


def organization_of(db: ReadDb, uuid: str) -> int | None:
    return db.execute(sa.select(pictures.c.org_id).where(pictures.c.uuid == uuid)).scalar_one_or_none()


def same(db: ReadDb, pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Live pictures by (blob row, name). A blob belongs to one organization, so the pair says which."""
    wanted = list(pairs)
    if not wanted:
        return {}
    values = (
        sa.select(
            column_of([b for b, _ in wanted], sa.BigInteger).label("blob_id"),
            column_of([n for _, n in wanted], sa.Text).label("name"),
        )
    ).subquery()
    query = (
        sa.select(pictures.c.id, pictures.c.blob_id, pictures.c.name)
        .join(values, sa.and_(values.c.blob_id == pictures.c.blob_id, values.c.name == pictures.c.name))
        .where(LIVE)
    )
    return {(row.blob_id, row.name): row.id for row in db.execute(query)}


def by_rows(db: ReadDb, rows: Sequence[int]) -> dict[int, Picture]:
    found = db.execute(whole.where(among(pictures.c.id, rows))).all()
    return {row.id: picture for row, picture in zip(found, with_tags(db, found), strict=True)}


def facts_of_blobs(db: ReadDb, rows: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Width and height of blobs that some picture has shown to be one."""
    query = sa.select(pictures.c.blob_id, pictures.c.width, pictures.c.height).where(among(pictures.c.blob_id, rows))
    return {row.blob_id: (row.width, row.height) for row in db.execute(query)}


def insert_pictures(db: Db, values: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], int]:
    """New rows by (blob row, name); those that are live already are left out."""
    if not values:
        return {}
    statement = (
        insert_of(pictures, values)
        .on_conflict_do_nothing(
            index_elements=[pictures.c.blob_id, pictures.c.name, pictures.c.org_id], index_where=LIVE
        )
        .returning(pictures.c.id, pictures.c.blob_id, pictures.c.name)
    )
    return {(row.blob_id, row.name): row.id for row in db.write(statement)}


def count_lake(db: Db, org: int, count: int, size: int) -> None:
    """Add to the counters of the lake; they change with the rows, in the same transaction."""
    statement = insert(lakes).values(org_id=org, pictures=count, bytes=size)
    db.write(
        statement.on_conflict_do_update(
            index_elements=["org_id"], set_={"pictures": lakes.c.pictures + count, "bytes": lakes.c.bytes + size}
        )
    )


# Tags


def tag_rows(db: ReadDb, org: int, names: Sequence[str]) -> dict[str, sa.Row[Any]]:
    query = sa.select(tags).where(tags.c.org_id == org, among(tags.c.name, names))
    return {row.name: row for row in db.execute(query)}


def ensure_tags(db: Db, org: int, names: Sequence[str]) -> dict[str, int]:
    """Ids of the tags, made where they are new, in the order in which they were given.

    Written sorted, so that two requests cannot lock each other; numbered as given, which is how they are shown.
    """
    there = tag_rows(db, org, names)
    new = [name for name in dict.fromkeys(names) if name not in there]
    if new:
        number = sa.func.nextval(sa.func.pg_get_serial_sequence("tags", "id"))
        numbers = db.execute(sa.select(number).select_from(sa.func.generate_series(1, len(new)))).scalars().all()
        values = [
            {"id": id, "org_id": org, "name": name} for name, id in sorted(zip(new, sorted(numbers), strict=True))
        ]
        db.write(insert(tags).values(values).on_conflict_do_nothing(index_elements=["org_id", "name"]))
        there = tag_rows(db, org, names)
    return {name: row.id for name, row in there.items()}


def insert_picture_tags(db: Db, tag_ids: Sequence[int], picture_rows: Sequence[int]) -> None:
    """Each tag on each picture; the counters follow. Rows that are there stay."""
    named = sa.select(column_of(sorted(tag_ids), sa.BigInteger).label("tag_id")).subquery()
    chosen = sa.select(column_of(sorted(picture_rows), sa.BigInteger).label("picture_id")).subquery()
    source = sa.select(named.c.tag_id, chosen.c.picture_id).select_from(named.join(chosen, sa.true()))
    added = (
        insert(picture_tags)
        .from_select(["tag_id", "picture_id"], source)
        .on_conflict_do_nothing()
        .returning(picture_tags.c.tag_id)
        .cte("added")
    )
    recount(db, added, +1)


def delete_picture_tags(db: Db, tag_ids: Sequence[int], picture_rows: Sequence[int]) -> None:
    gone = (
        sa.delete(picture_tags)
        .where(among(picture_tags.c.tag_id, tag_ids), among(picture_tags.c.picture_id, picture_rows))
        .returning(picture_tags.c.tag_id)
        .cte("gone")
    )
    recount(db, gone, -1)


def recount(db: Db, changed: sa.CTE, sign: int, *, also: sa.CTE | None = None) -> None:
    """Move the counters of tags by the rows of `changed` (tag_id); `also` is done in the same statement."""
    counts = sa.select(changed.c.tag_id, sa.func.count().label("n")).group_by(changed.c.tag_id).cte("counts")
    # Locked in the order of ids: requests that share tags wait for each other and never in a ring.
    locked = (
        sa.select(tags.c.id, counts.c.n)
        .join(counts, counts.c.tag_id == tags.c.id)
        .order_by(tags.c.id)
        .with_for_update(of=tags)
        .cte("locked")
    )
    statement = sa.update(tags).where(tags.c.id == locked.c.id).values(pictures=tags.c.pictures + sign * locked.c.n)
    db.write(statement if also is None else statement.add_cte(also))


def all_tags(db: ReadDb, org: int) -> list[TagCount]:
    query = sa.select(tags.c.name, tags.c.pictures).where(tags.c.org_id == org, tags.c.pictures > 0)
    return [TagCount(name=r.name, pictures=r.pictures) for r in db.execute(query.order_by(tags.c.name))]


def rename_tag(db: Db, tag: int, name: str) -> None:
    db.write(sa.update(tags).where(tags.c.id == tag).values(name=name))


def delete_tag(db: Db, tag: int) -> None:
    db.write(sa.delete(tags).where(tags.c.id == tag))


# Trash


def insert_trash(db: Db, values: Mapping[str, Any]) -> int:
    return int(db.write(sa.insert(trash).values(values).returning(trash.c.id)).scalar_one())


def hide(db: Db, rows: Sequence[int], trash_row: int, now: datetime) -> Sequence[sa.Row[Any]]:
    """Mark live pictures as trashed, and set their tags apart; the rows that were live."""
    statement = (
        sa.update(pictures)
        .where(among(pictures.c.id, rows), LIVE)
        .values(trashed_at=now, trash_id=trash_row)
        .returning(pictures.c.id, pictures.c.org_id, pictures.c.size)
    )
    hidden = db.write(statement).all()
    ids = [row.id for row in hidden]
    kept = sa.select(picture_tags.c.picture_id, picture_tags.c.tag_id).where(among(picture_tags.c.picture_id, ids))
    db.write(insert(trashed_picture_tags).from_select(["picture_id", "tag_id"], kept).on_conflict_do_nothing())
    gone = (
        sa.delete(picture_tags)
        .where(among(picture_tags.c.picture_id, ids))
        .returning(picture_tags.c.tag_id)
        .cte("gone")
    )
    recount(db, gone, -1)
    return hidden


def trashed(db: ReadDb, org: int, uuids: Sequence[str] | None, trash_uuid: str | None) -> Sequence[sa.Row[Any]]:
    """Trashed pictures to restore, oldest first: id, blob, name, size."""
    query = sa.select(pictures.c.id, pictures.c.blob_id, pictures.c.name, pictures.c.size).where(
        pictures.c.org_id == org, pictures.c.trashed_at.is_not(None)
    )
    if uuids is not None:
        query = query.where(among(pictures.c.uuid, uuids))
    if trash_uuid is not None:
        query = query.where(
            pictures.c.trash_id == sa.select(trash.c.id).where(trash.c.uuid == trash_uuid).scalar_subquery()
        )
    # Not against those who refer to a picture: they hold locks on versions, which come after pictures.
    return db.execute(query.order_by(pictures.c.id).with_for_update(of=pictures, key_share=True)).all()


def reveal(db: Db, pairs: Mapping[int, int]) -> None:
    """Bring pictures back: `pairs` maps each trashed row to the live row that it becomes, mostly itself.

    Tags go to the live row; a row that merges into another is deleted by the caller afterwards.
    """
    back = [old for old, new in pairs.items() if old == new]
    db.write(sa.update(pictures).where(among(pictures.c.id, back)).values(trashed_at=None, trash_id=None))
    mapping = (
        sa.select(
            column_of(list(pairs), sa.BigInteger).label("old"),
            column_of(list(pairs.values()), sa.BigInteger).label("new"),
        )
    ).subquery()
    source = sa.select(trashed_picture_tags.c.tag_id, mapping.c.new).join(
        mapping, mapping.c.old == trashed_picture_tags.c.picture_id
    )
    added = (
        insert(picture_tags)
        .from_select(["tag_id", "picture_id"], source.distinct())
        .on_conflict_do_nothing()
        .returning(picture_tags.c.tag_id)
        .cte("added")
    )
    recount(db, added, +1)
    db.write(sa.delete(trashed_picture_tags).where(among(trashed_picture_tags.c.picture_id, list(pairs))))


def delete_rows(db: Db, rows: Sequence[int]) -> None:
    db.write(sa.delete(pictures).where(among(pictures.c.id, rows)))


def purgeable(db: ReadDb, before: datetime, limit: int) -> list[int]:
    """Rows whose time in the trash is over, of any organization."""
    query = (
        sa.select(pictures.c.id).where(pictures.c.trashed_at < before).limit(limit).with_for_update(skip_locked=True)
    )
    return [row.id for row in db.execute(query)]


# Thumbnails


def without_thumbnails(db: ReadDb, rows: Sequence[int]) -> Sequence[sa.Row[Any]]:
    """(blob id, key, media type) of the blobs of these pictures that have none yet."""
    query = (
        sa.select(blobs.c.id, blobs.c.key, blobs.c.media_type)
        .where(blobs.c.id.in_(sa.select(pictures.c.blob_id).where(among(pictures.c.id, rows))))
        .where(~sa.exists().where(thumbnails.c.blob_id == blobs.c.id))
    )
    return db.execute(query).all()


def insert_thumbnails(db: Db, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        db.write(insert_of(thumbnails, values).on_conflict_do_nothing())


def set_colours(db: Db, colours: Mapping[int, int]) -> None:
    """Placeholder colours by blob row."""
    if not colours:
        return
    values = (
        sa.select(
            column_of(list(colours), sa.BigInteger).label("blob_id"),
            column_of(list(colours.values()), sa.Integer).label("colour"),
        )
    ).subquery()
    db.write(sa.update(pictures).where(pictures.c.blob_id == values.c.blob_id).values(colour=values.c.colour))


def thumbnail(db: ReadDb, org: int, uuid: str, side: int) -> sa.Row[Any] | None:
    """The smallest thumbnail at least `side` wide or high, else the largest there is."""
    query = (
        sa.select(thumbnails.c.key, thumbnails.c.size, thumbnails.c.side)
        .join(pictures, pictures.c.blob_id == thumbnails.c.blob_id)
        .where(pictures.c.org_id == org, pictures.c.uuid == uuid)
        .order_by((thumbnails.c.side < side), sa.func.abs(thumbnails.c.side - side))
        .limit(1)
    )
    return db.execute(query).one_or_none()


def thumbnail_keys(db: ReadDb, blob_rows: Sequence[int]) -> list[str]:
    return [row.key for row in db.execute(sa.select(thumbnails.c.key).where(among(thumbnails.c.blob_id, blob_rows)))]

"""Lists and counts over the annotations of a version: SQL that has to stay fast at a million. Part of the repository.

Pages are found by the picture's row. Annotations of pictures in the trash stay where they are and are
out of sight, as every list starts from the members.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from picsellia_server.accounts.tables import users
from picsellia_server.annotations.model import LookFilter, SizeClass
from picsellia_server.annotations.tables import annotation_counts, annotations_, label_pictures
from picsellia_server.blobs.tables import blobs
from picsellia_server.datasets.tables import dataset_versions, datasets, labels
from picsellia_server.datasets.tables import hidden_version_pictures as hidden
from picsellia_server.datasets.tables import version_pictures as members
from picsellia_server.db.engine import ReadDb
from picsellia_server.db.metadata import among
from picsellia_server.pictures.tables import pictures

_PAIRED = sa.and_(annotations_.c.version_id == members.c.version_id, annotations_.c.picture_id == members.c.picture_id)
_SIZES = {
    SizeClass.SMALL: annotations_.c.small,
    SizeClass.MEDIUM: annotations_.c.medium,
    SizeClass.LARGE: annotations_.c.large,
}
_STATE = (
    annotations_.c.uuid.label("annotation"),
    annotations_.c.status,
    annotations_.c.duration,
    annotations_.c.objects,
    annotations_.c.label_ids,
    annotations_.c.label_counts,
    annotations_.c.change_id,
    annotations_.c.updated_at,
    users.c.username,
)


def _matching(
    version: int, chosen: LookFilter, columns: Sequence[Any], *, label_rows: Sequence[int], alone: bool = False
) -> sa.Select[Any]:
    """The members that a filter picks; inner joins, so that the rarest label or status leads the way.

    `alone`: without what only the pictures know, which is dear in a pass over all members.
    """
    asked = chosen.statuses or chosen.sizes or chosen.least is not None or chosen.most is not None
    inner = bool(chosen.annotated or asked or label_rows)
    source: sa.FromClause = members
    if chosen.name or not alone:
        source = source.join(pictures, pictures.c.id == members.c.picture_id)
    source = source.join(annotations_, _PAIRED, isouter=not inner)
    if not alone:
        source = source.outerjoin(users, users.c.id == annotations_.c.user_id)
    where: list[sa.ColumnElement[bool]] = [members.c.version_id == version]
    for label in label_rows:
        having = label_pictures.alias()
        source = source.join(having, having.c.picture_id == members.c.picture_id)
        where.append(having.c.label_id == label)
    if chosen.statuses:
        where.append(annotations_.c.status.in_([status.value for status in chosen.statuses]))
    if chosen.annotated is False:
        where.append(annotations_.c.picture_id.is_(None))
    if chosen.sizes:
        where.append(sa.or_(*(_SIZES[size] > 0 for size in chosen.sizes)))
    if chosen.least is not None:
        where.append(annotations_.c.objects >= chosen.least)
    if chosen.most is not None:
        where.append(annotations_.c.objects <= chosen.most)
    if chosen.name:
        where.append(pictures.c.name.icontains(chosen.name, autoescape=True))
    return sa.select(*columns).select_from(source).where(*where)


def label_rows(db: ReadDb, version: int, ids: Sequence[str]) -> list[int] | None:
    """Rows of live labels by id, the rarest first; None when one is unknown."""
    query = sa.select(labels.c.id).where(
        labels.c.version_id == version, labels.c.trashed_at.is_(None), among(labels.c.uuid, ids)
    )
    rows = [row.id for row in db.execute(query.order_by(labels.c.annotations))]
    return rows if len(rows) == len(set(ids)) else None


def picture_rows(db: ReadDb, version: int, chosen: LookFilter | None) -> sa.Select[Any]:
    """A query of the members that a filter picks; of all for None."""
    chosen = chosen or LookFilter()
    found = label_rows(db, version, chosen.labels)
    query = _matching(version, chosen, [members.c.picture_id], label_rows=found or [], alone=True)
    return query if found is not None else query.where(sa.false())


def page(
    db: ReadDb, version: int, chosen: LookFilter, *, after: int, limit: int, shapes: bool
) -> Sequence[sa.Row[Any]]:
    """Members after the row `after`, oldest first, with what is known of their annotations."""
    found = label_rows(db, version, chosen.labels)
    if found is None:
        return []
    columns = [
        members.c.picture_id,
        pictures.c.uuid,
        pictures.c.name,
        pictures.c.width,
        pictures.c.height,
        pictures.c.colour,
        *_STATE,
    ]
    if shapes:
        columns.append(annotations_.c.shapes)
    query = _matching(version, chosen, columns, label_rows=found).where(members.c.picture_id > after)
    return db.execute(query.order_by(members.c.picture_id).limit(limit)).all()


def anchors(db: ReadDb, version: int, chosen: LookFilter, *, every: int) -> list[int]:
    """The row of every `every`th picture that a filter picks, in order."""
    found = label_rows(db, version, chosen.labels)
    if found is None:
        return []
    place = sa.func.row_number().over(order_by=members.c.picture_id).label("place")
    rows = _matching(version, chosen, [members.c.picture_id, place], label_rows=found, alone=True).subquery()
    query = sa.select(rows.c.picture_id).where(rows.c.place % every == 0).order_by(rows.c.place)
    return [row.picture_id for row in db.execute(query)]


def beside(db: ReadDb, version: int, chosen: LookFilter, row: int, *, forward: bool) -> str | None:
    """The id of the next picture that a filter picks after the row, or of the one before it."""
    found = label_rows(db, version, chosen.labels)
    if found is None:
        return None
    key = members.c.picture_id
    query = _matching(version, chosen, [pictures.c.uuid], label_rows=found)
    query = query.where(key > row if forward else key < row).order_by(key if forward else key.desc())
    return db.execute(query.limit(1)).scalar_one_or_none()


def holders(db: ReadDb, org: int, picture: str) -> Sequence[sa.Row[Any]]:
    """The live dataset versions that hold a picture, the newest first, with what they say of it."""
    query = (
        sa.select(
            dataset_versions.c.uuid,
            dataset_versions.c.name.label("version"),
            datasets.c.name.label("dataset"),
            annotations_.c.status,
            annotations_.c.objects,
        )
        .select_from(
            members.join(pictures, pictures.c.id == members.c.picture_id)
            .join(dataset_versions, dataset_versions.c.id == members.c.version_id)
            .join(datasets, datasets.c.id == dataset_versions.c.dataset_id)
            .outerjoin(annotations_, _PAIRED)
        )
        .where(pictures.c.uuid == picture, pictures.c.org_id == org, dataset_versions.c.trashed_at.is_(None))
        .order_by(dataset_versions.c.id.desc())
        .limit(200)
    )
    return db.execute(query).all()


def count(db: ReadDb, version: int, chosen: LookFilter) -> int:
    found = label_rows(db, version, chosen.labels)
    if found is None:
        return 0
    query = _matching(version, chosen, [sa.func.count()], label_rows=found, alone=True)
    return int(db.execute(query).scalar_one())


def of_pictures(db: ReadDb, version: int, uuids: Sequence[str]) -> Sequence[sa.Row[Any]]:
    """Members by id, with their whole annotations where they have one."""
    query = (
        sa.select(
            members.c.picture_id,
            pictures.c.uuid,
            pictures.c.name,
            pictures.c.width,
            pictures.c.height,
            pictures.c.colour,
            *_STATE,
            annotations_.c.shapes,
        )
        .select_from(
            members.join(pictures, pictures.c.id == members.c.picture_id)
            .outerjoin(annotations_, _PAIRED)
            .outerjoin(users, users.c.id == annotations_.c.user_id)
        )
        .where(members.c.version_id == version, among(pictures.c.uuid, uuids))
        .order_by(members.c.picture_id)
    )
    return db.execute(query).all()


def exported(version: int, statuses: Sequence[str]) -> sa.Select[Any]:
    """Every member in order, with the annotation's document; without one unless it has one of `statuses`.

    `statuses` empty: whatever it has. With the blob's key and media type, for an address.
    """
    paired = sa.and_(_PAIRED, among(annotations_.c.status, statuses)) if statuses else _PAIRED
    return (
        sa.select(
            pictures.c.uuid,
            pictures.c.name,
            pictures.c.width,
            pictures.c.height,
            blobs.c.id.label("blob_id"),
            blobs.c.key,
            blobs.c.size,
            blobs.c.media_type,
            annotations_.c.status,
            annotations_.c.duration,
            annotations_.c.label_ids,
            annotations_.c.shapes,
            annotations_.c.given,
        )
        .select_from(
            members.join(pictures, pictures.c.id == members.c.picture_id)
            .join(blobs, blobs.c.id == pictures.c.blob_id)
            .outerjoin(annotations_, paired)
        )
        .where(members.c.version_id == version)
        .order_by(members.c.picture_id)
    )


def documents(version: int, statuses: Sequence[str]) -> sa.Select[Any]:
    """As `exported`, with what a file of pictures and shapes alone needs, in types that cost nothing to read.

    Each is a plain tuple (picture, name, width, height, status, duration, labels with commas, document, given).
    """
    paired = sa.and_(_PAIRED, among(annotations_.c.status, statuses)) if statuses else _PAIRED
    return (
        sa.select(
            sa.cast(pictures.c.uuid, sa.Text),
            pictures.c.name,
            pictures.c.width,
            pictures.c.height,
            annotations_.c.status,
            annotations_.c.duration,
            sa.func.array_to_string(annotations_.c.label_ids, ","),
            annotations_.c.shapes,
            annotations_.c.given,
        )
        .select_from(members.join(pictures, pictures.c.id == members.c.picture_id).outerjoin(annotations_, paired))
        .where(members.c.version_id == version)
        .order_by(members.c.picture_id)
    )


def annotated(db: ReadDb, version: int, *, skip: int, limit: int) -> Sequence[sa.Row[Any]]:
    """Members that have an annotation, as `exported` has them, from place `skip` on.

    For clients that page by number: the further they come, the more is passed over.
    """
    query = exported(version, []).where(annotations_.c.picture_id.is_not(None))
    return db.execute(query.offset(skip).limit(limit)).all()


def annotated_one(db: ReadDb, version: int, picture: int) -> sa.Row[Any] | None:
    """As `annotated`, of one picture."""
    query = exported(version, []).where(annotations_.c.picture_id.is_not(None), members.c.picture_id == picture)
    return db.execute(query).one_or_none()


def member_names(version: int) -> sa.Select[Any]:
    """(id, file name) of every member, in order."""
    return (
        sa.select(sa.cast(pictures.c.uuid, sa.Text).label("uuid"), pictures.c.name)
        .select_from(members.join(pictures, pictures.c.id == members.c.picture_id))
        .where(members.c.version_id == version)
        .order_by(members.c.picture_id)
    )


def counts(db: ReadDb, version: int) -> Sequence[sa.Row[Any]]:
    return db.execute(sa.select(annotation_counts).where(annotation_counts.c.version_id == version)).all()


def histogram(db: ReadDb, version: int) -> dict[int, int]:
    """How many annotated pictures have how many shapes."""
    query = (
        sa.select(annotations_.c.objects, sa.func.count().label("n"))
        .where(
            annotations_.c.version_id == version,
            # Few pictures are in the trash: cheaper to ask than a join with all members.
            ~sa.exists().where(hidden.c.version_id == version, hidden.c.picture_id == annotations_.c.picture_id),
        )
        .group_by(annotations_.c.objects)
        .order_by(annotations_.c.objects)
    )
    return {row.objects: row.n for row in db.execute(query)}


# Differences

_KIND = """
    CASE WHEN y.picture_id IS NULL THEN 'added' WHEN x.picture_id IS NULL THEN 'removed'
         WHEN x.number <> y.number THEN 'changed' ELSE 'status' END
"""
_DIFFERENT = """
    FROM (SELECT a.* FROM annotations a JOIN version_pictures m USING (version_id, picture_id)
          WHERE a.version_id = :one AND a.picture_id > :after) x
    FULL JOIN (SELECT a.* FROM annotations a JOIN version_pictures m USING (version_id, picture_id)
          WHERE a.version_id = :other AND a.picture_id > :after) y ON y.picture_id = x.picture_id
    WHERE x.picture_id IS NULL OR y.picture_id IS NULL OR x.number <> y.number OR x.status <> y.status
"""


def difference(db: ReadDb, one: int, other: int) -> dict[str, int]:
    """How many annotations of `one` differ from those of `other`, by kind."""
    statement = sa.text(f"SELECT {_KIND} AS kind, count(*) AS n {_DIFFERENT} GROUP BY 1").columns(
        sa.column("kind", sa.Text), sa.column("n", sa.BigInteger)
    )
    return {row.kind: row.n for row in db.execute(statement, {"one": one, "other": other, "after": 0})}


def difference_page(db: ReadDb, one: int, other: int, *, after: int, limit: int) -> Sequence[sa.Row[Any]]:
    statement = sa.text(
        f"""
        SELECT d.*, p.uuid, p.name FROM (
            SELECT coalesce(x.picture_id, y.picture_id) AS id, {_KIND} AS kind,
                   y.objects AS objects_before, x.objects AS objects_after,
                   y.status AS status_before, x.status AS status_after
            {_DIFFERENT} ORDER BY 1 LIMIT :limit
        ) d JOIN pictures p ON p.id = d.id ORDER BY d.id
        """
    ).columns(
        sa.column("id", sa.BigInteger),
        sa.column("kind", sa.Text),
        sa.column("objects_before", sa.Integer),
        sa.column("objects_after", sa.Integer),
        sa.column("status_before", sa.Text),
        sa.column("status_after", sa.Text),
        sa.column("uuid", sa.Uuid(as_uuid=False)),
        sa.column("name", sa.Text),
    )
    values = {"one": one, "other": other, "after": after, "limit": limit}
    return db.execute(statement, values).all()

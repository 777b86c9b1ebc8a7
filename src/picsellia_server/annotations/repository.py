"""SQL statements of annotations: changes, history, forks, imports. See also `staging.py` and `listing.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia.formats.model import Status
from picsellia_server.accounts.tables import users
from picsellia_server.annotations.model import Change, Past, Verb
from picsellia_server.annotations.tables import (
    CONTENT,
    annotation_changes,
    annotation_counts,
    annotations_,
    imports,
)
from picsellia_server.datasets.tables import dataset_versions, labels, version_pictures
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among, column_of
from picsellia_server.jobs.tables import job_progress
from picsellia_server.pictures.tables import pictures

_CONTENT = ", ".join(CONTENT)

# Labels


def labels_of(db: ReadDb, version: int) -> Sequence[sa.Row[Any]]:
    """Live labels in their order: id, uuid, name, type, source_id, supercategory, objects, annotations."""
    query = (
        sa.select(
            labels.c.id,
            labels.c.uuid,
            labels.c.name,
            labels.c.type,
            labels.c.source_id,
            labels.c.supercategory,
            labels.c.objects,
            labels.c.annotations,
        )
        .where(labels.c.version_id == version, labels.c.trashed_at.is_(None))
        .order_by(labels.c.position, labels.c.id)
    )
    return db.execute(query).all()


def hidden_labels(db: ReadDb, version: int) -> list[int]:
    """Labels in the trash that shapes have."""
    query = sa.select(labels.c.id).where(
        labels.c.version_id == version, labels.c.trashed_at.is_not(None), labels.c.objects > 0
    )
    return [row.id for row in db.execute(query)]


def with_labels(db: ReadDb, version: int, picture_rows: Sequence[int], label_rows: Sequence[int]) -> dict[int, Any]:
    """By picture, (label_ids, shapes) of the annotations that have shapes of one of the labels."""
    query = sa.select(annotations_.c.picture_id, annotations_.c.label_ids, annotations_.c.shapes).where(
        annotations_.c.version_id == version,
        among(annotations_.c.picture_id, picture_rows),
        annotations_.c.label_ids.overlap(list(label_rows)),
    )
    return {row.picture_id: row for row in db.execute(query)}


# Changes


def insert_change(db: Db, values: Mapping[str, Any]) -> int:
    return int(db.write(insert(annotation_changes).values(values).returning(annotation_changes.c.id)).scalar_one())


def set_change_pictures(db: Db, change: int, pictures: int) -> None:
    db.write(sa.update(annotation_changes).where(annotation_changes.c.id == change).values(pictures=pictures))


def change_of(db: ReadDb, version: int, uuid: str) -> sa.Row[Any] | None:
    query = sa.select(annotation_changes).where(
        annotation_changes.c.version_id == version, annotation_changes.c.uuid == uuid
    )
    return db.execute(query).one_or_none()


def changes(db: ReadDb, version: int, *, after: int | None, limit: int) -> list[tuple[int, Change]]:
    """Changes by row, the latest first."""
    undoing = annotation_changes.alias()
    query = (
        sa.select(
            annotation_changes,
            users.c.username,
            sa.exists().where(undoing.c.undoes == annotation_changes.c.id).label("undone"),
        )
        .outerjoin(users, users.c.id == annotation_changes.c.user_id)
        .where(annotation_changes.c.version_id == version)
        .order_by(annotation_changes.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(annotation_changes.c.id < after)
    return [
        (
            row.id,
            Change(
                id=row.uuid,
                verb=Verb(row.verb),
                pictures=row.pictures,
                at=row.at,
                by=row.username,
                undone=row.undone,
            ),
        )
        for row in db.execute(query)
    ]


def past(db: ReadDb, version: int, picture: int) -> list[Past]:
    """What each change made of a picture's annotation, the latest first.

    A history row says what was there before its change, so a change's own result stands in the next one.
    """
    statement = sa.text(
        """
        WITH touched AS (
            SELECT h.change_id, h.before_id, h.status, h.objects FROM annotation_history h
            JOIN annotation_changes c ON c.id = h.change_id
            WHERE h.picture_id = :picture AND c.version_id = :version
        ), states AS (
            SELECT before_id AS change_id, status, objects FROM touched
            UNION ALL
            SELECT change_id, status, objects FROM annotations
            WHERE version_id = :version AND picture_id = :picture
        ), known AS (
            SELECT change_id, status, objects FROM states
            UNION ALL
            SELECT t.change_id, NULL, NULL FROM touched t
            WHERE NOT EXISTS (SELECT FROM states s WHERE s.change_id = t.change_id)
        )
        SELECT c.uuid, c.verb, c.at, u.username, k.status, k.objects
        FROM known k JOIN annotation_changes c ON c.id = k.change_id LEFT JOIN users u ON u.id = c.user_id
        ORDER BY c.id DESC
        """
    ).columns(
        sa.column("uuid", sa.Uuid(as_uuid=False)),
        sa.column("verb", sa.Text),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("username", sa.Text),
        sa.column("status", sa.Text),
        sa.column("objects", sa.Integer),
    )
    return [
        Past(
            change=row.uuid,
            verb=Verb(row.verb),
            at=row.at,
            by=row.username,
            status=Status(row.status) if row.status else None,
            objects=row.objects,
        )
        for row in db.execute(statement, {"version": version, "picture": picture})
    ]


def stage_undo(db: Db, version: int, change: int, *, reviewed: bool) -> int:
    """Stage what was before a change, where nothing has changed since; how many pictures have moved on.

    With `reviewed`, the states of which only the status was kept; else the whole ones, and a removal of what
    the change had made anew.
    """
    values = {"version": version, "change": change, "reviewed": reviewed}
    unmoved = """
        (EXISTS (SELECT FROM annotations a WHERE a.version_id = :version AND a.picture_id = h.picture_id
                 AND a.change_id = :change)
         OR NOT EXISTS (SELECT FROM annotations a WHERE a.version_id = :version AND a.picture_id = h.picture_id)
            AND NOT EXISTS (
                SELECT FROM annotation_history later JOIN annotation_changes c ON c.id = later.change_id
                WHERE later.picture_id = h.picture_id AND c.version_id = :version AND later.change_id > :change))
    """
    content = ", ".join(f"h.{name}" for name in CONTENT)
    before = f"""
        INSERT INTO staged_annotations (seq, picture_id, asked, {_CONTENT})
        SELECT 0, h.picture_id, true, {content} FROM annotation_history h
        WHERE h.change_id = :change AND (h.shapes IS NULL) = :reviewed AND {unmoved}
    """
    staged = db.write(sa.text(before), values).rowcount
    known = "SELECT count(*) FROM annotation_history h WHERE h.change_id = :change AND (h.shapes IS NULL) = :reviewed"
    moved = int(db.write(sa.text(known), values).scalar_one()) - staged
    if not reviewed:
        made = """
            INSERT INTO staged_annotations (seq, picture_id)
            SELECT 0, a.picture_id FROM annotations a
            WHERE a.version_id = :version AND a.change_id = :change AND NOT EXISTS (
                SELECT FROM annotation_history h WHERE h.change_id = :change AND h.picture_id = a.picture_id)
        """
        db.write(sa.text(made), values)
        _drop_purged_labels(db)
    return moved


def stage_past(db: Db, change: int, picture: int) -> bool:
    """Stage what a picture's annotation was before a change; False when that was not kept whole."""
    content = ", ".join(f"h.{name}" for name in CONTENT)
    statement = f"""
        INSERT INTO staged_annotations (seq, picture_id, asked, {_CONTENT})
        SELECT 0, h.picture_id, true, {content} FROM annotation_history h
        WHERE h.change_id = :change AND h.picture_id = :picture AND h.shapes IS NOT NULL
    """
    staged = db.write(sa.text(statement), {"change": change, "picture": picture}).rowcount
    _drop_purged_labels(db)
    return bool(staged)


def _drop_purged_labels(db: Db) -> None:
    """Labels may have been deleted for good since; their shapes are hidden for good."""
    statement = """
        UPDATE staged_annotations s SET label_ids = ARRAY(
            SELECT coalesce(l.id, 0) FROM unnest(s.label_ids) WITH ORDINALITY u(id, at)
            LEFT JOIN labels l ON l.id = u.id ORDER BY u.at)
        WHERE EXISTS (SELECT FROM unnest(s.label_ids) u(id) LEFT JOIN labels l ON l.id = u.id WHERE l.id IS NULL)
    """
    db.write(sa.text(statement))


def staged_numbers(db: Db) -> Sequence[sa.Row[Any]]:
    """(picture, file name, labels, digest) of what is staged with shapes."""
    statement = """
        SELECT s.picture_id, p.name, s.label_ids, s.digest FROM staged_annotations s
        JOIN pictures p ON p.id = s.picture_id WHERE s.shapes IS NOT NULL
    """
    return db.write(sa.text(statement)).all()


def set_staged_numbers(db: Db, numbers: Mapping[int, int]) -> None:
    """Numbers by picture."""
    statement = """
        UPDATE staged_annotations s SET number = n.number
        FROM unnest(CAST(:rows AS bigint[]), CAST(:numbers AS numeric[])) AS n(picture_id, number)
        WHERE s.picture_id = n.picture_id
    """
    db.write(sa.text(statement), {"rows": list(numbers), "numbers": [Decimal(number) for number in numbers.values()]})


# Forks


def copy_annotations(db: Db, source: int, target: int, *, change: int, label_rows: Mapping[int, int]) -> int:
    """Give a copied version the annotations of its source; labels that were not copied become 0."""
    pairs = {"source": source, "target": target, "change": change}
    # Looked up in arrays and not joined: of rows just written the planner knows too little for a join.
    labelled = {**pairs, "old": list(label_rows), "new": list(label_rows.values())}
    statement = """
        INSERT INTO annotations (version_id, picture_id, change_id, uuid, status, user_id, duration, objects, small,
            medium, large, label_ids, label_counts, digest, number, shapes, given, updated_at)
        SELECT :target, a.picture_id, :change, gen_random_uuid(), a.status, a.user_id, a.duration, a.objects, a.small,
            a.medium, a.large, ARRAY(
                SELECT coalesce((CAST(:new AS bigint[]))[array_position(CAST(:old AS bigint[]), u.id)], 0)
                FROM unnest(a.label_ids) WITH ORDINALITY u(id, at) ORDER BY u.at
            ), a.label_counts, a.digest, a.number, a.shapes, a.given, a.updated_at
        FROM annotations a
        JOIN version_pictures m ON m.version_id = :target AND m.picture_id = a.picture_id
        WHERE a.version_id = :source
    """
    copied = db.write(sa.text(statement), labelled).rowcount
    db.write(
        sa.text(
            """
            INSERT INTO label_pictures (label_id, picture_id, objects)
            SELECT m.new, l.picture_id, l.objects
            FROM unnest(CAST(:old AS bigint[]), CAST(:new AS bigint[])) AS m(old, new)
            JOIN label_pictures l ON l.label_id = m.old
            JOIN version_pictures v ON v.version_id = :target AND v.picture_id = l.picture_id
            ORDER BY 1, 2
            """
        ),
        labelled,
    )
    columns = [column for column in annotation_counts.c if column.name != "version_id"]
    rows = sa.select(sa.literal(target, sa.BigInteger), *columns).where(annotation_counts.c.version_id == source)
    db.write(insert(annotation_counts).from_select(["version_id", *(c.name for c in columns)], rows))
    return copied


# The fingerprint


def numbered(version: int) -> sa.Select[Any]:
    """Of every annotation: picture, file name, status, labels, digest, number; `live`: not in the trash."""
    return (
        sa.select(
            annotations_.c.picture_id,
            pictures.c.name,
            annotations_.c.status,
            annotations_.c.label_ids,
            annotations_.c.digest,
            annotations_.c.number,
            version_pictures.c.picture_id.is_not(None).label("live"),
        )
        .join(pictures, pictures.c.id == annotations_.c.picture_id)
        .outerjoin(
            version_pictures,
            sa.and_(
                version_pictures.c.version_id == annotations_.c.version_id,
                version_pictures.c.picture_id == annotations_.c.picture_id,
            ),
        )
        .where(annotations_.c.version_id == version)
        .order_by(annotations_.c.picture_id)
    )


def set_numbers(db: Db, version: int, numbers: Mapping[int, int]) -> None:
    """Numbers by picture."""
    if not numbers:
        return
    given = sa.select(
        column_of(list(numbers), sa.BigInteger).label("picture_id"),
        column_of([Decimal(number) for number in numbers.values()], sa.Numeric(78, 0)).label("number"),
    ).subquery()
    db.write(
        sa.update(annotations_)
        .where(annotations_.c.version_id == version, annotations_.c.picture_id == given.c.picture_id)
        .values(number=given.c.number)
    )


# Imports


def insert_import(db: Db, values: Mapping[str, Any]) -> int:
    return int(db.write(insert(imports).values(values).returning(imports.c.id)).scalar_one())


def import_of(db: ReadDb, org: int, uuid: str) -> sa.Row[Any] | None:
    """An import with its version and how far its job is."""
    query = (
        sa.select(
            imports,
            dataset_versions.c.uuid.label("version_uuid"),
            dataset_versions.c.org_id,
            job_progress.c.done,
            job_progress.c.error,
        )
        .join(dataset_versions, dataset_versions.c.id == imports.c.version_id)
        .outerjoin(job_progress, job_progress.c.job == sa.cast(imports.c.uuid, sa.Uuid))
        .where(imports.c.uuid == uuid, dataset_versions.c.org_id == org)
    )
    return db.execute(query).one_or_none()


def imports_of(db: ReadDb, version: int, *, after: int | None, limit: int) -> Sequence[sa.Row[Any]]:
    """Imports of a version, the latest first."""
    query = (
        sa.select(
            imports,
            dataset_versions.c.uuid.label("version_uuid"),
            dataset_versions.c.org_id,
            job_progress.c.done,
            job_progress.c.error,
        )
        .join(dataset_versions, dataset_versions.c.id == imports.c.version_id)
        .outerjoin(job_progress, job_progress.c.job == sa.cast(imports.c.uuid, sa.Uuid))
        .where(imports.c.version_id == version)
        .order_by(imports.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(imports.c.id < after)
    return db.execute(query).all()


def import_organization(db: ReadDb, uuid: str) -> int | None:
    query = (
        sa.select(dataset_versions.c.org_id)
        .join(imports, imports.c.version_id == dataset_versions.c.id)
        .where(imports.c.uuid == uuid)
    )
    return db.execute(query).scalar_one_or_none()


def finish_import(db: Db, uuid: str, values: Mapping[str, Any]) -> None:
    """Keep the outcome, and let go of the file."""
    db.write(sa.update(imports).where(imports.c.uuid == uuid).values(blob_id=None, **values))


def abandon_imports(db: Db, before: datetime, now: datetime) -> None:
    """Say of imports that have waited since before then that they failed."""
    report = {"error": "The import did not come to an end. Start it again."}
    db.write(
        sa.update(imports)
        .where(imports.c.state == "queued", imports.c.created_at < before)
        .values(blob_id=None, state="failed", report=report, finished_at=now)
    )

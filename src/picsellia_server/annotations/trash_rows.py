"""SQL of pictures that go to the trash or come back, with what they have in versions. Part of the repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from picsellia.formats.model import Status
from picsellia_server.annotations.staging import add_counts
from picsellia_server.annotations.tables import CONTENT
from picsellia_server.db.engine import Db

_CONTENT = ", ".join(CONTENT)
_LIVE, _HIDDEN = "version_pictures", "hidden_version_pictures"
_MAPPED = "unnest(CAST(:old AS bigint[]), CAST(:new AS bigint[])) AS map(old, new)"


def _table(*, hidden: bool) -> str:
    return _HIDDEN if hidden else _LIVE


def lock_versions(db: Db, picture_rows: Sequence[int], *, hidden: bool) -> list[int]:
    """Lock the versions that have the pictures, or (`hidden`) had them, in the order of their rows."""
    statement = f"""
        SELECT v.id FROM dataset_versions v
        WHERE v.id IN (SELECT m.version_id FROM {_table(hidden=hidden)} m
                       WHERE m.picture_id = ANY(CAST(:rows AS bigint[])))
        ORDER BY v.id FOR NO KEY UPDATE
    """
    return [row.id for row in db.write(sa.text(statement), {"rows": list(picture_rows)})]


def count(
    db: Db, picture_rows: Sequence[int], *, hidden: bool, sign: int
) -> tuple[dict[int, tuple[int, int]], dict[int, list[tuple[Status, int]]]]:
    """Add the annotations of pictures to the counters of their versions, or take them away.

    Per label the (objects, annotations) to add to its own counters, and per version the sums of numbers by
    status are left to the caller.
    """
    values = {"rows": list(picture_rows), "sign": sign}
    source = f"""
        FROM annotations a JOIN {_table(hidden=hidden)} m USING (version_id, picture_id)
        WHERE a.picture_id = ANY(CAST(:rows AS bigint[]))
    """
    per_label = f"""
        SELECT u.label_id, sum(u.n)::bigint AS objects, count(*) AS annotations
        FROM (SELECT a.label_ids, a.label_counts {source}) a, unnest(a.label_ids, a.label_counts) AS u(label_id, n)
        WHERE u.label_id > 0 GROUP BY u.label_id
    """
    labels = {
        row.label_id: (sign * row.objects, sign * row.annotations)
        for row in db.write(sa.text(per_label), {"rows": list(picture_rows)})
    }
    sums = add_counts(
        db,
        f"""
        SELECT a.version_id, a.status, CAST(:sign AS integer) AS n, :sign * a.objects AS objects,
               :sign * a.small AS small, :sign * a.medium AS medium, :sign * a.large AS large,
               :sign * coalesce(a.duration, 0) AS seconds, :sign * a.number AS number
        {source}
        """,
        values,
    )
    return labels, sums


def lock_live(db: Db, picture_rows: Sequence[int]) -> int:
    """Keep live pictures out of the trash until this transaction ends; how many of them are live."""
    statement = """
        SELECT id FROM pictures WHERE id = ANY(CAST(:rows AS bigint[])) AND trashed_at IS NULL
        ORDER BY id FOR SHARE
    """
    return len(db.write(sa.text(statement), {"rows": list(picture_rows)}).all())


def _pairs(pairs: Mapping[int, int]) -> dict[str, Any]:
    return {"old": list(pairs), "new": list(pairs.values())}


def losers(db: Db, pairs: Mapping[int, int]) -> Sequence[sa.Row[Any]]:
    """(version, old, new) of annotations that find another one where their picture merges into a live one.

    What the live picture has stays; of several that come back the latest does.
    """
    statement = f"""
        SELECT version_id, old, new FROM (
            SELECT a.version_id, map.old, map.new, EXISTS (
                SELECT FROM annotations b WHERE b.version_id = a.version_id AND b.picture_id = map.new) AS taken,
                row_number() OVER (PARTITION BY a.version_id, map.new ORDER BY a.updated_at DESC, a.picture_id) AS place
            FROM annotations a JOIN {_MAPPED} ON map.old = a.picture_id
        ) found WHERE taken OR place > 1 ORDER BY version_id, new, place
    """
    return db.write(sa.text(statement), _pairs(pairs)).all()


def retire(db: Db, change: int, version: int, pairs: Mapping[int, int]) -> None:
    """Move annotations of old pictures into the history of the new ones."""
    values = {**_pairs(pairs), "change": change, "version": version}
    old = f"FROM annotations a JOIN {_MAPPED} ON map.old = a.picture_id WHERE a.version_id = :version"
    content = ", ".join(f"a.{name}" for name in CONTENT)
    for statement in (
        f"""
        INSERT INTO annotation_history (change_id, picture_id, before_id, {_CONTENT})
        SELECT :change, map.new, a.change_id, {content} {old} ORDER BY a.updated_at DESC ON CONFLICT DO NOTHING
        """,
        f"""
        DELETE FROM label_pictures l USING (SELECT a.picture_id, unnest(a.label_ids) AS label_id {old}) o
        WHERE l.label_id = o.label_id AND l.picture_id = o.picture_id
        """,
        f"""
        DELETE FROM annotations d USING (SELECT a.picture_id {old}) o
        WHERE d.version_id = :version AND d.picture_id = o.picture_id
        """,
    ):
        db.write(sa.text(statement), values)


def move(db: Db, pairs: Mapping[int, int]) -> None:
    """Give annotations and their history to the pictures that theirs merge into."""
    for statement in (
        f"UPDATE annotations a SET picture_id = map.new FROM {_MAPPED} WHERE a.picture_id = map.old",
        f"UPDATE label_pictures l SET picture_id = map.new FROM {_MAPPED} WHERE l.picture_id = map.old",
        f"""
        UPDATE annotation_history h SET picture_id = map.new FROM {_MAPPED}
        WHERE h.picture_id = map.old AND NOT EXISTS (
            SELECT FROM annotation_history o WHERE o.change_id = h.change_id AND o.picture_id = map.new
        ) AND NOT EXISTS (
            SELECT FROM annotation_history o
            JOIN unnest(CAST(:old AS bigint[]), CAST(:new AS bigint[])) AS twin(old, new) ON twin.old = o.picture_id
            WHERE o.change_id = h.change_id AND twin.new = map.new AND twin.old < map.old)
        """,
    ):
        db.write(sa.text(statement), _pairs(pairs))


def forget(db: Db, picture_rows: Sequence[int]) -> None:
    """Drop what is kept by label of pictures that are about to be deleted for good."""
    statement = """
        DELETE FROM label_pictures l USING (
            SELECT a.picture_id, unnest(a.label_ids) AS label_id FROM annotations a
            WHERE a.picture_id = ANY(CAST(:rows AS bigint[]))
        ) o WHERE l.label_id = o.label_id AND l.picture_id = o.picture_id
    """
    db.write(sa.text(statement), {"rows": list(picture_rows)})


def thumbnails_of(db: Db, picture_rows: Sequence[int]) -> list[str]:
    """Forget the thumbnails of blobs that no other picture shows; their storage keys."""
    statement = """
        DELETE FROM thumbnails t WHERE t.blob_id IN (
            SELECT p.blob_id FROM pictures p WHERE p.id = ANY(CAST(:rows AS bigint[]))
        ) AND NOT EXISTS (
            SELECT FROM pictures o WHERE o.blob_id = t.blob_id AND o.id <> ALL(CAST(:rows AS bigint[]))
        ) RETURNING t.key
    """
    return [row.key for row in db.write(sa.text(statement), {"rows": list(picture_rows)})]

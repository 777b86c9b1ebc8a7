"""States on their way into annotations: a temporary table, and the statements that merge it. Part of the repository.

A save of one picture and an import of a million go the same way: rows are staged, then a handful of
statements moves history, rows, counters and the fingerprint together. The caller has locked the version.
A staged row without shapes removes the annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from picsellia.formats.model import Status
from picsellia_server.annotations.tables import CONTENT
from picsellia_server.db.engine import Db

_LINES = 500
STAGED = (
    "seq",
    "picture_id",
    "asked",
    "base",
    "uuid",
    "status",
    "user_id",
    "duration",
    "objects",
    "small",
    "medium",
    "large",
    "places",
    "label_counts",
    "digest",
    "number",
    "shapes",
    "given",
    "updated_at",
)
"""`places` are the labels by their place in a list of the caller's, from 1; `asked`: the status was asked for."""

_CREATE = sa.text(
    """
    CREATE TEMP TABLE IF NOT EXISTS staged_annotations (
        seq bigint, picture_id bigint NOT NULL, asked boolean, base bigint, uuid uuid, status text, user_id bigint,
        duration double precision, objects integer, small integer, medium integer, large integer,
        places integer[], label_ids bigint[], label_counts integer[], digest bytea, number numeric(78, 0),
        shapes text, given text, updated_at timestamptz
    ) ON COMMIT DELETE ROWS
    """
)
_SET = ", ".join(f"{name} = excluded.{name}" for name in ("change_id", *CONTENT) if name != "uuid")
_CONTENT = ", ".join(CONTENT)
_OLD = ", ".join(f"a.{name}" for name in CONTENT)
_NEW = ", ".join(f"s.{name}" for name in CONTENT)
_PAIRED = "a.version_id = :version AND a.picture_id = s.picture_id"


def empty(db: Db) -> None:
    """Make room: the table of this connection, without rows."""
    db.write(_CREATE)
    db.write(sa.text("DELETE FROM staged_annotations"))


def fill(db: Db, rows: Iterable[Sequence[Any]]) -> None:
    """Stage rows of the columns `STAGED`, hundreds of lines at a time: each piece waits for the socket once."""
    lines = map(_line, rows)
    pieces = iter(lambda: "".join(islice(lines, _LINES)), "")
    db.copy_text("staged_annotations", STAGED, pieces)


def _line(row: Sequence[Any]) -> str:
    """A row as COPY reads it; only the two texts can hold what has to be escaped."""
    seq, picture, asked, base, uuid, status, user, duration, objects, small, medium, large, *rest = row
    places, counts, digest, number, shapes, given, at = rest
    return (
        f"{seq}\t{picture}\t{asked}\t{_or_null(base)}\t{uuid}\t{status}\t{_or_null(user)}\t{_or_null(duration)}\t"
        f"{objects}\t{small}\t{medium}\t{large}\t{_array(places)}\t{_array(counts)}\t\\\\x{digest.hex()}\t{number}\t"
        f"{_escaped(shapes)}\t{_escaped(given)}\t{at}\n"
    )


def _or_null(value: Any) -> Any:
    return "\\N" if value is None else value


def _array(values: Sequence[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _escaped(json: str | None) -> str:
    # JSON has no control characters of its own.
    return "\\N" if json is None else json.replace("\\", "\\\\")


def fill_pictures(db: Db, picture_rows: Sequence[int]) -> None:
    """Stage pictures alone: what they have is to be removed, or only its status set."""
    db.write(
        sa.text("INSERT INTO staged_annotations (picture_id) SELECT unnest(CAST(:rows AS bigint[]))"),
        {"rows": list(picture_rows)},
    )


def fill_from(db: Db, picture_rows: sa.Select[Any]) -> None:
    """Stage the pictures of a query of one column."""
    table = sa.table("staged_annotations", sa.column("picture_id", sa.BigInteger))
    db.write(sa.insert(table).from_select(["picture_id"], picture_rows))


def analyze(db: Db) -> None:
    """Tell the planner how many rows there are; worth it from some thousands on."""
    db.write(sa.text("ANALYZE staged_annotations"))


def drop_twice(db: Db) -> int:
    """Keep the first of several rows about one picture; how many went."""
    statement = """
        DELETE FROM staged_annotations s USING (
            SELECT picture_id, min(seq) AS seq FROM staged_annotations GROUP BY picture_id HAVING count(*) > 1
        ) first
        WHERE s.picture_id = first.picture_id AND s.seq > first.seq
    """
    return db.write(sa.text(statement)).rowcount


def drop_strangers(db: Db, version: int) -> list[int]:
    """Drop rows of pictures that are no members now; the pictures."""
    statement = """
        DELETE FROM staged_annotations s
        WHERE NOT EXISTS (
            SELECT FROM version_pictures m WHERE m.version_id = :version AND m.picture_id = s.picture_id
        )
        RETURNING s.picture_id
    """
    return [row.picture_id for row in db.write(sa.text(statement), {"version": version})]


def drop_annotated(db: Db, version: int) -> int:
    """Drop rows of pictures that have an annotation already; how many."""
    return db.write(
        sa.text(f"DELETE FROM staged_annotations s USING annotations a WHERE {_PAIRED}"), {"version": version}
    ).rowcount


def name_labels(db: Db, ids: Sequence[int]) -> None:
    """Turn places into labels: place 1 is `ids[0]`."""
    statement = """
        UPDATE staged_annotations s
        SET label_ids = ARRAY(SELECT (CAST(:ids AS bigint[]))[place] FROM unnest(s.places) WITH ORDINALITY u(place, at)
                              ORDER BY at)
        WHERE s.places IS NOT NULL
    """
    db.write(sa.text(statement), {"ids": list(ids)})


def settle(db: Db, version: int) -> int:
    """Find what stays of what is there: drop rows that change nothing (how many), keep status and time spent.

    The status stays unless it was asked for or the content changed.
    """
    same = "a.digest = s.digest AND a.label_ids = s.label_ids AND a.given IS NOT DISTINCT FROM s.given"
    unchanged = f"""
        DELETE FROM staged_annotations s USING annotations a
        WHERE {_PAIRED} AND {same} AND (NOT s.asked OR s.status = a.status)
          AND (s.duration IS NULL OR s.duration IS NOT DISTINCT FROM a.duration)
    """
    absent = f"""
        DELETE FROM staged_annotations s
        WHERE s.shapes IS NULL AND NOT EXISTS (SELECT FROM annotations a WHERE {_PAIRED})
    """
    kept = f"""
        UPDATE staged_annotations s
        SET duration = coalesce(s.duration, a.duration), status = CASE WHEN NOT s.asked AND {same} THEN a.status ELSE
            s.status END
        FROM annotations a WHERE {_PAIRED} AND s.shapes IS NOT NULL
    """
    dropped = db.write(sa.text(unchanged), {"version": version}).rowcount
    dropped += db.write(sa.text(absent), {"version": version}).rowcount
    db.write(sa.text(kept), {"version": version})
    return dropped


def moved_on(db: Db, version: int) -> list[str]:
    """Pictures (their ids) whose annotation is no longer the one that the writer saw."""
    statement = f"""
        SELECT p.uuid FROM staged_annotations s
        JOIN pictures p ON p.id = s.picture_id
        LEFT JOIN annotations a ON {_PAIRED}
        WHERE s.base IS NOT NULL AND s.base <> coalesce(a.change_id, 0)
        ORDER BY s.seq
    """
    return [row.uuid for row in db.write(sa.text(statement), {"version": version})]


def count(db: Db) -> sa.Row[Any]:
    """(pictures, written, removed, shapes) of what is staged."""
    statement = """
        SELECT count(*) AS pictures, count(shapes) AS written, count(*) - count(shapes) AS removed,
               coalesce(sum(objects), 0)::bigint AS shapes
        FROM staged_annotations
    """
    return db.write(sa.text(statement)).one()


def merge(db: Db, version: int, change: int) -> tuple[dict[int, tuple[int, int]], list[tuple[Status, int]]]:
    """Make the staged states those of the version, as `change`; the old ones go to its history.

    What is left to the caller: per label the (objects, annotations) to add to its counters, and the sums of
    numbers by status to add to the fingerprint.
    """
    values = {"version": version, "change": change}
    old = _keep_history(db, values)
    labels = _label_changes(db, values)
    sums = _move_counts(db, values)
    if old:
        db.write(
            sa.text(
                f"""
                DELETE FROM label_pictures l USING (
                    SELECT a.picture_id, unnest(a.label_ids) AS label_id
                    FROM annotations a JOIN staged_annotations s ON {_PAIRED}
                ) o WHERE l.label_id = o.label_id AND l.picture_id = o.picture_id
                """
            ),
            values,
        )
        db.write(
            sa.text(f"DELETE FROM annotations a USING staged_annotations s WHERE {_PAIRED} AND s.shapes IS NULL"),
            values,
        )
    db.write(
        sa.text(
            f"""
            INSERT INTO annotations (version_id, picture_id, change_id, {_CONTENT})
            SELECT :version, s.picture_id, :change, {_NEW} FROM staged_annotations s
            WHERE s.shapes IS NOT NULL ORDER BY s.picture_id
            ON CONFLICT (version_id, picture_id) DO UPDATE SET {_SET}
            """
        ),
        values,
    )
    db.write(
        sa.text(
            """
            INSERT INTO label_pictures (label_id, picture_id, objects)
            SELECT u.label_id, s.picture_id, u.n
            FROM staged_annotations s, unnest(s.label_ids, s.label_counts) AS u(label_id, n)
            WHERE s.shapes IS NOT NULL AND u.label_id > 0 ORDER BY 1, 2
            """
        )
    )
    return labels, sums


def _keep_history(db: Db, values: Mapping[str, Any]) -> int:
    statement = f"""
        INSERT INTO annotation_history (change_id, picture_id, before_id, {_CONTENT})
        SELECT :change, a.picture_id, a.change_id, {_OLD}
        FROM annotations a JOIN staged_annotations s ON {_PAIRED}
    """
    return db.write(sa.text(statement), values).rowcount


def _label_changes(db: Db, values: Mapping[str, Any]) -> dict[int, tuple[int, int]]:
    statement = f"""
        SELECT label_id, sum(objects)::bigint AS objects, sum(annotations)::bigint AS annotations FROM (
            SELECT u.label_id, u.n AS objects, 1 AS annotations
            FROM staged_annotations s, unnest(s.label_ids, s.label_counts) AS u(label_id, n)
            WHERE s.shapes IS NOT NULL
            UNION ALL
            SELECT u.label_id, -u.n, -1
            FROM annotations a JOIN staged_annotations s ON {_PAIRED}, unnest(a.label_ids, a.label_counts)
                AS u(label_id, n)
        ) changes WHERE label_id > 0
        GROUP BY label_id HAVING sum(objects) <> 0 OR sum(annotations) <> 0
    """
    rows = db.write(sa.text(statement), values)
    return {row.label_id: (row.objects, row.annotations) for row in rows}


def _move_counts(db: Db, values: Mapping[str, Any]) -> list[tuple[Status, int]]:
    """Move the counters by status; the sums of numbers by status."""
    sums = "1 AS n, objects, small, medium, large, coalesce(duration, 0) AS seconds, number"
    old = "-1, -a.objects, -a.small, -a.medium, -a.large, -coalesce(a.duration, 0), -a.number"
    return add_counts(
        db,
        f"""
        SELECT CAST(:version AS bigint) AS version_id, status, {sums} FROM staged_annotations WHERE shapes IS NOT NULL
        UNION ALL
        SELECT a.version_id, a.status, {old} FROM annotations a JOIN staged_annotations s ON {_PAIRED}
        """,
        values,
    ).get(values["version"], [])


def add_counts(db: Db, rows: str, values: Mapping[str, Any]) -> dict[int, list[tuple[Status, int]]]:
    """Add to the counters of versions what the query `rows` gives; the sums of numbers by status, by version.

    `rows` has version_id, status, n, objects, small, medium, large, seconds and number.
    """
    statement = f"""
        WITH changed AS (
            SELECT version_id, status, sum(n) AS n, sum(objects) AS objects, sum(small) AS small,
                   sum(medium) AS medium, sum(large) AS large, sum(seconds) AS seconds, sum(number) AS number
            FROM ({rows}) rows GROUP BY version_id, status
        ), counted AS (
            INSERT INTO annotation_counts AS c
                (version_id, status, annotations, objects, small, medium, large, seconds)
            SELECT version_id, status, n, objects, small, medium, large, seconds FROM changed ORDER BY 1, 2
            ON CONFLICT (version_id, status) DO UPDATE SET
                annotations = c.annotations + excluded.annotations, objects = c.objects + excluded.objects,
                small = c.small + excluded.small, medium = c.medium + excluded.medium,
                large = c.large + excluded.large, seconds = c.seconds + excluded.seconds
        )
        SELECT version_id, status, number FROM changed
    """
    found: dict[int, list[tuple[Status, int]]] = {}
    for row in db.write(sa.text(statement), values):
        found.setdefault(row.version_id, []).append((Status(row.status), int(row.number)))
    return found


# Status alone


def fill_statuses(db: Db, version: int, status: Status) -> int:
    """Of the pictures staged, keep those whose annotation has another status, and stage this one; how many."""
    statement = f"""
        DELETE FROM staged_annotations s
        WHERE NOT EXISTS (SELECT FROM annotations a WHERE {_PAIRED} AND a.status <> :status)
    """
    values = {"version": version, "status": status.value}
    db.write(sa.text(statement), values)
    return db.write(sa.text("UPDATE staged_annotations SET status = :status"), values).rowcount


def restatus(db: Db, version: int, change: int) -> list[tuple[Status, int]]:
    """Give the annotations of the pictures staged their staged status; the sums of numbers by status."""
    values = {"version": version, "change": change}
    history = f"""
        INSERT INTO annotation_history (change_id, picture_id, before_id, status, user_id, objects, updated_at)
        SELECT :change, a.picture_id, a.change_id, a.status, a.user_id, a.objects, a.updated_at
        FROM annotations a JOIN staged_annotations s ON {_PAIRED}
    """
    db.write(sa.text(history), values)
    numbers = "a.objects, a.small, a.medium, a.large, coalesce(a.duration, 0)"
    negative = "-a.objects, -a.small, -a.medium, -a.large, -coalesce(a.duration, 0)"
    sums = add_counts(
        db,
        f"""
        SELECT a.version_id, s.status, 1 AS n, {numbers} AS seconds, a.number
        FROM annotations a JOIN staged_annotations s ON {_PAIRED}
        UNION ALL
        SELECT a.version_id, a.status, -1, {negative}, -a.number
        FROM annotations a JOIN staged_annotations s ON {_PAIRED}
        """,
        values,
    )
    change_status = f"""
        UPDATE annotations a SET status = s.status, change_id = :change FROM staged_annotations s WHERE {_PAIRED}
    """
    db.write(sa.text(change_status), values)
    return sums.get(version, [])

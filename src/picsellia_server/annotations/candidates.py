"""The pictures that an import may mean: a temporary table, looked up by name a batch at a time. Part of the repository.

So the names of a million pictures are never in this process.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from picsellia_server.db.engine import Db

_OF_VERSION = """
    SELECT p.id, p.uuid, p.name, p.width, p.height FROM version_pictures m JOIN pictures p ON p.id = m.picture_id
    WHERE m.version_id = :owner
"""
_OF_LAKE = """
    SELECT p.id, p.uuid, p.name, p.width, p.height FROM pictures p WHERE p.org_id = :owner AND p.trashed_at IS NULL
"""


def gather(db: Db, *, version: int | None = None, lake: int | None = None) -> None:
    """Put the pictures of a version, or of an organization's lake, where `look_up` finds them.

    Base names and stems are those of `picsellia.formats.match`, which decides in the end.
    """
    db.write(sa.text("DROP TABLE IF EXISTS pg_temp.import_candidates"))
    db.write(
        sa.text(
            f"""
            CREATE TEMP TABLE import_candidates ON COMMIT DROP AS
            SELECT id, uuid, name, width, height, base,
                   CASE WHEN base ~ '^.+\\.' THEN regexp_replace(base, '\\.[^.]*$', '') ELSE base END AS stem
            FROM (SELECT *, regexp_replace(replace(name, '\\', '/'), '^.*/', '') AS base
                  FROM ({_OF_VERSION if version is not None else _OF_LAKE}) chosen) based
            """
        ),
        {"owner": version if version is not None else lake},
    )
    for column in ("name", "base", "stem", "uuid"):
        db.write(sa.text(f"CREATE INDEX ON import_candidates ({column})"))
    db.write(sa.text("ANALYZE import_candidates"))


_COLUMNS = "id, uuid::text AS uuid, name, width, height"


def named(db: Db, *, names: Collection[str], ids: Collection[str]) -> Sequence[sa.Row[Any]]:
    """(id, uuid, name, width, height) of pictures with one of these whole names or ids."""
    statement = f"""
        SELECT {_COLUMNS} FROM import_candidates WHERE name = ANY(CAST(:names AS text[]))
        UNION ALL SELECT {_COLUMNS} FROM import_candidates
        WHERE uuid = ANY(CAST(:ids AS uuid[])) AND name <> ALL(CAST(:names AS text[]))
    """
    return db.write(sa.text(statement), {"names": list(names), "ids": list(ids)}).all()


def look_up(db: Db, *, bases: Collection[str], stems: Collection[str]) -> Sequence[sa.Row[Any]]:
    """(id, uuid, name, width, height) of pictures with one of these base names or stems."""
    statement = f"""
        SELECT {_COLUMNS} FROM import_candidates WHERE base = ANY(CAST(:bases AS text[]))
        UNION SELECT {_COLUMNS} FROM import_candidates WHERE stem = ANY(CAST(:stems AS text[]))
        ORDER BY id
    """
    return db.write(sa.text(statement), {"bases": list(bases), "stems": list(stems)}).all()

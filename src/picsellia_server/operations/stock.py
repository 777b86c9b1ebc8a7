"""What lies in the store, as a table beside the rows that say what should: differences are one query each.

The table is the session's own and goes with it, so memory is flat here whatever lies there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from picsellia_server.operations.place import Place
from picsellia_server.operations.report import Progress

YOUNG = timedelta(days=1)  # an upload or a job may still be about to speak for its bytes

_KNOWN = """
    NOT EXISTS (SELECT FROM blobs b WHERE b.key = s.key)
    AND NOT EXISTS (SELECT FROM thumbnails t WHERE t.key = s.key)
    AND NOT EXISTS (SELECT FROM uploads u WHERE u.key = s.key)
    AND NOT EXISTS (SELECT FROM doomed_keys d WHERE d.key = s.key)
"""


@contextmanager
def taken(place: Place) -> Iterator[sa.Connection]:
    """A connection with the table `stored` (key, size, modified) of all that the store holds now."""
    with place.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Temporary tables are the only things that are written here.
        connection.execute(sa.text("CREATE TEMP TABLE stored (key text, size bigint, modified timestamptz)"))
        progress = Progress("Listing the store")
        raw: Any = connection.connection.driver_connection
        with raw.cursor() as cursor, cursor.copy("COPY stored FROM STDIN") as out:
            for item in place.storage.listing():
                out.write_row((item.key, item.size, item.modified))
                progress.step()
        progress.close()
        connection.execute(sa.text("CREATE INDEX ON stored (key)"))
        connection.execute(sa.text("ANALYZE stored"))
        try:
            yield connection
        finally:
            connection.execute(sa.text("DROP TABLE stored"))


def absent(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    """(kind, blob, key, size, found) of blobs and thumbnails that the store has not, or has in another size."""
    query = """
        SELECT h.kind, h.blob, h.key, h.size, s.size AS found FROM (
            SELECT 'blob' AS kind, id AS blob, key, size FROM blobs
            UNION ALL SELECT 'thumbnail', blob_id, key, size FROM thumbnails
        ) h LEFT JOIN stored s ON s.key = h.key WHERE s.key IS NULL OR s.size <> h.size
    """
    yield from connection.execute(sa.text(query)).all()


def orphans(connection: sa.Connection, before: datetime) -> tuple[int, int]:
    """(count, bytes) of what nothing speaks for and is older than that."""
    query = f"SELECT count(*), coalesce(sum(s.size), 0) FROM stored s WHERE s.modified < :before AND {_KNOWN}"
    row = connection.execute(sa.text(query), {"before": before}).one()
    return int(row[0]), int(row[1])


def orphan_keys(connection: sa.Connection, before: datetime, limit: int) -> dict[str, int]:
    """Sizes by key of some of them, as the rows are now; each is given once."""
    query = f"""
        DELETE FROM stored s WHERE s.ctid = ANY(ARRAY(
            SELECT s.ctid FROM stored s WHERE s.modified < :before AND {_KNOWN} LIMIT :limit)) RETURNING key, size
    """
    return {row.key: row.size for row in connection.execute(sa.text(query), {"before": before, "limit": limit})}

"""Connections: an engine for a URL, and the two handles that services get.

`ReadDb` reads; `Db` is a `ReadDb` that also writes. A service that is given a `ReadCtx` has only the
former, and mypy refuses a write through it; at run time its transaction is read-only as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

import orjson
import sqlalchemy as sa
from psycopg import sql

from picsellia_server.errors import Invalid

Reading: TypeAlias = sa.Select[Any] | sa.CompoundSelect[Any] | sa.TextualSelect
Writing: TypeAlias = sa.Insert | sa.Update | sa.Delete | sa.TextClause
Params: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


def _dumps(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def checked_url(url: str) -> str:
    """`url` as SQLAlchemy wants it; raises `Invalid`, which shows nothing of a password, for what is none."""
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith("postgresql+psycopg://"):
        # Without the rest: there may be a password in it.
        raise Invalid(f"PICSELLIA_DATABASE_URL must begin with postgresql://, not {url.split('://', 1)[0][:20]!r}.")
    try:
        sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise Invalid(
            "PICSELLIA_DATABASE_URL must be postgresql://user:password@host:port/database; "
            "write an @, : or / in the password as %40, %3A or %2F."
        ) from None
    return url


def make_engine(url: str, *, size: int) -> sa.Engine:
    """An engine with `size` kept connections and half as many for bursts.

    `pre_ping` costs a round trip only after a pause; it lets a restarted PostgreSQL go unnoticed.
    """
    return sa.create_engine(
        checked_url(url),
        pool_size=size,
        max_overflow=max(2, size // 2),
        pool_timeout=30,
        pool_pre_ping=True,
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # of a statement that fails: the log is no place for a password's hash
        connect_args={"prepare_threshold": 2},
    )


class ReadDb:
    """Reads in one transaction. Statements are SQLAlchemy Core; nothing here commits."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def execute(self, statement: Reading, params: Params = None) -> sa.CursorResult[Any]:
        return self._connection.execute(statement, params)

    def stream(self, statement: Reading, *, batch: int = 2_000) -> Iterator[Sequence[sa.Row[Any]]]:
        """Rows in batches through a server-side cursor: memory stays flat whatever the size."""
        options = {"stream_results": True, "max_row_buffer": batch, "yield_per": batch}
        with self._connection.execute(statement, execution_options=options) as result:
            yield from result.partitions(batch)


@contextmanager
def _copying(raw: Any, statement: sql.Composed) -> Iterator[Any]:
    with raw.cursor() as cursor, cursor.copy(statement) as out:
        yield out


class Db(ReadDb):
    """Reads and writes in one transaction that the edge commits."""

    __slots__ = ()

    def write(self, statement: Writing, params: Params = None) -> sa.CursorResult[Any]:
        return self._connection.execute(statement, params)

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """COPY rows into a table or a temporary one: three times as fast as many-row inserts."""
        count = 0
        with self._copying(table, columns) as out:
            for row in rows:
                out.write_row(row)
                count += 1
        return count

    def copy_text(self, table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
        """As `copy`, of lines in COPY's own text form: five times as fast where the caller can write them."""
        with self._copying(table, columns) as out:
            for line in lines:
                out.write(line)

    def _copying(self, table: str, columns: Sequence[str]) -> AbstractContextManager[Any]:
        raw = self._connection.connection.driver_connection
        assert raw is not None
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        return _copying(raw, statement)

    @property
    def connection(self) -> sa.Connection:
        """For the job queue alone, which defers through the caller's own connection."""
        return self._connection

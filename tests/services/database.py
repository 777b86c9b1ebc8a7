"""One PostgreSQL for a whole test run, whatever the number of workers, and a database for each.

The first who needs it starts it; the run's controller stops it at the end. What a killed run has
left behind goes at the start of the next one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql

from picsellia_server.db import migrate
from picsellia_server.db.embedded import Embedded

PLACE = "PICSELLIA_TEST_PLACE"
PREFIX = "picsellia-tests-"
TEMPLATE = "template_migrated"


def open_place() -> None:
    """Make the run's folder; its workers inherit its name."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = left.name.removeprefix(PREFIX).split("-")[0]
        if left.stat().st_uid == os.geteuid() and number.isdigit() and not Path(f"/proc/{number}").exists():
            _remove(left)
    os.environ[PLACE] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")


def close_place() -> None:
    """Stop what was started, by whichever worker, and remove the folder."""
    place = os.environ.pop(PLACE, "")
    if place:
        _remove(Path(place))


def place() -> Path:
    return Path(os.environ[PLACE])


def _remove(folder: Path) -> None:
    for data in folder.glob("*/postgres"):
        Embedded(data.parent).stop()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone() -> Iterator[None]:
    with (place() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fresh_database(name: str) -> str:
    """The URL of a new, migrated database of that name."""
    with _alone():
        embedded = Embedded(place() / "database", fsync=False)
        url = embedded.url if embedded.running else embedded.start()
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
            if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone() is None:
                _make_template(admin, url)
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            admin.execute(create.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
    return of(url, name)


def _make_template(admin: psycopg.Connection, url: str) -> None:
    unfinished = f"{TEMPLATE}_unfinished"
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unfinished)))
    admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    engine = sa.create_engine(of(url, unfinished), poolclass=sa.NullPool)
    migrate.upgrade(engine)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    admin.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(TEMPLATE)))


def of(url: str, name: str) -> str:
    """The same server, another database."""
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"


def empty(engine: sa.Engine) -> None:
    """Remove every row, and start the numbers anew; tables without rows cost next to nothing."""
    with engine.begin() as connection:
        names = sa.inspect(connection).get_table_names()
        tables = [name for name in names if name != "alembic_version"]
        quote = connection.dialect.identifier_preparer.quote
        asked = " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT FROM {quote(each)})" for each in tables)
        filled = connection.execute(sa.text(asked)).scalars().all()
        if filled:
            connection.execute(sa.text(f"TRUNCATE {', '.join(map(quote, filled))} RESTART IDENTITY CASCADE"))

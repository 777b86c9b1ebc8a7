"""The installation as the operator's verbs see it: settings, database, store; with or without a server.

Nothing here migrates: a backup is taken of what there is, and `doctor` looks at what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from picsellia_server import installation
from picsellia_server.context import House
from picsellia_server.db import migrate
from picsellia_server.db.engine import make_engine
from picsellia_server.db.lock import make_private
from picsellia_server.errors import Conflict, NotFound
from picsellia_server.settings import Settings
from picsellia_server.storage.open import open_storage
from picsellia_server.storage.port import Storage

NAME = "picsellia-operations"  # what PostgreSQL calls our connections

# The tables that hold storage keys, with the columns of key, size and hash (None: not kept).
HOLDERS = (("blobs", "key", "size", "encode(digest, 'hex')"), ("thumbnails", "key", "size", "NULL"))


class SchemaOld(Conflict):
    """The database is not at the schema of this version."""

    code = "database.schema_old"

    def __init__(self, found: str | None) -> None:
        super().__init__(
            f"The database has schema {found or '(none)'!r}, and this version needs {migrate.revisions()[-1]!r}. "
            "Run: picsellia-server migrate"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    settings: Settings
    engine: sa.Engine
    storage: Storage

    @property
    def house(self) -> House:
        """For the services that a verb uses."""
        from picsellia_server.jobs.queue import defer

        return House(settings=self.settings, engine=self.engine, storage=self.storage, defer=defer)

    def must_be_current(self) -> None:
        """Raise `SchemaOld` or `SchemaNewer` unless the database is at the schema of this version."""
        with self.engine.connect() as connection:
            found = migrate.current(connection)
        if found != migrate.revisions()[-1]:
            raise SchemaOld(found)


class NoInstallation(NotFound):
    """The data folder is somebody's typing mistake, most likely."""

    code = "installation.missing"

    def __init__(self, settings: Settings) -> None:
        super().__init__(f"There is no installation in {settings.data.absolute()}. Name its folder with --data.")


@contextmanager
def opened(settings: Settings) -> Iterator[Place]:
    """Beside a running server, or alone. Raises `NoInstallation` rather than making one."""
    if not settings.database_url and not installation.embedded(settings).cluster.exists():
        raise NoInstallation(settings)
    with installation.reached(settings) as found, over(found) as place:
        yield place


@contextmanager
def over(settings: Settings) -> Iterator[Place]:
    """With a database that is known to run. URLs that this store signs are good for nothing."""
    make_private(settings.data)
    url = sa.make_url(settings.database_url).update_query_dict({"application_name": NAME})
    engine = make_engine(url.render_as_string(hide_password=False), size=2)
    try:
        storage = open_storage(settings, secret=bytes(32), public_url=settings.public_url or "http://localhost")
        yield Place(settings=settings, engine=engine, storage=storage)
    finally:
        engine.dispose()


def tables(connection: sa.Connection) -> list[str]:
    """Names of all tables of the schema that is ours."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    return list(connection.execute(sa.text(query)).scalars())


def quoted(connection: sa.Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)

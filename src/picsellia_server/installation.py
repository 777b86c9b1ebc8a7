"""The database of an installation, as every command finds it: given, started, or already running.

Called by `serve.py` and `cli.py`. Not here: the bundled PostgreSQL itself (`db/embedded.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from picsellia_server.db import migrate
from picsellia_server.db.embedded import Embedded
from picsellia_server.db.engine import make_engine
from picsellia_server.db.keeping import kept_running
from picsellia_server.db.lock import FolderLock, FolderTaken
from picsellia_server.settings import Settings


def embedded(settings: Settings) -> Embedded:
    return Embedded(settings.data, pg_bin=settings.pg_bin, fsync=not settings.testing)


@contextmanager
def owned(settings: Settings) -> Iterator[Settings]:
    """The settings with a database URL, for the one server of a data folder; stops what it has started.

    A database that dies meanwhile is started again.

    Raises `FolderTaken` when another server has the folder.
    """
    lock = FolderLock(settings.data)
    lock.take()
    try:
        if settings.database_url:
            yield settings
            return
        database = embedded(settings)
        try:
            url = database.start()
            with kept_running(database):
                yield replace(settings, database_url=url)
        finally:
            database.stop()
    finally:
        lock.release()


@contextmanager
def reached(settings: Settings) -> Iterator[Settings]:
    """The settings with a database URL, for a command beside the server or without one."""
    if settings.database_url:
        yield settings
        return
    try:
        with owned(settings) as found:
            yield found
    except FolderTaken:
        yield replace(settings, database_url=embedded(settings).url)


def migrated(settings: Settings) -> list[str]:
    """Bring the database up to date; the revisions applied. See `operations.upgrade` for how it is made safe."""
    engine = make_engine(settings.database_url, size=1)
    try:
        with engine.connect() as connection:
            found = migrate.current(connection)
        if found == migrate.revisions()[-1]:
            return []
        if found is None:
            return migrate.upgrade(engine)
    finally:
        engine.dispose()
    from picsellia_server.operations import upgrade  # a start that has nothing to do should not wait for it

    return upgrade.upgraded(settings)

"""Brings a database to the schema of this code: Alembic, run from here, without an ini file.

The chain of `migrations/versions` is straight, and a revision's id is its file's name, so the newest
one is known without loading Alembic: a start that has nothing to do costs one query.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import picsellia_server
from picsellia_server.db.metadata import metadata
from picsellia_server.errors import Conflict

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x7069637365  # any number that nobody else uses in this database
NOT_OURS = ("alembic_version", "procrastinate_")


class SchemaNewer(Conflict):
    """The database was made by a later version of the server."""

    code = "database.schema_newer"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database has schema {found!r}, unknown to this version ({picsellia_server.__version__}): "
            "a newer server has used it. Start that newer version, or restore a backup from before it."
        )


def revisions() -> list[str]:
    """The ids of all revisions, oldest first."""
    return sorted(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py"))


def current(connection: sa.Connection) -> str | None:
    """The revision that the database is at; None for a new one. Raises `SchemaNewer`."""
    if connection.scalar(sa.text("SELECT to_regclass('alembic_version')")) is None:
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if found is not None and found not in revisions():
        raise SchemaNewer(str(found))
    return None if found is None else str(found)


def upgrade(engine: sa.Engine) -> list[str]:
    """Apply what is missing, all of it or nothing; the ids applied. Many servers may call it at once."""
    with engine.connect() as connection:
        if current(connection) == revisions()[-1]:
            return []
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        before = current(connection)  # another server may have been faster
        if before == revisions()[-1]:
            return []
        run(connection)
        return revisions()[revisions().index(before) + 1 if before else 0 :]


def run(connection: sa.Connection, to: str = "head") -> None:
    """Apply what is missing up to a revision, in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    command.upgrade(config, to)


def all_tables() -> sa.MetaData:
    """The metadata with every noun's `tables.py` loaded, which is what the schema should be."""
    for module in pkgutil.iter_modules(picsellia_server.__path__):
        name = f"picsellia_server.{module.name}.tables"
        if module.ispkg and importlib.util.find_spec(name):
            importlib.import_module(name)
    return metadata


def ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether a thing found in the database belongs to our metadata: Alembic's `include_name`."""
    table = name if kind == "table" else parents.get("table_name")
    return not (table or "").startswith(NOT_OURS)


def differences(connection: sa.Connection) -> list[Any]:
    """What Alembic would still change to make the database fit the tables; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    options = {"include_name": ours, "compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, all_tables()))

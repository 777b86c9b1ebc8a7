"""`picsellia-server restore`: a backup becomes this installation, or nothing changes.

Bytes first, database last, as everywhere: every blob is checked while it is written, then all rows come in
one transaction that ends with counting them. A failure before that takes away what was written.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from picsellia_server.db import dump, migrate
from picsellia_server.errors import Conflict
from picsellia_server.operations import unpacking, upgrade
from picsellia_server.operations.archive import Counted, Head
from picsellia_server.operations.backup import backup
from picsellia_server.operations.bringing import bringing
from picsellia_server.operations.place import HOLDERS, NAME, Place, quoted, tables


class NotEmpty(Conflict):
    code = "restore.not_empty"


class InUse(Conflict):
    code = "restore.in_use"


class TooNew(Conflict):
    code = "restore.newer"


class OtherSchema(Conflict):
    code = "restore.other_schema"


@dataclass(slots=True, kw_only=True)
class Restored:
    """`written` of the blobs were not in the store before; `kept` is the backup of what was here before."""

    head: Head
    counted: Counted
    written: int
    migrated: list[str] = field(default_factory=list)
    kept: Path | None = None


def heal(place: Place, path: Path) -> Restored:
    """Put back, from a backup, bytes that the database knows and the store has lost or damaged; rows stay.

    The server may run meanwhile.
    """
    place.must_be_current()
    head = unpacking.look(path)
    with place.engine.connect() as connection, bringing(place.storage) as bring:

        def wanted(key: str) -> bool:
            query = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE {column} = :key" for table, column, *_ in HOLDERS)
            return connection.execute(sa.text(query), {"key": key}).first() is not None

        counted = bring.all_of(path, head, wanted=wanted)
    return Restored(head=head, counted=counted, written=bring.written)


def restore(place: Place, path: Path, *, replace: bool = False, keep_old: bool = True) -> Restored:
    """Make this installation what the backup says. Its server must not run.

    An installation with people in it is refused without `replace`, which makes a backup of it first
    (`keep_old`). Raises `BackupDamaged`, `NotEmpty`, `InUse`, `TooNew`; nothing has changed then.
    """
    head = unpacking.look(path)
    if head.schema not in migrate.revisions():
        raise TooNew(
            f"The backup is of version {head.server} (schema {head.schema!r}), which is newer than this one. "
            "Install that version, then restore."
        )
    found = dump.tools(place.engine, pg_bin=place.settings.pg_bin)
    if found.server < head.postgres:
        raise TooNew(f"The backup is of PostgreSQL {head.postgres}; {found.server} cannot take it. Use a newer one.")
    _check(place, head, path, replace=replace)
    kept = _keep_old(place, whole=head.whole) if replace and keep_old and _filled(place) else None
    with tempfile.TemporaryDirectory(dir=place.settings.data, prefix="restoring-") as folder:
        rows = Path(folder) / "rows"
        with rows.open("wb") as file, bringing(place.storage) as bring:
            counted = bring.all_of(path, head, dump=file)
            dump.load(found, rows, before=_drop(place), after=_counts(place, head))
    migrated = upgrade.apply(place.engine)
    with place.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    return Restored(head=head, counted=counted, written=bring.written, migrated=migrated, kept=kept)


def _check(place: Place, head: Head, path: Path, *, replace: bool) -> None:
    with place.engine.connect() as connection:
        others = connection.execute(_OTHERS, {"name": NAME}).scalar_one()
        namespace = connection.scalar(sa.text("SELECT current_schema()"))
    if others:
        raise InUse(
            f"{others} other connection(s) use this database. Stop its servers and workers, then restore again."
        )
    if namespace != head.namespace:
        raise OtherSchema(f"The backup is of a schema {head.namespace!r}, and this database uses {namespace!r}.")
    if strangers := _strangers(place):
        raise OtherSchema(
            f"The database holds tables that are not Picsellia's, such as {strangers[0]!r}, which a restore would "
            "remove. Give Picsellia a database, or a schema, of its own."
        )
    if _filled(place) and not replace:
        raise NotEmpty(
            "This installation is not empty. Restore into another one (--data DIR), or add --replace: what is "
            "here is backed up first, and then replaced."
        )
    if not head.whole and not replace:
        raise NotEmpty(f"{path} holds rows without bytes; it goes back into the installation that it is of: --replace.")


_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
    "AND pid <> pg_backend_pid() AND application_name <> :name"
)


def _filled(place: Place) -> bool:
    """Whether anybody has used this installation."""
    with place.engine.connect() as connection:
        there = tables(connection)
        return "users" in there and bool(connection.scalar(sa.text("SELECT EXISTS (SELECT FROM users)")))


def _keep_old(place: Place, *, whole: bool) -> Path:
    folder = place.settings.data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    backup(place, path, whole=whole)
    return path


# Rows


_ALL = """
    WITH extended AS (SELECT objid FROM pg_depend WHERE deptype = 'e')
    SELECT format('DROP %s IF EXISTS %s CASCADE;',
        CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass)
    FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
      AND c.oid NOT IN (SELECT objid FROM extended)
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE;', p.oid::regprocedure) FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.oid NOT IN (SELECT objid FROM extended)
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS %s CASCADE;', t.oid::regtype) FROM pg_type t
    WHERE t.typnamespace = current_schema()::regnamespace AND t.oid NOT IN (SELECT objid FROM extended)
      AND (t.typtype = 'e' OR (t.typtype = 'c' AND EXISTS
        (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')))
"""


def _strangers(place: Place) -> list[str]:
    """Tables that are none of ours. Of a newer version nobody here can know."""
    with place.engine.connect() as connection:
        there = tables(connection)
        try:
            migrate.current(connection)
        except migrate.SchemaNewer:
            return []
    known = migrate.all_tables().tables
    return [each for each in there if each not in known and not each.startswith(migrate.NOT_OURS)]


def _drop(place: Place) -> str:
    """SQL that empties the schema, which is ours alone, but for what belongs to extensions."""
    with place.engine.connect() as connection:
        found = connection.execute(sa.text(_ALL)).scalars().all()
    return "SET client_min_messages = warning;\n" + "\n".join(found) + "\n"


def _counts(place: Place, head: Head) -> str:
    """SQL that fails unless each table has as many rows as the backup says."""
    with place.engine.connect() as connection:
        schema = quoted(connection, head.namespace)
        parts = []
        for table, rows in head.tables.items():
            name = f"{schema}.{quoted(connection, table)}"
            label = table.replace("'", "''")
            parts.append(
                f"IF (SELECT count(*) FROM {name}) <> {int(rows)} THEN "
                f"RAISE EXCEPTION '% has not the % rows of the backup', '{label}', {int(rows)}; END IF;"
            )
    # A quote of its own: a name that holds `$$` must not end it.
    return "\nDO $picsellia$BEGIN\n" + "\n".join(parts) + "\nEND$picsellia$;\n"

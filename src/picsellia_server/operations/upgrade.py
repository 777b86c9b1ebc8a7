"""Upgrades of the database: a backup of its rows first, then all revisions in one transaction, or none.

Called by every start (`installation.migrated`). Stored bytes are not touched by an upgrade, so rows suffice.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from picsellia_server import __version__
from picsellia_server.db import migrate
from picsellia_server.db.dump import DumpFailed, NoDumpProgram
from picsellia_server.errors import Unavailable
from picsellia_server.operations.backup import backup
from picsellia_server.operations.place import over
from picsellia_server.settings import Settings

KEPT = 3
START = "before-upgrade-"


class UpgradeFailed(Unavailable):
    """A revision has failed; the database is as it was."""

    code = "database.upgrade_failed"


class NoBackupMade(Unavailable):
    """The upgrade was not begun."""

    code = "database.no_backup"


def upgraded(settings: Settings) -> list[str]:
    """Bring the database to the schema of this version; the revisions applied.

    One that holds data is backed up first, to DATA/backups, where the last `KEPT` are kept. Raises
    `UpgradeFailed` or `NoBackupMade`, with the database as it was.
    """
    with over(settings) as place:
        with place.engine.connect() as connection:
            found = migrate.current(connection)
        if found == migrate.revisions()[-1]:
            return []
        made = None
        if found is not None and settings.upgrade_backup:
            made = folder(settings) / f"{START}{__version__}-{found}-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z.tar"
            try:
                backup(place, made, whole=False)
            except (DumpFailed, NoDumpProgram) as error:
                raise NoBackupMade(
                    f"The upgrade of the database from {found!r} was not begun, since no backup can be made first: "
                    f"{error.message} To upgrade without one, set PICSELLIA_UPGRADE_BACKUP=off."
                ) from error
        applied = apply(place.engine, made)
        _forget_old(settings)
        return applied


def apply(engine: sa.Engine, made: Path | None = None) -> list[str]:
    """Run the missing revisions, all of them or none; `made` is where a backup is."""
    try:
        return migrate.upgrade(engine)
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0][:300]
        raise _failed(engine, reason, made) from error
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError, AttributeError) as error:
        raise _failed(engine, f"{type(error).__name__}: {error}"[:300], made) from error


def _failed(engine: sa.Engine, reason: str, made: Path | None) -> UpgradeFailed:
    with engine.connect() as connection:
        found = migrate.current(connection)
    where = f" A backup from just before is {made}." if made else ""
    return UpgradeFailed(
        f"The upgrade of the database failed and was rolled back ({reason}). It is at schema {found!r}, as before, "
        f"and the version that ran before goes on working with it.{where} Please report this."
    )


def folder(settings: Settings) -> Path:
    """DATA/backups, made for its owner alone."""
    place = settings.data / "backups"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _forget_old(settings: Settings) -> None:
    files = sorted(folder(settings).glob(f"{START}*.tar"), key=lambda each: (each.stat().st_mtime_ns, each.name))
    for old in files[:-KEPT]:
        old.unlink(missing_ok=True)

"""An upgrade makes a backup first, and one that fails leaves the old version working."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from picsellia_server import installation, operator
from picsellia_server.db import migrate
from picsellia_server.operations import unpacking, upgrade
from picsellia_server.operations.place import Place
from picsellia_server.operations.restore import restore
from picsellia_server.operations.upgrade import NoBackupMade, UpgradeFailed

NEXT = "9998_next"
GOOD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9998_next", "{newest}"


def upgrade() -> None:
    op.create_table("futures", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.execute("UPDATE users SET username = username || '!'")
"""
BAD = {
    "sql": 'op.execute("SELECT 1 / 0")',
    "python": 'raise KeyError("column")',
    "constraint": 'op.execute("ALTER TABLE users ADD CONSTRAINT none CHECK (false)")',
}


@pytest.fixture
def old(elsewhere: Place) -> Place:
    """An installation of this version with a user in it."""
    migrate.upgrade(elsewhere.engine)
    operator.add(elsewhere.house, "ada", password=None)
    return elsewhere


@pytest.fixture
def code(old: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of revisions of a later version."""
    newest = migrate.revisions()[-1]
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NEXT}.py").write_text(GOOD.format(newest=newest))
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return folder


def users(place: Place) -> list[str]:
    with place.engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT username FROM users")).scalars())


def backups(place: Place) -> list[Path]:
    return sorted((place.settings.data / "backups").glob("*"))


@pytest.mark.usefixtures("code")
def test_an_upgrade_keeps_the_rows_from_before_it(old: Place) -> None:
    before = migrate.revisions()[-2]

    assert installation.migrated(old.settings) == [NEXT]

    assert users(old) == ["ada!"]
    (kept,) = backups(old)
    assert unpacking.look(kept).schema == before
    assert not unpacking.look(kept).whole
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("how", BAD)
def test_an_upgrade_that_fails_leaves_the_old_version_working(old: Place, code: Path, how: str) -> None:
    path = code / "versions" / f"{NEXT}.py"
    path.write_text(path.read_text() + f"    {BAD[how]}\n")
    newest = migrate.revisions()[-2]

    with pytest.raises(UpgradeFailed) as failed:
        installation.migrated(old.settings)

    (kept,) = backups(old)
    assert str(kept) in failed.value.message
    assert newest in failed.value.message
    unpacking.walk(kept, dump=None, keep=lambda *_: None)
    path.unlink()  # the old version again
    assert installation.migrated(old.settings) == []
    assert users(old) == ["ada"]
    operator.add(old.house, "grace", password=None)
    with old.engine.connect() as connection:
        assert "futures" not in sa.inspect(connection).get_table_names()
        assert migrate.differences(connection) == []


def test_after_an_upgrade_the_old_version_can_be_restored(old: Place, code: Path) -> None:
    installation.migrated(old.settings)
    operator.add(old.house, "grace", password=None)
    (code / "versions" / f"{NEXT}.py").unlink()

    restore(old, backups(old)[0], replace=True)

    assert users(old) == ["ada"]
    with old.engine.connect() as connection:
        assert migrate.differences(connection) == []


@pytest.mark.usefixtures("code")
def test_the_last_three_backups_are_kept(old: Place) -> None:
    folder = upgrade.folder(old.settings)
    for at in range(4):
        (folder / f"before-upgrade-0.{at}.tar").write_bytes(b"")
        os.utime(folder / f"before-upgrade-0.{at}.tar", (at, at))
    (folder / "mine.tar").write_bytes(b"")

    installation.migrated(old.settings)

    names = [each.name for each in backups(old)]
    assert len(names) == 4
    assert "mine.tar" in names
    assert "before-upgrade-0.0.tar" not in names
    assert "before-upgrade-0.3.tar" in names


def test_a_new_database_needs_no_backup(elsewhere: Place) -> None:
    assert installation.migrated(elsewhere.settings) == migrate.revisions()
    assert backups(elsewhere) == []


@pytest.mark.usefixtures("code")
def test_without_a_way_to_back_up_the_upgrade_is_not_begun(old: Place, tmp_path: Path) -> None:
    settings = replace(old.settings, pg_bin=str(tmp_path))

    with pytest.raises(NoBackupMade, match="PICSELLIA_UPGRADE_BACKUP=off"):
        installation.migrated(settings)
    assert users(old) == ["ada"]

    assert installation.migrated(replace(settings, upgrade_backup=False)) == [NEXT]

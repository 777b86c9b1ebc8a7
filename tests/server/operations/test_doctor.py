"""The doctor says what is wrong and what to do; a healthy installation gets no word of reproach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from picsellia_server import settings as settings_module
from picsellia_server.db import migrate
from picsellia_server.operations.doctor import doctor
from picsellia_server.operations.findings import Finding, Level
from picsellia_server.operations.place import Place
from picsellia_server.settings import Settings


@pytest.fixture
def settings(elsewhere: Place) -> Settings:
    """Of a migrated installation, with the settings of a careful operator."""
    migrate.upgrade(elsewhere.engine)
    return replace(elsewhere.settings, fsync=True, public_url="https://vision.example.org")


def found(settings: Settings, level: Level) -> list[Finding]:
    return [each for each in doctor(settings) if each.level is level]


def said(settings: Settings) -> str:
    findings = list(doctor(settings))
    faults = [each for each in findings if each.level is not Level.OK]
    assert all(each.remedy or ". " in each.what for each in faults), "a fault without a remedy"
    return "\n".join(str(each) for each in faults)


def write(place: Place, statement: str) -> None:
    with place.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_a_careful_operator_hears_of_the_test_settings_alone(settings: Settings) -> None:
    assert [each.what for each in found(settings, Level.BAD)] == [
        "PICSELLIA_TESTING is on: passwords are hashed cheaply."
    ]
    assert any("takes, gives and removes bytes" in each.what for each in doctor(settings))
    assert list((settings.data / "blobs").rglob("probe")) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"fsync": False}, "PICSELLIA_FSYNC is off", id="fsync"),
        pytest.param({"max_body_mb": 5000}, "held in memory", id="body"),
        pytest.param({"max_pixels_m": 9000}, "36.0 GB of memory", id="pixels"),
        pytest.param({"signed_url_hours": 1000}, "more than a week", id="urls"),
        pytest.param({"threads": 500}, "a server needs 761", id="connections"),
        pytest.param({"public_url": "http://vision.example.org"}, "is not https", id="http"),
        pytest.param({"public_url": ""}, "PICSELLIA_PUBLIC_URL is not set", id="no-url"),
        pytest.param({"pg_bin": "/nowhere"}, "No pg_dump here fits", id="pg_dump"),
        pytest.param({"storage_url": "file:/dev/null/blobs"}, "/dev/null/blobs", id="store"),
        pytest.param({"database_url": "postgresql://nobody@127.0.0.1:9/none"}, "cannot be reached", id="database"),
    ],
)
def test_each_fault_is_named_with_its_remedy(settings: Settings, changes: dict[str, Any], sentence: str) -> None:
    assert sentence in said(replace(settings, **changes))


def test_folders_and_backups_that_others_can_read_are_bad(settings: Settings) -> None:
    settings.data.chmod(0o755)
    (settings.data / "backups").mkdir()
    secret = settings.data / "backups" / "b.tar"
    secret.touch(mode=0o644)

    text = said(settings)

    assert f"chmod 700 {settings.data}" in text
    assert f"chmod 600 {secret}" in text


def test_jobs_that_failed_wait_or_are_stuck_are_told(settings: Settings, elsewhere: Place) -> None:
    write(
        elsewhere,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, scheduled_at) VALUES "
        "('default', 'pictures.thumbnails', 'failed', '{}', NULL), "
        "('default', 'x', 'todo', '{}', now() - interval '1 hour'), ('default', 'x', 'doing', '{}', NULL)",
    )

    text = said(settings)

    assert "1 job(s) have failed, the latest pictures.thumbnails" in text
    assert "1 job(s) have waited" in text
    assert "1 job(s) belong to a worker that is gone" in text
    assert "No worker runs." in text


def test_a_schema_that_is_behind_or_changed_is_told(settings: Settings, elsewhere: Place) -> None:
    write(elsewhere, "ALTER TABLE tags ADD COLUMN note text")
    assert "The schema is not the code's." in said(settings)
    write(elsewhere, "UPDATE alembic_version SET version_num = '0004_pictures'")

    assert "picsellia-server migrate" in said(settings)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    text = said(Settings(data=tmp_path / "nowhere", testing=True))

    assert "Is this the right --data?" in text
    assert not (tmp_path / "nowhere").exists()


def test_mistyped_settings_are_found() -> None:
    environ = {"PICSELLIA_DATA": "x", "PICSELLIA_TRASHDAYS": "3", "PICSELLIA_TOKEN": "t", "PATH": "/bin"}

    assert settings_module.strangers(environ) == ["PICSELLIA_TRASHDAYS"]

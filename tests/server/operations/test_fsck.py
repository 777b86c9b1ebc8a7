"""Whatever is wrong with rows, bytes or counters is named, with its place and what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from picsellia_server.accounts.model import Principal
from picsellia_server.context import House
from picsellia_server.db import migrate
from picsellia_server.operations.counters import COUNTERS, Counter
from picsellia_server.operations.fsck import Checked, Problem, fsck
from picsellia_server.operations.place import Place, SchemaOld
from picsellia_server.storage.keys import pieces
from picsellia_server.telemetry import service as telemetry
from picsellia_server.telemetry.model import NewLine, Source

Filled = list[dict[str, Any]]


def checked(place: Place, **options: Any) -> tuple[list[Problem], Checked]:
    found: list[Problem] = []
    return found, fsck(place, tell=found.append, **options)


def problems(place: Place, **options: Any) -> list[Problem]:
    return checked(place, **options)[0]


def write(place: Place, statement: str, **values: Any) -> None:
    with place.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def key_of(place: Place, name: str) -> str:
    query = "SELECT b.key FROM blobs b JOIN pictures p ON p.blob_id = b.id WHERE p.name = :name"
    with place.engine.connect() as connection:
        return str(connection.execute(sa.text(query), {"name": name}).scalar_one())


def path_of(place: Place, key: str) -> Path:
    return place.settings.blobs.joinpath(*pieces(key))


def test_a_whole_installation_is_clean_and_every_blob_was_read(place: Place, filled: Filled) -> None:
    found, result = checked(place)

    assert found == []
    assert result.clean
    assert result.blobs == 5
    assert result.size == sum(item["picture"]["size"] for item in filled)


def test_an_empty_installation_is_clean(place: Place) -> None:
    assert problems(place) == []


def test_a_flipped_byte_is_found_with_the_picture_it_belongs_to(place: Place, filled: Filled) -> None:
    path = path_of(place, key_of(place, "p2 ü.jpg"))
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)

    found = problems(place)

    assert [each.kind for each in found] == ["bytes damaged"]
    assert "p2 ü.jpg" in found[0].what
    assert filled[2]["picture"]["picture_id"] in found[0].what
    assert key_of(place, "p2 ü.jpg") in found[0].where
    assert "restore" in found[0].remedy
    assert problems(place, quick=True) == []


@pytest.mark.parametrize("quick", [True, False], ids=["quick", "whole"])
def test_missing_and_shortened_bytes_are_found_once_each(place: Place, filled: Filled, quick: bool) -> None:
    path_of(place, key_of(place, "p0 ü.jpg")).unlink()
    path = path_of(place, key_of(place, "p1 ü.jpg"))
    path.write_bytes(path.read_bytes()[:-1])

    found = {each.kind: each for each in problems(place, quick=quick)}

    assert sorted(found) == ["bytes missing", "bytes of wrong size"]
    assert "p0 ü.jpg" in found["bytes missing"].what
    assert "p1 ü.jpg" in found["bytes of wrong size"].what


def test_lost_thumbnails_are_made_anew_by_repair(
    place: Place, filled: Filled, run_jobs: Callable[[], list[str]]
) -> None:
    with place.engine.connect() as connection:
        key = connection.execute(sa.text("SELECT key FROM thumbnails ORDER BY blob_id, side LIMIT 1")).scalar_one()
    path_of(place, key).unlink()

    assert [each.kind for each in problems(place)] == ["thumbnail bytes missing"]
    assert all(each.mended for each in problems(place, repair=True))
    assert run_jobs() == ["pictures.thumbnails"]

    assert problems(place) == []
    with place.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM thumbnails")) == 15


def test_orphans_are_a_note_once_they_are_a_day_old(place: Place, filled: Filled) -> None:
    place.storage.put("0d9ff5b6-6a3e-4c2e-9d3c-2f4a35c5f0aa/left.bin", [b"x" * 1000])
    assert checked(place)[1].notes == ()

    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(path_of(place, "0d9ff5b6-6a3e-4c2e-9d3c-2f4a35c5f0aa/left.bin"), (old, old))

    found, result = checked(place)
    assert found == []
    assert result.notes == ("1 orphan in the store (1.0 kB); picsellia-server gc removes them",)


@pytest.fixture
def more(house: House, who: Principal, client: TestClient, filled: Filled) -> None:
    """One of everything else that is counted: a stream, an experiment with a file and a line."""
    with house.writing(who) as ctx:
        stream = telemetry.open_stream(ctx)
        line = NewLine(at=ctx.now, source=Source.OUT, text="epoch 1", replaces=False, chapter=False)
        telemetry.append(ctx, stream, [line, line], writer=ctx.new_id(), seq=0)
        given = {"org": who.org_id, "now": ctx.now, "p": ctx.new_id(), "e": ctx.new_id()}
        ctx.db.write(sa.text(_EXPERIMENT), given)


_EXPERIMENT = """
    WITH p AS (
        INSERT INTO projects (uuid, org_id, name, private, created_at, updated_at, experiments)
        VALUES (:p, :org, 'boats', true, :now, :now, 1) RETURNING id
    ), e AS (
        INSERT INTO experiments (uuid, org_id, project_id, name, status, files, assets, created_at, updated_at)
        SELECT :e, :org, id, 'first', 'waiting', 1, 1, :now, :now FROM p RETURNING id
    ), f AS (
        INSERT INTO experiment_files (experiment_id, name, blob_id, shown_key, large, created_at, updated_at)
        SELECT e.id, 'weights', b.id, 'k', false, :now, :now FROM e, (SELECT min(id) AS id FROM blobs) b
    ), a AS (
        INSERT INTO data_assets (experiment_id, name, type, points, created_at, updated_at)
        SELECT id, 'loss', 'line', 3, :now, :now FROM e RETURNING id
    )
    INSERT INTO line_chunks (asset_id, at, rows, body) SELECT id, 0, 3, '[1, 2, 3]' FROM a
"""


@pytest.mark.usefixtures("more")
@pytest.mark.parametrize("counter", COUNTERS, ids=lambda each: f"{each.table}.{each.columns[0]}")
def test_each_counter_that_is_wrong_is_found_and_mended(place: Place, counter: Counter) -> None:
    assert problems(place) == []
    for column in counter.columns:
        write(place, f"UPDATE {counter.table} t SET {column} = {column} + 1 WHERE {counter.where}")
    with place.engine.connect() as connection:
        count = connection.scalar(sa.text(f"SELECT count(*) FROM {counter.table} t WHERE {counter.where}"))
    assert count, "nothing here is counted: the test would prove nothing"

    found = [each for each in problems(place) if each.where.startswith(counter.table)]
    problems(place, repair=True)

    assert len(found) == count
    assert all(each.kind == "wrong counter" and "--repair" in each.remedy for each in found)
    assert problems(place) == []


# Written once with the row, or of no consequence.
NOT_COUNTED = {"annotation_changes.pictures", "job_progress.done"}


def test_every_counter_of_every_noun_is_checked() -> None:
    kept = {
        f"{table.name}.{column.name}"
        for table in migrate.all_tables().tables.values()
        for column in table.columns
        if isinstance(column.server_default, sa.DefaultClause) and str(column.server_default.arg) == "0"
    }

    assert len(kept) > 10
    assert kept - NOT_COUNTED <= {f"{each.table}.{column}" for each in COUNTERS for column in each.columns}


@pytest.mark.parametrize("table", ["lakes", "label_pictures", "annotation_counts"])
def test_a_counter_whose_row_is_gone_is_found_and_mended(place: Place, filled: Filled, table: str) -> None:
    write(place, f"DELETE FROM {table}")

    assert {each.kind for each in problems(place)} == {"wrong counter"}
    problems(place, repair=True)

    assert problems(place) == []


def test_a_number_of_a_fingerprint_that_is_wrong_is_found_and_found_anew(
    place: Place, filled: Filled, client: TestClient, run_jobs: Callable[[], list[str]]
) -> None:
    before = client.get("/api/datasets/boats/first").json()["fingerprint"]
    write(place, "UPDATE annotations SET number = number + 1")
    write(place, "UPDATE dataset_versions SET annotations_sum = NULL")
    with place.engine.begin() as connection:
        connection.execute(sa.text("UPDATE dataset_versions SET annotations_sum = 0"))

    assert "wrong fingerprint" in {each.kind for each in problems(place)}
    problems(place, repair=True)
    with place.house.writing(_operator()) as ctx:
        ctx.later("annotations.renumber")
    run_jobs()

    assert problems(place) == []
    assert client.get("/api/datasets/boats/first").json()["fingerprint"] == before


def _operator() -> Principal:
    from picsellia_server.jobs.run import OPERATOR

    return OPERATOR


def test_references_to_nothing_are_found(place: Place, filled: Filled) -> None:
    with place.engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.execute(sa.text("UPDATE pictures SET trash_id = 12345"))

    found = problems(place)

    assert [each.kind for each in found] == ["lost reference"]
    assert "5 rows of pictures" in found[0].what


def test_rules_that_are_broken_are_found(place: Place, filled: Filled) -> None:
    write(place, "UPDATE pictures SET size = size + 1 WHERE name = 'p3 ü.jpg'")

    found = {each.kind: each for each in problems(place)}

    assert "p3 ü.jpg" in found["rule broken"].what
    assert "lake of owner" in found["wrong counter"].what


def test_a_schema_that_somebody_changed_is_found(place: Place) -> None:
    write(place, "ALTER TABLE tags ADD COLUMN note text")
    try:
        found = problems(place)
    finally:
        write(place, "ALTER TABLE tags DROP COLUMN note")

    assert [each.kind for each in found] == ["schema differs"]
    assert "note" in found[0].what


def test_a_database_of_another_version_is_not_judged(elsewhere: Place) -> None:
    with pytest.raises(SchemaOld, match="picsellia-server migrate"):
        problems(elsewhere)


def test_trash_leaves_everything_clean(place: Place, client: TestClient, filled: Filled) -> None:
    ids = [filled[at]["picture"]["picture_id"] for at in (0, 1)]
    trashed = client.post("/api/pictures/trash", json={"pictures": ids})
    assert trashed.json()["trashed"] == 2
    assert problems(place) == []

    client.post("/api/pictures/restore", json={"pictures": ids})

    assert problems(place) == []

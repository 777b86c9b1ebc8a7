"""gc removes what nobody can reach, says how much, and what it left and why."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from factories import described, jpeg
from picsellia_server.operations.backup import held
from picsellia_server.operations.fsck import fsck
from picsellia_server.operations.gc import gc
from picsellia_server.operations.place import Place
from picsellia_server.storage.keys import pieces

Filled = list[dict[str, Any]]
ORPHAN = "0d9ff5b6-6a3e-4c2e-9d3c-2f4a35c5f0aa/left.bin"


def write(place: Place, statement: str) -> None:
    with place.engine.begin() as connection:
        connection.execute(sa.text(statement))


def stored(place: Place) -> dict[str, int]:
    return {item.key: item.size for item in place.storage.listing()}


def aged(place: Place, key: str) -> None:
    path: Path = place.settings.blobs.joinpath(*pieces(key))
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(path, (old, old))


def clean(place: Place) -> bool:
    return fsck(place, tell=print).clean


@pytest.fixture
def orphan(place: Place, filled: Filled) -> str:
    place.storage.put(ORPHAN, [b"x" * 1000])
    aged(place, ORPHAN)
    return ORPHAN


def test_what_is_in_use_stays(place: Place, filled: Filled) -> None:
    for key in stored(place):
        aged(place, key)
    write(place, "UPDATE blobs SET created_at = created_at - interval '2 days'")
    before = stored(place)

    done = gc(place)

    assert stored(place) == before
    assert done.freed == 0
    assert done.kept == []


def test_a_dry_run_says_what_would_go_and_changes_nothing(place: Place, orphan: str) -> None:
    before = stored(place)

    done = gc(place, dry_run=True)

    assert (done.orphans, done.freed) == (1, 1000)
    assert stored(place) == before


def test_old_orphans_go_and_young_ones_stay(place: Place, orphan: str) -> None:
    young = ORPHAN.replace("0d9f", "1d9f")
    place.storage.put(young, [b"y" * 10])

    done = gc(place)

    assert (done.orphans, done.freed) == (1, 1000)
    assert orphan not in stored(place)
    assert young in stored(place)
    assert clean(place)


def test_the_trash_whose_time_is_over_goes_with_bytes_and_thumbnails(
    place: Place, client: TestClient, filled: Filled
) -> None:
    before = stored(place)
    gone = filled[0]["picture"]
    client.post("/api/pictures/trash", json={"pictures": [gone["picture_id"]]})
    kept = gc(place).kept
    assert [sentence for sentence in kept if sentence.startswith("1 picture (") and "in the trash" in sentence]
    assert stored(place) == before

    write(place, "UPDATE pictures SET trashed_at = trashed_at - interval '31 days' WHERE trashed_at IS NOT NULL")
    write(place, "UPDATE blobs SET created_at = created_at - interval '2 days'")
    planned = gc(place, dry_run=True)
    done = gc(place)

    after = stored(place)
    assert planned.freed == 0, "a dry run does not empty the trash"
    assert len(before) - len(after) == 4
    assert done.freed == sum(before.values()) - sum(after.values())
    assert clean(place)


def test_uploads_that_expired_go_and_open_ones_are_kept_with_a_reason(
    place: Place, client: TestClient, filled: Filled
) -> None:
    before = stored(place)
    body = jpeg(colour=(1, 2, 3))
    for name in ("one.jpg", "two.jpg"):
        body += b"x"
        item = client.post("/api/pictures/plan", json={"files": [described(name, body)]}).json()["items"][0]
        request = item["upload"]["request"]
        assert client.request(request["method"], request["url"], content=body).status_code == 200
    write(place, "UPDATE uploads SET expires_at = now() - interval '1 hour' WHERE id = (SELECT min(id) FROM uploads)")

    done = gc(place)

    assert done.doomed == 1
    assert done.freed == len(body) - 1
    assert len(stored(place)) == len(before) + 1
    assert any("1 upload" in sentence and "still good" in sentence for sentence in done.kept)


def test_during_a_backup_bytes_stay_and_it_says_why(place: Place, orphan: str) -> None:
    with held(place.engine):
        done = gc(place)

    assert orphan in stored(place)
    assert done.freed == 0
    assert any("a backup is running" in sentence for sentence in done.kept)
    assert gc(place).freed == 1000

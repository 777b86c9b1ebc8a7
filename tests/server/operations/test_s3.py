"""Backups know no difference between a folder and a bucket: each goes into the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract.conftest import bucket, empty_bucket, s3
from picsellia_server.operations.backup import backup
from picsellia_server.operations.doctor import _store
from picsellia_server.operations.findings import Level
from picsellia_server.operations.fsck import Problem, fsck
from picsellia_server.operations.gc import gc
from picsellia_server.operations.place import Place
from picsellia_server.operations.restore import heal, restore
from picsellia_server.storage.s3 import S3Storage

__all__ = ["bucket", "empty_bucket", "s3"]
pytestmark = pytest.mark.s3

Filled = list[dict[str, Any]]


def problems(place: Place) -> list[str]:
    found: list[Problem] = []
    fsck(place, tell=found.append)
    return [each.kind for each in found]


def stored(place: Place) -> dict[str, int]:
    return {item.key: item.size for item in place.storage.listing()}


def test_a_folder_moves_to_a_bucket_and_back(
    place: Place, elsewhere: Place, empty_bucket: S3Storage, filled: Filled, tmp_path: Path
) -> None:
    in_bucket = replace(elsewhere, storage=empty_bucket)
    backup(place, tmp_path / "folder.tar")

    restore(in_bucket, tmp_path / "folder.tar")

    assert stored(in_bucket) == stored(place)
    assert problems(in_bucket) == []
    backup(in_bucket, tmp_path / "bucket.tar")
    restore(elsewhere, tmp_path / "bucket.tar", replace=True)
    assert stored(elsewhere) == stored(place)
    assert problems(elsewhere) == []


def test_damage_in_a_bucket_is_found_and_undone(
    place: Place, elsewhere: Place, empty_bucket: S3Storage, filled: Filled, tmp_path: Path
) -> None:
    in_bucket = replace(elsewhere, storage=empty_bucket)
    backup(place, tmp_path / "b.tar")
    restore(in_bucket, tmp_path / "b.tar")
    lost, damaged = [key for key in stored(place) if key.endswith(".jpg")][:2]
    with place.storage.open(damaged) as file:
        body = file.read()
    empty_bucket.delete([lost])
    empty_bucket.put(damaged, [bytes([body[0] ^ 1]) + body[1:]])

    assert sorted(problems(in_bucket)) == ["bytes damaged", "bytes missing"]
    assert heal(in_bucket, tmp_path / "b.tar").written == 2

    assert problems(in_bucket) == []
    assert gc(in_bucket, dry_run=True).freed == 0
    assert [each.level for each in _store(in_bucket)] == [Level.OK]

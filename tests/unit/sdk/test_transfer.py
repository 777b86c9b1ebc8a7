"""Uploads of many files: everything arrives once, faults are survived, refusals are told."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from picsellia import _put, _transfer
from picsellia._files import Found, find
from picsellia._http import Connection
from picsellia._reports import UploadReport
from picsellia._transfer import Upload
from picsellia.errors import NetworkError, UnauthorizedError, UnsufficientRessourcesError
from services.fake_http import Answer, Asked, FakeServer, problem
from services.fake_lake import FakeLake


@pytest.fixture
def lake(server: FakeServer) -> FakeLake:
    made = FakeLake(server)
    server.answer = made
    return made


@pytest.fixture
def upload(connection: Connection) -> Upload:
    return Upload(connection, tags=["a", "b"], source="sdk")


def some_files(folder: Path, count: int, size: int = 100) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(b"%06d" % number + os.urandom(size))
    return paths


def run(upload: Upload, *paths: Path) -> UploadReport:
    return upload.run(find(map(str, paths)))


def test_every_file_arrives_once_under_its_name_with_the_tags(lake: FakeLake, upload: Upload, tmp_path: Path) -> None:
    paths = some_files(tmp_path / "in", 30)

    report = run(upload, tmp_path / "in")

    assert {name: lake.blobs[digest] for digest, name in lake.pictures} == {p.name: p.read_bytes() for p in paths}
    assert all(tags == {"a", "b"} for _, tags in lake.pictures.values())
    assert (len(report.uploaded), len(report.already_there), report.ok) == (30, 0, True)
    assert report.bytes_sent == 30 * 106


def test_pictures_are_registered_in_the_order_of_the_files(
    lake: FakeLake, upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_transfer, "BATCH", 7)
    paths = some_files(tmp_path / "in", 60)

    report = run(upload, tmp_path / "in")

    assert [name for _, name in lake.pictures] == [path.name for path in paths]
    assert list(report.uploaded) == [identifier for identifier, _ in lake.pictures.values()]


def test_the_second_time_no_bytes_are_sent_and_tags_are_added(
    lake: FakeLake, connection: Connection, tmp_path: Path
) -> None:
    some_files(tmp_path / "in", 10)
    run(Upload(connection, tags=["a"], source="sdk"), tmp_path / "in")
    before = len(lake.server.of("PUT"))

    report = run(Upload(connection, tags=["new"], source="sdk"), tmp_path / "in")

    assert len(lake.server.of("PUT")) == before
    assert (len(report.uploaded), len(report.already_there), report.bytes_sent) == (0, 10, 0)
    assert all(tags == {"a", "new"} for _, tags in lake.pictures.values())


def test_the_same_bytes_under_two_names_are_sent_once(lake: FakeLake, upload: Upload, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(b"same")

    report = run(upload, tmp_path / "a.jpg", tmp_path / "b.jpg")

    assert len(report.uploaded) == 2
    assert len(lake.server.of("PUT")) == 1


def test_one_bad_file_stops_no_other_and_each_has_its_reason(lake: FakeLake, upload: Upload, tmp_path: Path) -> None:
    good = some_files(tmp_path / "good", 3)
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_bytes(b"no picture at all")
    (tmp_path / "refuse.jpg").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe.jpg")
    bad = [tmp_path / name for name in ("empty.jpg", "text.jpg", "refuse.jpg", "pipe.jpg", "gone.jpg")]

    report = run(upload, *bad, *good)

    assert len(report.uploaded) == 3
    assert [Path(refused.path).name for refused in report.refused] == [path.name for path in bad]
    assert [refused.reason for refused in report.refused] == [
        "It is empty.",
        "This is no picture.",
        "This name is refused.",
        "It is no regular file.",
        "There is no such file.",
    ]


def test_a_file_that_changes_on_the_way_is_refused(lake: FakeLake, upload: Upload, tmp_path: Path) -> None:
    (path,) = some_files(tmp_path / "in", 1)

    def grow(asked: Asked) -> None:
        if asked.path.endswith("/plan"):
            path.write_bytes(path.read_bytes() + b"more")

    lake.before = grow
    report = run(upload, path)

    assert not lake.pictures
    assert "changed" in report.refused[0].reason


def test_a_file_that_grows_while_it_is_sent_is_refused(
    lake: FakeLake, upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_put, "SMALL", 10)
    (path,) = some_files(tmp_path / "in", 1)

    def grow(asked: Asked) -> None:
        if asked.method == "PUT":
            path.write_bytes(path.read_bytes() + b"more")

    lake.before = grow
    report = run(upload, path)

    assert "changed" in report.refused[0].reason


def test_dropped_connections_and_busy_answers_are_survived(
    lake: FakeLake, upload: Upload, tmp_path: Path, waits: list[float]
) -> None:
    some_files(tmp_path / "in", 20)
    faults = iter([Answer(hang_up=True), None, Answer(503), None, None] * 8)
    lock = threading.Lock()

    def fault(asked: Asked) -> Answer | None:
        with lock:
            return next(faults, None)

    lake.before = fault
    report = run(upload, tmp_path / "in")

    assert (len(report.uploaded), report.refused) == (20, [])
    assert waits


def test_a_ticket_that_has_expired_is_asked_for_again(lake: FakeLake, upload: Upload, tmp_path: Path) -> None:
    some_files(tmp_path / "in", 3)
    expired = iter([True, True])

    def expire(asked: Asked) -> Answer | None:
        if asked.method == "PUT" and next(expired, False):
            return problem(403, "signature", "Expired.")
        return None

    lake.before = expire
    report = run(upload, tmp_path / "in")

    assert (len(report.uploaded), report.refused) == (3, [])


def test_bytes_that_were_swept_before_the_register_are_sent_again(
    lake: FakeLake, upload: Upload, tmp_path: Path
) -> None:
    some_files(tmp_path / "in", 3)
    sweeping = iter([True])

    def sweep(asked: Asked) -> None:
        if asked.path == "/api/pictures" and next(sweeping, False):
            lake.uploads.clear()

    lake.before = sweep
    report = run(upload, tmp_path / "in")

    assert (len(report.uploaded), report.refused) == (3, [])


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        pytest.param(problem(507, "storage.full", "No room."), UnsufficientRessourcesError, id="disk-full"),
        pytest.param(Answer(hang_up=True), NetworkError, id="silence"),
    ],
)
def test_what_makes_going_on_pointless_is_raised_with_what_was_kept(
    lake: FakeLake,
    upload: Upload,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Answer,
    kind: type[Exception],
) -> None:
    monkeypatch.setattr(_transfer, "BATCH", 5)
    some_files(tmp_path / "in", 40)
    lake.before = lambda asked: fault if asked.method == "PUT" and len(lake.pictures) >= 5 else None

    with pytest.raises(kind) as error:
        run(upload, tmp_path / "in")

    kept = len(upload.report.uploaded)
    assert 5 <= kept < 40
    assert any(f"{kept:,} files were kept" in note for note in error.value.__notes__)


def test_a_token_that_is_revoked_on_the_way_ends_it(lake: FakeLake, upload: Upload, tmp_path: Path) -> None:
    some_files(tmp_path / "in", 3)
    lake.before = lambda asked: problem(401, "token", "Revoked.") if asked.path.startswith("/api") else None

    with pytest.raises(UnauthorizedError):
        run(upload, tmp_path / "in")


def test_a_million_files_would_not_be_listed_at_once(
    lake: FakeLake, upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_transfer, "BATCH", 10)
    ahead = 0

    def endless() -> Iterator[Found]:
        nonlocal ahead
        for path in some_files(tmp_path / "in", 300):
            ahead = max(ahead, len(seen) - len(lake.pictures))
            seen.append(path)
            yield Found(str(path), path.name)

    seen: list[Path] = []
    report = upload.run(endless())

    assert len(report.uploaded) == 300
    assert ahead <= 10 * (_transfer._AHEAD + 1)


# Large files


@pytest.fixture
def in_parts(lake: FakeLake) -> FakeLake:
    lake.part_size = 1_000
    return lake


def test_a_large_file_goes_in_parts(in_parts: FakeLake, upload: Upload, tmp_path: Path) -> None:
    (path,) = some_files(tmp_path / "in", 1, size=4_494)

    report = run(upload, path)

    assert list(in_parts.blobs.values()) == [path.read_bytes()]
    assert report.bytes_sent == 4_500
    assert sorted(len(asked.body) for asked in in_parts.server.of("PUT")) == [500, 1000, 1000, 1000, 1000]


def test_an_upload_in_parts_that_was_killed_goes_on_where_it_was(
    in_parts: FakeLake, connection: Connection, tmp_path: Path
) -> None:
    (path,) = some_files(tmp_path / "in", 1, size=4_494)
    in_parts.before = lambda asked: Answer(hang_up=True) if asked.path.endswith(("/4", "/5")) else None
    with pytest.raises(NetworkError):
        run(Upload(connection, tags=[], source="sdk"), path)
    in_parts.before = lambda asked: None
    in_parts.server.asked.clear()

    report = run(Upload(connection, tags=[], source="sdk"), path)

    assert len(report.uploaded) == 1
    assert list(in_parts.blobs.values()) == [path.read_bytes()]
    assert {asked.path[-1] for asked in in_parts.server.of("PUT")} <= {"1", "2", "3", "4", "5"}
    assert len(in_parts.server.of("PUT")) < 5
    assert not list((tmp_path / "cache").rglob("*.jsonl"))


def test_a_resumed_upload_that_the_server_forgot_starts_anew(
    in_parts: FakeLake, connection: Connection, tmp_path: Path
) -> None:
    (path,) = some_files(tmp_path / "in", 1, size=4_494)
    in_parts.before = lambda asked: Answer(hang_up=True) if asked.path.endswith("/5") else None
    with pytest.raises(NetworkError):
        run(Upload(connection, tags=[], source="sdk"), path)
    in_parts.before = lambda asked: None
    in_parts.uploads.clear()

    report = run(Upload(connection, tags=[], source="sdk"), path)

    assert len(report.uploaded) == 1
    assert list(in_parts.blobs.values()) == [path.read_bytes()]


def test_the_ticket_that_is_kept_for_resuming_is_private(
    in_parts: FakeLake, connection: Connection, tmp_path: Path
) -> None:
    (path,) = some_files(tmp_path / "in", 1, size=4_494)
    in_parts.before = lambda asked: Answer(hang_up=True) if asked.path.endswith("/5") else None
    with pytest.raises(NetworkError):
        run(Upload(connection, tags=[], source="sdk"), path)

    (kept,) = (tmp_path / "cache").rglob("*.jsonl")

    assert kept.stat().st_mode & 0o077 == 0

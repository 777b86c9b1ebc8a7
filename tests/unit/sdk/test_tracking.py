"""Logging in the background, against a server in memory: order, loss, doubling, torn journals, forks."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from picsellia.errors import InvalidQueryError, NetworkError
from picsellia.tracking import journal
from picsellia.tracking.journal import Journal, Segment
from picsellia.tracking.places import Limits
from picsellia.tracking.records import Item, Packer
from picsellia.tracking.tracker import Tracker
from services.fake_log import FakeConnection, House


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def tracker(house: House, tmp_path: Path) -> Iterator[Tracker]:
    made = a_tracker(house, tmp_path)
    yield made
    made.told(0.1)


def a_tracker(house: House | None, folder: Path, **limits: Any) -> Tracker:
    connection: Any = None if house is None else FakeConnection(house)
    return Tracker(connection, "e", folder=folder, about={"experiment": "e"}, limits=Limits(**limits))


def point(tracker: Tracker, name: str, value: float) -> None:
    if not tracker.point(name, "line", value):
        tracker.log(name, "line", [value], replace=False)


def test_points_arrive_exact_and_in_order(house: House, tracker: Tracker) -> None:
    for step in range(20_000):
        point(tracker, f"m{step % 10}", step / 7)
    tracker.flush(20)

    assert house.lines == {f"m{n}": [step / 7 for step in range(n, 20_000, 10)] for n in range(10)}
    assert house.batches < 200


def test_an_answer_that_is_lost_doubles_nothing(house: House, tracker: Tracker) -> None:
    house.forgets_answers = 3
    for step in range(100):
        point(tracker, "loss", float(step))
        tracker.log("acc", "value", step, replace=False)
    tracker.flush(20)

    assert house.lines["loss"] == [float(step) for step in range(100)]
    assert house.data["acc"] == 99


def test_a_server_that_is_away_slows_and_fails_nothing(house: House, tracker: Tracker) -> None:
    house.away = True
    for step in range(5_000):
        point(tracker, "loss", float(step))
    with pytest.raises(NetworkError, match="picsellia sync"):
        tracker.flush(0.3)

    house.away = False
    tracker.flush(20)

    assert house.lines["loss"] == [float(step) for step in range(5_000)]


def test_what_is_refused_is_told_at_the_flush_and_stops_nothing(house: House, tracker: Tracker) -> None:
    tracker.log("refused", "table", {}, replace=False)
    tracker.log("kept", "table", {"a": 1}, replace=False)

    with pytest.raises(InvalidQueryError, match="refused: No"):
        tracker.flush(20)

    tracker.flush(20)
    assert house.data == {"kept": {"a": 1}}


def test_a_request_that_is_refused_whole_is_narrowed_down(house: House, tracker: Tracker) -> None:
    tracker.log("before", "value", 1, replace=False)
    tracker.drain()
    tracker.log("poison", "value", 1, replace=False)
    tracker.drain()
    tracker.log("after", "value", 1, replace=False)

    with pytest.raises(InvalidQueryError, match="1 record was refused"):
        tracker.flush(20)

    assert set(house.data) >= {"before", "after"}
    assert "poison" not in house.data


def test_a_journal_that_is_full_drops_what_is_new_and_says_so(house: House, tmp_path: Path) -> None:
    tracker = a_tracker(house, tmp_path, journal=2_000)
    house.away = True
    for step in range(100):
        tracker.log("table", "table", {"step": step, "text": "x" * 90}, replace=False)
        tracker.drain()

    house.away = False
    with pytest.raises(InvalidQueryError, match="PICSELLIA_JOURNAL_MB"):
        tracker.close(20)
    assert house.data["table"]["step"] < 99


def test_a_folder_that_cannot_be_written_costs_no_record(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    tracker = a_tracker(house, tmp_path / "file")

    for step in range(10):
        point(tracker, "loss", float(step))
    tracker.close(20)

    assert house.lines["loss"] == [float(step) for step in range(10)]


def test_a_journal_that_was_sent_leaves_nothing_behind(house: House, tmp_path: Path) -> None:
    tracker = a_tracker(house, tmp_path)
    point(tracker, "loss", 1.0)

    tracker.close(20)

    assert list(tmp_path.iterdir()) == []


def test_memory_stays_flat_over_many_points_with_no_server(tmp_path: Path) -> None:
    tracker = a_tracker(None, tmp_path)
    point(tracker, "loss", 0.0)
    tracemalloc.start()
    for step in range(100_000):
        point(tracker, "loss", step / 3)
    tracker.drain()
    half = tracemalloc.get_traced_memory()[0]
    for step in range(100_000):
        point(tracker, "loss", step / 3)
    tracker.drain()
    whole = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert whole - half < 1 << 20
    tracker.told(0.1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_forked_child_writes_a_journal_of_its_own(tmp_path: Path, house: House) -> None:
    tracker = a_tracker(None, tmp_path)
    point(tracker, "loss", 1.0)
    tracker.drain()

    child = os.fork()
    if child == 0:  # pragma: no cover -- another process
        tracker.after_fork()
        point(tracker, "loss", 2.0)
        tracker.drain()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    point(tracker, "loss", 3.0)
    tracker.drain()

    payloads = {path: b"".join(f.payload for f in data_of(path)) for path in tmp_path.iterdir()}
    assert sorted(payloads.values()) == sorted(
        [
            b'{"name":"loss","data":[1.0],"type":"line"}{"name":"loss","data":[3.0],"type":"line"}',
            b'{"name":"loss","data":[2.0],"type":"line"}',
        ]
    )


def data_of(path: Path) -> list[journal.Frame]:
    segment = Segment(path)
    return [frame for frame in segment.frames(segment.sent) if frame.kind == journal.DATA]


@pytest.mark.parametrize("cut", [1, 5, 20, 30])
def test_a_torn_tail_costs_the_last_frame_alone(tmp_path: Path, cut: int) -> None:
    kept = Journal(tmp_path, {"writer": "w"}, limit=1 << 20)
    kept.append(journal.DATA, 1, b'{"name":"a"}')
    kept.append(journal.DATA, 1, b'{"name":"b"}')
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-cut])

    assert [frame.payload for frame in data_of(path)] == [b'{"name":"a"}']


def test_what_has_been_marked_as_sent_is_not_read_again(tmp_path: Path) -> None:
    kept = Journal(tmp_path, {"writer": "w"}, limit=1 << 20)
    for name in (b"a", b"b"):
        kept.append(journal.DATA, 1, name)
    kept.sent(kept.unsent(count=1, size=100))
    (path,) = tmp_path.iterdir()

    assert [(frame.seq, frame.payload) for frame in data_of(path)] == [(1, b"b")]


def packed(*items: Item) -> bytes:
    packer = Packer()
    for item in items:
        packer.item(item)
    return b",".join(payload for _, payload in packer.frames())


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param(
            [Item("a", "line", [1], False), Item("b", "line", [5], False), Item("a", "line", [2, 3], False)],
            b'{"name":"a","data":[1,2,3],"type":"line"},{"name":"b","data":[5],"type":"line"}',
            id="appends",
        ),
        pytest.param(
            [Item("a", "line", [1], False), Item("a", "line", [2], True), Item("a", "line", [3], False)],
            b'{"name":"a","data":[1],"type":"line"},{"name":"a","data":[2,3],"type":"line","replace":true}',
            id="replace",
        ),
        pytest.param(
            [
                Item("a", "line", {"steps": [0], "v": [1]}, False),
                Item("a", "line", {"steps": [5], "v": [2]}, False),
                Item("a", "line", [3], False),
            ],
            b'{"name":"a","data":{"steps":[0,5],"v":[1,2]},"type":"line"},{"name":"a","data":[3],"type":"line"}',
            id="steps",
        ),
    ],
)
def test_appends_to_one_line_become_one_record(items: list[Item], expected: bytes) -> None:
    assert packed(*items) == expected


def test_what_was_logged_is_on_disk_within_a_second(tmp_path: Path) -> None:
    tracker = a_tracker(None, tmp_path)
    point(tracker, "loss", 1.0)
    point(tracker, "loss", 2.0)

    end = time.monotonic() + 5
    while time.monotonic() < end and not (list(tmp_path.iterdir()) and tracker.journal.written):
        time.sleep(0.02)

    (path,) = tmp_path.iterdir()
    assert b'"loss"' in path.read_bytes()

"""Telemetry: appending, numbering, redrawing, reading, ending."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from picsellia_server.accounts.model import Principal
from picsellia_server.context import Ctx, House
from picsellia_server.errors import Invalid
from picsellia_server.telemetry import service
from picsellia_server.telemetry.model import MAX_TEXT, NewLine, SequenceGap, Source, StreamState

AT = datetime(2021, 6, 17, 8, 55, tzinfo=UTC)


def a_line(text: str, *, replaces: bool = False, chapter: bool = False) -> NewLine:
    return NewLine(text=text, at=AT, replaces=replaces, chapter=chapter)


def texts(ctx: Ctx, stream: int, start: int = 0) -> list[str]:
    return [line.text for line in service.lines(ctx, stream, start=start)]


def test_lines_are_read_back_in_order_with_their_times(ctx: Ctx) -> None:
    stream = service.open_stream(ctx)

    service.append(ctx, stream, [a_line("one"), a_line("two")], writer=str(uuid4()), seq=0)
    service.append(ctx, stream, [NewLine(text="three", at=AT, source=Source.ERR)], writer=str(uuid4()), seq=0)

    lines = list(service.lines(ctx, stream))
    assert [(line.number, line.text) for line in lines] == [(0, "one"), (1, "two"), (2, "three")]
    assert lines[2].source is Source.ERR
    assert lines[0].at == AT


def test_an_append_that_is_repeated_adds_nothing(ctx: Ctx) -> None:
    stream, writer = service.open_stream(ctx), str(uuid4())
    service.append(ctx, stream, [a_line("one"), a_line("two")], writer=writer, seq=0)

    again = service.append(ctx, stream, [a_line("one"), a_line("two"), a_line("three")], writer=writer, seq=0)

    assert (again.kept, again.seq, again.lines) == (1, 2, 3)
    assert texts(ctx, stream) == ["one", "two", "three"]


def test_a_gap_is_refused_and_says_where_to_go_on(ctx: Ctx) -> None:
    stream, writer = service.open_stream(ctx), str(uuid4())
    service.append(ctx, stream, [a_line("one")], writer=writer, seq=0)

    with pytest.raises(SequenceGap) as refused:
        service.append(ctx, stream, [a_line("three")], writer=writer, seq=2)

    assert refused.value.details == {"seq": 0}


def test_progress_redraws_its_line_within_and_across_appends(ctx: Ctx) -> None:
    stream, writer = service.open_stream(ctx), str(uuid4())

    service.append(ctx, stream, [a_line("start"), a_line("10 %"), a_line("20 %", replaces=True)], writer=writer, seq=0)
    service.append(ctx, stream, [a_line("30 %", replaces=True), a_line("done")], writer=writer, seq=3)

    assert texts(ctx, stream) == ["start", "30 %", "done"]
    assert texts(ctx, stream, start=1) == ["30 %", "done"]
    assert texts(ctx, stream, start=2) == ["done"]


def test_a_first_line_that_redraws_is_a_line(ctx: Ctx) -> None:
    stream = service.open_stream(ctx)

    service.append(ctx, stream, [a_line("10 %", replaces=True)], writer=str(uuid4()), seq=0)

    assert texts(ctx, stream) == ["10 %"]


def test_the_end_of_a_long_log_is_read_without_its_beginning(ctx: Ctx) -> None:
    stream, writer = service.open_stream(ctx), str(uuid4())
    for start in range(0, 3_000, 1_000):
        part = [a_line(str(number)) for number in range(start, start + 1_000)]
        service.append(ctx, stream, part, writer=writer, seq=start)

    assert [line.number for line in service.page(ctx, stream, start=-2, limit=10)] == [2_998, 2_999]
    assert b"".join(service.text(ctx, stream)).splitlines()[2_500] == b"2500"


def test_any_character_survives_and_a_giant_line_is_cut_and_says_so(ctx: Ctx) -> None:
    stream = service.open_stream(ctx)
    odd = "a\u0000b \ud800 \u6e2f \x1b[31m"

    service.append(ctx, stream, [a_line(odd), a_line("x" * (MAX_TEXT + 5))], writer=str(uuid4()), seq=0)

    found = texts(ctx, stream)
    assert found[0] == "a\u0000b \\ud800 \u6e2f \x1b[31m"
    assert found[1].endswith("… (5 more characters cut)")


def test_the_logging_object_has_the_four_parts_of_the_reference(ctx: Ctx) -> None:
    stream, writer = service.open_stream(ctx), str(uuid4())
    lines = [a_line("Start training", chapter=True), a_line("step 1"), a_line("Start training", chapter=True)]
    service.append(ctx, stream, lines, writer=writer, seq=0)
    service.end(ctx, stream, exit_code="0", at=AT)

    found = service.logging(ctx, stream)

    assert found is not None
    assert found.logs == {"0": "Start training", "1": "step 1", "2": "Start training"}
    assert found.steps == {"Start training": 0, "Start training (2)": 2}
    assert found.timestamps["Start training"] == AT
    assert found.exit_code == {"exit_code": "0", "datetime": AT}


def test_an_empty_stream_has_no_logging_object(ctx: Ctx) -> None:
    stream = service.open_stream(ctx)

    assert service.logging(ctx, stream) is None
    assert service.described(ctx, [stream])[stream].state is StreamState.EMPTY


def test_a_silent_run_counts_as_stopped_and_goes_on_when_it_comes_back(house: House, who: Principal) -> None:
    writer = str(uuid4())
    with house.writing(who) as ctx:
        stream = service.open_stream(ctx)
        service.append(ctx, stream, [a_line("one")], writer=writer, seq=0)
        assert service.described(ctx, [stream])[stream].state is StreamState.RUNNING
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE streams SET last_at = now() - interval '2 minutes'")

    with house.reading(who) as reading:
        assert service.described(reading, [stream])[stream].state is StreamState.STOPPED
    with house.writing(who) as ctx:
        service.beat(ctx, stream)
        assert service.described(ctx, [stream])[stream].state is StreamState.RUNNING
        service.end(ctx, stream, exit_code="1")
        assert service.described(ctx, [stream])[stream].state is StreamState.ENDED
        service.append(ctx, stream, [a_line("again")], writer=writer, seq=1)
        assert service.described(ctx, [stream])[stream].state is StreamState.RUNNING


def test_many_writers_at_once_lose_nothing(house: House, who: Principal) -> None:
    with house.writing(who) as ctx:
        stream = service.open_stream(ctx)

    def write(name: int) -> None:
        writer = str(uuid4())
        for seq in range(0, 50, 10):
            with house.writing(who) as ctx:
                part = [a_line(f"{name}:{number}") for number in range(seq, seq + 10)]
                service.append(ctx, stream, part, writer=writer, seq=seq)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    with house.reading(who) as reading:
        found = [line.text for line in service.lines(reading, stream)]
    assert sorted(found) == sorted(f"{name}:{number}" for name in range(8) for number in range(50))
    for name in range(8):
        mine = [text for text in found if text.startswith(f"{name}:")]
        assert mine == [f"{name}:{number}" for number in range(50)]


def test_too_many_lines_at_once_are_refused(ctx: Ctx) -> None:
    stream = service.open_stream(ctx)

    with pytest.raises(Invalid, match="5,000"):
        service.append(ctx, stream, [a_line("x")] * 5_001, writer=str(uuid4()), seq=0)


def test_times_keep_their_milliseconds(ctx: Ctx) -> None:
    stream = service.open_stream(ctx)
    at = AT + timedelta(milliseconds=123)

    service.append(ctx, stream, [NewLine(text="x", at=at)], writer=str(uuid4()), seq=0)

    assert next(iter(service.lines(ctx, stream))).at == at

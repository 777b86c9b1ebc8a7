"""What a program prints, read: markers, redraws, sources that interleave; and the log as a file."""

from __future__ import annotations

import json

import pytest

from picsellia.tracking.lines import ERR, OUT, Line, Reader
from picsellia.tracking.log_file import LogFile


def read(*pieces: bytes | tuple[str, bytes], every: float = 1.0) -> list[Line]:
    """The lines of pieces of output, a second apart."""
    taken: list[Line] = []
    reader = Reader(taken.append)
    for at, piece in enumerate(pieces):
        source, data = piece if isinstance(piece, tuple) else (OUT, piece)
        reader.feed(source, data, at * every)
    reader.end(len(pieces) * every)
    return taken


def shown(lines: list[Line]) -> list[str]:
    """What a viewer sees in the end."""
    found: list[str] = []
    for line in lines:
        if line.replaces:
            found[-1] = line.text
        else:
            found.append(line.text)
    return found


@pytest.mark.parametrize(
    ("pieces", "texts"),
    [
        pytest.param([b"one\ntwo\n"], ["one", "two"], id="lines"),
        pytest.param([b"on", b"e\ntw", b"o"], ["one", "two"], id="pieces"),
        pytest.param([b"\xe6", b"\xb8\xaf\n"], ["\u6e2f"], id="a-character-in-two"),
        pytest.param([b"bad \xff\n"], ["bad \\xff"], id="no-text"),
        pytest.param([b"a\0b\n"], ["a\ufffdb"], id="nul"),
        pytest.param([b"windows\r\n"], ["windows"], id="crlf"),
        pytest.param([b"\n\n"], ["", ""], id="empty"),
        pytest.param([b"1 %\r2 %\r3 %\n", b"done\n"], ["3 %", "done"], id="redrawn"),
        pytest.param([b"\r1 %", b"\r2 %", b"\r3 %\n", b"done\n"], ["3 %", "done"], id="redrawn-in-pieces"),
        pytest.param([b"-----\n", b"1 %\n", b"2 %\n", b"--*--\n", b"done\n"], ["2 %", "done"], id="progress"),
        pytest.param([b"--3--\n", b"a\nb\n", b"c\nd\n", b"---3---\n"], ["a", "b", "c", "d"], id="group"),
        pytest.param([b"--- a title ---\n", b"--x--\n"], ["--- a title ---", "--x--"], id="no-markers"),
        pytest.param([b"-----\n", b"--#--Next\n", b"a\nb\n"], ["Next", "a", "b"], id="a-chapter-ends-progress"),
    ],
)
def test_what_is_seen_in_the_end(pieces: list[bytes], texts: list[str]) -> None:
    assert shown(read(*pieces)) == texts


def test_a_chapter_is_told_by_its_name() -> None:
    (line,) = read(b"--#-- Start training \n")

    assert (line.text, line.chapter) == ("Start training", True)


def test_redraws_come_twice_a_second_at_most() -> None:
    pieces = [b"\r%d %%" % number for number in range(100)]

    lines = read(*pieces, b"\n", every=0.05)

    assert 8 <= len(lines) <= 13
    assert shown(lines) == ["99 %"]


def test_a_line_of_the_other_source_is_not_drawn_over() -> None:
    lines = read((ERR, b"\r1 %"), (OUT, b"a line\n"), (ERR, b"\r2 %"), (ERR, b"\r3 %\n"))

    assert shown(lines) == ["1 %", "a line", "3 %"]
    assert [line.source for line in lines] == [ERR, OUT, ERR, ERR]


def test_lines_of_a_group_go_together() -> None:
    taken: list[str] = []
    reader = Reader(lambda line: taken.append(line.text))

    reader.feed(OUT, b"--2--\na\n", 0)
    assert taken == []
    reader.feed(OUT, b"b\n", 1)

    assert taken == ["a", "b"]


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    lines = read(*[b"x" * 100_000] * 30)

    assert all(len(line.text) < 70_000 for line in lines)
    assert "more characters cut" in lines[0].text


def test_a_line_is_sent_as_json() -> None:
    line = Line('a "quoted" \u6e2f\n', 0.5, ERR, replaces=True)

    assert json.loads(line.encoded()) == {
        "text": 'a "quoted" \u6e2f\n',
        "at": "1970-01-01T00:00:00.500000+00:00",
        "source": "stderr",
        "replaces": True,
    }


def test_the_log_file_has_the_form_and_the_numbers_that_runners_gave_it() -> None:
    log = LogFile()
    for line in read(b"before\n--#--Train\nstep 1\n", b"\r1 %", b"\r2 %\n", b"--#--Train\nstep 2\n"):
        log.take(line)

    with log.finished("0", 60.0) as file:
        found = json.load(file)

    assert {name: chapter["logs"] for name, chapter in found.items() if name != "exit_code"} == {
        "--#--Start Run\n": {"0": "before"},
        "--#--Train\n": {"1": "Train", "2": "step 1", "3": "2 %"},
        "--#--Train (2)\n": {"4": "Train", "5": "step 2"},
    }
    assert found["exit_code"] == {"exit_code": "0", "datetime": "1970-01-01T00:01:00+00:00"}


def test_a_log_of_nothing_is_a_log() -> None:
    with LogFile().finished("1", 0.0) as file:
        assert json.load(file)["exit_code"]["exit_code"] == "1"

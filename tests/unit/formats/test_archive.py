"""Archives written straight through, read back by the standard library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picsellia.formats import archive, zip_stream

names = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)


@given(st.dictionaries(names, st.binary(max_size=300), max_size=8))
def test_what_goes_in_comes_out(files: dict[str, bytes]) -> None:
    data = b"".join(zip_stream(files.items()))

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        assert {entry.orig_filename: packed.read(entry) for entry in packed.infolist()} == files


def test_the_same_files_are_the_same_bytes_and_small_ones_are_deflated() -> None:
    files = [("a.txt", b"x" * 10_000), ("b.bin", b"\x01")]

    data = b"".join(zip_stream(files))

    assert data == b"".join(zip_stream(files))
    assert len(data) < 500


@pytest.mark.slow
def test_more_files_than_a_zip_can_count_make_a_zip64() -> None:
    data = b"".join(zip_stream((f"{number}.txt", b"") for number in range(70_000)))

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert len(packed.infolist()) == 70_000
        assert packed.read("69999.txt") == b""


def test_offsets_beyond_four_gigabytes_are_written_as_zip64(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_BIG_FULL", 100)
    files = [(f"{number}.bin", bytes([number] * 60)) for number in range(5)]

    data = b"".join(zip_stream(files))

    entry = data.rindex(b"PK\x01\x02")
    assert b"PK\x06\x06" in data
    assert data[entry + 30] == 12, "the last entry has an extra field with its offset"


def test_the_first_bytes_come_before_the_last_file_is_asked_for() -> None:
    asked = []

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(3):
            asked.append(number)
            yield f"{number}", b"x"

    stream = zip_stream(files())
    next(stream)

    assert asked == [0]

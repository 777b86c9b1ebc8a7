"""Run-length masks against masks drawn pixel by pixel."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picsellia.formats import rle

masks = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 1), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@settings(deadline=None)
@given(masks)
def test_rows_come_back_through_both_forms(rows: list[list[int]]) -> None:
    mask = rle.from_rows(rows)
    packed = mask | {"counts": rle.compress(mask["counts"])}

    assert [list(row) for row in rle.to_rows(mask)] == rows
    assert [list(row) for row in rle.to_rows(packed)] == rows


@settings(deadline=None)
@given(masks)
def test_area_and_box_are_those_of_the_pixels(rows: list[list[int]]) -> None:
    mask = rle.from_rows(rows)
    pixels = [(x, y) for y, row in enumerate(rows) for x, covered in enumerate(row) if covered]

    assert rle.area(mask) == len(pixels)
    if not pixels:
        assert rle.box(mask) is None
        return
    left, top = min(x for x, _ in pixels), min(y for _, y in pixels)
    right, bottom = max(x for x, _ in pixels), max(y for _, y in pixels)
    assert rle.box(mask) == (left, top, right - left + 1, bottom - top + 1)


@given(st.lists(st.integers(0, 1 << 40), max_size=20))
def test_any_runs_come_back_from_their_string(runs: list[int]) -> None:
    assert rle.decompress(rle.compress(runs)) == runs


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        # Worked by hand from the C code: 5 bits a character, the sign in the last one's bit 4.
        pytest.param([0], "0", id="zero"),
        pytest.param([15], "?", id="four-bits"),
        pytest.param([16], "`0", id="sixteen-needs-a-second"),
        pytest.param([6, 1, 40, 4], "61X13", id="the-fourth-is-a-difference"),
        pytest.param([100, 5, 3, 1], "T353L", id="a-negative-difference"),
    ],
)
def test_strings_are_those_of_pycocotools(runs: list[int], text: str) -> None:
    assert rle.compress(runs) == text
    assert rle.decompress(text) == runs


@pytest.mark.parametrize(
    ("mask", "reason"),
    [
        pytest.param({"size": [2, 2], "counts": [1, 2]}, "3 pixels", id="too-short"),
        pytest.param({"size": [2, 2], "counts": [-1, 5]}, "negative", id="negative"),
        pytest.param({"size": [2, 2], "counts": [1.5, 2.5]}, "whole numbers", id="halves"),
        pytest.param({"size": [2, 2], "counts": None}, "whole numbers", id="nothing"),
        pytest.param({"size": [2], "counts": [2]}, "size", id="one-side"),
        pytest.param({"size": [0, 2], "counts": []}, "size", id="no-height"),
        pytest.param({"size": [1 << 20, 1 << 20], "counts": [1 << 40]}, "size", id="beyond-measure"),
        pytest.param({"counts": [4]}, "size", id="no-size"),
        pytest.param({"size": [2, 2], "counts": "\x00"}, "wrong character", id="control"),
        pytest.param({"size": [2, 2], "counts": "P"}, "too early", id="cut"),
        pytest.param({"size": [2, 2], "counts": "o" * 40}, "wrong character", id="endless"),
        pytest.param({"size": [2, 2], "counts": "é"}, "wrong character", id="letter"),
    ],
)
def test_what_is_wrong_with_a_mask_is_said(mask: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        rle.counts_of(mask)

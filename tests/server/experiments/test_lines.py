"""Lines without a database: what is a point, how forms meet, what charts keep."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picsellia_server.experiments import charts, lines
from picsellia_server.experiments.lines import Body, Form, Line
from picsellia_server.experiments.model import LineRefused
from picsellia_server.plain import Changed


def grown(*parts: Any) -> Any:
    """What a line reads back as, after it was logged in these parts."""
    line: Line | None = None
    chunks: list[tuple[int, Body]] = []
    for part in parts:
        points = lines.parsed(part, Changed())
        if line is None:
            line, body = lines.begun(points)
        else:
            if lines.must_become_steps(line, points):
                line, table = lines.as_steps(line, lines.joined(line.form, line.keys, chunks))
                chunks = [(line.rows, table)]
            body = lines.grown(line, points)
        chunks.append((points.rows, body))
    assert line is not None
    return lines.joined(line.form, line.keys, chunks)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([[3, 1.2], [0.9]], [3, 1.2, 0.9], id="list+list"),
        pytest.param([0.3, 0.2], [0.3, 0.2], id="number+number"),
        pytest.param([[]], [], id="empty"),
        pytest.param(
            [{"steps": [0, 10], "values": [1, 2]}, [3, 4]],
            {"steps": [0, 10, 20, 30], "values": [1, 2, 3, 4]},
            id="steps+list-goes-on-by-the-last-stride",
        ),
        pytest.param(
            [{"steps": [5], "values": [1]}, 2], {"steps": [5, 6], "values": [1, 2]}, id="one-step-goes-on-by-one"
        ),
        pytest.param(
            [[7, 8], {"steps": [10], "values": [9]}],
            {"steps": [0, 1, 10], "values": [7, 8, 9]},
            id="list+steps-becomes-steps",
        ),
        pytest.param(
            [[7, 8], {"val": [1]}],
            {"steps": [0, 1, 2], "values": [7, 8, None], "val": [None, None, 1]},
            id="list+dict-becomes-steps",
        ),
        pytest.param(
            [{"a": [1, 2], "b": [5]}, {"b": [6], "c": [0]}],
            {"a": [1, 2], "b": [5, 6], "c": [0]},
            id="columns-grow-key-by-key",
        ),
        pytest.param(
            [{"steps": [0, 1], "a": [1, 2]}, {"steps": [2], "b": [3]}],
            {"steps": [0, 1, 2], "a": [1, 2, None], "b": [None, None, 3]},
            id="a-new-key-starts-at-the-current-step",
        ),
        pytest.param(
            [{"steps": [0, 2], "a": [1, 2]}, {"a": 3, "b": 4}],
            {"steps": [0, 2, 4], "a": [1, 2, 3], "b": [None, None, 4]},
            id="steps+dict-without-steps",
        ),
        pytest.param(
            [{"a": [1, 2], "b": [5]}, {"steps": [9], "a": [3]}],
            {"steps": [0, 1, 9], "a": [1, 2, 3], "b": [5, None, None]},
            id="columns+steps-becomes-steps",
        ),
        pytest.param([{"loss": [1]}, [2]], {"loss": [1, 2]}, id="one-column+list"),
        pytest.param(
            [{"values": [1], "steps": [3]}, {"steps": [4], "values": [2]}],
            {"values": [1, 2], "steps": [3, 4]},
            id="keys-stay-in-the-order-they-came",
        ),
        pytest.param([[1, None], [None]], [1, None, None], id="nulls-are-gaps"),
    ],
)
def test_parts_become_one_line(parts: list[Any], expected: Any) -> None:
    got = grown(*parts)

    assert got == expected
    if isinstance(expected, dict):
        assert list(got) == list(expected)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        pytest.param(["0.53", "2", " 3 ", "1e-3"], [0.53, 2, 3, 0.001], id="numeric-strings"),
        pytest.param([math.nan, math.inf, -math.inf, "nan", "inf"], [None] * 5, id="not-finite"),
        pytest.param([True, False], [1, 0], id="booleans"),
        pytest.param([10**30, 2**62], [1e30, 2**62], id="huge-integers"),
        pytest.param([10**400], [None], id="an-integer-beyond-floats"),
        pytest.param({"steps": [0, "2", "3"], "values": ["0.53", "0.41", "0.4"]},
                     {"steps": [0, 2, 3], "values": [0.53, 0.41, 0.4]}, id="as-the-old-helper-sends-them"),
        pytest.param({1: [2]}, {"1": [2]}, id="integer-keys"),
        pytest.param({"a\x00b": [1]}, {"a\ufffdb": [1]}, id="nul-in-a-key"),
    ],
)  # fmt: skip
def test_messy_numbers_become_numbers(sent: Any, read: Any) -> None:
    assert grown(sent) == read


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([["abc"]], "'abc', number 0 of the list", id="text"),
        pytest.param([[1, [2]]], "number 1", id="nested-list"),
        pytest.param([{"a": {"b": 1}}], "'a' is a dict", id="nested-dict"),
        pytest.param([{"steps": [1, 2], "values": [1]}], "'values' has 1 numbers and 'steps' 2", id="uneven"),
        pytest.param([{"a": [1], "b": [1]}, [2]], "say which one grows", id="list-onto-two-series"),
        pytest.param([{"steps": [1], "a": [1]}, {"a": [1, 2], "b": [1]}], "give steps", id="uneven-without-steps"),
        pytest.param([{str(n): [1] for n in range(1_001)}], "1,000 series", id="too-many-series"),
        pytest.param([{"x" * 201: [1]}], "200 is the most", id="long-key"),
    ],
)
def test_what_fits_no_line_is_refused_by_name(parts: list[Any], expected: str) -> None:
    with pytest.raises(LineRefused) as refused:
        grown(*parts)

    assert expected in refused.value.message


numbers = st.one_of(st.none(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))


@given(st.lists(st.lists(numbers, max_size=5), min_size=1, max_size=8))
def test_however_a_list_is_cut_it_reads_back_whole(parts: list[list[Any]]) -> None:
    assert grown(*parts) == [value for part in parts for value in part]


@given(st.lists(numbers, max_size=300), st.integers(1, 40))
def test_merged_chunks_hold_what_the_single_ones_did(values: list[Any], size: int) -> None:
    chunks: list[tuple[int, Body]] = [
        (len(values[at : at + size]), list(values[at : at + size])) for at in range(0, len(values), size)
    ]
    half = len(chunks) // 2
    merged: list[tuple[int, Body]] = [
        (sum(rows for rows, _ in part), lines.joined(Form.LIST, [], part)) for part in (chunks[:half], chunks[half:])
    ]

    assert lines.joined(Form.LIST, [], merged) == lines.joined(Form.LIST, [], chunks) == values


def test_a_chart_keeps_the_least_and_the_greatest_of_each_bucket() -> None:
    values: list[Any] = [math.sin(at / 50) for at in range(100_000)]
    values[70_001] = 99.0
    values[20_002] = -99.0

    (curve,) = charts.curves(Form.LIST, values, width=200)

    assert len(curve.x) == len(curve.y) <= 400
    assert not curve.exact
    assert (max(y for y in curve.y if y is not None), min(y for y in curve.y if y is not None)) == (99.0, -99.0)
    assert curve.x[curve.y.index(99.0)] == 70_001
    assert curve.x == sorted(curve.x)


def test_a_short_line_is_drawn_exactly_with_its_gaps() -> None:
    body: Body = {"steps": [0, 10, None], "a": [1, None, 3], "b": [None, 2, 2]}

    first, second = charts.curves(Form.STEPS, body, width=100)

    assert (first.name, first.x, first.y, first.exact) == ("a", [0, 10, 2], [1, None, 3], True)
    assert (second.name, second.y) == ("b", [None, 2, 2])


def test_a_gap_of_a_whole_bucket_stays_a_gap() -> None:
    values: list[Any] = [1.0] * 500 + [None] * 500 + [2.0] * 500

    (curve,) = charts.curves(Form.LIST, values, width=30)

    assert None in curve.y


@pytest.mark.parametrize("steps", [list(range(100)), [*range(50), *range(50)]], ids=["rising", "after-a-restart"])
def test_zooming_gives_the_points_between(steps: list[Any]) -> None:
    body: Body = {"steps": steps, "a": [float(at) for at in range(100)]}

    (curve,) = charts.curves(Form.STEPS, body, width=100, start=10, end=12)

    assert {10, 11, 12} <= set(curve.x) <= {9, 10, 11, 12, 13}


def test_a_zoom_between_two_points_has_both_so_that_the_line_is_drawn() -> None:
    body: Body = {"steps": [0, 100, 200, 300], "a": [1, 2, 3, 4]}

    (curve,) = charts.curves(Form.STEPS, body, width=100, start=120, end=180)
    (first,) = charts.curves(Form.STEPS, body, width=100, start=-5, end=50)

    assert (curve.x, curve.y, curve.exact) == ([100, 200], [2, 3], True)
    assert first.x == [0, 100]


def test_csv_quotes_what_a_spreadsheet_would_run() -> None:
    table = b"".join(charts.as_csv("table", {"=cmd()": "+1", "lr": 0.1, "n": None}))

    assert table.decode().splitlines() == ["name,value", "'=cmd(),'+1", "lr,0.1", "n,"]

"""Lines drawn and listed: curves at a given width, and CSV. Pure functions."""

from __future__ import annotations

import csv
import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import Any

from picsellia_server.experiments.lines import STEPS, VALUES, Body, Column, Form, Number
from picsellia_server.experiments.model import DataRefused, DataType, Series

_ROWS = 5_000


def curves(
    form: Form, whole: Body, *, width: int, start: float | None = None, end: float | None = None
) -> list[Series]:
    """Each series of a line, with at most two points a pixel of `width`: the least and the greatest there.

    Between `start` and `end` of x where they are given, with the point before and the one after, to which the line
    leads. What is drawn through them looks like the whole.
    """
    columns = {VALUES: whole} if isinstance(whole, list) else whole
    steps = columns.get(STEPS) if form is Form.STEPS else None
    made = []
    for name, column in columns.items():
        if name == STEPS and form is Form.STEPS:
            continue
        xs = _positions(steps, len(column))
        if start is None and end is None:
            made.append(_curve(name, xs, column, width))
        else:
            made.append(_part(name, xs, column, width, start, end))
    return made


def _positions(steps: Column | None, count: int) -> list[Number]:
    if steps is None:
        return list(range(count))
    return [at if step is None else step for at, step in enumerate(steps)]


def _part(name: str, xs: list[Number], ys: Column, width: int, start: float | None, end: float | None) -> Series:
    if all(left <= right for left, right in pairwise(xs)):
        first = 0 if start is None else bisect_left(xs, start)
        last = len(xs) if end is None else bisect_right(xs, end)
        curve = _curve(name, xs[first:last], ys[first:last], width)
        before, after = slice(max(0, first - 1), first), slice(last, last + 1)
        return Series(
            name=name,
            x=[*xs[before], *curve.x, *xs[after]],
            y=[*ys[before], *curve.y, *ys[after]],
            exact=curve.exact,
        )
    # Steps that went back, as after a restart.
    low, high = float("-inf") if start is None else start, float("inf") if end is None else end
    kept = [at for at, x in enumerate(xs) if low <= x <= high]
    return _curve(name, [xs[at] for at in kept], [ys[at] for at in kept], width)


def _curve(name: str, xs: list[Number], ys: Column, width: int) -> Series:
    if len(ys) <= 2 * width:
        return Series(name=name, x=xs, y=ys, exact=True)
    x: list[Number] = []
    y: Column = []
    for bucket in range(width):
        first, last = bucket * len(ys) // width, (bucket + 1) * len(ys) // width
        part = ys[first:last]
        numbers = [value for value in part if value is not None]
        if not numbers:
            x.append(xs[first])
            y.append(None)
            continue
        low, high = first + part.index(min(numbers)), first + part.index(max(numbers))
        for at in sorted({low, high}):
            x.append(xs[at])
            y.append(ys[at])
    return Series(name=name, x=x, y=y, exact=False)


def as_csv(type: str, data: Any) -> Iterator[bytes]:
    """A line, bar or table as CSV with a head line. Raises `DataRefused` for other types."""
    if type == DataType.LINE:
        columns = data if isinstance(data, dict) else {VALUES: data}
        if STEPS not in columns:
            rows = max(map(len, columns.values()), default=0)
            columns = {"step": list(range(rows)), **columns}
        return _written(list(columns), zip_longest(*columns.values()))
    if type == DataType.BAR:
        return _written(["x", "y"], zip(data["x"], data["y"], strict=True))
    if type == DataType.TABLE and all(isinstance(data.get(key), list) for key in ("columns", "data")):
        return _written([str(column) for column in data["columns"]], iter(data["data"]))
    if type == DataType.TABLE:
        return _written(["name", "value"], iter(data.items()))
    raise DataRefused(f"Data of type {type!r} has no CSV form. Read it as JSON.")


def _written(head: list[str], rows: Iterator[Any]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(name) for name in head])
    for at, row in enumerate(rows):
        cells = row if isinstance(row, list | tuple) else [row]
        writer.writerow(["" if cell is None else _harmless(cell) for cell in cells])
        if at % _ROWS == _ROWS - 1:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula is quoted."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell

"""Lines: numbers over steps, in the form in which they were sent, grown by appending. Pure functions.

Three forms: a list `[3, 2.5]`; columns `{"train": […], "val": […]}`, each with an x of its own; steps
`{"steps": […], "loss": […]}`, a table whose rows share a step. A list that meets a dict becomes a table of
steps. Stored, a line is a `Line` (all that appending needs to know) and chunks of rows in its form.

Not here: rows and locks (`asset_rows.py`), other types (`shapes.py`), charts (`charts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from picsellia_server.experiments.model import LINE_SERIES, LineRefused
from picsellia_server.plain import Changed, clean, clean_text

Number: TypeAlias = int | float
Column: TypeAlias = list[Number | None]
Columns: TypeAlias = dict[str, Column]
Body: TypeAlias = Column | Columns

STEPS = "steps"
VALUES = "values"
CHUNK = 20_000
"""Most rows of one chunk."""

_KEY = 200
_WHOLE = re.compile(r"\s*[+-]?\d{1,18}\s*")
_PLAIN = frozenset({int, float, type(None)})


class Form(StrEnum):
    LIST = "list"
    COLUMNS = "columns"
    STEPS = "steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What was sent, as numbers; a list's column is `values`. Columns are of equal length but in COLUMNS."""

    form: Form
    columns: Columns
    rows: int


@dataclass(slots=True, kw_only=True)
class Line:
    """What is known of a stored line: `tail` holds its last two steps, `last` the newest number of a series.

    `rows` counts what was appended, `levels` the chunks that wait to be merged, per size.
    """

    form: Form
    keys: list[str] = field(default_factory=list)
    rows: int = 0
    tail: list[Number] = field(default_factory=list)
    last: dict[str, Number] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)

    @property
    def series(self) -> list[str]:
        return [key for key in self.keys if key != STEPS or self.form is not Form.STEPS]

    def state(self) -> dict[str, Any]:
        """As it is stored beside the chunks."""
        return {
            "form": self.form.value,
            "keys": self.keys,
            "rows": self.rows,
            "tail": self.tail,
            "last": self.last,
            "levels": self.levels,
        }

    @classmethod
    def of(cls, state: dict[str, Any]) -> Line:
        return cls(**{**state, "form": Form(state["form"])})


# What was sent


def parsed(data: Any, changed: Changed) -> Points:
    """The points of a number, a list, or a dict of either. Raises `LineRefused` saying what is no number."""
    if isinstance(data, dict):
        return _parsed_columns(data, changed)
    column = _column(data, "the list", changed)
    return Points(form=Form.LIST, columns={VALUES: column}, rows=len(column))


def _parsed_columns(data: dict[Any, Any], changed: Changed) -> Points:
    if len(data) > LINE_SERIES:
        raise LineRefused(f"A line has up to {LINE_SERIES:,} series; these are {len(data):,}.")
    columns: Columns = {}
    for key, values in data.items():
        name = clean_text(str(key), changed)
        if len(name) > _KEY:
            raise LineRefused(f"The name of the series {name[:40]!r}… has {len(name)} characters; {_KEY} is the most.")
        columns[name] = _column(values, repr(name[:60]), changed)
    if STEPS not in columns:
        return Points(form=Form.COLUMNS, columns=columns, rows=max(map(len, columns.values()), default=0))
    rows = len(columns[STEPS])
    for name, column in columns.items():
        if len(column) != rows:
            raise LineRefused(f"{name[:60]!r} has {len(column):,} numbers and 'steps' {rows:,}: give as many of each.")
    return Points(form=Form.STEPS, columns=columns, rows=rows)


def _column(values: Any, where: str, changed: Changed) -> Column:
    if not isinstance(values, list):
        if isinstance(values, dict):
            raise LineRefused(f"{where} is a dict, where a line has numbers.")
        return [_number(values, where, 0, changed)]
    kinds = set(map(type, values))
    # No NaN is in that range, and no infinity.
    if kinds <= _PLAIN and all(v is None or -(2**63) <= v < 2**63 for v in values):
        return values
    return [_number(value, where, at, changed) for at, value in enumerate(values)]


def _number(value: Any, where: str, at: int, changed: Changed) -> Number | None:
    if value is None or isinstance(value, bool):
        return None if value is None else int(value)
    if isinstance(value, int | float):
        cleaned: Number | None = clean(value, changed)
        return cleaned
    if isinstance(value, str):
        if _WHOLE.fullmatch(value):
            return int(value)
        try:
            return _number(float(value), where, at, changed)
        except ValueError:
            pass
    raise LineRefused(f"{str(value)[:40]!r}, number {at} of {where}, is no number.")


# Appending


def begun(points: Points) -> tuple[Line, Body]:
    """A new line and its first rows."""
    keys = list(points.columns)
    line = Line(form=points.form, keys=keys)
    _advance(line, points.columns, points.rows)
    return line, points.columns[VALUES] if points.form is Form.LIST else points.columns


def must_become_steps(line: Line, points: Points) -> bool:
    """Whether the stored line has to be rewritten as a table of steps before these points go onto it."""
    if line.form is Form.LIST:
        return points.form is not Form.LIST
    return line.form is Form.COLUMNS and points.form is Form.STEPS


def grown(line: Line, points: Points) -> Body:
    """Change `line` to hold these points as well; the rows to store. `LineRefused` when they do not fit."""
    if points.form is Form.LIST:
        columns = {_only_series(line): points.columns[VALUES]}
    else:
        columns = points.columns
    if line.form is Form.LIST:
        _advance(line, columns, points.rows)
        return columns[VALUES]
    if line.form is Form.STEPS and STEPS not in columns:
        for name, column in columns.items():
            if len(column) != points.rows:
                raise LineRefused(f"{name[:60]!r} has {len(column):,} numbers, others {points.rows:,}: give steps.")
        columns = {STEPS: _next_steps(line, points.rows), **columns}
    new = [name for name in columns if name not in line.keys]
    if len(line.keys) + len(new) > LINE_SERIES:
        raise LineRefused(f"A line has up to {LINE_SERIES:,} series, and this one would have more.")
    line.keys.extend(new)
    _advance(line, columns, points.rows)
    return columns


def _only_series(line: Line) -> str:
    series = line.series
    if line.form is Form.LIST or not series or VALUES in series:
        return VALUES
    if len(series) == 1:
        return series[0]
    names = ", ".join(map(repr, series[:5]))
    raise LineRefused(f"This line has the series {names}: say which one grows, as in {{{series[0]!r}: […]}}.")


def _next_steps(line: Line, rows: int) -> Column:
    stride = line.tail[1] - line.tail[0] if len(line.tail) == 2 else 1
    start = line.tail[-1] + stride if line.tail else 0
    return [start + stride * at for at in range(rows)]


def _advance(line: Line, columns: Columns, rows: int) -> None:
    line.rows += rows
    for name, column in columns.items():
        if name == STEPS and line.form is Form.STEPS:
            line.tail = [step for step in (*line.tail, *column[-2:]) if step is not None][-2:]
        elif (last := _last_number(column)) is not None:
            line.last[name] = last


def _last_number(column: Column) -> Number | None:
    return next((value for value in reversed(column) if value is not None), None)


def as_steps(line: Line, whole: Body) -> tuple[Line, Columns]:
    """The same line as a table of steps, numbered from 0; columns that ended early are filled with nulls."""
    columns = {VALUES: whole} if isinstance(whole, list) else whole
    rows = max(map(len, columns.values()), default=0)
    steps: Column = list(range(rows))
    table = {STEPS: steps, **{name: column + [None] * (rows - len(column)) for name, column in columns.items()}}
    made = Line(form=Form.STEPS, keys=list(table))
    _advance(made, table, rows)
    return made, table


# Stored rows


def pieces(body: Body, rows: int) -> Iterator[tuple[int, int, Body]]:
    """(offset, rows, body) in chunks of up to `CHUNK` rows."""
    if rows <= CHUNK:
        yield 0, rows, body
        return
    for at in range(0, rows, CHUNK):
        if isinstance(body, list):
            yield at, min(CHUNK, rows - at), body[at : at + CHUNK]
        else:
            part = {name: column[at : at + CHUNK] for name, column in body.items()}
            yield at, min(CHUNK, rows - at), part


def joined(form: Form, keys: Sequence[str], chunks: Iterable[tuple[int, Body]]) -> Body:
    """One body of several, given as (rows, body) in order. Rows of a table without a number get null."""
    if form is Form.LIST:
        whole: Column = []
        for _, body in chunks:
            whole.extend(body)  # type: ignore[arg-type]
        return whole
    columns: Columns = {key: [] for key in keys}
    for rows, body in chunks:
        assert isinstance(body, dict)
        for key, column in columns.items():
            if key in body:
                column.extend(body[key])
            elif form is Form.STEPS:
                column.extend([None] * rows)
    return columns


def extends(form: Form, before: Body, body: Body) -> bool:
    """Add the rows of `body` to `before` in place, where that needs no filling; whether it was done."""
    if isinstance(before, list) and isinstance(body, list):
        before.extend(body)
        return True
    if isinstance(before, dict) and isinstance(body, dict) and (form is Form.COLUMNS or before.keys() == body.keys()):
        for key, column in body.items():
            before.setdefault(key, []).extend(column)
        return True
    return False

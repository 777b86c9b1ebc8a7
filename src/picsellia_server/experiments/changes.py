"""What one batch of records does to assets, worked out in memory before anything is written.

`Draft` is an asset as it will be; `data.py` locks the assets, lets each record `apply` in its turn, and
writes all drafts at once. So a batch of any size costs a handful of statements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from picsellia_server.experiments import lines, shapes
from picsellia_server.experiments.asset_rows import Change
from picsellia_server.experiments.lines import CHUNK, Body, Line, Points
from picsellia_server.experiments.model import LINE_ROWS, DataRefused, DataType, LineFull, Record, Replaced
from picsellia_server.plain import Changed

_TYPE = 60
Load = Callable[[int, Line], Body]


@dataclass(slots=True, kw_only=True)
class Run:
    """Records of one batch that are one: single numbers onto one line, in a row. `places` are theirs."""

    record: Record
    places: list[int]


def runs(records: Sequence[Record]) -> list[Run]:
    """The records, with numbers for one line put together; names do not touch each other.

    A training logs a number at a time, and most of the cost of a record is not its number.
    """
    made: list[Run] = []
    last: dict[str, Run] = {}
    for at, record in enumerate(records):
        before = last.get(record.name)
        if before is not None and _is_number(record) and isinstance(before.record.data, _Numbers):
            before.record.data.append(record.data)
            before.places.append(at)
            continue
        if _is_number(record):
            record = Record(name=record.name, data=_Numbers([record.data]), type=record.type)
        last[record.name] = Run(record=record, places=[at])
        made.append(last[record.name])
    return made


class _Numbers(list[float]):
    """A list that was put together here, and may grow."""


def _is_number(record: Record) -> bool:
    return record.type == DataType.LINE and not record.replace and type(record.data) in (int, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A record whose data has the shape of its type: `points` for a line, else `data`."""

    name: str
    type: str
    replace: bool
    data: Any = None
    points: Points | None = None
    blob_row: int | None = None
    key: str | None = None
    replaced: Replaced | None = None


def checked(record: Record, name: str, stored_type: str | None) -> Checked:
    """The record checked against its type, or the stored asset's, or the one that its shape suggests."""
    kind = record.type or stored_type or shapes.guessed(record.data)
    if len(kind) > _TYPE or not kind.isprintable():
        raise DataRefused(f"A type has up to {_TYPE} printable characters. The eight are: {', '.join(DataType)}.")
    changed = Changed()
    if kind == DataType.LINE:
        points = lines.parsed(record.data, changed)
        if points.rows > LINE_ROWS:
            raise LineFull(name)
        return Checked(name=name, type=kind, replace=record.replace, points=points, replaced=_note(name, changed))
    data = shapes.checked(kind, record.data, changed)
    key = data.get("object_name") if kind == DataType.IMAGE else None
    if kind == DataType.IMAGE and not isinstance(key, str):
        raise DataRefused('An image is a picture whose bytes are sent, or {"object_name": key} of a stored one.')
    return Checked(
        name=name,
        type=kind,
        replace=record.replace,
        data=data,
        blob_row=record.blob_row if kind == DataType.IMAGE else None,
        key=key,
        replaced=_note(name, changed),
    )


def _note(name: str, changed: Changed) -> Replaced | None:
    if not changed:
        return None
    return Replaced(name=name, nan=changed.nan, text=changed.text, large=changed.large)


@dataclass(slots=True, kw_only=True)
class Draft:
    """An asset being changed. `cleared`: the chunks that are stored go; `new`: (at, rows, body) to add."""

    row: int
    name: str
    type: str
    line: Line | None
    data: Any = None
    blob_row: int | None = None
    key: str | None = None
    touched: bool = False
    cleared: bool = False
    new: list[tuple[int, int, Body]] = field(default_factory=list)

    @classmethod
    def of(cls, row: Any) -> Draft:
        line = None if row.line is None else Line.of(row.line)
        return cls(row=row.id, name=row.name, type=row.type, line=line, blob_row=row.blob_id, key=row.shown_key)

    def apply(self, record: Checked, load: Load) -> None:
        """Take a record in. Raises what is wrong with it before anything is changed."""
        if record.points is None:
            self._overwrite(record)
        elif self.line is None or self.type != DataType.LINE or record.replace:
            self._begin(record.points)
        else:
            self._append(record.points, load)
        self.type, self.touched = record.type, True

    def _overwrite(self, record: Checked) -> None:
        self.cleared = self.cleared or self.line is not None
        self.line, self.new = None, []
        self.data, self.blob_row, self.key = record.data, record.blob_row, record.key

    def _begin(self, points: Points) -> None:
        self.cleared = self.cleared or self.line is not None
        self.data, self.blob_row, self.key = None, None, None
        self.line, body = lines.begun(points)
        self.new = list(lines.pieces(body, points.rows)) if points.rows else []

    def _append(self, points: Points, load: Load) -> None:
        line = self.line
        assert line is not None
        if not points.rows and not points.columns:
            return
        if line.rows + points.rows > LINE_ROWS:
            raise LineFull(self.name)
        table = None
        if lines.must_become_steps(line, points):
            line, table = lines.as_steps(line, self._whole(load))
        else:
            line = Line.of(line.state())
            line.keys, line.last, line.levels = [*line.keys], {**line.last}, [*line.levels]
        at = line.rows
        body = lines.grown(line, points)
        if table is not None:
            self.cleared, self.new = True, list(lines.pieces(table, at)) if at else []
        self.line = line
        self._add(at, points.rows, body)

    def _whole(self, load: Load) -> Body:
        """All rows of the line as they stand: those stored, and those that this batch has added."""
        line = self.line
        assert line is not None
        stored = [] if self.cleared else [(line.rows, load(self.row, line))]
        return lines.joined(line.form, line.keys, [*stored, *((rows, body) for _, rows, body in self.new)])

    def _add(self, at: int, rows: int, body: Body) -> None:
        if not rows:
            return
        assert self.line is not None
        if self.new:
            first, before, last = self.new[-1]
            if before + rows <= CHUNK and lines.extends(self.line.form, last, body):
                self.new[-1] = (first, before + rows, last)
                return
        self.new.extend((at + offset, count, piece) for offset, count, piece in lines.pieces(body, rows))

    def change(self) -> Change:
        """As it is written."""
        if self.line is not None:
            last = {key: self.line.last[key] for key in self.line.series[:100] if key in self.line.last}
            numbers = list(self.line.last.values())
            number = float(numbers[0]) if len(self.line.series) == 1 and numbers else None
        else:
            found, number = shapes.summed_up(self.type, self.data)
            last = found  # type: ignore[assignment]
        return Change(
            row=self.row,
            type=self.type,
            data=None if self.line is not None else orjson.dumps(self.data).decode(),
            blob_row=self.blob_row,
            key=self.key,
            line=None if self.line is None else orjson.dumps(self.line.state()).decode(),
            points=None if self.line is None else self.line.rows,
            last=None if last is None else orjson.dumps(last).decode(),
            last_number=number,
        )

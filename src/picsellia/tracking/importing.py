"""Scalars of TensorBoard's event files and columns of CSV files, as lines of an experiment, with a report.

Importing again replaces what was imported, and doubles nothing. Called by `picsellia import`.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from picsellia.errors import InvalidQueryError
from picsellia.tracking.shapes import checked_name
from picsellia.tracking.tfevents import Left, scalars

EVENTS = "events.out.tfevents."
STEPS = ("step", "steps", "global_step", "iteration", "iter", "epoch")
"""Columns that are steps, the first that is there."""

_BATCH = 5_000


class Takes(Protocol):
    """An experiment."""

    def log(self, name: str, data: object, type: str, replace: bool = False) -> None: ...


@dataclass(slots=True)
class Imported:
    """Points by line, and sentences about what was left out."""

    points: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{name}: {count:,} points" for name, count in self.points.items()]
        total = f"{sum(self.points.values()):,} points in {len(self.points):,} lines"
        return "\n".join([*lines, *self.left, total])


class _Lines:
    """Collects points by name, and logs them by the thousand; the first of a line replaces what is there."""

    def __init__(self, experiment: Takes, report: Imported, prefix: str) -> None:
        self._experiment = experiment
        self._report = report
        self._prefix = prefix
        self._held: dict[str, tuple[list[int | float], list[float | None]]] = defaultdict(lambda: ([], []))

    def add(self, name: str, step: int | float, value: float) -> None:
        steps, values = self._held[name]
        steps.append(step)
        values.append(value if math.isfinite(value) else None)
        if len(steps) >= _BATCH:
            self._send(name)

    def _send(self, name: str) -> None:
        steps, values = self._held.pop(name)
        full = checked_name(self._prefix + name)
        first = full not in self._report.points
        self._experiment.log(full, {"steps": steps, "values": values}, "line", replace=first)
        self._report.points[full] = self._report.points.get(full, 0) + len(steps)

    def finish(self) -> None:
        for name in list(self._held):
            self._send(name)


def import_path(experiment: Takes, path: Path, *, prefix: str = "", step: str | None = None) -> Imported:
    """Import a CSV file, an event file, or all event files below a folder.

    Runs in folders of their own are told apart by the folder: `train/loss`, `validation/loss`. `step` names the CSV
    column that holds the steps. Raises `InvalidQueryError` when there is nothing to import.
    """
    report = Imported()
    lines = _Lines(experiment, report, prefix)
    if path.is_file() and path.suffix.lower() in (".csv", ".tsv"):
        _import_csv(lines, path, report, step)
    else:
        files = sorted(path.rglob(f"*{EVENTS}*")) if path.is_dir() else [path] if path.is_file() else []
        if not files:
            raise InvalidQueryError(f"{str(path)!r} is no CSV file, and holds no event files of TensorBoard.")
        for file in files:
            folder = file.parent.relative_to(path).as_posix() if path.is_dir() else "."
            _import_events(lines, file, "" if folder == "." else f"{folder}/", report)
    lines.finish()
    if not report.points:
        raise InvalidQueryError(f"{str(path)!r} holds no numbers. {' '.join(report.left)}")
    return report


def _import_events(lines: _Lines, file: Path, run: str, report: Imported) -> None:
    left = Left()
    for point in scalars(file, left):
        lines.add(run + point.tag, point.step, point.value)
    if left.others:
        tags = ", ".join(sorted(left.tags)[:5])
        report.left.append(f"{file.name}: {left.others:,} values that are no numbers were left out ({tags}).")
    if left.broken:
        report.left.append(f"{file.name}: {left.broken}; what stands before that was taken.")


def _import_csv(lines: _Lines, path: Path, report: Imported, step: str | None) -> None:
    wrong: dict[str, int] = defaultdict(int)
    for number, row, column in _rows(path, step):
        at: int | float = number
        if column is not None:
            given = _number(row.get(column, ""))
            if given is None or not math.isfinite(given):
                wrong[column] += 1
                continue
            at = int(given) if given == int(given) else given
        for name, text in row.items():
            if name == column or not name or not text:
                continue
            value = _number(text)
            if value is None:
                wrong[name] += 1
            else:
                lines.add(name, at, value)
    for name, count in wrong.items():
        report.left.append(f"{name}: {count:,} cells that are no numbers were left out.")


def _rows(path: Path, step: str | None) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """(number, cells by name, the column of steps) of each row. Blanks around names and cells do not count."""
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        sample = file.read(64 << 10)
        file.seek(0)
        head = sample.split("\n", 1)[0]
        delimiter = max(",;\t", key=head.count)
        rows = csv.reader(file, delimiter=delimiter)
        names = [name.strip() for name in next(rows, [])]
        if step is not None and step not in names:
            raise InvalidQueryError(f"{path.name} has no column {step!r}. It has: {', '.join(names[:20])}.")
        if len(set(names)) < len(names):
            raise InvalidQueryError(f"{path.name} has two columns of one name. Rename one.")
        by_lower = {name.lower(): name for name in names}
        column = step or next((by_lower[each] for each in STEPS if each in by_lower), None)
        for number, cells in enumerate(rows):
            yield number, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}, column


def _number(text: str) -> float | None:
    """As people write numbers; NaN and infinities are gaps, which are numbers here."""
    try:
        found = float(text)
    except ValueError:
        return None
    return None if math.isinf(found) and "inf" not in text.lower() else found

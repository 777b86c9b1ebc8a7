"""Reading what an experiment logged: exactly as it was sent, as charts of a given width, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from picsellia_server.context import ReadCtx
from picsellia_server.experiments import asset_rows, charts, lines
from picsellia_server.experiments.access import brief
from picsellia_server.experiments.lines import Body, Line
from picsellia_server.experiments.model import POINTS_IN_ANSWER, AnswerTooLarge, DataAsset, DataUnknown
from picsellia_server.experiments.shown import as_asset

_AT_ONCE = 500_000  # points of lines that are read together


def whole(ctx: ReadCtx, asset: int, line: Line) -> Body:
    """All stored rows of a line."""
    return lines.joined(line.form, line.keys, asset_rows.chunks_of(ctx.db, [asset])[asset])


def of(ctx: ReadCtx, experiment_row: int, *, names: Sequence[str] | None = None) -> list[DataAsset]:
    """Data-assets in the order in which they were first logged, with their data as it was sent."""
    return with_data(ctx, asset_rows.of_experiment(ctx.db, experiment_row, names=names, with_data=True))


def with_data(ctx: ReadCtx, rows: Sequence[Any]) -> list[DataAsset]:
    """Rows of assets (with their `data`) as people see them. Raises `AnswerTooLarge`."""
    drawn = [row for row in rows if row.line is not None]
    points = sum(row.points * max(1, len(row.line["keys"])) for row in drawn)
    if points > POINTS_IN_ANSWER:
        raise AnswerTooLarge(points)
    chunks = asset_rows.chunks_of(ctx.db, [row.id for row in drawn]) if drawn else {}
    made = []
    for row in rows:
        data = row.data
        if row.line is not None:
            line = Line.of(row.line)
            data = lines.joined(line.form, line.keys, chunks.pop(row.id))
        made.append(as_asset(ctx, row, data))
    return made


def listing(
    ctx: ReadCtx, experiment: str, *, names: Sequence[str] | None, data: bool, width: int | None
) -> list[DataAsset]:
    """An experiment's data-assets, all or those of `names`; with `width`, lines as charts instead of points."""
    row = brief(ctx, experiment)
    rows = asset_rows.of_experiment(ctx.db, row.row, names=names, with_data=data)
    if not data:
        return without_data(ctx, rows)
    return with_data(ctx, rows) if width is None else with_charts(ctx, rows, width=width)


def without_data(ctx: ReadCtx, rows: Sequence[Any]) -> list[DataAsset]:
    return [as_asset(ctx, each, None) for each in rows]


def with_charts(
    ctx: ReadCtx, rows: Sequence[Any], *, width: int, start: float | None = None, end: float | None = None
) -> list[DataAsset]:
    """As `with_data`, lines as curves of at most two points a pixel. Only some lines at a time are held in memory."""
    made: list[DataAsset] = []
    for group in _groups(rows):
        chunks = asset_rows.chunks_of(ctx.db, [row.id for row in group if row.line is not None])
        for row in group:
            if row.line is None:
                made.append(as_asset(ctx, row, row.data))
                continue
            line = Line.of(row.line)
            body = lines.joined(line.form, line.keys, chunks.pop(row.id))
            made.append(
                as_asset(ctx, row, None, chart=charts.curves(line.form, body, width=width, start=start, end=end))
            )
    return made


def _groups(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """Rows in their order, so many at a time that their points fit into memory well."""
    group: list[Any] = []
    points = 0
    for row in rows:
        group.append(row)
        points += (row.points or 0) * max(1, len(row.line["keys"]) if row.line else 1)
        if points > _AT_ONCE:
            yield group
            group, points = [], 0
    if group:
        yield group


def found(ctx: ReadCtx, experiment_row: int, name: str) -> Any:
    """The row of an asset, with its data if it is no line. Raises `DataUnknown`."""
    rows = [] if "\x00" in name else asset_rows.of_experiment(ctx.db, experiment_row, names=[name], with_data=True)
    if not rows:
        raise DataUnknown(name)
    return rows[0]


def one(
    ctx: ReadCtx,
    experiment: str,
    name: str,
    *,
    width: int | None = None,
    start: float | None = None,
    end: float | None = None,
) -> DataAsset:
    """One data-asset, exactly as it was sent; with `width`, a line as a chart. Raises `DataUnknown`."""
    row = found(ctx, brief(ctx, experiment).row, name)
    if width is None:
        return with_data(ctx, [row])[0]
    return with_charts(ctx, [row], width=width, start=start, end=end)[0]


def csv(ctx: ReadCtx, experiment: str, name: str) -> Iterator[bytes]:
    """A line, bar or table as CSV."""
    asset = one(ctx, experiment, name)
    yield from charts.as_csv(asset.type, asset.data)

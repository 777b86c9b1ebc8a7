"""Many experiments at once: lists with their last metrics, the columns there are, comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from picsellia_server.context import ReadCtx
from picsellia_server.errors import Invalid
from picsellia_server.experiments import asset_rows, listing, reading, repository
from picsellia_server.experiments.model import (
    COMPARED,
    PARAMETERS,
    Column,
    ComparedAsset,
    ComparedData,
    Comparison,
    Experiment,
    ExperimentUnknown,
)
from picsellia_server.experiments.query import By, Order, Sought
from picsellia_server.experiments.shown import as_experiment
from picsellia_server.projects import service as projects

_ASSETS = 20_000  # data-assets in one comparison
_POINTS = 2_000_000  # drawn in one comparison


def page(
    ctx: ReadCtx,
    project: str,
    sought: Sought,
    *,
    order: Order,
    metrics: Sequence[str],
    parameters: Sequence[str],
    after: tuple[Any, ...] | None,
    limit: int,
) -> tuple[list[Experiment], tuple[Any, ...] | None]:
    """Experiments with the last numbers of `metrics` and the `parameters` asked for; and the key of the last."""
    home = projects.row_of(ctx, project)
    if after is not None and order.by is By.UPDATED:
        after = (after[0], _moment(after[1]), after[2])
    rows = listing.page(ctx.db, home.row, sought, order=order, after=after, limit=limit)
    found = _columns(ctx, [row.id for row in rows], metrics, parameters)
    experiments = [as_experiment(row, metrics=found[row.id][0], parameters=found[row.id][1]) for row in rows]
    return experiments, _key(order, rows[-1]) if len(rows) == limit else None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("This cursor is not one of this list. Leave it out to start at the first page.") from None


def _key(order: Order, row: Any) -> tuple[Any, ...]:
    value = row.sort_key.isoformat() if isinstance(row.sort_key, datetime) else row.sort_key
    if value is None:
        return 1, 0.0, row.id
    return 0, value, row.id


def _columns(
    ctx: ReadCtx, rows: Sequence[int], metrics: Sequence[str], parameters: Sequence[str]
) -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    """By experiment: the last of each metric (a number, or numbers by series), and each parameter."""
    found: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {row: ({}, {}) for row in rows}
    names = [*metrics, *([PARAMETERS] if parameters else [])]
    if not names:
        return found
    for row in listing.last_of(ctx.db, rows, names):
        last = row.last or {}
        if row.name in metrics:
            found[row.experiment_id][0][row.name] = next(iter(last.values())) if len(last) == 1 else last
        if row.name == PARAMETERS:
            found[row.experiment_id][1].update({name: last[name] for name in parameters if name in last})
    return found


def count(ctx: ReadCtx, project: str, sought: Sought) -> int:
    return listing.count(ctx.db, projects.row_of(ctx, project).row, sought)


def columns(ctx: ReadCtx, project: str, *, q: str, limit: int) -> list[Column]:
    """What lists of the project can show and sort by, the commonest first, with `q` in the name."""
    home = projects.row_of(ctx, project)
    metrics = listing.metric_names(ctx.db, home.row, q=q, limit=limit)
    parameters = listing.parameter_names(ctx.db, home.row, q=q, limit=limit)
    found = [Column(kind="metric", name=m.name, type=m.type, experiments=m.experiments) for m in metrics]
    found += [Column(kind="parameter", name=p.name, type="table", experiments=p.experiments) for p in parameters]
    return found[:limit]


def compare(
    ctx: ReadCtx,
    experiments: Sequence[str],
    *,
    names: Sequence[str] | None,
    width: int,
    data: bool,
    part: tuple[float | None, float | None] = (None, None),
) -> Comparison:
    """The data-assets that at least two of the experiments share by name and type, lines as charts.

    Of lines the `part` between two x. With `data` false only which there are, and their last numbers. Order follows
    `experiments`.
    """
    ids = list(dict.fromkeys(experiments))
    if not 2 <= len(ids) <= COMPARED:
        raise Invalid(f"A comparison is of 2 to {COMPARED} experiments; these are {len(ids)}.")
    rows = repository.by_uuids(ctx.db, ctx.who.org_id, ids)
    if missing := [each for each in ids if each not in rows]:
        raise ExperimentUnknown(missing[0])
    found = {rows[each].id: each for each in ids}
    shared = listing.comparable(ctx.db, list(found), names)
    kept = {(each.name, each.type): ComparedAsset(name=each.name, type=each.type, items=[]) for each in shared}
    assets = asset_rows.of_experiments(ctx.db, list(found), [each.name for each in shared], with_data=data)
    assets = [row for row in assets if (row.name, row.type) in kept]
    if data:
        _check_size(assets, width)
    if data:
        shown = reading.with_charts(ctx, assets, width=width, start=part[0], end=part[1])
    else:
        shown = reading.without_data(ctx, assets)
    for row, asset in zip(assets, shown, strict=True):
        item = ComparedData(experiment_id=found[row.experiment_id], asset=asset)
        kept[row.name, row.type].items.append(item)
    place = {each: at for at, each in enumerate(ids)}
    for compared in kept.values():
        compared.items.sort(key=lambda item: place[item.experiment_id])
    return Comparison(experiments=[as_experiment(rows[each]) for each in ids], assets=list(kept.values()))


def _check_size(assets: Sequence[Any], width: int) -> None:
    drawn = sum(min(row.points, 2 * width) * max(1, len(row.line["keys"])) for row in assets if row.line is not None)
    if len(assets) > _ASSETS or drawn > _POINTS:
        raise Invalid(
            f"This compares {len(assets):,} data-assets with {drawn:,} points. Name those to draw in `names` "
            "(`data` false lists them), or ask for a smaller `width`."
        )

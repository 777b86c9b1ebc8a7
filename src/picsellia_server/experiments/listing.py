"""Lists of experiments: filtered and sorted by what they logged last, with no look at any history.

Part of the repository. Names of metrics and parameters are values here, never columns.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from picsellia_server.db.engine import ReadDb
from picsellia_server.db.metadata import among
from picsellia_server.experiments.model import PARAMETERS
from picsellia_server.experiments.query import By, Order, Sought, Term
from picsellia_server.experiments.repository import LIVE, whole
from picsellia_server.experiments.tables import data_assets as assets
from picsellia_server.experiments.tables import experiments
from picsellia_server.projects.tables import projects

_COMPARE: dict[str, Callable[[Any, Any], sa.ColumnElement[bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PLAIN = {
    By.CREATED: experiments.c.id,
    By.UPDATED: experiments.c.updated_at,
    By.NAME: experiments.c.name,
    By.STATUS: experiments.c.status,
}


def _number(by: By, name: str) -> sa.ColumnElement[Any]:
    """The last number of a metric, or a parameter that is a number; null where an experiment has none."""
    query = sa.select(assets.c.last_number if by is By.METRIC else _parameter_number(name))
    query = query.where(assets.c.experiment_id == experiments.c.id)
    return query.where(assets.c.name == (name if by is By.METRIC else PARAMETERS)).scalar_subquery()


def _parameter_number(name: str) -> sa.ColumnElement[Any]:
    value = assets.c.last[name]
    return sa.case((sa.func.jsonb_typeof(value) == "number", sa.cast(value.astext, sa.Float)))


def _condition(term: Term) -> sa.ColumnElement[bool]:
    if isinstance(term.value, float):
        return _COMPARE[term.operator](_number(term.by, term.name), term.value)
    text = sa.select(assets.c.last[term.name if term.by is By.PARAMETER else "value"].astext)
    text = text.where(assets.c.experiment_id == experiments.c.id)
    text = text.where(assets.c.name == (PARAMETERS if term.by is By.PARAMETER else term.name))
    return _COMPARE[term.operator](text.scalar_subquery(), term.value)


def _where(project: int, sought: Sought) -> list[sa.ColumnElement[bool]]:
    found = [experiments.c.project_id == project, LIVE, *map(_condition, sought.terms)]
    if sought.q:
        columns = (experiments.c.name, experiments.c.description)
        found.append(sa.or_(*(column.icontains(sought.q, autoescape=True) for column in columns)))
    if sought.statuses:
        found.append(among(experiments.c.status, sought.statuses))
    return found


def page(
    db: ReadDb, project: int, sought: Sought, *, order: Order, after: tuple[Any, ...] | None, limit: int
) -> Sequence[sa.Row[Any]]:
    """Live experiments after the key `after`; those without the metric that is sorted by come last."""
    key = _PLAIN[order.by] if order.by in _PLAIN else _number(order.by, order.name)
    query = whole.add_columns(key.label("sort_key")).where(*_where(project, sought))
    if after is not None:
        query = query.where(_beyond(key, order, *after))
    ordering = [column.desc() if order.down else column.asc() for column in (key, experiments.c.id)]
    return db.execute(query.order_by(key.is_(None), *ordering).limit(limit)).all()


def _beyond(key: sa.ColumnElement[Any], order: Order, missing: int, value: Any, row: int) -> sa.ColumnElement[bool]:
    compare = operator.lt if order.down else operator.gt
    later: sa.ColumnElement[bool] = compare(experiments.c.id, row)
    if missing:
        return sa.and_(key.is_(None), later)
    return sa.or_(key.is_(None), compare(key, value), sa.and_(key == value, later))


def count(db: ReadDb, project: int, sought: Sought) -> int:
    query = sa.select(sa.func.count()).select_from(
        experiments.join(projects, projects.c.id == experiments.c.project_id)
    )
    return int(db.execute(query.where(*_where(project, sought))).scalar_one())


def last_of(db: ReadDb, experiment_rows: Sequence[int], names: Sequence[str]) -> Sequence[sa.Row[Any]]:
    """(experiment_id, name, type, last) of the assets of these names."""
    query = sa.select(assets.c.experiment_id, assets.c.name, assets.c.type, assets.c.last).where(
        among(assets.c.experiment_id, experiment_rows), among(assets.c.name, names)
    )
    return db.execute(query).all()


def metric_names(db: ReadDb, project: int, *, q: str, limit: int) -> Sequence[sa.Row[Any]]:
    """(name, type, experiments) of what live experiments have logged, the commonest first."""
    count = sa.func.count().label("experiments")
    query = (
        sa.select(assets.c.name, assets.c.type, count)
        .join(experiments, experiments.c.id == assets.c.experiment_id)
        .where(experiments.c.project_id == project, experiments.c.trashed_at.is_(None))
        .where(assets.c.type.in_(["value", "line"]))
        .group_by(assets.c.name, assets.c.type)
        .order_by(count.desc(), assets.c.name)
        .limit(limit)
    )
    return db.execute(query.where(assets.c.name.icontains(q, autoescape=True)) if q else query).all()


def parameter_names(db: ReadDb, project: int, *, q: str, limit: int) -> Sequence[sa.Row[Any]]:
    """(name, experiments) of the parameters of live experiments, the commonest first."""
    key = sa.func.jsonb_object_keys(assets.c.last).label("name")
    keys = (
        sa.select(key)
        .join(experiments, experiments.c.id == assets.c.experiment_id)
        .where(experiments.c.project_id == project, experiments.c.trashed_at.is_(None))
        .where(assets.c.name == PARAMETERS, sa.func.jsonb_typeof(assets.c.last) == "object")
        .subquery()
    )
    count = sa.func.count().label("experiments")
    query = sa.select(keys.c.name, count).group_by(keys.c.name).order_by(count.desc(), keys.c.name).limit(limit)
    return db.execute(query.where(keys.c.name.icontains(q, autoescape=True)) if q else query).all()


def comparable(db: ReadDb, experiment_rows: Sequence[int], names: Sequence[str] | None) -> Sequence[sa.Row[Any]]:
    """(name, type) that at least two of the experiments share."""
    query = (
        sa.select(assets.c.name, assets.c.type, sa.func.min(assets.c.id).label("first"))
        .where(among(assets.c.experiment_id, experiment_rows))
        .group_by(assets.c.name, assets.c.type)
        .having(sa.func.count() > 1)
    )
    if names is not None:
        query = query.where(among(assets.c.name, names))
    return db.execute(query.order_by("first")).all()

"""Finding an experiment that the current organization may see: the first step of every verb."""

from __future__ import annotations

from typing import Any

import orjson

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import repository
from picsellia_server.experiments.model import NAME, ExperimentRow, ExperimentUnknown
from picsellia_server.networks.attributes import checked_title
from picsellia_server.networks.service import is_id

CHANNEL = "experiments"
_NAMES = 50


def organization_of(ctx: ReadCtx, experiment: str) -> int | None:
    """Whose experiment it is (row id); None when it is no experiment."""
    return repository.organization_of(ctx.db, experiment) if is_id(experiment) else None


def checked_experiment_name(name: Any) -> str:
    return checked_title(name, "experiment", limit=NAME)


def brief(ctx: ReadCtx, experiment: str) -> ExperimentRow:
    """A live experiment by id, without what is shown of it."""
    found = repository.brief(ctx.db, ctx.who.org_id, experiment) if is_id(experiment) else None
    if found is None:
        raise ExperimentUnknown(experiment)
    return found


def row_in(ctx: ReadCtx, project_row: int, experiment: str) -> Any:
    """The row of a live experiment of a project, by id or by name."""
    row = repository.by_uuid(ctx.db, ctx.who.org_id, experiment) if is_id(experiment) else None
    if row is not None and row.project_id == project_row:
        return row
    row = None if "\x00" in experiment else repository.by_name(ctx.db, project_row, experiment)
    if row is None:
        raise ExperimentUnknown(experiment)
    return row


def tell(ctx: Ctx, what: str, row: ExperimentRow, *, names: list[str] | None = None, lines: int | None = None) -> None:
    """Let live views know what changed: ids and names alone, once a transaction."""
    payload: dict[str, Any] = {"what": what, "org": ctx.who.org_uuid, "project": row.project_id, "experiment": row.id}
    if names:
        payload["names"] = [name[:60] for name in names[:_NAMES]]
    if lines is not None:
        payload["lines"] = lines
    ctx.notify(CHANNEL, orjson.dumps(payload).decode())

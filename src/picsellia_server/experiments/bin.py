"""The trash of experiments: in, listed, out again, and gone for good."""

from __future__ import annotations

from datetime import timedelta

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import repository
from picsellia_server.experiments.access import brief, checked_experiment_name, tell
from picsellia_server.experiments.model import (
    Experiment,
    ExperimentRow,
    ExperimentTaken,
    ExperimentUnknown,
    TrashedExperiment,
)
from picsellia_server.experiments.shown import as_experiment
from picsellia_server.networks import service as networks
from picsellia_server.projects import service as projects

_PURGE = 20
_WRITERS = 10_000
_SILENT = timedelta(days=90)


def trash(ctx: Ctx, experiment: str) -> None:
    """Put an experiment into the trash; its name is free at once."""
    row = brief(ctx, experiment)
    trashed_at = {"trashed_at": ctx.now, "trashed_by": ctx.who.user_id or None}
    repository.update(ctx.db, row.row, trashed_at)
    projects.count_experiments(ctx, row.project_row, -1)
    ctx.record("experiment.trashed", "experiment", row.id, name=row.name)
    tell(ctx, "trashed", row)


def delete_all(ctx: Ctx, project: str) -> int:
    """Put all experiments of a project into the trash; how many."""
    home = projects.row_of(ctx, project)
    gone = repository.trash_all(ctx.db, home.row, ctx.now, ctx.who.user_id or None)
    if gone:
        projects.count_experiments(ctx, home.row, -len(gone))
        ctx.record("experiments.trashed", "project", home.id, name=home.name, before=gone[:1_000])
        row = ExperimentRow(
            row=0, id="", org_id=home.org_id, project_row=home.row, project_id=home.id, name="", version_row=None
        )
        tell(ctx, "trashed", row)
    return len(gone)


def trashed(ctx: ReadCtx, project: str) -> list[TrashedExperiment]:
    home = projects.row_of(ctx, project)
    return [
        TrashedExperiment(experiment=as_experiment(row), trashed_at=row.trashed_at, trashed_by=row.trasher)
        for row in repository.in_trash(ctx.db, home.row)
    ]


def restore(ctx: Ctx, experiment: str, *, name: str | None = None) -> Experiment:
    """Bring an experiment back, under another name where its own has been taken since."""
    known = networks.is_id(experiment)
    row = repository.by_uuid(ctx.db, ctx.who.org_id, experiment, trashed=True) if known else None
    if row is None:
        raise ExperimentUnknown(experiment)
    if row.trashed_at is not None:
        wanted = row.name if name is None else checked_experiment_name(name)
        if not repository.update(ctx.db, row.id, {"name": wanted, "trashed_at": None, "trashed_by": None}):
            raise ExperimentTaken(wanted)
        projects.count_experiments(ctx, row.project_id, 1)
        ctx.record("experiment.restored", "experiment", row.uuid, name=wanted)
        tell(ctx, "restored", repository.as_row(row))
    back = repository.by_uuid(ctx.db, ctx.who.org_id, row.uuid)
    if back is None:  # its project is in the trash
        raise ExperimentUnknown(experiment)
    return as_experiment(back)


def purge(ctx: Ctx) -> int:
    """Delete for good what has been in the trash for long enough, of every organization; how many."""
    gone = repository.purge(ctx.db, ctx.now - timedelta(days=ctx.settings.trash_days), _PURGE)
    repository.forget_writers(ctx.db, ctx.now - _SILENT, _WRITERS)
    return gone + repository.delete_unheard_streams(ctx.db, _PURGE)

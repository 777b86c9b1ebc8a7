"""Rows of runs as the rest of the server knows them. Part of the service."""

from __future__ import annotations

from typing import Any

from picsellia_server.context import ReadCtx
from picsellia_server.scans import repository
from picsellia_server.scans.model import Bundled, Run, Trial


def as_run(ctx: ReadCtx, row: Any) -> Run:
    files = {
        file.place: Bundled(file_name=file.file_name, key=file.shown_key)
        for file in repository.files_of(ctx.db, row.scan_id)
    }
    return Run(
        id=row.uuid,
        order=row.place,
        status=row.status,
        parameters=row.parameters,
        experiment=trial_of(row),
        metric=row.metric,
        value=row.value,
        duration=duration_of(ctx, row),
        start_time=row.started_at,
        end_time=row.ended_at,
        date_created=row.created_at,
        docker_image=row.image,
        info=row.info,
        config=row.config,
        data=[file for place, file in files.items() if place],
        requirements=row.requirements,
        script=files.get(0),
    )


def duration_of(ctx: ReadCtx, row: Any) -> float:
    """Seconds since a run was taken, up to its end or to now."""
    return round(((row.ended_at or ctx.now) - row.started_at).total_seconds(), 3) if row.started_at else 0


def trial_of(row: Any) -> Trial | None:
    if row.experiment_uuid is None:
        return None
    return Trial(
        id=row.experiment_uuid,
        name=row.experiment_name,
        description=row.experiment_description,
        status=row.experiment_status,
    )

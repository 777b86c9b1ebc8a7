"""Scans as the REST API shows them: lists, one with its files, its runs. Part of the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from picsellia_server.blobs import service as blobs
from picsellia_server.context import ReadCtx
from picsellia_server.projects import service as projects
from picsellia_server.scans import plan, repository
from picsellia_server.scans.model import MINIMIZE, Best, Scan, ScanFile, Tally, Trial, WholeScan
from picsellia_server.scans.service import scan_row
from picsellia_server.scans.shown import duration_of, trial_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRun:
    """A run in the list of its scan; `duration` in seconds."""

    id: str
    order: int
    status: str
    parameters: dict[str, Any]
    experiment: Trial | None
    value: float | None
    duration: float
    start_time: datetime | None
    end_time: datetime | None
    info: dict[str, Any]


def page(ctx: ReadCtx, project: str, *, before: int | None, limit: int) -> tuple[list[Scan], int | None]:
    """Scans of a project, the newest first, and the key of the last one when there may be more."""
    rows = repository.page(ctx.db, projects.row_of(ctx, project).row, before=before, limit=limit)
    return _as_scans(ctx, rows), rows[-1].id if len(rows) == limit else None


def one(ctx: ReadCtx, scan: str) -> WholeScan:
    """A scan with its configuration and the addresses of its files. Raises `ScanIdUnknown`."""
    row = scan_row(ctx, scan)
    files = repository.files_of(ctx.db, row.id)
    stored = blobs.by_rows(ctx, [file.blob_id for file in files])
    shown = {
        file.place: ScanFile(
            file_name=file.file_name,
            size=stored[file.blob_id].size,
            url=blobs.address(ctx, stored[file.blob_id], name=file.file_name),
        )
        for file in files
    }
    return WholeScan(
        scan=_as_scans(ctx, [row])[0],
        config=row.config,
        requirements=row.requirements,
        script=shown.get(0),
        data=[file for place, file in shown.items() if place],
    )


def runs(ctx: ReadCtx, scan: str, *, after: int, limit: int) -> tuple[list[BriefRun], int | None]:
    """Runs after the place `after`, in their order, and the place of the last one when there may be more."""
    rows = repository.runs_of(ctx.db, scan_row(ctx, scan).id, after=after, limit=limit)
    return [_brief(ctx, row) for row in rows], rows[-1].place if len(rows) == limit else None


def _brief(ctx: ReadCtx, row: Any) -> BriefRun:
    return BriefRun(
        id=row.uuid,
        order=row.place,
        status=row.status,
        parameters=row.parameters,
        experiment=trial_of(row),
        value=row.value,
        duration=duration_of(ctx, row),
        start_time=row.started_at,
        end_time=row.ended_at,
        info=row.info,
    )


def _as_scans(ctx: ReadCtx, rows: Sequence[Any]) -> list[Scan]:
    ids = [row.id for row in rows]
    tallies, best = repository.tallies(ctx.db, ids), repository.best(ctx.db, ids)
    return [_as_scan(row, tallies.get(row.id), best.get(row.id)) for row in rows]


def _as_scan(row: Any, tally: Any, best: Any) -> Scan:
    total, waiting, ended = (tally.total, tally.waiting, tally.ended) if tally else (0, 0, 0)
    metric = row.config.get("metric") or {}
    return Scan(
        id=row.uuid,
        name=row.name,
        project=row.project_uuid,
        project_name=row.project_name,
        strategy=row.config.get("strategy", plan.GRID),
        metric=row.metric,
        goal=metric.get("goal", MINIMIZE) if row.metric else None,
        image=row.image,
        script=row.script,
        workers=row.workers,
        created_by=row.username,
        created_at=row.created_at,
        runs=Tally(total=total, waiting=waiting, running=total - waiting - ended, ended=ended),
        best=Best(id=best.uuid, order=best.place, value=best.value, experiment=trial_of(best)) if best else None,
    )

"""Changing the tags of any number of pictures, so that it can be taken back exactly. Part of the service.

What matches is written down when it is asked for; few pictures are done at once, many by a job with progress.
Afterwards the change knows which pictures got a tag that they had not, and which lost one that they had.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import Invalid
from picsellia_server.jobs import service as jobs
from picsellia_server.jobs.model import JobState, JobUnknown
from picsellia_server.pictures import change_rows, repository, service
from picsellia_server.pictures.model import ChangeState, Chosen, TagChange, TagChangeRunning, TagChangeUnknown

AT_ONCE = 5_000
"""Most pictures that a request changes itself."""
KEPT = timedelta(days=1)

Progress = Callable[[int, int], None]


def begin(ctx: Ctx, chosen: Chosen, *, without: Sequence[str] = (), add: Sequence[str], remove: Sequence[str]) -> str:
    """Change the tags of the chosen pictures, but of those `without`; the change's id. Many are left to a job."""
    add, remove = service.checked_tags(add), service.checked_tags(remove)
    if both := set(add) & set(remove):
        raise Invalid(f"The tag {sorted(both)[0]!r} is to be added and removed at once. Choose one.")
    if not add and not remove:
        raise Invalid("Say which tags: give `add` or `remove`.")
    uuid = ctx.new_id()
    change = change_rows.insert_change(
        ctx.db,
        {
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "user_id": ctx.who.user_id or None,
            "at": ctx.now,
            "add": add,
            "remove": remove,
            "pictures": 0,
            "state": "asked",
        },
    )
    spared = list(repository.rows_of(ctx.db, ctx.who.org_id, without).values())
    rows = service.row_query(ctx, chosen)
    total = change_rows.keep_asked(ctx.db, change, rows, without=spared, chunk=service.CHUNK)
    many = total > AT_ONCE
    job = ctx.new_id() if many else None
    change_rows.set_change(ctx.db, change, {"pictures": total, "job": job})
    if many:
        ctx.later("pictures.retag", job=job, user_id=ctx.who.user_id, change=uuid)
    else:
        run(ctx, uuid, progress=lambda done, of: None)
    return uuid


def run(ctx: Ctx, uuid: str, *, progress: Progress) -> None:
    """Do what a change asks for. One transaction; once it is done, asking again does nothing."""
    change = change_rows.change_of(ctx.db, ctx.who.org_id, uuid, lock=True)
    if change is None or change.state != "asked":
        return
    added = list(repository.ensure_tags(ctx.db, ctx.who.org_id, change.add).values())
    removed = [row.id for row in repository.tag_rows(ctx.db, ctx.who.org_id, change.remove).values()]
    done = 0
    for number in change_rows.asked(ctx.db, change.id):
        rows = change_rows.part(ctx.db, number).picture_ids
        if added:
            change_rows.add(ctx.db, change.id, added, rows)
        if removed:
            change_rows.remove(ctx.db, change.id, removed, rows)
        change_rows.drop_part(ctx.db, number)
        done += len(rows)
        progress(done, change.pictures)
    change_rows.set_change(ctx.db, change.id, {"state": "done", "job": None})
    if done:
        after = {"pictures": done, "add": change.add, "remove": change.remove}
        ctx.record("pictures.tagged", "lake", None, after=after)


def one(ctx: ReadCtx, uuid: str) -> TagChange:
    row = change_rows.change_of(ctx.db, ctx.who.org_id, uuid)
    if row is None:
        raise TagChangeUnknown
    state, done, error = _progress(ctx, row)
    return TagChange(
        id=row.uuid, state=state, add=row.add, remove=row.remove, pictures=row.pictures, done=done, error=error
    )


def _progress(ctx: ReadCtx, row: Any) -> tuple[ChangeState, int, str | None]:
    """A change that is not over is where its job is."""
    if row.job is None:
        return (ChangeState.UNDONE if row.state == "undone" else ChangeState.DONE), row.pictures, None
    try:
        job = jobs.one(ctx, row.job)
    except JobUnknown:
        return ChangeState.FAILED, 0, "Its job is gone. Ask for it again."
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        return ChangeState.FAILED, 0, job.error or "Its job was cancelled: nothing was changed."
    return (ChangeState.WAITING if job.state is JobState.WAITING else ChangeState.RUNNING), job.done, None


def undo(ctx: Ctx, uuid: str) -> TagChange:
    """Give every picture the tags that it had before the change. Many are left to a job; twice changes nothing."""
    row = change_rows.change_of(ctx.db, ctx.who.org_id, uuid, lock=True)
    if row is None:
        raise TagChangeUnknown
    state, _, _ = _progress(ctx, row)
    if state in (ChangeState.WAITING, ChangeState.RUNNING):
        raise TagChangeRunning
    if row.state == "asked":  # its job was given up, and nothing was changed
        change_rows.set_change(ctx.db, row.id, {"state": "undone", "job": None})
    if row.state in ("asked", "undone"):
        return one(ctx, uuid)
    many = row.pictures > AT_ONCE
    job = ctx.new_id() if many else None
    change_rows.set_change(ctx.db, row.id, {"state": "undoing", "job": job})
    if many:
        ctx.later("pictures.retag_undo", job=job, user_id=ctx.who.user_id, change=uuid)
    else:
        run_undo(ctx, uuid, progress=lambda done, of: None)
    return one(ctx, uuid)


def run_undo(ctx: Ctx, uuid: str, *, progress: Progress) -> None:
    """Take a change back, the last part first. One transaction; asking again does nothing."""
    change = change_rows.change_of(ctx.db, ctx.who.org_id, uuid, lock=True)
    if change is None or change.state != "undoing":
        return
    parts = change_rows.done(ctx.db, change.id)
    for at, number in enumerate(reversed(parts), start=1):
        change_rows.take_back(ctx.db, change_rows.part(ctx.db, number))
        change_rows.drop_part(ctx.db, number)
        progress(change.pictures * at // len(parts), change.pictures)
    change_rows.set_change(ctx.db, change.id, {"state": "undone", "job": None})
    after = {"pictures": change.pictures, "add": change.add, "remove": change.remove}
    ctx.record("pictures.tagging_undone", "lake", None, before=after)


def forget(ctx: Ctx) -> None:
    change_rows.forget(ctx.db, ctx.now - KEPT)

"""One job, run: a thread, a context, a transaction.

Not here: fetching jobs and what happens after one has failed (`worker.py`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from threading import Thread
from typing import Any

import structlog
from sqlalchemy.exc import NoResultFound

from picsellia_server.accounts import repository as accounts
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.context import House
from picsellia_server.jobs.progress import Watched
from picsellia_server.jobs.registry import Job, JobCtx

log = structlog.get_logger()

# For what belongs to the installation as a whole, such as sweeping.
OPERATOR = Principal(user_id=0, username="", org_id=0, org_uuid="", org_name="", role=Role.OWNER)


async def in_thread(house: House, kind: Job, args: Mapping[str, Any]) -> None:
    """Run a job in a thread of its own, which a stopping server does not wait for.

    Cancelled, it gives up at the job's next `progress`, or at the latest before its commit.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    job_id = args.get("job")
    watched = Watched(house.engine, str(job_id) if job_id is not None else None)

    def tell(error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

    def work() -> None:
        error: BaseException | None = None
        try:
            run(house, kind, args, watched)
        except BaseException as raised:  # noqa: BLE001 -- handed to the loop, which tells the queue
            error = raised if isinstance(raised, Exception) else RuntimeError(repr(raised))
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, error)

    Thread(target=work, name=f"job {kind.name}", daemon=True).start()
    try:
        await done
    except asyncio.CancelledError:
        watched.given_up.set()
        raise


def run(house: House, kind: Job, args: Mapping[str, Any], watched: Watched) -> None:
    """The job's function in one transaction; raises what it raised, after keeping the reason."""
    started = time.perf_counter()
    rest = {name: value for name, value in args.items() if name not in ("job", "org_id", "user_id", "timestamp")}
    with structlog.contextvars.bound_contextvars(job=kind.name, job_id=watched.job_id):
        try:
            who = _principal(house, args)
            if who is None:
                log.info("job.dropped", reason="its organization is gone")
                return
            with house.writing(who) as ctx:
                kind.handler(JobCtx.of(ctx, job_id=watched.job_id or "", report=watched.report), **rest)
                watched.check()
        except Exception as error:
            log.warning("job.failed", error=repr(error)[:500], exc_info=True)
            watched.failed(error)
            raise
        log.info("job.done", ms=round((time.perf_counter() - started) * 1000, 1))


def _principal(house: House, args: Mapping[str, Any]) -> Principal | None:
    """Whose job it is; None when the organization has been deleted since."""
    org_id = args.get("org_id")
    if not org_id:
        return OPERATOR
    with house.reading(OPERATOR) as ctx:
        try:
            org = accounts.organization_by_id(ctx.db, int(org_id))
        except NoResultFound:
            return None
        user_id = int(args.get("user_id") or 0)
        name = accounts.usernames(ctx.db, [user_id]).get(user_id, "")
    return Principal(
        user_id=user_id if name else 0,
        username=name,
        org_id=org.id,
        org_uuid=str(org.uuid),
        org_name=org.name,
        role=Role.OWNER,
    )

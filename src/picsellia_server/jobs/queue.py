"""Puts jobs into the queue, in the caller's own transaction: nothing runs before it is committed.

The queue is Procrastinate's, in the same PostgreSQL. A job's arguments carry the organization
(`org_id`) and the job's public id (`job`), so that jobs can be listed and shown to their people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from picsellia_server.jobs.registry import Job, named

# Never opened, and knows no tasks: it only writes rows through connections that are handed to it.
_queue = App(connector=SyncPsycopgConnector())


def defer(connection: sa.Connection, job: str, args: Mapping[str, Any]) -> None:
    """Queue a job; it starts some milliseconds after the commit. `args` is what JSON can hold.

    Nothing is added when a job with the same `once` is waiting already.
    """
    kind = named(job)
    given = {"job": str(uuid4()), **args}
    if kind.once is None:
        _add(connection, kind, given)
        return
    try:
        with connection.begin_nested():  # a refused row must not spoil the caller's transaction
            _add(connection, kind, given)
    except AlreadyEnqueued:
        return


def _add(connection: sa.Connection, kind: Job, args: Mapping[str, Any]) -> None:
    _queue.configure_task(
        kind.name,
        allow_unknown=True,
        connection=connection.connection.driver_connection,
        queue=kind.queue,
        priority=kind.priority,
        lock=filled(kind.lock, kind.name, args),
        queueing_lock=filled(kind.once, kind.name, args),
    ).defer(**args)


def filled(template: str | None, name: str, args: Mapping[str, Any]) -> str | None:
    """A lock's name: the template with the arguments put in, apart from other jobs' locks."""
    return None if template is None else f"{name}:{template.format(**args)}"

"""What a service gets: `ReadCtx` to look, `Ctx` to change; and the house that opens them.

One request, one job or one command opens one context, which is one transaction; it runs one service
function, commits, and is done. Nothing inside commits (the law of the edge).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from picsellia_server.accounts import repository as accounts
from picsellia_server.accounts.model import Principal
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.settings import Settings
from picsellia_server.storage.port import Storage

Defer = Callable[[sa.Connection, str, Mapping[str, Any]], None]


def utc_now() -> datetime:
    return datetime.now(UTC)


def uuid_text() -> str:
    return str(uuid4())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCtx:
    """A look at one moment: a read-only transaction over one snapshot."""

    db: ReadDb
    storage: Storage
    who: Principal
    now: datetime
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ctx(ReadCtx):
    """A change: everything done through it is kept or dropped together."""

    db: Db
    new_id: Callable[[], str]
    defer: Defer

    def later(self, job: str, /, **args: Any) -> None:
        """Run a job once this transaction has been committed; nothing runs if it is not."""
        self.defer(self.db.connection, job, {"org_id": self.who.org_id, **args})

    def record(
        self,
        verb: str,
        subject_type: str,
        subject_id: str | None,
        *,
        name: str | None = None,
        before: Any = None,
        after: Any = None,
    ) -> None:
        """Append to the event record; `before` and `after` only where they are small."""
        accounts.insert_event(
            self.db,
            {
                "org_id": self.who.org_id or None,
                "user_id": self.who.user_id or None,
                "at": self.now,
                "verb": verb,
                "subject_type": subject_type,
                "subject_id": subject_id,
                "subject_name": name,
                "before": before,
                "after": after,
            },
        )

    def notify(self, channel: str, payload: str) -> None:
        """Tell listeners at commit; ids only, as PostgreSQL refuses more than 8,000 bytes."""
        self.db.write(sa.text("SELECT pg_notify(:channel, :payload)"), {"channel": channel, "payload": payload})


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The installation: settings and ports, put together once by `app.py`, `cli.py` or a test."""

    settings: Settings
    engine: sa.Engine
    storage: Storage
    defer: Defer
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = uuid_text

    def connect(self, *, write: bool) -> sa.Connection:
        """A connection whose transaction is read-only and repeatable unless `write`."""
        if write:
            return self.engine.connect()
        return self.engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def reader(self, connection: sa.Connection, who: Principal) -> ReadCtx:
        return ReadCtx(db=ReadDb(connection), storage=self.storage, who=who, now=self.clock(), settings=self.settings)

    def writer(self, connection: sa.Connection, who: Principal) -> Ctx:
        return Ctx(
            db=Db(connection),
            storage=self.storage,
            who=who,
            now=self.clock(),
            settings=self.settings,
            new_id=self.new_id,
            defer=self.defer,
        )

    @contextmanager
    def reading(self, who: Principal) -> Iterator[ReadCtx]:
        with self.connect(write=False) as connection:
            yield self.reader(connection, who)

    @contextmanager
    def writing(self, who: Principal) -> Iterator[Ctx]:
        with self.connect(write=True) as connection, connection.begin():
            yield self.writer(connection, who)

"""`picsellia-server gc`: removes now what would go by and by, and bytes that nothing speaks for; tells how much.

What it removes is out of everybody's reach already: expired uploads, blobs that no row refers to, things whose
time in the trash is over, and orphans in the store, which a crash leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from picsellia_server.blobs import repository as blob_rows
from picsellia_server.blobs.tables import blobs
from picsellia_server.context import Defer
from picsellia_server.db import migrate
from picsellia_server.db.engine import Db
from picsellia_server.jobs import registry
from picsellia_server.jobs.progress import Watched
from picsellia_server.jobs.run import OPERATOR, run
from picsellia_server.operations import stock
from picsellia_server.operations.place import Place
from picsellia_server.operations.report import count_text, size_text

_BATCH = 1_000
_TURNS = 100_000


@dataclass(slots=True)
class Collected:
    """`freed` in bytes, `kept` says what stays and why, a sentence each."""

    doomed: int = 0
    orphans: int = 0
    leftovers: int = 0
    freed: int = 0
    kept: list[str] = field(default_factory=list)


def gc(place: Place, *, dry_run: bool = False) -> Collected:
    """Remove what nobody can reach any more, all of it; `dry_run` only counts it."""
    place.must_be_current()
    migrate.all_tables()  # a table that is not known here could hold a reference that is not seen
    now = datetime.now(UTC)
    collected = Collected()
    if not dry_run:
        _housekeeping(place)
    with stock.taken(place) as connection:
        if dry_run:
            _count(connection, collected, now)
        else:
            _bury(place, connection, collected)
            _remove_orphans(place, connection, collected, now)
    if not dry_run:
        collected.leftovers = place.storage.sweep(before=now - _uploads_last(place))
    collected.kept += _kept(place, now)
    return collected


def _uploads_last(place: Place) -> timedelta:
    return max(timedelta(hours=place.settings.signed_url_hours), stock.YOUNG)


def _housekeeping(place: Place) -> None:
    """Every periodic job of the house, the sweeping of blobs last, again and again until nothing is left to it."""
    names = sorted((each.name for each in registry.all_periodic()), key=lambda name: name == "blobs.sweep")
    for name in names:
        if name == "blobs.bury":
            continue  # `_bury` does, and counts the bytes
        for _ in range(_TURNS):
            again = _Again(place.house.defer, name)
            run(replace(place.house, defer=again), registry.named(name), {}, Watched(place.engine, None))
            if not again.asked:
                break


class _Again:
    """Queues what a job asks for, but for itself: that is done here."""

    def __init__(self, defer: Defer, name: str) -> None:
        self.asked = False
        self._defer = defer
        self._name = name

    def __call__(self, connection: sa.Connection, job: str, args: Mapping[str, Any]) -> None:
        if job == self._name or (self._name, job) == ("blobs.sweep", "blobs.bury"):
            self.asked = True
        else:
            self._defer(connection, job, args)


def _bury(place: Place, connection: sa.Connection, collected: Collected) -> None:
    for keys in _doomed(place):
        sizes = "SELECT coalesce(sum(size), 0) FROM stored WHERE key = ANY(:keys)"
        collected.freed += int(connection.execute(sa.text(sizes), {"keys": keys}).scalar_one())
        collected.doomed += len(keys)


def _doomed(place: Place) -> Iterator[list[str]]:
    """The keys of each batch that was buried, until there is none, or a backup forbids it."""
    while True:
        with place.house.writing(OPERATOR) as ctx:
            keys = blob_rows.doomed(ctx.db, _BATCH)
            ctx.storage.delete(keys)
            blob_rows.forget_doomed(ctx.db, keys)
        if not keys:
            return
        yield keys


def _remove_orphans(place: Place, connection: sa.Connection, collected: Collected, now: datetime) -> None:
    while True:
        with place.engine.begin() as held:
            if not blob_rows.may_bury(Db(held)):
                count, size = stock.orphans(connection, now - stock.YOUNG)
                if count:
                    collected.kept.append(f"{count_text(count, 'orphan')} ({size_text(size)}): a backup is running.")
                return
            found = stock.orphan_keys(connection, now - stock.YOUNG, _BATCH)
            place.storage.delete(list(found))
        if not found:
            return
        collected.orphans += len(found)
        collected.freed += sum(found.values())


def _count(connection: sa.Connection, collected: Collected, now: datetime) -> None:
    """What would go, but for the trash whose time is over."""
    free = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(blobs.c.size), 0))
    count, size = connection.execute(free.where(blob_rows.unreferenced(now - timedelta(hours=1)))).one()
    doomed = """
        SELECT count(*), coalesce(sum(s.size), 0) FROM stored s
        WHERE s.key IN (SELECT key FROM doomed_keys UNION SELECT key FROM uploads WHERE expires_at <= now())
    """
    count_doomed, size_doomed = connection.execute(sa.text(doomed)).one()
    orphans, size_orphans = stock.orphans(connection, now - stock.YOUNG)
    collected.doomed = int(count) + int(count_doomed)
    collected.orphans = orphans
    collected.freed = int(size) + int(size_doomed) + size_orphans


def _kept(place: Place, now: datetime) -> list[str]:
    """What takes room and stays for now, with the reason."""
    days = place.settings.trash_days
    said = {
        "SELECT count(*), coalesce(sum(size), 0) FROM pictures WHERE trashed_at IS NOT NULL": (
            "picture",
            f"in the trash, for up to {days} days",
        ),
        "SELECT count(*), coalesce(sum(size), 0) FROM uploads WHERE expires_at > now()": (
            "upload",
            "begun and not finished; its ticket is still good",
        ),
        "SELECT count(*), 0 FROM doomed_keys": ("blob", "to be removed, but a backup is running"),
    }
    kept = []
    with place.engine.connect() as connection:
        for query, (what, why) in said.items():
            count, size = connection.execute(sa.text(query)).one()
            if count:
                kept.append(f"{count_text(int(count), what)} ({size_text(int(size))}): {why}.")
        young = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(blobs.c.size), 0))
        free = sa.and_(blob_rows.unreferenced(now), ~blob_rows.unreferenced(now - timedelta(hours=1)))
        count, size = connection.execute(young.where(free)).one()
        if count:
            kept.append(f"{count_text(int(count), 'blob')} ({size_text(int(size))}): not an hour old.")
    return kept

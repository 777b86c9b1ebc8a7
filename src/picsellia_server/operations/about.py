"""Which database this is, in one sentence: nobody should work for a day in an empty one by mistake."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from picsellia_server.db import migrate
from picsellia_server.operations.report import count_text, size_text


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    where: str
    schema: str
    users: int
    pictures: int
    size: int

    def __str__(self) -> str:
        held = f"{count_text(self.users, 'user')}, {count_text(self.pictures, 'picture')} ({size_text(self.size)})"
        return f"{self.where}, schema {self.schema}: {held}"


def about(connection: sa.Connection, *, bundled: bool) -> About:
    """Counts are those that are kept: this costs nothing at any size."""
    url = connection.engine.url
    host = url.host or url.query.get("host") or "local socket"
    where = "bundled database" if bundled else f"database {url.database} on {host}"
    held = connection.execute(
        sa.text(
            "SELECT (SELECT count(*) FROM users) AS users, coalesce(sum(pictures), 0) AS pictures, "
            "coalesce(sum(bytes), 0) AS bytes FROM lakes"
        )
    ).one()
    return About(
        where=where,
        schema=migrate.current(connection) or "(none)",
        users=int(held.users),
        pictures=int(held.pictures),
        size=int(held.bytes),
    )

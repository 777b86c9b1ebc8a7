"""Finds the pictures of a batch of records, by `picsellia.formats.match`. Part of the service."""

from __future__ import annotations

import re
from collections.abc import Sequence

from picsellia.formats.match import Match, Matcher, readings
from picsellia.formats.model import PictureRecord
from picsellia_server.annotations import candidates
from picsellia_server.context import Ctx
from picsellia_server.datasets.model import Member

_MARKED = re.compile(r"(.+)-([0-9a-f]{8}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})((?:\.[^.]*)?)")
_LONE = re.compile("[\ud800-\udfff]")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def find(ctx: Ctx, records: Sequence[PictureRecord]) -> list[Match[Member]]:
    """What each record means among the candidates gathered before.

    Besides their own names, pictures answer to the distinct local names that our exports give them.
    """
    bases: set[str] = set()
    stems: set[str] = set()
    for record in records:
        for path in readings(record.file_name):
            last = path.rpartition("/")[2]
            (stems if record.stem else bases).add(last)
            marked = _MARKED.fullmatch(last)
            if marked is not None:
                (stems if record.stem else bases).add(marked[1] + marked[3])
    asked = {record.picture_id for record in records if record.picture_id and _ID.fullmatch(record.picture_id)}
    rows = candidates.look_up(
        ctx.db, bases=_storable(bases), stems=_storable(stems), ids=[each for each in asked if each]
    )
    members = [Member(row=r.id, id=str(r.uuid), name=r.name, width=r.width, height=r.height) for r in rows]
    named = [(member.name, member) for member in members]
    named += [(name, member) for member in members for name in _marks(member) if name in bases or _stem(name) in stems]
    matcher = Matcher(named, [(member.id, member) for member in members])
    return [matcher.match(record) for record in records]


def _storable(names: set[str]) -> list[str]:
    """Without what PostgreSQL cannot hold, and what no picture is called therefore."""
    return [name for name in names if "\0" not in name and not _LONE.search(name)]


def _marks(member: Member) -> list[str]:
    """The local names that an export may have given the picture."""
    last = member.name.rpartition("/")[2]
    stem, dot, extension = last.rpartition(".")
    if dot and stem:
        return [f"{stem}-{mark}.{extension}" for mark in (member.id[:8], member.id)]
    return [f"{last}-{mark}" for mark in (member.id[:8], member.id)]


def _stem(base: str) -> str:
    stem, dot, _ = base.rpartition(".")
    return stem if dot and stem else base

"""Finds the pictures of a batch of records, by `picsellia.formats.match`. Part of the service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from picsellia.formats.match import Found, Match, Matcher, clean, readings
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
    found = _exactly(ctx, records)
    others = [record for record, match in zip(records, found, strict=True) if match is None]
    less = iter(_loosely(ctx, others) if others else ())
    return [next(less) if match is None else match for match in found]


def _exactly(ctx: Ctx, records: Sequence[PictureRecord]) -> list[Match[Member] | None]:
    """Those found by id, or by a whole path that only one picture has; what most files have."""
    ids = {record.picture_id for record in records if record.picture_id and _ID.fullmatch(record.picture_id)}
    paths = [clean(record.file_name) for record in records]
    rows = candidates.named(ctx.db, names=_storable(set(paths)), ids=[each for each in ids if each])
    by_id: dict[str, Member] = {}
    by_name: dict[str, list[Member]] = {}
    for member in map(_member, rows):
        by_id[member.id] = member
        by_name.setdefault(member.name, []).append(member)
    found: list[Match[Member] | None] = []
    for record, path in zip(records, paths, strict=True):
        member_of_id = by_id.get(record.picture_id) if record.picture_id in ids and record.picture_id else None
        named = by_name.get(path, ())
        if member_of_id is not None:
            found.append(Match(result=Found.MATCHED, pictures=(member_of_id,)))
        elif len(named) == 1 and not record.stem:
            found.append(Match(result=Found.MATCHED, pictures=(named[0],)))
        else:
            found.append(None)
    return found


def _loosely(ctx: Ctx, records: Sequence[PictureRecord]) -> list[Match[Member]]:
    bases: set[str] = set()
    stems: set[str] = set()
    for record in records:
        for path in readings(record.file_name):
            last = path.rpartition("/")[2]
            (stems if record.stem else bases).add(last)
            marked = _MARKED.fullmatch(last)
            if marked is not None:
                (stems if record.stem else bases).add(marked[1] + marked[3])
    rows = candidates.look_up(ctx.db, bases=_storable(bases), stems=_storable(stems))
    members = [_member(row) for row in rows]
    named = [(member.name, member) for member in members]
    named += [(name, member) for member in members for name in _marks(member) if name in bases or _stem(name) in stems]
    matcher = Matcher(named)
    return [matcher.match(record) for record in records]


def _member(row: Any) -> Member:
    return Member(row=row.id, id=row.uuid, name=row.name, width=row.width, height=row.height)


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

"""The verbs of telemetry: open a stream, append lines, read them live or whole, end it.

A stream belongs to whatever refers to it (an experiment): permissions and names are that noun's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import Invalid
from picsellia_server.telemetry import repository
from picsellia_server.telemetry.model import (
    MAX_LINES,
    MAX_TEXT,
    SILENCE,
    Appended,
    Chapter,
    FoundLines,
    Line,
    Logging,
    NewLine,
    SequenceGap,
    Source,
    Stream,
    StreamState,
    Told,
)

CHANNEL = "telemetry"
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_CODES = {Source.OUT: 0, Source.ERR: 1, Source.SYSTEM: 2}
_SOURCES = {code: source for source, code in _CODES.items()}


def open_stream(ctx: Ctx) -> int:
    """A new, empty stream; its row id, for the noun that refers to it."""
    return repository.insert_stream(ctx.db, ctx.new_id(), ctx.who.org_id)


def append(ctx: Ctx, stream: int, lines: Sequence[NewLine], *, writer: str, seq: int) -> Appended:
    """Add lines; `seq` is the first one's number in its writer's own count, from 0.

    Lines that this writer has sent before are skipped, so an append may be repeated; a gap is refused with
    `SequenceGap`, whose `seq` says where to go on.
    """
    if len(lines) > MAX_LINES:
        raise Invalid(f"One append takes up to {MAX_LINES:,} lines. Send more in several.")
    row = repository.locked(ctx.db, stream)
    has = repository.writer_seq(ctx.db, stream, writer)
    if seq > has + 1:
        raise SequenceGap(has, seq)
    new = lines[has + 1 - seq :]
    if not new:
        repository.touch(ctx.db, stream, ctx.now)
        return Appended(kept=0, seq=has, lines=row.lines)
    repository.set_writer_seq(ctx.db, stream, writer, has + len(new))
    total = _write(ctx, row, new)
    return Appended(kept=len(new), seq=has + len(new), lines=total)


def tell(ctx: Ctx, stream: int, told: Told) -> None:
    """Add what a client says that numbers its lines and does not say who it is; in the order of arrival.

    Another `part` than before, or one that was said to be over, begins a chapter, and so does a number that falls
    back to 0: a script that starts again. A number that comes twice in a row redraws the line before it.
    """
    row = repository.locked(ctx.db, stream)
    before = repository.teller(ctx.db, stream)
    part = None if told.part is None else told.part.encode("utf-8", "backslashreplace")
    again = before is None or before.closed or part != before.part or told.number == 0 != before.number
    new = [NewLine(text=told.part, at=ctx.now, chapter=True)] if again and told.part else []
    redraws = not again and (told.redraws or (before is not None and before.number == told.number))
    new += [NewLine(text=text, at=ctx.now, replaces=redraws and place == 0) for place, text in enumerate(told.lines)]
    for start in range(0, len(new), MAX_LINES):
        row = repository.locked(ctx.db, stream) if start else row
        _write(ctx, row, new[start : start + MAX_LINES])
    repository.set_teller(ctx.db, stream, {"part": part, "number": told.number, "closed": told.final})


def _write(ctx: Ctx, row: Any, new: Sequence[NewLine]) -> int:
    """Number the lines, keep them as one chunk, and give how many the stream has now."""
    entries: list[tuple[int, int, int, str]] = []
    chapters: list[Chapter] = []
    number: int = row.lines - 1
    first = row.lines if not new[0].replaces else max(0, row.lines - 1)
    for line in new:
        if not line.replaces or number < 0:
            number += 1
        if line.chapter:
            chapters.append(Chapter(name=_cut(line.text), line=number, at=line.at))
        millis = int(line.at.timestamp() * 1000)
        entries.append((number, millis, _CODES[line.source], _cut(line.text)))
    repository.insert_chunk(
        ctx.db,
        {
            "stream_id": row.id,
            "position": row.chunks,
            "first_line": first,
            "last_line": number,
            "body": orjson.dumps(entries),
        },
    )
    repository.insert_chapters(ctx.db, row.id, chapters)
    changes = {"lines": number + 1, "chunks": row.chunks + 1, "last_at": ctx.now, "ended_at": None, "exit_code": None}
    if row.started_at is None:
        changes["started_at"] = new[0].at
    repository.update_stream(ctx.db, row.id, changes)
    ctx.notify(CHANNEL, row.uuid)
    return number + 1


def _cut(text: str) -> str:
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} … ({len(text) - MAX_TEXT:,} more characters cut)"


def beat(ctx: Ctx, stream: int) -> None:
    """The run is alive, though it prints nothing."""
    repository.touch(ctx.db, stream, ctx.now)


def end(ctx: Ctx, stream: int, *, exit_code: str, at: datetime | None = None) -> None:
    """The run has ended; lines that come later open it again."""
    row = repository.locked(ctx.db, stream)
    repository.update_stream(ctx.db, stream, {"exit_code": exit_code, "ended_at": at or ctx.now, "last_at": ctx.now})
    ctx.notify(CHANNEL, row.uuid)


def _state(row: Any, now: datetime) -> StreamState:
    if row.ended_at is not None:
        return StreamState.ENDED
    if row.last_at is None:
        return StreamState.EMPTY
    return StreamState.STOPPED if now - row.last_at > SILENCE else StreamState.RUNNING


def described(ctx: ReadCtx, streams: Sequence[int]) -> dict[int, Stream]:
    """State, counts and chapters of many streams, by row id."""
    rows = repository.streams_by_row(ctx.db, streams)
    chapters = repository.chapters_of(ctx.db, list(rows))
    return {
        row.id: Stream(
            id=row.uuid,
            state=_state(row, ctx.now),
            lines=row.lines,
            started_at=row.started_at,
            last_at=row.last_at,
            ended_at=row.ended_at,
            exit_code=row.exit_code,
            chapters=chapters.get(row.id, []),
        )
        for row in rows.values()
    }


def lines(ctx: ReadCtx, stream: int, *, start: int = 0) -> Iterator[Line]:
    """Lines from number `start` on, each once, in its latest form; memory stays flat.

    A line can only be redrawn while it is the last one, so its latest form stands before the next number.
    """
    held: Line | None = None
    for body in repository.chunks_from(ctx.db, stream, start):
        for number, millis, code, text in orjson.loads(body):
            if number < start:
                continue
            if held is not None and held.number != number:
                yield held
            at = datetime.fromtimestamp(millis / 1000, UTC)
            held = Line(number=number, at=at, source=_SOURCES[code], text=text)
    if held is not None:
        yield held


def page(ctx: ReadCtx, stream: int, *, start: int, limit: int) -> list[Line]:
    """Up to `limit` lines from number `start`; a negative `start` counts from the end."""
    if start < 0:
        start = max(0, repository.stream(ctx.db, stream).lines + start)
    found = []
    for line in lines(ctx, stream, start=start):
        found.append(line)
        if len(found) == limit:
            break
    return found


def find(ctx: ReadCtx, stream: int, wanted: str, *, start: int, limit: int) -> FoundLines:
    """Lines from number `start` on that hold `wanted`, in either case; colours of a terminal are no text.

    Looks at the latest form of a line, as `lines` does.
    """
    wanted = wanted.lower()
    hits: list[int] = []
    held: tuple[int, str] | None = None
    for body in repository.chunks_from(ctx.db, stream, start):
        for number, _, _, said in orjson.loads(body):
            if number < start:
                continue
            if held is not None and held[0] != number and _holds(held[1], wanted):
                hits.append(held[0])
                if len(hits) == limit:
                    return FoundLines(lines=hits, next=number)
            held = (number, said)
    if held is not None and _holds(held[1], wanted):
        hits.append(held[0])
    return FoundLines(lines=hits, next=None)


def _holds(said: str, wanted: str) -> bool:
    return wanted in (_COLOURS.sub("", said) if "\x1b" in said else said).lower()


def text(ctx: ReadCtx, stream: int) -> Iterator[bytes]:
    """The whole log as text, a line a line."""
    held: list[str] = []
    for line in lines(ctx, stream):
        held.append(line.text)
        if len(held) == 1_000:
            yield ("\n".join(held) + "\n").encode()
            held = []
    if held:
        yield ("\n".join(held) + "\n").encode()


def logging(ctx: ReadCtx, stream: int, *, limit: int = 10_000) -> Logging | None:
    """The reference's logging object over the last `limit` lines; None for an empty stream."""
    found = described(ctx, [stream])[stream]
    if found.state is StreamState.EMPTY:
        return None
    tail = page(ctx, stream, start=-limit, limit=limit)
    named = _distinct(found.chapters)
    ended = {} if found.ended_at is None else {"exit_code": found.exit_code, "datetime": found.ended_at}
    return Logging(
        logs={str(line.number): line.text for line in tail},
        steps={chapter.name: chapter.line for chapter in named},
        timestamps={chapter.name: chapter.at for chapter in named},
        exit_code=ended,
    )


def _distinct(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Chapters with names that can be keys: the second `eval` becomes `eval (2)`."""
    seen: dict[str, int] = {}
    found = []
    for chapter in chapters:
        seen[chapter.name] = seen.get(chapter.name, 0) + 1
        times = seen[chapter.name]
        found.append(chapter if times == 1 else replace(chapter, name=f"{chapter.name} ({times})"))
    return found

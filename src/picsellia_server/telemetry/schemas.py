"""Request bodies of telemetry."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from picsellia_server.accounts.schemas import Body
from picsellia_server.telemetry.model import MAX_LINES, NewLine, Source

Writer = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]


class LineBody(Body):
    text: str
    at: AwareDatetime
    source: Source = Source.OUT
    replaces: bool = False
    chapter: bool = False

    def record(self) -> NewLine:
        return NewLine(text=self.text, at=self.at, source=self.source, replaces=self.replaces, chapter=self.chapter)


class LinesBody(Body):
    """Lines of one writer. `seq` is the first one's number in the writer's own count, from 0."""

    writer: Writer
    seq: int = Field(ge=0)
    lines: list[LineBody] = Field(max_length=MAX_LINES)


class EndBody(Body):
    exit_code: str = Field(max_length=100)
    at: AwareDatetime | None = None

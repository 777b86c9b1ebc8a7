"""Request bodies of blobs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from picsellia_server.accounts.schemas import Body
from picsellia_server.blobs.model import Wanted


class PlanBody(Body):
    name: str = Field(max_length=20_000)
    size: int = Field(ge=0)
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    def record(self) -> Wanted:
        return Wanted(digest=self.sha256, size=self.size, name=self.name)


class PartBody(Body):
    number: int = Field(ge=1, le=10_000)
    etag: str = Field(max_length=200)


class FinishBody(Body):
    parts: list[PartBody] = Field(max_length=10_000)

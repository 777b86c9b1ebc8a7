"""Request bodies of blobs."""

from __future__ import annotations

from pydantic import Field

from picsellia_server.accounts.schemas import Body


class PartBody(Body):
    number: int = Field(ge=1, le=10_000)
    etag: str = Field(max_length=200)


class FinishBody(Body):
    parts: list[PartBody] = Field(max_length=10_000)

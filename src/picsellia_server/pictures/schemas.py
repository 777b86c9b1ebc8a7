"""Request bodies of pictures."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from picsellia_server.accounts.schemas import Body
from picsellia_server.pictures.model import BATCH, Chosen, Described, Filter, NewFile
from picsellia_server.pictures.query import parse

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
TagName = Annotated[str, StringConstraints(max_length=10_000)]
FileName = Annotated[str, StringConstraints(max_length=20_000)]


class DescribedBody(Body):
    name: FileName
    size: int = Field(ge=0)
    sha256: Digest

    def record(self) -> Described:
        return Described(name=self.name, size=self.size, sha256=self.sha256)


class PlanBody(Body):
    files: list[DescribedBody] = Field(min_length=1, max_length=BATCH)


class NewFileBody(DescribedBody):
    upload: Id | None = Field(default=None, description="The plan's upload id; left out when the bytes were known.")

    def record(self) -> NewFile:
        return NewFile(name=self.name, size=self.size, sha256=self.sha256, upload=self.upload)


class RegisterBody(Body):
    files: list[NewFileBody] = Field(min_length=1, max_length=BATCH)
    tags: list[TagName] = Field(default=[], max_length=100)
    source: str = "sdk"


class FilterBody(Body):
    tags: list[TagName] = Field(default=[], max_length=30)
    q: str = Field(default="", max_length=1_000, description="As in the search of the lake.")

    def record(self) -> Filter:
        return parse(self.q, tags=tuple(self.tags))


class ChosenBody(Body):
    """Pictures by id, or all that match a filter."""

    pictures: list[Id] | None = None
    filter: FilterBody | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> ChosenBody:
        if (self.pictures is None) == (self.filter is None):
            raise ValueError("give either `pictures` or `filter`")
        return self

    def chosen(self) -> Chosen:
        return Chosen(
            ids=None if self.pictures is None else tuple(dict.fromkeys(self.pictures)),
            filter=None if self.filter is None else self.filter.record(),
        )


class TagBody(ChosenBody):
    add: list[TagName] = Field(default=[], max_length=100)
    remove: list[TagName] = Field(default=[], max_length=100)


class TagChangeBody(TagBody):
    without: list[Id] = Field(default=[], max_length=10_000, description="Not these pictures, though they match.")


class RenameTagBody(Body):
    name: TagName

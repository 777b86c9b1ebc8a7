"""Pictures of the lake: records, filters and errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from picsellia_server.blobs.model import Ticket
from picsellia_server.errors import Conflict, Forbidden, Invalid, NotFound

BATCH = 500
"""Most pictures in one plan or registration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as people see it; the first seven fields are the reference's object.

    `external_url` is the file name, `internal_key` the storage key, `colour` the average as 0xRRGGBB (None
    until a thumbnail is made), `size` in bytes; width and height as shown, after EXIF rotation.
    """

    picture_id: str
    internal_key: str
    external_url: str
    creation_date: str
    height: int
    width: int
    tag: list[str]
    size: int
    sha256: str | None
    media_type: str
    source: str
    created_at: datetime
    colour: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A file that a client would upload: name, size in bytes, hex SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile(Described):
    """A file to register: `upload` names the ticket that brought its bytes, None where they were known."""

    upload: str | None = None


class PlanStatus(StrEnum):
    KNOWN = "known"  # that picture is in the lake
    STORED = "stored"  # its bytes are, under another name
    UPLOAD = "upload"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    status: PlanStatus
    picture: Picture | None = None
    upload: Ticket | None = None
    code: str | None = None
    reason: str | None = None


class RegisterStatus(StrEnum):
    CREATED = "created"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    status: RegisterStatus
    picture: Picture | None = None
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCount:
    name: str
    pictures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Answers in the order of the files."""

    items: list[Planned]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Answers in the order of the files."""

    items: list[Registered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The commonest tags; `exact` is False where the counts are of a sample."""

    items: list[TagCount]
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Cursors at every `every`th picture of a list: item `i` starts the page of pictures `(i + 1) * every` on."""

    every: int
    cursors: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Ids of the pictures before and after one in a list; None at its ends."""

    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exif:
    """What the camera wrote into the file: names to text, in the order of the file."""

    values: dict[str, str]


class Field(StrEnum):
    """What a filter may compare: an allow-list, so that no other column is ever within reach."""

    NAME = "name"
    SOURCE = "source"
    WIDTH = "width"
    HEIGHT = "height"
    SIZE = "size"
    CREATED = "created"
    TYPE = "type"


class Operator(StrEnum):
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    HAS = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    field: Field
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """All of `tags`, none of `without`, and every term."""

    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def is_everything(self) -> bool:
        return not (self.tags or self.without or self.terms)


class Order(StrEnum):
    CREATED = "created"
    NEWEST = "-created"
    NAME = "name"
    NAME_DOWN = "-name"
    SIZE = "size"
    SIZE_DOWN = "-size"

    @property
    def down(self) -> bool:
        return self.value.startswith("-")

    @property
    def key_types(self) -> tuple[type, ...]:
        """Types of the paging key; its last part is the row id, so that no two keys are equal."""
        by_field: dict[str, tuple[type, ...]] = {"created": (int,), "name": (str, int), "size": (int, int)}
        return by_field[self.value.lstrip("-")]

    @property
    def reverse(self) -> Order:
        return Order(self.value[1:] if self.down else f"-{self.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the bytes say: media type, width and height in pixels as shown."""

    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Pictures that a bulk verb is about: their ids, or all that match a filter.

    `rows` are row ids that were found already (`whole.these`), of which there may be any number.
    """

    ids: tuple[str, ...] | None = None
    filter: Filter | None = None
    rows: tuple[int, ...] | None = None


class ChangeState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChange:
    """Tags put on pictures and taken off them. `done` of `pictures` while a job is at work; `error` where it failed."""

    id: str
    state: ChangeState
    add: list[str]
    remove: list[str]
    pictures: int
    done: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashedPicture:
    picture: Picture
    trash_id: str
    trashed_at: datetime
    trashed_by: str | None
    tags: list[str] = field(default_factory=list)


class PictureElsewhere(Forbidden):
    code = "pictures.elsewhere"

    def __init__(self, picture: str) -> None:
        super().__init__(f"The picture {picture!r} is another organization's. Nothing was changed.")


class PictureUnknown(NotFound):
    code = "pictures.unknown"

    def __init__(self, picture: str) -> None:
        super().__init__(f"There is no picture {picture!r} in this organization's lake.")


class ThumbnailMissing(NotFound):
    code = "pictures.thumbnail_missing"

    def __init__(self, picture: str) -> None:
        super().__init__(f"The thumbnail of {picture!r} is not made yet. Show the placeholder colour and ask again.")


class PictureRefused(Invalid):
    """These bytes cannot be a picture of the lake; the sentence says why."""

    code = "pictures.refused"


class QueryRefused(Invalid):
    code = "pictures.query"


class TagTaken(Conflict):
    code = "pictures.tag_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a tag {name!r} already. Tag the pictures with it and delete this one instead.")


class TagUnknown(NotFound):
    code = "pictures.tag_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no tag {name!r} in this organization's lake.")


class TagChangeUnknown(NotFound):
    code = "tags.change_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such change of tags here. One can be taken back for a day.")


class TagChangeRunning(Conflict):
    code = "tags.change_running"

    def __init__(self) -> None:
        super().__init__("This change of tags is still at work. Wait until it is done, then take it back.")

"""Networks: trained models with their files, labels and parameters. Records and errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from picsellia_server.blobs.model import Ticket
from picsellia_server.errors import Conflict, Forbidden, Invalid, NotFound

README_BYTES = 1 << 20
JSON_BYTES = 4 << 20
DESCRIPTION = 1_000
TAGS = 100
LARGE = 5 << 20
"""From this size on a file counts as large, as the published clients have it."""

MODEL = "model-latest"
"""The exported model: its key has a version folder, which is what serving programs look for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network as people see it: the reference's object, and what it leaves open.

    `files` maps file names to object keys, `labels` indexes from "1" to names. In lists `readme_text` is
    None. `thumb_url` is a signed URL, good for a day.
    """

    organization: Named
    model_id: str
    serving_id: str
    owner: Person | None
    tag: list[str] | None
    private: bool
    network_name: str
    description: str
    model_object_name: str
    checkpoint_object_name: str
    origin_checkpoint_objects: dict[str, Any]
    type: str
    files: dict[str, str]
    labels: dict[str, str]
    base_parameters: dict[str, Any]
    readme_text: str | None
    thumb_object_name: str
    thumb_url: str | None
    framework: str
    date_created: datetime
    last_update: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFile:
    """A file of a network; `url` is a signed address where it was asked for."""

    name: str
    object_name: str
    size: int
    sha256: str | None
    large: bool
    date_created: datetime
    last_update: datetime
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRow:
    """A network inside the server: what other nouns need of it."""

    row: int
    id: str
    org_id: int
    org_name: str
    name: str
    type: str
    framework: str
    labels: dict[str, str]
    parameters: dict[str, Any]

    @property
    def full_name(self) -> str:
        return f"{self.org_name}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file by its blob: what is copied between networks and experiments. `key` is the key shown."""

    name: str
    blob_row: int
    key: str
    large: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file that a client brings: `name` of the asset, base name of the file, size, hex SHA-256, ticket.

    `upload` is None where the plan said that the bytes were there.
    """

    name: str
    file_name: str
    size: int
    sha256: str
    upload: str | None = None


class FilePlan(StrEnum):
    STORED = "stored"  # the bytes are there: register without sending them
    UPLOAD = "upload"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    status: FilePlan
    upload: Ticket | None = None
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashedNetwork:
    network: Network
    trashed_at: datetime
    trashed_by: str | None


class Order(StrEnum):
    NEWEST = "-created"
    CREATED = "created"
    NAME = "name"
    NAME_DOWN = "-name"

    @property
    def down(self) -> bool:
        return self.value.startswith("-")

    @property
    def key_types(self) -> tuple[type, ...]:
        """Types of the paging key; its last part is the row id."""
        return (str, int) if self.value.endswith("name") else (int,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which networks a list is about; all that is given must hold."""

    q: str = ""
    tags: tuple[str, ...] = ()
    type: str | None = None
    framework: str | None = None
    hub: bool = False


class NetworkUnknown(NotFound):
    code = "networks.unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no network {name!r} here, or it is not yours to see. Network.list() shows yours.")


class NetworkTaken(Conflict):
    code = "networks.taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a network {name!r} in this organization already. Choose another name.")


class NetworkFileUnknown(NotFound):
    code = "networks.file_unknown"

    def __init__(self, network: str, name: str) -> None:
        super().__init__(f"The network {network!r} has no file {name!r}.")


class NetworkNotYours(Forbidden):
    """A public network of another organization: to be read and used, not changed."""

    code = "networks.not_yours"

    def __init__(self, name: str) -> None:
        super().__init__(f"The network {name!r} is another organization's: you can use it, not change it.")


class AttributeFixed(Invalid):
    code = "networks.attribute_fixed"

    def __init__(self, name: str, instead: str = "") -> None:
        super().__init__(f"{name!r} of a network cannot be set like this.{' ' + instead if instead else ''}")


class LabelsRefused(Invalid):
    code = "networks.labels"


class ReadmeTooLong(Invalid):
    code = "networks.readme"

    def __init__(self, size: int) -> None:
        super().__init__(
            f"This readme has {size:,} bytes; {README_BYTES:,} is the most. Store longer documents as a file."
        )


class NotAPicture(Invalid):
    code = "networks.thumbnail"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name!r} cannot be the thumbnail: {why}")

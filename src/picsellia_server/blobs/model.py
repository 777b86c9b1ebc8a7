"""Bytes of an organization, stored once per digest; and the tickets by which they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from picsellia_server.errors import Conflict, Invalid, NotFound, TooLarge
from picsellia_server.storage.port import SignedRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """`row` is the key that tables join on; `digest` is hex SHA-256, None while it is being found."""

    row: int
    digest: str | None
    size: int
    key: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Bytes that a client wants to bring: hex SHA-256, size in bytes, a file name for the storage key."""

    digest: str
    size: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRequest:
    """Bytes `offset` to `offset + size` of the file go, as they are, to this address."""

    number: int
    offset: int
    size: int
    method: str
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Leave to bring bytes: one request, or, for large files, `parts` and then `finish`."""

    id: str
    request: SignedRequest | None = None
    parts: list[PartRequest] = field(default_factory=list)
    finish: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUpload:
    """How to bring bytes: `upload` is None when they are known, and nothing has to be sent."""

    upload: Ticket | None = None


class Bucket(StrEnum):
    """Where a published client says that a key of its own is."""

    PICTURES = "pictures"
    MODELS = "models"  # files of networks and experiments, logged images, scripts of scans


class UploadUnknown(NotFound):
    code = "blobs.upload_unknown"

    def __init__(self, upload: str) -> None:
        super().__init__(f"There is no open upload {upload!r}: it was used or has expired. Ask for a new plan.")


class BytesMissing(Conflict):
    code = "blobs.bytes_missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"The bytes of {name!r} have not arrived. Upload them to the address of the plan first.")


class NotThoseBytes(Invalid):
    code = "blobs.other_bytes"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"The bytes that came for {name!r} are not those that were promised: {why}. Upload it again.")


class FileTooLarge(TooLarge):
    code = "blobs.too_large"

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(
            f"{name!r} has {size:,} bytes; this installation takes {limit:,}. "
            "Its operator can raise PICSELLIA_MAX_UPLOAD_GB."
        )


class ChosenKeyRefused(Invalid):
    code = "blobs.key_refused"

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key[:80]!r} cannot be the key of an upload: {why}.")

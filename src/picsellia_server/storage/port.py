"""The port for bytes: what a place for blobs can do. Adapters: `local.py`, `s3.py`; chosen in `open.py`.

A key is ours: `<uuid4>/<file name>`, written once and never rewritten, so a reader never sees half a
blob and what was published never changes. Names of users reach storage only as the last segment of a
key (`keys.named` makes one of any name), and the adapters decide how to keep that harmless.

Not here: which key belongs to whom (`blobs/`), the routes behind the local store's signed URLs
(`http/blobs.py`).

Errors
├── KeyRefused          Invalid       not a key that any store could hold
├── BlobMissing         NotFound      nothing is stored under the key
├── BlobMismatch        Invalid       the bytes that came are not the bytes that were promised
├── BlobTaken           Conflict      the key holds other bytes already
├── PartsWrong          Invalid       the parts do not make a whole
├── UploadUnknown       Conflict      a multipart upload that was finished, aborted or swept
├── NoSpace             StorageFull   no room for the bytes
└── StorageUnreachable  Unavailable   the store does not answer, or does not let us in
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

from picsellia_server.errors import Conflict, Invalid, NotFound, StorageFull, Unavailable


class KeyRefused(Invalid):
    code = "storage.key_refused"


class BlobMissing(NotFound):
    code = "storage.missing"

    def __init__(self, key: str) -> None:
        super().__init__(f"There are no bytes under {key!r}: they were deleted, or their upload never finished.")


class BlobMismatch(Invalid):
    """The bytes that came are not the bytes that were promised."""

    code = "storage.mismatch"


class BlobTaken(Conflict):
    code = "storage.taken"

    def __init__(self, key: str) -> None:
        super().__init__(f"{key!r} holds other bytes already, and stored bytes never change. Ask for a new upload.")


class PartsWrong(Invalid):
    """The list of parts and what was uploaded do not make a whole."""

    code = "storage.parts_wrong"


class UploadUnknown(Conflict):
    """A multipart upload that was finished, aborted or swept."""

    code = "storage.upload_unknown"

    def __init__(self, upload: str) -> None:
        super().__init__(f"There is no upload {upload!r}: it was finished, aborted or abandoned. Start it again.")


class NoSpace(StorageFull):
    code = "storage.full"

    def __init__(self, where: str) -> None:
        super().__init__(f"There is no room for these bytes in {where}. Free or add space, then send them again.")


class StorageUnreachable(Unavailable):
    code = "storage.unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """A request that a client makes as it is, without credentials: the URL is the credential."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedForm:
    """A form POST (`multipart/form-data`): first `fields` in order, then a part named `file`; answers 204."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    number: int
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a finished write left: size in bytes; hex SHA-256, None where the store did not hash."""

    size: int
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    key: str
    size: int
    modified: datetime


class Storage(Protocol):
    """Methods are synchronous and thread-safe. Missing keys raise `BlobMissing`, odd ones `KeyRefused`."""

    @property
    def origin(self) -> str:
        """Scheme, host and port that signed URLs start with, for a page's content security policy."""

    def check(self) -> None:
        """Return when bytes can be stored now; else `StorageUnreachable` or `NoSpace` says what to do."""

    def sign_get(self, key: str, *, media_type: str, name: str, inline: bool, until: datetime) -> str:
        """An absolute URL that gives the bytes, with Content-Length; images inline, the rest as a download.

        The expiry is rounded up to an hour and the URL is the same for that long, so that browsers can
        cache. Whether the key exists is not looked at.
        """

    def sign_put(self, key: str, *, size: int, digest: str, until: datetime) -> SignedRequest:
        """A PUT of exactly these bytes; the store refuses others, and repeating it is harmless."""

    def sign_form(self, key: str, *, max_size: int, until: datetime) -> SignedForm:
        """A form POST of up to `max_size` bytes, unknown before; answers 204.

        Sign a key once. A repeated POST with the same bytes is harmless; other bytes are refused by the
        local store, while S3 has no means to.
        """

    def begin_parts(self, key: str, *, part_size: int) -> str:
        """Start a multipart upload; the id names it in the calls below.

        All parts but the last are of `part_size` bytes (S3: 5 MiB at least); the last may be smaller, or
        empty.
        """

    def sign_part(self, key: str, upload: str, number: int, *, until: datetime) -> SignedRequest:
        """A PUT of part `number` (from 1); the answer carries an `ETag`. Repeating replaces the part."""

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> Stored:
        """Make the blob of the parts 1, 2, …; an empty last part is accepted. Idempotent once it is made."""

    def abort_parts(self, key: str, upload: str) -> None:
        """Drop the parts; nothing happens when there is no such upload."""

    def put(self, key: str, chunks: Iterable[bytes]) -> Stored:
        """Bytes made by the server itself, visible all at once. The same key again replaces the whole.

        When `chunks` raises, nothing was stored.
        """

    def sizes(self, keys: Sequence[str]) -> dict[str, int]:
        """Size in bytes of those that are there; the absent ones are left out."""

    def settle(self, keys: Sequence[str]) -> None:
        """Return when these survive a power cut. Called just before the row is written."""

    def open(self, key: str) -> BinaryIO:
        """A seekable reader that fetches only what is read. The caller closes it."""

    def delete(self, keys: Sequence[str]) -> None:
        """Remove; absent ones are no error."""

    def listing(self, prefix: str = "") -> Iterator[Listed]:
        """All blobs, for `gc` and `fsck`; order is the store's own, memory stays flat."""

    def sweep(self, *, before: datetime) -> int:
        """Remove temporary files and unfinished multipart uploads older than `before`; how many."""

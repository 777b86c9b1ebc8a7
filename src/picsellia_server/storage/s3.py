"""Blobs as objects of an S3-compatible store; clients send and fetch bytes there directly, by signed URL.

An object's name is the prefix and the key. Credentials, endpoint and region are found as boto3 finds
them (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, profiles, roles). Not here: HTTP and signatures (`s3_wire.py`,
`sigv4.py`).
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Literal, cast
from uuid import uuid4

import structlog

from picsellia_server.storage.delivery import delivery
from picsellia_server.storage.keys import checked
from picsellia_server.storage.port import (
    BlobMissing,
    KeyRefused,
    Listed,
    Part,
    PartsWrong,
    SignedForm,
    SignedRequest,
    StorageUnreachable,
    Stored,
    UploadUnknown,
)
from picsellia_server.storage.s3_reader import RangedReader
from picsellia_server.storage.s3_wire import CONNECTIONS, Wire, told
from picsellia_server.storage.signing import Clock, next_hour, utc_now

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

log = structlog.get_logger()

_PART = 16 << 20
_DELETE = 1000


class S3Storage:
    """The `Storage` of a bucket. `public` is the store's address for clients, where it is another."""

    def __init__(self, bucket: str, prefix: str = "", *, public: str = "", clock: Clock = utc_now) -> None:
        self.bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._wire = Wire(bucket, public=public, clock=clock)
        self._pool = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="s3")

    def _name(self, key: str) -> str:
        return self._prefix + checked(key)

    @property
    def origin(self) -> str:
        return self._wire.origin

    def check(self) -> None:
        with told(self.bucket):
            self._wire.client.head_bucket(Bucket=self.bucket)
        _ = self._proof

    # -- signed requests ----------------------------------------------------------------------------

    def sign_get(self, key: str, *, media_type: str, name: str, inline: bool, until: datetime) -> str:
        media_type, disposition = delivery(media_type, name, inline=inline)
        query = {"response-content-type": media_type, "response-content-disposition": disposition}
        end = datetime.fromtimestamp(next_hour(until), UTC)
        return self._wire.url("GET", self._name(key), end, query=query, stable=True)

    def sign_put(self, key: str, *, size: int, digest: str, until: datetime) -> SignedRequest:
        headers, payload = self._bound(digest)
        signed = {**headers, "content-length": str(size)}
        url = self._wire.url("PUT", self._name(key), until, headers=signed, payload=payload)
        return SignedRequest(method="PUT", url=url, headers=headers)

    def sign_form(self, key: str, *, max_size: int, until: datetime) -> SignedForm:
        return SignedForm(url=self._wire.public, fields=self._wire.form(self._name(key), max_size, until))

    def sign_part(self, key: str, upload: str, number: int, *, until: datetime) -> SignedRequest:
        query = {"uploadId": upload, "partNumber": str(number)}
        return SignedRequest(method="PUT", url=self._wire.url("PUT", self._name(key), until, query=query))

    def _bound(self, digest: str) -> tuple[dict[str, str], str]:
        """(headers, payload hash) that make the store refuse other bytes than these."""
        if self._proof == "payload":
            return {"x-amz-content-sha256": digest.lower()}, digest.lower()
        encoded = b64encode(bytes.fromhex(digest)).decode()
        return {"x-amz-checksum-sha256": encoded}, "UNSIGNED-PAYLOAD"

    @cached_property
    def _proof(self) -> Literal["checksum", "payload"]:
        """By which header this store refuses other bytes than were promised: found out by a lie.

        Amazon looks at the checksum and ignores the payload hash of a signed URL; older Ceph the other
        way round.
        """
        wrong = sha256(b"something else")
        checksum = {"x-amz-checksum-sha256": b64encode(wrong.digest()).decode()}
        if not self._accepts(checksum):
            return "checksum"
        if not self._accepts({"x-amz-content-sha256": wrong.hexdigest()}):
            return "payload"
        log.warning("storage.unverified", bucket=self.bucket, detail="This store does not verify what is uploaded.")
        return "checksum"

    def _accepts(self, headers: dict[str, str]) -> bool:
        name = self._name(f"probe-{uuid4().hex}")
        answer = self._wire.send("PUT", name, headers=headers, data=b"a lie")
        if answer.status_code == 403:
            raise StorageUnreachable(f"The bucket {self.bucket!r} lets the server read but not write. Allow it.")
        with told(self.bucket):
            self._wire.client.delete_object(Bucket=self.bucket, Key=name)
        return answer.status_code < 300

    # -- writing ------------------------------------------------------------------------------------

    def put(self, key: str, chunks: Iterable[bytes]) -> Stored:
        name, digest, size = self._name(key), sha256(), 0
        upload = ""
        done: list[CompletedPartTypeDef] = []
        try:
            for block, last in _blocks(chunks, _PART):
                digest.update(block)
                size += len(block)
                with told(self.bucket, key):
                    if last and not upload:
                        self._wire.client.put_object(Bucket=self.bucket, Key=name, Body=block)
                        break
                    upload = upload or self._begin(name)
                    number = len(done) + 1
                    sent = self._wire.client.upload_part(
                        Bucket=self.bucket, Key=name, UploadId=upload, PartNumber=number, Body=block
                    )
                    done.append({"ETag": sent["ETag"], "PartNumber": number})
            if upload:
                self._complete(name, upload, done)
        except BaseException:
            if upload:
                self._abort(name, upload)
            raise
        return Stored(size=size, digest=digest.hexdigest())

    def begin_parts(self, key: str, *, part_size: int) -> str:
        return self._begin(self._name(key))

    def _begin(self, name: str) -> str:
        with told(self.bucket, name):
            return self._wire.client.create_multipart_upload(Bucket=self.bucket, Key=name)["UploadId"]

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> Stored:
        name = self._name(key)
        try:
            there = self._uploaded(name, upload)
            _compare(parts, there)
            self._make_whole(key, upload, there, [part.number for part in parts])
            return Stored(size=sum(there[part.number][1] for part in parts), digest=None)
        except UploadUnknown:
            size = self.sizes([key]).get(key)
            if size is None:
                raise
            return Stored(size=size, digest=None)  # asked twice: it is made already

    def _make_whole(self, key: str, upload: str, there: dict[int, tuple[str, int]], numbers: list[int]) -> None:
        name = self._name(key)
        parts: list[CompletedPartTypeDef] = [{"ETag": there[number][0], "PartNumber": number} for number in numbers]
        kept = [part for part in parts if there[part["PartNumber"]][1]]
        try:
            self._complete(name, upload, parts)
        except PartsWrong:
            # Some stores refuse an empty part, others (Ceph) a list that leaves one out.
            if len(kept) == len(parts):
                raise
            if kept:
                self._complete(name, upload, kept)
            else:
                self.put(key, ())
                self._abort(name, upload)

    def _complete(self, name: str, upload: str, parts: list[CompletedPartTypeDef]) -> None:
        with told(self.bucket, name, upload):
            self._wire.client.complete_multipart_upload(
                Bucket=self.bucket, Key=name, UploadId=upload, MultipartUpload={"Parts": parts}
            )

    def _uploaded(self, name: str, upload: str) -> dict[int, tuple[str, int]]:
        """(ETag, size) by number of the parts that the store has."""
        found: dict[int, tuple[str, int]] = {}
        with told(self.bucket, name, upload):
            pages = self._wire.client.get_paginator("list_parts").paginate(
                Bucket=self.bucket, Key=name, UploadId=upload
            )
            for page in pages:
                for part in page.get("Parts", []):
                    found[part["PartNumber"]] = (part["ETag"], part["Size"])
        return found

    def abort_parts(self, key: str, upload: str) -> None:
        self._abort(self._name(key), upload)

    def _abort(self, name: str, upload: str) -> None:
        with suppress(UploadUnknown), told(self.bucket, "", upload):
            self._wire.client.abort_multipart_upload(Bucket=self.bucket, Key=name, UploadId=upload)

    def settle(self, keys: Sequence[str]) -> None:
        """Nothing: the store had settled them when it answered."""

    # -- reading ------------------------------------------------------------------------------------

    def sizes(self, keys: Sequence[str]) -> dict[str, int]:
        names = [self._name(key) for key in keys]
        found = self._pool.map(self._size, names)
        return {key: size for key, size in zip(keys, found, strict=True) if size is not None}

    def _size(self, name: str) -> int | None:
        try:
            return int(self._wire.get("HEAD", name).headers["content-length"])
        except BlobMissing:
            return None

    def open(self, key: str) -> BinaryIO:
        try:
            reader = RangedReader(self._wire, self._name(key))
        except BlobMissing:
            raise BlobMissing(key) from None
        return cast(BinaryIO, io.BufferedReader(reader, 64 << 10))

    def listing(self, prefix: str = "") -> Iterator[Listed]:
        pages = self._wire.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self._prefix + prefix
        )
        with told(self.bucket):
            for page in pages:
                for item in page.get("Contents", []):
                    key = item["Key"].removeprefix(self._prefix)
                    with suppress(KeyRefused):  # none of ours, such as the folder that a console makes
                        checked(key)
                        yield Listed(key=key, size=item["Size"], modified=item["LastModified"])

    # -- removing -----------------------------------------------------------------------------------

    def delete(self, keys: Sequence[str]) -> None:
        names = [self._name(key) for key in keys]
        for start in range(0, len(names), _DELETE):
            batch = names[start : start + _DELETE]
            with told(self.bucket):
                answer = self._wire.client.delete_objects(
                    Bucket=self.bucket, Delete={"Objects": [{"Key": name} for name in batch], "Quiet": True}
                )
            for error in answer.get("Errors", []):
                if error.get("Code") != "NoSuchKey":
                    raise StorageUnreachable(
                        f"The bucket {self.bucket!r} did not delete {error.get('Key')!r} ({error.get('Code')}). Allow "
                        "the server to delete objects, then try again."
                    )

    def sweep(self, *, before: datetime) -> int:
        pages = self._wire.client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self.bucket, Prefix=self._prefix
        )
        with told(self.bucket):
            old = [
                (upload["Key"], upload["UploadId"])
                for page in pages
                for upload in page.get("Uploads", [])
                if upload["Initiated"] < before
            ]
        for name, upload in old:
            self._abort(name, upload)
        return len(old)


def _blocks(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """(block, whether it is the last): blocks of exactly `size` bytes, then one of what is left."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) > size:
            yield bytes(held[:size]), False
            del held[:size]
    yield bytes(held), True


def _compare(parts: Sequence[Part], there: dict[int, tuple[str, int]]) -> None:
    """Raise `PartsWrong` unless these are the parts 1, 2, … as the store has them."""
    if not parts:
        raise PartsWrong("An upload has at least one part; send an empty one for an empty file.")
    for expected, part in enumerate(parts, start=1):
        if part.number != expected:
            raise PartsWrong(f"The parts must be listed as 1, 2, …; number {expected} is {part.number}.")
        if expected not in there:
            raise PartsWrong(f"Part {expected} was not uploaded. Send it, then finish again.")
        if part.etag.strip('"') != there[expected][0].strip('"'):
            raise PartsWrong(f"Part {expected} was sent again since; finish with the ETag of its last answer.")

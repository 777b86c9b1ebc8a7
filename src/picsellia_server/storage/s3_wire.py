"""Speaks HTTP to an S3 bucket through its own signed URLs: small requests at a tenth of boto3's cost.

boto3 finds credentials, endpoint, region and proxies, and does what is rare (`s3.py`). What happens once
per picture, signing and HEAD, is done here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from picsellia_server.errors import PlatformError
from picsellia_server.storage.port import BlobMissing, NoSpace, PartsWrong, StorageUnreachable, UploadUnknown
from picsellia_server.storage.signing import Clock
from picsellia_server.storage.sigv4 import Identity, sign_form, sign_url

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse
    from botocore.exceptions import _ClientErrorResponseError
    from botocore.httpsession import URLLib3Session
    from mypy_boto3_s3 import S3Client

CONNECTIONS = 32
_TRIES = 4
_SHORT = timedelta(minutes=15)


class Wire:
    """One bucket. Thread-safe; nothing is asked of the network before the first use."""

    def __init__(self, bucket: str, *, public: str, clock: Clock) -> None:
        self.bucket = bucket
        self._public = public.rstrip("/")
        self._clock = clock

    @cached_property
    def client(self) -> S3Client:
        """boto3's client, in the region that the bucket is in."""
        with told(self.bucket):
            client = self._connect(None)
            head = client.head_bucket(Bucket=self.bucket)
            found = head["ResponseMetadata"]["HTTPHeaders"].get("x-amz-bucket-region")
            return client if not found or found == client.meta.region_name else self._connect(found)

    def _connect(self, region: str | None) -> S3Client:
        import boto3
        from botocore.config import Config

        config = Config(
            signature_version="s3v4",
            max_pool_connections=CONNECTIONS,
            connect_timeout=10,
            read_timeout=60,
            retries={"mode": "standard", "max_attempts": _TRIES},
            # Stores other than Amazon's refuse the newer checksum headers.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            user_agent_extra="picsellia-server",
        )
        self._session = boto3.session.Session()
        return self._session.client("s3", region_name=region, config=config)

    @cached_property
    def base(self) -> str:
        """The address of the bucket, as boto3 would have it: by path or by host name."""
        url = self.client.generate_presigned_url("get_object", Params={"Bucket": self.bucket, "Key": "k"})
        return url.partition("?")[0].removesuffix("/k")

    @cached_property
    def public(self) -> str:
        """The address of the bucket for clients, where it is another than the server's."""
        path = urlsplit(self.base).path
        return f"{self._public}{path}" if self._public else self.base

    @property
    def origin(self) -> str:
        split = urlsplit(self.public)
        return urlunsplit((split.scheme, split.netloc, "", "", ""))

    def identity(self) -> Identity:
        """The credentials of now: those of roles change every hour, boto3 renews them."""
        region = self.client.meta.region_name or "us-east-1"
        found = self._session.get_credentials()
        if found is None:
            raise StorageUnreachable(
                "No S3 credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this "
                "machine a role."
            )
        frozen = found.get_frozen_credentials()
        return Identity(
            access_key=frozen.access_key or "",
            secret_key=frozen.secret_key or "",
            token=frozen.token,
            region=region,
        )

    def url(
        self,
        method: str,
        key: str,
        until: datetime,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        payload: str = "UNSIGNED-PAYLOAD",
        stable: bool = False,
    ) -> str:
        """A signed URL for clients; with `stable` the same for all of an hour."""
        begin = self._begin(until)
        if stable:
            begin = begin.replace(minute=0, second=0, microsecond=0)
        return sign_url(
            self.identity(),
            method,
            self.public,
            key,
            begin=begin,
            until=until,
            query=query,
            headers=headers,
            payload=payload,
        )

    def form(self, key: str, max_size: int, until: datetime) -> dict[str, str]:
        begin = self._begin(until)
        return sign_form(self.identity(), self.bucket, key, max_size=max_size, begin=begin, until=until)

    def _begin(self, until: datetime) -> datetime:
        # What has expired already is signed as having lived for a second: the store says that it expired.
        return min(self._clock(), until - timedelta(seconds=1))

    def send(
        self, method: str, key: str, *, headers: Mapping[str, str] | None = None, data: bytes | None = None
    ) -> AWSResponse:
        """Make a request of the server's own, whose `headers` are signed too.

        Answers of the kind "try again" are tried again; the others are the caller's to look at.
        """
        from botocore.awsrequest import AWSRequest
        from botocore.exceptions import ConnectionError as NoConnection
        from botocore.exceptions import HTTPClientError

        payload = (headers or {}).get("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        for attempt in range(1, _TRIES + 1):
            now = self._clock()
            until = now + _SHORT
            url = sign_url(
                self.identity(),
                method,
                self.base,
                key,
                begin=now,
                until=until,
                headers=headers,
                payload=payload,
            )
            request = AWSRequest(method=method, url=url, headers=dict(headers or {}), data=data)
            try:
                answer = self._http.send(request.prepare())
            except (NoConnection, HTTPClientError) as error:
                if attempt == _TRIES:
                    raise StorageUnreachable(_sentence(self.bucket, str(error))) from error
            else:
                if attempt == _TRIES or (answer.status_code < 500 and answer.status_code != 429):
                    return answer
            time.sleep(0.1 * 2**attempt)
        raise AssertionError("unreachable")

    def get(self, method: str, key: str, *, headers: Mapping[str, str] | None = None) -> AWSResponse:
        """GET or HEAD; raises `BlobMissing` or `StorageUnreachable`. 416 is an answer."""
        answer = self.send(method, key, headers=headers)
        if answer.status_code == 404:
            raise BlobMissing(key)
        if answer.status_code >= 300 and answer.status_code != 416:
            raise StorageUnreachable(_sentence(self.bucket, f"{method} was answered with {answer.status_code}"))
        return answer

    @cached_property
    def _http(self) -> URLLib3Session:
        from botocore.httpsession import URLLib3Session
        from botocore.utils import get_environ_proxies

        authorities = self._session._session.get_config_variable("ca_bundle")
        return URLLib3Session(
            verify=authorities or True,
            proxies=get_environ_proxies(self.base),
            timeout=60,
            max_pool_connections=CONNECTIONS,
        )


@contextmanager
def told(bucket: str, key: str = "", upload: str = "") -> Iterator[None]:
    """Turn what boto3 raises into this port's errors."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _translated(error.response.get("Error", {}), bucket, key, upload) from error
    except BotoCoreError as error:
        raise StorageUnreachable(_sentence(bucket, str(error))) from error


def _translated(error: _ClientErrorResponseError, bucket: str, key: str, upload: str) -> PlatformError:
    code, message = error.get("Code", ""), error.get("Message", "")
    if upload and code in ("NoSuchUpload", "NoSuchKey", "404"):  # the second from Ceph
        return UploadUnknown(upload)
    if key and code in ("NoSuchKey", "NotFound", "404"):
        return BlobMissing(key)
    if code in ("InvalidPart", "InvalidPartOrder", "EntityTooSmall"):
        return PartsWrong(f"The store does not accept these parts ({code} {message}). Send them again.")
    if code in ("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "507"):
        return NoSpace(f"the bucket {bucket}")
    if code in ("NoSuchBucket", "NotFound", "404"):
        return StorageUnreachable(f"There is no bucket {bucket!r}. Create it, or correct PICSELLIA_STORAGE_URL.")
    if code in ("AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"):
        return StorageUnreachable(
            f"The bucket {bucket!r} refuses the server's credentials ({code}). Allow them to list the bucket "
            "and to get, put and delete objects."
        )
    return StorageUnreachable(_sentence(bucket, f"{code} {message}".strip()))


def _sentence(bucket: str, why: str) -> str:
    return f"The bucket {bucket!r} does not answer as it should ({why}). Try again; look at AWS_ENDPOINT_URL."

"""Signs and checks the local store's URLs: each good for one verb on one key until a time.

A signature is HMAC-SHA256 over the verb, the key and every parameter; the secret is this
installation's own. Not here: what a request may then do (`http/blobs.py`).
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode

from picsellia_server.errors import Forbidden
from picsellia_server.storage.keys import checked
from picsellia_server.storage.port import KeyRefused

Verb = Literal["GET", "PUT", "PART", "FORM"]
Clock = Callable[[], datetime]

_MAX_PARAMETERS = 12


class SignatureRefused(Forbidden):
    code = "storage.signature_refused"

    def __init__(self) -> None:
        super().__init__("This address was not signed by this server, or was changed since. Ask for a new one.")


class SignatureExpired(Forbidden):
    code = "storage.signature_expired"

    def __init__(self) -> None:
        super().__init__("This address was good for a while and has expired. Ask for a new one.")


def utc_now() -> datetime:
    return datetime.now(UTC)


def next_hour(moment: datetime) -> int:
    """Unix time of `moment`, rounded up to a full hour: URLs signed within the same hour are the same."""
    return -(-int(moment.timestamp()) // 3600) * 3600


class Signer:
    """Thread-safe. `public_url` may be a function, for a port that is known only after binding."""

    def __init__(self, secret: bytes, public_url: str | Callable[[], str], clock: Clock = utc_now) -> None:
        if len(secret) < 16:
            raise ValueError("A secret for signing needs 16 bytes or more.")
        # A key of its own: no signature made here can stand for one made elsewhere with the same secret.
        self._key = hmac.digest(secret, b"picsellia/blobs/1", "sha256")
        self._public_url = public_url
        self._clock = clock

    @property
    def base(self) -> str:
        """The public address, without a slash at the end."""
        url = self._public_url if isinstance(self._public_url, str) else self._public_url()
        return url.rstrip("/")

    def url(self, verb: Verb, key: str, expires: int, parameters: Mapping[str, str]) -> str:
        given = {**parameters, "expires": str(expires)}
        signature = self._seal(verb, key, list(given.items()))
        # The key is the path, so that it ends with the file name: clients show it.
        return f"{self.base}/blobs/{quote(key, safe='/')}?{urlencode(given)}&sig={signature}"

    def fields(self, key: str, expires: int, parameters: Mapping[str, str]) -> dict[str, str]:
        given = {**parameters, "expires": str(expires)}
        return {"key": key, **given, "sig": self._seal("FORM", key, list(given.items()))}

    def verify_query(self, verb: Verb, key: str, query: bytes) -> dict[str, str]:
        """The parameters of a URL that this server signed and that has not expired."""
        try:
            items = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_PARAMETERS)
        except ValueError:
            raise SignatureRefused from None
        return self.verify(verb, key, items)

    def verify(self, verb: Verb, key: str, items: list[tuple[str, str]]) -> dict[str, str]:
        given = dict(items)
        signature = given.pop("sig", "")
        rest = [item for item in items if item[0] != "sig"]
        try:
            expected = self._seal(verb, checked(key), rest)
            genuine = hmac.compare_digest(expected.encode(), signature.encode())
        except (UnicodeEncodeError, KeyRefused):
            raise SignatureRefused from None
        if not genuine or len(items) != len(given) + 1:  # none given twice
            raise SignatureRefused
        if int(given["expires"]) <= self._clock().timestamp():
            raise SignatureExpired
        return given

    def seconds_left(self, given: Mapping[str, str]) -> int:
        """How long a verified address is still good."""
        return max(0, int(given["expires"]) - int(self._clock().timestamp()))

    def _seal(self, verb: Verb, key: str, items: list[tuple[str, str]]) -> str:
        # Encoded, so that no field runs into the next.
        text = f"{verb}\n{quote(key)}\n{urlencode(sorted(items))}"
        return urlsafe_b64encode(hmac.digest(self._key, text.encode(), "sha256")).rstrip(b"=").decode()

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
        query = urlencode({**parameters, "expires": str(expires)})
        # The key is the path, so that it ends with the file name: clients show it.
        return f"{self.base}/blobs/{quote(key, safe='/')}?{query}&sig={self._seal(verb, key, query)}"

    def fields(self, key: str, expires: int, parameters: Mapping[str, str]) -> dict[str, str]:
        given = {**parameters, "expires": str(expires)}
        return {"key": key, **given, "sig": self._seal("FORM", key, urlencode(sorted(given.items())))}

    def verify_query(self, verb: Verb, key: str, query: bytes) -> dict[str, str]:
        """The parameters of a URL that this server signed and that has not expired."""
        # What was signed is the text before the signature, as it is: nothing is read before it is genuine.
        text, _, signature = query.decode("latin-1").rpartition("&sig=")
        return self._genuine(verb, key, text, signature)

    def verify_fields(self, key: str, fields: list[tuple[str, str]]) -> dict[str, str]:
        """The parameters of a form, of its fields but the key."""
        signature = "".join(value for name, value in fields if name == "sig")
        text = urlencode(sorted(field for field in fields if field[0] != "sig"))
        return self._genuine("FORM", key, text, signature)

    def _genuine(self, verb: Verb, key: str, text: str, signature: str) -> dict[str, str]:
        try:
            expected = self._seal(verb, checked(key), text)
        except KeyRefused:
            raise SignatureRefused from None
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise SignatureRefused
        if "%" in text or "+" in text:
            given = dict(parse_qsl(text, keep_blank_values=True))
        else:  # the same, many times faster
            given = dict(pair.split("=", 1) for pair in text.split("&"))
        if int(given["expires"]) <= self._clock().timestamp():
            raise SignatureExpired
        return given

    def seconds_left(self, given: Mapping[str, str]) -> int:
        """How long a verified address is still good."""
        return max(0, int(given["expires"]) - int(self._clock().timestamp()))

    def _seal(self, verb: Verb, key: str, text: str) -> str:
        # Neither a verb nor a key holds a line end, so no part runs into the next.
        sealed = hmac.digest(self._key, f"{verb}\n{key}\n{text}".encode(), "sha256")
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()

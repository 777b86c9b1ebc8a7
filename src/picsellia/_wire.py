"""Bytes by signed URLs: PUT and GET over kept-alive connections, without our credentials.

Plain HTTP goes over sockets of our own (_plain.py), TLS and proxies through the connection pools of `requests`
with its certificates and settings. Not here: which file (_put.py, _get.py).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any, Protocol
from urllib.parse import urlsplit

from picsellia._http import CONNECT_SECONDS, Connection, innermost
from picsellia._plain import BLOCK, Broken, Pool
from picsellia._retry import REPEATABLE, Backoff, retry_after
from picsellia.errors import InvalidQueryError, NetworkError

READ_SECONDS = 120.0


class Answer(Protocol):
    """An answer: status, headers by lower-case name, and a body that is read all at once or in pieces."""

    status: int

    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def data(self) -> bytes: ...
    def blocks(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


class Opened(Protocol):
    """A body that is opened anew for each try: a file's descriptor, or read piece by piece."""

    def fileno(self) -> int: ...
    def span(self) -> tuple[int, int]: ...
    def read(self, most: int = -1) -> bytes: ...
    def close(self) -> None: ...


Send = Callable[[str, str, Mapping[str, str], Any], Answer]


class Wire:
    """The connections of one process, by origin. Safe to use from several threads and after a fork."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._origins: dict[tuple[int, str], Send] = {}

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | Callable[[], Opened] | None = None,
        backoff: Backoff,
    ) -> Answer:
        """Any answer but one that asks to be repeated; those, and silence, are repeated while `backoff` lasts.

        `body` is bytes, or a function that opens a reader for each try. Raises `NetworkError` naming the host
        of the URL. Redirects are not followed.
        """
        send = self._origin(url)
        while True:
            try:
                if callable(body):
                    with closing(body()) as opened:
                        answer = send(method, url, headers, opened)
                else:
                    answer = send(method, url, headers, body)
            except (OSError, _Failed) as error:
                if not (isinstance(error, _Failed) and error.final) and backoff.again():
                    continue
                raise broken(url, error, backoff.done) from error
            if answer.status in REPEATABLE and backoff.again(retry_after(answer.headers)):
                answer.close()
                continue
            return answer

    def _origin(self, url: str) -> Send:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidQueryError(f"The server gave {url[:80]!r} as the address of bytes, which is none.")
        key = os.getpid(), f"{parts.scheme}://{parts.netloc}"
        found = self._origins.get(key)
        if found is None:
            found = self._origins[key] = self._opened(key[1])
        return found

    def _opened(self, origin: str) -> Send:
        import requests

        parts = urlsplit(origin)
        settings = self._connection.session.merge_environment_settings(origin, {}, True, None, None)
        if parts.scheme == "http" and not requests.utils.select_proxy(origin, settings["proxies"]):
            pool = Pool(
                parts.hostname or "", parts.port or 80, connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS
            )
            return lambda method, url, headers, body: pool.send(method, _target(url), headers, body)
        return _through_requests(self._connection.session, origin, settings)


class _Failed(Exception):
    """A failure of urllib3; `final` when trying again cannot help."""

    def __init__(self, error: Exception, *, final: bool) -> None:
        super().__init__(error)
        self.final = final


class _Urllib3Answer:
    def __init__(self, response: Any) -> None:
        self._response = response
        self.status: int = response.status
        self.headers = {name.lower(): value for name, value in response.headers.items()}

    @property
    def data(self) -> bytes:
        return b"".join(self.blocks())

    def blocks(self) -> Iterator[bytes]:
        import urllib3

        try:
            yield from self._response.stream(BLOCK, decode_content=False)
        except urllib3.exceptions.HTTPError as error:
            raise Broken(innermost(error)) from error
        self._response.release_conn()

    def close(self) -> None:
        self._response.close()
        self._response.release_conn()


def _through_requests(session: Any, origin: str, settings: Mapping[str, Any]) -> Send:
    """Requests over the pool that `session` would use: its proxies, certificates and limits."""
    import requests
    import urllib3

    adapter = session.get_adapter(origin)
    request = requests.Request("GET", origin).prepare()
    pool = adapter.get_connection_with_tls_context(
        request, settings["verify"], proxies=settings["proxies"], cert=settings["cert"]
    )
    absolute = adapter.request_url(request, settings["proxies"]).startswith("http")
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)

    def send(method: str, url: str, headers: Mapping[str, str], body: Any) -> Answer:
        try:
            response = pool.urlopen(
                method,
                url if absolute else _target(url),
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                timeout=timeout,
            )
        except urllib3.exceptions.HTTPError as error:
            raise _Failed(error, final=isinstance(error, urllib3.exceptions.SSLError)) from error
        return _Urllib3Answer(response)

    return send


def _target(url: str) -> str:
    start = url.find("/", url.find("://") + 3)
    target = url[start:].partition("#")[0] if start >= 0 else "/"
    if not target.isascii() or not target.isprintable() or " " in target:
        raise InvalidQueryError(f"The server gave {url[:80]!r} as the address of bytes, which is none.")
    return target


def broken(url: str, error: Exception, tries: int = 1) -> NetworkError:
    """The error of bytes that could not be moved, naming the host of the URL."""
    host = "://".join(urlsplit(url)[:2])
    times = f" after {tries} tries" if tries > 1 else ""
    return NetworkError(f"Bytes could not be moved to or from {host}{times}: {innermost(error)}.")

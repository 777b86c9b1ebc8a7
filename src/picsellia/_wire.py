"""Bytes by signed URLs: PUT and GET over kept-alive connections, without our credentials.

`requests` costs as much time a small file as its transfer does, so its connection pools (with its
certificates and proxies) are used without the rest of it. Not here: which file (_put.py, _get.py).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from picsellia._http import CONNECT_SECONDS, Connection
from picsellia._retry import REPEATABLE, Backoff, retry_after
from picsellia.errors import InvalidQueryError, NetworkError

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connectionpool import HTTPConnectionPool

READ_SECONDS = 120.0


class _Origin(NamedTuple):
    pool: HTTPConnectionPool
    absolute: bool


class Wire:
    """The pools of one process, an origin each. Safe to use from several threads and after a fork."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._origins: dict[tuple[int, str], _Origin] = {}

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: Any = None,
        backoff: Backoff,
        stream: bool = False,
    ) -> BaseHTTPResponse:
        """Any answer but one that asks to be repeated; those, and silence, are repeated while `backoff` lasts.

        `body` is bytes, or a function that opens a new reader for each try. Raises `NetworkError` naming the
        host of the URL. Redirects are not followed.
        """
        import urllib3

        origin = self._origin(url)
        target = url if origin.absolute else _path(url)
        while True:
            content = body() if callable(body) else body
            try:
                response = origin.pool.urlopen(
                    method,
                    target,
                    body=content,
                    headers=headers,
                    retries=False,
                    redirect=False,
                    assert_same_host=False,
                    preload_content=not stream,
                    decode_content=False,
                    timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
                )
            except (urllib3.exceptions.HTTPError, OSError) as error:
                if not isinstance(error, urllib3.exceptions.SSLError) and backoff.again():
                    continue
                raise _broken(url, error, backoff.done) from error
            finally:
                if callable(body) and content is not None:
                    content.close()
            if response.status in REPEATABLE and backoff.again(retry_after(response.headers)):
                response.drain_conn()
                response.release_conn()
                continue
            return response

    def _origin(self, url: str) -> _Origin:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise InvalidQueryError(f"The server gave {url[:80]!r} as the address of bytes, which is none.")
        key = (os.getpid(), f"{parts.scheme}://{parts.netloc}")
        found = self._origins.get(key)
        if found is None:
            found = self._origins[key] = self._opened(key[1])
        return found

    def _opened(self, origin: str) -> _Origin:
        """The pool that the session of `requests` would use: its proxies, certificates and limits."""
        import requests

        session = self._connection.session
        settings = session.merge_environment_settings(origin, {}, True, None, None)
        adapter = session.get_adapter(origin)
        assert isinstance(adapter, requests.adapters.HTTPAdapter)
        request = requests.Request("GET", origin).prepare()
        pool: Any = adapter.get_connection_with_tls_context(
            request, settings["verify"], proxies=settings["proxies"], cert=settings["cert"]
        )
        absolute = adapter.request_url(request, settings["proxies"]).startswith("http")
        return _Origin(pool=pool, absolute=absolute)


def _path(url: str) -> str:
    start = url.find("/", url.find("://") + 3)
    return url[start:] if start >= 0 else "/"


def _broken(url: str, error: Exception, tries: int) -> NetworkError:
    from picsellia._http import innermost

    host = "://".join(urlsplit(url)[:2])
    times = f" after {tries} tries" if tries > 1 else ""
    return NetworkError(f"The bytes could not be moved to or from {host}{times}: {innermost(error)}.")

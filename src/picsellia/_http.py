"""Requests to the REST API: one kept-alive session, credentials, retries, errors.

Not here: which server (_config.py), signed URLs of bytes (_wire.py), what an answer means. Called by every
object of the SDK. Bodies and tokens are never logged.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from picsellia import __version__
from picsellia._config import Target
from picsellia._retry import REPEATABLE, TRIES, Backoff, retry_after
from picsellia.errors import InvalidQueryError, NetworkError, ProcessingError, from_problem

if TYPE_CHECKING:
    import requests

Params = Mapping[str, Any] | Sequence[tuple[str, Any]]

CONNECTIONS = 16
CONNECT_SECONDS = 10.0
READ_SECONDS = 300.0
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_CHUNK = 1 << 20
_BLOCK = 256 << 10


class Connection:
    """One server, one identity, one organization; shared by all objects made from a client.

    `organization` is the id that requests name, None for the token's own; `organization_name` is for people.

    Safe to use from several threads, and after a fork: a child process gets a session of its own.
    """

    def __init__(self, target: Target, *, organization: str | None = None, interactive: bool = True) -> None:
        self.host = target.host
        self.token = target.token
        self.organization = organization
        self.interactive = interactive
        self.username = ""
        self.organization_name = organization or ""
        self._session: tuple[int, requests.Session] | None = None

    def __repr__(self) -> str:
        return f"Connection({self.host!r}, organization={self.organization!r})"

    def __getstate__(self) -> dict[str, Any]:
        # Spawned workers of a training script get pickles; sockets are made anew there.
        return {**self.__dict__, "_session": None}

    @property
    def session(self) -> requests.Session:
        """The `requests` session of this process."""
        found, pid = self._session, os.getpid()
        if found is None or found[0] != pid:
            # Without a lock, which a fork could copy while it is held: two threads that come first at once
            # make two, and one of them is dropped. One inherited through a fork is dropped as well, not
            # closed: its sockets are the parent's.
            found = self._session = pid, _new_session(self._authorize)
        return found[1]

    def close(self) -> None:
        """Close the kept-alive connections; the next request opens new ones."""
        found, self._session = self._session, None
        if found is not None and found[0] == os.getpid():
            found[1].close()

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # Given as `auth`, so that requests does not put a ~/.netrc entry of the same host in its place.
        request.headers["Authorization"] = f"Token {self.token}"
        return request

    # Requests

    def get(self, path: str, params: Params | None = None, **options: Any) -> Any:
        """The JSON value that `path` (from `/api/` on) answers."""
        return self.request("GET", path, params=params, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.request("POST", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.request("PUT", path, json=json, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.request("DELETE", path, json=json, **options)

    def request(self, method: str, path: str, **options: Any) -> Any:
        """As `body`, parsed; an empty answer is None."""
        content = self.body(method, path, **options)
        return parsed(content, self.host) if content else None

    def body(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Params | None = None,
        key: str | None = None,
        timeout: float = READ_SECONDS,
        tries: int = TRIES,
    ) -> bytes:
        """Send a request until it is answered, and give the body of the answer.

        A change carries an idempotency key (`key`, else a new one), the same at each try, so that a request
        whose answer was lost is not done twice. Raises the class of `errors.py` that fits the status, and
        `NetworkError` naming the host when nobody answers. `timeout` is in seconds.
        """
        with self._answered(method, path, json=json, params=params, key=key, timeout=timeout, tries=tries) as response:
            return response.content

    def get_with_headers(self, path: str, params: Params | None = None) -> tuple[Mapping[str, str], Any]:
        """The headers of an answer, and its JSON value."""
        with self._answered("GET", path, params=params) as response:
            return response.headers, parsed(response.content, self.host)

    def location(self, path: str) -> str:
        """The address that `path` redirects to. It is not followed: it needs no token, and gets none."""
        with self._answered("GET", path, redirect=True) as response:
            return str(response.headers["Location"])

    @contextmanager
    def stream(
        self, method: str, path: str, *, params: Params | None = None, timeout: float = READ_SECONDS
    ) -> Iterator[tuple[Mapping[str, str], Iterator[bytes]]]:
        """The headers of an answer, and its body in chunks of up to 1 MiB; errors come before the first."""
        with self._answered(method, path, params=params, timeout=timeout, stream=True) as response:
            yield response.headers, self._chunks(response)

    def _chunks(self, response: requests.Response) -> Iterator[bytes]:
        import requests

        try:
            yield from response.iter_content(_CHUNK)
        except requests.RequestException as error:
            raise NetworkError(f"The answer of {self.host} broke off ({_reason(error)}). Try again.") from error

    @contextmanager
    def _answered(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Params | None = None,
        key: str | None = None,
        timeout: float = READ_SECONDS,
        tries: int = TRIES,
        stream: bool = False,
        redirect: bool = False,
    ) -> Iterator[requests.Response]:
        import requests

        headers = self._headers(method, key)
        data = None if json is None else encoded(json)
        if data is not None:
            headers["Content-Type"] = "application/json"
        backoff = Backoff(tries)
        while True:
            try:
                response = self.session.request(
                    method,
                    self.host + path,
                    params=params,
                    data=data,
                    headers=headers,
                    timeout=(CONNECT_SECONDS, timeout),
                    allow_redirects=False,
                    stream=stream,
                )
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
                if not isinstance(error, requests.exceptions.SSLError) and backoff.again():
                    continue
                raise self._nobody(error, backoff.done) from error
            except UnicodeEncodeError as error:
                raise InvalidQueryError(f"This cannot be asked: {_why_not(error)}") from error
            except requests.RequestException as error:
                raise InvalidQueryError(f"{method} {path} cannot be sent to {self.host}: {error}") from error
            if response.status_code in REPEATABLE:
                asked = retry_after(response.headers)
                if backoff.again(asked):
                    response.close()
                    continue
            break
        with response:
            if not (redirect and response.is_redirect):
                self._check(response, f"{method} {path}")
            yield response

    def _headers(self, method: str, key: str | None) -> dict[str, str]:
        headers = {}
        if self.organization is not None:
            headers["X-Picsellia-Organization"] = self.organization
        if method in _CHANGING:
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        return headers

    def _check(self, response: requests.Response, doing: str) -> None:
        status = response.status_code
        if status < 300:
            return
        if status < 400:
            # Following would send the token to wherever the answer says.
            where = response.headers.get("Location", "another address")
            raise NetworkError(f"{self.host} sends us on to {where}. Give the address that it has moved to as host=.")
        problem = None
        from picsellia.formats import _json

        if "json" in response.headers.get("Content-Type", ""):
            try:
                problem = _json.loads(response.content)
            except ValueError:
                problem = None
        raise from_problem(status, problem if isinstance(problem, dict) else None, doing=doing, host=self.host)

    def _nobody(self, error: Exception, tries: int) -> NetworkError:
        times = f" after {tries} tries" if tries > 1 else ""
        return NetworkError(
            f"Nobody answered at {self.host}{times}: {_reason(error)}. Is the server running, and is this its address?"
        )


def encoded(value: Any) -> bytes:
    """`value` as JSON, bytes as they are; `InvalidQueryError` naming what JSON cannot hold."""
    from picsellia.formats import _json

    if isinstance(value, bytes):
        return value

    try:
        return _json.dumps(value)
    except (TypeError, ValueError) as error:
        raise InvalidQueryError(f"This cannot be sent as JSON: {_why_not(error)}") from error


def _why_not(error: Exception) -> str:
    """What is wrong with a value that JSON cannot hold, and what to do."""
    said = str(error)
    if "64-bit" in said:
        return "a whole number has more than 64 bits. Give it as a float or as text."
    if "surrogate" in said:
        return "a text holds half a character, as from a file name that is no UTF-8. Decode it another way."
    return f"{said}. Give texts, numbers, lists or dicts."


def parsed(content: bytes, host: str) -> Any:
    """The JSON value of an answer's body."""
    from picsellia.formats import _json

    try:
        return _json.loads(content)
    except ValueError as error:
        raise ProcessingError(f"The answer of {host} is no JSON. Is this the address of a Picsellia server?") from error


def _new_session(authorize: Any) -> requests.Session:
    from http.cookiejar import DefaultCookiePolicy

    import requests
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        """Sends bodies in blocks that suit files rather than terminals."""

        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kw: Any) -> None:
            super().init_poolmanager(connections, maxsize, block, blocksize=_BLOCK, **kw)

    session = requests.Session()
    session.auth = authorize
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update(
        {
            "User-Agent": f"picsellia-python/{__version__}",
            "X-Picsellia-Client": f"picsellia-python/{__version__}",
            "Accept": "application/json",
        }
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter(pool_connections=CONNECTIONS, pool_maxsize=CONNECTIONS, max_retries=0))
    return session


def _reason(error: BaseException) -> str:
    """The innermost reason of a network error, in few words and without the URL."""
    import requests

    if isinstance(error, requests.exceptions.SSLError):
        return f"its certificate is not accepted ({innermost(error)})"
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS:.0f} seconds"
    if isinstance(error, requests.Timeout):
        return "it took too long to answer"
    return innermost(error)


def innermost(error: BaseException) -> str:
    found: BaseException = error
    for _ in range(10):
        inner = getattr(found, "reason", None) or (found.args[0] if found.args else None)
        if not isinstance(inner, BaseException):
            inner = found.__cause__
        if inner is None:
            break
        found = inner
    if isinstance(found, OSError) and found.strerror:
        return found.strerror.lower()
    text = str(found).rsplit(": ", 1)[-1].strip() or type(found).__name__
    return text[:200]

"""One request, one thread hop, one transaction: authenticate, check the permission, run, encode.

    async def one(picture_id: str, call: Calling) -> Response:
        return await call.read(service.one, picture_id)

`call(...)` runs a service function that changes something and stores its answer under the request's
`Idempotency-Key`; `call.read(...)` runs one that looks; `call.spool(...)` one that yields bytes.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Annotated, Any, Concatenate, ParamSpec, TypeVar

import anyio
import anyio.to_thread
from fastapi import Depends, Request
from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy.exc import DBAPIError, OperationalError
from starlette.responses import Response, StreamingResponse

from picsellia_server.accounts import repository as accounts
from picsellia_server.accounts.model import Permission, Principal
from picsellia_server.context import Ctx, House, ReadCtx
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.errors import Conflict, Invalid
from picsellia_server.http.auth import NOBODY, Credentials, credentials, principal
from picsellia_server.http.encode import encode
from picsellia_server.http.limits import RateLimit
from picsellia_server.http.routing import permission_of, scope_of

P = ParamSpec("P")
T = TypeVar("T")
_SPOOL_IN_MEMORY = 4 << 20
_CHUNK = 1 << 20
_TRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A service's answer that is bytes already; sent as it is."""

    body: bytes
    media_type: str = "application/json"
    headers: Mapping[str, str] | None = None


class KeyReused(Conflict):
    code = "idempotency.other_request"

    def __init__(self, key: str) -> None:
        super().__init__(f"The idempotency key {key!r} was used for another request. Make a new key for each request.")


class Call:
    """Runs service functions for one request."""

    def __init__(self, request: Request, house: House, permission: Permission) -> None:
        self.request = request
        self.house = house
        self.permission = permission

    async def authorize(self) -> None:
        """Raise what the permission says, and do nothing else: asked before a bad body is explained."""
        given = self._credentials()

        def run() -> None:
            with self.house.connect(write=False) as connection:
                self._who(ReadDb(connection), given)

        await self._hop(run)

    async def __call__(
        self,
        function: Callable[Concatenate[Ctx, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Response:
        """Change something: one transaction, committed before the answer; asked twice, done once."""
        return await self.change(200, function, *args, **kwargs)

    async def create(self, function: Callable[Concatenate[Ctx, P], Any], *args: P.args, **kwargs: P.kwargs) -> Response:
        """As a call, answering 201."""
        return await self.change(201, function, *args, **kwargs)

    async def change(
        self, status: int, function: Callable[Concatenate[Ctx, P], Any], *args: P.args, **kwargs: P.kwargs
    ) -> Response:
        given = self._credentials()
        key = self.request.headers.get("idempotency-key")
        if key is not None and not (1 <= len(key) <= 200 and key.isprintable()):
            raise Invalid("An Idempotency-Key has 1 to 200 printable characters.")
        digest = await self._digest() if key else b""

        def run() -> Response:
            for attempt in range(_TRIES):
                try:
                    return self._write(given, key, digest, status, lambda ctx: function(ctx, *args, **kwargs))
                except (OperationalError, DBAPIError) as error:
                    # Rolled back whole by PostgreSQL to break a tie, so the same work can be done again.
                    if attempt + 1 == _TRIES or not isinstance(error.orig, DeadlockDetected | SerializationFailure):
                        raise
            raise AssertionError("unreachable")

        return await self._hop(run)

    async def read(
        self, function: Callable[Concatenate[ReadCtx, P], Any], *args: P.args, **kwargs: P.kwargs
    ) -> Response:
        """Look at something, at one moment."""
        given = self._credentials()

        def run() -> Response:
            with self.house.connect(write=False) as connection:
                who = self._who(ReadDb(connection), given)
                return answer(function(self.house.reader(connection, who), *args, **kwargs), 200)

        return await self._hop(run)

    async def spool(
        self,
        function: Callable[Concatenate[ReadCtx, P], Iterator[bytes]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Response:
        """Send what a service yields, whatever its size, with flat memory.

        The bytes go to a temporary file first: errors are answers, not broken downloads, and a slow reader
        holds no database connection. Media type and file name: see `named`.
        """
        given = self._credentials()

        def run() -> tuple[IO[bytes], int]:
            out = tempfile.SpooledTemporaryFile(_SPOOL_IN_MEMORY)  # noqa: SIM115 -- closed by the response
            try:
                with self.house.connect(write=False) as connection:
                    who = self._who(ReadDb(connection), given)
                    for chunk in function(self.house.reader(connection, who), *args, **kwargs):
                        out.write(chunk)
                size = out.tell()
                out.seek(0)
            except BaseException:
                out.close()
                raise
            return out, size

        file, size = await self._hop(run)
        return SpoolResponse(file, size)

    def _credentials(self) -> Credentials:
        given = credentials(self.request, own_origins=self.request.app.state.own_origins)
        limit: RateLimit = self.request.app.state.rate_limit
        limit.check(given.token or given.session or "")
        return given

    async def _digest(self) -> bytes:
        request = self.request
        organization = request.headers.get("x-picsellia-organization")
        head = f"{request.method} {request.url.path}?{request.url.query} {organization}\n"
        return hashlib.sha256(head.encode() + await request.body()).digest()

    def _who(self, db: ReadDb, given: Credentials) -> Principal:
        house = self.house
        return principal(
            db, given, self.permission, house=house, now=house.clock(), named_by_path=lambda: self._named_by_path(db)
        )

    def _named_by_path(self, db: ReadDb) -> int | None:
        """The organization of the object that the path names, where the route says how it is found."""
        scope = scope_of(self.request.scope.get("endpoint"))
        if scope is None:
            return None
        parameter, find = scope
        return find(self._looking(db), self.request.path_params[parameter])

    def _looking(self, db: ReadDb) -> ReadCtx:
        """A look at the house before it is known who asks."""
        house = self.house
        return ReadCtx(db=db, storage=house.storage, who=NOBODY, now=house.clock(), settings=house.settings)

    def _write(
        self, given: Credentials, key: str | None, digest: bytes, status: int, function: Callable[[Ctx], Any]
    ) -> Response:
        with self.house.connect(write=True) as connection, connection.begin():
            db = Db(connection)
            who = self._who(db, given)
            keyed = key if key is not None and who.user_id else None
            ctx = self.house.writer(connection, who)
            if keyed is not None and not accounts.claim_request(db, who.user_id, keyed, digest, ctx.now):
                before = accounts.answered_request(db, who.user_id, keyed)
                if before.request != digest:
                    raise KeyReused(keyed)
                return Response(before.body, before.status, {"Idempotent-Replay": "true"}, "application/json")
            value = function(ctx)
            response = answer(value, status)
            if keyed is not None and getattr(value, "secret", None):
                # Kept nowhere: a lost answer is asked for anew, which makes another secret.
                accounts.forget_request(db, who.user_id, keyed)
            elif keyed is not None:
                accounts.answer_request(db, who.user_id, keyed, response.status_code, bytes(response.body))
            return response

    async def _hop(self, run: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(run, limiter=self.request.app.state.limiter)


class SpoolResponse(StreamingResponse):
    """A temporary file with its length; closed when sent or when the client hangs up."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file = file
        super().__init__(self._chunks(), headers={"Content-Length": str(size)})

    async def _chunks(self) -> AsyncIterator[bytes]:
        while chunk := await anyio.to_thread.run_sync(self.file.read, _CHUNK):
            yield chunk

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # Not in the generator's own `finally`: that does not run when the client hangs up.
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.file.close()


def named(response: Response, media_type: str, filename: str) -> Response:
    """The same response as a download of that name."""
    from urllib.parse import quote

    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "-_." else "_" for c in filename)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )
    return response


def answer(value: Any, status: int) -> Response:
    """A service's result as a response; a `Response` and `Raw` pass as they are, None is `{}`."""
    if isinstance(value, Response):
        return value
    if isinstance(value, Raw):
        return Response(value.body, status, dict(value.headers or {}), value.media_type)
    return Response(encode({} if value is None else value), status, media_type="application/json")


async def call_for(request: Request) -> Call:
    return Call(request, request.app.state.house, permission_of(request.scope["endpoint"]))


Calling = Annotated[Call, Depends(call_for)]

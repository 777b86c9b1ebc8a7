"""How the published clients 4.7 to 5.0 talk, apart from what they say: paths, bodies, organizations, answers.

Everything here is served under `/sdk/v2/` and `/sdk/`. Bodies are JSON whatever the content type says, on GET as
well; names may hold slashes; no answer is a redirect, and every one is a JSON object (`errors.py` for failures).
The files beside this one translate, a client class each; what they need is done by the services.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Annotated, Any
from urllib.parse import parse_qsl

import anyio.to_thread
import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from picsellia_server.accounts import service as accounts
from picsellia_server.accounts.model import OrganizationUnknown, Permission, Principal
from picsellia_server.context import ReadCtx
from picsellia_server.db.engine import ReadDb
from picsellia_server.errors import Forbidden
from picsellia_server.http.auth import Credentials
from picsellia_server.http.call import Call
from picsellia_server.http.encode import encode
from picsellia_server.http.routing import Router, Scope, permission_of
from picsellia_server.wire_v2.errors import BodyRefused, IdUnknown, refused

PREFIXES = ("/sdk/v2/", "/sdk/")
MINE = frozenset(("none", "null", "None"))
"""What stands in a path instead of an organization, and means the caller's own."""

_HERE = 1 << 18  # bytes of JSON that are read on the event loop


class NotAMember(Forbidden):
    code = "wire.not_a_member"

    def __init__(self, organization: str) -> None:
        super().__init__(f"You are not a member of the organization {organization[:60]!r}.")


class WireRoute(APIRoute):
    """A route whose failures are answered in the words of the wire, before those of REST see them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def translated(request: Request) -> Response:
            try:
                return await handle(request)
            except (BodyRefused, IdUnknown) as unasked:
                return refused(request, await _first(request, unasked))
            except Exception as error:  # noqa: BLE001 -- see errors.py
                return refused(request, error)

        return translated


async def _first(request: Request, error: Exception) -> Exception:
    """The failure to tell: whoever may not ask is told so, not what a right question looks like."""
    try:
        await WireCall(request).authorize()
    except Exception as refusal:  # noqa: BLE001
        return refusal
    return error


class WireRouter(Router):
    """A `Router` whose paths, given without a leading slash, stand under every prefix."""

    def __init__(self) -> None:
        super().__init__()
        self.route_class = WireRoute

    def _route(self, method: str, path: str, permission: Permission, scope: Any, options: dict[str, Any]) -> Any:
        decorators = [
            super(WireRouter, self)._route(
                method, prefix + path, permission, scope, {**options, "include_in_schema": False}
            )
            for prefix in PREFIXES
        ]

        def decorate(endpoint: Callable[..., Any]) -> Callable[..., Any]:
            for add in decorators:
                add(endpoint)
            return endpoint

        return decorate


def joined(*routers: APIRouter) -> APIRouter:
    """One router of several, their order kept: literal paths come before those that would swallow them."""
    whole = APIRouter()
    for router in routers:
        whole.routes.extend(router.routes)
    return whole


def parsed(raw: bytes) -> Any:
    """JSON as Python writes it: NaN and infinities are null."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(raw, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as wrong:
        raise BodyRefused(f"The body is no JSON: {wrong}.") from wrong


class WireCall(Call):
    """A `Call` as these clients make it: the organization is in the path, or in the body."""

    def __init__(self, request: Request) -> None:
        super().__init__(request, request.app.state.house, permission_of(request.scope["endpoint"]))
        named = request.path_params.get("org")
        self._organization = None if named is None or named in MINE else named
        self._scope: Callable[[ReadCtx], int | None] | None = None

    def within(self, organization: Any) -> None:
        """Act in that organization (name or id); in the caller's own for None."""
        self._organization = None if organization is None or organization in MINE else str(organization)

    def about(self, find: Scope, subject: Any) -> None:
        """Act in the organization of something that the body names, where the caller belongs to it."""
        self._scope = lambda ctx: find(ctx, str(subject))

    async def body(self) -> dict[str, Any]:
        """The body as an object; an empty one where there is none."""
        raw = await self.request.body()
        if not raw:
            return {}
        value = parsed(raw) if len(raw) < _HERE else await anyio.to_thread.run_sync(parsed, raw)
        if not isinstance(value, dict):
            raise BodyRefused("The body is a JSON object.")
        return value

    async def flags(self) -> tuple[dict[str, str], bool]:
        """Parameters of the query or, as the newer clients send them, of a form; whether it was a form."""
        raw = await self.request.body()
        if not raw:
            return dict(self.request.query_params), False
        return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True)), True

    def _credentials(self) -> Credentials:
        given = super()._credentials()
        if self._organization is None:
            return given
        return Credentials(token=given.token, session=given.session, organization=self._organization)

    def _who(self, db: ReadDb, given: Credentials) -> Principal:
        try:
            return super()._who(db, given)
        except OrganizationUnknown:
            looking = self._looking(db)
            if given.organization and accounts.is_organization(looking, given.organization):
                raise NotAMember(given.organization) from None
            raise

    def _named_by_path(self, db: ReadDb) -> int | None:
        if self._scope is not None:
            return self._scope(self._looking(db))
        return super()._named_by_path(db)


async def wire_call(request: Request) -> WireCall:
    return WireCall(request)


Wire = Annotated[WireCall, Depends(wire_call)]


def listed(name: str, pages: Iterable[Iterable[Any]], *, more: dict[str, Any] | None = None) -> Iterator[bytes]:
    """The bytes of `{name: [...]}` over pages of any number, memory flat; `more` are further keys."""
    yield b"{%b:[" % encode(name)
    first = True
    for page in pages:
        body = encode(list(page))[1:-1]
        if body:
            yield body if first else b"," + body
            first = False
    tail = b"" if not more else b"," + encode(more)[1:-1]
    yield b"]%b}" % tail


def as_json(response: Response) -> Response:
    """A spooled answer with its type."""
    response.headers["Content-Type"] = "application/json"
    return response

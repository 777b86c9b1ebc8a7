"""Routes that name their permission: deny by default.

`Router` is FastAPI's, with `permission=` required on each route and kept where `http/call.py` and the
start-up check find it. A route that names none does not start.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from picsellia_server.accounts.model import Permission
from picsellia_server.context import ReadCtx
from picsellia_server.errors import PlatformError

Scope = Callable[..., int | None]
"""From `(ctx, id)` to the organization (row id) of the object that a path names; None: unknown."""

_PERMISSIONS = "picsellia_permission"
_SCOPE = "picsellia_scope"


class Router(APIRouter):
    """An `APIRouter` whose routes each name the permission they need.

    `scope` finds the organization of the object named by the path, for callers that name none:
    a pair of the path parameter and a function `(ctx, id) -> org_id | None`.
    """

    def __init__(self, *, prefix: str = "", tags: list[str] | None = None) -> None:
        super().__init__(prefix=prefix, tags=list(tags or []))

    def _route(self, method: str, path: str, permission: Permission, scope: Any, options: dict[str, Any]) -> Any:
        def decorate(endpoint: Callable[..., Any]) -> Callable[..., Any]:
            setattr(endpoint, _PERMISSIONS, permission)
            setattr(endpoint, _SCOPE, scope)
            self.add_api_route(path, endpoint, methods=[method], **options)
            return endpoint

        return decorate

    def raw(
        self, method: str, path: str, *, permission: Permission
    ) -> Callable[[Callable[[Request], Awaitable[Response]]], Callable[[Request], Awaitable[Response]]]:
        """A route whose endpoint takes the request and answers, with nothing parsed, documented or added."""

        def decorate(
            endpoint: Callable[[Request], Awaitable[Response]],
        ) -> Callable[[Request], Awaitable[Response]]:
            setattr(endpoint, _PERMISSIONS, permission)
            # Starlette's route would answer HEAD as well, unasked.
            route = Route(self.prefix + path, endpoint)
            route.methods = {method}
            self.routes.append(route)
            return endpoint

        return decorate

    def get(  # type: ignore[override]
        self, path: str, *, permission: Permission, scope: tuple[str, Scope] | None = None, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._route("GET", path, permission, scope, options)  # type: ignore[no-any-return]

    def head(  # type: ignore[override]
        self, path: str, *, permission: Permission, scope: tuple[str, Scope] | None = None, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._route("HEAD", path, permission, scope, options)  # type: ignore[no-any-return]

    def post(  # type: ignore[override]
        self, path: str, *, permission: Permission, scope: tuple[str, Scope] | None = None, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._route("POST", path, permission, scope, options)  # type: ignore[no-any-return]

    def put(  # type: ignore[override]
        self, path: str, *, permission: Permission, scope: tuple[str, Scope] | None = None, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._route("PUT", path, permission, scope, options)  # type: ignore[no-any-return]

    def patch(  # type: ignore[override]
        self, path: str, *, permission: Permission, scope: tuple[str, Scope] | None = None, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._route("PATCH", path, permission, scope, options)  # type: ignore[no-any-return]

    def delete(  # type: ignore[override]
        self, path: str, *, permission: Permission, scope: tuple[str, Scope] | None = None, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return self._route("DELETE", path, permission, scope, options)  # type: ignore[no-any-return]


def permission_of(endpoint: Any) -> Permission:
    """The permission that an endpoint named; `LookupError` when it named none."""
    found: Permission | None = getattr(endpoint, _PERMISSIONS, None)
    if found is None:
        raise LookupError(f"The route of {endpoint!r} names no permission.")
    return found


def scope_of(endpoint: Any) -> tuple[str, Callable[[ReadCtx, str], int | None]] | None:
    return getattr(endpoint, _SCOPE, None)


def listed(routes: list[BaseRoute]) -> Iterator[tuple[str, str, Permission]]:
    """(method, path, permission) of every route; raises `LookupError` for one that names none."""
    for route in routes:
        endpoint = getattr(route, "endpoint", None)
        for method in sorted(getattr(route, "methods", None) or {"*"}):
            yield method, getattr(route, "path", str(route)), permission_of(endpoint)


def may_raise(*errors: type[PlatformError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses` for errors: one entry a status, naming the codes."""
    answers: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        known = answers.setdefault(error.status, {"description": ""})
        known["description"] = "; ".join(filter(None, [known["description"], f"`{error.code}`"]))
    return answers


def mark(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name the permission of an endpoint that is added by hand."""

    def decorate(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        setattr(endpoint, _PERMISSIONS, permission)
        return endpoint

    return decorate

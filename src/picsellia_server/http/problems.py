"""Errors to problem JSON (RFC 9457): a stable `code`, a sentence that says what to do, a request id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from psycopg.errors import DiskFull, ForeignKeyViolation, UniqueViolation
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from picsellia_server.errors import PlatformError
from picsellia_server.http.encode import encode

log = structlog.get_logger()

_TITLES = {
    400: "Invalid request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    422: "Invalid request",
    429: "Too many requests",
    500: "Internal error",
    503: "Unavailable",
    507: "Storage full",
}

_NO_DATABASE = "The database does not answer just now. Nothing was changed; try again in a moment."
_NO_ROOM = (
    "The disk of the database is full. Nothing was changed. Whoever runs this server has to make room: "
    "`picsellia-server doctor` says where."
)
_NOT_TO_BE_FOUND = (
    "A value of this request cannot be looked up: an id has the wrong form, or a text holds a NUL character."
)
_OUR_FAULT = "Something went wrong in the server; nothing was changed. Its log has more under the request id."


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document. `details` are further fields, never over the standard ones."""
    body = {
        **(details or {}),
        "type": f"urn:picsellia:problem:{code}",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request.scope.get("picsellia_request_id", ""),
    }
    return Response(encode(body), status, dict(headers or {}), "application/problem+json")


def _where(error: Mapping[str, Any]) -> str:
    return ".".join(str(part) for part in error["loc"] if part != "body") or "body"


async def _platform(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlatformError)
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    if error.status in (429, 503):
        headers["Retry-After"] = str(error.details.get("retry_after", 1))
    return problem(request, error.status, error.code, error.message, details=error.details, headers=headers)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # Whoever may not ask is told so, not what a right question looks like.
    from picsellia_server.http.call import call_for

    try:
        await (await call_for(request)).authorize()
    except PlatformError as refused:
        return await _platform(request, refused)
    found = [{"where": _where(e), "what": e["msg"]} for e in error.errors()[:20]]
    sentence = "; ".join(f"{e['where']}: {e['what']}" for e in found[:5])
    return problem(request, 422, "invalid", f"The request does not fit: {sentence}.", details={"errors": found})


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "no_such_route", 405: "method_not_allowed"}.get(error.status_code, "http")
    detail = {
        404: f"There is nothing at {request.url.path}. The API is described at /api/docs.",
        405: f"{request.method} is not possible at {request.url.path}.",
    }.get(error.status_code, str(error.detail))
    return problem(request, error.status_code, code, detail, headers=error.headers)


async def _database(request: Request, error: Exception) -> Response:
    if _is_full(error):
        log.error("database.disk_full", error=str(error).splitlines()[0])
        return problem(request, 507, "storage.full", _NO_ROOM)
    log.error("database.unavailable", error=str(error).splitlines()[0])
    return problem(request, 503, "unavailable", _NO_DATABASE, headers={"Retry-After": "1"})


async def _data(request: Request, error: Exception) -> Response:
    """A text that is no id, or holds a NUL: PostgreSQL refused it before anything was looked up."""
    return problem(request, 400, "invalid", _NOT_TO_BE_FOUND)


_AT_THE_SAME_MOMENT = (
    "Somebody else changed the same thing at the same moment. Nothing was changed; look, and try again."
)


async def _integrity(request: Request, error: Exception) -> Response:
    """Two who made, or one who removed, the same thing at once: what the checks before could not see."""
    if not _is_a_race(error):
        return await unexpected(request, error)
    log.warning("request.raced", path=request.url.path, method=request.method, error=str(error).splitlines()[0])
    return problem(request, 409, "conflict", _AT_THE_SAME_MOMENT)


def _is_full(error: Exception) -> bool:
    return isinstance(error, OperationalError) and isinstance(error.orig, DiskFull)


def _is_a_race(error: Exception) -> bool:
    return isinstance(error, IntegrityError) and isinstance(error.orig, UniqueViolation | ForeignKeyViolation)


async def unexpected(request: Request, error: Exception) -> Response:
    """What nobody foresaw: the trace goes to the log, the id to the user."""
    log.error("request.failed", path=request.url.path, method=request.method, exc_info=error)
    return problem(request, 500, "internal", _OUR_FAULT)


def told(request: Request, error: Exception) -> tuple[int, str, str]:
    """(status, code, sentence) of any failure, for answers of another form; logged where it has to be."""
    match error:
        case PlatformError():
            return error.status, error.code, error.message
        case HTTPException():
            return error.status_code, "http", str(error.detail)
        case IntegrityError() if _is_a_race(error):
            return 409, "conflict", _AT_THE_SAME_MOMENT
        case DataError():
            return 400, "invalid", _NOT_TO_BE_FOUND
        case OperationalError() if _is_full(error):
            log.error("database.disk_full", error=str(error).splitlines()[0])
            return 507, "storage.full", _NO_ROOM
        case OperationalError() | PoolTimeout():
            log.error("database.unavailable", error=str(error).splitlines()[0])
            return 503, "unavailable", _NO_DATABASE
    log.error("request.failed", path=request.url.path, method=request.method, exc_info=error)
    return 500, "internal", _OUR_FAULT


def install(app: FastAPI) -> None:
    app.add_exception_handler(PlatformError, _platform)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DataError, _data)
    app.add_exception_handler(IntegrityError, _integrity)
    app.add_exception_handler(OperationalError, _database)
    app.add_exception_handler(PoolTimeout, _database)

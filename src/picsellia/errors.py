"""Errors raised by the SDK.

PicselliaError                          base of all; `.status`, `.code`, `.request_id` where a server answered
├── AuthenticationError                 who are you? no token was found
│   └── UnauthorizedError        401    the token is wrong, expired or revoked
│       └── ForbiddenError       403    the token is right, the role is not enough
├── ResourceNotFoundError        404    no such thing, or not visible to you
├── InvalidQueryError  400 409 422      also a ValueError: what was asked makes no sense, or is there already
├── UnsufficientRessourcesError  402 413 507    too large, or no room left
├── ApiLimitError                429    too many requests; wait and repeat
├── ProcessingError              5xx    the server failed; nothing was changed
├── NetworkError                        nobody answered at the host; safe to repeat
└── TyperError                          a value is of a type that cannot be sent; also a TypeError

Names and spelling are those of the published SDK, so that its users' `except` lines keep working.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class PicselliaError(Exception):
    """Base of every error that the SDK raises on purpose; its text says what to do.

    `status` is the HTTP status and `code` the server's stable name of the problem, both None where no
    server was asked; `details` holds further fields of the problem document.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.request_id = request_id
        self.details = dict(details or {})

    def __str__(self) -> str:
        return f"{self.message} (request {self.request_id})" if self.request_id else self.message

    def __reduce__(self) -> Any:
        # Errors cross process borders in training scripts; keyword-only arguments do not survive by themselves.
        return _rebuilt, (type(self), self.message, self.__dict__.copy())


def _rebuilt(kind: type[PicselliaError], message: str, state: dict[str, Any]) -> PicselliaError:
    error = kind(message)
    error.__dict__.update(state)
    return error


class AuthenticationError(PicselliaError):
    """There is no token, or it is not accepted."""


class UnauthorizedError(AuthenticationError):
    """401: the token is wrong, expired or revoked."""


class ForbiddenError(UnauthorizedError):
    """403: the token is right, the role in the organization is not enough."""


class ResourceNotFoundError(PicselliaError):
    """404: no such thing, or not visible to you."""


class InvalidQueryError(PicselliaError, ValueError):
    """400, 409, 422 and bad arguments: what was asked makes no sense, or is there already."""


class UnsufficientRessourcesError(PicselliaError):
    """402, 413, 507: over a limit of the server, or no room left."""


class ApiLimitError(PicselliaError):
    """429: too many requests, also after waiting."""


class ProcessingError(PicselliaError):
    """5xx: the server failed."""


class NetworkError(PicselliaError):
    """Nobody answered at the host, also after several tries."""


class TyperError(PicselliaError, TypeError):
    """A value is of a type that cannot be sent."""


_BY_STATUS: dict[int, type[PicselliaError]] = {
    401: UnauthorizedError,
    402: UnsufficientRessourcesError,
    403: ForbiddenError,
    404: ResourceNotFoundError,
    410: ResourceNotFoundError,
    413: UnsufficientRessourcesError,
    429: ApiLimitError,
    507: UnsufficientRessourcesError,
}
_STANDARD = frozenset({"type", "title", "status", "code", "detail", "request_id"})


def kind_of(status: int) -> type[PicselliaError]:
    """The error class of an HTTP status."""
    if found := _BY_STATUS.get(status):
        return found
    return ProcessingError if status >= 500 else InvalidQueryError


def from_problem(status: int, problem: Mapping[str, Any] | None, *, doing: str, host: str) -> PicselliaError:
    """The error of an answer that is no success.

    `problem` is the parsed problem document, None when the body was something else: then the answer came
    from a proxy or another program, and the message says so, naming what was asked (`doing`) and `host`.
    """
    if problem is None or not isinstance(problem.get("detail"), str):
        message = (
            f"{doing} was answered with HTTP {status} by {host}, and not in the way of a Picsellia server. "
            "Is this the right address, and is there a proxy on the way?"
        )
        return kind_of(status)(message, status=status)
    return kind_of(status)(
        problem["detail"],
        status=status,
        code=str(problem.get("code", "")) or None,
        request_id=str(problem.get("request_id", "")) or None,
        details={key: value for key, value in problem.items() if key not in _STANDARD},
    )

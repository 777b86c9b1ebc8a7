"""Errors that a user can meet: each a class with a code, an HTTP status and a sentence saying what to do.

PlatformError
├── Invalid        400  what was sent makes no sense
├── Unauthorized   401  who are you?
├── Forbidden      403  the role is not enough
├── NotFound       404  no such thing, or not visible to you
├── Conflict       409  it is there already, or has moved on
├── TooLarge       413  over a limit of this installation
├── TooMany        429  slow down
├── Unavailable    503  try again
└── StorageFull    507  no room for the bytes

Each noun derives its own in its `model.py`. `http/problems.py` turns them into problem JSON.
"""

from __future__ import annotations

from typing import Any


class PlatformError(Exception):
    """Base of every error whose sentence is meant for the user."""

    code = "error"
    status = 500

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Invalid(PlatformError):
    code = "invalid"
    status = 400


class Unauthorized(PlatformError):
    code = "unauthorized"
    status = 401


class Forbidden(PlatformError):
    code = "forbidden"
    status = 403


class NotFound(PlatformError):
    code = "not_found"
    status = 404


class Conflict(PlatformError):
    code = "conflict"
    status = 409


class TooLarge(PlatformError):
    code = "too_large"
    status = 413


class TooMany(PlatformError):
    code = "too_many"
    status = 429


class Unavailable(PlatformError):
    code = "unavailable"
    status = 503


class StorageFull(PlatformError):
    code = "storage_full"
    status = 507

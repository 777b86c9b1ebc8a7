"""Keyset paging: a page is found by the last key of the one before, never by an offset."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Query

from picsellia_server.errors import Invalid

T = TypeVar("T")
Limit = Annotated[int, Query(ge=1, le=1000, description="Most items in the answer.")]
Cursor = Annotated[str | None, Query(max_length=2000, description="`next` of the page before.")]


class CursorRefused(Invalid):
    code = "paging.cursor"

    def __init__(self) -> None:
        super().__init__("This cursor is not one of this list. Leave it out to start at the first page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """`next` is the cursor of the page after this one, None at the end."""

    items: list[T]
    next: str | None = None


def cursor_after(*key: Any) -> str:
    """An opaque cursor for the key of the last item shown."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def key_of(cursor: str | None, kinds: tuple[type, ...]) -> tuple[Any, ...] | None:
    """The key in a cursor, checked against the types that it must have; None for no cursor."""
    if not cursor:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise CursorRefused from None
    if not isinstance(key, list) or len(key) != len(kinds):
        raise CursorRefused
    if any(type(part) is not kind for part, kind in zip(key, kinds, strict=True)):
        raise CursorRefused
    return tuple(key)

"""Reads lists of pictures: pages of 10,000 rows, the next one fetched while one is being read.

Called by Picture and Dataset. Not here: what is done with them.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from picsellia.errors import InvalidQueryError
from picsellia.tracking.shapes import checked_name

if TYPE_CHECKING:
    from concurrent.futures import Future

    from picsellia._http import Connection

PAGE = 10_000
BULK = 10_000
"""Most pictures that one request names."""

REFERENCE = ("picture_id", "internal_key", "external_url", "creation_date", "height", "width", "tag")
"""The keys of a picture, in the reference's order."""

_NEXT = re.compile(rb'"next":"([A-Za-z0-9_\-]+)"\}?\s*\Z')
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def rows(
    connection: Connection,
    path: str,
    params: Sequence[tuple[str, Any]] = (),
    *,
    columns: Sequence[str] = REFERENCE,
    most: int | None = None,
) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of rows, each row in the order of `columns`; at most `most` rows in all.

    The cursor of the next page stands at the end of a page's bytes, so that the server works on it while
    this one is being parsed.
    """
    from concurrent.futures import ThreadPoolExecutor

    from picsellia._http import parsed

    left = most
    with ThreadPoolExecutor(1, "picsellia-page") as ahead:

        def ask(cursor: str | None) -> Future[bytes]:
            limit = PAGE if left is None else min(PAGE, left)
            asked = [*params, ("shape", "rows"), ("limit", limit), ("columns", ",".join(columns))]
            if cursor:
                asked.append(("cursor", cursor))
            return ahead.submit(connection.body, "GET", path, params=asked)

        waiting: Future[bytes] | None = ask(None) if left is None or left > 0 else None
        while waiting is not None:
            body = waiting.result()
            cursor = _NEXT.search(body, max(0, len(body) - 4_000))
            if left is not None:
                left -= PAGE
            more = cursor is not None and (left is None or left > 0)
            waiting = ask(cursor[1].decode()) if more and cursor is not None else None
            yield _picked(parsed(body, connection.host), columns)


def _picked(page: Mapping[str, Any], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows in the order of `columns`, whatever order and further columns the server gave."""
    given = page["columns"]
    if list(given) == list(columns):
        found: list[tuple[Any, ...]] = page["rows"]
        return found
    places = [given.index(name) for name in columns]
    return [tuple(row[place] for place in places) for row in page["rows"]]


def pictures(
    connection: Connection, path: str, params: Sequence[tuple[str, Any]] = (), *, most: int | None = None
) -> list[dict[str, Any]]:
    """Picture objects with the reference's keys."""
    found: list[dict[str, Any]] = []
    with _no_collecting():
        for page in rows(connection, path, params, most=most):
            found += [dict(zip(REFERENCE, row, strict=True)) for row in page]
    return found


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without looking for cycles, of which there are none here: of a million dicts that is most of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def checked_tags(tags: Sequence[str] | str | None, *, needed: bool = False) -> list[str]:
    """Tags as a list; one string is one tag. Raises `InvalidQueryError` for what is no list of names."""
    if tags is None:
        tags = []
    given = [tags] if isinstance(tags, str) else tags
    if not isinstance(given, Sequence | set | frozenset) and callable(getattr(given, "tolist", None)):
        given = given.tolist()  # an array, or a column of a table
    if not isinstance(given, Sequence | set | frozenset) or not all(isinstance(tag, str) for tag in given):
        raise InvalidQueryError(f"`tags` is a list of names, not {tags!r:.100}.")
    if any(not tag.strip() for tag in given):
        raise InvalidQueryError("A tag needs a name; one of these is empty.")
    found = list(dict.fromkeys(checked_name(tag) for tag in given))
    if needed and not found:
        raise InvalidQueryError("Give at least one tag in `tags`.")
    return found


def ids_of(pictures: Any) -> list[str]:
    """Ids of pictures given as picture objects, ids, or a mix. Raises `InvalidQueryError` naming what is neither."""
    if isinstance(pictures, Mapping) and "pictures" in pictures:
        pictures = pictures["pictures"]
    if isinstance(pictures, str | UUID | Mapping):
        pictures = [pictures]
    try:
        given = list(pictures)
    except TypeError:
        raise InvalidQueryError(f"`pictures` is a list of pictures or ids, not {pictures!r:.100}.") from None
    found: dict[str, None] = {}
    for one in given:
        identifier = one.get("picture_id") if isinstance(one, Mapping) else one
        identifier = str(identifier).lower() if isinstance(identifier, str | UUID) else ""
        if not _UUID.fullmatch(identifier):
            raise InvalidQueryError(f"{one!r:.200} is neither a picture nor the id of one.")
        found[identifier] = None
    return list(found)


def chunks(ids: Sequence[str], size: int = BULK) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])

"""Names in addresses: `<dataset>/<version>` and the like, and what a path of a URL may hold."""

from __future__ import annotations

import os
import re
from typing import Any
from urllib.parse import quote

from picsellia.errors import InvalidQueryError
from picsellia.tracking.shapes import checked_name

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RESERVED = frozenset(
    [
        "by_name",
        "attach_dataset",
        "none",
        "null",
        "None",
        "latest",
        "new_version",
        "update_stats",
        "search",
        "tag",
        "delete",
        "delete_tag",
        "send_experiment_logging",
        "hub",
    ]
)
"""Words that stand where a name would stand in the addresses of published clients."""


def checked_title(name: Any, what: str) -> str:
    """The name of something that is to be made, in NFC; `InvalidQueryError`, as the server's, says what is wrong."""
    if not isinstance(name, str) or not name.strip():
        raise InvalidQueryError(f"The name of a {what} is a text of 1 to 120 characters, not {name!r:.100}.")
    text = checked_name(name)
    if any(char in text for char in "/?#"):
        raise InvalidQueryError(f"The {what} name {text!r:.100} may not hold any of / ? #.")
    if text in RESERVED:
        raise InvalidQueryError(f"{text!r} has a meaning of its own and cannot name a {what}. Choose another.")
    return text


def split_name(name: str, what: str = "dataset") -> tuple[str, str | None]:
    """`<name>/<version>` as its two parts; the version is None for a name alone."""
    if not isinstance(name, str) or not name.strip():
        raise InvalidQueryError(f"The name of a {what} is a text, not {name!r:.100}.")
    first, slash, rest = name.partition("/")
    if slash and (not first or not rest or "/" in rest):
        raise InvalidQueryError(f"{name!r:.200} is no <{what}>/<version>.")
    return first, rest or None


def quoted(part: str, *, slash: bool = False) -> str:
    """One segment of a path. Raises `InvalidQueryError` for what can be none; only assets may hold a `slash`."""
    if not isinstance(part, str) or not part:
        raise InvalidQueryError(f"A name is a text, not {part!r:.100}.")
    if part in (".", ".."):
        raise InvalidQueryError(f"Nothing can be named {part!r}.")
    if "/" in part and not slash:
        raise InvalidQueryError(f"{part!r:.200} holds a `/`, which no such name does.")
    try:
        return quote(part, safe="")
    except UnicodeEncodeError:
        raise InvalidQueryError(f"{part!r:.100} is no valid text.") from None


def path_text(path: Any, what: str = "path") -> str:
    """The path of a file or folder as text, there or not; `InvalidQueryError` for what is none."""
    text = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(text, str) or not text or "\0" in text:
        raise InvalidQueryError(f"`{what}` is the path of a file or folder, not {path!r:.100}.")
    return text


def plain_id(text: str) -> str:
    """`text`, in lower case where it is an id, which means the same in any."""
    return text.lower() if _UUID.fullmatch(text.lower()) else text


def check_texts(**given: Any) -> None:
    """Raise `InvalidQueryError` for the first argument that is neither a text nor None."""
    for name, value in given.items():
        if value is not None and not isinstance(value, str):
            raise InvalidQueryError(f"`{name}` is a text, not {value!r:.100}.")

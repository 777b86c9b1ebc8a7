"""Names in addresses: `<dataset>/<version>` and the like, and what a path of a URL may hold."""

from __future__ import annotations

from urllib.parse import quote

from picsellia.errors import InvalidQueryError


def split_name(name: str, what: str = "dataset") -> tuple[str, str | None]:
    """`<name>/<version>` as its two parts; the version is None for a name alone."""
    if not isinstance(name, str) or not name.strip():
        raise InvalidQueryError(f"The name of a {what} is a text, not {name!r:.100}.")
    first, slash, rest = name.partition("/")
    if slash and (not first or not rest or "/" in rest):
        raise InvalidQueryError(f"{name!r:.200} is no <{what}>/<version>.")
    return first, rest or None


def quoted(part: str) -> str:
    """One segment of a path. Raises `InvalidQueryError` for what can be none."""
    if not isinstance(part, str) or not part:
        raise InvalidQueryError(f"A name is a text, not {part!r:.100}.")
    if part in (".", ".."):
        raise InvalidQueryError(f"Nothing can be named {part!r}.")
    try:
        return quote(part, safe="")
    except UnicodeEncodeError:
        raise InvalidQueryError(f"{part!r:.100} is no valid text.") from None

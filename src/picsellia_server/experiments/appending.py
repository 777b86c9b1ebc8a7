"""What data becomes when something is appended to it that is no line. Pure functions.

Lists grow, dicts grow key by key, and a scalar is one more entry of a list. Lines have rules of their own, and
tables of rows to keep them in (`lines.py`).
"""

from __future__ import annotations

from typing import Any

from picsellia_server.experiments.model import DataRefused

_SCALARS = (int, float, str, bool, type(None))


def extended(there: Any, more: Any) -> Any:
    """`there` with `more` after it. Raises `DataRefused` when the two do not go together."""
    if isinstance(there, list):
        return [*there, *(more if isinstance(more, list) else [more])]
    if isinstance(there, dict) and isinstance(more, dict):
        return {**there, **{key: extended(there[key], value) if key in there else value for key, value in more.items()}}
    if isinstance(there, _SCALARS) and isinstance(more, list):
        return [there, *more]
    if isinstance(there, _SCALARS) and isinstance(more, _SCALARS):
        return [there, more]
    raise DataRefused(
        f"{_kind(more)} cannot be appended to {_kind(there).lower()}. Log it with replace, or under another name."
    )


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "A list"
    return "A dict" if isinstance(value, dict) else "A single value"

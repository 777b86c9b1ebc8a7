"""What data of each type looks like, checked where it is logged, so that a mistake is told at its line.

The same rules as the server's, for records that say their type; data without one are checked there, by the type of
what is stored. Gives lines as numbers: `"0.53"` is 0.53. Not here: arrays and tensors as plain values (_values.py).
"""

from __future__ import annotations

import contextlib
import math
import re
import unicodedata
from typing import Any

from picsellia.errors import InvalidQueryError

STEPS = "steps"
_NAME = 120
_SERIES = 1_000
_DEEPEST = 40
_SCALARS = (int, float, str, bool, type(None))
_PLAIN = frozenset({int, float, type(None)})
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1


def checked_name(name: str) -> str:
    """`name`, or `InvalidQueryError` for one that no data-asset can have."""
    text = unicodedata.normalize("NFC", name)
    if len(text) > _NAME:
        raise InvalidQueryError(f"The name {text[:57]!r}… has {len(text)} characters; {_NAME} is the most.")
    if text in (".", "..") or any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise InvalidQueryError(f"The name {name!r} holds a control character, or is no name. Choose another.")
    return text


def checked(type: str | None, data: Any) -> Any:
    """Plain data that has the shape of its type; `InvalidQueryError` says what does not fit."""
    if type == "line":
        return _line(data)
    _check_depth(data, 0)
    if type == "value":
        if not isinstance(data, _SCALARS) and not (isinstance(data, dict) and list(data) == ["value"]):
            raise InvalidQueryError("A value is one number or text. Log a list as a line, and a dict as a table.")
    elif type is not None and not isinstance(data, dict):
        raise InvalidQueryError(f"Data of type {type} is a dict, not {data!r:.60}.")
    if type == "bar":
        _check_bar(data)
    elif type == "heatmap":
        _check_heatmap(data)
    return data


def _check_depth(data: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise InvalidQueryError(f"This is nested more than {_DEEPEST} deep. Flatten it, or store it as a file.")
    if isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            if isinstance(each, dict | list):
                _check_depth(each, depth + 1)


def _check_bar(data: dict[str, Any]) -> None:
    x, y = data.get("x"), data.get("y")
    if not isinstance(x, list) or not isinstance(y, list) or len(x) != len(y):
        raise InvalidQueryError('A bar chart is {"x": [names], "y": [numbers]}, with as many of each.')
    if not isinstance(data.get("image_list", []), list):
        raise InvalidQueryError("The `image_list` of a bar chart is a list of picture ids.")


def _check_heatmap(data: dict[str, Any]) -> None:
    categories, rows = data.get("categories"), data.get("values")
    if not isinstance(categories, list) or not isinstance(rows, list):
        raise InvalidQueryError('A heatmap is {"categories": [names], "values": [[numbers], …]}.')
    if not all(isinstance(row, list) for row in rows) or len({len(row) for row in rows}) > 1:
        raise InvalidQueryError("The `values` of a heatmap are rows of equal length.")


def _line(data: Any) -> Any:
    """A list of numbers, or a dict of such lists."""
    if not isinstance(data, dict):
        return _column(data, "the list")
    if len(data) > _SERIES:
        raise InvalidQueryError(f"A line has up to {_SERIES:,} series; these are {len(data):,}.")
    columns = {key: _column(values, repr(key[:60])) for key, values in data.items()}
    if STEPS in columns:
        rows = len(columns[STEPS])
        for key, column in columns.items():
            if len(column) != rows:
                raise InvalidQueryError(
                    f"{key[:60]!r} has {len(column):,} numbers and 'steps' {rows:,}: give as many of each."
                )
    return columns


def _column(values: Any, where: str) -> list[int | float | None]:
    if isinstance(values, dict):
        raise InvalidQueryError(f"{where} is a dict, where a line has numbers.")
    if not isinstance(values, list):
        return [_number(values, where, 0)]
    if set(map(type, values)) <= _PLAIN and all(v is None or -(2**63) <= v < 2**63 for v in values):
        return values
    return [_number(value, where, at) for at, value in enumerate(values)]


def _number(value: Any, where: str, at: int) -> int | float | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        # Digits by the dozen, lest a text of a million of them takes minutes.
        if re.fullmatch(r"\s*[+-]?\d{1,18}\s*", value):
            return int(value)
        with contextlib.suppress(ValueError):
            value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if _SMALLEST <= value <= _LARGEST else _large(value)
    raise InvalidQueryError(f"{str(value)[:40]!r}, number {at} of {where}, is no number.")


def _large(value: int) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None

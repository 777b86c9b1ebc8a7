"""Makes any value storable as JSON: what JSON or PostgreSQL cannot hold is replaced, and counted.

NaN and infinities become null, NUL and halves of characters U+FFFD, whole numbers beyond 64 bits floats.
Called by the services of nouns whose columns hold what people send (labels, parameters, logged data).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import orjson

from picsellia_server.errors import Invalid

DEPTH = 40
REPLACEMENT = "\ufffd"
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1


class ValueRefused(Invalid):
    code = "value.refused"


@dataclass(slots=True)
class Changed:
    """How many values were replaced: `nan` became null, `text` lost NUL or half characters, `large` precision."""

    nan: int = 0
    text: int = 0
    large: int = 0

    def __bool__(self) -> bool:
        return bool(self.nan or self.text or self.large)


def clean_text(text: str, changed: Changed) -> str:
    """`text` with NUL and half characters replaced."""
    if "\x00" in text or not _is_whole(text):
        changed.text += 1
        return "".join(REPLACEMENT if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _is_whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def clean(value: Any, changed: Changed, *, depth: int = DEPTH) -> Any:
    """`value` as JSON can hold it; `changed` counts what was replaced. Raises `ValueRefused` when too deep."""
    kind = type(value)
    if kind is float:
        if math.isfinite(value):
            return value
        changed.nan += 1
        return None
    if kind is str:
        return clean_text(value, changed)
    if kind is int:
        return value if _SMALLEST <= value <= _LARGEST else _as_float(value, changed)
    if kind is list:
        _check_depth(depth)
        return [clean(item, changed, depth=depth - 1) for item in value]
    if kind is dict:
        _check_depth(depth)
        return {clean_text(str(k), changed): clean(v, changed, depth=depth - 1) for k, v in value.items()}
    return value


def _check_depth(depth: int) -> None:
    if depth <= 0:
        raise ValueRefused(f"This value is nested more than {DEPTH} deep. Flatten it, or store it as a file.")


def _as_float(value: int, changed: Changed) -> float | None:
    changed.large += 1
    try:
        return float(value)
    except OverflowError:
        return None


def checked_value(value: Any, *, what: str, limit: int) -> Any:
    """`value` cleaned; `ValueRefused` naming `what` when its JSON passes `limit` bytes."""
    cleaned = clean(value, Changed())
    if (size := len(orjson.dumps(cleaned))) > limit:
        raise ValueRefused(f"{what} has {size:,} bytes as JSON; {limit:,} is the most. Store it as a file instead.")
    return cleaned

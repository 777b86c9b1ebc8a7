"""JSON to and from bytes: orjson where it is installed, the standard library elsewhere.

The SDK does not depend on orjson; the server does. Both give the same values and, for what we
write, bytes that read the same.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

try:
    import orjson as _orjson
except ImportError:  # the light SDK
    _orjson = None  # type: ignore[assignment]

HAS_ORJSON = _orjson is not None
_MOST_DEPTH = 200
_LONE = re.compile("[\ud800-\udfff]")


def dumps(value: Any) -> bytes:
    """The compact UTF-8 JSON of `value`; ValueError or TypeError for what JSON cannot hold."""
    if _orjson is not None:
        return _orjson.dumps(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def loads(data: bytes) -> Any:
    """The value of `data`, also with NaN or lone surrogates; ValueError for what is not JSON.

    What is no finite number becomes None, so that the reader of a shape refuses that shape and not
    the file; lone surrogates, which no database and no file name can hold, become U+FFFD.
    """
    if _orjson is not None:
        try:
            return _orjson.loads(data)
        except ValueError:
            pass
    try:
        value = json.loads(data, parse_constant=_nothing, parse_float=_finite)
    except RecursionError as deep:
        raise ValueError("nested too deeply") from deep
    if b"\\ud" in data or b"\\uD" in data:
        value = _clean(value, 0)
    return value


def strict_loads(data: bytes) -> Any:
    """The value of `data` by the fast parser alone; ValueError for anything unusual."""
    if _orjson is not None:
        return _orjson.loads(data)
    return loads(data)


def _nothing(name: str) -> None:
    """NaN, Infinity and -Infinity are no JSON."""


def _finite(text: str) -> float | None:
    number = float(text)
    return number if isfinite(number) else None


def _clean(value: Any, depth: int) -> Any:
    if depth > _MOST_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        # A pair of surrogates is one character by now: those left are alone.
        return value if value.isascii() else _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_clean(key, depth + 1): _clean(item, depth + 1) for key, item in value.items()}
    return value

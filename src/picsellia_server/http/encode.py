"""Records to JSON bytes: orjson, with moments as UTC ISO with microseconds and `Z`."""

from __future__ import annotations

from collections.abc import Set
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import orjson

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS


def moment_text(moment: datetime) -> str:
    """`2021-02-09T12:32:18.293746Z`, always with six digits."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _default(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Set):
        return sorted(value)
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def encode(value: Any) -> bytes:
    return orjson.dumps(value, default=_default, option=_OPTIONS)

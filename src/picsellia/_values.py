"""What people log, as plain JSON: arrays, tensors, scalars of other libraries, odd keys, sets, dates.

Nothing of those libraries is imported: things are asked what they can do. Not here: types of data-assets
(experiments.py), what the server makes of them.
"""

from __future__ import annotations

import builtins
import datetime
import enum
import math
import os
import warnings
from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, dataclass, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from picsellia.errors import InvalidQueryError, TyperError

_DEEPEST = 200
_PLAIN = (str, bool, int, type(None))


@dataclass(slots=True)
class Replaced:
    """How many values JSON cannot hold: `nan` became null, `nul` and half characters U+FFFD."""

    nan: int = 0
    nul: int = 0

    def __bool__(self) -> bool:
        return bool(self.nan or self.nul)

    def __str__(self) -> str:
        said = []
        if self.nan:
            said.append(f"{self.nan} NaN or infinite values were stored as null")
        if self.nul:
            said.append(f"{self.nul} NUL or half characters were stored as U+FFFD")
        return "; ".join(said)


def sendable(value: Any, name: str, where: str = "data") -> Any:
    """`value` as JSON can hold it, with a warning, at the caller's caller's line, of what had to be replaced."""
    return _told(plain(value, replaced := Replaced(), where), replaced, name)


def _told(found: Any, replaced: Replaced, name: str) -> Any:
    if replaced:
        warnings.warn(f"{name}: {replaced}.", stacklevel=4)
    return found


def attributes(given: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    """As `sendable`, of attributes to set; texts stay what they are, since a name is refused rather than changed."""
    documents = {key: value for key, value in given.items() if not isinstance(value, str)}
    return {**given, **_told(plain(documents, replaced := Replaced(), where), replaced, name)}


def plain(value: Any, replaced: Replaced, where: str = "data", depth: int = 0) -> Any:
    """`value` as what JSON can hold; `where` names the place in messages.

    Takes whatever has `tolist` or `item` (numpy, torch, …) or `numpy` (TensorFlow), mappings with any scalar
    keys, sequences, sets (sorted where they can be), dates, enums, dataclasses, paths.

    Raises `TyperError` naming the place and the type of what cannot be sent, and `InvalidQueryError` for two
    keys that are one in JSON and for data that holds itself.
    """
    if type(value) is float:
        return _number(value, replaced)
    if type(value) in _PLAIN:
        return _text(value, replaced) if type(value) is str else value
    if depth > _DEEPEST:
        raise InvalidQueryError(f"{where[:60]}… is nested more than {_DEEPEST} deep, or holds itself.")
    if isinstance(value, Mapping):
        return _mapping(value, replaced, where, depth)
    if isinstance(value, builtins.list | tuple):
        return [plain(each, replaced, f"{where}[{at}]", depth + 1) for at, each in enumerate(value)]
    return _other(value, replaced, where, depth)


def _number(value: float, replaced: Replaced) -> float | None:
    if math.isfinite(value):
        return value
    replaced.nan += 1
    return None


def _text(value: str, replaced: Replaced) -> str:
    if value.isascii() and "\x00" not in value:
        return value
    found = "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in value)
    replaced.nul += sum(a != b for a, b in zip(found, value, strict=True)) if found != value else 0
    return found


def _mapping(value: Mapping[Any, Any], replaced: Replaced, where: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, each in value.items():
        name = _key(key, where)
        if name in found:
            raise InvalidQueryError(f"{where} has two keys that are both {name!r} in JSON. Rename one.")
        found[name] = plain(each, replaced, f"{where}[{name!r:.60}]", depth + 1)
    return found


def _key(key: Any, where: str) -> str:
    if isinstance(key, str):
        return _text(str(key), Replaced())
    if isinstance(key, enum.Enum):
        return _key(key.value, where)
    if hasattr(key, "item"):
        key = key.item()
    if isinstance(key, bool | int | float) or key is None:
        return str(key)
    if isinstance(key, tuple):
        return ", ".join(_key(part, where) for part in key)
    raise TyperError(f"{where} has a key of type {type(key).__name__}, which JSON cannot hold. Use texts or numbers.")


def _other(value: Any, replaced: Replaced, where: str, depth: int) -> Any:
    again = depth + 1
    if isinstance(value, enum.Enum):
        return plain(value.value, replaced, where, again)
    if isinstance(value, float | Decimal | Fraction):
        return _number(float(value), replaced)
    if isinstance(value, str):
        return _text(str(value), replaced)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value), replaced, where, again)
    if isinstance(value, bytes | bytearray | memoryview | complex | type):
        raise TyperError(f"{where} is a {type(value).__name__}, which cannot be logged. Log a text or numbers.")
    return _of_a_library(value, replaced, where, again)


def _of_a_library(value: Any, replaced: Replaced, where: str, depth: int) -> Any:
    if hasattr(value, "detach"):  # a torch tensor that still takes part in training
        value = value.detach()
    if hasattr(value, "columns") and callable(getattr(value, "to_dict", None)):  # a data frame
        frame = value.to_dict(orient="split")
        grid = {"rows": frame["index"], "columns": frame["columns"], "data": frame["data"]}
        return plain(grid, replaced, where, depth)
    for method in ("tolist", "numpy", "item"):
        if callable(getattr(value, method, None)):
            try:
                found = getattr(value, method)()
            except (TypeError, ValueError, RuntimeError) as error:
                raise TyperError(f"{where}, a {type(value).__name__}, cannot be read: {error}") from error
            if type(found) is not type(value):
                return plain(found, replaced, where, depth)
    if isinstance(value, Set):
        try:
            return plain(sorted(value), replaced, where, depth)
        except TypeError:
            return plain(sorted(value, key=str), replaced, where, depth)
    if isinstance(value, Iterable):
        return plain(builtins.list(value), replaced, where, depth)
    raise TyperError(
        f"{where} is a {type(value).__name__}, which cannot be logged. Log numbers, texts, lists or dicts."
    )

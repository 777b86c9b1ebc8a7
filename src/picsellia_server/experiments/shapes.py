"""What data of each type looks like: checked, guessed where no type is given, and summed up for lists.

Pure functions. Not here: lines (`lines.py`).
"""

from __future__ import annotations

from typing import Any

import orjson

from picsellia_server.experiments.model import DATA_BYTES, DataRefused, DataType
from picsellia_server.plain import Changed, clean

_SCALARS = (int, float, str, bool, type(None))
_SUMMED = 200  # scalars of a table that lists can show
_LONG = 200  # characters of one of them


def guessed(data: Any) -> str:
    """The type of data that says none: scalars are values, lists of numbers lines, dicts by their keys."""
    if isinstance(data, _SCALARS):
        return DataType.VALUE
    if isinstance(data, list):
        return DataType.LINE
    if isinstance(data, dict):
        keys = data.keys()
        if {"steps", "values"} <= keys:
            return DataType.LINE
        if {"x", "y"} <= keys:
            return DataType.BAR
        if {"categories", "values"} <= keys:
            return DataType.HEATMAP
        return DataType.TABLE
    raise DataRefused("Say what type of data this is: value, line, bar, table, image, heatmap, labelmap, evaluation.")


def checked(type: str, data: Any, changed: Changed) -> Any:
    """Data of a type that is no line, as it is stored. Raises `DataRefused` saying what does not fit."""
    cleaned = clean(data, changed)
    if type == DataType.VALUE:
        return _value(cleaned)
    if type == DataType.BAR:
        _check_bar(cleaned)
    elif type == DataType.HEATMAP:
        _check_heatmap(cleaned)
    elif type in (DataType.TABLE, DataType.LABELMAP, DataType.EVALUATION, DataType.IMAGE):
        _dict(cleaned, type)
    if (size := len(orjson.dumps(cleaned))) > DATA_BYTES:
        raise DataRefused(f"This has {size:,} bytes as JSON; {DATA_BYTES:,} is the most. Store it as a file instead.")
    return cleaned


def _value(data: Any) -> Any:
    # The published clients wrap a value; it is one all the same.
    if isinstance(data, dict) and list(data) == ["value"]:
        data = data["value"]
    if not isinstance(data, _SCALARS):
        raise DataRefused("A value is one number or text. Log a list as a line, and a dict as a table.")
    return data


def _dict(data: Any, type: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise DataRefused(f"Data of type {type} is a dict, not {_named(data)}.")
    return data


def _check_bar(data: Any) -> None:
    bar = _dict(data, DataType.BAR)
    x, y = bar.get("x"), bar.get("y")
    if not isinstance(x, list) or not isinstance(y, list) or len(x) != len(y):
        raise DataRefused('A bar chart is {"x": [names], "y": [numbers]}, with as many of each.')
    if "image_list" in bar and not isinstance(bar["image_list"], list):
        raise DataRefused("The `image_list` of a bar chart is a list of picture ids.")


def _check_heatmap(data: Any) -> None:
    heatmap = _dict(data, DataType.HEATMAP)
    categories, rows = heatmap.get("categories"), heatmap.get("values")
    if not isinstance(categories, list) or not isinstance(rows, list):
        raise DataRefused('A heatmap is {"categories": [names], "values": [[numbers], …]}.')
    if not all(isinstance(row, list) for row in rows) or len({len(row) for row in rows}) > 1:
        raise DataRefused("The `values` of a heatmap are rows of equal length.")


def _named(data: Any) -> str:
    names = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "a boolean"}
    return names.get(type(data), "null")


def summed_up(type: str, data: Any) -> tuple[dict[str, Any] | None, float | None]:
    """What lists show of it: scalars by name, and the one number that they sort by."""
    if type == DataType.VALUE:
        shown = data[:_LONG] if isinstance(data, str) else data
        return {"value": shown}, _as_number(data)
    if type != DataType.TABLE:
        return None, None
    scalars = {
        key: value
        for key, value in data.items()
        if isinstance(value, _SCALARS) and not (isinstance(value, str) and len(value) > _LONG) and len(key) <= _LONG
    }
    return dict(list(scalars.items())[:_SUMMED]), None


def _as_number(data: Any) -> float | None:
    if isinstance(data, str):
        try:
            data = float(data)
        except ValueError:
            return None
    return float(data) if isinstance(data, int | float) and data == data and abs(data) != float("inf") else None

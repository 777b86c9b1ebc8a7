"""Numbers of a training library's dict of logs, as points of lines."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from picsellia.errors import PicselliaError

if TYPE_CHECKING:
    from picsellia.experiments import Experiment


PARAMETERS = "training-parameters"
"""The table of a library's settings; `parameters` is what the experiment was given, and stays as it is."""


def as_number(value: Any) -> float | int | None:
    """A number of any library as Python's; None for what is no single number."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None
    if isinstance(value, int | float):
        return value
    if getattr(value, "size", 1) != 1 and not callable(getattr(value, "size", None)):
        return None
    try:
        if callable(getattr(value, "detach", None)):  # a tensor that still takes part in training
            value = value.detach()
        return float(value)
    except (TypeError, ValueError, RuntimeError):
        return None


def log_numbers(experiment: Experiment, logs: Mapping[str, Any], step: int | float, prefix: str = "") -> None:
    """Append each number to the line of its name at `step`; what is wrong is warned of, not raised."""
    for name, value in logs.items():
        number = as_number(value)
        if number is None:
            continue
        point = {"steps": [step], "values": [number if math.isfinite(number) else None]}
        quietly(experiment, f"{prefix}{name}", point, "line")


def quietly(experiment: Experiment, name: str, data: Any, type: str) -> None:
    """Log; a mistake in what is logged must not end a training of hours."""
    try:
        experiment.log(name, data, type, replace=type != "line")
    except (PicselliaError, OSError) as error:
        warnings.warn(f"{name} was not logged: {error}", stacklevel=3)


def plain_settings(settings: Any) -> dict[str, Any]:
    """Hyper-parameters as a flat table: numbers, texts and booleans as they are, anything else as text."""
    if not isinstance(settings, Mapping):
        settings = dict(getattr(settings, "__dict__", {}))
    scalars = (bool, int, float, str, type(None))
    return {str(key): value if isinstance(value, scalars) else str(value)[:200] for key, value in settings.items()}

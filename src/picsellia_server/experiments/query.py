"""How a list of experiments is asked for: orders such as `-metric:loss`, terms such as `parameter:lr<0.1`.

Nothing but four columns, metrics and parameters can be named, and names are only ever compared.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from picsellia_server.errors import Invalid

_NAME = 200
_TERM = re.compile(r"(metric|parameter):(.+?)\s*(<=|>=|!=|=|<|>)\s*(.*)", re.DOTALL)


class By(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    NAME = "name"
    STATUS = "status"
    METRIC = "metric"
    PARAMETER = "parameter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`name` is that of the metric or parameter; experiments without it come last."""

    by: By
    name: str = ""
    down: bool = False

    @property
    def key_types(self) -> tuple[type, ...]:
        """Types of the paging key: is it missing (0 or 1), the value, the row id."""
        kinds = {By.CREATED: int, By.METRIC: float, By.PARAMETER: float}
        return int, kinds.get(self.by, str), int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    by: By
    name: str
    operator: str
    value: float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which experiments a list is about; all that is given must hold."""

    q: str = ""
    statuses: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()


class QueryRefused(Invalid):
    code = "experiments.query"


def parse_order(text: str) -> Order:
    """`created`, `-updated`, `name`, `status`, `metric:<name>`, `-parameter:<name>`; minus is descending."""
    down, rest = text.startswith("-"), text.removeprefix("-")
    kind, colon, name = rest.partition(":")
    if "\x00" not in text and len(name) <= _NAME:
        if kind in (By.METRIC, By.PARAMETER) and name:
            return Order(by=By(kind), name=name, down=down)
        if not colon and kind in (By.CREATED, By.UPDATED, By.NAME, By.STATUS):
            return Order(by=By(kind), down=down)
    raise QueryRefused(
        f"{text[:60]!r} is no order. Give created, updated, name, status, metric:<name> or parameter:<name>, "
        "with a minus in front for descending."
    )


def parse_term(text: str) -> Term:
    """`metric:loss<0.5`, `parameter:optimizer=adam`: texts can be equal or not, numbers compared."""
    found = _TERM.fullmatch(text)
    if found is None or "\x00" in text or len(text) > 2 * _NAME:
        raise QueryRefused(f"{text[:60]!r} is no condition. Write metric:loss<0.5 or parameter:optimizer=adam.")
    by, name, operator, given = found.groups()
    try:
        number = float(given)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return Term(by=By(by), name=name, operator=operator, value=number)
    if operator not in ("=", "!="):
        raise QueryRefused(f"{given[:60]!r} is no number, so it can be compared with = and != only.")
    return Term(by=By(by), name=name, operator=operator, value=given)

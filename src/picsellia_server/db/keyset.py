"""Pages by key: the rows after the last one shown, in an order that an index gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

Keys = Sequence[sa.ColumnElement[Any]]
"""The columns of an order; the last one is unique."""


def page_after(
    query: sa.Select[Any], keys: Keys, *, down: bool, after: tuple[Any, ...] | None, limit: int
) -> sa.Select[Any]:
    """Up to `limit` rows of `query` after the key `after`, in the order of `keys`."""
    if after is not None:
        left, right = sa.tuple_(*keys), sa.tuple_(*after)
        query = query.where(left < right if down else left > right)
    return query.order_by(*(key.desc() if down else key for key in keys)).limit(limit)


def key_of_row(keys: Keys, row: Any) -> tuple[Any, ...]:
    """The key of a row that has the columns under their own names."""
    return tuple(getattr(row, column.key or "") for column in keys)

"""The one `MetaData` that all tables join, and the column shapes that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert

metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

moment = sa.DateTime(timezone=True)


def identity() -> sa.Column[int]:
    """The bigint key that rows join on; people see the uuid beside it."""
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def among(column: sa.ColumnElement[Any], values: Iterable[Any]) -> sa.ColumnElement[bool]:
    """`column = ANY(array)`: one bind parameter whatever the length, so one prepared plan."""
    array = sa.bindparam(None, list(values), type_=ARRAY(column.type), unique=True)
    return column == sa.any_(array)


def column_of(values: Iterable[Any], kind: Any) -> sa.Function[Any]:
    """`unnest(array)`: a list of the caller's as a column; several of one length stand side by side."""
    return sa.func.unnest(sa.bindparam(None, list(values), type_=ARRAY(kind), unique=True))


def insert_of(table: sa.Table, values: Sequence[Mapping[str, Any]]) -> Insert:
    """INSERT of many rows of the same columns, as arrays: one short prepared statement whatever their number.

    `VALUES` with a parameter a cell costs five times the CPU at 500 rows. Rows go in in the order given.
    """
    names = list(values[0])
    columns = [column_of([row[name] for row in values], table.c[name].type).label(name) for name in names]
    return insert(table).from_select(names, sa.select(*columns))

"""SQL over a picture's digest and name: its number in a fingerprint, its name's key. Part of the repository.

The numbers are those of `picsellia.formats.fingerprint`, found where the rows are, so that a hundred
thousand pictures join a version in one statement.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BIT

from picsellia.formats.fingerprint import MODULUS

Text = sa.ColumnElement[Any]

# 64 hexadecimal digits in five parts, each of which fits a bigint: (first digit, digits).
_PARTS: Final = ((1, 15), (16, 15), (31, 15), (46, 15), (61, 4))
_X: Text = sa.literal_column("'x'", sa.Text)
_BASE: Final = sa.literal_column("'^.*/'", sa.Text)


def _number(value: int) -> Text:
    return sa.literal_column(str(value), sa.Numeric(78, 0))


def _sha256(text: Text) -> Text:
    """64 hexadecimal digits."""
    hashed: Text = sa.func.encode(sa.func.sha256(sa.func.convert_to(text, sa.literal_column("'UTF8'"))), "hex")
    return hashed


def picture_hash(digest: Text, name: Text) -> Text:
    """`formats.picture_digest` as 64 hexadecimal digits; null without a digest."""
    quoted = sa.cast(sa.func.to_json(name), sa.Text)
    head, middle, tail = (sa.literal_column(f"'{part}'", sa.Text) for part in ('["', '",', "]"))
    return _sha256(head.op("||")(sa.func.encode(digest, "hex")).op("||")(middle).op("||")(quoted).op("||")(tail))


def total_of(hashes: Text) -> Text:
    """The sum of a column of hashes, modulo 2^256: an aggregate that is 0 over nothing."""
    total: Text = _number(0)
    for first, digits in _PARTS:
        part = sa.cast(_X.op("||")(sa.func.substr(hashes, first, digits)), BIT(4 * digits))
        weight = 16 ** (64 - first + 1 - digits)
        total = total + sa.func.coalesce(sa.func.sum(sa.cast(part, sa.BigInteger)), 0) * _number(weight)
    return sa.func.mod(total, _number(MODULUS))


def added(total: Text, delta: Text, sign: int = 1) -> Text:
    """`total` and `sign` times `delta`, modulo 2^256; `delta` is below that."""
    return sa.func.mod(total + sign * delta + _number(MODULUS), _number(MODULUS))


def name_key(name: Text) -> Text:
    """A bigint that is equal for names whose `formats.base_name` differ by case at most."""
    path = sa.func.rtrim(sa.func.replace(name, "\\", "/"), "/")
    last = sa.func.translate(sa.func.regexp_replace(path, _BASE, ""), '<>:"|?*', "_______")
    base = sa.case((last.in_(("", ".", "..")), "picture"), else_=sa.func.lower(last))
    return sa.cast(sa.cast(_X.op("||")(sa.func.substr(_sha256(base), 1, 16)), BIT(64)), sa.BigInteger)

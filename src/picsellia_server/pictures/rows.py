"""Pictures as rows: the names of the columns once, then arrays. A client reads them at 1 µs a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import orjson

from picsellia_server.pictures.model import Picture

COLUMNS = tuple(field.name for field in fields(Picture))
_values = attrgetter(*COLUMNS)


def as_rows(pictures: Sequence[Picture], following: str | None) -> dict[str, Any]:
    return {"columns": COLUMNS, "rows": [_values(picture) for picture in pictures], "next": following}


def rows_body(columns: Sequence[str], text: str, following: str | None) -> bytes:
    """The same of rows that are JSON already."""
    head, tail = orjson.dumps(list(columns)), orjson.dumps(following)
    return b'{"columns":%b,"rows":[%b],"next":%b}' % (head, text.encode(), tail)

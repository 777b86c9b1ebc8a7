"""A manifest as rows: the names of the columns once, then arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from picsellia_server.datasets.model import Entry

COLUMNS = tuple(field.name for field in fields(Entry))
_values = attrgetter(*COLUMNS)


def entry_rows(entries: Sequence[Entry], following: str | None) -> dict[str, Any]:
    return {"columns": COLUMNS, "rows": [_values(entry) for entry in entries], "next": following}

"""Long lists of the lake as JSON that PostgreSQL writes: no row of them becomes an object here. Part of the repository.

For clients that read all of a large lake; a page of ten thousand costs this process next to nothing. What a
single page shows to people is `listing.page`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from picsellia_server.blobs.tables import blobs
from picsellia_server.db.engine import ReadDb
from picsellia_server.db.keyset import page_after
from picsellia_server.pictures.listing import KEYS, conditions
from picsellia_server.pictures.model import Filter, Order
from picsellia_server.pictures.tables import picture_tags, pictures, tags


def _utc(form: str) -> sa.ColumnElement[Any]:
    return sa.func.to_char(sa.func.timezone("UTC", pictures.c.created_at), form)


TAG = "tag"
_NONE: sa.ColumnElement[Any] = sa.literal_column("'[]'::json")
_EXPRESSIONS: dict[str, sa.ColumnElement[Any]] = {
    "picture_id": pictures.c.uuid,
    "internal_key": sa.func.coalesce(pictures.c.shown_key, blobs.c.key),
    "external_url": pictures.c.name,
    "creation_date": _utc("YYYY-MM-DD"),
    "height": pictures.c.height,
    "width": pictures.c.width,
    "size": pictures.c.size,
    "sha256": sa.func.encode(blobs.c.digest, "hex"),
    "media_type": blobs.c.media_type,
    "source": pictures.c.source,
    "created_at": _utc('YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    "colour": pictures.c.colour,
}


def page(
    db: ReadDb,
    org: int,
    chosen: Filter,
    *,
    columns: Sequence[str],
    order: Order,
    after: tuple[Any, ...] | None,
    limit: int,
) -> tuple[str, int, tuple[Any, ...] | None]:
    """JSON arrays with commas between them, how many, and the key of the last; `columns` are fields of `Picture`."""
    where = conditions(db, org, chosen)
    if where is None:
        return "", 0, None
    rows = _page(where, columns, order=order, after=after, limit=limit).cte("page")
    keys = [rows.c[key.key or ""] for key in KEYS[order]]
    down = order.down
    ordered = [key.desc() if down else key.asc() for key in keys]
    backwards = [key.asc() if down else key.desc() for key in keys]
    names = _tag_names(rows)
    cells = [sa.func.coalesce(names.c.names, _NONE) if name == TAG else rows.c[_label(name)] for name in columns]
    line = sa.cast(sa.func.json_build_array(*cells), sa.Text)
    text = sa.func.string_agg(line, aggregate_order_by(sa.literal_column("','"), *ordered))
    source = rows.outerjoin(names, names.c.picture_id == rows.c.id) if TAG in columns else rows
    whole = sa.select(text.label("text"), sa.func.count().label("rows")).select_from(source).subquery("whole")
    last = sa.select(*keys).order_by(*backwards).limit(1).subquery("last")
    found = db.execute(sa.select(whole, last).select_from(whole.outerjoin(last, sa.true()))).one()
    return found.text or "", int(found.rows), tuple(found[2:]) if found.rows else None


def _label(column: str) -> str:
    return f"shown_{column}"


def _page(
    where: Sequence[sa.ColumnElement[bool]],
    columns: Sequence[str],
    *,
    order: Order,
    after: tuple[Any, ...] | None,
    limit: int,
) -> sa.Select[Any]:
    """The rows of the page: its keys, the row id, and the columns wanted."""
    keys = KEYS[order]
    wanted = [_EXPRESSIONS[name].label(_label(name)) for name in columns if name != TAG]
    query = sa.select(*dict.fromkeys([*keys, pictures.c.id]), *wanted).where(*where)
    query = query.join(blobs, blobs.c.id == pictures.c.blob_id)
    return page_after(query, keys, down=order.down, after=after, limit=limit)


def _tag_names(rows: sa.CTE) -> sa.Subquery:
    """The names of the tags of each picture on the page, in the order in which the lake first used them."""
    names = sa.func.json_agg(aggregate_order_by(tags.c.name, tags.c.id))
    return (
        sa.select(picture_tags.c.picture_id, names.label("names"))
        .join(rows, rows.c.id == picture_tags.c.picture_id)
        .join(tags, tags.c.id == picture_tags.c.tag_id)
        .group_by(picture_tags.c.picture_id)
        .subquery("named")
    )

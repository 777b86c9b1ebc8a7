"""Lists and counts of the lake: SQL that has to stay fast at a million pictures. Part of the repository.

Pages are found by key. "A and B" starts from the rarer tag, whose primary key gives creation order.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from picsellia_server.accounts.tables import users
from picsellia_server.blobs.tables import blobs
from picsellia_server.db.engine import ReadDb
from picsellia_server.db.keyset import key_of_row, page_after
from picsellia_server.db.metadata import among
from picsellia_server.pictures.model import Field, Filter, Operator, Order, Term
from picsellia_server.pictures.repository import LIVE, Rows, tag_rows, whole
from picsellia_server.pictures.tables import lakes, picture_tags, pictures, tags, trash

_FIELDS: dict[Field, sa.ColumnElement[Any]] = {
    Field.NAME: pictures.c.name,
    Field.SOURCE: pictures.c.source,
    Field.WIDTH: pictures.c.width,
    Field.HEIGHT: pictures.c.height,
    Field.SIZE: pictures.c.size,
    Field.CREATED: pictures.c.created_at,
    Field.TYPE: blobs.c.media_type,
}
_COMPARE: dict[Operator, Callable[[Any, Any], sa.ColumnElement[bool]]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
}
KEYS: dict[Order, tuple[sa.ColumnElement[Any], ...]] = {
    Order.CREATED: (pictures.c.id,),
    Order.NEWEST: (pictures.c.id,),
    Order.NAME: (pictures.c.name, pictures.c.id),
    Order.NAME_DOWN: (pictures.c.name, pictures.c.id),
    Order.SIZE: (pictures.c.size, pictures.c.id),
    Order.SIZE_DOWN: (pictures.c.size, pictures.c.id),
}


def _condition(term: Term) -> sa.ColumnElement[bool]:
    column, value = _FIELDS[term.field], term.value
    if term.operator is Operator.HAS:
        return sa.cast(column, sa.Text).icontains(value, autoescape=True)
    return _COMPARE[term.operator](column, value)


def _tagged(tag: int) -> sa.ColumnElement[bool]:
    return sa.exists().where(picture_tags.c.tag_id == tag, picture_tags.c.picture_id == pictures.c.id)


def conditions(db: ReadDb, org: int, chosen: Filter) -> list[sa.ColumnElement[bool]] | None:
    """What a filter asks of `pictures` joined with `blobs`; None when a tag is unknown, so nothing matches."""
    found = tag_rows(db, org, [*chosen.tags, *chosen.without])
    if any(name not in found for name in chosen.tags):
        return None
    rarest_first = sorted((found[name] for name in chosen.tags), key=lambda row: row.pictures)
    return [
        pictures.c.org_id == org,
        LIVE,
        *(_tagged(row.id) for row in rarest_first),
        *(~_tagged(found[name].id) for name in chosen.without if name in found),
        *(_condition(term) for term in chosen.terms),
    ]


def page(
    db: ReadDb, org: int, chosen: Filter, *, order: Order, after: tuple[Any, ...] | None, limit: int
) -> Sequence[sa.Row[Any]]:
    """Up to `limit` rows after the key `after`."""
    where = conditions(db, org, chosen)
    if where is None:
        return []
    return db.execute(page_after(whole.where(*where), KEYS[order], down=order.down, after=after, limit=limit)).all()


def key_after(order: Order, row: Any) -> tuple[Any, ...]:
    return key_of_row(KEYS[order], row)


def anchors(db: ReadDb, org: int, chosen: Filter, *, order: Order, every: int) -> Sequence[sa.Row[Any]]:
    """The keys of every `every`th row that matches, in order: over the whole lake one pass of an index."""
    where = conditions(db, org, chosen)
    if where is None:
        return []
    keys = KEYS[order]
    ordered = [key.desc() if order.down else key for key in keys]
    numbered = sa.select(*keys, sa.func.row_number().over(order_by=ordered).label("place")).where(*where)
    rows = _with_blobs(numbered, chosen).subquery()
    columns = [rows.c[key.key or ""] for key in keys]
    return db.execute(sa.select(*columns).where(rows.c.place % every == 0).order_by(rows.c.place)).all()


def key_of_picture(db: ReadDb, org: int, picture: str, order: Order) -> tuple[Any, ...] | None:
    """The paging key of a live picture; None when it is not there."""
    query = sa.select(pictures.c.id, pictures.c.name, pictures.c.size)
    row = db.execute(query.where(pictures.c.org_id == org, pictures.c.uuid == picture, LIVE)).one_or_none()
    return None if row is None else key_after(order, row)


def matching(db: ReadDb, org: int, chosen: Filter, *, chunk: int) -> Iterator[list[int]]:
    """Row ids that match, in creation order and in chunks: for bulk verbs over all that match."""
    query = matching_rows(db, org, chosen)
    for rows in db.stream(query.order_by(pictures.c.id), batch=chunk):
        yield [row.id for row in rows]


def matching_rows(db: ReadDb, org: int, chosen: Filter) -> Rows:
    """A query of the row ids that match."""
    where = conditions(db, org, chosen)
    return _with_blobs(sa.select(pictures.c.id), chosen).where(*([sa.false()] if where is None else where))


def _with_blobs(query: sa.Select[Any], chosen: Filter) -> sa.Select[Any]:
    """Joined with the blobs where a term asks for what only they know: the join is dear in a pass over all."""
    if any(term.field is Field.TYPE for term in chosen.terms):
        return query.join(blobs, blobs.c.id == pictures.c.blob_id)
    return query


def count(db: ReadDb, org: int, chosen: Filter) -> int:
    """How many match: from counters for the whole lake or one tag, else by an index-only intersection."""
    if chosen.is_everything:
        return db.execute(sa.select(lakes.c.pictures).where(lakes.c.org_id == org)).scalar_one_or_none() or 0
    found = tag_rows(db, org, [*chosen.tags, *chosen.without])
    if any(name not in found for name in chosen.tags):
        return 0
    if not chosen.terms and not chosen.without:
        rows = sorted((found[name] for name in chosen.tags), key=lambda row: row.pictures)
        if len(rows) == 1:
            return int(rows[0].pictures)
        return _count_tags(db, [row.id for row in rows])
    where = conditions(db, org, chosen) or []
    query = _with_blobs(sa.select(sa.func.count()).select_from(pictures), chosen)
    return int(db.execute(query.where(*where)).scalar_one())


def _count_tags(db: ReadDb, tag_ids: Sequence[int]) -> int:
    first, *others = tag_ids
    base = picture_tags.alias()
    query = sa.select(sa.func.count()).select_from(base).where(base.c.tag_id == first)
    for tag in others:
        other = picture_tags.alias()
        query = query.where(sa.exists().where(other.c.tag_id == tag, other.c.picture_id == base.c.picture_id))
    return int(db.execute(query).scalar_one())


def facets(db: ReadDb, org: int, chosen: Filter, *, limit: int, sample: int) -> tuple[Sequence[sa.Row[Any]], bool]:
    """The commonest tags among the pictures that match, and whether the counts are exact.

    At most `sample` matching pictures are looked at, so that the answer comes at once in any lake.
    """
    where = conditions(db, org, chosen)
    if where is None:
        return [], True
    looked = _with_blobs(sa.select(pictures.c.id), chosen).where(*where).limit(sample + 1).cte("looked")
    # Counted by number before the names are fetched: a few hundred rows are joined instead of some for each picture.
    counts = (
        sa.select(picture_tags.c.tag_id, sa.func.count().label("pictures"))
        .join(looked, looked.c.id == picture_tags.c.picture_id)
        .group_by(picture_tags.c.tag_id)
        .cte("counts")
    )
    size = sa.select(sa.func.count()).select_from(looked).scalar_subquery()
    query = sa.select(tags.c.name, counts.c.pictures, size.label("size")).join(tags, tags.c.id == counts.c.tag_id)
    found = db.execute(query.order_by(counts.c.pictures.desc(), tags.c.name).limit(limit)).all()
    return found, not found or found[0].size <= sample


def trash_page(db: ReadDb, org: int, *, after: tuple[Any, ...] | None, limit: int) -> Sequence[sa.Row[Any]]:
    """Trashed pictures, newest first, with when, by whom and in which batch they were trashed."""
    query = (
        whole.add_columns(pictures.c.trashed_at, trash.c.uuid.label("trash_uuid"), users.c.username)
        .join(trash, trash.c.id == pictures.c.trash_id)
        .outerjoin(users, users.c.id == trash.c.user_id)
        .where(pictures.c.org_id == org, pictures.c.trashed_at.is_not(None))
        .order_by(pictures.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(pictures.c.id < after[0])
    return db.execute(query).all()


def by_name(db: ReadDb, org: int, names: Sequence[str]) -> Sequence[sa.Row[Any]]:
    """(id, uuid, name, width, height) of live pictures with exactly these names, oldest first."""
    query = sa.select(pictures.c.id, pictures.c.uuid, pictures.c.name, pictures.c.width, pictures.c.height)
    return db.execute(
        query.where(pictures.c.org_id == org, LIVE, among(pictures.c.name, names)).order_by(pictures.c.id)
    ).all()


def by_base_name(db: ReadDb, org: int, names: Sequence[str]) -> Sequence[sa.Row[Any]]:
    """As `by_name`, for the part of the name after the last `/`. One pass over the lake's names."""
    base = sa.func.regexp_replace(pictures.c.name, "^.*/", "")
    query = sa.select(
        pictures.c.id, pictures.c.uuid, pictures.c.name, pictures.c.width, pictures.c.height, base.label("base")
    )
    return db.execute(query.where(pictures.c.org_id == org, LIVE, among(base, names)).order_by(pictures.c.id)).all()

"""Every SQL statement of networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import IntegrityError

from picsellia_server.accounts.tables import organizations, users
from picsellia_server.blobs.tables import blobs
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.keyset import key_of_row, page_after
from picsellia_server.db.metadata import among
from picsellia_server.networks.model import Order, StoredFile, Wanted
from picsellia_server.networks.tables import network_files, networks

LIVE = networks.c.trashed_at.is_(None)
_SHOWN = [column for column in networks.c if column.name != "readme"]
_head = (
    sa.select(
        *_SHOWN,
        organizations.c.name.label("org_name"),
        users.c.username,
        blobs.c.key.label("thumb_store_key"),
        blobs.c.media_type.label("thumb_type"),
    )
    .join(organizations, organizations.c.id == networks.c.org_id)
    .outerjoin(users, users.c.id == networks.c.created_by)
    .outerjoin(blobs, blobs.c.id == networks.c.thumb_blob_id)
)
_KEYS: dict[Order, tuple[sa.ColumnElement[Any], ...]] = {
    Order.CREATED: (networks.c.id,),
    Order.NEWEST: (networks.c.id,),
    Order.NAME: (networks.c.name, networks.c.id),
    Order.NAME_DOWN: (networks.c.name, networks.c.id),
}


def visible(org: int) -> sa.ColumnElement[bool]:
    """Networks of the current organization, and public ones."""
    return sa.or_(networks.c.org_id == org, ~networks.c.private)


def organization_of(db: ReadDb, uuid: str) -> int | None:
    return db.execute(sa.select(networks.c.org_id).where(networks.c.uuid == uuid)).scalar_one_or_none()


def by_uuid(db: ReadDb, uuid: str) -> sa.Row[Any] | None:
    """Any organization's, live or not: the service decides who may see it."""
    return db.execute(_head.add_columns(networks.c.readme).where(networks.c.uuid == uuid)).one_or_none()


def by_row(db: ReadDb, network: int) -> sa.Row[Any] | None:
    return db.execute(_head.where(networks.c.id == network)).one_or_none()


def by_name(db: ReadDb, org: int, name: str) -> sa.Row[Any] | None:
    query = _head.add_columns(networks.c.readme).where(networks.c.org_id == org, networks.c.name == name, LIVE)
    return db.execute(query).one_or_none()


def by_full_name(db: ReadDb, org: int, owner: str, name: str) -> sa.Row[Any] | None:
    """A live network by its organization's name and its own, where the caller may use it."""
    query = _head.add_columns(networks.c.readme).where(
        organizations.c.name == owner, networks.c.name == name, LIVE, visible(org)
    )
    return db.execute(query).one_or_none()


def seen_uuid(db: ReadDb, org: int, uuid: str) -> sa.Row[Any] | None:
    query = _head.add_columns(networks.c.readme).where(networks.c.uuid == uuid, LIVE, visible(org))
    return db.execute(query).one_or_none()


def page(
    db: ReadDb, org: int, wanted: Wanted, *, order: Order, after: tuple[Any, ...] | None, limit: int
) -> Sequence[sa.Row[Any]]:
    """Live networks of the organization, or of the hub, after the key `after`."""
    whose = ~networks.c.private if wanted.hub else networks.c.org_id == org
    query = _head.where(LIVE, whose)
    if wanted.q:
        query = query.where(
            sa.or_(
                networks.c.name.icontains(wanted.q, autoescape=True),
                networks.c.description.icontains(wanted.q, autoescape=True),
            )
        )
    if wanted.tags:
        query = query.where(sa.cast(networks.c.tags, JSONB).contains(list(wanted.tags)))
    if wanted.type is not None:
        query = query.where(networks.c.type == wanted.type)
    if wanted.framework is not None:
        query = query.where(networks.c.framework == wanted.framework)
    return db.execute(page_after(query, _KEYS[order], down=order.down, after=after, limit=limit)).all()


def key_after(order: Order, row: Any) -> tuple[Any, ...]:
    return key_of_row(_KEYS[order], row)


def insert_network(db: Db, values: Mapping[str, Any]) -> int | None:
    """The new row's id; None when the organization has a live network of that name."""
    statement = (
        insert(networks)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[networks.c.org_id, networks.c.name], index_where=LIVE)
        .returning(networks.c.id)
    )
    return db.write(statement).scalar_one_or_none()


def update(db: Db, network: int, values: Mapping[str, Any]) -> bool:
    """False, with the transaction of no more use, when another live network has the name."""
    try:
        db.write(sa.update(networks).where(networks.c.id == network).values(**values))
    except IntegrityError:
        return False
    return True


def lock(db: ReadDb, network: int) -> None:
    """Two changes of one network's files wait for each other."""
    db.execute(sa.select(networks.c.id).where(networks.c.id == network).with_for_update(key_share=True))


# Files

_files = sa.select(
    network_files,
    blobs.c.size,
    blobs.c.digest,
    blobs.c.key.label("store_key"),
    blobs.c.media_type,
).join(blobs, blobs.c.id == network_files.c.blob_id)


def keys_of(db: ReadDb, network_rows: Sequence[int]) -> dict[int, dict[str, str]]:
    """For each network its files as name to shown key, in the order in which they came."""
    query = (
        sa.select(network_files.c.network_id, network_files.c.name, network_files.c.shown_key)
        .where(among(network_files.c.network_id, network_rows))
        .order_by(network_files.c.id)
    )
    found: dict[int, dict[str, str]] = {}
    for row in db.execute(query):
        found.setdefault(row.network_id, {})[row.name] = row.shown_key
    return found


def files_of(db: ReadDb, network: int) -> Sequence[sa.Row[Any]]:
    return db.execute(_files.where(network_files.c.network_id == network).order_by(network_files.c.id)).all()


def file_of(db: ReadDb, network: int, name: str) -> sa.Row[Any] | None:
    query = _files.where(network_files.c.network_id == network, network_files.c.name == name)
    return db.execute(query).one_or_none()


def upsert_files(db: Db, network: int, files: Sequence[StoredFile], now: datetime) -> None:
    """New files; one whose name is there is replaced and keeps its place."""
    if not files:
        return
    values = [
        {
            "network_id": network,
            "name": file.name,
            "blob_id": file.blob_row,
            "shown_key": file.key,
            "large": file.large,
            "created_at": now,
            "updated_at": now,
        }
        for file in {file.name: file for file in files}.values()
    ]
    statement = insert(network_files).values(values)
    new = {name: statement.excluded[name] for name in ("blob_id", "shown_key", "large", "updated_at")}
    db.write(statement.on_conflict_do_update(index_elements=["network_id", "name"], set_=new))


def delete_files(db: Db, network: int, names: Sequence[str]) -> list[str]:
    statement = (
        sa.delete(network_files)
        .where(network_files.c.network_id == network, among(network_files.c.name, names))
        .returning(network_files.c.name)
    )
    return [row.name for row in db.write(statement)]


# Trash


def set_trashed(db: Db, network: int, at: datetime | None, by: int | None) -> None:
    db.write(sa.update(networks).where(networks.c.id == network).values(trashed_at=at, trashed_by=by))


def in_trash(db: ReadDb, org: int) -> Sequence[sa.Row[Any]]:
    who = users.alias("trashers")
    query = (
        _head.add_columns(who.c.username.label("trasher"))
        .outerjoin(who, who.c.id == networks.c.trashed_by)
        .where(networks.c.org_id == org, networks.c.trashed_at.is_not(None))
        .order_by(networks.c.trashed_at.desc(), networks.c.id.desc())
        .limit(1_000)
    )
    return db.execute(query).all()


def purge(db: Db, before: datetime, limit: int) -> int:
    """Delete networks whose time in the trash is over, of any organization."""
    chosen = (
        sa.select(networks.c.id).where(networks.c.trashed_at < before).limit(limit).with_for_update(skip_locked=True)
    )
    return db.write(sa.delete(networks).where(networks.c.id.in_(chosen))).rowcount

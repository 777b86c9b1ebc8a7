"""Looks at the pictures of versions: lists, names, differences, by index at any size. Part of the repository."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from picsellia_server.blobs.tables import blobs
from picsellia_server.datasets import sums
from picsellia_server.datasets.tables import version_pictures as members
from picsellia_server.db.engine import ReadDb
from picsellia_server.db.metadata import among, column_of
from picsellia_server.pictures.model import Picture
from picsellia_server.pictures.repository import whole, with_tags
from picsellia_server.pictures.tables import pictures


def page(db: ReadDb, version: int, *, name: str, after: int, limit: int) -> Sequence[sa.Row[Any]]:
    """Pictures of a version after the row `after`, oldest first; `name` is a part of the file name."""
    query = whole.join(members, members.c.picture_id == pictures.c.id).where(
        members.c.version_id == version, members.c.picture_id > after
    )
    if name:
        query = query.where(pictures.c.name.icontains(name, autoescape=True))
    return db.execute(query.order_by(members.c.picture_id).limit(limit)).all()


def pictures_of(db: ReadDb, rows: Sequence[sa.Row[Any]]) -> list[Picture]:
    """The records of the rows of `page` and `difference_page`."""
    return with_tags(db, rows)


def manifest(db: ReadDb, version: int, *, after: int, limit: int) -> Sequence[sa.Row[Any]]:
    """As `page`, with what a download needs: key and media type of the blob."""
    query = (
        sa.select(
            pictures.c.id,
            pictures.c.uuid,
            pictures.c.name,
            pictures.c.width,
            pictures.c.height,
            members.c.name_key,
            blobs.c.id.label("blob_id"),
            blobs.c.digest,
            blobs.c.size,
            blobs.c.key,
            blobs.c.media_type,
        )
        .select_from(members)
        .join(pictures, pictures.c.id == members.c.picture_id)
        .join(blobs, blobs.c.id == pictures.c.blob_id)
        .where(members.c.version_id == version, members.c.picture_id > after)
        .order_by(members.c.picture_id)
        .limit(limit)
    )
    return db.execute(query).all()


def sharing_names(db: ReadDb, version: int, keys: Sequence[int]) -> list[tuple[str, str]]:
    """(id, file name) of the members with one of these name keys, where several have the same."""
    several = (
        sa.select(members.c.name_key)
        .where(members.c.version_id == version, among(members.c.name_key, keys))
        .group_by(members.c.name_key)
        .having(sa.func.count() > 1)
    )
    return _named(db, version, members.c.name_key.in_(several))


def with_base_names(db: ReadDb, version: int, names: Sequence[str]) -> list[tuple[str, str]]:
    """(id, file name) of the members whose base name is one of `names`, whatever their case."""
    wanted = sa.select(column_of(names, sa.Text).label("name")).subquery()
    return _named(db, version, members.c.name_key.in_(sa.select(sums.name_key(wanted.c.name))))


def _named(db: ReadDb, version: int, condition: sa.ColumnElement[bool]) -> list[tuple[str, str]]:
    query = (
        sa.select(pictures.c.uuid, pictures.c.name)
        .select_from(members)
        .join(pictures, pictures.c.id == members.c.picture_id)
        .where(members.c.version_id == version, condition)
    )
    return [(row.uuid, row.name) for row in db.execute(query)]


def found(db: ReadDb, version: int, condition: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any]]:
    """(id, uuid, name, width, height) of the members that `condition` picks, oldest first."""
    query = (
        sa.select(pictures.c.id, pictures.c.uuid, pictures.c.name, pictures.c.width, pictures.c.height)
        .join(members, members.c.picture_id == pictures.c.id)
        .where(members.c.version_id == version, condition)
        .order_by(pictures.c.id)
    )
    return db.execute(query).all()


def by_uuid(db: ReadDb, version: int, uuids: Sequence[str]) -> Sequence[sa.Row[Any]]:
    return found(db, version, among(pictures.c.uuid, uuids))


def by_name(db: ReadDb, version: int, names: Sequence[str]) -> Sequence[sa.Row[Any]]:
    return found(db, version, among(pictures.c.name, names))


def by_base_name(db: ReadDb, version: int, names: Sequence[str]) -> Sequence[sa.Row[Any]]:
    wanted = sa.select(column_of(names, sa.Text).label("name")).subquery()
    return found(db, version, members.c.name_key.in_(sa.select(sums.name_key(wanted.c.name))))


def rows_in(db: ReadDb, version: int, picture_rows: Sequence[int]) -> list[int]:
    """Those of the pictures that are members."""
    query = sa.select(members.c.picture_id).where(
        members.c.version_id == version, among(members.c.picture_id, picture_rows)
    )
    return [row.picture_id for row in db.execute(query.order_by(members.c.picture_id))]


def difference(db: ReadDb, one: int, other: int) -> int:
    """How many members of `one` are none of `other`."""
    return int(db.execute(sa.select(sa.func.count()).select_from(_only_in(one, other))).scalar_one())


def _only_in(one: int, other: int) -> sa.Subquery:
    theirs = members.alias()
    return (
        sa.select(members.c.picture_id)
        .where(
            members.c.version_id == one,
            ~sa.exists().where(theirs.c.version_id == other, theirs.c.picture_id == members.c.picture_id),
        )
        .subquery()
    )


def difference_page(db: ReadDb, one: int, other: int, *, after: int, limit: int) -> Sequence[sa.Row[Any]]:
    theirs = members.alias()
    query = (
        whole.join(members, members.c.picture_id == pictures.c.id)
        .where(
            members.c.version_id == one,
            members.c.picture_id > after,
            ~sa.exists().where(theirs.c.version_id == other, theirs.c.picture_id == members.c.picture_id),
        )
        .order_by(members.c.picture_id)
        .limit(limit)
    )
    return db.execute(query).all()

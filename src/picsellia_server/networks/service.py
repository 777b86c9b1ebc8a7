"""The verbs of networks: make, find, change, share in the hub, trash.

A public network (`private` false) can be seen and used by everybody on this server, and changed by its own
organization alone. Not here: its files (`content.py`); where a network came from, which is asked of
experiments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from picsellia_server.accounts.model import checked_name
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import Invalid
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks import keyed, repository
from picsellia_server.networks.attributes import checked_text, column_of
from picsellia_server.networks.model import (
    AttributeFixed,
    Brought,
    Named,
    Network,
    NetworkNotYours,
    NetworkRow,
    NetworkTaken,
    NetworkUnknown,
    NotAPicture,
    Order,
    Person,
    StoredFile,
    TrashedNetwork,
    Wanted,
)

_THUMB_BYTES = 20 << 20
_PURGE = 100


def is_id(text: str) -> bool:
    """Whether a text is an id rather than a name: a lower-case UUID with hyphens."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def organization_of(ctx: ReadCtx, network: str) -> int | None:
    """Whose network it is (row id); None when it is no network."""
    return repository.organization_of(ctx.db, network) if is_id(network) else None


def _as_network(ctx: ReadCtx, row: Any, keys: Mapping[int, dict[str, str]]) -> Network:
    return Network(
        organization=Named(name=row.org_name),
        model_id=row.uuid,
        serving_id=row.uuid,
        owner=Person(username=row.username) if row.username else None,
        tag=row.tags,
        private=row.private,
        network_name=row.name,
        description=row.description,
        model_object_name=row.model_object_name,
        checkpoint_object_name=row.checkpoint_object_name,
        origin_checkpoint_objects=row.origin_checkpoint_objects,
        type=row.type,
        files=keys.get(row.id, {}),
        labels=row.labels,
        base_parameters=row.parameters,
        readme_text=getattr(row, "readme", None),
        thumb_object_name=row.thumb_key,
        thumb_url=_thumb_url(ctx, row),
        framework=row.framework,
        date_created=row.created_at,
        last_update=row.updated_at,
    )


def _thumb_url(ctx: ReadCtx, row: Any) -> str | None:
    if row.thumb_store_key is None:
        return None
    until = ctx.now + timedelta(hours=ctx.settings.signed_url_hours)
    name = row.thumb_key.rpartition("/")[2] or "thumbnail"
    return ctx.storage.sign_get(row.thumb_store_key, media_type=row.thumb_type, name=name, inline=True, until=until)


def _whole(ctx: ReadCtx, row: Any) -> Network:
    return _as_network(ctx, row, repository.keys_of(ctx.db, [row.id]))


# Looking


def seen(ctx: ReadCtx, network: str) -> Any:
    """The row of a live network that the caller may see, by id, name, or `<organization>/<name>`."""
    if is_id(network):
        row = repository.seen_uuid(ctx.db, ctx.who.org_id, network)
    elif "/" in network:
        owner, _, name = network.partition("/")
        row = repository.by_full_name(ctx.db, ctx.who.org_id, owner, name)
    else:
        row = None
    row = row or (None if "\x00" in network else repository.by_name(ctx.db, ctx.who.org_id, network))
    if row is None:
        raise NetworkUnknown(network)
    return row


def one(ctx: ReadCtx, network: str) -> Network:
    """A network by id, by name, or by `<organization>/<name>`; of others only what is public."""
    return _whole(ctx, seen(ctx, network))


def row_of(ctx: ReadCtx, network: str) -> NetworkRow:
    """What other nouns need of a network that the caller may use."""
    return _as_row(seen(ctx, network))


def described(ctx: ReadCtx, network_row: int) -> NetworkRow | None:
    """A network that something of the organization refers to, trashed or no longer public as it may be."""
    row = repository.by_row(ctx.db, network_row)
    return _as_row(row) if row else None


def _as_row(row: Any) -> NetworkRow:
    return NetworkRow(
        row=row.id,
        id=row.uuid,
        org_id=row.org_id,
        org_name=row.org_name,
        name=row.name,
        type=row.type,
        framework=row.framework,
        labels=row.labels,
        parameters=row.parameters,
    )


def page(
    ctx: ReadCtx, wanted: Wanted, *, order: Order, after: tuple[Any, ...] | None, limit: int
) -> tuple[list[Network], tuple[Any, ...] | None]:
    """Networks of the organization, or of the hub, and the key of the last one when there may be more."""
    rows = repository.page(ctx.db, ctx.who.org_id, wanted, order=order, after=after, limit=limit)
    keys = repository.keys_of(ctx.db, [row.id for row in rows])
    last = repository.key_after(order, rows[-1]) if len(rows) == limit else None
    return [_as_network(ctx, row, keys) for row in rows], last


# Changing


def own(ctx: ReadCtx, network: str) -> Any:
    """The row of a live network of the current organization; says so when it is another's."""
    row = seen(ctx, network)
    if row.org_id != ctx.who.org_id:
        raise NetworkNotYours(row.name)
    return row


def create(
    ctx: Ctx, *, name: str, type: str, attributes: Mapping[str, Any] | None = None, first_label: int = 1
) -> Network:
    """A new network, without files. Raises `NetworkTaken`, also when another process was faster."""
    given = {"network_name": name, "type": type, **(attributes or {})}
    values = dict(column_of(key, value, first_label=first_label) for key, value in given.items())
    defaults = {"private": True, "tags": [], "labels": {}, "parameters": {}, "origin_checkpoint_objects": {}}
    uuid = ctx.new_id()
    made = repository.insert_network(
        ctx.db,
        {
            **defaults,
            **values,
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "created_by": ctx.who.user_id or None,
            "created_at": ctx.now,
            "updated_at": ctx.now,
        },
    )
    if made is None:
        raise NetworkTaken(values["name"])
    ctx.record("network.created", "network", uuid, name=values["name"])
    return one(ctx, uuid)


def update(ctx: Ctx, network: str, changes: Mapping[str, Any], *, first_label: int = 1) -> Network:
    """Set attributes of the reference's object; an unknown one is refused by name, and then nothing changes.

    `files` may rename and drop files that are there: it maps names to the keys that the network shows, or under
    which published clients have brought bytes; `thumb_object_name` is such a key as well. `first_label` is the
    lowest index that a label map may have: those clients were never told of 1.
    """
    row = own(ctx, network)
    changes = dict(changes)
    names = changes.pop("files", None)
    thumb = changes.pop("thumb_object_name", None)
    values = dict(column_of(key, value, first_label=first_label) for key, value in changes.items())
    if thumb == "":
        values |= {"thumb_blob_id": None, "thumb_key": ""}
    elif thumb is not None:
        picture = keyed.thumbnail(ctx, checked_text(thumb, "`thumb_object_name`", 4_000))
        if picture is not None:
            values |= {"thumb_blob_id": picture.row, "thumb_key": thumb}
        elif thumb != row.thumb_key:
            raise AttributeFixed("thumb_object_name", "Bring the picture with update_thumb().")
    if names is not None:
        _rearrange(ctx, row, names)
    if not repository.update(ctx.db, row.id, {**values, "updated_at": ctx.now}):
        raise NetworkTaken(values["name"])
    small = {key: value for key, value in changes.items() if key not in ("labels", "base_parameters", "readme_text")}
    ctx.record("network.updated", "network", row.uuid, name=values.get("name", row.name), after=small)
    return one(ctx, row.uuid)


def _rearrange(ctx: Ctx, row: Any, names: Any) -> None:
    if not isinstance(names, dict) or not all(isinstance(key, str) for key in names.values()):
        raise Invalid("`files` maps names to the object keys that the network has.")
    repository.lock(ctx.db, row.id)
    there = {file.shown_key: file for file in repository.files_of(ctx.db, row.id)}
    found = keyed.stored(ctx, names.values(), there)
    for name, key in names.items():
        if key not in found:
            raise AttributeFixed("files", f"Nothing is stored under {key[:120]!r} ({name[:60]!r}): use store().")
    kept = [replace(found[key], name=checked_name(name, "file", slash=True)) for name, key in names.items()]
    replace_files(ctx, row.id, kept)


def replace_files(ctx: Ctx, network_row: int, files: Sequence[StoredFile]) -> None:
    """Make these the files of a network; those not among them go."""
    repository.lock(ctx.db, network_row)
    new = {file.name for file in files}
    gone = [row.name for row in repository.files_of(ctx.db, network_row) if row.name not in new]
    repository.delete_files(ctx.db, network_row, gone)
    repository.upsert_files(ctx.db, network_row, files, ctx.now)


# Thumbnails


def set_thumbnail(ctx: Ctx, network: str, picture: Brought) -> Network:
    """Show this picture for the network. Raises `NotAPicture` when its bytes are none."""
    row = own(ctx, network)
    if picture.size > _THUMB_BYTES:
        raise NotAPicture(picture.file_name, f"it has {picture.size:,} bytes; {_THUMB_BYTES:,} is the most.")
    blob = bytes_of.taken(ctx, [picture])[picture.sha256]
    if why := bytes_of.refused_as_picture(ctx, blob):
        raise NotAPicture(picture.file_name, why)
    key = f"{row.uuid}/{bytes_of.base_name(picture.file_name)}"
    return show_thumbnail(ctx, row.uuid, blob_row=blob.row, key=key)


def show_thumbnail(ctx: Ctx, network: str, *, blob_row: int, key: str) -> Network:
    """Show a picture that is a blob already, under the key given."""
    row = own(ctx, network)
    values = {"thumb_blob_id": blob_row, "thumb_key": key, "updated_at": ctx.now}
    repository.update(ctx.db, row.id, values)
    ctx.record("network.thumbnail", "network", row.uuid, name=row.name)
    return one(ctx, row.uuid)


# Trash


def trash(ctx: Ctx, network: str) -> None:
    """Put a network into the trash; its name is free at once."""
    row = own(ctx, network)
    repository.set_trashed(ctx.db, row.id, ctx.now, ctx.who.user_id or None)
    ctx.record("network.trashed", "network", row.uuid, name=row.name)


def trashed(ctx: ReadCtx) -> list[TrashedNetwork]:
    rows = repository.in_trash(ctx.db, ctx.who.org_id)
    keys = repository.keys_of(ctx.db, [row.id for row in rows])
    return [
        TrashedNetwork(network=_as_network(ctx, row, keys), trashed_at=row.trashed_at, trashed_by=row.trasher)
        for row in rows
    ]


def restore(ctx: Ctx, network: str, *, name: str | None = None) -> Network:
    """Bring a network back, under another name where its own has been taken since."""
    row = repository.by_uuid(ctx.db, network) if is_id(network) else None
    if row is None or row.org_id != ctx.who.org_id:
        raise NetworkUnknown(network)
    wanted = row.name if name is None else checked_name(name, "network")
    if row.trashed_at is not None:
        if not repository.update(ctx.db, row.id, {"name": wanted, "trashed_at": None, "trashed_by": None}):
            raise NetworkTaken(wanted)
        ctx.record("network.restored", "network", row.uuid, name=wanted)
    return one(ctx, row.uuid)


def purge(ctx: Ctx) -> int:
    """Delete for good what has been in the trash for long enough, of every organization; how many."""
    return repository.purge(ctx.db, ctx.now - timedelta(days=ctx.settings.trash_days), _PURGE)

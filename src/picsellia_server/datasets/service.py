"""The verbs of datasets: create, list, copy, add, remove, trash, restore. Those of labels are in `labelling.py`.

What also touches annotations (a new version, removing pictures, trashing them) has its use case in
`annotations.service`, which calls `copy_version`, `remove_pictures`, `hide_pictures` and `reveal_pictures`
here. Locks are taken in one order: pictures, versions, labels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from picsellia_server.accounts.model import checked_name
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import labels as label_rows
from picsellia_server.datasets import members, repository
from picsellia_server.datasets.access import changeable, named, organization_of, readable
from picsellia_server.datasets.fingerprints import (
    add_to_fingerprint,
    digests_known,
    forget_fingerprint,
    lock,
    set_fingerprint,
    without_fingerprint,
)
from picsellia_server.datasets.labelling import (
    change_label,
    count_labels,
    delete_label,
    label_organization,
    labels_of,
    make_labels,
    order_labels,
    restore_label,
    trashed_labels,
)
from picsellia_server.datasets.looking import (
    address,
    diff,
    diff_page,
    find,
    find_by_base_name,
    find_by_id,
    listing,
    local_names,
    manifest,
    member_rows,
    page,
    thumbnail,
    trash_listing,
    version,
    version_named,
)
from picsellia_server.datasets.model import (
    FIRST,
    LATEST,
    Added,
    Copied,
    DatasetTaken,
    DescriptionRefused,
    NoPictures,
    Touched,
    Version,
    VersionBusy,
    VersionRow,
    VersionTaken,
    VersionUnknown,
)
from picsellia_server.pictures import service as pictures
from picsellia_server.pictures.model import Chosen

__all__ = [
    "add_pictures",
    "add_rows",
    "add_to_fingerprint",
    "address",
    "change",
    "change_label",
    "changeable",
    "copy_version",
    "count_labels",
    "create",
    "delete_label",
    "diff",
    "diff_page",
    "digests_known",
    "find",
    "find_by_base_name",
    "find_by_id",
    "forget_fingerprint",
    "hide_pictures",
    "label_organization",
    "labels_of",
    "listing",
    "local_names",
    "lock",
    "make_labels",
    "manifest",
    "member_rows",
    "named",
    "order_labels",
    "organization_of",
    "page",
    "readable",
    "remove_pictures",
    "restore",
    "restore_label",
    "reveal_pictures",
    "set_fingerprint",
    "sweep",
    "thumbnail",
    "trash",
    "trash_listing",
    "trashed_labels",
    "version",
    "version_named",
    "without_fingerprint",
]

_LONGEST_DESCRIPTION = 1_000
_SWEEP = 20


def checked_description(text: str) -> str:
    """In NFC, with line ends but no other control characters, up to 1,000 characters."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > _LONGEST_DESCRIPTION:
        raise DescriptionRefused(
            f"A description has up to {_LONGEST_DESCRIPTION:,} characters; this one {len(text):,}."
        )
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in text):
        raise DescriptionRefused("A description holds no control characters but line ends and tabs.")
    return text


# Making


def create(ctx: Ctx, name: str, *, chosen: Chosen, description: str = "", private: bool = True) -> Version:
    """A dataset with its version `first`, made of the chosen pictures."""
    name, description = checked_name(name, "dataset"), checked_description(description)
    rows = _rows(ctx, chosen)
    if not rows:
        raise NoPictures
    dataset = repository.insert_dataset(
        ctx.db,
        {
            "uuid": ctx.new_id(),
            "org_id": ctx.who.org_id,
            "name": name,
            "description": description,
            "private": private,
            "created_by": ctx.who.user_id or None,
            "created_at": ctx.now,
        },
    )
    if dataset is None:
        raise DatasetTaken(name)
    row, uuid = _insert_version(ctx, dataset, name, FIRST)
    added = members.add(ctx.db, row, rows)
    ctx.record("dataset.created", "version", uuid, name=f"{name}/{FIRST}", after={"pictures": added})
    return version(ctx, uuid)


def _insert_version(ctx: Ctx, dataset: int, dataset_name: str, name: str) -> tuple[int, str]:
    uuid = ctx.new_id()
    row = repository.insert_version(
        ctx.db,
        {
            "uuid": uuid,
            "dataset_id": dataset,
            "org_id": ctx.who.org_id,
            "name": name,
            "created_by": ctx.who.user_id or None,
            "created_at": ctx.now,
        },
    )
    if row is None:
        raise VersionTaken(dataset_name, name)
    return row, uuid


def _rows(ctx: ReadCtx, chosen: Chosen) -> list[int]:
    """Rows of the chosen live pictures; none for no choice."""
    if chosen == Chosen():
        return []
    return [row for chunk in pictures.chunks(ctx, chosen) for row in chunk]


def copy_version(ctx: Ctx, dataset: str, name: str, *, from_version: str | None = LATEST) -> Copied:
    """A new version with the pictures and labels of another; the caller copies all of its annotations.

    Counters of labels and the fingerprint are copied as if that were done already. Nothing changes the
    source before this transaction ends.
    """
    name = checked_name(name, "version")
    source = named(ctx, dataset, from_version)
    locked = repository.lock_version(ctx.db, source.row, shared=True)
    if locked.trashed_at is not None:
        raise VersionUnknown(source.full_name)
    row, uuid = _insert_version(ctx, source.dataset_row, dataset, name)
    if members.copy(ctx.db, source.row, row) != locked.size:
        # Pictures of it are being put in the trash, in a transaction that waits for this one.
        raise VersionBusy(source.full_name)
    repository.copy_counters(ctx.db, locked, row)
    count = len(label_rows.of_version(ctx.db, source.row))
    mapping = label_rows.copy(ctx.db, source.row, row, [ctx.new_id() for _ in range(count)])
    made = repository.by_rows(ctx.db, [row])[row]
    ctx.record("version.created", "version", uuid, name=made.full_name, after={"from": source.name})
    return Copied(version=made, source=source, labels=mapping)


# Members


def add_pictures(ctx: Ctx, version_id: str, chosen: Chosen) -> Added:
    """Put pictures into a version; those in it already are passed over and counted."""
    row = changeable(ctx, version_id)
    rows = _rows(ctx, chosen)
    added = add_rows(ctx, row, rows)
    return Added(added=added, known=len(rows) - added, version=version(ctx, version_id))


def add_rows(ctx: Ctx, row: VersionRow, picture_rows: Sequence[int]) -> int:
    """Put live pictures of the organization into a version, by row; how many were not in it."""
    added = members.add(ctx.db, row.row, picture_rows) if picture_rows else 0
    if added:
        ctx.record("version.pictures_added", "version", row.id, name=row.full_name, after={"pictures": added})
    return added


def remove_pictures(ctx: Ctx, row: VersionRow, picture_rows: Sequence[int]) -> int:
    """Take pictures out of a version, how many were in it. Their annotations are the caller's to remove."""
    removed = members.remove(ctx.db, row.row, picture_rows)
    if removed:
        ctx.record("version.pictures_removed", "version", row.id, name=row.full_name, after={"pictures": removed})
    return removed


def hide_pictures(ctx: Ctx, picture_rows: Sequence[int]) -> list[Touched]:
    """Take pictures that go to the trash out of every version; the live versions that they leave."""
    return _touched(ctx, members.hide(ctx.db, picture_rows))


def reveal_pictures(ctx: Ctx, pairs: Mapping[int, int]) -> list[Touched]:
    """Bring pictures back into the versions that they were in; the live ones of these.

    `pairs` maps the row of each trashed picture to the live row that it becomes, mostly itself.
    """
    return _touched(ctx, members.reveal(ctx.db, pairs))


def _touched(ctx: ReadCtx, rows: Iterable[Any]) -> list[Touched]:
    live = [row for row in rows if row.trashed_at is None]
    names = members.touched_names(ctx.db, [row.dataset_id for row in live])
    found = [
        Touched(row=row.id, id=row.uuid, dataset=names[row.dataset_id], version=row.name, pictures=row.n)
        for row in live
    ]
    return sorted(found, key=lambda each: (each.dataset, each.row))


# Changing


def change(
    ctx: Ctx,
    version_id: str,
    *,
    version_name: str | None = None,
    dataset_name: str | None = None,
    description: str | None = None,
    private: bool | None = None,
) -> Version:
    """Rename a version, rename or describe its dataset, or say who sees it; what is None stays."""
    row = changeable(ctx, version_id)
    dataset = repository.lock_dataset(ctx.db, row.dataset_row)
    wanted: dict[str, Any] = {
        "name": None if dataset_name is None else checked_name(dataset_name, "dataset"),
        "description": None if description is None else checked_description(description),
        "private": private,
    }
    new = {key: value for key, value in wanted.items() if value is not None and value != getattr(dataset, key)}
    if new and not repository.update_dataset(ctx.db, row.dataset_row, new):
        raise DatasetTaken(new["name"])
    before = {key: getattr(dataset, key) for key in new}
    if version_name is not None and version_name != row.name:
        new_name = checked_name(version_name, "version")
        if not repository.update_version(ctx.db, row.row, {"name": new_name}):
            raise VersionTaken(row.dataset_name, new_name)
        before, new = {**before, "version": row.name}, {**new, "version": new_name}
    if new:
        ctx.record("dataset.changed", "version", row.id, name=row.full_name, before=before, after=new)
    return version(ctx, version_id)


# Trash


def trash(ctx: Ctx, version_id: str) -> None:
    """Put a version in the trash. With its last version a dataset goes as well, and its name is free."""
    row = changeable(ctx, version_id)
    repository.lock_dataset(ctx.db, row.dataset_row)
    if not repository.trash_version(ctx.db, row.row, ctx.now, ctx.who.user_id or None):
        raise VersionUnknown(version_id)
    if not repository.has_live_versions(ctx.db, row.dataset_row):
        repository.update_dataset(ctx.db, row.dataset_row, {"trashed_at": ctx.now})
    ctx.record("version.trashed", "version", row.id, name=row.full_name, before={"pictures": row.size})


def restore(ctx: Ctx, version_id: str, *, dataset_name: str | None = None, version_name: str | None = None) -> Version:
    """Bring a version back, under other names where its own have been taken meanwhile."""
    row = repository.trashed(ctx.db, ctx.who.org_id, version_id)
    if row is None:
        raise VersionUnknown(version_id)
    dataset = repository.lock_dataset(ctx.db, row.dataset_id)
    values: dict[str, Any] = {"trashed_at": None}
    if dataset_name is not None and dataset.trashed_at is not None:
        values["name"] = checked_name(dataset_name, "dataset")
    if dataset.trashed_at is not None and not repository.update_dataset(ctx.db, row.dataset_id, values):
        raise DatasetTaken(values.get("name", dataset.name))
    name = row.name if version_name is None else checked_name(version_name, "version")
    back = {"trashed_at": None, "trashed_by": None, "name": name}
    if not repository.update_version(ctx.db, row.id, back):
        raise VersionTaken(dataset.name, name)
    found = version(ctx, version_id)
    ctx.record("version.restored", "version", version_id, name=f"{found.dataset_name}/{found.version}")
    return found


def sweep(ctx: Ctx) -> int:
    """Delete versions and labels whose time in the trash is over; how many. Their pictures stay in the lake."""
    before = ctx.now - timedelta(days=ctx.settings.trash_days)
    return repository.purge(ctx.db, before, _SWEEP) + label_rows.purge(ctx.db, before, _SWEEP * 10)

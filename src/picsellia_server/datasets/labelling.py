"""The verbs of labels: make, rename, order, delete, restore. Part of the service.

Renaming, deleting or restoring a label that is used changes annotations without touching them: the
version's fingerprint is then unknown until `annotations` has summed it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from picsellia_server.accounts.model import checked_name
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import labels, repository
from picsellia_server.datasets.access import changeable, readable
from picsellia_server.datasets.model import (
    Label,
    LabelOrderRefused,
    LabelTaken,
    LabelUnknown,
    LabelUsed,
    MadeLabel,
    NewLabel,
    TooManyLabels,
)

MOST = 10_000


def label_organization(ctx: ReadCtx, label: str) -> int | None:
    return labels.organization_of(ctx.db, label)


def labels_of(ctx: ReadCtx, version: str) -> list[Label]:
    """In their order."""
    return [labels.as_label(row) for row in labels.of_version(ctx.db, readable(ctx, version).row)]


def trashed_labels(ctx: ReadCtx, version: str) -> list[Label]:
    """Labels that can be restored, the latest deleted first."""
    return [labels.as_label(row) for row in labels.of_version(ctx.db, changeable(ctx, version).row, trashed=True)]


def make_labels(ctx: Ctx, version: str, wanted: Sequence[NewLabel]) -> list[MadeLabel]:
    """Add labels after those there are, in the order given; one that is there already is no error."""
    row = changeable(ctx, version)
    names = [checked_name(new.name, "label", slash=True) for new in wanted]
    repository.lock_version(ctx.db, row.row)
    there = _by_key(ctx, row.row)
    position, colour = labels.next_places(ctx.db, row.row)
    values: dict[tuple[str, str], dict[str, Any]] = {}
    for name, new in zip(names, wanted, strict=True):
        if (name, new.type.value) in there or (name, new.type.value) in values:
            continue
        values[name, new.type.value] = {
            "uuid": ctx.new_id(),
            "version_id": row.row,
            "name": name,
            "type": new.type.value,
            "source_id": new.source_id,
            "supercategory": _supercategory(new.supercategory),
            "position": position + len(values),
            "colour": colour + len(values),
        }
    if len(there) + len(values) > MOST:
        raise TooManyLabels(MOST)
    labels.insert_labels(ctx.db, list(values.values()))
    now = _by_key(ctx, row.row) if values else there
    if values:
        ctx.record(
            "labels.created", "version", row.id, name=row.full_name, after=[name for name, _ in list(values)[:100]]
        )
    keys = [(name, new.type.value) for name, new in zip(names, wanted, strict=True)]
    return [MadeLabel(label=now[key], existed=key in there) for key in keys]


def _by_key(ctx: ReadCtx, version: int) -> dict[tuple[str, str], Label]:
    return {(row.name, row.type): labels.as_label(row) for row in labels.of_version(ctx.db, version)}


def _supercategory(text: str) -> str:
    return checked_name(text, "supercategory", slash=True) if text else ""


def _locked(ctx: Ctx, label: str, *, trashed: bool = False) -> Any:
    """The label, with its version locked against changes of labels and counters."""
    row = labels.by_uuid(ctx.db, ctx.who.org_id, label, trashed=trashed)
    if row is not None:
        repository.lock_version(ctx.db, row.version_id)
        row = labels.by_uuid(ctx.db, ctx.who.org_id, label, trashed=trashed)
    if row is None:
        raise LabelUnknown(label)
    return row


def change_label(
    ctx: Ctx,
    label: str,
    *,
    name: str | None = None,
    supercategory: str | None = None,
    source_id: int | None = None,
) -> Label:
    """Rename a label, on all shapes that have it, or change its category in COCO files; what is None stays."""
    row = _locked(ctx, label)
    wanted = {
        "name": None if name is None else checked_name(name, "label", slash=True),
        "supercategory": None if supercategory is None else _supercategory(supercategory),
        "source_id": source_id,
    }
    new = {key: value for key, value in wanted.items() if value is not None and value != getattr(row, key)}
    if not new:
        return labels.as_label(row)
    if not labels.update(ctx.db, row.id, new):
        raise LabelTaken(str(new["name"]), row.type)
    if "name" in new and row.objects:
        repository.set_annotations_sum(ctx.db, row.version_id, None)
    before = {key: getattr(row, key) for key in new}
    ctx.record("label.changed", "label", label, name=f"{row.version_name}: {row.name}", before=before, after=new)
    return labels.by_row(ctx.db, row.id)


def order_labels(ctx: Ctx, version: str, order: Sequence[str]) -> list[Label]:
    """Put all labels of a version in the order of these ids: the class order of every export."""
    row = changeable(ctx, version)
    repository.lock_version(ctx.db, row.row)
    there = {each.uuid: each.id for each in labels.of_version(ctx.db, row.row)}
    if len(order) != len(there) or set(order) != set(there):
        raise LabelOrderRefused
    labels.put_in_order(ctx.db, row.row, [there[label] for label in order])
    ctx.record("labels.ordered", "version", row.id, name=row.full_name)
    return labels_of(ctx, version)


def delete_label(ctx: Ctx, label: str, *, used: bool = False) -> None:
    """Put a label in the trash; with `used` also one that shapes have, which are hidden with it."""
    row = _locked(ctx, label)
    if row.objects and not used:
        raise LabelUsed(row.name, row.objects, row.annotations)
    labels.update(ctx.db, row.id, {"trashed_at": ctx.now})
    _changed(ctx, row)
    ctx.record("label.deleted", "label", label, name=f"{row.version_name}: {row.name}", before={"objects": row.objects})


def restore_label(ctx: Ctx, label: str) -> Label:
    """Bring a label back to its place, with the shapes that have it."""
    row = _locked(ctx, label, trashed=True)
    if not labels.update(ctx.db, row.id, {"trashed_at": None}):
        raise LabelTaken(row.name, row.type)
    _changed(ctx, row)
    ctx.record("label.restored", "label", label, name=f"{row.version_name}: {row.name}")
    return labels.by_row(ctx.db, row.id)


def _changed(ctx: Ctx, row: Any) -> None:
    labels.close_ranks(ctx.db, row.version_id)
    if row.objects:
        repository.set_annotations_sum(ctx.db, row.version_id, None)


def count_labels(ctx: Ctx, changes: Mapping[int, tuple[int, int]]) -> None:
    """Add (objects, pictures) to the counters of labels, by row: called by whoever changes shapes."""
    labels.count(ctx.db, {row: change for row, change in changes.items() if change != (0, 0)})

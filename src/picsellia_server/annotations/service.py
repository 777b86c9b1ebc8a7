"""The verbs of annotations: write, delete, review, undo, fork. All that changes a version's shapes goes through here.

Writing is in `writing.py`, reading in `reading.py`, imports in `importing.py`, exports in `exporting.py`, the
trash of pictures in `bin.py`. A version is locked for the time of a change, so the order in which writers
come does not matter.
"""

from __future__ import annotations

from picsellia.formats.model import Status
from picsellia_server.annotations import changing, listing, repository, staging
from picsellia_server.annotations.bin import purge, restore, trash_page, trash_pictures
from picsellia_server.annotations.exporting import export
from picsellia_server.annotations.importing import (
    begin_import,
    forget_imports,
    import_one,
    import_organization,
    imports,
    run_import,
)
from picsellia_server.annotations.model import (
    ChangeUnknown,
    NotMember,
    Picked,
    UndoRefused,
    Verb,
    Written,
)
from picsellia_server.annotations.numbers import FACTORS, number, total
from picsellia_server.annotations.reading import (
    changes,
    count,
    diff,
    diff_page,
    history,
    looks,
    of_pictures,
    one,
    statistics,
)
from picsellia_server.annotations.writing import write
from picsellia_server.context import Ctx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import LATEST, Removed, Version, VersionRow
from picsellia_server.pictures.model import Chosen

__all__ = [
    "begin_import",
    "changes",
    "count",
    "delete",
    "diff",
    "diff_page",
    "export",
    "forget_imports",
    "history",
    "import_one",
    "import_organization",
    "imports",
    "looks",
    "new_version",
    "of_pictures",
    "one",
    "purge",
    "remove_pictures",
    "renumber",
    "restore",
    "revert",
    "review",
    "run_import",
    "statistics",
    "trash_page",
    "trash_pictures",
    "undo",
    "write",
]

_CHUNK = 5_000
_VERSIONS = 20


def _stage_picked(ctx: Ctx, row: VersionRow, picked: Picked) -> None:
    """Stage the pictures that a verb is about; ids that are no members are refused."""
    staging.empty(ctx.db)
    if picked.ids is not None:
        members = datasets.find_by_id(ctx, row, picked.ids)
        for picture in picked.ids:
            if picture not in members:
                raise NotMember(picture, row.full_name)
        staging.fill_pictures(ctx.db, [member.row for member in members.values()])
    else:
        staging.fill_from(ctx.db, listing.picture_rows(ctx.db, row.row, picked.filter))


def delete(ctx: Ctx, version: str, picked: Picked) -> Written:
    """Remove the annotations of pictures, which stay in the version. Can be undone."""
    row = datasets.changeable(ctx, version)
    datasets.lock(ctx, row)
    _stage_picked(ctx, row, picked)
    return changing.keep(ctx, row, Verb.DELETED)


def review(ctx: Ctx, version: str, picked: Picked, *, status: Status) -> Written:
    """Give annotations a status; pictures without one are left alone. Twice changes nothing more."""
    row = datasets.changeable(ctx, version)
    datasets.lock(ctx, row)
    _stage_picked(ctx, row, picked)
    asked = staging.count(ctx.db).pictures
    found = staging.fill_statuses(ctx.db, row.row, status)
    if not found:
        return Written(change=None, unchanged=asked)
    change, uuid = changing.begin(ctx, row, Verb.REVIEWED, pictures=found)
    datasets.add_to_fingerprint(ctx, row, total(staging.restatus(ctx.db, row.row, change)))
    changing.note(ctx, row, Verb.REVIEWED, uuid, {"pictures": found, "status": status.value})
    return Written(change=uuid, written=found, unchanged=asked - found)


def undo(ctx: Ctx, version: str, change: str) -> Written:
    """Bring back what was before a change, where nothing has changed since; `moved_on` counts the others.

    An undo is a change of its own: undoing it does the first one again.
    """
    row = datasets.changeable(ctx, version)
    datasets.lock(ctx, row)
    before = repository.change_of(ctx.db, row.row, change)
    if before is None:
        raise ChangeUnknown(change)
    if before.verb == Verb.COPIED:
        raise UndoRefused("The annotations came with the version itself. Delete those that you do not want.")
    staging.empty(ctx.db)
    moved = repository.stage_undo(ctx.db, row.row, before.id, reviewed=False)
    moved += len(staging.drop_strangers(ctx.db, row.row))
    counts = staging.count(ctx.db)
    entry, uuid = changing.begin(ctx, row, Verb.UNDONE, pictures=0, undoes=before.id)
    if counts.pictures:
        _renumber_staged(ctx, row)
        changing.merge(ctx, row, entry)
    staging.empty(ctx.db)
    moved += repository.stage_undo(ctx.db, row.row, before.id, reviewed=True)
    moved += len(staging.drop_strangers(ctx.db, row.row))
    statuses = staging.count(ctx.db).pictures
    if statuses:
        datasets.add_to_fingerprint(ctx, row, total(staging.restatus(ctx.db, row.row, entry)))
    done = counts.pictures + statuses
    if not done:
        raise UndoRefused("Everything that this change touched has changed again since. Undo the later changes first.")
    repository.set_change_pictures(ctx.db, entry, done)
    changing.note(ctx, row, Verb.UNDONE, uuid, {"pictures": done, "undoes": change})
    return Written(
        change=uuid,
        written=counts.written + statuses,
        deleted=counts.removed,
        shapes=counts.shapes,
        moved_on=moved,
    )


def revert(ctx: Ctx, version: str, picture: str, *, change: str) -> Written:
    """Bring back what a picture's annotation was before a change, whatever came after; a change of its own."""
    row = datasets.changeable(ctx, version)
    datasets.lock(ctx, row)
    member = datasets.find_by_id(ctx, row, [picture]).get(picture)
    if member is None:
        raise NotMember(picture, row.full_name)
    before = repository.change_of(ctx.db, row.row, change)
    staging.empty(ctx.db)
    if before is None or not repository.stage_past(ctx.db, before.id, member.row):
        raise ChangeUnknown(change)
    _renumber_staged(ctx, row)
    return changing.keep(ctx, row, Verb.UNDONE)


def _renumber_staged(ctx: Ctx, row: VersionRow) -> None:
    """Labels may have been renamed since the states that are brought back were left."""
    labels = changing.live_labels(ctx, row)
    repository.set_staged_numbers(
        ctx.db,
        {
            each.picture_id: number(each.name, changing.keys(labels, each.label_ids), each.digest)
            for each in repository.staged_numbers(ctx.db)
        },
    )


# Versions


def new_version(
    ctx: Ctx, dataset: str, name: str, *, from_version: str | None = LATEST, chosen: Chosen | None = None
) -> Version:
    """A version with the pictures, labels and annotations of another, and the chosen pictures as well."""
    copied = datasets.copy_version(ctx, dataset, name, from_version=from_version)
    change, _ = changing.begin(ctx, copied.version, Verb.COPIED, pictures=0)
    count = repository.copy_annotations(
        ctx.db, copied.source.row, copied.version.row, change=change, label_rows=copied.labels
    )
    repository.set_change_pictures(ctx.db, change, count)
    if chosen is not None and (chosen.ids or chosen.rows or chosen.filter is not None):
        datasets.add_pictures(ctx, copied.version.id, chosen)
    return datasets.version(ctx, copied.version.id)


def remove_pictures(ctx: Ctx, version: str, chosen: Chosen) -> Removed:
    """Take pictures and their annotations out of a version; they stay in the lake."""
    row = datasets.changeable(ctx, version)
    rows = datasets.member_rows(ctx, row, chosen)
    datasets.lock(ctx, row)
    staging.empty(ctx.db)
    staging.fill_pictures(ctx.db, rows)
    changing.keep(ctx, row, Verb.DELETED)
    removed = datasets.remove_pictures(ctx, row, rows)
    asked = len(set(chosen.ids)) if chosen.ids is not None else len(rows)
    return Removed(removed=removed, missing=asked - removed)


def renumber(ctx: Ctx) -> int:
    """Sum the annotations of versions whose labels were renamed, deleted or restored anew; how many versions."""
    rows = datasets.without_fingerprint(ctx, limit=_VERSIONS)
    for row in rows:
        datasets.lock(ctx, row)
        labels = changing.live_labels(ctx, row)
        sums = 0
        for chunk in ctx.db.stream(repository.numbered(row.row), batch=_CHUNK):
            new = {}
            for each in chunk:
                value = number(each.name, changing.keys(labels, each.label_ids), each.digest)
                if value != int(each.number):
                    new[each.picture_id] = value
                if each.live:
                    sums += FACTORS[Status(each.status)] * value
            repository.set_numbers(ctx.db, row.row, new)
        datasets.set_fingerprint(ctx, row, sums)
    return len(rows)

"""Annotations of dataset versions: records and errors. A shape is `picsellia.formats.model.Shape`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from picsellia.formats.model import Shape, Status
from picsellia_server.errors import Conflict, Invalid, NotFound


class Verb(StrEnum):
    """What a change did."""

    WRITTEN = "written"
    IMPORTED = "imported"
    REVIEWED = "reviewed"
    DELETED = "deleted"
    RESTORED = "restored"  # with a picture that came back and merged into a live one
    COPIED = "copied"  # from the version that this one was made from
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnnotation:
    """All shapes of one picture (its public id), in pixels; `label` of a shape is a name.

    `status` None: pending when something changed. `base` is the revision that the writer saw, 0 for none:
    somebody else's work since then is a conflict. None: no matter.
    """

    picture: str
    shapes: Sequence[Shape]
    status: Status | None = None
    duration: float | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    base: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeView:
    """A shape as people see it. `box` is x, y, width, height in pixels; `area` in square pixels."""

    id: str
    label: str
    type: str
    box: list[float] | None
    rings: list[list[float]]
    rle: Mapping[str, Any] | None
    iscrowd: bool
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One picture's annotation in one version. `revision` grows with each change, for `NewAnnotation.base`."""

    id: str
    picture_id: str
    external_url: str
    width: int
    height: int
    status: Status
    author: str | None
    duration: float | None
    objects: int
    revision: int
    updated_at: datetime
    shapes: list[ShapeView] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A picture of a version in a list, with what is known of its annotation; `status` None: it has none.

    `labels` maps the ids of its labels to their numbers of shapes.
    """

    picture_id: str
    external_url: str
    width: int
    height: int
    colour: int | None
    status: Status | None
    author: str | None
    duration: float | None
    objects: int
    labels: dict[str, int]
    updated_at: datetime | None
    revision: int
    shapes: list[ShapeView] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A dataset version that holds a picture, and what it says of it; `status` None: no annotation."""

    dataset_id: str
    dataset_name: str
    version: str
    status: Status | None
    objects: int


class SizeClass(StrEnum):
    """COCO's sizes of objects, by area: below 32 x 32 pixels, below 96 x 96, and the rest."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookFilter:
    """Which pictures of a version: all conditions hold. `labels` are ids; `annotated` False: without any."""

    labels: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    annotated: bool | None = None
    sizes: tuple[SizeClass, ...] = ()
    least: int | None = None
    most: int | None = None
    name: str = ""

    @property
    def is_everything(self) -> bool:
        return self == LookFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Pictures of a version that a bulk verb is about: ids, a filter, or (neither) all of them."""

    ids: tuple[str, ...] | None = None
    filter: LookFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a change did: `change` names it for an undo, None when there was nothing to change."""

    change: str | None
    written: int = 0
    unchanged: int = 0
    deleted: int = 0
    shapes: int = 0
    labels: list[str] = field(default_factory=list)
    kept: int = 0
    moved_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entry of the record of a version; `undone` says that another one has undone it."""

    id: str
    verb: Verb
    pictures: int
    at: datetime
    by: str | None
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One moment of a picture's annotation: what `change` made of it; `status` None: it was removed."""

    change: str
    verb: Verb
    at: datetime
    by: str | None
    status: Status | None
    objects: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCount:
    id: str
    name: str
    type: str
    objects: int
    annotations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Numbers of a version, its labels in their order.

    `shapes_per_picture` maps a number of shapes to the annotated pictures that have it; `seconds` is the time
    that people spent. Sizes count all shapes, those of labels in the trash as well.
    """

    pictures: int
    annotated: int
    statuses: dict[str, int]
    objects: int
    labels: list[LabelCount]
    sizes: dict[str, int]
    shapes_per_picture: dict[int, int]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A file of annotations to download now: its signed address and its name."""

    url: str
    name: str


class DiffKind(StrEnum):
    """How a picture's annotation in one version differs from that in another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    STATUS = "status"  # the shapes are alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    picture_id: str
    external_url: str
    kind: DiffKind
    objects_before: int | None
    objects_after: int | None
    status_before: str | None
    status_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """A page of what differs; `counts` are of all of it, by kind."""

    counts: dict[str, int]
    items: list[Difference]
    next: str | None


class PicturesFrom(StrEnum):
    """Where an import looks for the pictures of its file."""

    VERSION = "version"
    LAKE = "lake"  # missing ones become members


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """An import of a file; `state` is queued, running, done or failed; `done` counts pictures so far."""

    id: str
    version: str
    name: str
    format: str | None
    pictures_from: PicturesFrom
    replace: bool
    state: str
    done: int
    report: Mapping[str, Any] | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTouched:
    dataset: str
    version: str
    pictures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trashed:
    """Pictures that went to the trash, and the versions that they left with them."""

    trashed: int
    trash_id: str | None
    versions: list[VersionTouched]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`merged` pictures were uploaded again meanwhile: what the old ones had went to those."""

    restored: int
    merged: int
    versions: list[VersionTouched]


class ShapeRefused(Invalid):
    code = "annotations.shape"

    def __init__(self, picture: str, at: int, reason: str) -> None:
        super().__init__(f"Shape {at + 1} of picture {picture!r}: {reason}. Nothing was changed.", shape=at)


class AnnotationRefused(Invalid):
    code = "annotations.refused"


class AnnotationMissing(NotFound):
    code = "annotations.none"

    def __init__(self, picture: str) -> None:
        super().__init__(f"The picture {picture!r} has no annotation in this version.")


class NotMember(NotFound):
    code = "annotations.not_a_member"

    def __init__(self, picture: str, version: str) -> None:
        super().__init__(f"The picture {picture!r} is not in {version}. Add it to the version first.")


class AnnotationMoved(Conflict):
    code = "annotations.moved_on"

    def __init__(self, picture: str) -> None:
        super().__init__(
            f"The annotation of picture {picture!r} was changed by somebody else meanwhile. Load it again, then save."
        )


class ChangeUnknown(NotFound):
    code = "annotations.change_unknown"

    def __init__(self, change: str) -> None:
        super().__init__(f"This version has no change {change!r} on record.")


class UndoRefused(Conflict):
    code = "annotations.undo"


class ImportUnknown(NotFound):
    code = "annotations.import_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no import {name!r} in this organization.")


class FormatRefused(Invalid):
    code = "annotations.format"


class TrashUnknown(NotFound):
    code = "annotations.trash_unknown"

    def __init__(self) -> None:
        super().__init__("Not all of these pictures are in the trash of this organization. Nothing was restored.")


class RestoreRaced(Conflict):
    code = "annotations.restore_raced"

    def __init__(self) -> None:
        super().__init__(
            "The same pictures are just being uploaded or put in the trash. Nothing was changed; repeat it."
        )

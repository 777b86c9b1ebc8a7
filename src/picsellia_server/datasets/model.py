"""Datasets, their versions and labels: records and errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from picsellia_server.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable

FIRST = "first"
"""The name of a dataset's first version."""

LATEST = "latest"
"""What is said instead of a version's name to mean the newest."""


class LabelType(StrEnum):
    RECTANGLE = "rectangle"
    POLYGON = "polygon"
    MASK = "mask"
    CLASSIFICATION = "classification"


TYPE_ALIASES = {"detection": LabelType.RECTANGLE, "segmentation": LabelType.POLYGON}
"""Names of tasks that stand for the shape drawn in them."""


def label_type(text: str) -> LabelType:
    """The type that a user means by `text`, which may be the task; `LabelTypeUnknown` lists them."""
    name = text.strip().lower()
    try:
        return TYPE_ALIASES.get(name) or LabelType(name)
    except ValueError:
        raise LabelTypeUnknown(text) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A class of objects of one version; `position` counts from 0 in the order of the labels.

    `objects` are shapes, `annotations` pictures that have one. `colour` is a place in the palette,
    `source_id` the id of its category in a COCO file.
    """

    id: str
    name: str
    type: LabelType
    position: int
    source_id: int | None
    supercategory: str
    colour: int
    objects: int
    annotations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as people see it; the first seven fields are the reference's dataset object.

    `dataset_id` is the version's own id (what the published clients pass around), `dataset` that of all
    versions together; `size` in pictures. `labels` are those with the most objects where versions are listed,
    else all, in their order; `objects` counts the shapes of all labels. `fingerprint` is 64 hex digits over
    pictures and annotations, None while it is being found.
    """

    dataset_id: str
    dataset_name: str
    version: str
    size: int
    description: str
    private: bool
    labels: list[Label]
    label_count: int
    objects: int
    dataset: str
    organization: str
    fingerprint: str | None
    created_at: datetime
    created_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version inside the server: `row` is what tables join on, `org_id` whose it is."""

    row: int
    id: str
    dataset_row: int
    dataset_name: str
    name: str
    org_id: int
    size: int
    private: bool

    @property
    def full_name(self) -> str:
        return f"{self.dataset_name}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashedVersion:
    version: Version
    trashed_at: datetime
    trashed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A version that pictures leave or come back to, and how many."""

    row: int
    id: str
    dataset: str
    version: str
    pictures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """`known` were members before."""

    added: int
    known: int
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """`missing` were no members."""

    removed: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A new version and what it was made from; `labels` maps the rows of the old labels to the new ones."""

    version: VersionRow
    source: VersionRow
    labels: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A picture to download: `file_name` is distinct within the version, `url` is signed, `size` in bytes."""

    picture_id: str
    file_name: str
    external_url: str
    url: str
    size: int
    sha256: str | None
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A picture of a version as other nouns need it; `row` is its key, `name` its file name."""

    row: int
    id: str
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelDiff:
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What `to` has that `since` has not, and the other way round; labels as `name (type)`.

    `same` says that pictures and annotations are alike; None while a fingerprint is being found.
    """

    to: str
    since: str
    added: int
    removed: int
    kept: int
    labels: LabelDiff
    same: bool | None


class Side(StrEnum):
    ADDED = "added"
    REMOVED = "removed"


class Shelf(StrEnum):
    """Whose versions a list shows: the organization's own, or what others let everybody see."""

    OWN = "own"
    HUB = "hub"


class Order(StrEnum):
    CREATED = "created"
    NEWEST = "-created"
    NAME = "name"
    NAME_DOWN = "-name"

    @property
    def down(self) -> bool:
        return self.value.startswith("-")

    @property
    def key_types(self) -> tuple[type, ...]:
        """Types of the paging key; its last part is the row id, so that no two keys are equal."""
        return (str, int) if self.value.lstrip("-") == "name" else (int,)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLabel:
    name: str
    type: LabelType
    source_id: int | None = None
    supercategory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLabel:
    """`existed`: it was there already, which is no error."""

    label: Label
    existed: bool


class DatasetUnknown(NotFound):
    code = "datasets.unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no dataset {name!r} in this organization. Dataset.list() shows those there are.")


class VersionUnknown(NotFound):
    code = "datasets.version_unknown"

    def __init__(self, version: str) -> None:
        super().__init__(f"There is no dataset version {version!r} in this organization, or it is in the trash.")


class DatasetTaken(Conflict):
    code = "datasets.taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a dataset {name!r} already. Choose another name, or make a new version of it.")


class VersionTaken(Conflict):
    code = "datasets.version_taken"

    def __init__(self, dataset: str, version: str) -> None:
        super().__init__(f"The dataset {dataset!r} has a version {version!r} already. Choose another name.")


class NotYours(Forbidden):
    code = "datasets.not_yours"

    def __init__(self, dataset: str) -> None:
        super().__init__(f"{dataset!r} belongs to another organization, which lets you see it. It cannot be changed.")


class DescriptionRefused(Invalid):
    code = "datasets.description"


class NoPictures(Invalid):
    code = "datasets.no_pictures"

    def __init__(self) -> None:
        super().__init__("A dataset is made of pictures, and none were given. Fetch some first, or name their tags.")


class VersionBusy(Unavailable):
    code = "datasets.version_busy"

    def __init__(self, version: str) -> None:
        super().__init__(f"The pictures of {version!r} are just being changed. Try again in a moment.")


class LabelUnknown(NotFound):
    code = "datasets.label_unknown"

    def __init__(self, label: str) -> None:
        super().__init__(f"There is no label {label!r} in this dataset version.")


class LabelTaken(Conflict):
    code = "datasets.label_taken"

    def __init__(self, name: str, type: str) -> None:
        super().__init__(f"There is a label {name!r} of type {type} in this version already. Choose another name.")


class LabelUsed(Conflict):
    code = "datasets.label_used"

    def __init__(self, name: str, objects: int, pictures: int) -> None:
        super().__init__(
            f"The label {name!r} is on {objects:,} shapes of {pictures:,} pictures. "
            "Delete it with `used=true` to hide them with it; restoring the label brings them back.",
            objects=objects,
            pictures=pictures,
        )


class LabelOrderRefused(Invalid):
    code = "datasets.label_order"

    def __init__(self) -> None:
        super().__init__("An order names every label of the version once. Read the labels again and repeat it.")


class TooManyLabels(Invalid):
    code = "datasets.too_many_labels"

    def __init__(self, most: int) -> None:
        super().__init__(f"A version has up to {most:,} labels.")


class LabelTypeUnknown(Invalid):
    code = "datasets.label_type"

    def __init__(self, given: str) -> None:
        super().__init__(
            f"{given[:60]!r} is no type of label. Give rectangle (or detection), polygon (or segmentation), "
            "mask or classification."
        )

"""The records that every annotation format is read into and written from.

Not here: how a format looks on disk (coco.py, voc.py, yolo.py, picsellia.py), nor any geometry.
Imported by all of `formats`, by the SDK and by the server's annotations.

Pixels count from the top-left corner; numbers are int or float, as the source gave them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def _record(made: type[T]) -> type[T]:
    """A dataclass that type checkers hold to be frozen; freezing it for real would make it thrice as slow to make."""
    return dataclass(slots=True, kw_only=True)(made)


Box: TypeAlias = tuple[float, float, float, float]
"""x, y, width, height in pixels (in fractions of the picture while `PictureRecord.relative`)."""

Ring: TypeAlias = Sequence[float]
"""x1, y1, x2, y2, … of at least three points; open: the first point is not repeated by us."""


class FormatError(ValueError):
    """The file as a whole cannot be read; the message says where and what to do."""


class Format(StrEnum):
    """The formats by the name that a user gives; `parse` takes any case and the aliases."""

    COCO = "coco"
    VOC = "voc"
    YOLO = "yolo"
    PICSELLIA = "picsellia"
    HYBRID = "hybrid"

    @classmethod
    def parse(cls, name: str) -> Format:
        """Find the format of `name`, whatever its case; FormatError lists the known ones."""
        key = name.strip().lower().replace("_", "-")
        found = _ALIASES.get(key)
        if found is None:
            raise FormatError(f"Unknown annotation format {name!r}. Give one of {', '.join(FORMAT_NAMES)}.")
        return found


_ALIASES: Final[Mapping[str, Format]] = {
    "coco": Format.COCO,
    "pascal-voc": Format.VOC,
    "pascalvoc": Format.VOC,
    "voc": Format.VOC,
    "yolo": Format.YOLO,
    "picsellia": Format.PICSELLIA,
    "legacy": Format.PICSELLIA,
    "hybrid": Format.HYBRID,
}
FORMAT_NAMES: Final = ("COCO", "PASCAL-VOC", "YOLO", "PICSELLIA", "legacy")


class ShapeType(StrEnum):
    RECTANGLE = "rectangle"
    POLYGON = "polygon"
    MASK = "mask"
    CLASSIFICATION = "classification"


class Status(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SKIPPED = "skipped"

    @classmethod
    def of(cls, value: object) -> Status | None:
        """The status that `value` names, whatever its case; None for anything else."""
        return cls._value2member_map_.get(value.lower()) if isinstance(value, str) else None  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A class of objects, unique by (name, type); `source_id` is the id of its COCO category.

    The same category drawn with two tools is two labels with one name and one source id.
    """

    name: str
    type: ShapeType
    source_id: int | None = None
    supercategory: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@_record
class Shape:
    """One object of one picture.

    `box` is None for a classification only. A polygon has `rings`, a mask has `rle`
    ({"size": [height, width], "counts": list or compressed string}, column by column).
    `given` holds what the source said beyond that and what an export gives back: `id` (of the
    source), `bbox` and `area` where they differ from what the geometry says, and every
    unknown key (qa, pose, difficult, truncated, attributes, score …). Whoever changes
    the geometry drops `bbox` and `area` (`geometry.moved`).
    """

    label: str
    type: ShapeType
    box: Box | None = None
    rings: Sequence[Ring] = ()
    rle: Mapping[str, Any] | None = None
    iscrowd: bool = False
    id: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@_record
class PictureRecord:
    """A picture of an annotation file with all of its shapes; each picture comes once.

    `file_name` is as given (match.py finds its picture); with `stem` it lacks its extension.
    `annotated` tells "looked at, nothing found" from "never annotated". With `relative` the
    shapes are in fractions of the picture: `geometry.to_pixels` makes pixels of them.
    `duration` is in seconds; `picture_id` is the platform's id where the file has it.
    """

    file_name: str
    width: int | None = None
    height: int | None = None
    shapes: Sequence[Shape] = ()
    annotated: bool = True
    status: Status | None = None
    duration: float | None = None
    picture_id: str | None = None
    source_id: int | str | None = None
    url: str | None = None
    relative: bool = False
    stem: bool = False
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something of the file that is not kept, or (`kept`) not kept exactly as it was.

    `where` is the position in the source ("annotations[17]", "a.xml, object 2"), `picture` the
    file name of the picture where one is known, `reason` a sentence for the user.
    """

    where: str
    reason: str
    picture: str | None = None
    kept: bool = False


Record: TypeAlias = Label | PictureRecord | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What an export says once: the version's name and its labels in their order."""

    name: str = ""
    version: str = ""
    description: str = ""
    labels: Sequence[Label] = ()

    @property
    def names(self) -> list[str]:
        """The label names in order, each once: the class order of every format."""
        return list(dict.fromkeys(label.name for label in self.labels))


class ExportLosses:
    """What a format could not hold, counted by reason while an export is written.

    Pass one to a writer and read it after the last byte: nothing is dropped in silence.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def add(self, reason: str, *, picture: str = "", count: int = 1) -> None:
        """Count one more `reason`; the first picture's name is kept as an example."""
        self.counts[reason] += count
        self.examples.setdefault(reason, picture)

    def __bool__(self) -> bool:
        return bool(self.counts)

    def report(self) -> list[dict[str, Any]]:
        """The losses as plain JSON, the most frequent first."""
        return [
            {"reason": reason, "count": count, "example": self.examples[reason]}
            for reason, count in self.counts.most_common()
        ]

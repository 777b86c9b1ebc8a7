"""Writes COCO, and the hybrid that the published clients' scripts read too; memory flat.

The annotations of a COCO file are one list and its pictures another: annotations wait in a
temporary file while the pictures are written. `hybrid` is domain fact: the flat COCO list, in which the
first record of a picture also carries the picture's shapes in the Picsellia form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from picsellia.formats import _json
from picsellia.formats import rle as masks
from picsellia.formats.coco_labels import category_ids
from picsellia.formats.geometry import area
from picsellia.formats.jsonwrite import FRACTIONS, Item, two_lists
from picsellia.formats.model import ExportLosses, Head, Label, PictureRecord
from picsellia.formats.picsellia_shapes import shape_dict

_SAID = frozenset(("bbox", "area"))
NO_PLACE = "classifications have no place in COCO"


def write(
    head: Head,
    records: Iterable[PictureRecord],
    losses: ExportLosses | None = None,
    *,
    hybrid: bool = False,
) -> Iterator[bytes]:
    """Yield the bytes of one COCO file.

    Plain COCO writes a category's source id where it is unique and leaves classifications out,
    counted in `losses`; the hybrid numbers categories 1 to N, one a name, and holds all.
    Pictures and annotations are numbered from 1 in the order of `records`.
    """
    writer = _Hybrid(head, losses) if hybrid else Coco(head, losses)
    yield from writer.pieces(records)


def image_of(
    number: int,
    *,
    file_name: str,
    width: int | None,
    height: int | None,
    picture_id: str | None,
    status: str | None,
    duration: float | None,
    given: Mapping[str, Any],
) -> Item:
    """The entry of a picture; `status` and `duration` are those of an annotated one."""
    image: Item = {"id": number, "file_name": file_name, "width": width, "height": height}
    if picture_id is not None:
        image["internal_picture_id"] = picture_id
    if status is not None:
        image["status"] = status
    if duration is not None:
        image["duration"] = duration
    for key, value in given.items():
        if key not in image:
            image[key] = value
    return image


def give_back(annotation: Item, given: Mapping[str, Any]) -> None:
    """Write what the source said: its box and area where they differed, and its further keys."""
    for key, value in given.items():
        if key in _SAID or key not in annotation:
            annotation[key] = value


class Coco:
    """Writes one COCO file. Whoever has shapes in another form makes the entries and calls `file`."""

    _holds_classifications = False

    def __init__(self, head: Head, losses: ExportLosses | None) -> None:
        self._head = head
        self._losses = ExportLosses() if losses is None else losses
        self._ids = self._numbered(head.labels)
        self._labels = {label.name: label for label in reversed(head.labels)}
        self._annotation_id = 0

    def _numbered(self, labels: Iterable[Label]) -> dict[str, int]:
        return category_ids(labels)

    def pieces(self, records: Iterable[PictureRecord]) -> Iterator[bytes]:
        """The file in small pieces."""
        return self.file(
            (self._image(number, record), self._annotations(number, record)) for number, record in enumerate(records, 1)
        )

    def file(self, pairs: Iterable[tuple[Item, list[Item]]]) -> Iterator[bytes]:
        """The file of pictures with their annotations."""
        head = self._head
        info = {"description": head.description or head.name, "version": head.version}
        opening = b'{"info":%b,"licenses":[],"images":[' % _json.dumps(info)
        return two_lists(opening, pairs, lambda: b',"categories":%b}' % _json.dumps(self._categories()))

    def _image(self, number: int, record: PictureRecord) -> Item:
        return image_of(
            number,
            file_name=record.file_name,
            width=record.width,
            height=record.height,
            picture_id=record.picture_id,
            status=record.status.value if record.annotated and record.status is not None else None,
            duration=record.duration if record.annotated else None,
            given=record.given,
        )

    def _annotations(self, number: int, record: PictureRecord) -> list[Item]:
        annotations: list[Item] = []
        if record.relative and record.shapes:
            self._losses.add(FRACTIONS, picture=record.file_name, count=len(record.shapes))
            return annotations
        ids, counted = self._ids, self._annotation_id
        # The hot loop of an export: no calls for a shape that came with nothing of its own.
        for shape in record.shapes:
            box, rings, given = shape.box, shape.rings, shape.given
            if box is None and not self._holds_classifications:
                self._losses.add(NO_PLACE, picture=record.file_name)
                continue
            category = ids.get(shape.label)
            counted += 1
            annotation: Item = {
                "id": counted,
                "image_id": number,
                "category_id": self._new_category(shape.label) if category is None else category,
                "bbox": box or (),
                "area": box[2] * box[3] if box is not None and not rings else 0,
                "segmentation": rings,
                "iscrowd": 1 if shape.iscrowd else 0,
            }
            if rings or shape.rle is not None:
                annotation["area"] = area(shape)
            if shape.rle is not None:
                annotation["segmentation"] = masks.as_json(shape.rle)
            if len(given) > 1 or (given and "id" not in given):
                give_back(annotation, given)
            annotations.append(annotation)
        self._annotation_id = counted
        return annotations

    def _new_category(self, name: str) -> int:
        """Shapes may use a label that the head does not know: it joins at the end."""
        number = self._ids[name] = max(self._ids.values(), default=0) + 1
        return number

    def _categories(self) -> list[Item]:
        categories = []
        for name, number in self._ids.items():
            label = self._labels.get(name)
            above = label.supercategory if label is not None else ""
            category: Item = {"id": number, "name": name, "supercategory": above}
            if label is not None:
                category |= {key: value for key, value in label.given.items() if key not in category}
            categories.append(category)
        return categories


class _Hybrid(Coco):
    _holds_classifications = True

    def _numbered(self, labels: Iterable[Label]) -> dict[str, int]:
        names = dict.fromkeys(label.name for label in labels)
        return {name: number for number, name in enumerate(names, 1)}

    def _image(self, number: int, record: PictureRecord) -> Item:
        image = super()._image(number, record)
        image["internal_picture_id"] = record.picture_id
        image["external_picture_url"] = record.file_name
        image["signed_url"] = record.url
        return image

    def _annotations(self, number: int, record: PictureRecord) -> list[Item]:
        annotations = super()._annotations(number, record)
        nested = [shape_dict(shape) for shape in record.shapes] if annotations else []
        for place, annotation in enumerate(annotations):
            first = place == 0
            annotation["internal_picture_id"] = record.picture_id
            annotation["external_picture_url"] = record.file_name
            annotation["nb_labels"] = len(nested) if first else 0
            annotation["time_spent"] = (record.duration or 0) if first else 0
            annotation["annotations"] = nested if first else []
        return annotations


def _give_back(annotation: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Write what the source said: its box and area where they differed, and its further keys."""
    for key, value in given.items():
        if key in _SAID or key not in annotation:
            annotation[key] = value

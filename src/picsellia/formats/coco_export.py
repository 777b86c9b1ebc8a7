"""Writes COCO, and the hybrid that the published clients' scripts read too; memory flat.

The annotations of a COCO file are one list and its pictures another: annotations wait in a
temporary file while the pictures are written. `hybrid` is domain fact: the flat COCO list, in which the
first record of a picture also carries the picture's shapes in the Picsellia form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from picsellia.formats import _json
from picsellia.formats import rle as masks
from picsellia.formats.coco_labels import category_ids
from picsellia.formats.geometry import area
from picsellia.formats.jsonwrite import FRACTIONS, two_lists
from picsellia.formats.model import ExportLosses, Head, Label, PictureRecord, Shape, ShapeType
from picsellia.formats.picsellia_shapes import shape_dict

_CLASSIFICATION = ShapeType.CLASSIFICATION
_NO_PLACE = "classifications have no place in COCO"


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
    writer = _Hybrid(head, losses) if hybrid else _Coco(head, losses)
    yield from writer.pieces(records)


class _Coco:
    def __init__(self, head: Head, losses: ExportLosses | None) -> None:
        self._head = head
        self._losses = ExportLosses() if losses is None else losses
        self._ids = self._numbered(head.labels)
        self._labels = {label.name: label for label in reversed(head.labels)}
        self._annotation_id = 0

    def _numbered(self, labels: Iterable[Label]) -> dict[str, int]:
        return category_ids(labels)

    def pieces(self, records: Iterable[PictureRecord]) -> Iterator[bytes]:
        """The file in pieces of some hundred kilobytes."""
        head = self._head
        info = {"description": head.description or head.name, "version": head.version}
        opening = b'{"info":%b,"licenses":[],"images":[' % _json.dumps(info)
        pairs = (
            (self._image(number, record), self._annotations(number, record)) for number, record in enumerate(records, 1)
        )
        return two_lists(opening, pairs, lambda: b',"categories":%b}' % _json.dumps(self._categories()))

    def _image(self, number: int, record: PictureRecord) -> dict[str, Any]:
        image: dict[str, Any] = {
            "id": number,
            "file_name": record.file_name,
            "width": record.width,
            "height": record.height,
        }
        if record.picture_id is not None:
            image["internal_picture_id"] = record.picture_id
        if record.annotated and record.status is not None:
            image["status"] = record.status.value
        if record.annotated and record.duration is not None:
            image["duration"] = record.duration
        for key, value in record.given.items():
            if key not in image:
                image[key] = value
        return image

    def _annotations(self, number: int, record: PictureRecord) -> list[dict[str, Any]]:
        annotations: list[dict[str, Any]] = []
        if record.relative and record.shapes:
            self._losses.add(FRACTIONS, picture=record.file_name, count=len(record.shapes))
            return annotations
        for shape in record.shapes:
            if shape.type is _CLASSIFICATION:
                self._losses.add(_NO_PLACE, picture=record.file_name)
            else:
                annotations.append(self._annotation(number, shape))
        return annotations

    def _annotation(self, number: int, shape: Shape) -> dict[str, Any]:
        given, box = shape.given, shape.box
        category = self._ids.get(shape.label)
        if category is None:
            category = self._new_category(shape.label)
        self._annotation_id += 1
        annotation = {
            "id": self._annotation_id,
            "image_id": number,
            "category_id": category,
            "bbox": box or [],
            "area": given.get("area"),
            "segmentation": shape.rings,
            "iscrowd": 1 if shape.iscrowd else 0,
        }
        if annotation["area"] is None:
            # A rectangle's area without a call: most shapes are rectangles.
            plain = box is not None and not shape.rings and shape.rle is None
            annotation["area"] = box[2] * box[3] if plain and box is not None else area(shape)
        if shape.rle is not None:
            annotation["segmentation"] = masks.as_json(shape.rle)
        if given:
            if "bbox" in given:
                annotation["bbox"] = given["bbox"]
            for key in given:
                if key not in annotation:
                    annotation[key] = given[key]
        return annotation

    def _new_category(self, name: str) -> int:
        """Shapes may use a label that the head does not know: it joins at the end."""
        number = self._ids[name] = max(self._ids.values(), default=0) + 1
        return number

    def _categories(self) -> list[dict[str, Any]]:
        categories = []
        for name, number in self._ids.items():
            label = self._labels.get(name)
            above = label.supercategory if label is not None else ""
            category: dict[str, Any] = {"id": number, "name": name, "supercategory": above}
            if label is not None:
                category |= {key: value for key, value in label.given.items() if key not in category}
            categories.append(category)
        return categories


class _Hybrid(_Coco):
    def _numbered(self, labels: Iterable[Label]) -> dict[str, int]:
        names = dict.fromkeys(label.name for label in labels)
        return {name: number for number, name in enumerate(names, 1)}

    def _image(self, number: int, record: PictureRecord) -> dict[str, Any]:
        image = super()._image(number, record)
        image["internal_picture_id"] = record.picture_id
        image["external_picture_url"] = record.file_name
        image["signed_url"] = record.url
        return image

    def _annotations(self, number: int, record: PictureRecord) -> list[dict[str, Any]]:
        if record.relative:
            return super()._annotations(number, record)
        annotations: list[dict[str, Any]] = []
        nested: list[dict[str, Any]] = [shape_dict(shape) for shape in record.shapes]
        first = True
        for shape in record.shapes:
            annotation = self._annotation(number, shape)
            annotation["internal_picture_id"] = record.picture_id
            annotation["external_picture_url"] = record.file_name
            annotation["nb_labels"] = len(nested) if first else 0
            annotation["time_spent"] = (record.duration or 0) if first else 0
            annotation["annotations"] = nested if first else []
            annotations.append(annotation)
            first = False
        return annotations

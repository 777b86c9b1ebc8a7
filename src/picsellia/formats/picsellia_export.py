"""Writes the Picsellia form, memory flat; it holds all that a shape has.

Not here: reading (picsellia.py), a single shape (picsellia_shapes.py), the hybrid (coco_export.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from picsellia.formats import _json
from picsellia.formats.jsonwrite import FRACTIONS, two_lists
from picsellia.formats.model import ExportLosses, Head, Label, PictureRecord
from picsellia.formats.picsellia_shapes import shape_dict


def write(head: Head, records: Iterable[PictureRecord], losses: ExportLosses | None = None) -> Iterator[bytes]:
    """Yield the bytes of one Picsellia file: every picture, and a record for each annotated one.

    Holds all that a shape has. Categories are numbered 1 to N in the order of the labels, one a
    name; a label's own source id stands beside as "source_id".
    """
    lost = ExportLosses() if losses is None else losses
    labels = {label.name: label for label in reversed(head.labels)}
    names = dict.fromkeys(head.names)

    def pairs() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        for record in records:
            names.update(dict.fromkeys(shape.label for shape in record.shapes))
            yield _image(record), _records(record, lost)

    def categories() -> bytes:
        written = [_category(number, name, labels.get(name)) for number, name in enumerate(names, 1)]
        return b',"categories":%b}' % _json.dumps(written)

    return two_lists(b'{"images":[', pairs(), categories)


def _category(number: int, name: str, label: Label | None) -> dict[str, Any]:
    category: dict[str, Any] = {"id": number, "name": name}
    if label is not None:
        if label.supercategory:
            category["supercategory"] = label.supercategory
        if label.source_id is not None:
            category["source_id"] = label.source_id
        category |= {key: value for key, value in label.given.items() if key not in category}
    return category


def _image(record: PictureRecord) -> dict[str, Any]:
    image: dict[str, Any] = {
        "internal_picture_id": record.picture_id,
        "external_picture_url": record.file_name,
        "signed_url": record.url,
        "width": record.width,
        "height": record.height,
    }
    return image | {key: value for key, value in record.given.items() if key not in image}


def _records(record: PictureRecord, losses: ExportLosses) -> list[dict[str, Any]]:
    if not record.annotated:
        return []
    if record.relative and record.shapes:
        losses.add(FRACTIONS, picture=record.file_name, count=len(record.shapes))
        return []
    return [annotation_of(record)]


def annotation_of(record: PictureRecord) -> dict[str, Any]:
    """The entry of an annotated picture, all of its shapes in it."""
    annotation: dict[str, Any] = {
        "internal_picture_id": record.picture_id,
        "external_picture_url": record.file_name,
        "nb_labels": len(record.shapes),
        "time_spent": record.duration or 0,
        "annotations": [shape_dict(shape) for shape in record.shapes],
    }
    if record.status is not None:
        annotation["status"] = record.status.value
    return annotation

"""COCO straight from stored documents, without an object for each shape: rings are copied as they are.

What an entry looks like and how it is numbered is `picsellia.formats.coco_export`'s. Called by exporting.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from picsellia.formats import rle as masks
from picsellia.formats.coco_export import NO_PLACE, Coco, give_back, image_of
from picsellia.formats.geometry import ring_area
from picsellia.formats.jsonwrite import Item
from picsellia.formats.model import ExportLosses, Head, Label
from picsellia.formats.names import LocalNames


class CocoOfDocuments(Coco):
    """The writer of one export. `labels` are the live ones by key."""

    def __init__(self, head: Head, losses: ExportLosses, labels: Mapping[int, Label], names: LocalNames) -> None:
        super().__init__(head, losses)
        self._names = names
        self._category = {str(key): self._ids[label.name] for key, label in labels.items()}

    def of(self, stored: Iterable[Any]) -> Iterator[bytes]:
        """The file of the rows of `listing.documents`, in small pieces."""
        return self.file(self._pairs(stored))

    def _pairs(self, stored: Iterable[Any]) -> Iterator[tuple[Item, list[Item]]]:
        name_of, known = self._names.name, self._category
        for number, row in enumerate(stored, 1):
            picture, name, width, height, status, duration, labels, document, given = row
            name = name_of(picture, name)
            image = image_of(
                number,
                file_name=name,
                width=width,
                height=height,
                picture_id=picture,
                status=status,
                duration=duration,
                given=orjson.loads(given) if given else {},
            )
            if document is None:
                yield image, []
            else:
                # A label that is not known is in the trash, and its shapes are hidden.
                yield image, self._shapes(number, name, [known.get(label) for label in labels.split(",")], document)

    def _shapes(self, image: int, name: str, categories: list[int | None], document: str) -> list[Item]:
        """The entries of a document's shapes; see document.py."""
        annotations: list[Item] = []
        counted = self._annotation_id
        for row in orjson.loads(document):
            category = categories[row[0]]
            if category is None:
                continue
            if len(row) < 5:
                self._losses.add(NO_PLACE, picture=name)
                continue
            counted += 1
            annotation = {
                "id": counted,
                "image_id": image,
                "category_id": category,
                "bbox": row[1:5],
                "area": row[3] * row[4],
                "segmentation": (),
                "iscrowd": 0,
            }
            last = row[-1]
            if type(last) is dict:
                _further(annotation, last)
            annotations.append(annotation)
        self._annotation_id = counted
        return annotations


def _further(annotation: Item, extra: Mapping[str, Any]) -> None:
    given = extra.get("g", {})
    if "r" in extra:
        annotation["segmentation"] = orjson.Fragment(extra["r"])
        if "area" not in given:
            annotation["area"] = float(sum(map(ring_area, orjson.loads(extra["r"]))))
    elif "m" in extra:
        annotation["segmentation"] = extra["m"]
        if "area" not in given:
            annotation["area"] = float(masks.area(extra["m"]))
    if "c" in extra:
        annotation["iscrowd"] = 1
    give_back(annotation, given)

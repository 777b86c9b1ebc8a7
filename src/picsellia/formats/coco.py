"""Reads COCO, in the dialects of CVAT, Label Studio, Roboflow, FiftyOne, Azure and our hybrid.

Annotations come in any order; pictures come out in the file's order, each with its shapes. The
file is parsed once (its pictures twice) and never held. What is written is coco_export.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from picsellia.formats.coco_labels import Labels, Seen
from picsellia.formats.coco_shapes import Entry, entry_of, shape_of
from picsellia.formats.grouping import Key, PictureIndex, Spill, key_of
from picsellia.formats.jsonscan import JsonReader, to_utf8
from picsellia.formats.model import (
    FormatError,
    PictureRecord,
    Record,
    Refusal,
    Shape,
    Status,
)

_IMAGE_KEYS = frozenset(
    (
        "id",
        "file_name",
        "width",
        "height",
        "internal_picture_id",
        "external_picture_url",
        "signed_url",
        "status",
        "duration",
    )
)


def read(file: BinaryIO) -> Iterator[Record]:
    """Yield the labels, then each picture with its shapes, and a refusal for all that is not kept.

    `file` is seekable. Refusals of entries without a picture come first. FormatError when the
    file is broken or no COCO; then no picture has been yielded.
    """
    yield from _CocoFile(to_utf8(file)).records()


class _CocoFile:
    def __init__(self, file: BinaryIO) -> None:
        self._size = file.seek(0, 2)
        self._reader = JsonReader(file)
        self._offsets: dict[str, int] = {}
        self._categories: list[Any] = []
        self._index = PictureIndex()
        self._spill: Spill | None = None
        self._seen: Seen = set()

    def records(self) -> Iterator[Record]:
        try:
            yield from self._first_pass()
            labels = Labels(self._categories, self._seen)
            yield from labels.records
            yield from self._pictures(labels.names)
        finally:
            if self._spill is not None:
                self._spill.close()

    def _first_pass(self) -> Iterator[Refusal]:
        reader = self._reader
        if reader.peek() != ord("{"):
            raise FormatError(
                'A COCO file is an object with "images", "annotations" and "categories"; this is a list. '
                "Results of a model need the dataset's file around them."
            )
        for key in reader.members():
            if key in self._offsets:
                raise FormatError(f"The COCO file has {key!r} twice. Merge the two lists and repeat.")
            reader.peek()
            self._offsets[key] = reader.offset
            if key == "images":
                self._index_pictures(reader)
            elif key == "annotations" and "images" in self._offsets:
                yield from self._collect(reader)
            elif key == "categories":
                self._categories = _listed(reader.value(), key)
            else:
                reader.skip()
        if "images" not in self._offsets:
            raise FormatError('The COCO file has no "images". Export it again with its pictures.')
        if self._spill is None and "annotations" in self._offsets:
            reader.seek(self._offsets["annotations"])
            yield from self._collect(reader)

    def _index_pictures(self, reader: JsonReader) -> None:
        for batch in _batches(reader, "images"):
            for image in batch:
                self._index.add(key_of(image.get("id")) if type(image) is dict else None)
        self._index.seal()

    def _collect(self, reader: JsonReader) -> Iterator[Refusal]:
        index, seen = self._index, self._seen
        spill = self._spill = Spill(len(index), self._size)
        position = 0
        last: object = None
        place = -1
        for batch in _batches(reader, "annotations"):
            for annotation in batch:
                if type(annotation) is not dict:
                    yield Refusal(where=f"annotations[{position}]", reason="an annotation is an object")
                else:
                    image = annotation.pop("image_id", None)
                    if image != last:
                        place, last = index.place(key_of(image)), image
                    if place >= 0:
                        entry, kind = entry_of(position, annotation)
                        seen.add((entry[1], kind))
                        spill.put(place, entry)
                    else:
                        yield _homeless(position, image)
                position += 1
            spill.settle()

    def _pictures(self, names: Mapping[Key, str]) -> Iterator[Record]:
        self._reader.seek(self._offsets["images"])
        spill = self._spill or Spill(len(self._index), 0)
        images = _entries(self._reader)
        place = 0
        for groups in spill.stretches():
            for _ in range(spill.per_stretch):
                image = next(images, None)
                if image is None:
                    return
                yield from self._picture(place, image[0], groups.pop(place, ()), names)
                place += 1

    def _picture(self, place: int, image: Any, entries: Iterable[Entry], names: Mapping[Key, str]) -> Iterator[Record]:
        where = f"images[{place}]"
        if type(image) is not dict:
            yield Refusal(where=where, reason="a picture is an object")
            return
        source = key_of(image.get("id"))
        name = _name(image)
        reason = None
        if source is None:
            reason = "it has no id that annotations could name"
        elif self._index.place(source) != place:
            reason = f"its id {source!r} is used by an earlier picture, which gets the annotations"
        elif name is None:
            reason = "it has no file name"
        if reason is not None or name is None:
            yield Refusal(where=where, reason=reason or "", picture=name)
            for entry in entries:
                yield Refusal(where=f"annotations[{entry[0]}]", reason=f"its picture is refused: {reason}")
            return
        shapes: list[Shape] = []
        refused: list[Refusal] = []
        size = None if _relative(image) else (_side(image.get("width")), _side(image.get("height")))
        for entry in entries:
            _add_shape(shapes, refused, entry, name, size, names)
        yield from refused
        yield _record(image, name, source, shapes)


def _batches(reader: JsonReader, key: str) -> Iterator[list[Any]]:
    if reader.peek() != ord("["):
        if reader.value() is None:
            return iter(())
        raise FormatError(f"{key!r} of a COCO file is a list.")
    return reader.batches()


def _entries(reader: JsonReader) -> Iterator[tuple[Any]]:
    for batch in _batches(reader, "images"):
        for entry in batch:
            yield (entry,)


def _listed(value: Any, key: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise FormatError(f"{key!r} of a COCO file is a list.")
    return value


def _homeless(position: int, image: object) -> Refusal:
    said = "it names no picture" if image is None else f"no picture has the id {image!r}"
    return Refusal(where=f"annotations[{position}]", reason=said)


def _add_shape(
    shapes: list[Shape],
    refused: list[Refusal],
    entry: Entry,
    picture: str,
    size: tuple[int | None, int | None] | None,
    names: Mapping[Key, str],
) -> None:
    category = entry[1]
    label = names.get(category) if category is not None else None
    notes: list[str] = []
    if label is None:
        made: Shape | str = "it names no category" if category is None else f"its category {category!r} is unknown"
    else:
        made = shape_of(entry, label, size, notes)
    if isinstance(made, str):
        refused.append(Refusal(where=f"annotations[{entry[0]}]", reason=made, picture=picture))
        return
    shapes.append(made)
    for note in notes:
        where = f"annotations[{entry[0]}]"
        refused.append(Refusal(where=where, reason=note, picture=picture, kept=True))


def _name(image: Mapping[str, Any]) -> str | None:
    for key in ("file_name", "external_picture_url", "path", "name", "coco_url"):
        name = image.get(key)
        if isinstance(name, str) and name.strip():
            return name
    return None


def _side(value: Any) -> int | None:
    side = key_of(value)
    return side if isinstance(side, int) and 0 < side < 1 << 31 else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _relative(image: Mapping[str, Any]) -> bool:
    # Azure Machine Learning writes boxes as fractions of the picture, and only it such addresses.
    coco_url = image.get("coco_url")
    return isinstance(coco_url, str) and coco_url.lower().startswith("amldatastore://")


def _record(image: Mapping[str, Any], name: str, source: Key | None, shapes: Sequence[Shape]) -> PictureRecord:
    duration, status = image.get("duration"), Status.of(image.get("status"))
    return PictureRecord(
        file_name=name,
        width=_side(image.get("width")),
        height=_side(image.get("height")),
        source_id=source,
        picture_id=_text(image.get("internal_picture_id")),
        url=_text(image.get("signed_url")),
        shapes=shapes,
        annotated=bool(shapes) or status is not None,
        status=status,
        duration=duration if type(duration) in (int, float) else None,
        relative=_relative(image),
        given={key: value for key, value in image.items() if key not in _IMAGE_KEYS},
    )

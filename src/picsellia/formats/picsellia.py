"""Reads the Picsellia form, which is also the legacy one: one record an annotated picture.

    {"categories": [{"name"}], "images": [{"external_picture_url", "internal_picture_id", "signed_url"}],
     "annotations": [{"external_picture_url", "nb_labels", "time_spent", "annotations": [shapes]}]}

Not here: a single shape (picsellia_shapes.py), writing (picsellia_export.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from picsellia.formats.geometry import outside
from picsellia.formats.grouping import PictureIndex, Spill, key_of
from picsellia.formats.jsonscan import JsonReader, to_utf8
from picsellia.formats.model import (
    FormatError,
    Label,
    PictureRecord,
    Record,
    Refusal,
    Shape,
    ShapeType,
    Status,
)
from picsellia.formats.picsellia_shapes import label_of, read_shape

_CATEGORY_KEYS = frozenset(("id", "name", "supercategory", "source_id"))
_IMAGE_KEYS = frozenset(
    ("internal_picture_id", "external_picture_url", "signed_url", "width", "height", "id", "file_name")
)


def read(file: BinaryIO) -> Iterator[Record]:
    """Yield the labels, then each picture with its shapes, and a refusal for all that is not kept.

    `file` is seekable. Labels that no category names are made too; a picture that only an
    annotation names comes after those of "images". FormatError when the file is broken.
    """
    yield from _PicselliaFile(to_utf8(file)).records()


class _PicselliaFile:
    def __init__(self, file: BinaryIO) -> None:
        self._size = file.seek(0, 2)
        self._reader = JsonReader(file)
        self._offsets: dict[str, int] = {}
        self._ids = PictureIndex()
        self._names = PictureIndex()
        self._late: dict[str, int] = {}
        self._used: dict[str, set[ShapeType]] = {}

    def records(self) -> Iterator[Record]:
        self._find_lists()
        for image in self._entries("images"):
            known = isinstance(image, dict)
            self._ids.add(key_of(image.get("internal_picture_id")) if known else None)
            self._names.add(_file_name(image) if known else None)
        self._ids.seal()
        self._names.seal()
        spill = Spill(len(self._ids), self._size)
        try:
            yield from self._collect(spill)
            yield from self._labels()
            yield from self._pictures(spill)
        finally:
            spill.close()

    def _find_lists(self) -> None:
        reader = self._reader
        if reader.peek() != ord("{"):
            raise FormatError('A Picsellia file is an object with "images", "annotations" and "categories".')
        for key in reader.members():
            reader.peek()
            self._offsets[key] = reader.offset
            reader.skip()
        if "annotations" not in self._offsets and "images" not in self._offsets:
            raise FormatError('The file has neither "images" nor "annotations": it is no Picsellia file.')

    def _entries(self, key: str) -> Iterator[Any]:
        for batch in self._batches(key):
            yield from batch

    def _batches(self, key: str) -> Iterator[list[Any]]:
        if key not in self._offsets:
            return iter(())
        self._reader.seek(self._offsets[key])
        if self._reader.peek() != ord("["):
            raise FormatError(f"{key!r} of a Picsellia file is a list.")
        return self._reader.batches()

    def _collect(self, spill: Spill) -> Iterator[Refusal]:
        position = 0
        for batch in self._batches("annotations"):
            for record in batch:
                place = self._place(record) if isinstance(record, dict) else -1
                if place < 0:
                    reason = "an annotation is an object that names its picture: external_picture_url"
                    yield Refusal(where=f"annotations[{position}]", reason=reason)
                else:
                    shapes = record.get("annotations")
                    self._note_types(shapes)
                    told = record.get("internal_picture_id")
                    spill.put(place, (position, shapes, record.get("time_spent"), record.get("status"), told))
                position += 1
            spill.settle()

    def _place(self, record: Mapping[str, Any]) -> int:
        place = self._ids.place(key_of(record.get("internal_picture_id")))
        if place >= 0:
            return place
        name = _file_name(record)
        if name is None:
            return -1
        place = self._names.place(name)
        if place < 0:
            place = self._late.setdefault(name, len(self._ids) + len(self._late))
        return place

    def _note_types(self, shapes: Any) -> None:
        for value in shapes if isinstance(shapes, list) else ():
            said = label_of(value)
            if not isinstance(said, str):
                self._used.setdefault(said[0], set()).add(said[1])

    def _labels(self) -> Iterator[Label | Refusal]:
        usual = max(ShapeType, key=lambda kind: sum(kind in kinds for kinds in self._used.values()))
        made: set[str] = set()
        for place, category in enumerate(self._entries("categories")):
            name = category.get("name") if isinstance(category, dict) else category
            if not isinstance(name, str) or not name.strip():
                yield Refusal(where=f"categories[{place}]", reason="a category needs a name")
            elif name not in made:
                made.add(name)
                yield from _typed(name, category, self._used.get(name) or {usual})
        for name, kinds in self._used.items():
            if name not in made:
                yield from _typed(name, None, kinds)

    def _pictures(self, spill: Spill) -> Iterator[Record]:
        images = self._entries("images")
        late = iter(self._late)
        place = 0
        for groups in spill.stretches():
            for _ in range(spill.per_stretch):
                image = next(images, None) if place < len(self._ids) else {"file_name": next(late, None)}
                entries = groups.pop(place, ())
                if place >= len(self._ids) and not entries:
                    return
                yield from self._picture(place, image, entries)
                place += 1

    def _picture(self, place: int, image: Any, entries: Iterable[Any]) -> Iterator[Record]:
        name = _file_name(image) if isinstance(image, dict) else None
        if name is None:
            yield Refusal(where=f"images[{place}]", reason="a picture needs external_picture_url")
            for entry in entries:
                yield Refusal(where=f"annotations[{entry[0]}]", reason="its picture has no file name")
            return
        joined = _Joined(name, _side(image.get("width")), _side(image.get("height")))
        for entry in entries:
            yield from joined.add(*entry)
        yield PictureRecord(
            file_name=name,
            width=joined.width,
            height=joined.height,
            shapes=joined.shapes,
            annotated=joined.seconds is not None,
            status=joined.status,
            duration=joined.seconds,
            picture_id=_text(image.get("internal_picture_id")) or joined.picture_id,
            url=_text(image.get("signed_url")),
            given={key: value for key, value in image.items() if key not in _IMAGE_KEYS},
        )


class _Joined:
    """The records of one picture, of which old files may have several, as one."""

    def __init__(self, name: str, width: int | None, height: int | None) -> None:
        self.name, self.width, self.height = name, width, height
        self.shapes: list[Shape] = []
        self.seconds: float | None = None
        self.status: Status | None = None
        self.picture_id: str | None = None

    def add(self, position: int, values: Any, seconds: Any, state: Any, picture_id: Any) -> Iterator[Refusal]:
        where = f"annotations[{position}]"
        if not isinstance(values, list):
            reason = '"annotations" of a record is a list of shapes'
            yield Refusal(where=where, reason=reason, picture=self.name)
            return
        if self.shapes and values:
            reason = "its shapes are joined with those of the picture's earlier record"
            yield Refusal(where=where, reason=reason, picture=self.name, kept=True)
        for number, value in enumerate(values):
            made = self._shape(value, f"{where}.annotations[{number}]")
            if isinstance(made, Shape):
                self.shapes.append(made)
            else:
                yield made
        spent = seconds if type(seconds) in (int, float) and seconds >= 0 else 0
        self.seconds = (self.seconds or 0) + spent
        self.status = self.status or Status.of(state)
        self.picture_id = self.picture_id or _text(picture_id)

    def _shape(self, value: Any, where: str) -> Shape | Refusal:
        made = read_shape(value, where, self.name)
        if isinstance(made, Refusal) or self.width is None or self.height is None:
            return made
        reason = outside(made, self.width, self.height)
        return made if reason is None else Refusal(where=where, reason=reason, picture=self.name)


def _file_name(entry: Mapping[str, Any]) -> str | None:
    return _text(entry.get("external_picture_url")) or _text(entry.get("file_name"))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _side(value: Any) -> int | None:
    return value if type(value) is int and 0 < value < 1 << 31 else None


def _typed(name: str, category: Any, kinds: set[ShapeType]) -> Iterator[Label]:
    said = category if isinstance(category, dict) else {}
    source, above = said.get("source_id"), said.get("supercategory")
    for kind in ShapeType:
        if kind in kinds:
            yield Label(
                name=name,
                type=kind,
                source_id=source if type(source) is int else None,
                supercategory=above if isinstance(above, str) else "",
                given={key: value for key, value in said.items() if key not in _CATEGORY_KEYS},
            )

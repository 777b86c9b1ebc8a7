"""Reads YOLO: a text file a picture with lines of class and fractions of the picture.

A line is a box (class x y w h, also with a confidence), a polygon (class x1 y1 x2 y2 …; four points
are an oriented box), a box with keypoints where data.yaml says so, or a class alone. Pictures come
from the lists (train.txt …), from the pictures beside the labels, or are named by the label file.
What is written is yolo_export.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from picsellia.formats import yolo_names
from picsellia.formats.geometry import bounds, check_box, outside
from picsellia.formats.model import FormatError, Label, PictureRecord, Record, Refusal, Shape, ShapeType
from picsellia.formats.source import Source

PICTURES = tuple(
    f".{extension}"
    for extension in "jpg jpeg png bmp tif tiff webp gif heic heif avif jp2 dng mpo".split()  # noqa: SIM905
)
NAME_FILES = ("classes.txt", "names.txt", "obj.names", "labels.txt", "_darknet.labels")
_PROSE = ("readme", "license", "requirements", "changelog", "notice")
_LISTS = ("train.txt", "val.txt", "valid.txt", "test.txt", "trainval.txt")
_SAMPLE = 20
_FAR = 2.0
_BOX, _SCORED = 5, 6

Line: TypeAlias = tuple[int, str]


@dataclass(slots=True)
class _Classes:
    names: dict[int, str] = field(default_factory=dict)
    keypoint_numbers: int = 0
    made: set[tuple[str, ShapeType]] = field(default_factory=set)

    def name(self, number: int) -> str:
        return self.names.get(number, "") if self.names else str(number)


def read(source: Source) -> Iterator[Record]:
    """Yield the labels in class order, then each picture with its shapes in fractions of it.

    A class that is used in two ways is two labels; the second comes before its first use. A label file
    without lines is a picture without objects; a listed picture without a file is not annotated.
    """
    yield from source.refused
    classes = _Classes()
    yield from _class_names(source, classes)
    lists, labels = _sorted_out(source)
    usual = _usual_type(source, labels, classes)
    yield from _labels(classes, usual)
    waiting = dict.fromkeys(labels)
    for listed in lists:
        pictures = list(_listed(source, listed))
        beyond = _folders_beyond(pictures, waiting)
        for picture in pictures:
            label_file = _label_file(picture, waiting, beyond)
            if label_file is None:
                yield PictureRecord(file_name=picture, annotated=False, relative=True)
            else:
                del waiting[label_file]
                yield from _picture(source, label_file, picture, classes, stem=False)
    beside = _pictures_beside(source)
    for label_file in list(waiting):
        stem = label_file[: -len(".txt")]
        found = beside.get(stem) or beside.get(_images_path(stem))
        yield from _picture(source, label_file, found or stem, classes, stem=found is None)


def is_label_text(text: str) -> bool:
    """Whether the first line of a text file is one of YOLO labels; an empty file may be one."""
    words = text.lstrip("\ufeff").split("\n", 1)[0].split()
    return all(_number(word) is not None for word in words)


def _class_names(source: Source, classes: _Classes) -> Iterator[Refusal]:
    by_depth = sorted(source.names, key=lambda name: (name.count("/"), name))
    for name in by_depth:
        if name.lower().endswith((".yaml", ".yml")):
            found, numbers = yolo_names.from_yaml(_decoded(source, name))
            if found:
                classes.names, classes.keypoint_numbers = found, numbers
                break
    else:
        for name in by_depth:
            base = name.lower().rpartition("/")[2]
            if base in NAME_FILES or base.endswith(".names"):
                classes.names = yolo_names.from_lines(_decoded(source, name))
                break
    if not classes.names:
        reason = "no data.yaml, classes.txt or .names says what the classes are called; they keep their numbers"
        yield Refusal(where=source.title, reason=reason, kept=True)
    first: dict[str, int] = {}
    for number, called in sorted(classes.names.items()):
        if not called:
            del classes.names[number]
            yield Refusal(where=f"class {number}", reason="a class needs a name")
        elif first.setdefault(called, number) != number:
            reason = f"class {first[called]} is called {called!r} too; objects of both are kept under it"
            yield Refusal(where=f"class {number}", reason=reason, kept=True)


def _labels(classes: _Classes, usual: ShapeType) -> Iterator[Label]:
    for _, name in sorted(classes.names.items()):
        if (name, usual) not in classes.made:
            classes.made.add((name, usual))
            yield Label(name=name, type=usual)


def _sorted_out(source: Source) -> tuple[list[str], list[str]]:
    """The lists of pictures and the label files among the text files."""
    lists: list[str] = []
    labels: list[str] = []
    for name in source.with_suffix(".txt"):
        base = name.lower().rpartition("/")[2]
        if base in NAME_FILES or base.startswith(_PROSE):
            continue
        first = _first_line(source, name)
        named_list = base in _LISTS and (not first or not is_label_text(first))
        (lists if named_list or first.lower().endswith(PICTURES) else labels).append(name)
    return lists, labels


def _usual_type(source: Source, labels: list[str], classes: _Classes) -> ShapeType:
    seen: dict[ShapeType, int] = {ShapeType.RECTANGLE: 0}
    for name in labels[:: max(1, len(labels) // _SAMPLE)]:
        for line in _lines_or_none(source, name):
            shape = _shape(line, classes)
            if isinstance(shape, Shape):
                seen[shape.type] = seen.get(shape.type, 0) + 1
    return max(seen, key=lambda kind: seen[kind])


def _listed(source: Source, name: str) -> Iterator[str]:
    seen: set[str] = set()
    for line in _decoded(source, name).splitlines():
        picture = line.strip().removeprefix("./")
        if picture and picture not in seen:
            seen.add(picture)
            yield picture


def _folders_beyond(pictures: list[str], waiting: dict[str, None]) -> int:
    """How many leading folders of a list are not in the source (data/, /home/me/set/): the fewest that fit."""
    deepest = max((picture.count("/") for picture in pictures), default=0)
    for count in range(deepest + 1):
        if any(_label_file(picture, waiting, count) for picture in pictures):
            return count
    return 0


def _label_file(picture: str, waiting: dict[str, None], beyond: int) -> str | None:
    path = "/".join(picture.replace("\\", "/").split("/")[beyond:])
    stem = path.rpartition(".")[0] or path
    for base in (path, stem, _labels_path(path), _labels_path(stem)):
        if f"{base}.txt" in waiting:
            return f"{base}.txt"
    return None


def _labels_path(stem: str) -> str:
    head, found, tail = f"/{stem}".rpartition("/images/")
    return f"{head}/labels/{tail}"[1:] if found else stem


def _pictures_beside(source: Source) -> dict[str, str]:
    return {name.rpartition(".")[0]: name for name in source.with_suffix(*PICTURES)}


def _images_path(stem: str) -> str:
    """labels/train/a → images/train/a, as every YOLO trainer does."""
    head, found, tail = f"/{stem}".rpartition("/labels/")
    return f"{head}/images/{tail}"[1:] if found else stem


def _picture(source: Source, name: str, picture: str, classes: _Classes, *, stem: bool) -> Iterator[Record]:
    shapes: list[Shape] = []
    try:
        text = _decoded(source, name)
    except FormatError as wrong:
        yield Refusal(where=name, reason=str(wrong), picture=picture)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        shape = _shape(line, classes)
        if isinstance(shape, str):
            yield Refusal(where=f"{name}, line {number}", reason=shape, picture=picture)
            continue
        if (shape.label, shape.type) not in classes.made:
            classes.made.add((shape.label, shape.type))
            yield Label(name=shape.label, type=shape.type)
        shapes.append(shape)
    yield PictureRecord(file_name=picture, shapes=shapes, relative=True, stem=stem)


def _shape(line: str, classes: _Classes) -> Shape | str:
    numbers = [_number(word) for word in line.replace(",", " ").split()]
    values = [number for number in numbers if number is not None]
    if len(values) < len(numbers) or not values:
        return "a line is a class and numbers between 0 and 1, all of them finite"
    number = int(values[0])
    label = classes.name(number) if number == values[0] and number >= 0 else ""
    if not label:
        return f"class {values[0]:g} of {len(classes.names)}: it has no name"
    if len(values) == 1:
        return Shape(label=label, type=ShapeType.CLASSIFICATION)
    points = classes.keypoint_numbers
    if points and len(values) in (_BOX + points, _SCORED + points):
        return _rectangle(label, values[:_BOX], {"keypoints": values[_BOX : _BOX + points]})
    if len(values) in (_BOX, _SCORED):
        return _rectangle(label, values[:_BOX], {"confidence": values[_BOX]} if len(values) > _BOX else {})
    if len(values) < 7 or len(values) % 2 == 0:
        return f"{len(values)} numbers are neither a box (5) nor a polygon (1 and 2 for each of 3 or more points)"
    ring = values[1:]
    shape = Shape(label=label, type=ShapeType.POLYGON, box=bounds([ring]), rings=[ring])
    return _on_picture(shape)


def _rectangle(label: str, values: list[float], given: dict[str, object]) -> Shape | str:
    _, x, y, width, height = values
    box = (x - width / 2, y - height / 2, width, height)
    wrong = check_box(box)
    if wrong is not None:
        return wrong
    return _on_picture(Shape(label=label, type=ShapeType.RECTANGLE, box=box, given=given))


def _on_picture(shape: Shape) -> Shape | str:
    assert shape.box is not None
    if shape.box[2] > _FAR or shape.box[3] > _FAR or outside(shape, 1, 1):
        return "it lies outside of the picture: coordinates are fractions of the picture, from 0 to 1"
    return shape


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _first_line(source: Source, name: str) -> str:
    return next((line.strip() for line in _lines_or_none(source, name) if line.strip()), "")


def _lines_or_none(source: Source, name: str) -> list[str]:
    """The lines of a file; none of one that cannot be read, which is refused when its turn comes."""
    with suppress(FormatError):
        return _decoded(source, name).splitlines()
    return []


def _decoded(source: Source, name: str) -> str:
    data = source.text(name)
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        # Old Windows tools wrote names in the machine's own code page; every byte is a letter there.
        return data.decode("latin-1")

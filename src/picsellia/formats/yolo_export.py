"""Writes YOLO: a text file beside each annotated picture, train.txt with all of them, data.yaml.

Rectangles are boxes, polygons segmentation lines, one a ring; masks become their box. Numbers have
eight decimals at most. The classes are the label names in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from picsellia.formats.jsonwrite import FRACTIONS
from picsellia.formats.losses import count_labels, count_record, count_shape
from picsellia.formats.model import ExportLosses, Head, PictureRecord, Shape, ShapeType
from picsellia.formats.names import SideNames, safe_path
from picsellia.formats.yolo_names import to_yaml

_DECIMALS = 8
_DERIVED = frozenset(("id", "bbox", "area"))


def write(
    head: Head, records: Iterable[PictureRecord], losses: ExportLosses | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content): label files, at the end train.txt and data.yaml.

    A picture without an annotation is listed but has no label file; one without shapes has an
    empty one.
    """
    lost = ExportLosses() if losses is None else losses
    count_labels(head, lost)
    classes = {name: number for number, name in enumerate(head.names)}
    names = SideNames(".txt")
    listing: list[str] = []
    for record in records:
        path = safe_path(record.file_name)
        listing.append(path)
        if not record.annotated:
            continue
        name = names.name(record.file_name)
        if name.removesuffix(".txt") == path:
            lost.add("label files of pictures that differ in their extension only", picture=record.file_name)
        yield name, "".join(_lines(record, classes, lost)).encode()
    yield "train.txt", "".join(f"./{path}\n" for path in listing).encode()
    yield "data.yaml", to_yaml(list(classes)).encode()


def _lines(record: PictureRecord, classes: dict[str, int], losses: ExportLosses) -> Iterator[str]:
    count_record(record, losses)
    width, height = (1, 1) if record.relative else (record.width, record.height)
    if record.shapes and (not width or not height):
        losses.add(FRACTIONS, picture=record.file_name, count=len(record.shapes))
        return
    for shape in record.shapes:
        number = classes.setdefault(shape.label, len(classes))
        yield from _shape_lines(shape, number, float(width or 1), float(height or 1), record.file_name, losses)


def _shape_lines(
    shape: Shape, number: int, width: float, height: float, picture: str, losses: ExportLosses
) -> Iterator[str]:
    if shape.box is None:
        losses.add("classifications have no place in YOLO", picture=picture)
        return
    if shape.iscrowd:
        losses.add("crowds are written as plain objects", picture=picture)
    count_shape(shape, losses, picture=picture, keys_lost=any(key not in _DERIVED for key in shape.given))
    if shape.rings:
        if len(shape.rings) > 1:
            losses.add("polygons of several rings are written as one object a ring", picture=picture)
        for ring in shape.rings:
            yield _line(number, *(v / (height if place & 1 else width) for place, v in enumerate(ring)))
        return
    if shape.type is ShapeType.MASK:
        losses.add("masks are written as their boxes", picture=picture)
    left, top, wide, high = shape.box
    yield _line(number, (left + wide / 2) / width, (top + high / 2) / height, wide / width, high / height)


def _line(number: int, *values: float) -> str:
    return f"{number} {' '.join(map(_decimal, values))}\n"


def _decimal(value: float) -> str:
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text

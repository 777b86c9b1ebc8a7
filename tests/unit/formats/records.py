"""Makes records for the tests of formats, and strategies that make any."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from picsellia.formats import (
    ExportLosses,
    Head,
    Label,
    PictureRecord,
    Record,
    Refusal,
    Shape,
    ShapeType,
    Status,
    read,
    write_files,
    write_json,
    zip_stream,
)
from picsellia.formats import rle as masks
from picsellia.formats.geometry import bounds, to_pixels


def a_box(label: str = "car", box: tuple[float, float, float, float] = (10, 20, 30, 40), **given: Any) -> Shape:
    return Shape(label=label, type=ShapeType.RECTANGLE, box=box, given=given)


def a_polygon(*rings: list[float], label: str = "car", **given: Any) -> Shape:
    drawn = list(rings) or [[1.0, 1.0, 9.0, 1.0, 9.0, 9.0]]
    return Shape(label=label, type=ShapeType.POLYGON, rings=drawn, box=bounds(drawn), given=given)


def a_mask(rows: list[list[int]], label: str = "car", *, iscrowd: bool = False) -> Shape:
    rle = masks.from_rows(rows)
    return Shape(label=label, type=ShapeType.MASK, rle=rle, box=masks.box(rle), iscrowd=iscrowd)


def a_class(label: str = "day") -> Shape:
    return Shape(label=label, type=ShapeType.CLASSIFICATION)


def a_picture(*shapes: Shape, name: str = "a.jpg", **more: Any) -> PictureRecord:
    return PictureRecord(file_name=name, **({"width": 100, "height": 80} | more), shapes=list(shapes))


def a_head(pictures: Iterable[PictureRecord], **more: Any) -> Head:
    """A head with the labels that the pictures use, in order of use."""
    used = dict.fromkeys((shape.label, shape.type) for picture in pictures for shape in picture.shapes)
    return Head(labels=[Label(name=name, type=kind) for name, kind in used], **more)


def coco_file(**changes: Any) -> dict[str, Any]:
    """A whole small COCO file as an object, with `changes`."""
    return {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}],
        "categories": [{"id": 1, "name": "car", "supercategory": "vehicle"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 20, 30, 40], "iscrowd": 0}],
    } | changes


def annotated(**annotation: Any) -> dict[str, Any]:
    """A COCO file with one annotation: the usual one with changes."""
    return coco_file(annotations=[{"id": 1, "image_id": 1, "category_id": 1} | annotation])


def reading(value: Any, format: str | None = None, name: str = "") -> list[Record]:
    """All records of an object written as JSON, or of bytes."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(read(io.BytesIO(data), format, name=name))


def pictures_of(records: Iterable[Record]) -> list[PictureRecord]:
    return [record for record in records if isinstance(record, PictureRecord)]


def labels_of(records: Iterable[Record]) -> list[Label]:
    return [record for record in records if isinstance(record, Label)]


def refusals_of(records: Iterable[Record]) -> list[Refusal]:
    return [record for record in records if isinstance(record, Refusal)]


def written(format: str, head: Head, pictures: Iterable[PictureRecord]) -> tuple[bytes, ExportLosses]:
    """An export as bytes, of many files as a .zip, and what it lost."""
    losses = ExportLosses()
    if format in ("voc", "yolo"):
        return b"".join(zip_stream(write_files(format, head, pictures, losses))), losses
    return b"".join(write_json(format, head, pictures, losses)), losses


def imported(data: bytes, sizes: dict[str, tuple[int, int]]) -> tuple[Head, list[PictureRecord]]:
    """What an importer makes of a file: labels once, shapes in pixels; nothing may be refused."""
    records = reading(data)
    assert refusals_of(records) == []
    pictures = [
        to_pixels(record, *sizes[record.file_name]) if record.relative else record for record in pictures_of(records)
    ]
    return Head(labels=labels_of(records)), pictures


names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
).filter(lambda name: name.strip() == name)
sides = st.integers(1, 50) | st.integers(1, 5000)
sizes = st.tuples(sides, sides)


@st.composite
def label_lists(draw: st.DrawFn) -> list[tuple[str, int | None]]:
    called = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    ids = draw(st.lists(st.none() | st.integers(0, 1000), min_size=len(called), max_size=len(called)))
    return list(zip(called, ids, strict=True))


def _inside(draw: st.DrawFn, most: int) -> float:
    return draw(st.integers(0, most) | st.floats(0, most, allow_nan=False).map(lambda number: round(number, 3)))


@st.composite
def shapes(draw: st.DrawFn, called: list[str], size: tuple[int, int], kinds: list[ShapeType]) -> Shape:
    width, height = size
    kind = draw(st.sampled_from(kinds))
    label = draw(st.sampled_from(called))
    given: dict[str, Any] = draw(st.just({}) | st.fixed_dictionaries({"qa": st.just([]), "score": st.integers(0, 9)}))
    crowd = draw(st.booleans())
    if kind is ShapeType.CLASSIFICATION:
        return Shape(label=label, type=kind, given=given)
    if kind is ShapeType.MASK:
        rows = draw(st.integers(1, 12)), draw(st.integers(1, 12))
        flat = draw(st.lists(st.booleans(), min_size=rows[0] * rows[1], max_size=rows[0] * rows[1]))
        flat[0] = True
        rle = masks.from_rows([flat[row * rows[1] : (row + 1) * rows[1]] for row in range(rows[0])])
        if draw(st.booleans()):
            rle["counts"] = masks.compress(rle["counts"])
        return Shape(label=label, type=kind, rle=rle, box=masks.box(rle), iscrowd=crowd, given=given)
    if kind is ShapeType.RECTANGLE:
        left, top = _inside(draw, width - 1), _inside(draw, height - 1)
        box = (left, top, max(_inside(draw, width), 1), max(_inside(draw, height), 1))
        return Shape(label=label, type=kind, box=box, iscrowd=crowd, given=given)
    rings = []
    for _ in range(draw(st.integers(1, 3))):
        count = draw(st.integers(3, 8))
        rings.append([_inside(draw, (height if place & 1 else width) - 1) for place in range(2 * count)])
    return Shape(label=label, type=kind, rings=rings, box=bounds(rings), iscrowd=crowd, given=given)


@st.composite
def versions(draw: st.DrawFn, kinds: list[ShapeType]) -> tuple[Head, list[PictureRecord]]:
    """A dataset version: labels with source ids, pictures of which some share a base name or have no shapes."""
    labels = draw(label_lists())
    called = [name for name, _ in labels]
    paths = draw(
        st.lists(
            st.sampled_from(["a.jpg", "train/a.jpg", "val/a.jpg", "val/b.png", "é/ü x.jpeg", "b.png", "c"]),
            max_size=5,
            unique=True,
        )
    )
    pictures = []
    for number, path in enumerate(paths):
        size = draw(sizes)
        drawn = draw(st.lists(shapes(called, size, kinds), max_size=4))
        some = [shape for shape in (_sized(one, size) for one in drawn) if shape is not None]
        status = draw(st.sampled_from([None, *Status]))
        pictures.append(
            PictureRecord(
                file_name=path,
                width=size[0],
                height=size[1],
                shapes=some,
                annotated=bool(some) or status is not None,
                status=status,
                duration=draw(st.none() | st.integers(0, 500)) if status else None,
                picture_id=f"00000000-0000-4000-8000-{number:012d}",
            )
        )
    used = {(shape.label, shape.type) for picture in pictures for shape in picture.shapes}
    head = Head(
        name="v",
        labels=[
            Label(name=name, type=kind, source_id=source)
            for name, source in labels
            for kind in ShapeType
            if (name, kind) in used or (kind is kinds[0] and not any(name == other for other, _ in used))
        ],
    )
    return head, pictures


def _sized(shape: Shape, size: tuple[int, int]) -> Shape | None:
    """A mask must be as large as its picture: it is put in its corner."""
    if shape.rle is None:
        return shape
    if size[0] * size[1] > 2_500:
        return None
    rows = masks.to_rows(shape.rle)
    width, height = size
    grown = [bytearray(width) for _ in range(height)]
    for row, small in zip(grown, rows, strict=False):
        row[: min(width, len(small))] = small[:width]
    rle = masks.from_rows(grown)
    if isinstance(shape.rle["counts"], str):
        rle["counts"] = masks.compress(rle["counts"])
    return replace(shape, rle=rle, box=masks.box(rle))

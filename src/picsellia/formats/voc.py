"""Reads Pascal VOC: an XML file a picture, in a folder or a .zip; also with polygons as children.

Boxes are 1-based and inclusive: left = xmin − 1, width = xmax − xmin + 1. What is written is
voc_export.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from picsellia.formats.geometry import bounds, check_box, check_ring, outside
from picsellia.formats.model import (
    Box,
    FormatError,
    Label,
    PictureRecord,
    Record,
    Refusal,
    Ring,
    Shape,
    ShapeType,
)
from picsellia.formats.source import Source

DECIMALS = 6
DEFAULTS = {"pose": "Unspecified", "truncated": "0", "difficult": "0"}
"""What every object of a VOC file says, and what is not kept as it says nothing."""

_OWN = frozenset(("name", "bndbox", "polygon", "iscrowd"))
_MOST_DEPTH = 50


def read(source: Source) -> Iterator[Record]:
    """Yield each picture with its shapes, each label before its first use, and every refusal.

    An XML file that cannot be read is refused, and the others go on.
    """
    made: set[tuple[str, ShapeType]] = set()
    yield from source.refused
    for name in source.with_suffix(".xml"):
        try:
            root = parse(source.text(name))
        except FormatError as wrong:
            yield Refusal(where=name, reason=str(wrong))
            continue
        if root.tag != "annotation":
            yield Refusal(where=name, reason=f"<{root.tag}> is no VOC annotation")
            continue
        yield from _picture(name, root, made)


def parse(data: bytes) -> Element:
    """The tree of an XML file; FormatError for what is broken, declares entities or nests too deeply."""
    builder, depth = TreeBuilder(), 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise FormatError("its elements are nested too deeply")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def entity(*_: Any) -> None:
        raise FormatError("it declares entities, which no annotation needs")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = builder.data, entity
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, LookupError, UnicodeError) as wrong:
        raise FormatError(f"it is no XML: {wrong}") from wrong


def _picture(name: str, root: Element, made: set[tuple[str, ShapeType]]) -> Iterator[Record]:
    folder, _, base = name.rpartition("/")
    said = _text(root, "filename") or _text(root, "path").replace("\\", "/").rpartition("/")[2]
    file_name = said or base[: -len(".xml")]
    if folder and "/" not in file_name and "\\" not in file_name:
        # Two folders may hold a picture of one name: the XML's own folder tells them apart.
        file_name = f"{folder}/{file_name}"
    width, height = _side(root, "width"), _side(root, "height")
    shapes: list[Shape] = []
    for number, element in enumerate(root.iter("object"), 1):
        shape = _shape(element)
        reason = shape if isinstance(shape, str) else None
        if isinstance(shape, Shape) and width and height:
            reason = outside(shape, width, height)
        if reason is not None or isinstance(shape, str):
            yield Refusal(where=f"{name}, object {number}", reason=reason or "", picture=file_name)
            continue
        if (shape.label, shape.type) not in made:
            made.add((shape.label, shape.type))
            yield Label(name=shape.label, type=shape.type)
        shapes.append(shape)
    yield PictureRecord(file_name=file_name, width=width, height=height, shapes=shapes, stem=not said)


def _shape(element: Element) -> Shape | str:
    label = _text(element, "name")
    if not label.strip():
        return "it has no name"
    given = _plain_children(element, _OWN)
    given = {key: value for key, value in given.items() if DEFAULTS.get(key) != value}
    crowd = _text(element, "iscrowd") == "1"
    polygons = [child for child in element if child.tag == "polygon" and len(child)]
    if polygons:
        rings = [_ring(child) for child in polygons]
        for ring in rings:
            wrong = check_ring(ring)
            if wrong is not None:
                return wrong
        real = bounds(rings)
        return Shape(label=label, type=ShapeType.POLYGON, box=real, rings=rings, iscrowd=crowd, given=given)
    box = _box(element.find("bndbox"))
    if isinstance(box, str):
        return box
    return Shape(label=label, type=ShapeType.RECTANGLE, box=box, iscrowd=crowd, given=given)


def _box(element: Element | None) -> Box | str:
    if element is None:
        return "it has neither a bndbox nor a polygon"
    sides = [_number(_text(element, tag)) for tag in ("xmin", "ymin", "xmax", "ymax")]
    if None in sides:
        return "xmin, ymin, xmax and ymax of a bndbox are finite numbers"
    left, top, right, bottom = (side for side in sides if side is not None)
    box = (_round(left - 1), _round(top - 1), _round(right - left + 1), _round(bottom - top + 1))
    return check_box(box) or box


def _ring(element: Element) -> Ring:
    """The points of <x1/><y1/><x2/>… or of <pt><x/><y/></pt>…; NaN where one is no number."""
    points = [child for child in element if child.tag in ("pt", "point")]
    if points:
        texts = [_text(point, axis) for point in points for axis in ("x", "y")]
    else:
        ordered = sorted(
            (int(child.tag[1:]), child.tag[0], (child.text or "").strip())
            for child in element
            if child.tag[:1] in ("x", "y") and child.tag[1:].isascii() and child.tag[1:].isdigit()
        )
        texts = [text for _, _, text in ordered]
    numbers = [_number(text) for text in texts]
    return [math.nan if number is None else _round(number - 1) for number in numbers]


def _plain(element: Element) -> Any:
    """An unknown child as a text, or as a dict of its own children; repeated ones become a list."""
    return _plain_children(element) if len(element) else element.text or ""


def _plain_children(element: Element, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    for child in element:
        if child.tag in without:
            continue
        value = _plain(child)
        if child.tag not in inner:
            inner[child.tag] = value
        elif isinstance(inner[child.tag], list):
            inner[child.tag].append(value)
        else:
            inner[child.tag] = [inner[child.tag], value]
    return inner


def _text(element: Element, tag: str) -> str:
    text = element.findtext(tag) or ""
    # White space that only lays out the XML is none of a name's; other white space is.
    return text.strip() if "\n" in text else text


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _round(number: float) -> float:
    rounded = round(number, DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def _side(root: Element, tag: str) -> int | None:
    size = root.find("size")
    side = _number(_text(size, tag)) if size is not None else None
    return int(side) if side is not None and 0 < side < 1 << 31 else None

"""Writes Pascal VOC: an XML file a picture, beside which it belongs.

Rectangles as they are; polygons as their box and, in the way of Roboflow, <polygon> children, one
a ring. Masks become their box; classifications have no place. All that is lost is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape  # (writes only; nothing is parsed)

from picsellia.formats.jsonwrite import FRACTIONS
from picsellia.formats.losses import count_labels, count_record, count_shape
from picsellia.formats.model import ExportLosses, Head, PictureRecord, Ring, Shape, ShapeType
from picsellia.formats.names import SideNames
from picsellia.formats.voc import DECIMALS, DEFAULTS

_TAG = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_OWN = frozenset(("name", "bndbox", "polygon", "iscrowd", "id", "bbox", "area"))
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    head: Head, records: Iterable[PictureRecord], losses: ExportLosses | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of an XML file for each annotated picture.

    The name is the picture's with .xml for its extension, and its whole name before .xml where
    that is taken.
    """
    lost = ExportLosses() if losses is None else losses
    count_labels(head, lost)
    names = SideNames(".xml")
    for record in records:
        if not record.annotated:
            lost.add("pictures without an annotation have no file of their own", picture=record.file_name)
            continue
        yield names.name(record.file_name), _annotation(record, lost)


def _annotation(record: PictureRecord, losses: ExportLosses) -> bytes:
    count_record(record, losses)
    folder, _, _ = record.file_name.rpartition("/")
    lines = [
        "<annotation>",
        f"  <folder>{_escape(folder)}</folder>",
        f"  <filename>{_escape(record.file_name)}</filename>",
    ]
    if record.width and record.height:
        size = f"<width>{record.width}</width><height>{record.height}</height><depth>3</depth>"
        lines.append(f"  <size>{size}</size>")
    lines.append("  <segmented>0</segmented>")
    if record.relative and record.shapes:
        losses.add(FRACTIONS, picture=record.file_name, count=len(record.shapes))
    else:
        for shape in record.shapes:
            lines += _object(shape, record, losses)
    lines.append("</annotation>\n")
    return "\n".join(lines).encode()


def _object(shape: Shape, record: PictureRecord, losses: ExportLosses) -> list[str]:
    if shape.box is None:
        losses.add("classifications have no place in Pascal VOC", picture=record.file_name)
        return []
    if shape.type is ShapeType.MASK:
        losses.add("masks are written as their boxes", picture=record.file_name)
    lines = ["  <object>", f"    <name>{_escape(shape.label)}</name>"]
    given = DEFAULTS | {key: value for key, value in shape.given.items() if key not in _OWN}
    unwritten = False
    for key, value in given.items():
        child = _child(key, value)
        unwritten = unwritten or not child
        lines += [f"    {child}"] if child else []
    count_shape(shape, losses, picture=record.file_name, keys_lost=unwritten)
    if shape.iscrowd:
        lines.append("    <iscrowd>1</iscrowd>")
    left, top, width, height = shape.box
    sides = {"xmin": left + 1, "ymin": top + 1, "xmax": left + width, "ymax": top + height}
    lines.append(f"    <bndbox>{_tags(sides)}</bndbox>")
    lines += [f"    <polygon>{_tags(_points(ring))}</polygon>" for ring in shape.rings]
    return [*lines, "  </object>"]


def _points(ring: Ring) -> dict[str, float]:
    return {f"{'y' if place & 1 else 'x'}{place // 2 + 1}": value + 1 for place, value in enumerate(ring)}


def _tags(numbers: Mapping[str, float]) -> str:
    return "".join(f"<{tag}>{_number(value)}</{tag}>" for tag, value in numbers.items())


def _number(value: float) -> str:
    rounded = round(float(value), DECIMALS)
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)


def _child(key: str, value: Any) -> str:
    """A further key as an element; "" for what XML cannot name or hold."""
    if not _TAG.fullmatch(key):
        return ""
    if isinstance(value, bool):
        value = int(value)
    if isinstance(value, str | int | float):
        return f"<{key}>{_escape(str(value))}</{key}>"
    if isinstance(value, Mapping) and value:
        inner = [_child(str(name), item) for name, item in value.items()]
        return f"<{key}>{''.join(inner)}</{key}>" if all(inner) else ""
    if isinstance(value, list) and len(value) > 1:
        each = [_child(key, item) for item in value]
        return "".join(each) if all(each) else ""
    return ""


def _escape(text: str) -> str:
    # A carriage return would be read as a line feed.
    return escape(_ILLEGAL.sub("\ufffd", text), {"\r": "&#13;", "\n": "&#10;"})

"""Finds out what format annotations are in, and calls its reader or writer.

The one door for callers that have a path and, perhaps, a format's name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from picsellia.formats import coco, coco_export, picsellia, picsellia_export, voc, voc_export, yolo, yolo_export
from picsellia.formats.jsonscan import JsonReader, to_utf8
from picsellia.formats.model import ExportLosses, Format, FormatError, Head, PictureRecord, Record, Refusal
from picsellia.formats.source import Source

_START = 4096
_NO_IDEA = (
    "No annotations were found in {title}. Give a COCO or Picsellia .json, a folder or .zip of Pascal VOC "
    ".xml files, or one of YOLO .txt files with a data.yaml."
)


def detect(source: Source) -> Format:
    """The format of `source` by what is in it, not by its name; FormatError when it is none."""
    for name in source.with_suffix(".json"):
        found = _of_json(source, name)
        if found is not None:
            return found
    for name in source.with_suffix(".xml"):
        if b"<annotation" in _start(source, name).replace(b"\x00", b""):
            return Format.VOC
    for name in source.with_suffix(".txt", ".names", ".yaml", ".yml"):
        base = name.lower().rpartition("/")[2]
        if base in yolo.NAME_FILES or base.endswith(".names") or _is_yolo(source, name):
            return Format.YOLO
    if len(source.names) == 1 and not source.refused:
        found = _of_json(source, source.names[0])
        if found is not None:
            return found
    raise FormatError(_NO_IDEA.format(title=source.title))


def read(
    given: Source | str | os.PathLike[str] | BinaryIO, format: Format | str | None = None, *, name: str = ""
) -> Iterator[Record]:
    """Yield what annotations hold: Label, PictureRecord and Refusal records, memory flat.

    `given` is a Source, a path (file, folder, .zip) or a seekable binary file with the `name` it
    had. `format` is a name of any case; None finds it out. A label comes before its first use, every picture
    comes once with all its shapes, and nothing is left out without a Refusal. FormatError when
    the whole cannot be read: from a broken JSON file before any picture.
    """
    if not isinstance(given, Source):
        with Source.open(given, name) as source:
            yield from read(source, format)
        return
    wanted = Format.parse(format) if isinstance(format, str) and not isinstance(format, Format) else format
    found = detect(given) if wanted is None else wanted
    if found is Format.VOC:
        yield from _some(voc.read(given), given)
    elif found is Format.YOLO:
        yield from _some(yolo.read(given), given)
    else:
        yield from _json_files(given, found, guessed=wanted is None)


def _json_files(source: Source, format: Format, *, guessed: bool) -> Iterator[Record]:
    yield from source.refused
    names = source.with_suffix(".json") or source.names
    if not names:
        raise FormatError(_NO_IDEA.format(title=source.title))
    for name in names:
        found = format
        if guessed or len(names) > 1:
            other = _of_json(source, name)
            if other is None:
                yield Refusal(where=name, reason="it holds no annotations in the COCO or Picsellia form")
                continue
            found = other if guessed else format
        reader = picsellia.read if found is Format.PICSELLIA else coco.read
        folder = name.rpartition("/")[0]
        with source.open_entry(name) as file:
            for record in reader(file):
                yield _placed(record, folder, source) if folder else record


def _placed(record: Record, folder: str, source: Source) -> Record:
    """A picture of train/_annotations.coco.json is train/a.jpg, if that is there."""
    if isinstance(record, PictureRecord) and f"{folder}/{record.file_name}" in source:
        return replace(record, file_name=f"{folder}/{record.file_name}")
    return record


def _some(records: Iterator[Record], source: Source) -> Iterator[Record]:
    """The records, or FormatError when there is not one: an empty folder is a mistake."""
    nothing = True
    for record in records:
        nothing = nothing and isinstance(record, Refusal) and record.kept
        yield record
    if nothing:
        raise FormatError(_NO_IDEA.format(title=source.title))


def _of_json(source: Source, name: str) -> Format | None:
    """COCO, Picsellia or neither, by the keys of the first picture and the first annotation."""
    with source.open_entry(name) as file:
        try:
            reader = JsonReader(to_utf8(file), batch=1 << 16)
            if reader.peek() != ord("{"):
                return None
            listed = False
            for key in reader.members():
                if key not in ("images", "annotations") or reader.peek() != ord("["):
                    reader.skip()
                    continue
                listed = True
                first = reader.first()
                keys = first.keys() if isinstance(first, dict) else ()
                if "image_id" in keys or "file_name" in keys:
                    return Format.COCO
                if "external_picture_url" in keys:
                    return Format.PICSELLIA
                reader.skip()
        except FormatError:
            # A broken file of the right looks is read, so that its error is said.
            return Format.COCO if name.lower().endswith(".json") else None
    return Format.COCO if listed else None


def _start(source: Source, name: str) -> bytes:
    """The first bytes of an entry; none of one that cannot be read, which its reader will refuse."""
    try:
        with source.open_entry(name) as file:
            return file.read(_START)
    except FormatError:
        return b""


def _is_yolo(source: Source, name: str) -> bool:
    lower = name.lower()
    text = _start(source, name).decode("utf-8", "replace")
    if lower.endswith((".yaml", ".yml")):
        return "\nnames:" in f"\n{text}"
    if not lower.endswith(".txt") or not text.strip():
        return False
    return text.strip().partition("\n")[0].strip().lower().endswith(yolo.PICTURES) or yolo.is_label_text(text)


def write_json(
    format: Format | str,
    head: Head,
    records: Iterable[PictureRecord],
    losses: ExportLosses | None = None,
) -> Iterator[bytes]:
    """Yield the bytes of a COCO, hybrid or Picsellia file, memory flat; `losses` says what it cannot hold.

    FormatError for VOC and YOLO, which are many files.
    """
    wanted = Format.parse(format) if not isinstance(format, Format) else format
    if wanted is Format.PICSELLIA:
        return picsellia_export.write(head, records, losses)
    if wanted in (Format.COCO, Format.HYBRID):
        return coco_export.write(head, records, losses, hybrid=wanted is Format.HYBRID)
    raise FormatError(f"{wanted.value} is written as many files. Ask for a .zip.")


def write_files(
    format: Format | str,
    head: Head,
    records: Iterable[PictureRecord],
    losses: ExportLosses | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of each file of a VOC or YOLO export; FormatError for the others."""
    wanted = Format.parse(format) if not isinstance(format, Format) else format
    if wanted is Format.VOC:
        return voc_export.write(head, records, losses)
    if wanted is Format.YOLO:
        return yolo_export.write(head, records, losses)
    raise FormatError(f"{wanted.value} is written as one file. Use write_json.")

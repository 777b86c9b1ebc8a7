"""Annotation formats, in and out: pure functions shared by the SDK and the server.

    read(source, format=None)            Label, PictureRecord and Refusal records, memory flat
    write_json(format, head, records)    the bytes of one JSON file: coco, hybrid, picsellia
    write_files(format, head, records)   (name, bytes) pairs: voc, yolo, and one file for the JSON ones
    zip_stream(files)                    those pairs as the bytes of a .zip

    detect(source)                       which format a file, folder or zip is in
    Matcher(names).match(record)         annotation file name → picture: matched, missing, ambiguous
    LocalNames(pictures)                 distinct file names for a folder, the same every time
    annotation_digest, picture_digest    what a version's fingerprint adds up

Imports the standard library only; orjson is used where it is installed.
"""

from picsellia.formats.archive import zip_stream
from picsellia.formats.detect import detect, read, write_files, write_json
from picsellia.formats.fingerprint import annotation_digest, canonical, picture_digest
from picsellia.formats.match import Match, Matcher
from picsellia.formats.model import (
    Box,
    ExportLosses,
    Format,
    FormatError,
    Head,
    Label,
    PictureRecord,
    Record,
    Refusal,
    Ring,
    Shape,
    ShapeType,
    Status,
)
from picsellia.formats.names import LocalNames, local_names
from picsellia.formats.source import Source

__all__ = [
    "Box",
    "ExportLosses",
    "Format",
    "FormatError",
    "Head",
    "Label",
    "LocalNames",
    "Match",
    "Matcher",
    "PictureRecord",
    "Record",
    "Refusal",
    "Ring",
    "Shape",
    "ShapeType",
    "Source",
    "Status",
    "annotation_digest",
    "canonical",
    "detect",
    "local_names",
    "picture_digest",
    "read",
    "write_files",
    "write_json",
    "zip_stream",
]

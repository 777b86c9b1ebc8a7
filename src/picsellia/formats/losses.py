"""Counts what the formats of many files, VOC and YOLO, have no place for."""

from __future__ import annotations

from picsellia.formats.model import ExportLosses, Head, PictureRecord, Shape


def count_labels(head: Head, losses: ExportLosses) -> None:
    """Count what the labels say beyond their names."""
    for label in {label.name: label for label in head.labels}.values():
        if label.source_id is not None:
            losses.add("original category ids")
        if label.supercategory or label.given:
            losses.add("supercategories and further keys of labels")


def count_record(record: PictureRecord, losses: ExportLosses) -> None:
    """Count what is said of the picture as a whole."""
    if record.status is not None:
        losses.add("review statuses", picture=record.file_name)
    if record.duration:
        losses.add("time spent on annotations", picture=record.file_name)
    if record.given:
        losses.add("further keys of pictures", picture=record.file_name)


def count_shape(shape: Shape, losses: ExportLosses, *, picture: str, keys_lost: bool) -> None:
    """Count what is said of a shape beyond its geometry; `keys_lost`: further keys are not written."""
    if keys_lost:
        losses.add("further keys of shapes", picture=picture)
    if "bbox" in shape.given or "area" in shape.given:
        losses.add("boxes and areas that differ from the shape's own", picture=picture)

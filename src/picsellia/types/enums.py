"""The values that arguments of the SDK take; each is a string, so plain strings work as well."""

from __future__ import annotations

from enum import StrEnum


class LogType(StrEnum):
    """What a data-asset of an experiment is, and so how it is drawn. Reference: log."""

    VALUE = "value"
    LINE = "line"
    BAR = "bar"
    TABLE = "table"
    IMAGE = "image"
    HEATMAP = "heatmap"
    LABELMAP = "labelmap"
    EVALUATION = "evaluation"


class LabelType(StrEnum):
    """With which shape a label is drawn. Reference: create_labels."""

    RECTANGLE = "rectangle"
    POLYGON = "polygon"
    CLASSIFICATION = "classification"


class AnnotationStatus(StrEnum):
    """What a review said of a picture's annotation in one dataset version."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SKIPPED = "skipped"


class AnnotationFormat(StrEnum):
    """Forms that annotations are written in; `push_dataset` takes any case and a few aliases."""

    COCO = "coco"
    VOC = "voc"
    YOLO = "yolo"
    PICSELLIA = "picsellia"

"""Experiments, their files and what they log: records and errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from picsellia_server.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from picsellia_server.networks.model import Brought, Person
from picsellia_server.telemetry.model import Logging

NAME = 60
DESCRIPTION = 1_000
STATUS = 60
STARTED = "started"
"""The status of a new experiment."""

PARAMETERS = "parameters"
LABELMAP = "labelmap"
"""Data-assets with a meaning: they are copied to a network and from it."""

COMPARED = 500
"""Most experiments in one comparison."""

DATA_BYTES = 32 << 20
"""Most bytes of JSON in one data-asset that is no line."""

LINE_ROWS = 5_000_000
LINE_SERIES = 1_000
POINTS_IN_ANSWER = 5_000_000
RECORDS = 50_000
"""Most records in one batch."""


class DataType(StrEnum):
    """The eight types. Others are stored as they are, and shown as JSON."""

    VALUE = "value"
    LINE = "line"
    BAR = "bar"
    TABLE = "table"
    IMAGE = "image"
    HEATMAP = "heatmap"
    LABELMAP = "labelmap"
    EVALUATION = "evaluation"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAsset:
    """A file of an experiment; the first six fields are the reference's object. `url` is signed, if asked for."""

    id: int
    date_created: datetime
    last_update: datetime
    large: bool
    name: str
    object_name: str
    size: int
    sha256: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One curve: `x` and `y` of equal length. `exact` is false where a bucket shows its least and greatest."""

    name: str
    x: list[float | int]
    y: list[float | int | None]
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAsset:
    """What was logged under one name; the first six fields are the reference's object.

    `data` is as it was sent (None where only a `chart` was asked for), `points` the rows of a line, `last`
    the newest number of each of its series, or the scalars of a value or table. `url` shows an image.
    """

    id: int
    date_created: datetime
    last_update: datetime
    name: str
    data: Any
    type: str
    points: int | None = None
    last: dict[str, Any] | None = None
    url: str | None = None
    chart: list[Series] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedDataset:
    """The version that an experiment uses.

    `moved_on`: its pictures or annotations have changed since; None while that is not known.
    """

    dataset_id: str
    dataset_name: str
    version: str
    size: int
    fingerprint: str | None
    moved_on: bool | None
    trashed: bool
    attached_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What an experiment started from, and its name at that time; `id` is None once that is gone."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """An experiment as people see it: the reference's object under both names of its id.

    `files` and `data` are filled where asked for; `metrics` and `parameters` hold the columns that a list
    was asked for.
    """

    id: str
    experiment_id: str
    date_created: datetime
    last_update: datetime
    owner: Person | None
    project: str
    project_name: str
    name: str
    description: str
    status: str
    dataset: AttachedDataset | None
    logging: Logging | None
    files: list[FileAsset]
    data: list[DataAsset]
    file_count: int
    data_count: int
    previous: Base | None
    source: Base | None
    metrics: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentRow:
    """An experiment inside the server."""

    row: int
    id: str
    org_id: int
    project_row: int
    project_id: str
    name: str
    version_row: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashedExperiment:
    experiment: Experiment
    trashed_at: datetime
    trashed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Something to log. Without a `type` a stored asset keeps its own, and a new one's follows from its shape.

    `picture` brings the bytes of an image; `blob_row` names bytes that are stored already.
    """

    name: str
    data: Any
    type: str | None = None
    replace: bool = False
    picture: Brought | None = None
    blob_row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRecord:
    index: int
    name: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Values that JSON cannot hold: `nan` became null, `text` lost NUL, `large` integers became floats."""

    name: str
    nan: int
    text: int
    large: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedAsset:
    """A data-asset without its data."""

    id: int
    name: str
    type: str
    points: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReport:
    """What became of a batch; `last` is the newest sequence number that the server has of the writer."""

    kept: int
    skipped: int
    refused: list[RefusedRecord]
    replaced: list[Replaced]
    assets: list[LoggedAsset]
    last: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a published network came from."""

    experiment: Base
    project: Base | None
    dataset: Base | None
    published_at: datetime
    published_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A name that experiments of a project have logged; `kind` is metric or parameter."""

    kind: str
    name: str
    type: str
    experiments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedData:
    """The data of one experiment under a name that is compared."""

    experiment_id: str
    asset: DataAsset


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAsset:
    name: str
    type: str
    items: list[ComparedData]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    experiments: list[Experiment]
    assets: list[ComparedAsset]


class ExperimentUnknown(NotFound):
    code = "experiments.unknown"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no experiment {name!r} here, or it is in the trash. Experiment.list() shows those there are."
        )


class ExperimentTaken(Conflict):
    code = "experiments.taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is an experiment {name!r} in this project already. Choose another name.")


class FileUnknown(NotFound):
    code = "experiments.file_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"This experiment has no file {name!r}. list_files() shows those there are.")


class DataUnknown(NotFound):
    code = "experiments.data_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"This experiment has no data {name!r}. list_data() shows what there is.")


class NotStored(Invalid):
    code = "experiments.not_stored"

    def __init__(self, name: str, key: str) -> None:
        super().__init__(
            f"The file {name[:60]!r} cannot be registered: nothing is stored under {key[:120]!r}. "
            "Its upload failed or was never finished; store it again."
        )


class KeyUnknown(NotFound):
    code = "experiments.key_unknown"

    def __init__(self, key: str) -> None:
        super().__init__(f"Nothing is stored under {key[:120]!r}. Was its upload finished?")


class KeyElsewhere(Forbidden):
    code = "experiments.key_elsewhere"

    def __init__(self, key: str) -> None:
        super().__init__(f"The key {key[:120]!r} begins with an id of another organization.")


class NameInUse(Conflict):
    code = "experiments.name_in_use"

    def __init__(self, name: str) -> None:
        super().__init__(f"This experiment has {name!r} already. Choose another name, or delete that one first.")


class DataRefused(Invalid):
    """What was logged does not have the shape of its type; the sentence says why."""

    code = "experiments.data"


class LineRefused(DataRefused):
    code = "experiments.line"


class LineFull(TooLarge):
    code = "experiments.line_full"

    def __init__(self, name: str) -> None:
        super().__init__(f"The line {name!r} would pass {LINE_ROWS:,} points. Log less often, or under another name.")


class AnswerTooLarge(TooLarge):
    code = "experiments.answer_too_large"

    def __init__(self, points: int) -> None:
        super().__init__(
            f"These lines have {points:,} points, more than the {POINTS_IN_ANSWER:,} of one answer. "
            "Ask for some of them by name, or for charts with `width`."
        )


class PictureMissing(DataRefused):
    code = "experiments.picture_missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"The image {name!r} names no picture that is stored here. Send its bytes first.")


class LogGap(Conflict):
    code = "experiments.log_gap"

    def __init__(self, expected: int, got: int) -> None:
        super().__init__(
            f"Records up to {got - 1} are missing: the next one of this writer is {expected}. Send them first.",
            expected=expected,
        )


class NoDataset(Conflict):
    code = "experiments.no_dataset"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The experiment {name!r} has no dataset, so there are no annotations. "
            "Attach one: create(…, dataset='name/version')."
        )


class NotPublished(NotFound):
    code = "experiments.not_published"

    def __init__(self, network: str) -> None:
        super().__init__(f"The network {network!r} was not published from an experiment.")

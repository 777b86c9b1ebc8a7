"""Request bodies of experiments."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from picsellia_server.accounts.schemas import Body
from picsellia_server.experiments.model import COMPARED, RECORDS, STARTED, Record
from picsellia_server.networks.schemas import AnyName, FileBody, FilesBody, Id, RestoreBody

__all__ = [
    "AttachBody",
    "ChangesBody",
    "CompareBody",
    "ExperimentBody",
    "FilesBody",
    "LogBody",
    "PublishBody",
    "RecordBody",
    "RenameBody",
    "RestoreBody",
]


class ExperimentBody(Body):
    name: AnyName
    description: AnyName = ""
    status: AnyName = STARTED
    previous: AnyName | None = Field(default=None, description="An experiment of the project, by name or id.")
    dataset: AnyName | None = Field(default=None, description="`<dataset name>/<version>`")
    source: AnyName | None = Field(default=None, description="`<owner or organization>/<network>`")
    with_file: bool = Field(default=True, description="Copy the files of `previous` and `source`.")
    with_data: bool = Field(default=True, description="Copy their `parameters` and `labelmap`.")


class ChangesBody(Body):
    """Attributes to set; one that there is not is refused by name."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def changes(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class AttachBody(Body):
    dataset: AnyName | None = Field(description="`<dataset name>/<version>` or an id; null detaches.")


class RenameBody(Body):
    name: AnyName


class RecordBody(Body):
    """Something to log. Without a type a stored asset keeps its own, and a new one's follows from its shape."""

    name: AnyName
    data: Any = None
    type: AnyName | None = None
    replace: bool = Field(default=False, description="Start a line anew instead of appending to it.")
    picture: FileBody | None = Field(default=None, description="The bytes of an image, planned as a file is.")

    def record(self) -> Record:
        return Record(
            name=self.name,
            data=self.data,
            type=self.type or None,
            replace=self.replace,
            picture=self.picture.record() if self.picture else None,
        )


class LogBody(Body):
    """A batch of one writer. `seq` is the first record's number in the writer's own count, from 0."""

    writer: Id
    seq: int = Field(ge=0, lt=2**62)
    records: list[RecordBody] = Field(max_length=RECORDS)


class PublishBody(Body):
    name: AnyName | None = Field(default=None, description="By default the experiment's own.")
    type: AnyName | None = Field(default=None, description="detection, segmentation, classification or another.")


class CompareBody(Body):
    experiments: list[Id] = Field(min_length=2, max_length=COMPARED)
    names: list[AnyName] | None = Field(default=None, max_length=1_000, description="Only data of these names.")
    width: int = Field(default=200, ge=10, le=4_000, description="Pixels that a chart is drawn in.")
    data: bool = Field(default=True, description="False: only which data they share, and the last numbers.")
    start: float | None = Field(default=None, alias="from", allow_inf_nan=False, description="Least x of the charts.")
    end: float | None = Field(default=None, alias="to", allow_inf_nan=False, description="Greatest x of the charts.")

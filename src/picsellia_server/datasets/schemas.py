"""Request bodies of datasets, versions and labels."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from picsellia_server.accounts.schemas import Body
from picsellia_server.datasets.model import LabelType, NewLabel, label_type
from picsellia_server.errors import PlatformError
from picsellia_server.pictures.schemas import ChosenBody, Id

# Longer ones than a name may be: the service says so in a sentence of its own.
Name = Annotated[str, StringConstraints(max_length=20_000)]
SourceId = Annotated[int, Field(ge=-(2**63), lt=2**63)]


def _type(given: Any) -> Any:
    try:
        return label_type(given) if isinstance(given, str) else given
    except PlatformError as error:
        raise ValueError(error.message) from None


class CreateBody(ChosenBody):
    """A new dataset of the pictures named, or of all that match a filter."""

    name: Name
    description: Name = ""
    private: bool = Field(default=True, description="False lets every signed-in user of the server see and use it.")

    @model_validator(mode="after")
    def _one_of_them(self) -> CreateBody:
        if self.pictures is not None and self.filter is not None:
            raise ValueError("give either `pictures` or `filter`")
        return self


class ChangeBody(Body):
    """What is left out stays."""

    version: Name | None = None
    dataset_name: Name | None = None
    description: Name | None = None
    private: bool | None = None


class RestoreBody(Body):
    """Other names, for when the old ones have been taken meanwhile."""

    dataset_name: Name | None = None
    version: Name | None = None


class NewLabelBody(Body):
    name: Name
    type: Annotated[LabelType, BeforeValidator(_type)] = Field(
        description="`detection` and `segmentation` stand for rectangle and polygon."
    )
    source_id: SourceId | None = None
    supercategory: Name = ""

    def record(self) -> NewLabel:
        return NewLabel(name=self.name, type=self.type, source_id=self.source_id, supercategory=self.supercategory)


class LabelsBody(Body):
    labels: list[NewLabelBody] = Field(min_length=1, max_length=10_000)


class OrderBody(Body):
    labels: list[Id] = Field(max_length=10_000, description="The ids of all labels, in the order wanted.")


class ChangeLabelBody(Body):
    """What is left out stays."""

    name: Name | None = None
    supercategory: Name | None = None
    source_id: SourceId | None = None

"""Request bodies of annotations."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from picsellia.formats.model import Shape, ShapeType, Status
from picsellia_server.accounts.schemas import Body
from picsellia_server.annotations.document import with_box
from picsellia_server.annotations.model import (
    LookFilter,
    NewAnnotation,
    Picked,
    PicturesFrom,
    ShapeRefused,
    SizeClass,
)
from picsellia_server.datasets.model import LATEST
from picsellia_server.pictures.model import Chosen
from picsellia_server.pictures.schemas import Digest, FilterBody, Id

Name = Annotated[str, StringConstraints(max_length=20_000)]
Number = int | float
RowId = Annotated[int, Field(ge=0, lt=2**63)]


class MaskBody(Body):
    """COCO's runs: `size` is [height, width], `counts` a list or the compressed string."""

    size: tuple[int, int]
    counts: list[int] | str


class ShapeBody(Body):
    """One object. The box of a polygon or mask may be left out; a classification has none."""

    id: Id | None = Field(default=None, description="A UUID that the client chose; left out, it gets one.")
    label: Name
    type: ShapeType
    box: tuple[Number, Number, Number, Number] | None = Field(
        default=None, description="x, y, width, height in pixels from the top-left corner."
    )
    rings: list[list[Number]] = Field(default=[], description="[[x1, y1, x2, y2, …], …] in pixels.")
    rle: MaskBody | None = None
    iscrowd: bool = False
    given: dict[str, Any] = Field(default={}, description="Anything else; it is kept and exported.")

    def record(self, picture: str, at: int) -> Shape:
        rle = None if self.rle is None else {"size": list(self.rle.size), "counts": self.rle.counts}
        box: Any = self.box
        if self.type is not ShapeType.CLASSIFICATION:
            box = with_box(self.type, box, self.rings, rle)
            if isinstance(box, str):
                raise ShapeRefused(picture, at, box)
        return Shape(
            label=self.label,
            type=self.type,
            box=box,
            rings=self.rings,
            rle=rle,
            iscrowd=self.iscrowd,
            id=self.id or "",
            given=self.given,
        )


class AnnotationBody(Body):
    """All shapes of one picture; an empty list says that there is nothing on it."""

    picture_id: Id
    shapes: list[ShapeBody]
    status: Status | None = Field(default=None, description="Left out: pending when something changed.")
    duration: float | None = Field(default=None, description="Seconds that people spent on it.")
    given: dict[str, Any] = Field(default={}, description="Anything else about the picture.")
    base: RowId | None = Field(
        default=None, description="The revision that was loaded, 0 for none; another one by now is a conflict."
    )

    def record(self) -> NewAnnotation:
        return NewAnnotation(
            picture=self.picture_id,
            shapes=[shape.record(self.picture_id, at) for at, shape in enumerate(self.shapes)],
            status=self.status,
            duration=self.duration,
            given=self.given,
            base=self.base,
        )


class WriteBody(Body):
    annotations: list[AnnotationBody] = Field(min_length=1, max_length=10_000)


class LookFilterBody(Body):
    """Pictures of the version: all conditions hold."""

    labels: list[Id] = Field(default=[], max_length=30)
    statuses: list[Status] = Field(default=[], max_length=10)
    annotated: bool | None = None
    sizes: list[SizeClass] = Field(default=[], max_length=3)
    least: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    most: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    name: str = Field(default="", max_length=1_000)

    def record(self) -> LookFilter:
        return LookFilter(
            labels=tuple(dict.fromkeys(self.labels)),
            statuses=tuple(self.statuses),
            annotated=self.annotated,
            sizes=tuple(self.sizes),
            least=self.least,
            most=self.most,
            name=self.name,
        )


class PickedBody(Body):
    """Pictures of the version by id, or by filter; `all` of them must be said."""

    pictures: list[Id] | None = Field(default=None, max_length=10_000)
    filter: LookFilterBody | None = None
    all: bool = False

    @model_validator(mode="after")
    def _one_of_them(self) -> PickedBody:
        if (self.pictures is not None) + (self.filter is not None) + self.all != 1:
            raise ValueError("give one of `pictures`, `filter` and `all`")
        return self

    def picked(self) -> Picked:
        return Picked(
            ids=None if self.pictures is None else tuple(dict.fromkeys(self.pictures)),
            filter=None if self.filter is None else self.filter.record(),
        )


class ReviewBody(PickedBody):
    status: Status


class NewVersionBody(Body):
    """A version made from another; `pictures`, or all that match `filter`, join it."""

    version: Name
    from_version: Name | None = Field(default=LATEST, description="`latest` is the newest.")
    pictures: list[Id] | None = None
    filter: FilterBody | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> NewVersionBody:
        if self.pictures is not None and self.filter is not None:
            raise ValueError("give either `pictures` or `filter`")
        return self

    def chosen_or_none(self) -> Chosen | None:
        if self.pictures is None and self.filter is None:
            return None
        return Chosen(
            ids=None if self.pictures is None else tuple(dict.fromkeys(self.pictures)),
            filter=None if self.filter is None else self.filter.record(),
        )


class ImportBody(Body):
    """A file of annotations whose bytes were brought by `upload`, or are known by their digest."""

    name: Name
    sha256: Digest
    upload: Id | None = Field(default=None, description="Of `POST /api/uploads/plan`; left out when it was known.")
    format: str | None = Field(default=None, max_length=50, description="Left out: found out from the file.")
    pictures_from: PicturesFrom = Field(
        default=PicturesFrom.VERSION, description="`lake`: matching pictures of the lake join the version."
    )
    replace: bool = Field(default=False, description="Also where a picture has an annotation already.")


class RestoreBody(Body):
    """Pictures in the trash by id, or all that went there together."""

    pictures: list[Id] | None = Field(default=None, max_length=10_000)
    trash_id: Id | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> RestoreBody:
        if (self.pictures is None) == (self.trash_id is None):
            raise ValueError("give either `pictures` or `trash_id`")
        return self

"""Labels, annotations and their review, in one dataset version. Base of Dataset.

Not here: which version (_choosing.py), forms of shapes (_shapes.py), files of annotations (_importing.py).
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from picsellia import _display, _lake
from picsellia._choosing import Choosing
from picsellia._naming import path_text
from picsellia._shapes import encoded_shapes
from picsellia.errors import InvalidQueryError
from picsellia.types.enums import AnnotationStatus

if TYPE_CHECKING:
    from typing import Self

    from picsellia._importing import ImportReport

_LABEL_TYPES = {
    "rectangle": "rectangle",
    "detection": "rectangle",
    "polygon": "polygon",
    "segmentation": "polygon",
    "mask": "mask",
    "classification": "classification",
}
_PICTURES = 1_000
_SHAPES = 20_000
ALL = "all"


class Annotating(Choosing):
    """What is drawn on the pictures of a version; on `Client.Datalake.Dataset`."""

    # Labels

    def create_labels(self, name: str | None = None, ann_type: str | None = None) -> Self:
        """Set up a label in the version chosen before; one that is there already stays. Reference: create_labels.

        Args:
            name: Name of the label, e.g. `car`.
            ann_type: `rectangle` (or `detection`), `polygon` (or `segmentation`), or `classification`.

        Returns:
            This object.
        """
        if not isinstance(name, str) or not name.strip():
            raise InvalidQueryError(f"A label needs a name, not {name!r:.100}.")
        kind = _LABEL_TYPES.get(ann_type.strip().lower()) if isinstance(ann_type, str) else None
        if kind is None:
            raise InvalidQueryError(f"`ann_type` is one of {', '.join(_LABEL_TYPES)}; not {ann_type!r:.100}.")
        label = {"name": name, "type": kind}
        self._connection.post(f"/api/versions/{self._chosen()['dataset_id']}/labels", {"labels": [label]})
        return self

    def labels(self, name: str | None = None, version: str | None = None) -> list[dict[str, Any]]:
        """The labels of a version in their order, which is the class order of every export.

        Returns:
            Dicts with `id`, `name`, `type`, `position` (from 0), `source_id`, `supercategory`, `colour`, `objects`
            (shapes) and `annotations` (pictures that have one).
        """
        path = f"/api/versions/{self._version_id(name, version)}/labels"
        found: list[dict[str, Any]] = self._connection.get(path)["items"]
        return found

    # Annotations

    def add_annotation(
        self,
        picture: Any,
        shapes: Any,
        *,
        status: str | None = None,
        duration: float | None = None,
        name: str | None = None,
        version: str | None = None,
    ) -> Self:
        """Give a picture of a version its annotation, in the place of the one that it had.

        A shape is a dict with a `type` and a `label`, and `rectangle` ({top, left, width, height}), `polygon`
        ({geometry: [{x, y}, …]}), `box` ([x, y, width, height]), `rings` ([[x1, y1, …], …]) or `rle`, in pixels
        from the top-left corner. Labels that are not there yet are made.

        Args:
            picture: A picture object or id; the picture is in the version.
            shapes: A list of shapes; an empty one says that there is nothing on the picture.
            status: `pending`, `accepted`, `refused` or `skipped`; None: pending.
            duration: Seconds that a person spent on it.
            name: Name of the dataset; None: the version chosen before.
            version: Name of the version; None with a name: the newest.

        Returns:
            This object.

        Raises:
            InvalidQueryError: A shape makes no sense; the text says which and why. Nothing was changed.
            ResourceNotFoundError: The picture is not in the version.
        """
        ids = _lake.ids_of(picture)
        if len(ids) != 1:
            raise InvalidQueryError("Give one picture; add_annotations() takes many.")
        annotation: dict[str, Any] = {"picture_id": ids[0], "shapes": encoded_shapes(shapes)}
        if status is not None:
            annotation["status"] = parsed_status(status).value
        if duration is not None:
            annotation["duration"] = _seconds(duration)
        path = f"/api/versions/{self._version_id(name, version)}/annotations"
        self._connection.post(path, {"annotations": [annotation]})
        return self

    def add_annotations(
        self,
        shapes: Mapping[str, Any],
        *,
        status: str | None = None,
        name: str | None = None,
        version: str | None = None,
    ) -> Self:
        """Annotate many pictures: as `add_annotation`, with a dict from picture ids to lists of shapes.

        Returns:
            This object.
        """
        extra = {} if status is None else {"status": parsed_status(status).value}
        path = f"/api/versions/{self._version_id(name, version)}/annotations"
        for batch in _batches(shapes):
            self._connection.post(path, {"annotations": [{**one, **extra} for one in batch]})
        return self

    def annotations(
        self, name: str | None = None, version: str | None = None, *, status: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """The annotations of a version, one dict an annotated picture; memory stays flat.

        Yields:
            Dicts with `picture_id`, `external_url`, `width`, `height`, `status`, `author`, `duration` (seconds),
            `objects`, `updated_at` and `shapes`: dicts with `id`, `label`, `type`, `box` ([x, y, width, height]
            in pixels), `rings`, `rle`, `iscrowd` and `given`.
        """
        chosen = {} if status is None else {"status": parsed_status(status).value}
        path = f"/api/versions/{self._version_id(name, version)}/annotations"
        for found in self._pages(path, annotated=True, shapes=True, **chosen):
            yield {key: value for key, value in found.items() if key not in ("colour", "labels", "revision")}

    def delete_annotations(self, pictures: Any = None, *, name: str | None = None, version: str | None = None) -> None:
        """Remove the annotations of pictures from a version; the pictures stay in it.

        Args:
            pictures: Picture objects or ids, or `"all"`.
            name: Name of the dataset; None: the version chosen before.
            version: Name of the version; None with a name: the newest.
        """
        removed = 0
        path = f"/api/versions/{self._version_id(name, version)}/annotations/delete"
        for chosen in _picked(pictures):
            removed += self._connection.post(path, chosen)["deleted"]
        print(f"{_display.plural(removed, 'annotation')} removed.")

    def review(
        self, pictures: Any = None, status: str = "accepted", *, name: str | None = None, version: str | None = None
    ) -> Self:
        """Give the annotations of pictures a status; pictures without an annotation are left alone.

        Args:
            pictures: Picture objects or ids, or `"all"`.
            status: `pending`, `accepted`, `refused` or `skipped`.
            name: Name of the dataset; None: the version chosen before.
            version: Name of the version; None with a name: the newest.

        Returns:
            This object.
        """
        said = parsed_status(status).value
        path = f"/api/versions/{self._version_id(name, version)}/review"
        for chosen in _picked(pictures):
            self._connection.post(path, {**chosen, "status": said})
        return self

    def statistics(self, name: str | None = None, version: str | None = None) -> dict[str, Any]:
        """Numbers of a version: `pictures`, `annotated`, `statuses`, `objects`, `labels`, `sizes`, `seconds`.

        `sizes` are COCO's: below 32 × 32 pixels, below 96 × 96, and the rest; `seconds` is the time that people spent.
        """
        found: dict[str, Any] = self._connection.get(f"/api/versions/{self._version_id(name, version)}/statistics")
        return found

    # Files

    def import_annotations(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,
        *,
        replace: bool = False,
        name: str | None = None,
        version: str | None = None,
    ) -> ImportReport:
        """Read annotations from a file, or a folder of files, into a version; print and give a report.

        Args:
            path: A COCO or Picsellia JSON file, a folder of Pascal VOC or YOLO files, or a .zip of these.
            format: `COCO`, `PASCAL-VOC`, `YOLO`, `PICSELLIA` or `legacy`, in any case; None: found out from the file.
            replace: Also where a picture has an annotation already; else that one stays and is reported as kept.
            name: Name of the dataset; None: the version chosen before.
            version: Name of the version; None with a name: the newest.

        Returns:
            A report: pictures matched, missing and ambiguous; shapes kept and refused, with the reasons; labels made.

        Raises:
            InvalidQueryError: The file as a whole cannot be read; nothing was changed.
        """
        from picsellia._importing import checked_format, import_file

        known = checked_format(format)
        report = import_file(
            self._connection, self._whole(name, version), path_text(path), format=known, replace=replace
        )
        print(report)
        return report


def parsed_status(status: Any) -> AnnotationStatus:
    """A status of any case; `InvalidQueryError` lists those there are."""
    try:
        return AnnotationStatus(str(status).strip().lower())
    except ValueError:
        known = ", ".join(AnnotationStatus)
        raise InvalidQueryError(f"{status!r:.100} is no status: give one of {known}.") from None


def _seconds(duration: Any) -> float:
    try:
        found = float(duration)
    except (TypeError, ValueError):
        found = -1.0
    if not 0 <= found < math.inf:
        raise InvalidQueryError(f"`duration` is a number of seconds from 0 on, not {duration!r:.100}.")
    return found


def _picked(pictures: Any) -> Iterator[dict[str, Any]]:
    if isinstance(pictures, str) and pictures == ALL:
        yield {"all": True}
        return
    if pictures is None:
        raise InvalidQueryError('Give `pictures`: picture objects, ids, or "all".')
    for chunk in _lake.chunks(_lake.ids_of(pictures)):
        yield {"pictures": chunk}


def _batches(shapes: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Annotations in batches of bounded size, all of them checked before the first is sent."""
    if not isinstance(shapes, Mapping):
        raise InvalidQueryError(f"`shapes` is a dict from picture ids to lists of shapes, not {shapes!r:.100}.")
    checked = [
        {"picture_id": _lake.ids_of(picture)[0], "shapes": encoded_shapes(found)} for picture, found in shapes.items()
    ]
    batch: list[dict[str, Any]] = []
    count = 0
    for one in checked:
        batch.append(one)
        count += len(one["shapes"])
        if len(batch) == _PICTURES or count >= _SHAPES:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch

"""Export, import, export: the same, for each format within what it can hold."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from picsellia.formats import Head, Label, PictureRecord, ShapeType
from unit.formats.records import a_box, a_head, a_mask, a_picture, a_polygon, imported, versions, written

BOX, POLYGON, MASK, CLASS = (
    ShapeType.RECTANGLE,
    ShapeType.POLYGON,
    ShapeType.MASK,
    ShapeType.CLASSIFICATION,
)
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def twice(format: str, head: Head, pictures: list[PictureRecord]) -> tuple[Any, Any]:
    """What the first export holds, and the export of its import."""
    sizes = {picture.file_name: (picture.width or 0, picture.height or 0) for picture in pictures}
    first, _ = written(format, head, pictures)
    second, _ = written(format, *imported(first, sizes))
    return _content(first), _content(second)


def _content(data: bytes) -> Any:
    if data.startswith(b"{"):
        value = json.loads(data)
        value.pop("info", None)
        return value
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


@often
@given(versions([BOX, POLYGON, MASK]))
def test_coco_keeps_boxes_polygons_masks_crowds_and_category_ids(
    version: tuple[Head, list[PictureRecord]],
) -> None:
    first, second = twice("coco", *version)

    assert second == first


@often
@given(versions([BOX, POLYGON, MASK, CLASS]))
def test_the_hybrid_keeps_classifications_too(version: tuple[Head, list[PictureRecord]]) -> None:
    first, second = twice("hybrid", *version)

    for kept in ("images", "categories"):
        assert second[kept] == first[kept]
    assert [_flat(annotation) for annotation in second["annotations"]] == [
        _flat(annotation) for annotation in first["annotations"]
    ]


def _flat(annotation: dict[str, Any]) -> dict[str, Any]:
    """The COCO part: time spent stands in the records of the Picsellia form only."""
    return {key: annotation[key] for key in ("image_id", "category_id", "bbox", "segmentation", "iscrowd")}


@often
@given(versions([BOX, POLYGON, MASK, CLASS]))
def test_picsellia_keeps_everything(version: tuple[Head, list[PictureRecord]]) -> None:
    assume(version[1])  # a file of labels alone could be any format

    first, second = twice("picsellia", *version)

    assert second == first


@often
@given(versions([BOX, POLYGON]))
def test_voc_keeps_boxes_and_polygons(version: tuple[Head, list[PictureRecord]]) -> None:
    annotated = [picture for picture in version[1] if picture.annotated]
    assume(annotated)

    first, second = twice("voc", version[0], annotated)

    assert sorted(second.values()) == sorted(first.values())


@often
@given(versions([BOX]))
def test_yolo_keeps_boxes(version: tuple[Head, list[PictureRecord]]) -> None:
    first, second = twice("yolo", *version)

    assert second == first


@often
@given(versions([POLYGON]))
def test_yolo_keeps_polygons(version: tuple[Head, list[PictureRecord]]) -> None:
    first, second = twice("yolo", *version)

    assert second == first


def test_coco_gives_back_what_a_vendor_wrote() -> None:
    """Ids from 0, several rings, both forms of RLE, crowds, equal base names, a picture without shapes."""
    polygon = a_polygon([1.5, 1.5, 9.0, 1.0, 9.0, 9.0], [20, 20, 30, 20, 30, 30], label="b", area=12.25)
    mask = a_mask([[0, 1, 1], [0, 1, 0]], label="a", iscrowd=True)
    pictures = [
        a_picture(polygon, a_box("a"), name="train/a.jpg"),
        a_picture(mask, name="val/a.jpg", width=3, height=2),
        a_picture(name="empty.jpg", annotated=False),
    ]
    head = Head(
        labels=[
            Label(name="b", type=POLYGON, source_id=17, supercategory="thing"),
            Label(name="a", type=BOX, source_id=0),
            Label(name="a", type=MASK, source_id=0),
        ]
    )

    first, second = twice("coco", head, pictures)

    assert second == first
    assert [(category["id"], category["name"]) for category in first["categories"]] == [(17, "b"), (0, "a")]
    assert [annotation["category_id"] for annotation in first["annotations"]] == [17, 0, 0]
    assert len(first["annotations"][0]["segmentation"]) == 2
    assert first["annotations"][0]["area"] == 12.25
    assert first["annotations"][2]["iscrowd"] == 1
    assert [image["file_name"] for image in first["images"]] == ["train/a.jpg", "val/a.jpg", "empty.jpg"]


def test_pictures_that_differ_in_their_extension_only_survive_voc_and_yolo() -> None:
    pictures = [a_picture(a_box(), name="a.jpg"), a_picture(a_box(box=(1, 1, 5, 5)), name="a.png")]

    for format in ("voc", "yolo"):
        first, second = twice(format, a_head(pictures), pictures)

        assert sorted(second.values()) == sorted(first.values())
        assert len([name for name in first if name.startswith("a.")]) == 2

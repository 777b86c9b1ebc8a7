"""Reading COCO: order, ids, and every refusal with its reason."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import pytest

from picsellia.formats import FormatError, PictureRecord, ShapeType, Status, grouping
from picsellia.formats.coco import read
from unit.formats.records import (
    annotated,
    coco_file,
    labels_of,
    pictures_of,
    reading,
    refusals_of,
)


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        pytest.param({"bbox": [1, 2, 3]}, "four numbers", id="three-numbers"),
        pytest.param({"bbox": "1 2 3 4"}, "four numbers", id="text"),
        pytest.param({"bbox": {"x": 1}}, "four numbers", id="object"),
        pytest.param({"bbox": [1, 2, None, 4]}, "four numbers", id="null"),
        pytest.param({"bbox": [1, 2, True, 4]}, "finite number", id="boolean"),
        pytest.param({"bbox": [1, 2, float("nan"), 4]}, "four numbers", id="nan"),
        pytest.param({"bbox": [1, 2, float("inf"), 4]}, "four numbers", id="infinity"),
        pytest.param({"bbox": [1, 2, 10**400, 4]}, "number", id="larger-than-any-float"),
        pytest.param({"bbox": [1, 2, 0, 4]}, "no area", id="no-width"),
        pytest.param({"bbox": [10, 20, -5, 4]}, "no area", id="negative-width"),
        pytest.param({"bbox": [200, 20, 5, 4]}, "outside of the picture", id="outside"),
        pytest.param({"bbox": [1, 2, 3, 4], "category_id": 9}, "category 9 is unknown", id="unknown-category"),
        pytest.param({"bbox": [1, 2, 3, 4], "category_id": None}, "names no category", id="no-category"),
        pytest.param({"bbox": [1, 2, 3, 4], "category_id": [1]}, "names no category", id="category-list"),
        pytest.param({"segmentation": [[1, 1, 2, 2]]}, "at least 3 points, this one has 2", id="two-points"),
        pytest.param({"segmentation": [[]]}, "at least 3 points", id="no-points"),
        pytest.param({"segmentation": [[1, 1, 5, 1, 5, 5, 7]]}, "odd length", id="odd"),
        pytest.param({"segmentation": [[1, 1, 5, 1, 5, "x"]]}, "not a number", id="letter"),
        pytest.param({"segmentation": [[1, 1, 5, 1, 5, float("nan")]]}, "number", id="nan-in-a-polygon"),
        pytest.param({"segmentation": [{"x": 1}]}, "list of numbers", id="ring-of-objects"),
        pytest.param({"segmentation": "x"}, "list of polygons", id="segmentation-text"),
        pytest.param({"segmentation": 5}, "list of polygons", id="segmentation-number"),
        pytest.param({"segmentation": [[300, 300, 310, 300, 310, 310]]}, "outside", id="polygon-outside"),
        pytest.param({"segmentation": {"size": [80, 100]}}, "counts", id="mask-without-runs"),
        pytest.param({"segmentation": {"size": [80, 100], "counts": [5]}}, "5 pixels", id="mask-too-short"),
        pytest.param({"segmentation": {"size": [80, 100], "counts": [8000]}}, "no pixel", id="empty-mask"),
        pytest.param({"segmentation": {"size": [2, 2], "counts": [0, 4]}}, "2 x 2", id="mask-of-another-size"),
    ],
)
def test_a_bad_shape_is_refused_with_its_reason_and_the_others_stay(annotation: dict[str, Any], reason: str) -> None:
    whole = annotated(**annotation)
    whole["annotations"].append({"id": 2, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]})

    records = reading(whole)

    (refusal,) = refusals_of(records)
    assert (refusal.where, refusal.picture, refusal.kept) == ("annotations[0]", "a.jpg", False)
    assert reason in refusal.reason
    (picture,) = pictures_of(records)
    assert [shape.given["id"] for shape in picture.shapes] == [2]


@pytest.mark.parametrize(
    ("whole", "where", "reason"),
    [
        pytest.param(annotated(image_id=7, bbox=[1, 2, 3, 4]), "annotations[0]", "has the id 7", id="homeless"),
        pytest.param(annotated(image_id=None, bbox=[1, 2, 3, 4]), "annotations[0]", "names no", id="no-picture"),
        pytest.param(coco_file(annotations=[5]), "annotations[0]", "an annotation is an object", id="number"),
        pytest.param(coco_file(images=[5], annotations=[]), "images[0]", "a picture is an object", id="image"),
        pytest.param(coco_file(images=[{"id": 1}], annotations=[]), "images[0]", "no file name", id="no-name"),
        pytest.param(coco_file(images=[{"file_name": "a"}], annotations=[]), "images[0]", "no id", id="no-id"),
        pytest.param(coco_file(categories=[{"id": 2}], annotations=[]), "categories[0]", "needs a name", id="no-label"),
        pytest.param(coco_file(categories=[None], annotations=[]), "categories[0]", "an object", id="null-category"),
    ],
)  # fmt: skip
def test_entries_that_are_nothing_are_refused(whole: dict[str, Any], where: str, reason: str) -> None:
    found = {refusal.where: refusal.reason for refusal in refusals_of(reading(whole))}

    assert reason in found[where]


def test_annotations_in_any_order_come_out_by_picture_in_the_order_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grouping, "STRETCH_BYTES", 2_000)
    chance = random.Random(3)
    ids = chance.sample(range(10_000), 300)
    annotations = [
        {"id": n, "image_id": chance.choice(ids), "category_id": 1, "bbox": [1, 1, 1 + n, 2]} for n in range(3000)
    ]
    images = [{"id": one, "file_name": f"{one}.jpg"} for one in ids]

    pictures = pictures_of(reading(coco_file(images=images, annotations=annotations)))

    assert [picture.source_id for picture in pictures] == ids
    for picture in pictures:
        wanted = [one["id"] for one in annotations if one["image_id"] == picture.source_id]
        assert [shape.given["id"] for shape in picture.shapes] == wanted


@pytest.mark.parametrize("order", [("annotations", "categories", "images"), ("categories", "annotations", "images")])
def test_the_three_lists_may_come_in_any_order(order: tuple[str, ...]) -> None:
    whole = coco_file()

    assert pictures_of(reading({key: whole[key] for key in order})) == pictures_of(reading(whole))


def test_ids_from_zero_and_ids_as_text_are_one_id() -> None:
    whole = coco_file(
        images=[{"id": 0, "file_name": "a.jpg"}],
        categories=[{"id": "0", "name": "car"}],
        annotations=[{"id": 0, "image_id": "0", "category_id": 0.0, "bbox": [0, 0, 1, 1]}],
    )

    records = reading(whole)

    assert refusals_of(records) == []
    assert [label.source_id for label in labels_of(records)] == [0]
    assert len(pictures_of(records)[0].shapes) == 1


def test_a_picture_id_used_twice_keeps_the_first_and_says_so() -> None:
    images = [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}, {"id": 1, "file_name": "c.jpg"}]

    records = reading(coco_file(images=images))

    assert [(picture.file_name, len(picture.shapes)) for picture in pictures_of(records)] == [
        ("a.jpg", 1),
        ("b.jpg", 0),
    ]
    (refusal,) = refusals_of(records)
    assert (refusal.where, refusal.picture) == ("images[2]", "c.jpg")
    assert "earlier picture" in refusal.reason


def test_two_categories_of_one_name_are_one_label_and_it_is_said() -> None:
    whole = coco_file(
        categories=[{"id": 1, "name": "car"}, {"id": 5, "name": "car"}],
        annotations=[
            {"id": n, "image_id": 1, "category_id": category, "bbox": [1, 2, 3, 4]} for n, category in enumerate((1, 5))
        ],
    )

    records = reading(whole)

    assert [(label.name, label.source_id) for label in labels_of(records)] == [("car", 1)]
    assert [shape.label for shape in pictures_of(records)[0].shapes] == ["car", "car"]
    (refusal,) = refusals_of(records)
    assert refusal.kept
    assert refusal.where == "categories[1]"


def test_one_id_for_two_categories_keeps_the_first() -> None:
    records = reading(coco_file(categories=[{"id": 1, "name": "car"}, {"id": 1, "name": "bus"}]))

    assert [label.name for label in labels_of(records)] == ["car"]
    assert "that of 'car'" in refusals_of(records)[0].reason


def test_a_category_drawn_in_two_ways_is_two_labels_with_one_source_id() -> None:
    whole = coco_file(
        categories=[{"id": 7, "name": "car"}, {"id": 8, "name": "unused"}],
        annotations=[
            {"image_id": 1, "category_id": 7, "bbox": [1, 2, 3, 4]},
            {"image_id": 1, "category_id": 7, "segmentation": [[1, 1, 5, 1, 5, 5]]},
            {"image_id": 1, "category_id": 7, "segmentation": [[1, 1, 5, 1, 5, 6]]},
        ],
    )

    assert [(label.name, label.type, label.source_id) for label in labels_of(reading(whole))] == [
        ("car", ShapeType.RECTANGLE, 7),
        ("car", ShapeType.POLYGON, 7),
        ("unused", ShapeType.RECTANGLE, 8),
    ]


def test_a_ring_too_short_is_left_out_and_the_rest_of_the_polygon_stays() -> None:
    records = reading(annotated(segmentation=[[1, 1, 2, 2], [10, 10, 20, 10, 20, 20]]))

    (refusal,) = refusals_of(records)
    assert refusal.kept
    assert "ring 1" in refusal.reason
    assert pictures_of(records)[0].shapes[0].rings == [[10, 10, 20, 10, 20, 20]]


def test_a_box_that_belies_its_polygon_is_kept_beside_the_true_one() -> None:
    shape = pictures_of(reading(annotated(segmentation=[[10, 10, 20, 10, 20, 20]], bbox=[0, 0, 5, 5])))[0].shapes[0]

    assert shape.box == (10, 10, 10, 10)
    assert shape.given["bbox"] == [0, 0, 5, 5]


def test_a_box_over_the_edge_is_kept_as_it_is() -> None:
    assert pictures_of(reading(annotated(bbox=[-5, 70, 500, 500])))[0].shapes[0].box == (-5, 70, 500, 500)


def test_shapes_of_a_picture_without_a_size_are_left_to_the_importer() -> None:
    whole = annotated(bbox=[5000, 5000, 5, 5]) | {"images": [{"id": 1, "file_name": "a.jpg", "width": "wide"}]}

    records = reading(whole)

    assert refusals_of(records) == []
    assert pictures_of(records)[0].width is None


def test_no_box_and_no_segmentation_is_a_classification() -> None:
    shape = pictures_of(reading(annotated(bbox=[], segmentation=[], area=0)))[0].shapes[0]

    assert (shape.type, shape.box) == (ShapeType.CLASSIFICATION, None)


def test_unknown_keys_of_shapes_pictures_and_categories_are_kept() -> None:
    whole = coco_file(
        images=[{"id": 1, "file_name": "a.jpg", "license": 3, "status": "ACCEPTED", "duration": 4}],
        categories=[{"id": 1, "name": "car", "skeleton": [[1, 2]]}],
        annotations=[{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5, "iscrowd": "1"}],
    )

    records = reading(whole)

    picture = pictures_of(records)[0]
    assert picture.given == {"license": 3}
    assert (picture.status, picture.duration) == (Status.ACCEPTED, 4)
    assert picture.shapes[0].given == {"score": 0.5}
    assert picture.shapes[0].iscrowd
    assert labels_of(records)[0].given == {"skeleton": [[1, 2]]}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"[]", "this is a list", id="list"),
        pytest.param(b'{"annotations": []}', 'no "images"', id="no-images"),
        pytest.param(b'{"images": {}, "annotations": []}', "is a list", id="images-object"),
        pytest.param(b'{"images": [], "categories": 5}', "is a list", id="categories-number"),
        pytest.param(b'{"images": [], "images": []}', "twice", id="twice"),
        pytest.param(json.dumps(coco_file()).encode()[:-3], "broken at byte", id="cut"),
        pytest.param(b"", "is an object", id="empty"),
    ],
)
def test_a_file_that_is_no_coco_gives_no_picture(data: bytes, reason: str) -> None:
    seen: list[PictureRecord] = []

    with pytest.raises(FormatError, match=reason):
        seen.extend(record for record in read(io.BytesIO(data)) if isinstance(record, PictureRecord))

    assert seen == []


def test_lists_that_are_null_are_empty() -> None:
    assert pictures_of(reading(b'{"images": [{"id": 1, "file_name": "a"}], "annotations": null}', "coco")) == [
        PictureRecord(file_name="a", source_id=1, shapes=[], annotated=False)
    ]

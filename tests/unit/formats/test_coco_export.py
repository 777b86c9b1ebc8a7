"""What a COCO export and the hybrid look like, and what they say they lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from picsellia.formats import Head, Label, PictureRecord, Shape, ShapeType, Status, write_json
from unit.formats.records import a_box, a_class, a_head, a_mask, a_picture, a_polygon, written


def exported(format: str, *pictures: PictureRecord, head: Head | None = None) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(written(format, head or a_head(pictures), pictures)[0])
    return value


def labelled(*labels: tuple[str, int | None]) -> Head:
    return Head(labels=[Label(name=name, type=ShapeType.RECTANGLE, source_id=source) for name, source in labels])


def category_ids(*labels: tuple[str, int | None], format: str = "coco") -> dict[str, int]:
    return {one["name"]: one["id"] for one in exported(format, head=labelled(*labels))["categories"]}


def test_source_ids_are_written_where_they_are_unique_and_the_others_take_free_numbers() -> None:
    assert category_ids(("a", 0), ("b", 90)) == {"a": 0, "b": 90}
    assert category_ids(("a", 2), ("b", 2), ("c", None)) == {"a": 2, "b": 1, "c": 3}
    assert category_ids(("a", None), ("b", 1)) == {"a": 2, "b": 1}
    assert category_ids(("a", 5), ("a", 5), ("b", -1)) == {"a": 5, "b": 1}


def test_the_hybrid_numbers_from_one_whatever_the_source_said() -> None:
    assert category_ids(("a", 90), ("b", 0), ("a", 90), format="hybrid") == {"a": 1, "b": 2}


def test_a_classification_is_left_out_of_coco_and_counted() -> None:
    picture = a_picture(a_class(), a_box(), a_class("night"))

    data, losses = written("coco", a_head([picture]), [picture])

    assert len(json.loads(data)["annotations"]) == 1
    assert losses.report() == [{"reason": "classifications have no place in COCO", "count": 2, "example": "a.jpg"}]


def test_a_classification_of_the_hybrid_has_no_box_no_area_and_no_segmentation() -> None:
    (annotation,) = exported("hybrid", a_picture(a_class()))["annotations"]

    assert (annotation["bbox"], annotation["area"], annotation["segmentation"]) == ([], 0, [])


def test_the_hybrid_nests_the_shapes_in_the_first_record_of_each_picture() -> None:
    first = a_picture(a_box(), a_polygon(label="bus"), name="a.jpg", picture_id="p1", url="https://x/a", duration=7)
    second = a_picture(a_class(), name="b.jpg", picture_id="p2")
    empty = a_picture(name="c.jpg", picture_id="p3")

    whole = exported("hybrid", first, second, empty)

    assert [image["internal_picture_id"] for image in whole["images"]] == ["p1", "p2", "p3"]
    assert whole["images"][0]["file_name"] == whole["images"][0]["external_picture_url"] == "a.jpg"
    assert whole["images"][0]["signed_url"] == "https://x/a"
    records = whole["annotations"]
    assert [(one["external_picture_url"], len(one["annotations"])) for one in records] == [
        ("a.jpg", 2),
        ("a.jpg", 0),
        ("b.jpg", 1),
    ]
    assert (records[0]["nb_labels"], records[0]["time_spent"]) == (2, 7)
    assert records[0]["annotations"][0] == {
        "type": "rectangle",
        "label": "car",
        "rectangle": {"top": 20, "left": 10, "width": 30, "height": 40},
    }


def test_scripts_of_the_published_clients_count_the_hybrid_right() -> None:
    """Three readers of that time: all nested shapes, the first record of a picture, and the first label."""
    pictures = [a_picture(a_box(), a_box("bus"), a_box(), name="a.jpg"), a_picture(a_class(), name="b.jpg")]
    whole = exported("hybrid", *pictures)

    repartition = Counter(
        shape["label"]
        for image in whole["images"]
        for record in whole["annotations"]
        if record["external_picture_url"] == image["external_picture_url"]
        for shape in record["annotations"]
    )
    to_yolo = next(one for one in whole["annotations"] if one["external_picture_url"] == "a.jpg")
    classifier = [one["annotations"][0]["label"] for one in whole["annotations"] if one["image_id"] == 2]

    assert repartition == {"car": 2, "bus": 1, "day": 1}
    assert len(to_yolo["annotations"]) == 3
    assert classifier == ["day"]
    assert set(repartition) <= {one["name"] for one in whole["categories"]}


def test_what_the_source_said_is_given_back() -> None:
    shape = a_polygon([10, 10, 20, 10, 20, 20], area=49.5, bbox=[9, 9, 12, 12], id=777, score=0.5)

    (annotation,) = exported("coco", a_picture(shape))["annotations"]

    assert (annotation["area"], annotation["bbox"], annotation["score"]) == (49.5, [9, 9, 12, 12], 0.5)
    assert annotation["id"] == 1


def test_areas_are_computed_where_the_source_said_none() -> None:
    shapes = a_box(box=(0, 0, 3, 4)), a_polygon([0, 0, 4, 0, 4, 3]), a_mask([[1, 0], [1, 1]])

    annotations = exported("coco", a_picture(*shapes))["annotations"]

    assert [annotation["area"] for annotation in annotations] == [12, 6, 3]


def test_a_label_that_the_head_does_not_know_joins_at_the_end() -> None:
    whole = exported("coco", a_picture(a_box("new")), head=labelled(("a", 7)))

    assert [(one["id"], one["name"]) for one in whole["categories"]] == [(7, "a"), (8, "new")]
    assert whole["annotations"][0]["category_id"] == 8


def test_fractions_of_a_picture_of_unknown_size_are_counted() -> None:
    picture = a_picture(a_box(box=(0.1, 0.1, 0.2, 0.2)), relative=True)

    for format in ("coco", "hybrid", "picsellia"):
        data, losses = written(format, a_head([picture]), [picture])

        assert json.loads(data)["annotations"] == []
        assert sum(losses.counts.values()) == 1


def test_statuses_stand_beside_the_pictures() -> None:
    whole = exported("coco", a_picture(status=Status.REFUSED, duration=3))

    assert (whole["images"][0]["status"], whole["images"][0]["duration"]) == ("refused", 3)


def test_an_export_takes_pictures_one_by_one_and_holds_few() -> None:
    shapes = [a_box()] * 10
    taken = 0
    most_ahead = 0
    given_out = 0

    def pictures() -> Iterator[PictureRecord]:
        nonlocal taken
        for number in range(5_000):
            taken += 1
            yield a_picture(*shapes, name=f"{number}.jpg")

    for piece in write_json("coco", labelled(("car", 1)), pictures()):
        given_out += piece.count(b'"file_name"')
        most_ahead = max(most_ahead, taken - given_out)

    assert given_out == 5_000
    assert most_ahead <= 500


def test_an_empty_version_is_a_whole_file() -> None:
    for format in ("coco", "hybrid", "picsellia"):
        whole = exported(format)

        assert (whole["images"], whole["annotations"], whole["categories"]) == ([], [], [])


def test_names_in_any_script_are_written_as_they_are() -> None:
    shape = Shape(label='é"\\漢字😀', type=ShapeType.CLASSIFICATION)

    whole = exported("hybrid", a_picture(shape, name="ü/ß x.jpg"))

    assert whole["categories"][0]["name"] == 'é"\\漢字😀'
    assert whole["images"][0]["file_name"] == "ü/ß x.jpg"

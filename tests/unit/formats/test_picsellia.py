"""The Picsellia and legacy form, and its single shapes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from picsellia.formats import Refusal, Shape, ShapeType, Status
from picsellia.formats.picsellia_shapes import read_shape, shape_dict
from unit.formats.records import (
    a_box,
    a_class,
    a_head,
    a_mask,
    a_picture,
    a_polygon,
    labels_of,
    pictures_of,
    reading,
    refusals_of,
    written,
)

BOX = {"type": "rectangle", "label": "car", "rectangle": {"top": 2, "left": 1, "width": 3, "height": 4}}


def a_record(*shapes: Any, name: str = "a.jpg", **more: Any) -> dict[str, Any]:
    return {"external_picture_url": name, "nb_labels": len(shapes), "annotations": list(shapes)} | more


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"label": None}, "no label", id="no-label"),
        pytest.param({"label": " "}, "no label", id="blank-label"),
        pytest.param({"type": "line"}, "its type is 'line'", id="type"),
        pytest.param({"type": ["rectangle"]}, "its type", id="type-list"),
        pytest.param({"rectangle": None}, "top, left, width and height", id="no-rectangle"),
        pytest.param({"rectangle": {"top": 1, "left": 1, "width": 1}}, "top, left, width", id="no-height"),
        pytest.param({"rectangle": BOX["rectangle"] | {"top": "2"}}, "four numbers", id="text"),  # type: ignore[operator]
        pytest.param({"rectangle": BOX["rectangle"] | {"width": -2}}, "no area", id="negative"),  # type: ignore[operator]
        pytest.param({"type": "polygon"}, '"geometry"', id="no-polygon"),
        pytest.param({"type": "polygon", "polygon": {"geometry": [{"x": 1}]}}, "has x and y", id="half-a-point"),
        pytest.param(
            {"type": "polygon", "polygon": {"geometry": [{"x": 1, "y": 1}, {"x": 2, "y": 2}]}},
            "at least 3 points, this one has 2",
            id="two-points",
        ),
        pytest.param({"type": "polygon", "polygon": {"geometry": 5}}, '"geometry"', id="number"),
        pytest.param({"type": "mask"}, "size and counts", id="no-mask"),
        pytest.param({"type": "mask", "mask": {"size": [1, 1], "counts": [1]}}, "no pixel", id="empty-mask"),
    ],
)
def test_a_bad_shape_is_refused_with_its_reason(change: dict[str, Any], reason: str) -> None:
    made = read_shape(BOX | change, "data[3]", "a.jpg")

    assert isinstance(made, Refusal)
    assert (made.where, made.picture) == ("data[3]", "a.jpg")
    assert reason in made.reason


@pytest.mark.parametrize("value", [None, 5, "car", [], [BOX]])
def test_what_is_no_object_is_no_shape(value: Any) -> None:
    assert isinstance(read_shape(value, "here"), Refusal)


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(a_box(qa=[{"q": "dirty?", "a": True}], box=(0.5, 1, 2, 3)), id="box"),
        pytest.param(a_polygon([0, 0, 4, 0, 4, 3], [10, 10, 14, 10, 14, 13]), id="polygon-of-two-rings"),
        pytest.param(a_mask([[0, 1], [1, 1]], iscrowd=True), id="mask"),
        pytest.param(a_class(), id="classification"),
    ],
)
def test_a_shape_comes_back_the_same(shape: Shape) -> None:
    assert read_shape(shape_dict(shape), "here") == shape


def test_the_first_ring_stands_where_old_clients_look() -> None:
    value = shape_dict(a_polygon([0, 0, 4, 0, 4, 3], [10, 10, 14, 10, 14, 13]))

    assert value["polygon"]["geometry"] == [{"x": 0, "y": 0}, {"x": 4, "y": 0}, {"x": 4, "y": 3}]
    assert len(value["polygon"]["rings"]) == 1
    assert "rectangle" not in value


def test_task_names_are_types() -> None:
    made = read_shape(BOX | {"type": "detection"}, "here")

    assert isinstance(made, Shape)
    assert made.type is ShapeType.RECTANGLE


def test_records_find_their_picture_by_id_then_by_name() -> None:
    whole = {
        "images": [
            {"internal_picture_id": "1b", "external_picture_url": "a.jpg"},
            {"internal_picture_id": "2c", "external_picture_url": "a.jpg"},
            {"external_picture_url": "c.jpg"},
        ],
        "annotations": [
            a_record(BOX, BOX, internal_picture_id="2c"),
            a_record(BOX, name="c.jpg", internal_picture_id="unknown"),
        ],
    }

    pictures = pictures_of(reading(whole))

    assert [(one.file_name, len(one.shapes), one.annotated) for one in pictures] == [
        ("a.jpg", 0, False),
        ("a.jpg", 2, True),
        ("c.jpg", 1, True),
    ]


def test_a_picture_that_only_an_annotation_names_comes_last() -> None:
    whole = {
        "images": [{"external_picture_url": "a.jpg"}],
        "annotations": [a_record(BOX, name="z.jpg"), a_record(name="a.jpg"), a_record(BOX, name="y.jpg")],
    }

    assert [one.file_name for one in pictures_of(reading(whole))] == ["a.jpg", "z.jpg", "y.jpg"]


def test_a_file_without_images_is_read_from_its_annotations() -> None:
    whole = {"annotations": [a_record(BOX, name=f"{n}.jpg") for n in range(1_500)]}

    assert [one.file_name for one in pictures_of(reading(whole))] == [f"{n}.jpg" for n in range(1_500)]


def test_two_records_of_one_picture_are_joined_and_it_is_said() -> None:
    whole = {
        "images": [{"external_picture_url": "a.jpg"}],
        "annotations": [
            a_record(BOX, time_spent=5, status="accepted"),
            a_record(BOX | {"label": "bus"}, time_spent=7),
        ],
    }

    records = reading(whole)

    (picture,) = pictures_of(records)
    assert [shape.label for shape in picture.shapes] == ["car", "bus"]
    assert (picture.duration, picture.status) == (12, Status.ACCEPTED)
    (refusal,) = refusals_of(records)
    assert refusal.kept


def test_the_empty_records_of_a_hybrid_are_no_second_annotation() -> None:
    pictures = [a_picture(a_box(), a_polygon(), name="a.jpg", duration=9)]
    data, _ = written("hybrid", a_head(pictures), pictures)

    records = reading(data, "PICSELLIA")

    assert refusals_of(records) == []
    assert [(len(one.shapes), one.duration) for one in pictures_of(records)] == [(2, 9)]


def test_labels_that_no_category_names_are_made() -> None:
    whole = {
        "categories": [{"name": "bus"}],
        "images": [{"external_picture_url": "a.jpg"}],
        "annotations": [a_record(BOX, {"type": "classification", "label": "day"})],
    }

    assert [(one.name, one.type.value) for one in labels_of(reading(whole))] == [
        ("bus", "rectangle"),
        ("car", "rectangle"),
        ("day", "classification"),
    ]


def test_bad_entries_are_refused_with_their_place_and_the_others_stay() -> None:
    whole = {
        "categories": [{"name": ""}],
        "images": [{"external_picture_url": "a.jpg", "width": 100, "height": 80}, {"signed_url": "x"}],
        "annotations": [
            5,
            {"annotations": []},
            a_record(BOX | {"rectangle": {"top": 900, "left": 0, "width": 1, "height": 1}}, BOX, 7),
            {"external_picture_url": "a.jpg", "annotations": None},
        ],
    }

    records = reading(whole)

    assert {refusal.where for refusal in refusals_of(records)} == {
        "categories[0]",
        "images[1]",
        "annotations[0]",
        "annotations[1]",
        "annotations[2].annotations[0]",
        "annotations[2].annotations[2]",
        "annotations[3]",
    }
    assert len(pictures_of(records)[0].shapes) == 1


def test_an_export_has_every_picture_and_a_record_for_each_annotated_one() -> None:
    pictures = [
        a_picture(a_box(), name="a.jpg", duration=3, status=Status.ACCEPTED),
        a_picture(name="looked-at.jpg"),
        a_picture(name="never.jpg", annotated=False),
    ]

    whole = json.loads(written("picsellia", a_head(pictures), pictures)[0])

    assert len(whole["images"]) == 3
    assert [(one["external_picture_url"], one["nb_labels"]) for one in whole["annotations"]] == [
        ("a.jpg", 1),
        ("looked-at.jpg", 0),
    ]
    assert (whole["annotations"][0]["time_spent"], whole["annotations"][0]["status"]) == (3, "accepted")
    assert whole["categories"] == [{"id": 1, "name": "car"}]

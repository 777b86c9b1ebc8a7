"""The corpus of dialects: what each vendor writes is understood, and what cannot be is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from picsellia.formats import Format, Matcher, ShapeType, Source, detect, read
from picsellia.formats.geometry import to_pixels
from unit.formats.records import labels_of, pictures_of, refusals_of

CORPUS = Path(__file__).parent / "dialects"


@pytest.mark.parametrize(
    ("name", "format", "pictures", "shapes", "refused"),
    [
        pytest.param("coco_official.json", Format.COCO, 2, 2, 0, id="official"),
        pytest.param("coco_cvat.json", Format.COCO, 1, 2, 0, id="cvat"),
        pytest.param("coco_label_studio.json", Format.COCO, 2, 2, 0, id="label-studio"),
        pytest.param("coco_roboflow.json", Format.COCO, 1, 2, 0, id="roboflow"),
        pytest.param("coco_azure.json", Format.COCO, 1, 2, 0, id="azure"),
        pytest.param("coco_fiftyone.json", Format.COCO, 1, 2, 0, id="fiftyone"),
        pytest.param("coco_sparse.json", Format.COCO, 2, 4, 1, id="sparse"),
        pytest.param("voc_labelimg.xml", Format.VOC, 1, 2, 0, id="labelimg"),
        pytest.param("voc_roboflow.xml", Format.VOC, 1, 1, 0, id="voc-roboflow"),
        pytest.param("voc_labelme.xml", Format.VOC, 1, 1, 0, id="labelme"),
        pytest.param("yolo_ultralytics", Format.YOLO, 2, 2, 0, id="ultralytics"),
        pytest.param("yolo_ultralytics/data.yaml", Format.YOLO, 2, 2, 0, id="by-its-yaml"),
        pytest.param("yolo_darknet", Format.YOLO, 3, 1, 0, id="darknet"),
        pytest.param("yolo_plain", Format.YOLO, 1, 2, 0, id="classes-txt"),
        pytest.param("picsellia_legacy.json", Format.PICSELLIA, 2, 3, 0, id="legacy"),
    ],
)
def test_every_dialect_is_detected_and_nothing_of_it_is_lost(
    name: str, format: Format, pictures: int, shapes: int, refused: int
) -> None:
    with Source.open(CORPUS / name) as source:
        assert detect(source) is format
        records = list(read(source))

    found = pictures_of(records)
    assert len(found) == pictures
    assert sum(len(picture.shapes) for picture in found) == shapes
    assert len(refusals_of(records)) == refused
    named = {(label.name, label.type) for label in labels_of(records)}
    assert {(shape.label, shape.type) for picture in found for shape in picture.shapes} <= named


def test_official_coco_keeps_ids_rings_runs_and_its_own_numbers() -> None:
    records = list(read(CORPUS / "coco_official.json"))

    assert [(label.name, label.type.value, label.source_id) for label in labels_of(records)] == [
        ("person", "mask", 1),
        ("toothbrush", "polygon", 90),
    ]
    first, second = pictures_of(records)
    polygon, mask = first.shapes[0], second.shapes[0]
    assert polygon.box == (510.34, 400.0, 19.66, 23.01)
    assert [len(ring) for ring in polygon.rings] == [8, 6]
    assert polygon.given == {"id": 1768, "area": 702.1057499999998}
    assert mask.iscrowd
    assert mask.rle == {"size": [6, 8], "counts": [10, 4, 2, 4, 28]}
    assert first.given["flickr_url"] == "http://farm7.staticflickr.com/1.jpg"


def test_attributes_and_scores_are_kept() -> None:
    cvat = pictures_of(read(CORPUS / "coco_cvat.json"))[0]
    fiftyone = pictures_of(read(CORPUS / "coco_fiftyone.json"))[0]

    assert cvat.shapes[0].given["attributes"] == {"occluded": False, "rotation": 0.0}
    assert fiftyone.shapes[0].given["score"] == 0.75


def test_azure_boxes_are_fractions() -> None:
    picture = to_pixels(pictures_of(read(CORPUS / "coco_azure.json"))[0], 100, 80)

    assert picture.shapes[0].box == (10, 20, 30, 40)
    assert picture.shapes[1].rings == [[0, 0, 50, 0, 50, 40]]
    assert picture.shapes[1].box == (0, 0, 50, 40)


def test_label_studio_names_find_their_pictures() -> None:
    pictures = pictures_of(read(CORPUS / "coco_label_studio.json"))
    matcher = Matcher([("5f2a-a.jpg", 1), ("lake/b c.jpg", 2), ("lake/c.jpg", 3)])

    assert [matcher.match(picture).picture for picture in pictures] == [1, 2]


def test_sparse_coco_counts_categories_from_one_and_takes_ids_as_text() -> None:
    records = list(read(CORPUS / "coco_sparse.json"))

    first, second = pictures_of(records)
    assert [shape.label for shape in first.shapes] == ["dog", "cat", "cat"]
    assert [shape.type for shape in first.shapes][1:] == [ShapeType.POLYGON, ShapeType.POLYGON]
    assert [shape.label for shape in second.shapes] == ["dog"]
    (refusal,) = refusals_of(records)
    assert (refusal.where, refusal.picture) == ("annotations[0]", "a.jpg")
    assert "number" in refusal.reason


def test_voc_boxes_are_one_based_and_inclusive() -> None:
    picture = pictures_of(read(CORPUS / "voc_labelimg.xml"))[0]

    assert picture.file_name == "a b.jpg"
    assert picture.shapes[0].box == (10, 20, 30, 40)
    assert picture.shapes[1].box == (0.5, 0, 1, 1)
    assert picture.shapes[0].label == "Car"
    assert picture.shapes[0].given["pose"] == "Left"
    assert picture.shapes[0].given["part"]["name"] == "wheel"


def test_voc_polygons_come_in_both_forms() -> None:
    roboflow = pictures_of(read(CORPUS / "voc_roboflow.xml"))[0].shapes[0]
    labelme = pictures_of(read(CORPUS / "voc_labelme.xml"))[0].shapes[0]

    assert roboflow.rings == [[1, 1, 11, 1, 11, 11, 2, 4]]
    assert labelme.rings == [[10, 10, 30, 10, 30, 30]]


def test_ultralytics_labels_find_the_pictures_beside_them() -> None:
    records = list(read(CORPUS / "yolo_ultralytics"))

    assert [label.name for label in labels_of(records)][:3] == ["person", "traffic light", "it's"]
    first, empty = pictures_of(records)
    assert (first.file_name, first.stem) == ("images/train/a.jpg", False)
    assert (empty.file_name, empty.stem, empty.annotated) == ("labels/train/empty", True, True)
    assert to_pixels(first, 100, 80).shapes[0].box == (40, 30, 20, 20)
    assert to_pixels(first, 100, 80).shapes[1].rings == [[10, 8, 50, 8, 50, 40, 10, 40]]


def test_darknet_lists_say_the_pictures() -> None:
    pictures = pictures_of(read(CORPUS / "yolo_darknet"))

    assert [(picture.file_name, picture.annotated, len(picture.shapes)) for picture in pictures] == [
        ("data/obj_train_data/a.jpg", True, 1),
        ("data/obj_train_data/b.png", True, 0),
        ("data/obj_train_data/none.png", False, 0),
    ]
    assert pictures[0].shapes[0].label == "traffic light"


def test_a_class_alone_is_a_classification_and_a_sixth_number_a_confidence() -> None:
    (picture,) = pictures_of(read(CORPUS / "yolo_plain"))

    assert (picture.file_name, picture.stem) == ("a.b", True)
    assert picture.shapes[0].given == {"confidence": 0.875}
    assert (picture.shapes[1].label, picture.shapes[1].type) == ("cat", ShapeType.CLASSIFICATION)


def test_the_legacy_form_keeps_times_addresses_and_questions() -> None:
    records = list(read(CORPUS / "picsellia_legacy.json", "legacy"))

    first, second = pictures_of(records)
    assert (first.duration, first.url, first.annotated) == (31, "https://example.org/a.jpg", True)
    assert first.picture_id == "0b0c0d0e-0000-4000-8000-000000000001"
    assert [shape.type.value for shape in first.shapes] == ["rectangle", "polygon", "classification"]
    assert first.shapes[0].box == (10, 16, 50, 60)
    assert first.shapes[0].given == {"qa": []}
    assert not second.annotated
    assert [label.name for label in labels_of(records)] == ["car", "bus", "day"]

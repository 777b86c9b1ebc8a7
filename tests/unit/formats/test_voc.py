"""Pascal VOC: bad files beside good ones, and what it cannot hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from picsellia.formats import FormatError, Status, read, zip_stream
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

BOX = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox>"


def xml(*objects: str, size: str = "") -> bytes:
    inner = "".join(f"<object>{one}</object>" for one in objects)
    return f"<annotation><filename>a.jpg</filename>{size}{inner}</annotation>".encode()


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        pytest.param(BOX, "no name", id="no-name"),
        pytest.param("<name>car</name>", "neither a bndbox nor a polygon", id="no-box"),
        pytest.param("<name>car</name><bndbox><xmin>1</xmin></bndbox>", "finite numbers", id="half-a-box"),
        pytest.param(f"<name>car</name>{BOX.replace('5', 'NaN')}", "finite numbers", id="nan"),
        pytest.param(f"<name>car</name>{BOX.replace('5', '-5')}", "no area", id="upside-down"),
        pytest.param(f"<name>car</name>{BOX.replace('1', '400').replace('5', '500')}", "outside", id="outside"),
        pytest.param("<name>car</name><polygon><x1>1</x1><y1>1</y1></polygon>", "at least 3", id="one-point"),
        pytest.param(
            "<name>c</name><polygon><x1>1</x1><y1>1</y1><x2>2</x2><y2>1</y2><x3>2</x3><y3>b</y3></polygon>",
            "finite number",
            id="letter",
        ),
    ],
)
def test_a_bad_object_is_refused_and_the_others_stay(element: str, reason: str) -> None:
    size = "<size><width>100</width><height>80</height></size>"

    records = reading(xml(element, f"<name>car</name>{BOX}", size=size), name="a.xml")

    (refusal,) = refusals_of(records)
    assert (refusal.where, refusal.picture) == ("a.xml, object 1", "a.jpg")
    assert reason in refusal.reason
    assert [len(picture.shapes) for picture in pictures_of(records)] == [1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"<annotation><object>", "no XML", id="cut"),
        pytest.param(b"", "no XML", id="empty"),
        pytest.param(b"<html></html>", "<html> is no VOC", id="other"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><annotation>&b;</annotation>', "entities", id="entity"),
        pytest.param(b"<annotation>" * 200 + b"</annotation>" * 200, "too deeply", id="deep"),
        pytest.param(b'<?xml version="1.0" encoding="nonsense"?><annotation/>', "no XML", id="encoding"),
    ],
)
def test_a_bad_file_is_refused_and_the_others_stay(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "bad.xml").write_bytes(data)
    (tmp_path / "good.xml").write_bytes(xml(f"<name>car</name>{BOX}"))

    records = list(read(tmp_path))

    (refusal,) = refusals_of(records)
    assert refusal.where == "bad.xml"
    assert reason in refusal.reason
    assert len(pictures_of(records)) == 1


def test_labels_are_named_before_their_first_use_and_keep_their_case() -> None:
    records = reading(xml(f"<name>Car</name>{BOX}", f"<name>car</name>{BOX}", f"<name>Car</name>{BOX}"), name="a.xml")

    assert [label.name for label in labels_of(records)] == ["Car", "car"]


def test_without_a_file_name_the_xml_says_it_without_an_extension() -> None:
    (picture,) = pictures_of(reading(b"<annotation></annotation>", name="b c.xml"))

    assert (picture.file_name, picture.stem, picture.annotated) == ("b c", True, True)


def test_the_folder_of_the_xml_tells_pictures_of_one_name_apart() -> None:
    packed = b"".join(zip_stream([("train/1.xml", xml()), ("val/1.xml", xml())]))

    assert [picture.file_name for picture in pictures_of(reading(packed))] == ["train/a.jpg", "val/a.jpg"]


def test_files_in_utf_16_are_read() -> None:
    data = '<?xml version="1.0" encoding="utf-16"?><annotation><filename>é.jpg</filename></annotation>'.encode("utf-16")

    assert pictures_of(reading(data, name="a.xml"))[0].file_name == "é.jpg"


def test_a_folder_without_annotations_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")

    with pytest.raises(FormatError, match="No annotations"):
        list(read(tmp_path, "PASCAL-VOC"))


def test_what_voc_cannot_hold_is_counted() -> None:
    pictures = [
        a_picture(
            a_class(), a_mask([[1, 1], [1, 0]]), a_box(keypoints=[1], area=5), status=Status.ACCEPTED, duration=4
        ),
        a_picture(name="never.jpg", annotated=False),
    ]

    _, losses = written("voc", a_head(pictures), pictures)

    assert dict(losses.counts) == {
        "classifications have no place in Pascal VOC": 1,
        "masks are written as their boxes": 1,
        "further keys of shapes": 1,
        "boxes and areas that differ from the shape's own": 1,
        "review statuses": 1,
        "time spent on annotations": 1,
        "pictures without an annotation have no file of their own": 1,
    }


def test_further_keys_that_xml_can_hold_come_back() -> None:
    shape = a_box(pose="Left", difficult="1", attributes={"colour": "red & blue", "old": "0"}, tag=["a", "b"])
    data, losses = written("voc", a_head([]), [a_picture(shape)])

    (again,) = pictures_of(read(io.BytesIO(data)))

    assert not losses
    assert again.shapes[0].given == shape.given


def test_polygons_keep_their_rings_and_crowds_their_mark() -> None:
    shape = a_polygon([0, 0, 4, 0, 4, 3], [10, 10, 14, 10, 14, 13.5])
    data, losses = written("voc", a_head([]), [a_picture(shape)])

    (again,) = pictures_of(read(io.BytesIO(data)))

    assert not losses
    assert again.shapes[0].rings == shape.rings

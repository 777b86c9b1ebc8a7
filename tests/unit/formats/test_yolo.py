"""YOLO: bad lines, class names in every form, and what it cannot hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from picsellia.formats import FormatError, Record, Shape, read, zip_stream
from picsellia.formats.yolo_names import from_lines, from_yaml, to_yaml
from unit.formats.records import (
    a_box,
    a_class,
    a_head,
    a_mask,
    a_picture,
    a_polygon,
    labels_of,
    pictures_of,
    refusals_of,
    written,
)


def of(**files: str) -> list[Record]:
    """The records of files by name; data.yaml says car and bus unless another is given."""
    named = {"data.yaml": "names: [car, bus]"} | {name.replace("__", "."): text for name, text in files.items()}
    return list(read(io.BytesIO(b"".join(zip_stream((name, text.encode()) for name, text in named.items())))))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("138 0.5 0.5 0.1 0.1", "class 138 of 2", id="class-beyond"),
        pytest.param("-1 0.5 0.5 0.1 0.1", "class -1", id="negative-class"),
        pytest.param("0.5 0.5 0.5 0.1 0.1", "class 0.5", id="half-a-class"),
        pytest.param("0 0.5 0.5 0.1", "4 numbers", id="too-few"),
        pytest.param("0 0.5 0.5 0.1 0.1 0.1 0.1 0.1", "8 numbers", id="neither-nor"),
        pytest.param("0 nan 0.5 0.1 0.1", "finite", id="nan"),
        pytest.param("0 inf 0.5 0.1 0.1", "finite", id="infinity"),
        pytest.param("car 0.5 0.5 0.1 0.1", "numbers", id="a-name"),
        pytest.param("0 0.5 0.5 0 0.1", "no area", id="no-width"),
        pytest.param("0 0.5 0.5 -0.1 0.1", "no area", id="negative-width"),
        pytest.param("0 320 240 50 50", "fractions of the picture", id="pixels"),
        pytest.param("0 0.5 0.5 50 50", "fractions of the picture", id="half-in-pixels"),
        pytest.param("0 1.5 0.5 0.1 0.1", "outside", id="outside"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_stay(line: str, reason: str) -> None:
    records = of(a__txt=f"{line}\n\n1 0.5 0.5 0.1 0.1\n")

    (refusal,) = refusals_of(records)
    assert (refusal.where, refusal.picture) == ("a.txt, line 1", "a")
    assert reason in refusal.reason
    (picture,) = pictures_of(records)
    assert [shape.label for shape in picture.shapes] == ["bus"]


def test_a_box_slightly_over_the_edge_is_kept_as_it_is() -> None:
    (picture,) = pictures_of(of(a__txt="0 0.95 0.5 0.2 0.1"))

    assert picture.shapes[0].box == pytest.approx((0.85, 0.45, 0.2, 0.1))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param('names: [a, \'b, c\', "d\\"e"]\nnc: 3', {0: "a", 1: "b, c", 2: 'd"e'}, id="in-a-line"),
        pytest.param("names:\n- a\n- b # two\n", {0: "a", 1: "b"}, id="list"),
        pytest.param("names:\n  0: a\n  2: 'it''s'\nnc: 2\n", {0: "a", 2: "it's"}, id="by-number"),
        pytest.param("names: {0: a, 1: b c}", {0: "a", 1: "b c"}, id="numbers-in-a-line"),
        pytest.param("names: ['a',\n  'b',\n  'c']\ntrain: x", {0: "a", 1: "b", 2: "c"}, id="over-lines"),
        pytest.param("names:\n  - 'x: y'\n  - \"#z\"\n", {0: "x: y", 1: "#z"}, id="signs-in-quotes"),
        pytest.param("train: x\nnc: 2\n", {}, id="none"),
        pytest.param("names: []", {}, id="empty"),
        pytest.param("names:\r\n  0: a\r\n", {0: "a"}, id="windows"),
    ],
)
def test_names_are_found_in_every_form_of_yaml(text: str, names: dict[int, str]) -> None:
    assert from_yaml(text)[0] == names


@pytest.mark.parametrize(
    "name", ["plain", "with: colon", "#hash", "it's", 'a "b"', "- dash", "漢字", "null", "1", " x "]
)
def test_names_written_to_yaml_come_back(name: str) -> None:
    assert from_yaml(to_yaml([name, "other"]))[0] == {0: name, 1: "other"}


def test_blank_lines_in_a_names_file_keep_the_numbers_of_the_others() -> None:
    assert from_lines("a\n\nc\n\n") == {0: "a", 1: "", 2: "c"}


def test_classes_without_a_names_file_keep_their_numbers_and_it_is_said() -> None:
    records = of(data__yaml="nc: 2", a__txt="3 0.5 0.5 0.1 0.1")

    assert [label.name for label in labels_of(records)] == ["3"]
    (refusal,) = refusals_of(records)
    assert refusal.kept


def test_two_classes_of_one_name_are_one_label_and_it_is_said() -> None:
    records = of(data__yaml="names: [car, car]", a__txt="0 0.5 0.5 0.1 0.1\n1 0.5 0.5 0.1 0.1")

    assert [label.name for label in labels_of(records)] == ["car"]
    assert [shape.label for shape in pictures_of(records)[0].shapes] == ["car", "car"]
    assert [refusal.kept for refusal in refusals_of(records)] == [True]


def test_labels_come_in_class_order_with_the_type_that_is_usual() -> None:
    records = of(
        data__yaml="names: [z, a, m]",
        a__txt="2 0.1 0.1 0.5 0.1 0.5 0.5",
        b__txt="0 0.1 0.1 0.5 0.1 0.5 0.5\n1 0.5 0.5 0.1 0.1",
    )

    assert [(label.name, label.type.value) for label in labels_of(records)] == [
        ("z", "polygon"),
        ("a", "polygon"),
        ("m", "polygon"),
        ("a", "rectangle"),
    ]


def test_keypoints_are_kept_where_the_data_set_has_them() -> None:
    records = of(data__yaml="names: [a]\nkpt_shape: [2, 3]", a__txt="0 0.5 0.5 0.1 0.1 0.5 0.5 2 0.6 0.6 1")

    assert pictures_of(records)[0].shapes[0].given == {"keypoints": [0.5, 0.5, 2, 0.6, 0.6, 1]}


def test_label_files_are_matched_to_pictures_in_folders_of_the_same_names(tmp_path: Path) -> None:
    for split in ("train", "val"):
        for kind, name in (("images", "a.png"), ("labels", "a.txt")):
            (tmp_path / split / kind).mkdir(parents=True, exist_ok=True)
            (tmp_path / split / kind / name).write_text("0 0.5 0.5 0.1 0.1")
    (tmp_path / "data.yaml").write_text("names: [a]")

    names = [picture.file_name for picture in pictures_of(read(tmp_path))]

    assert names == ["train/images/a.png", "val/images/a.png"]


def test_a_folder_of_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No annotations"):
        list(read(tmp_path, "YOLO"))


@pytest.mark.parametrize(
    ("shape", "line", "lost"),
    [
        pytest.param(a_box(box=(10, 20, 30, 40)), "0 0.25 0.5 0.3 0.5\n", [], id="box"),
        pytest.param(a_polygon([0, 0, 50, 0, 50, 40]), "0 0 0 0.5 0 0.5 0.5\n", [], id="polygon"),
        pytest.param(
            a_polygon([0, 0, 50, 0, 50, 40], [50, 40, 100, 40, 100, 80]),
            "0 0 0 0.5 0 0.5 0.5\n0 0.5 0.5 1 0.5 1 1\n",
            ["polygons of several rings are written as one object a ring"],
            id="rings",
        ),
        pytest.param(
            a_mask([[1] * 50] * 40, iscrowd=True),
            "0 0.25 0.25 0.5 0.5\n",
            ["crowds are written as plain objects", "masks are written as their boxes"],
            id="mask",
        ),
        pytest.param(a_class(), "", ["classifications have no place in YOLO"], id="classification"),
        pytest.param(a_box(qa=[1]), "0 0.25 0.5 0.3 0.5\n", ["further keys of shapes"], id="keys"),
    ],
)
def test_what_a_shape_becomes_and_what_is_lost(shape: Shape, line: str, lost: list[str]) -> None:
    data, losses = written("yolo", a_head([]), [a_picture(shape)])
    (again,) = pictures_of(read(io.BytesIO(data)))

    assert _unpacked(data, "a.txt") == line
    assert list(losses.counts) == lost
    assert again.annotated


def _unpacked(data: bytes, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode()


def test_a_picture_of_unknown_size_is_counted() -> None:
    _, losses = written("yolo", a_head([]), [a_picture(a_box(), width=None)])

    assert list(losses.counts.values()) == [1]


def test_the_class_order_is_that_of_the_labels() -> None:
    pictures = [a_picture(a_box("z"), a_box("a"), a_box("new"))]

    data, _ = written("yolo", a_head(pictures), pictures)

    assert from_yaml(_unpacked(data, "data.yaml"))[0] == {0: "z", 1: "a", 2: "new"}


def test_a_listed_picture_without_a_label_file_does_not_take_that_of_another_folder() -> None:
    records = of(train__txt="./train/a.jpg\n./a.jpg\n", a__txt="0 0.5 0.5 0.1 0.1")

    assert [(one.file_name, one.annotated) for one in pictures_of(records)] == [("train/a.jpg", False), ("a.jpg", True)]


def test_absolute_lists_find_the_labels_beside_the_images() -> None:
    files = {
        "train.txt": "/home/me/set/images/x/a.jpg\n/home/me/set/images/b.jpg\n",
        "labels/x/a.txt": "0 0.5 0.5 0.1 0.1",
    }

    records = of(**files)

    assert [(one.file_name, len(one.shapes)) for one in pictures_of(records)] == [
        ("/home/me/set/images/x/a.jpg", 1),
        ("/home/me/set/images/b.jpg", 0),
    ]

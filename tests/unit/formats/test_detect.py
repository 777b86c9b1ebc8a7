"""Which format a file is in, by what is in it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from picsellia.formats import (
    Format,
    FormatError,
    Head,
    Source,
    detect,
    read,
    write_files,
    write_json,
    zip_stream,
)
from unit.formats.records import coco_file, labels_of, pictures_of, reading, refusals_of

RECORD = {"external_picture_url": "a.jpg", "annotations": []}


@pytest.mark.parametrize(
    ("name", "format"),
    [
        pytest.param("COCO", Format.COCO, id="coco"),
        pytest.param("coco", Format.COCO, id="small"),
        pytest.param("Pascal-VOC", Format.VOC, id="pascal"),
        pytest.param("PASCAL_VOC", Format.VOC, id="underscore"),
        pytest.param(" voc ", Format.VOC, id="spaces"),
        pytest.param("Yolo", Format.YOLO, id="yolo"),
        pytest.param("PICSELLIA", Format.PICSELLIA, id="picsellia"),
        pytest.param("Legacy", Format.PICSELLIA, id="legacy"),
    ],
)
def test_names_of_formats_are_taken_in_any_case(name: str, format: Format) -> None:
    assert Format.parse(name) is format


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FormatError, match=r"'createml'.*COCO, PASCAL-VOC, YOLO, PICSELLIA, legacy"):
        list(read(io.BytesIO(b"{}"), "createml"))


@pytest.mark.parametrize(
    ("value", "format"),
    [
        pytest.param(coco_file(), Format.COCO, id="coco"),
        pytest.param({"annotations": [{"image_id": 1}], "images": []}, Format.COCO, id="annotations-first"),
        pytest.param({"images": [], "annotations": [RECORD]}, Format.PICSELLIA, id="picsellia"),
        pytest.param({"images": [{"external_picture_url": "a"}]}, Format.PICSELLIA, id="pictures-alone"),
        pytest.param({"images": [], "annotations": [], "categories": []}, Format.COCO, id="empty"),
    ],
)
def test_json_is_told_by_its_keys(value: dict[str, Any], format: Format) -> None:
    with Source.open(io.BytesIO(json.dumps(value).encode()), "x.json") as source:
        assert detect(source) is format


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.json", b"[1, 2]", id="list"),
        pytest.param("a.json", b'{"a": 1}', id="other-object"),
        pytest.param("a.txt", b"Dear reader,\n", id="prose"),
        pytest.param("a.xml", b"<html/>", id="html"),
        pytest.param("a.bin", b"\x00\x01\x02", id="bytes"),
        pytest.param("a.csv", b"a,b,c\n", id="csv"),
    ],
)
def test_what_is_no_annotation_file_is_a_clear_error(name: str, data: bytes) -> None:
    with pytest.raises(FormatError, match="No annotations were found"):
        reading(data, name=name)


def test_a_broken_json_file_says_where_it_is_broken() -> None:
    with pytest.raises(FormatError, match="broken at byte"):
        reading(json.dumps(coco_file()).encode()[:-5], name="a.json")


def test_a_name_without_an_extension_is_no_hindrance() -> None:
    assert len(pictures_of(reading(json.dumps(coco_file()).encode(), name="annotations"))) == 1


def test_the_splits_of_a_data_set_are_read_together(tmp_path: Path) -> None:
    for split in ("train", "valid"):
        (tmp_path / split).mkdir()
        (tmp_path / split / "a.jpg").write_bytes(b"")
        (tmp_path / split / "_annotations.coco.json").write_text(json.dumps(coco_file()))
    (tmp_path / "settings.json").write_text("{}")

    records = list(read(tmp_path))

    assert [picture.file_name for picture in pictures_of(records)] == ["train/a.jpg", "valid/a.jpg"]
    assert {label.name for label in labels_of(records)} == {"car"}
    assert [refusal.where for refusal in refusals_of(records)] == ["settings.json"]


def test_json_without_orjson_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from picsellia.formats import _json

    with_it = reading(coco_file())
    written = b"".join(write_json("coco", Head(), pictures_of(with_it)))
    monkeypatch.setattr(_json, "_orjson", None)

    assert reading(coco_file()) == with_it
    assert b"".join(write_json("coco", Head(), pictures_of(with_it))) == written


def test_a_format_of_many_files_is_not_one_file_and_the_other_way_round() -> None:
    with pytest.raises(FormatError, match="many files"):
        write_json("voc", Head(), [])
    with pytest.raises(FormatError, match="one file"):
        write_files("coco", Head(), [])


def test_names_without_a_single_picture_are_an_error_not_an_empty_import() -> None:
    data = b"".join(zip_stream(write_files("yolo", Head(), [])))

    with pytest.raises(FormatError, match="No annotations"):
        reading(data, "yolo")

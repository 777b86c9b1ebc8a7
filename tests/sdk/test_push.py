"""push_dataset and import_annotations: formats in, reports, repeating."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from picsellia.client import Client
from picsellia.datalake import Datalake
from picsellia.pxl_exceptions import InvalidQueryError, ResourceNotFoundError
from sdk.conftest import Photos


@pytest.fixture
def lake(client: Client) -> Datalake:
    return client.datalake


@pytest.fixture
def coco(tmp_path: Path, photos: Photos) -> Path:
    """Two pictures named a.jpg and one without shapes; ids from 0, rings, RLE, a crowd, and what is wrong."""
    photos("train/a.jpg", "val/a.jpg", "b.jpg")
    document = {
        "images": [
            {"id": 0, "file_name": "train/a.jpg", "width": 64, "height": 48},
            {"id": 1, "file_name": "val/a.jpg", "width": 64, "height": 48},
            {"id": 2, "file_name": "b.jpg", "width": 64, "height": 48},
            {"id": 3, "file_name": "gone.jpg", "width": 64, "height": 48},
            {"id": 4, "file_name": "a.jpg", "width": 64, "height": 48},
        ],
        "categories": [{"id": 0, "name": "car"}, {"id": 17, "name": "bus"}],
        "annotations": [
            {"id": 1, "image_id": 0, "category_id": 17, "bbox": [1, 2, 10, 20], "area": 200, "iscrowd": 0},
            {
                "id": 2,
                "image_id": 1,
                "category_id": 0,
                "segmentation": [[1, 1, 9, 1, 9, 9], [20, 20, 30, 20, 30, 30]],
                "bbox": [1, 1, 29, 29],
                "area": 82,
                "iscrowd": 0,
            },
            {"id": 3, "image_id": 0, "category_id": 99, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0},
            {"id": 4, "image_id": 3, "category_id": 0, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0},
        ],
    }
    (tmp_path / "coco.json").write_text(json.dumps(document))
    return tmp_path / "coco.json"


@pytest.mark.parametrize("format", ["COCO", "coco", None])
def test_a_push_uploads_makes_annotates_and_reports(
    lake: Datalake, coco: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str | None
) -> None:
    report = lake.push_dataset("trees", ["aerial"], str(tmp_path / "photos"), str(coco), format)

    assert (report.matched, report.missing, report.ambiguous) == (3, 1, 1)
    assert (report.shapes_kept, report.annotated) == (2, 2)
    assert report.shapes_refused == 2
    assert sorted(report.labels) == ["bus", "car"]
    assert report.missing_names == ["gone.jpg"]
    assert not report.ok
    said = capsys.readouterr().out
    assert re.search(r"3 matched, 1 missing, 1 ambiguous", said)
    assert "gone.jpg" in said
    assert "99" in said
    assert lake.dataset.current is not None
    assert (lake.dataset.current["dataset_name"], lake.dataset.current["size"]) == ("trees", 3)
    assert lake.picture.count(["aerial"]) == 3
    assert json.dumps(report.to_dict())


def test_source_ids_rings_and_names_come_back(lake: Datalake, coco: Path, tmp_path: Path) -> None:
    lake.push_dataset("trees", [], tmp_path / "photos", coco)

    lake.dataset.download("trees", tmp_path / "out", annotations="coco")

    again = json.loads((tmp_path / "out" / "annotations_coco.json").read_text())
    assert {(one["id"], one["name"]) for one in again["categories"]} == {(0, "car"), (17, "bus")}
    rings = [one["segmentation"] for one in again["annotations"] if one["category_id"] == 0]
    assert rings == [[[1, 1, 9, 1, 9, 9], [20, 20, 30, 20, 30, 30]]]
    assert all((tmp_path / "out" / one["file_name"]).is_file() for one in again["images"])


def test_repeating_a_push_changes_nothing_and_completes_what_was_missing(
    lake: Datalake, coco: Path, tmp_path: Path, photos: Photos
) -> None:
    lake.push_dataset("trees", ["t"], tmp_path / "photos", coco)
    lake.dataset.delete_annotations([lake.picture.fetch(1, [], q="name=train/a.jpg")[0]])
    photos("gone.jpg")

    report = lake.push_dataset("trees", ["t"], tmp_path / "photos", coco)

    assert report.upload is not None
    assert (len(report.upload.uploaded), len(report.upload.already_there)) == (1, 3)
    assert (report.matched, report.kept, report.annotated) == (4, 1, 2)
    assert lake.dataset.fetch("trees")["size"] == 4
    assert len(lake.dataset.versions("trees")) == 1


def test_replace_writes_over_what_is_there(lake: Datalake, coco: Path, tmp_path: Path) -> None:
    lake.push_dataset("trees", [], tmp_path / "photos", coco)
    lake.dataset.add_annotation(lake.picture.fetch(1, [], q="name=val/a.jpg"), [])

    kept = lake.push_dataset("trees", [], tmp_path / "photos", coco)
    replaced = lake.push_dataset("trees", [], tmp_path / "photos", coco, replace=True)

    assert (kept.annotated, kept.kept) == (0, 2)
    assert (replaced.annotated, replaced.unchanged, replaced.kept) == (1, 1, 0)


def test_without_annotations_it_is_a_dataset_without_any(lake: Datalake, photos: Photos) -> None:
    report = lake.push_dataset("plain", ["t"], photos("a.jpg", "b.jpg"))

    assert report.dataset == "plain/first"
    assert report.ok
    assert lake.dataset.fetch("plain")["size"] == 2


def test_a_new_dataset_has_the_pictures_of_this_push_not_all_with_its_tags(lake: Datalake, photos: Photos) -> None:
    lake.picture.upload(photos("old.jpg", folder="old"), tags=["t"])

    lake.push_dataset("new", ["t"], photos("a.jpg"))

    assert [found["external_url"] for found in lake.dataset.pictures("new")] == ["a.jpg"]


def test_only_annotations_finds_the_pictures_in_the_lake(lake: Datalake, coco: Path, tmp_path: Path) -> None:
    lake.picture.upload(tmp_path / "photos")
    before = lake.picture.count()

    report = lake.push_dataset("trees", [], annotations_path=coco, format="COCO", only_annotations=True)

    assert (report.matched, report.missing, report.ambiguous, report.upload) == (3, 1, 1, None)
    assert lake.dataset.fetch("trees")["size"] == 3
    assert lake.picture.count() == before


def test_only_annotations_adds_to_an_existing_dataset_what_it_lacks(lake: Datalake, coco: Path, tmp_path: Path) -> None:
    lake.picture.upload(tmp_path / "photos")
    lake.dataset.create("trees", pictures=lake.picture.fetch(1, [], q="name=b.jpg"))

    report = lake.push_dataset("trees", annotations_path=coco, only_annotations=True)

    assert report.matched == 3
    assert lake.dataset.fetch("trees")["size"] == 3


def test_only_annotations_without_any_picture_is_a_clear_error(lake: Datalake, coco: Path) -> None:
    with pytest.raises(ResourceNotFoundError, match="in the lake"):
        lake.push_dataset("trees", annotations_path=coco, only_annotations=True)

    assert lake.dataset.versions() == []


@pytest.mark.parametrize("format", ["voc", "yolo", "picsellia", "coco"])
def test_what_a_download_wrote_can_be_pushed(lake: Datalake, coco: Path, tmp_path: Path, format: str) -> None:
    lake.push_dataset("trees", [], tmp_path / "photos", coco)
    lake.dataset.download("trees", tmp_path / "out", annotations=format)
    file = tmp_path / "out"
    if format in ("picsellia", "coco"):
        file = file / f"annotations_{format}.json"

    report = lake.push_dataset("again", [], tmp_path / "out", file, format="PASCAL-VOC" if format == "voc" else format)

    assert (report.missing, report.ambiguous, report.shapes_refused) == (0, 0, 0)
    assert report.shapes_kept >= 2
    assert lake.dataset.statistics("again")["objects"] == report.shapes_kept


def test_a_legacy_file_brings_its_pictures_by_their_addresses(lake: Datalake, coco: Path, tmp_path: Path) -> None:
    lake.push_dataset("trees", [], tmp_path / "photos", coco)
    lake.dataset.download("trees", tmp_path / "out", annotations="picsellia")
    lake.picture.delete(lake.picture.fetch())

    report = lake.push_dataset(
        "moved", ["legacy"], annotations_path=tmp_path / "out" / "annotations_picsellia.json", format="legacy"
    )

    assert report.upload is not None
    assert len(report.upload.uploaded) == 3
    assert (report.missing, report.shapes_kept) == (0, 2)
    assert lake.picture.count(["legacy"]) == 3


def test_one_bad_picture_stops_nothing_and_is_told(lake: Datalake, coco: Path, tmp_path: Path) -> None:
    (tmp_path / "photos" / "bad.jpg").write_bytes(b"nothing")

    report = lake.push_dataset("trees", [], tmp_path / "photos", coco)

    assert report.upload is not None
    assert [Path(refused.path).name for refused in report.upload.refused] == ["bad.jpg"]
    assert report.shapes_kept == 2


def _said(path: str, format: str) -> dict[str, Any]:
    return {"name": "a", "imgdir": "photos", "annotations_path": path, "format": format}


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"name": "a/b", "imgdir": "photos"}, id="slash"),
        pytest.param({"name": "a", "imgdir": "nowhere"}, id="no-folder"),
        pytest.param({"name": "a", "imgdir": "photos", "annotations_path": "nowhere.json"}, id="no-file"),
        pytest.param({"name": "a", "imgdir": "photos", "annotations_path": "text.json"}, id="no-format"),
        pytest.param({"name": "a", "imgdir": "photos", "format": "XYZ"}, id="unknown-format"),
        pytest.param({"name": "a", "annotations_path": "coco.json"}, id="no-pictures"),
        pytest.param({"name": "a", "imgdir": "photos", "tags": [5]}, id="tags"),
        pytest.param({"name": "a", "imgdir": "photos", "tags": ["x" * 121]}, id="long-tag"),
        pytest.param({"name": "a", "imgdir": "photos", "tags": ["a\nb"]}, id="tag-of-two-lines"),
        pytest.param({"name": "x" * 121, "imgdir": "photos"}, id="long-name"),
        pytest.param({"name": "a\0b", "imgdir": "photos"}, id="control-character"),
        pytest.param({"name": "a?b", "imgdir": "photos"}, id="question-mark"),
        pytest.param({"name": "latest", "imgdir": "photos"}, id="reserved"),
        pytest.param({"name": 5, "imgdir": "photos"}, id="number"),
        pytest.param({"name": "a", "imgdir": 5}, id="folder-is-a-number"),
        pytest.param({"name": "a", "imgdir": "photos", "annotations_path": ["coco.json"]}, id="file-is-a-list"),
        pytest.param(_said("text.json", "COCO"), id="no-json"),
        pytest.param(_said("empty.json", "PICSELLIA"), id="empty"),
        pytest.param(_said("list.json", "COCO"), id="a-list"),
        pytest.param(_said("broken.json", "COCO"), id="breaks-off"),
        pytest.param(_said("coco.json", "PASCAL-VOC"), id="coco-called-voc"),
        pytest.param(_said("coco.json", "YOLO"), id="coco-called-yolo"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_sent(
    lake: Datalake, coco: Path, tmp_path: Path, options: dict[str, Any]
) -> None:
    (tmp_path / "text.json").write_text("no annotations")
    (tmp_path / "empty.json").write_text("")
    (tmp_path / "list.json").write_text("[1]")
    (tmp_path / "broken.json").write_text(coco.read_text()[:-40])

    with pytest.raises(InvalidQueryError):
        lake.push_dataset(**options)

    assert lake.picture.count() == 0


def test_annotations_that_break_off_are_told_and_nothing_is_half_written(
    lake: Datalake, coco: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(coco.read_text()[:-40])
    lake.push_dataset("trees", [], tmp_path / "photos")

    with pytest.raises(InvalidQueryError, match=r"broken\.json"):
        lake.dataset.import_annotations(broken, "COCO")

    assert lake.dataset.statistics("trees")["annotated"] == 0

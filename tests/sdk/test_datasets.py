"""Dataset: every method, with the return shapes of the reference."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from picsellia.client import Client
from picsellia.datasets import Dataset
from picsellia.pxl_exceptions import ForbiddenError, InvalidQueryError, ResourceNotFoundError
from sdk.conftest import Photos
from services.server import LiveServer

KEYS = ["dataset_id", "dataset_name", "version", "size", "description", "private"]
BOX = {"type": "rectangle", "label": "car", "rectangle": {"top": 2, "left": 1, "width": 10, "height": 20}}
RING = {
    "type": "polygon",
    "label": "bus",
    "polygon": {"geometry": [{"x": 1, "y": 1}, {"x": 9, "y": 1}, {"x": 9, "y": 9}]},
}


def check_dataset(found: dict[str, Any]) -> None:
    assert list(found) == KEYS
    assert uuid.UUID(found["dataset_id"]).version == 4
    assert isinstance(found["size"], int)
    assert isinstance(found["private"], bool)


@pytest.fixture
def pictures(client: Client, photos: Photos) -> list[dict[str, Any]]:
    """Six pictures of the lake: 0.jpg … 5.jpg."""
    folder = photos(*(f"{number}.jpg" for number in range(6)))
    client.datalake.picture.upload(folder)
    return client.datalake.picture.fetch()


@pytest.fixture
def ships(dataset: Dataset, pictures: list[dict[str, Any]]) -> Dataset:
    """`ships/first` of the first three pictures, chosen."""
    dataset.create("ships", "seen from above", True, pictures[:3])
    return dataset


def test_create_makes_the_version_first_and_gives_its_id(dataset: Dataset, pictures: list[dict[str, Any]]) -> None:
    made = dataset.create(name="ships", description="seen", private=True, pictures=pictures[:3])

    assert uuid.UUID(made).version == 4
    found = dataset.fetch("ships")
    check_dataset(found)
    assert found == {
        "dataset_id": made,
        "dataset_name": "ships",
        "version": "first",
        "size": 3,
        "description": "seen",
        "private": True,
    }


def test_list_prints_the_text_of_the_reference_and_gives_the_objects(
    ships: Dataset, pictures: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    ships.new_version("ships", "second", pictures=pictures[3:])
    capsys.readouterr()

    found = ships.list()

    assert capsys.readouterr().out == (
        "-------------\nDataset Name: ships\nDataset Version: first\nNb Assets: 3\n-------------\n"
        "-------------\nDataset Name: ships\nDataset Version: second\nNb Assets: 6\n-------------\n"
    )
    for one in found:
        check_dataset(one)
    assert [(one["version"], one["size"]) for one in found] == [("first", 3), ("second", 6)]


def test_fetch_knows_latest_versions_and_full_names(ships: Dataset) -> None:
    ships.new_version(version="second")

    assert ships.fetch("ships")["version"] == "second"
    assert ships.fetch("ships", "latest")["version"] == "second"
    assert ships.fetch("ships", None)["version"] == "second"
    assert ships.fetch("ships", "first")["version"] == "first"
    assert ships.fetch("ships/first")["version"] == "first"
    assert ships.fetch()["version"] == "first"


@pytest.mark.parametrize(("name", "version"), [("nothing", "latest"), ("ships", "nothing"), ("..", "x y")])
def test_what_is_not_there_is_not_found(ships: Dataset, name: str, version: str) -> None:
    with pytest.raises((ResourceNotFoundError, InvalidQueryError)):
        ships.fetch(name, version)


@pytest.mark.parametrize("pictures", [None, [], ["x"], 5])
def test_a_dataset_without_pictures_is_a_clear_error(dataset: Dataset, pictures: Any) -> None:
    with pytest.raises(InvalidQueryError, match="picture"):
        dataset.create("empty", pictures=pictures)


@pytest.mark.parametrize("name", ["a/b", "..", "", None, "x" * 121, "a\x00b", "new_version", "q?"])
def test_a_name_that_can_be_none_is_refused(dataset: Dataset, pictures: list[dict[str, Any]], name: Any) -> None:
    with pytest.raises(InvalidQueryError):
        dataset.create(name, pictures=pictures)


def test_a_taken_name_is_refused(ships: Dataset, pictures: list[dict[str, Any]]) -> None:
    with pytest.raises(InvalidQueryError, match="ships"):
        ships.create("ships", pictures=pictures)


def test_without_a_choice_the_methods_say_what_is_missing(dataset: Dataset, pictures: list[dict[str, Any]]) -> None:
    for call in (
        lambda: dataset.fetch(),
        lambda: dataset.new_version(version="x"),
        lambda: dataset.create_labels("a", "rectangle"),
        lambda: dataset.add_data(pictures=pictures),
        lambda: dataset.delete(),
        lambda: dataset.download(),
    ):
        with pytest.raises(InvalidQueryError, match="No dataset is chosen"):
            call()


# Versions


def test_a_new_version_has_what_its_origin_has_and_more(ships: Dataset, pictures: list[dict[str, Any]]) -> None:
    ships.create_labels("car", "rectangle").add_annotation(pictures[0], [BOX])

    assert ships.new_version("ships", "second", "latest", pictures[3:5]) is ships

    assert ships.fetch("ships", "second")["size"] == 5
    assert [label["name"] for label in ships.labels()] == ["car"]
    assert [found["picture_id"] for found in ships.annotations()] == [pictures[0]["picture_id"]]
    assert ships.fetch("ships", "first")["size"] == 3


def test_the_third_position_may_be_a_version_or_pictures(ships: Dataset, pictures: list[dict[str, Any]]) -> None:
    ships.new_version("ships", "second", pictures[3:])
    ships.new_version("ships", "third", "first")

    assert [(one["version"], one["size"]) for one in ships.versions("ships")] == [
        ("first", 3),
        ("second", 6),
        ("third", 3),
    ]


def test_a_taken_or_missing_version_name_is_refused(ships: Dataset) -> None:
    with pytest.raises(InvalidQueryError, match="first"):
        ships.new_version("ships", "first")
    with pytest.raises(InvalidQueryError, match="needs a name"):
        ships.new_version("ships")
    with pytest.raises(InvalidQueryError):
        ships.new_version("ships", "latest")


def test_add_data_adds_what_is_missing(ships: Dataset, pictures: list[dict[str, Any]]) -> None:
    assert ships.add_data(name="ships", version="first", pictures=pictures[2:4]) is ships
    assert ships.add_data(pictures=[pictures[4]["picture_id"]]) is ships
    assert ships.add_data("ships", pictures=pictures) is ships

    assert ships.fetch("ships")["size"] == 6
    assert [found["external_url"] for found in ships.pictures()] == [f"{number}.jpg" for number in range(6)]


def test_remove_data_takes_pictures_out_and_leaves_them_in_the_lake(
    ships: Dataset, pictures: list[dict[str, Any]], client: Client
) -> None:
    ships.remove_data(pictures[:2])

    assert ships.current is not None
    assert ships.current["size"] == 1
    assert client.datalake.picture.count() == 6


def test_update_changes_what_is_given(ships: Dataset) -> None:
    found = ships.update(name="boats", description="new")

    check_dataset(found)
    assert (found["dataset_name"], found["description"], found["version"]) == ("boats", "new", "first")
    with pytest.raises(InvalidQueryError):
        ships.update()


def test_delete_takes_one_version_and_restore_brings_it_back(ships: Dataset) -> None:
    ships.new_version("ships", "second")

    assert ships.delete("ships", "first") is None  # type: ignore[func-returns-value]

    assert [one["version"] for one in ships.versions()] == ["second"]
    (trashed,) = ships.trash()
    assert set(KEYS) < set(trashed)
    assert ships.restore(trashed)["version"] == "first"
    ships.delete("ships")
    assert [one["version"] for one in ships.versions()] == ["first"]
    ships.delete()
    assert ships.versions() == []
    assert ships.current is None


# Labels and annotations


def test_labels_are_set_up_once_and_aliases_mean_the_shape(ships: Dataset) -> None:
    assert ships.create_labels(name="car", ann_type="rectangle") is ships
    ships.create_labels("car", "detection")
    ships.create_labels("lake", "segmentation")
    ships.create_labels("day", "classification")

    assert [(label["name"], label["type"]) for label in ships.labels()] == [
        ("car", "rectangle"),
        ("lake", "polygon"),
        ("day", "classification"),
    ]


@pytest.mark.parametrize(("name", "kind"), [("", "rectangle"), (None, "rectangle"), ("a", None), ("a", "circle")])
def test_a_label_that_makes_no_sense_is_refused(ships: Dataset, name: Any, kind: Any) -> None:
    with pytest.raises(InvalidQueryError):
        ships.create_labels(name, kind)


def test_shapes_of_both_forms_are_kept(ships: Dataset, pictures: list[dict[str, Any]]) -> None:
    ships.add_annotation(pictures[0], [BOX, RING, {"type": "classification", "label": "day"}], duration=12)
    ships.add_annotations({pictures[1]["picture_id"]: [{"type": "rectangle", "label": "car", "box": [0, 0, 4, 4]}]})

    first, second = ships.annotations()
    assert [(s["type"], s["label"], s["box"]) for s in first["shapes"]] == [
        ("rectangle", "car", [1, 2, 10, 20]),
        ("polygon", "bus", [1, 1, 8, 8]),
        ("classification", "day", None),
    ]
    assert (first["status"], first["duration"], first["external_url"]) == ("pending", 12, "0.jpg")
    assert first["shapes"][1]["rings"] == [[1, 1, 9, 1, 9, 9]]
    assert second["objects"] == 1


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param({"type": "rectangle", "label": "car"}, id="no-rectangle"),
        pytest.param({"type": "rectangle", "label": "car", "box": [1, 1, -5, 5]}, id="negative"),
        pytest.param({"type": "polygon", "label": "a", "rings": [[1, 1, 2, 2]]}, id="two-points"),
        pytest.param({"type": "circle", "label": "a"}, id="unknown-type"),
        pytest.param({"type": "rectangle", "box": [1, 1, 2, 2]}, id="no-label"),
        pytest.param("car", id="text"),
        pytest.param({"type": "rectangle", "label": "a", "box": [900, 900, 5, 5]}, id="outside"),
    ],
)
def test_a_shape_that_cannot_be_is_refused_and_nothing_changed(
    ships: Dataset, pictures: list[dict[str, Any]], shape: Any
) -> None:
    with pytest.raises(InvalidQueryError):
        ships.add_annotation(pictures[0], [BOX, shape])

    assert list(ships.annotations()) == []


def test_a_picture_that_is_not_in_the_version_is_not_found(ships: Dataset, pictures: list[dict[str, Any]]) -> None:
    with pytest.raises(ResourceNotFoundError):
        ships.add_annotation(pictures[5], [BOX])


def test_a_review_gives_a_status_and_deleting_leaves_the_pictures(
    ships: Dataset, pictures: list[dict[str, Any]]
) -> None:
    ships.add_annotations({one["picture_id"]: [BOX] for one in pictures[:3]})

    assert ships.review(pictures[:1], "accepted") is ships
    ships.review([pictures[1]["picture_id"]], "refused")

    assert [found["status"] for found in ships.annotations()] == ["accepted", "refused", "pending"]
    assert [found["picture_id"] for found in ships.annotations(status="accepted")] == [pictures[0]["picture_id"]]
    assert ships.statistics()["statuses"]["accepted"] == 1
    ships.delete_annotations(pictures[:1])
    assert ships.statistics()["annotated"] == 2
    ships.delete_annotations("all")
    assert ships.statistics()["annotated"] == 0
    assert ships.fetch()["size"] == 3
    with pytest.raises(InvalidQueryError):
        ships.review(pictures, "fine")
    with pytest.raises(InvalidQueryError):
        ships.review()


# Download


def test_download_gives_the_very_bytes_under_their_names(ships: Dataset, tmp_path: Path) -> None:
    report = ships.download("ships/first", tmp_path / "out")

    for number in range(3):
        name = f"{number}.jpg"
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "photos" / name).read_bytes()
    assert (report.downloaded, report.already_there, report.refused) == (3, 0, [])


def test_the_folder_is_the_name_and_version_unless_given(
    ships: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ships.download("ships/first")

    assert sorted(path.name for path in (tmp_path / "ships" / "first").glob("*.jpg")) == ["0.jpg", "1.jpg", "2.jpg"]
    assert capsys.readouterr().out.endswith("Images downloaded\n")


def test_what_is_there_and_identical_is_not_fetched_again(ships: Dataset, tmp_path: Path) -> None:
    ships.download("ships", "out")
    (tmp_path / "out" / "0.jpg").write_bytes(b"changed")
    (tmp_path / "out" / "1.jpg").unlink()

    report = ships.download("ships", "out")

    assert (report.downloaded, report.already_there) == (2, 1)
    assert (tmp_path / "out" / "0.jpg").read_bytes() == (tmp_path / "photos" / "0.jpg").read_bytes()


def test_two_pictures_with_one_name_get_two_and_the_manifest_says_which(
    client: Client, photos: Photos, tmp_path: Path
) -> None:
    folder = photos("train/a.jpg", "val/a.jpg")
    client.datalake.picture.upload(folder)
    client.datalake.dataset.create("twins", pictures=client.datalake.picture.fetch())

    client.datalake.dataset.download("twins", tmp_path / "out")

    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert len(list((tmp_path / "out").glob("*.jpg"))) == 2
    for one in manifest["pictures"]:
        assert (tmp_path / "out" / one["file_name"]).read_bytes() == (folder / one["external_url"]).read_bytes()


@pytest.mark.parametrize(
    ("format", "file"),
    [
        ("coco", "annotations_coco.json"),
        ("PICSELLIA", "annotations_picsellia.json"),
        ("voc", "0.xml"),
        ("yolo", "0.txt"),
    ],
)
def test_annotations_are_written_beside_the_pictures(
    ships: Dataset, pictures: list[dict[str, Any]], tmp_path: Path, format: str, file: str
) -> None:
    ships.add_annotation(pictures[0], [BOX])

    report = ships.download("ships", tmp_path / "out", annotations=format)

    assert (tmp_path / "out" / file).stat().st_size > 0
    assert report.annotations is not None


def test_bad_arguments_of_download_are_refused(ships: Dataset) -> None:
    for options in ({"annotations": "xyz"}, {"annotations": "coco", "only": "fine"}):
        with pytest.raises(InvalidQueryError):
            ships.download("ships", "out", **options)
    for name in ("a/b/c", "/first", "ships/"):
        with pytest.raises(InvalidQueryError):
            ships.download(name, "out")
    with pytest.raises(ResourceNotFoundError):
        ships.download("ships/nothing", "out")


# Others


def test_a_private_dataset_is_invisible_elsewhere_and_a_shared_one_cannot_be_changed(
    ships: Dataset, client: Client, live_server: LiveServer, organization: str
) -> None:
    elsewhere = Client(live_server.token, live_server.username, live_server.url).datalake.dataset

    with pytest.raises(ResourceNotFoundError):
        elsewhere.fetch("ships", owner=organization)
    ships.update(private=False)

    assert elsewhere.fetch("ships", owner=organization)["size"] == 3
    assert elsewhere.download().downloaded == 3
    with pytest.raises(ForbiddenError):
        elsewhere.create_labels("x", "rectangle")


def test_a_dataset_shows_itself_in_a_notebook(ships: Dataset, pictures: list[dict[str, Any]]) -> None:
    ships.add_annotation(pictures[0], [{**BOX, "label": "<b>evil</b>"}])

    assert "ships/first: 3 pictures" in repr(ships)
    card = ships._repr_html_()
    assert "ships/first" in card
    assert "<b>evil" not in card
    assert "ships" in type(ships)(session=ships.session)._repr_html_()

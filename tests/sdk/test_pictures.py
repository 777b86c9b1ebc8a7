"""Picture: every method, with the return shapes of the reference."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from picsellia.client import Client
from picsellia.datasets import Dataset
from picsellia.pictures import Picture
from picsellia.pxl_exceptions import InvalidQueryError, ResourceNotFoundError
from sdk.conftest import Photos

KEYS = ["picture_id", "internal_key", "external_url", "creation_date", "height", "width", "tag"]


def check_picture(found: dict[str, Any]) -> None:
    assert list(found) == KEYS
    assert uuid.UUID(found["picture_id"]).version == 4
    assert str(uuid.UUID(found["picture_id"])) == found["picture_id"]
    assert isinstance(found["internal_key"], str)
    assert isinstance(found["external_url"], str)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["creation_date"])
    assert isinstance(found["height"], int)
    assert isinstance(found["width"], int)
    assert all(isinstance(tag, str) for tag in found["tag"])


def names(pictures: list[dict[str, Any]]) -> list[str]:
    return [found["external_url"] for found in pictures]


def test_list_gives_every_picture_as_the_reference_shows_it(picture: Picture, photos: Photos) -> None:
    picture.upload(photos("GE_121.jpg", width=322, height=310) / "GE_121.jpg", tags=["b", "a"])

    found = picture.list()

    assert list(found) == ["pictures"]
    (one,) = found["pictures"]
    check_picture(one)
    assert (one["external_url"], one["height"], one["width"]) == ("GE_121.jpg", 310, 322)
    assert sorted(one["tag"]) == ["a", "b"]
    assert one["creation_date"] == datetime.now(UTC).date().isoformat()


def test_an_empty_lake_lists_nothing(picture: Picture) -> None:
    assert picture.list() == {"pictures": []}


def test_upload_takes_paths_lists_folders_and_patterns(picture: Picture, photos: Photos) -> None:
    folder = photos("train/a.jpg", "train/b.png", "val/a.jpg", "c.jpg")

    picture.upload(str(folder / "c.jpg"))
    picture.upload([folder / "train" / "a.jpg", str(folder / "val/*.jpg")])
    picture.upload(folder)

    expected = ["a.jpg", "a.jpg", "c.jpg", "train/a.jpg", "train/b.png", "val/a.jpg"]
    assert sorted(names(picture.list()["pictures"])) == expected


def test_upload_reports_what_became_of_each_file(
    picture: Picture, photos: Photos, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = photos("a.jpg", "b.jpg")
    picture.upload(folder / "a.jpg")
    (folder / "broken.jpg").write_bytes(b"GIF89a nothing")

    report = picture.upload([folder / "a.jpg", folder / "b.jpg", folder / "broken.jpg", folder / "gone.jpg"], ["t"])

    assert (len(report.uploaded), len(report.already_there)) == (1, 1)
    assert [Path(refused.path).name for refused in report.refused] == ["broken.jpg", "gone.jpg"]
    assert all(refused.reason for refused in report.refused)
    assert "1 picture uploaded, 1 already there, 2 refused" in capsys.readouterr().out
    assert "broken.jpg" in repr(report)
    assert "broken.jpg" in report._repr_html_()
    assert {found["external_url"]: found["tag"] for found in picture.list()["pictures"]} == {
        "a.jpg": ["t"],
        "b.jpg": ["t"],
    }


def test_upload_of_one_bad_path_raises(picture: Picture, tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"nothing")

    with pytest.raises(InvalidQueryError, match=r"bad\.jpg"):
        picture.upload(tmp_path / "bad.jpg")
    with pytest.raises(InvalidQueryError, match="no such file"):
        picture.upload("gone.jpg")


def test_upload_of_a_list_raises_when_nothing_was_kept_or_strict(
    picture: Picture, photos: Photos, tmp_path: Path
) -> None:
    good = photos("a.jpg") / "a.jpg"

    with pytest.raises(InvalidQueryError, match=r"gone\.jpg"):
        picture.upload([tmp_path / "gone.jpg"])
    with pytest.raises(InvalidQueryError, match="1 of 2 files"):
        picture.upload([good, tmp_path / "gone.jpg"], strict=True)


@pytest.mark.parametrize(
    ("path", "options"),
    [
        (None, {}),
        ([], {}),
        (5, {}),
        ("a.jpg", {"tags": [1]}),
        ("a.jpg", {"tags": [""]}),
        ("a.jpg", {"source": ""}),
        ("*.nothing", {}),
    ],
)
def test_bad_arguments_of_upload_are_refused(picture: Picture, path: Any, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidQueryError):
        picture.upload(path, **options)


def test_a_large_file_goes_in_parts_and_comes_back_whole(client: Client, photos: Photos, tmp_path: Path) -> None:
    path = photos("big.jpg") / "big.jpg"
    with path.open("ab") as file:
        for _ in range(70):
            file.write(uuid.uuid4().bytes * 65_536)
    client.datalake.picture.upload(path)

    client.datalake.dataset.create("big", pictures=client.datalake.picture.fetch())
    client.datalake.dataset.download("big/first", tmp_path / "out")

    assert (tmp_path / "out" / "big.jpg").read_bytes() == path.read_bytes()


# fetch


@pytest.fixture
def lake(picture: Picture, photos: Photos) -> Picture:
    """Ten pictures 0.jpg … 9.jpg; the even ones carry `even`, all carry `all`."""
    folder = photos(*(f"{number}.jpg" for number in range(10)))
    picture.upload([folder / f"{number}.jpg" for number in range(10)], tags=["all"])
    picture.upload([folder / f"{number}.jpg" for number in range(0, 10, 2)], tags=["even"])
    return picture


def test_fetch_gives_pictures_that_carry_all_of_the_tags(lake: Picture) -> None:
    found = lake.fetch(quantity=1, tags=["even", "all"])

    for one in found:
        check_picture(one)
    assert names(found) == ["0.jpg", "2.jpg", "4.jpg", "6.jpg", "8.jpg"]


def test_fetch_without_tags_is_the_whole_lake(lake: Picture) -> None:
    assert names(lake.fetch()) == [f"{number}.jpg" for number in range(10)]
    assert lake.fetch(1, []) == lake.fetch(1)


@pytest.mark.parametrize(("quantity", "count"), [(0.5, 5), (0.24, 2), (0.25, 2), (0.04, 0), (1, 10), (7, 10), (0, 0)])
def test_quantity_is_a_fraction_in_the_order_of_creation(lake: Picture, quantity: float, count: int) -> None:
    assert names(lake.fetch(quantity, ["all"])) == [f"{number}.jpg" for number in range(count)]


def test_a_seed_chooses_at_random_and_the_same_again(lake: Picture) -> None:
    samples = {tuple(names(lake.fetch(0.5, ["all"], seed=seed))) for seed in range(6)}

    assert lake.fetch(0.5, ["all"], seed=3) == lake.fetch(0.5, ["all"], seed=3)
    assert all(len(sample) == 5 for sample in samples)
    assert len(samples) > 1


def test_a_fetch_without_a_hit_says_so_and_is_empty(lake: Picture, capsys: pytest.CaptureFixture[str]) -> None:
    assert lake.fetch(1, ["nothing", "all"]) == []
    assert "No assets found for tags ['nothing', 'all']" in capsys.readouterr().out


@pytest.mark.parametrize("quantity", [-1, float("nan"), "1", None, []])
def test_a_quantity_that_is_none_is_refused(lake: Picture, quantity: Any) -> None:
    with pytest.raises(InvalidQueryError):
        lake.fetch(quantity, ["all"])


def test_status_prints_how_many_were_fetched_and_list_selects_nothing(
    lake: Picture, capsys: pytest.CaptureFixture[str]
) -> None:
    lake.list()
    lake.status()
    lake.fetch(1, ["even"])
    lake.status()

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "selected" in line] == [
        "Number of Assets selected : 0",
        "Number of Assets selected : 5",
    ]


def test_counts_ids_and_tags_of_the_lake(lake: Picture) -> None:
    even = [found["picture_id"] for found in lake.fetch(1, ["even"])]

    assert lake.count() == 10
    assert lake.count(["even"]) == 5
    assert lake.ids(["even"]) == even
    assert lake.tags() == {"all": 10, "even": 5}


# tags


def test_tags_are_added_to_and_removed_from_the_latest_fetched(lake: Picture) -> None:
    lake.fetch(1, ["even"])

    assert lake.add_tags(tags=["new"]) is lake
    assert lake.add_tags([], ["other"]) is lake
    assert lake.remove_tags(tags=["even", "never"]) is lake

    assert lake.tags() == {"all": 10, "new": 5, "other": 5}
    assert sorted(lake.selected[0]["tag"]) == ["all", "new", "other"]


def test_tags_go_to_the_pictures_that_are_given(lake: Picture) -> None:
    found = lake.fetch()

    lake.add_tags([found[0], found[1]["picture_id"]], ["mine"])
    lake.remove_tags(pictures=[found[0]], tags="mine")

    assert lake.ids(["mine"]) == [found[1]["picture_id"]]


def test_with_nothing_selected_a_hint_is_printed_and_nothing_done(
    picture: Picture, capsys: pytest.CaptureFixture[str]
) -> None:
    picture.add_tags(tags=["x"])
    picture.remove_tags(tags=["x"])
    picture.delete()

    assert capsys.readouterr().out.count("call fetch() first") == 3


@pytest.mark.parametrize("pictures", ["no-id", [5], [{"picture_id": "x"}], 5])
def test_what_is_no_picture_is_refused(lake: Picture, pictures: Any) -> None:
    with pytest.raises(InvalidQueryError):
        lake.add_tags(pictures, ["x"])
    with pytest.raises(InvalidQueryError):
        lake.delete(pictures)


def test_a_picture_of_nobody_is_not_found(lake: Picture) -> None:
    with pytest.raises(ResourceNotFoundError):
        lake.add_tags([str(uuid.uuid4())], ["x"])


# delete


def test_delete_acts_on_the_latest_fetched_and_restore_brings_all_back(
    lake: Picture, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    found = lake.fetch(1, ["even"])
    dataset.create("some", pictures=found)
    dataset.add_annotation(found[0], [{"type": "rectangle", "label": "car", "box": [1, 1, 5, 5]}])

    assert lake.delete() is None  # type: ignore[func-returns-value]

    assert "5 of them left some/first" in capsys.readouterr().out
    assert lake.count() == 5
    assert dataset.fetch("some")["size"] == 0
    assert lake.selected == []
    (trashed, *_) = lake.trash()
    assert len(lake.trash()) == 5
    assert set(KEYS) < set(trashed)

    lake.restore(found)

    assert lake.count(["even"]) == 5
    assert dataset.fetch("some")["size"] == 5
    assert dataset.statistics()["objects"] == 1
    assert lake.trash() == []


def test_deleting_an_empty_list_deletes_nothing_and_says_so(lake: Picture, capsys: pytest.CaptureFixture[str]) -> None:
    lake.fetch()

    lake.delete([])

    assert "nothing was deleted" in capsys.readouterr().out
    assert lake.count() == 10


def test_uploading_again_while_in_the_trash_makes_a_new_picture(lake: Picture, photos: Photos, tmp_path: Path) -> None:
    (old,) = lake.fetch(1, ["all"], q="name=0.jpg")
    lake.delete([old])

    lake.upload(tmp_path / "photos" / "0.jpg", tags=["again"])
    (new,) = lake.fetch(1, ["again"])
    lake.restore([old])

    assert new["picture_id"] != old["picture_id"]
    (merged,) = lake.fetch(1, [], q="name=0.jpg")
    assert merged["picture_id"] == new["picture_id"]
    assert sorted(merged["tag"]) == ["again", "all", "even"]


def test_the_lake_shows_itself_in_a_notebook(lake: Picture) -> None:
    lake.fetch(1, ["even"])

    assert "5 selected" in repr(lake)
    assert "0.jpg" in lake._repr_html_()


def test_another_organization_sees_nothing_of_it(lake: Picture, client: Client) -> None:
    mine = lake.fetch()[0]["picture_id"]
    other = Client(client.session.token, host=client.host).datalake.picture

    assert mine not in other.ids()
    with pytest.raises(ResourceNotFoundError):
        other.delete([mine])

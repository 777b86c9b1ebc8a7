"""What a path, a folder or a pattern means, and how the pictures are named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from picsellia._files import Found, find, is_single, listed
from picsellia.errors import InvalidQueryError


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("train/a.jpg", "train/b.JPG", "val/a.jpg", "val/deep/c.png", ".hidden/x.jpg", "notes.txt", ".x.jpg"):
        (tmp_path / "lake" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lake" / name).write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "lake"


def names(*paths: str) -> list[str]:
    return [found.name for found in find(paths) if not found.ignored]


def test_files_of_a_folder_keep_their_path_below_it(lake: Path) -> None:
    assert names(str(lake)) == ["train/a.jpg", "train/b.JPG", "val/a.jpg", "val/deep/c.png"]
    assert names("lake/") == names("./lake") == names(str(lake))


def test_what_lies_beside_pictures_is_ignored_and_told(lake: Path) -> None:
    assert [found.path for found in find([str(lake)]) if found.ignored] == [str(lake / "notes.txt")]


def test_a_single_file_keeps_its_base_name_whatever_its_extension(lake: Path) -> None:
    assert list(find([str(lake / "train/a.jpg"), "lake/notes.txt"])) == [
        Found(str(lake / "train/a.jpg"), "a.jpg"),
        Found("lake/notes.txt", "notes.txt"),
    ]


def test_files_of_a_pattern_are_named_below_its_fixed_part(lake: Path) -> None:
    assert names("lake/train/*.jpg") == ["a.jpg"]
    assert names("lake/*/a.jpg") == ["train/a.jpg", "val/a.jpg"]
    assert names(f"{lake}/**/*.png") == ["val/deep/c.png"]
    assert names("lake/v*") == ["val/a.jpg", "val/deep/c.png"]


def test_two_stars_give_each_file_once(lake: Path) -> None:
    assert sorted(names("lake/**")) == ["train/a.jpg", "train/b.JPG", "val/a.jpg", "val/deep/c.png"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(lake: Path) -> None:
    (lake / "a[1].jpg").write_bytes(b"x")

    assert names(str(lake / "a[1].jpg")) == ["a[1].jpg"]
    assert is_single(str(lake / "a[1].jpg"))


def test_a_pattern_that_nothing_fits_is_an_error(lake: Path) -> None:
    with pytest.raises(InvalidQueryError, match="No file fits"):
        names("lake/*.tiff")


def test_a_file_that_is_not_there_is_left_to_its_reader(lake: Path) -> None:
    assert names("lake/gone.jpg") == ["gone.jpg"]


def test_names_are_composed_characters(lake: Path) -> None:
    (lake / "e\u0301.jpg").write_bytes(b"x")

    assert names(str(lake / "e\u0301.jpg")) == ["\u00e9.jpg"]


def test_a_link_to_a_folder_above_is_not_followed(lake: Path) -> None:
    (lake / "train" / "up").symlink_to(lake)
    (lake / "train" / "link.jpg").symlink_to(lake / "val" / "a.jpg")

    assert names(str(lake)) == ["train/a.jpg", "train/b.JPG", "train/link.jpg", "val/a.jpg", "val/deep/c.png"]


@pytest.mark.parametrize("given", [5, [5], [None], "", ["a\0b"], [b"bytes"], object()])
def test_what_is_no_path_is_refused(given: object) -> None:
    with pytest.raises(InvalidQueryError):
        listed(given)  # type: ignore[arg-type]


def test_paths_and_texts_are_taken_alone_or_in_lists(lake: Path) -> None:
    assert listed(lake) == [os.fspath(lake)]
    assert listed([lake, "b"]) == [os.fspath(lake), "b"]

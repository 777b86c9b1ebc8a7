"""A server cannot write outside of the folder of a download."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from picsellia._fetching import _unpack
from picsellia._folder import Folder, Unsafe
from picsellia._reports import DownloadReport

EVIL = [
    "../x.jpg",
    "a/../../x.jpg",
    "/etc/x.jpg",
    "//host/x",
    "..",
    ".",
    "",
    "a/./b",
    "a//b",
    "..\\x.jpg",
    "a\\b.jpg",
    "C:x.jpg",
    "c:/x.jpg",
    "a\x00b",
    "a\nb",
    "\x7f",
    "a/",
]


@pytest.mark.parametrize("name", EVIL)
def test_a_name_that_could_leave_is_refused(tmp_path: Path, name: str) -> None:
    folder = Folder(tmp_path / "in")

    with pytest.raises(Unsafe):
        folder.path(name)

    assert not list((tmp_path / "in").iterdir())


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sub").symlink_to(tmp_path / "out")

    with pytest.raises(Unsafe, match="symbolic link"):
        Folder(tmp_path / "in").path("sub/x.jpg")


def test_a_file_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"s")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.jpg").symlink_to(tmp_path / "secret")

    with pytest.raises(Unsafe, match="symbolic link"):
        Folder(tmp_path / "in").path("x.jpg")


def test_a_folder_where_a_file_is_needed_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").mkdir()

    with pytest.raises(Unsafe, match="is a file"):
        folder.path("a/b.jpg")
    with pytest.raises(Unsafe, match="no file"):
        folder.path("b")


def test_good_names_get_their_folders(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "new")

    assert folder.path("train/x y: é.jpg") == str((tmp_path / "new/train/x y: é.jpg").resolve())
    assert (tmp_path / "new/train").is_dir()


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert Folder(tmp_path / "link").path("a.jpg") == str((tmp_path / "real/a.jpg").resolve())


def test_an_archive_cannot_write_outside_either(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../out.xml", "x")
        archive.writestr("good.xml", "x")
    report = DownloadReport(folder="")

    _unpack(str(tmp_path / "evil.zip"), Folder(tmp_path / "in"), report)

    assert [path.name for path in (tmp_path / "in").iterdir()] == ["good.xml"]
    assert [refused.name for refused in report.refused] == ["../out.xml"]
    assert not (tmp_path / "out.xml").exists()

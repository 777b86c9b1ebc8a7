"""An annotation file's names, and the pictures that they mean."""

from __future__ import annotations

import pytest

from picsellia.formats import Matcher
from picsellia.formats.match import Found
from unit.formats.records import a_picture

LAKE = ["train/a.jpg", "val/a.jpg", "b.jpg", "deep/er/c.png", "x.jpg", "x.png", "é.jpg", "100%.jpg"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        pytest.param("train/a.jpg", ["train/a.jpg"], id="path"),
        pytest.param("b.jpg", ["b.jpg"], id="base-name"),
        pytest.param("somewhere/else/b.jpg", ["b.jpg"], id="base-name-in-folders"),
        pytest.param("images/val/a.jpg", ["val/a.jpg"], id="the-longest-common-tail"),
        pytest.param("a.jpg", ["train/a.jpg", "val/a.jpg"], id="two-of-one-name"),
        pytest.param("test/a.jpg", ["train/a.jpg", "val/a.jpg"], id="a-folder-that-is-none-of-both"),
        pytest.param("c.png", ["deep/er/c.png"], id="deep"),
        pytest.param("er\\c.png", ["deep/er/c.png"], id="backslash"),
        pytest.param("C:\\lake\\deep\\er\\c.png", ["deep/er/c.png"], id="drive"),
        pytest.param("/mnt/lake/b.jpg", ["b.jpg"], id="absolute"),
        pytest.param("./b.jpg", ["b.jpg"], id="dot"),
        pytest.param("../b.jpg", ["b.jpg"], id="up"),
        pytest.param("https://example.org/lake/train/a.jpg?size=1", ["train/a.jpg"], id="address"),
        pytest.param("/data/local-files/?d=train%2Fa.jpg", ["train/a.jpg"], id="label-studio"),
        pytest.param("e\u0301.jpg", ["é.jpg"], id="accent-apart"),
        pytest.param("100%.jpg", ["100%.jpg"], id="percent"),
        pytest.param("B.jpg", [], id="another-case"),
        pytest.param("none.jpg", [], id="missing"),
        pytest.param("", [], id="empty"),
        pytest.param("http://[", [], id="no-address"),
    ],
)
def test_a_name_means_pictures(name: str, meant: list[str]) -> None:
    found = Matcher((one, one) for one in LAKE).match_name(name)

    assert list(found.pictures) == meant
    assert found.result is {0: Found.MISSING, 1: Found.MATCHED}.get(len(meant), Found.AMBIGUOUS)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        pytest.param("b", ["b.jpg"], id="any-extension"),
        pytest.param("labels/train/a", ["train/a.jpg"], id="label-folder"),
        pytest.param("x", ["x.jpg", "x.png"], id="two-extensions"),
        pytest.param("x.png", ["x.png"], id="its-own-extension"),
        pytest.param("a.b", [], id="missing"),
    ],
)
def test_a_stem_means_pictures_of_any_extension(name: str, meant: list[str]) -> None:
    record = a_picture(name=name, stem=True)

    assert list(Matcher((one, one) for one in LAKE).match(record).pictures) == meant


def test_the_id_of_an_own_export_decides_before_the_name() -> None:
    matcher = Matcher([("a.jpg", 1), ("a.jpg", 2)], ids=[("p1", 1), ("p2", 2)])

    assert matcher.match(a_picture(name="a.jpg", picture_id="p2")).picture == 2
    assert matcher.match(a_picture(name="a.jpg", picture_id="gone")).result is Found.AMBIGUOUS


def test_one_picture_under_two_names_is_one_picture() -> None:
    assert Matcher([("u/a.jpg", 1), ("v/a.jpg", 1)]).match_name("a.jpg").picture == 1

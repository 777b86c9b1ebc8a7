"""Distinct file names, the same every time."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from picsellia.formats.names import LocalNames, SideNames, base_name, local_names, safe_path

paths = st.sampled_from(
    ["a.jpg", "A.JPG", "train/a.jpg", "val\\a.jpg", "a-00000000.jpg", "b", ".hidden", "..", "/", "c.tar.gz"]
)
# Ids that begin alike, as ids of one batch might.
ids = st.integers(0, 5).map(lambda number: str(UUID(int=number))) | st.uuids().map(str)


@given(st.dictionaries(ids, paths, max_size=12), st.randoms())
def test_names_are_distinct_and_do_not_depend_on_the_order(pictures: dict[str, str], chance: object) -> None:
    pairs = list(pictures.items())
    names = local_names(pairs)

    folded = [name.casefold() for name in names.values()]
    assert len(set(folded)) == len(folded)
    assert local_names(reversed(pairs)) == names
    assert all("/" not in name and "\\" not in name and name not in ("", ".", "..") for name in names.values())


def test_a_name_alone_stays_and_names_alike_get_eight_characters_of_the_id() -> None:
    first, second, third = "11111111-aaaa", "22222222-bbbb", "33333333-cccc"

    assert local_names([(first, "train/a.jpg"), (second, "val/a.jpg"), (third, "x/b.jpg")]) == {
        first: "a-11111111.jpg",
        second: "a-22222222.jpg",
        third: "b.jpg",
    }


def test_ids_that_begin_alike_are_written_whole() -> None:
    assert local_names([("11111111-aaaa", "a.jpg"), ("11111111-bbbb", "a.jpg")]) == {
        "11111111-aaaa": "a-11111111-aaaa.jpg",
        "11111111-bbbb": "a-11111111-bbbb.jpg",
    }


def test_paths_that_differ_stay_where_folders_are_kept() -> None:
    pairs = [("11111111", "train/a.jpg"), ("22222222", "val/a.jpg"), ("33333333", "val/a.jpg")]
    names = LocalNames(pairs, flat=False)

    assert [names.name(*pair) for pair in pairs] == ["train/a.jpg", "val/a-22222222.jpg", "val/a-33333333.jpg"]


def test_no_name_leaves_its_folder() -> None:
    assert base_name("../../etc/passwd") == "passwd"
    assert base_name("C:\\x\\a:b?.jpg") == "a_b_.jpg"
    assert base_name("..") == "picture"
    assert safe_path("/a/../../b\\c.jpg") == "a/b/c.jpg"
    assert safe_path("\x00\n") == "__"


def test_files_beside_pictures_have_names_of_their_own() -> None:
    names = SideNames(".xml")

    assert [names.name(one) for one in ("a.jpg", "a.png", "d/a.jpg", "A.gif", "noextension")] == [
        "a.xml",
        "a.png.xml",
        "d/a.xml",
        "A.gif.xml",
        "noextension.xml",
    ]

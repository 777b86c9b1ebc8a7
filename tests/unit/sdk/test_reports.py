"""Reports, shapes and what is shown: counts are right, and nothing of a user is HTML."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from picsellia import _display
from picsellia._lake import checked_tags, ids_of
from picsellia._reports import DownloadReport, Ids, Refused, UploadReport
from picsellia._shapes import encoded_shapes
from picsellia.errors import InvalidQueryError

EVIL = "<script>alert(1)</script>'\""


def test_ids_are_a_sequence_of_texts() -> None:
    given = [str(uuid.uuid4()) for _ in range(5)]

    found = Ids(given)

    assert list(found) == given
    assert found == given
    assert (found[0], found[-1], found[1:3], len(found)) == (given[0], given[4], given[1:3], 5)
    assert given[2] in found
    with pytest.raises(IndexError):
        found[5]


def test_a_report_names_its_refusals_and_counts_the_rest() -> None:
    refused = [Refused(f"{number}.jpg", f"{number}.jpg", "It is empty.") for number in range(12)]
    report = UploadReport(Ids([str(uuid.uuid4())]), Ids(), refused, ["a.txt"], 1_500_000, 2.0)

    text = repr(report)

    assert "1 picture uploaded, 0 already there, 12 refused (1.5 MB in 2.0 s)" in text
    assert "9.jpg: It is empty." in text
    assert "and 2 more" in text
    assert "a.txt" in text
    assert not report.ok
    assert len(json.loads(json.dumps(report.to_dict()))["refused"]) == 12


def test_nothing_of_a_user_becomes_html() -> None:
    upload = UploadReport(refused=[Refused(EVIL, EVIL, EVIL)])
    download = DownloadReport(folder=EVIL, refused=[Refused(EVIL, EVIL, EVIL)])
    shown = [
        upload._repr_html_(),
        download._repr_html_(),
        _display.table((EVIL,), [(EVIL,)]),
        _display.link(f"javascript:{EVIL}", EVIL),
        _display.link(f"http://a/{EVIL}", EVIL),
        _display.label_bars([(EVIL, 3)]),
        _display.thumbnails([{"external_url": EVIL, "width": EVIL, "height": 1, "picture_id": EVIL}], {EVIL: b"x"}),
    ]

    for html in shown:
        assert "<script" not in html
        assert "href='javascript" not in html


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (85_000, "85.0 kB"), (3.2e9, "3.2 GB"), (4e15, "4000.0 TB")]
)
def test_sizes_are_for_people(size: float, text: str) -> None:
    assert _display.size_text(size) == text


def test_pictures_are_given_as_objects_ids_or_lists_of_both() -> None:
    one, two = str(uuid.uuid4()), str(uuid.uuid4())

    assert ids_of(one) == [one]
    assert ids_of({"picture_id": one}) == [one]
    assert ids_of([{"picture_id": one}, two, one]) == [one, two]
    assert ids_of({"pictures": [{"picture_id": one}]}) == [one]
    assert ids_of(iter([one])) == [one]


@pytest.mark.parametrize("given", [5, [None], ["x"], [one := {"id": "x"}], one, [str(uuid.uuid4()).upper() + "x"]])
def test_what_is_no_picture_is_named(given: Any) -> None:
    with pytest.raises(InvalidQueryError):
        ids_of(given)


def test_tags_are_names_each_once() -> None:
    assert checked_tags("drone") == ["drone"]
    assert checked_tags(("a", "b", "a")) == ["a", "b"]
    assert checked_tags(None) == []
    for wrong in (5, [5], {"a": 1}, [""], " "):
        with pytest.raises(InvalidQueryError):
            checked_tags(wrong)  # type: ignore[arg-type]


def test_shapes_of_both_forms_become_one() -> None:
    made = encoded_shapes(
        [
            {"type": "rectangle", "label": "a", "rectangle": {"top": 2, "left": 1, "width": 3, "height": 4}},
            {"type": "detection", "label": "a", "box": [1, 2, 3, 4], "score": 0.5},
            {"type": "classification", "label": "day"},
        ]
    )

    assert [(one["type"], one.get("box")) for one in made] == [
        ("rectangle", [1, 2, 3, 4]),
        ("rectangle", [1, 2, 3, 4]),
        ("classification", None),
    ]
    assert made[1]["given"] == {"score": 0.5}
    assert encoded_shapes({"type": "classification", "label": "x"})[0]["label"] == "x"


@pytest.mark.parametrize(
    "shapes", [5, "car", [5], [{"type": "circle"}], [{"type": "polygon", "label": "a", "polygon": {}}]]
)
def test_what_is_no_shape_is_named(shapes: Any) -> None:
    with pytest.raises(InvalidQueryError, match=r"[Ss]hape"):
        encoded_shapes(shapes)

"""What changes a fingerprint, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from picsellia.formats import Shape, Status, annotation_digest, canonical, picture_digest
from picsellia.formats import rle as masks
from picsellia.formats.fingerprint import MODULUS, add
from unit.formats.records import a_box, a_class, a_mask, a_polygon

D = "ab" * 32


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(a_box(box=(1, 2, 3, 4)), a_box(box=(1.0, 2.0, 3.0, 4.0)), id="whole-numbers-as-floats"),
        pytest.param(a_box(box=(0, 0, 3, 4)), a_box(box=(-0.0, 0, 3, 4)), id="minus-zero"),
        pytest.param(a_polygon([0, 0, 4, 0, 4, 3]), a_polygon([0.0, -0.0, 4.0, 0.0, 4.0, 3.0]), id="polygon"),
        pytest.param(a_box(id=5, area=7), a_box(id=6), id="what-the-source-counted"),
        pytest.param(replace(a_box(), id="x"), a_box(), id="our-own-id"),
        pytest.param(a_box(qa={"a": 1, "b": 2.0}), a_box(qa={"b": 2, "a": 1}), id="order-of-keys"),
    ],
)
def test_two_spellings_of_one_shape_are_one(one: Shape, other: Shape) -> None:
    assert canonical(one) == canonical(other)


def test_both_forms_of_runs_are_one() -> None:
    mask = a_mask([[1, 0], [1, 1]])
    assert mask.rle is not None
    packed = replace(mask, rle=dict(mask.rle) | {"counts": masks.compress(mask.rle["counts"])})

    assert canonical(packed) == canonical(mask)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"label": "bus"}, id="label"),
        pytest.param({"box": (10, 20, 30, 40.001)}, id="box"),
        pytest.param({"iscrowd": True}, id="crowd"),
        pytest.param({"given": {"qa": [1]}}, id="answers"),
        pytest.param({"type": a_class().type}, id="type"),
    ],
)
def test_a_changed_shape_is_another(change: dict[str, Any]) -> None:
    assert canonical(replace(a_box(), **change)) != canonical(a_box())


def test_rings_are_told_apart_by_where_one_ends() -> None:
    one = a_polygon([0, 0, 1, 0, 1, 1, 2, 2, 3, 3, 4, 0], [5, 5, 6, 6, 7, 7])
    other = a_polygon([0, 0, 1, 0, 1, 1], [2, 2, 3, 3, 4, 0, 5, 5, 6, 6, 7, 7])

    assert canonical(one) != canonical(other)


def test_the_order_of_shapes_does_not_count_but_the_rest_does() -> None:
    usual = annotation_digest(D, "a.jpg", [a_box(), a_class()], Status.PENDING)

    assert annotation_digest(D, "a.jpg", [a_class(), a_box()], Status.PENDING) == usual
    others = [
        annotation_digest("cd" * 32, "a.jpg", [a_box(), a_class()], Status.PENDING),
        annotation_digest(D, "b.jpg", [a_box(), a_class()], Status.PENDING),
        annotation_digest(D, "a.jpg", [a_box(), a_box(), a_class()], Status.PENDING),
        annotation_digest(D, "a.jpg", [], Status.PENDING),
        annotation_digest(D, "a.jpg", [a_box(), a_class()], Status.ACCEPTED),
        picture_digest(D, "a.jpg"),
    ]
    assert len({usual, *others}) == 7
    assert all(0 <= number < MODULUS for number in (usual, *others))


def test_what_was_added_can_be_taken_away() -> None:
    one, other = picture_digest(D, "a.jpg"), picture_digest(D, "b.jpg")

    assert add(add(0, one, other), -one) == other
    assert add(0, -one, one) == 0


def test_the_numbers_never_change() -> None:
    """They are kept in databases: another number for the same data would say that a version moved."""
    assert picture_digest(D, "é.jpg") % 10**12 == PICTURE
    shapes = [a_box(qa=["é"]), a_polygon(), a_mask([[1, 0], [1, 1]]), a_class()]
    assert annotation_digest(D, "a.jpg", shapes, Status.ACCEPTED) % 10**12 == ANNOTATION


PICTURE = 977532177633
ANNOTATION = 944706903939

"""Areas, bounds and what is on a picture."""

from __future__ import annotations

import pytest

from picsellia.formats import Shape, ShapeType, geometry
from unit.formats.records import a_box, a_class, a_mask, a_picture, a_polygon


@pytest.mark.parametrize(
    ("ring", "area"),
    [
        pytest.param([0, 0, 4, 0, 4, 3], 6.0, id="triangle"),
        pytest.param([0, 0, 4, 3, 4, 0], 6.0, id="the-other-way-round"),
        pytest.param([0, 0, 4, 0, 4, 3, 0, 0], 6.0, id="closed"),
        pytest.param([0, 0, 1, 1], 0.0, id="two-points"),
        pytest.param([0, 0, 2, 2, 2, 0, 0, 2], 0.0, id="crossing-itself"),
    ],
)
def test_the_area_of_a_ring(ring: list[float], area: float) -> None:
    assert geometry.ring_area(ring) == area


def test_bounds_go_around_all_rings() -> None:
    assert geometry.bounds([[0, 5, 4, 5, 4, 8], [10, 1, 12, 1, 12, 2]]) == (0, 1, 12, 7)


@pytest.mark.parametrize(
    ("shape", "area"),
    [
        pytest.param(a_box(box=(0, 0, 3, 4)), 12, id="box"),
        pytest.param(a_polygon([0, 0, 4, 0, 4, 3], [10, 10, 14, 10, 14, 13]), 12, id="polygon"),
        pytest.param(a_mask([[1, 0], [1, 1]]), 3, id="mask"),
        pytest.param(a_box(box=(0, 0, 3, 4), area=7.5), 7.5, id="said-by-the-source"),
        pytest.param(a_class(), 0, id="classification"),
    ],
)
def test_the_area_of_a_shape(shape: Shape, area: float) -> None:
    assert geometry.area(shape) == area


@pytest.mark.parametrize(
    ("shape", "kept"),
    [
        pytest.param(a_box(box=(-5, -5, 10, 10)), True, id="over-the-corner"),
        pytest.param(a_box(box=(0, 0, 1000, 1000)), True, id="larger-than-the-picture"),
        pytest.param(a_box(box=(100, 0, 5, 5)), False, id="right-of-it"),
        pytest.param(a_box(box=(0, 80, 5, 5)), False, id="below-it"),
        pytest.param(a_box(box=(-5, 0, 5, 5)), False, id="left-of-it"),
        pytest.param(a_polygon([0, 0, 0, 5, 0, 9]), True, id="a-line-on-its-edge"),
        pytest.param(a_class(), True, id="classification"),
        pytest.param(a_mask([[1, 1], [1, 1]]), False, id="a-mask-of-another-size"),
    ],
)
def test_what_touches_the_picture_is_kept_as_it_is(shape: Shape, kept: bool) -> None:
    assert (geometry.outside(shape, 100, 80) is None) is kept


def test_a_moved_shape_forgets_the_box_and_area_of_its_source() -> None:
    shape = geometry.moved(a_box(area=5, bbox=[1, 1, 1, 1], qa=[1]), rings=[[0, 0, 4, 0, 4, 3]])

    assert shape.type is ShapeType.POLYGON
    assert shape.box == (0, 0, 4, 3)
    assert shape.given == {"qa": [1]}


def test_pixels_stay_and_fractions_become_pixels() -> None:
    pixels = a_picture(a_box(box=(1, 2, 3, 4)), width=None, height=None)
    fractions = a_picture(a_box(box=(0.1, 0.5, 0.3, 0.25)), relative=True, width=None, height=None)

    assert geometry.to_pixels(pixels, 200, 100).shapes[0].box == (1, 2, 3, 4)
    made = geometry.to_pixels(fractions, 200, 100)
    assert (made.shapes[0].box, made.relative, made.width) == ((20, 50, 60, 25), False, 200)

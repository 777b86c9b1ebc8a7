"""Documents of shapes: what goes in comes out, whatever little form a shape was kept in."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from picsellia.formats.model import Label, Shape, ShapeType
from picsellia_server.annotations.document import pack, unpack, views

UUID = "5e4f9f6c-52dd-4f0c-9a86-0d3a5f0c1a11"


def a_box(**more: Any) -> Shape:
    return Shape(label="car", type=ShapeType.RECTANGLE, box=(1.5, 2, 30, 40), **more)


@pytest.mark.parametrize(
    "given", [{}, {"id": 7}, {"id": -1}, {"id": "7"}, {"id": 7.5}, {"id": True}, {"id": 7, "area": 3}, {"pose": "left"}]
)
def test_a_box_keeps_what_its_source_said(given: dict[str, Any]) -> None:
    packed = pack([a_box(given=given)])
    labels = [Label(name="car", type=ShapeType.RECTANGLE)]

    [shape] = unpack(packed.text, labels)
    [view] = views(packed.text, labels, uuid=UUID)

    assert shape == a_box(given=given)
    assert type(shape.given.get("id")) is type(given.get("id"))
    assert (view.given, view.box) == (given, [1.5, 2, 30, 40])


def test_a_box_with_its_sources_number_alone_is_one_row_of_numbers() -> None:
    packed = pack([a_box(given={"id": 7})])

    assert orjson.loads(packed.text) == [[0, 1.5, 2, 30, 40, 7]]


def test_a_box_may_be_numbered_by_its_source_and_by_a_client() -> None:
    drawn = a_box(given={"id": 7}, id=UUID)
    labels = [Label(name="car", type=ShapeType.RECTANGLE)]

    assert list(unpack(pack([drawn]).text, labels)) == [drawn]


def test_a_classification_with_a_number_stays_one() -> None:
    said = Shape(label="night", type=ShapeType.CLASSIFICATION, given={"id": 7})

    assert list(unpack(pack([said]).text, [Label(name="night", type=ShapeType.CLASSIFICATION)])) == [said]

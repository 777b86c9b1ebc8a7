"""Datasets, annotations and clients from what people give by mistake, or another library made (test_odd_values.py)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picsellia.client import Client
from picsellia.datasets import Dataset
from picsellia.errors import AuthenticationError, InvalidQueryError
from picsellia.pictures import Picture
from sdk.test_odd_values import Scalar

Photos = Callable[..., Path]


# -- datasets ---------------------------------------------------------------------------------------


@pytest.fixture
def harbours(client: Client, picture: Picture, photos: Photos) -> Dataset:
    picture.upload(photos("a.jpg", "b.jpg"))
    client.datalake.dataset.create("harbours", pictures=picture.list())
    return client.datalake.dataset


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"name": 5}, id="number"),
        pytest.param({"name": "latest"}, id="reserved"),
        pytest.param({"name": "a\0b"}, id="control-character"),
        pytest.param({"description": 5}, id="description"),
        pytest.param({"private": "False"}, id="private"),
    ],
)
def test_a_dataset_is_made_of_what_fits_alone(harbours: Dataset, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        harbours.create(**{"name": "docks", "pictures": harbours.pictures(), **wrong})

    assert "Input should be" not in str(caught.value)
    assert [found["dataset_name"] for found in harbours.versions()] == ["harbours"]


@pytest.mark.parametrize("version", ["a/b", "..", 5, ["a"]])
def test_what_can_be_no_version_is_told_as_such(harbours: Dataset, version: Any) -> None:
    for call in (harbours.fetch, harbours.new_version, harbours.delete):
        with pytest.raises(InvalidQueryError) as caught:
            call("harbours", version)
        assert "/api/" not in str(caught.value)


def test_shapes_may_hold_numbers_of_other_libraries(harbours: Dataset) -> None:
    first, second = harbours.pictures()
    box = {"top": np.float32(1.5), "left": Scalar(2), "width": np.int64(10), "height": 12}
    harbours.add_annotation(first, {"type": "rectangle", "label": "boat", "rectangle": box})
    harbours.add_annotation(second, [{"type": "rectangle", "label": "boat", "box": np.array([1, 2, 3, 4])}])

    assert [found["shapes"][0]["box"] for found in harbours.annotations()] == [[2, 1.5, 10, 12], [1, 2, 3, 4]]
    for bad in (float("nan"), np.float64("inf")):
        with pytest.raises(InvalidQueryError, match=r"Shape 1: .*finite"):
            harbours.add_annotation(first, [{"type": "rectangle", "label": "boat", "box": [1, 2, bad, 4]}])
    wrong: tuple[Any, ...] = ("x", -1, float("nan"))
    for duration in wrong:
        with pytest.raises(InvalidQueryError, match="seconds"):
            harbours.add_annotation(first, [], duration=duration)


def test_what_coco_cannot_hold_is_said_and_counted(
    harbours: Dataset, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    for found in harbours.pictures():
        box = {"type": "rectangle", "label": "boat", "box": [1, 2, 3, 4]}
        harbours.add_annotation(found, [box, {"type": "classification", "label": "day"}])
    project = client.project.create("docks").id
    experiment = client.experiment.create("one", dataset="harbours/first", project_token=project)
    capsys.readouterr()

    assert len(experiment.dl_annotations(format="coco")["annotations"]) == 2
    assert "Not in the coco form: 2 × " in capsys.readouterr().out


# -- the client -------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [5, b"abc", " ", "a b", "日本語", ["x"]])
def test_what_can_be_no_token_is_told(client: Client, token: Any) -> None:
    with pytest.raises(AuthenticationError, match=r"[Tt]oken"):
        Client(token, host=client.host)


@pytest.mark.parametrize("host", [5, "ftp://x", "http://", "a b", ["x"]])
def test_what_can_be_no_host_is_told(host: Any) -> None:
    with pytest.raises(InvalidQueryError, match="address of a server"):
        Client("token", host=host)

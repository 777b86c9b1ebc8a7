"""Experiments from Python, against a live server: each method's shape, key by key, and what people get wrong."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picsellia.client import Client
from picsellia.errors import InvalidQueryError, ResourceNotFoundError, TyperError
from picsellia.experiments import Experiment
from picsellia.types.enums import LogType
from services.server import LiveServer

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
EXPERIMENT = {
    "id", "experiment_id", "date_created", "last_update", "owner", "project", "name", "description", "status",
    "logging", "files", "data", "dataset",
}  # fmt: skip
FILE = {"id", "date_created", "last_update", "large", "name", "object_name"}
DATA = {"id", "date_created", "last_update", "name", "data", "type"}


@pytest.fixture
def project(client: Client) -> str:
    return client.project.create("harbours").id


@pytest.fixture
def experiment(client: Client, project: str) -> Experiment:
    return client.experiment.create("one", project_token=project)


def a_file(folder: Path, name: str, body: bytes = b"x") -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return str(path)


# The object


def test_a_new_experiment_reads_as_the_references_object(client: Client, project: str) -> None:
    made = client.experiment.create("one", description="with base parameters", project_token=project)

    assert made is client.experiment
    assert set(made.keys()) >= EXPERIMENT
    assert made["id"] == made["experiment_id"] == made.id
    assert made["owner"] == {"username": client.username}
    assert (made["project"], made["status"], made["logging"]) == (project, "started", None)
    assert (made["files"], made["data"], made["dataset"]) == ([], [], None)
    assert MOMENT.fullmatch(made["date_created"])
    assert MOMENT.fullmatch(made["last_update"])
    assert dict(made) == made.to_dict()


@pytest.mark.parametrize("how", ["id", "positional id", "name", "positional name", "constructor", "id alone"])
def test_an_experiment_is_checked_out_however_it_is_named(
    live_server: LiveServer, experiment: Experiment, project: str, how: str
) -> None:
    def fresh(**given: Any) -> Experiment:
        return Client.Experiment(live_server.token, live_server.url, **given)

    found = {
        "id": lambda: fresh().checkout(id=experiment.id),
        "positional id": lambda: fresh().checkout(experiment.id),
        "name": lambda: fresh(project_token=project).checkout(name="one"),
        "positional name": lambda: fresh().checkout("one", project_token=project),
        "constructor": lambda: fresh(project_token=project, name="one").checkout(),
        "id alone": lambda: fresh(id=experiment.id),
    }[how]()

    assert found.id == experiment.id
    assert found.experiment_name == "one"
    assert found.project_token == project


def test_what_was_not_named_is_asked_for(client: Client, project: str) -> None:
    with pytest.raises(InvalidQueryError, match="project_token"):
        client.experiment.list()
    with pytest.raises(InvalidQueryError, match="checkout or create"):
        client.experiment.log("loss", [1], "line")
    with pytest.raises(InvalidQueryError, match="Which experiment"):
        client.experiment.checkout()
    with pytest.raises(ResourceNotFoundError, match="'nothing'"):
        client.experiment.checkout("nothing", project_token=project)


def test_a_list_holds_experiment_objects(client: Client, experiment: Experiment, project: str) -> None:
    experiment.log("loss", [1, 2], "line")

    listed = client.experiment.list(project)

    assert [each["name"] for each in listed] == ["one"]
    assert set(listed[0]) >= EXPERIMENT
    assert (listed[0]["files"], listed[0]["data"]) == ([], [])


def test_an_update_changes_name_description_and_status(experiment: Experiment) -> None:
    changed = experiment.update(name="updated_name", description="new", status="success")

    assert changed is experiment
    assert (changed["name"], changed["description"], changed["status"]) == ("updated_name", "new", "success")
    with pytest.raises(InvalidQueryError, match="'colour'"):
        experiment.update(colour="red")
    with pytest.raises(InvalidQueryError):
        experiment.update(name="x" * 61)
    with pytest.raises(InvalidQueryError):
        experiment.update(description="x" * 1_001)


def test_names_are_unique_in_a_project_and_free_after_a_delete(client: Client, project: str) -> None:
    client.experiment.create("one", project_token=project)
    with pytest.raises(InvalidQueryError, match="'one'"):
        client.experiment.create("one", project_token=project)

    assert client.experiment.delete() is True
    client.experiment.create("one", project_token=project)
    assert client.experiment.delete_all(project) is True
    assert client.experiment.list(project) == []


# Files


def test_files_have_the_references_shape_in_every_answer(experiment: Experiment, tmp_path: Path) -> None:
    large = os.urandom(5 << 20)

    key = experiment.store("model-latest", a_file(tmp_path, "saved_model.zip", large))
    experiment.store("config", a_file(tmp_path, "pipeline.config", b""))

    files = {each["name"]: each for each in experiment.list_files()}
    assert key == f"{experiment.id}/0/saved_model.zip"
    assert all(set(each) >= FILE and isinstance(each["id"], int) for each in files.values())
    assert (files["model-latest"]["large"], files["config"]["large"]) == (True, False)
    assert set(experiment.get_file("config")) >= FILE
    assert experiment.get_file("config")["object_name"] == f"{experiment.id}/pipeline.config"
    assert MOMENT.fullmatch(files["config"]["date_created"])
    renamed = experiment.update_file("config", name="settings: a/b@1.0")
    assert renamed["name"] == "settings: a/b@1.0"
    assert experiment.get_file("settings: a/b@1.0")["id"] == renamed["id"]
    assert Path(experiment.download("model-latest", str(tmp_path / "out"))).read_bytes() == large
    assert experiment.delete_file("settings: a/b@1.0") is True
    assert experiment.delete_all_files() is True
    assert experiment.list_files() == []


def test_a_name_that_is_there_gets_the_new_file(experiment: Experiment, tmp_path: Path) -> None:
    experiment.store("weights", a_file(tmp_path, "a.bin", b"first"))
    experiment.store("weights", a_file(tmp_path, "b.bin", b"second"))

    assert [each["object_name"] for each in experiment.list_files()] == [f"{experiment.id}/b.bin"]
    assert Path(experiment.download("weights", str(tmp_path / "out"))).read_bytes() == b"second"


def test_file_mistakes_are_told(experiment: Experiment, tmp_path: Path) -> None:
    with pytest.raises(InvalidQueryError, match="zip=True"):
        experiment.store("folder", str(tmp_path))
    with pytest.raises(InvalidQueryError, match="no file or folder"):
        experiment.store("x", str(tmp_path / "none"))
    with pytest.raises(InvalidQueryError, match="tree"):
        experiment.store("config")
    with pytest.raises(InvalidQueryError, match="found by themselves"):
        experiment.store("weights")
    with pytest.raises(InvalidQueryError):
        experiment.store("", a_file(tmp_path, "a"))
    for missing in (experiment.get_file, experiment.delete_file, experiment.download):
        with pytest.raises(ResourceNotFoundError, match="'none'"):
            missing("none")
    with pytest.raises(InvalidQueryError, match="only `name`"):
        experiment.update_file("none", large=True)


# Data


@pytest.mark.parametrize(
    ("type", "data", "stored"),
    [
        pytest.param("value", 0.8, 0.8, id="value"),
        pytest.param("value", "0.8 of 1", "0.8 of 1", id="text-value"),
        pytest.param("value", np.float32(0.5), 0.5, id="numpy-value"),
        pytest.param("line", [3, 1.2, 0.9], [3, 1.2, 0.9], id="line"),
        pytest.param("line", np.array([1, 2]), [1, 2], id="numpy-line"),
        pytest.param("line", 0.3, [0.3], id="one-point"),
        pytest.param("line", ["0.53", "1e-3"], [0.53, 0.001], id="numbers-as-text"),
        pytest.param(
            "line", {"steps": [0, "2"], "values": ["0.5", 1]}, {"steps": [0, 2], "values": [0.5, 1]}, id="steps"
        ),
        pytest.param("line", {"a": [1, 2], "b": [3]}, {"a": [1, 2], "b": [3]}, id="curves"),
        pytest.param("bar", {"x": ["car"], "y": [10]}, {"x": ["car"], "y": [10]}, id="bar"),
        pytest.param("table", {"steps": 5, "who": None}, {"steps": 5, "who": None}, id="table"),
        pytest.param(
            "table", {"tags": {"b", "a"}, "on": date(2021, 3, 4)}, {"tags": ["a", "b"], "on": "2021-03-04"}, id="odd"
        ),
        pytest.param(
            "heatmap",
            {"categories": ["a", "b"], "values": np.eye(2)},
            {"categories": ["a", "b"], "values": [[1.0, 0.0], [0.0, 1.0]]},
            id="heatmap",
        ),
        pytest.param("labelmap", {1: "car", 2: "bus"}, {"1": "car", "2": "bus"}, id="labelmap"),
        pytest.param(
            "evaluation", {"labels": ["car"], "metrics": {}}, {"labels": ["car"], "metrics": {}}, id="evaluation"
        ),
        pytest.param(LogType.LINE, [1], [1], id="enum"),
    ],
)
def test_each_type_is_read_back_as_the_contract_says(experiment: Experiment, type: Any, data: Any, stored: Any) -> None:
    experiment.log("x", data, type)

    assert experiment.get_data("x") == stored
    (asset,) = experiment.list_data()
    assert set(asset) == DATA
    assert (asset["name"], asset["type"], asset["data"]) == ("x", getattr(type, "value", type), stored)
    assert isinstance(asset["id"], int)


@pytest.mark.parametrize(
    ("data", "type"),
    [(0.8, "value"), ([1, 2], "line"), ({"x": ["a"], "y": [1]}, "bar"), ({"a": 1}, "table")],
)
def test_without_a_type_it_follows_from_the_shape(experiment: Experiment, data: Any, type: str) -> None:
    experiment.log("x", data)

    assert experiment.list_data()[0]["type"] == type


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        pytest.param([3, 2], [1], [3, 2, 1], id="list-list"),
        pytest.param([3], 2, [3, 2], id="list-number"),
        pytest.param(
            {"steps": [0, 10], "values": [1, 2]}, [3], {"steps": [0, 10, 20], "values": [1, 2, 3]}, id="steps-list"
        ),
        pytest.param([5], {"steps": [7], "values": [6]}, {"steps": [0, 7], "values": [5, 6]}, id="list-becomes-steps"),
        pytest.param({"a": [1]}, {"a": [2]}, {"a": [1, 2]}, id="curves"),
    ],
)
def test_lines_are_appended_to_and_replaced_only_when_told(
    experiment: Experiment, first: Any, second: Any, whole: Any
) -> None:
    experiment.log("loss", first, "line")
    experiment.log("loss", second, "line")
    assert experiment.get_data("loss") == whole

    experiment.log("loss", second, "line", replace=True)
    assert experiment.get_data("loss") == ([second] if isinstance(second, int) else second)


def test_everything_else_is_overwritten(experiment: Experiment) -> None:
    experiment.log("acc", 0.5, "value")
    experiment.log("acc", 0.9, "value")

    assert experiment.get_data("acc") == 0.9


def test_not_a_number_becomes_null_and_is_said(experiment: Experiment) -> None:
    with pytest.warns(UserWarning, match="2 NaN"):
        experiment.log("loss", [1.0, float("nan"), float("inf")], "line")

    assert experiment.get_data("loss") == [1.0, None, None]


@pytest.mark.parametrize(
    "name", ["metrics_mAP_0.5:0.95", "DetectionBoxes_Recall/AR@1", "train/loss", "\u6e2f loss", "a b", "100%", "a?b#c"]
)
def test_names_may_hold_what_metrics_are_called(experiment: Experiment, name: str) -> None:
    experiment.log(name, [1], "line")
    experiment.log(name, [2], "line")

    assert experiment.get_data(name) == [1, 2]
    assert experiment.delete_data(name) is True


def test_wrong_data_is_refused_at_the_call(experiment: Experiment) -> None:
    with pytest.raises(TyperError, match=r"data\['a'\]\[1\]"):
        experiment.log("x", {"a": [1, object()]}, "table")
    with pytest.raises(InvalidQueryError, match="'nope'"):
        experiment.log("x", [1], "nope")
    with pytest.raises(InvalidQueryError):
        experiment.log("x", {"categories": ["a"], "values": [[1, 2], [3]]}, "heatmap")
    with pytest.raises(InvalidQueryError):
        experiment.log("x", ["a lot"], "line")
    with pytest.raises(InvalidQueryError, match="path"):
        experiment.log("x", 5, "image")
    with pytest.raises(InvalidQueryError, match="both"):
        experiment.log("x", {1: "a", "1": "b"}, "table")
    assert experiment.list_data() == []


def test_an_image_is_a_stored_picture(experiment: Experiment, photos: Any, tmp_path: Path) -> None:
    picture = photos("plot.png")

    experiment.log("plot", str(picture / "plot.png"), "image")

    assert experiment.get_data("plot") == {"object_name": f"{experiment.id}/plot.png"}
    with pytest.raises(InvalidQueryError, match="image"):
        experiment.log("plot", a_file(tmp_path, "text.png", b"no picture"), "image")


def test_data_is_renamed_changed_and_deleted(experiment: Experiment) -> None:
    experiment.log("parameters", {"steps": 200_000}, "table")

    changed = experiment.update_data("parameters", name="settings", data={"steps": 5_000_000.0})

    assert set(changed) == DATA
    assert (changed["name"], changed["data"]) == ("settings", {"steps": 5_000_000.0})
    for missing in (experiment.get_data, experiment.delete_data):
        with pytest.raises(ResourceNotFoundError, match="'parameters'"):
            missing("parameters")
    with pytest.raises(InvalidQueryError, match="colour"):
        experiment.update_data("settings", colour="red")
    assert experiment.delete_all_data() is True
    assert experiment.list_data() == []


def test_many_threads_append_to_one_line_and_nothing_is_lost_or_doubled(experiment: Experiment) -> None:
    with ThreadPoolExecutor(64) as pool:
        list(pool.map(lambda number: experiment.log("loss", [number], "line"), range(256)))

    assert sorted(experiment.get_data("loss")) == list(range(256))


# From one to the next


def test_the_next_experiment_starts_from_the_one_before(client: Client, experiment: Experiment, tmp_path: Path) -> None:
    experiment.log("parameters", {"lr": 0.1}, "table")
    experiment.log("labelmap", {1: "boat"}, "labelmap")
    experiment.log("loss", [1], "line")
    experiment.store("weights", a_file(tmp_path, "w.bin", b"weights"))

    following = client.experiment.create("two", previous="one", project_token=experiment.project_token)

    assert {each["name"] for each in following.list_data()} == {"parameters", "labelmap"}
    assert following.get_data("parameters") == {"lr": 0.1}
    assert Path(following.download("weights", str(tmp_path / "out"))).read_bytes() == b"weights"
    with pytest.raises(ResourceNotFoundError):
        client.experiment.create("three", previous="nothing", project_token=experiment.project_token)


def test_a_published_network_carries_files_labels_and_parameters_on(
    client: Client, experiment: Experiment, tmp_path: Path
) -> None:
    experiment.log("parameters", {"lr": 0.1}, "table")
    experiment.log("labelmap", {1: "boat"}, "labelmap")
    experiment.store("model-latest", a_file(tmp_path, "m.zip", b"model"))

    network = experiment.publish("boats")
    following = client.experiment.create(
        "two", source=f"{client.organization}/boats", project_token=experiment.project_token
    )

    assert (network["labels"], network["base_parameters"]) == ({"1": "boat"}, {"lr": 0.1})
    assert list(network["files"]) == ["model-latest"]
    assert following.get_data("labelmap") == {"1": "boat"}
    assert Path(following.download("model-latest", str(tmp_path / "out"))).read_bytes() == b"model"
    with pytest.raises(InvalidQueryError, match="'boats'"):
        following.publish("boats")


def test_what_was_printed_is_the_logging_object(client: Client, experiment: Experiment) -> None:
    experiment.send_experiment_logging(["step 1", "step 2"], part="--#--Start training\n")
    experiment.send_experiment_logging("step 3", part="--#--Start training\n", special=True)
    experiment.send_experiment_logging("0", special="exit_code")

    logging = Client.Experiment(session=client.session).checkout(experiment.id)["logging"]

    assert set(logging) == {"logs", "steps", "timestamps", "exit_code"}
    assert logging["logs"] == {"0": "Start training", "1": "step 1", "2": "step 3"}
    assert logging["steps"] == {"Start training": 0}
    assert logging["exit_code"]["exit_code"] == "0"


def test_markers_are_printed_as_they_always_were(experiment: Experiment, capsys: pytest.CaptureFixture[str]) -> None:
    experiment.start_logging_chapter("Start training")
    experiment.start_logging_buffer(5)
    experiment.end_logging_buffer()

    assert capsys.readouterr().out == "--#--Start training\n--5--\n---5---\n"

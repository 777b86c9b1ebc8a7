"""Rows 46 to 70 of the endpoint index: experiments, files, data, telemetry, publishing, training data."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from factories import jpeg
from wire_v2.conftest import CALM, POLYGON, RECTANGLE, Speaker

EXPERIMENT = {
    "id",
    "experiment_id",
    "name",
    "description",
    "status",
    "date_created",
    "last_update",
    "owner",
    "project",
    "dataset",
    "logging",
    "files",
    "data",
}
FILE = {"id", "name", "object_name", "large", "date_created", "last_update"}
DATA = {"id", "name", "type", "data", "date_created", "last_update"}


@pytest.fixture
def project(speak: Speaker) -> str:
    return speak.project()


@pytest.fixture
def exp(speak: Speaker, project: str) -> str:
    return speak.experiment(project)


def test_row_46_get_experiments(speak: Speaker, project: str) -> None:
    assert speak.says(200, "GET", f"experiment/{project}") == {"experiments": []}
    for at in range(3):
        speak.experiment(project, f"exp-{at}")

    found = speak.says(200, "GET", f"experiment/{project}")["experiments"]

    assert [each["name"] for each in found] == ["exp-0", "exp-1", "exp-2"]
    assert set(found[0]) == EXPERIMENT
    assert {each["project"] for each in found} == {project}
    speak.says(404, "GET", f"experiment/{uuid4()}")


def test_row_47_post_experiment(speak: Speaker, project: str) -> None:
    dataset = speak.dataset()
    body = {"name": "exp-3", "description": "d", "previous": None, "dataset": "Harbours/first", "source": None}

    made = speak.says(201, "POST", f"experiment/{project}", {**body, "with_file": False, "with_data": False})

    assert set(made) == EXPERIMENT
    assert made["id"] == made["experiment_id"]
    assert made["project"] == {"project_id": project, "project_name": "harbours"}
    assert made["dataset"] == {"dataset_id": dataset, "dataset_name": "Harbours", "version": "first"}
    assert (made["status"], made["files"], made["data"]) == ("started", [], [])
    speak.says(400, "POST", f"experiment/{project}", {"name": "exp-3"})
    speak.says(400, "POST", f"experiment/{project}", {})
    speak.says(400, "POST", f"experiment/{project}", {"name": "x" * 61})
    speak.says(400, "POST", f"experiment/{project}", {"name": "x", "description": "x" * 1_001})
    for unknown in ({"previous": "absent"}, {"dataset": "Absent/first"}, {"source": "nobody/absent"}):
        speak.says(404, "POST", f"experiment/{project}", {"name": "x", **unknown})
    speak.says(400, "POST", "experiment/None", {"name": "x"})
    speak.says(404, "POST", f"experiment/{uuid4()}", {"name": "x"})


def test_row_47_a_source_gives_its_files_labels_and_parameters(speak: Speaker, project: str) -> None:
    network = speak.network()
    key = speak.post(f"{network}/a.config", b"a: 1")
    given = {"files": {"config": key}, "labels": {"1": "boat"}, "base_parameters": {"lr": 0.1}}
    speak.says(201, "PUT", f"network/null/{network}", given)
    owner = speak.says(200, "POST", "get_organization", {})["organization_name"]

    made = speak.experiment(project, source=f"{owner}/retina", with_file=False, with_data=False)

    [file] = speak.says(200, "GET", f"experiment/{made}/file")["files"]
    data = {each["name"]: each["data"] for each in speak.says(200, "GET", f"experiment/{made}/data")["data_assets"]}
    assert (file["name"], file["object_name"]) == ("config", key)
    assert data == {"parameters": {"lr": 0.1}, "labelmap": {"1": "boat"}}


def test_row_47_a_previous_experiment_gives_what_is_asked_for(speak: Speaker, project: str, exp: str) -> None:
    key = speak.post(f"{exp}/a.config", b"a: 1")
    speak.says(201, "PUT", f"experiment/{exp}/file", {"0": {"name": "config", "object_name": key, "large": False}})
    speak.says(201, "PUT", f"experiment/{exp}/data", {"0": {"name": "parameters", "data": {"lr": 1}, "type": "table"}})

    bare = speak.experiment(project, "bare", previous="exp-1", with_file=False, with_data=False)
    full = speak.experiment(project, "full", previous="exp-1", with_file=True, with_data=True)

    assert speak.says(200, "GET", f"experiment/{bare}/file") == {"files": []}
    assert speak.says(200, "GET", f"experiment/{bare}/data") == {"data_assets": []}
    assert speak.says(200, "GET", f"experiment/{full}/file")["files"][0]["object_name"] == key
    assert speak.says(200, "GET", f"experiment/{full}/data/parameters")["data_asset"]["data"] == {"lr": 1}
    assert speak.fetch(key) == b"a: 1"


def test_row_48_delete_experiments(speak: Speaker, project: str, exp: str) -> None:
    assert speak.says(200, "DELETE", f"experiment/{project}") == {"success": "experiments deleted"}

    assert speak.says(200, "GET", f"experiment/{project}")["experiments"] == []
    assert speak.experiment(project) != exp  # the name is free


def test_row_49_get_experiment(speak: Speaker, project: str, exp: str) -> None:
    key = speak.post(f"{exp}/a.config", b"a: 1")
    speak.says(201, "PUT", f"experiment/{exp}/file", {"0": {"name": "config", "object_name": key, "large": False}})
    speak.says(201, "PUT", f"experiment/{exp}/data", {"0": {"name": "loss", "data": [1], "type": "line"}})

    bare = speak.says(200, "GET", f"experiment/{project}/{exp}?with_file=False&with_data=False")["experiment"]
    full = speak.says(200, "GET", f"experiment/{project}/{exp}?with_file=True&with_data=True")["experiment"]
    form = {"with_file": "True", "with_data": "True"}
    newest = speak.says(200, "GET", f"experiment/{project}/{exp}", form=form)["experiment"]

    assert set(bare) == EXPERIMENT
    assert (bare["files"], bare["data"], bare["project"]) == ([], [], project)
    assert set(full["files"][0]) == FILE
    assert set(full["data"][0]) == DATA
    assert newest == {**full, "project": {"project_id": project, "project_name": "harbours"}}
    assert bare["date_created"].endswith("Z")


def test_row_49_an_experiment_behind_no_project_or_another(speak: Speaker, exp: str) -> None:
    other = speak.project("other")

    assert speak.says(200, "GET", f"experiment/None/{exp}")["experiment"]["name"] == "exp-1"
    speak.says(404, "GET", f"experiment/{other}/{exp}")
    speak.says(404, "PATCH", f"experiment/{other}/{exp}", {"status": "x"})
    speak.says(404, "DELETE", f"experiment/{other}/{exp}")
    speak.says(404, "GET", f"experiment/None/{uuid4()}")


def test_row_50_get_experiment_by_name(speak: Speaker, project: str) -> None:
    made = speak.experiment(project, "two words, ünd more")

    found = speak.says(200, "GET", f"experiment/{project}/by_name/two words, ünd more?with_file=False&with_data=False")

    assert found["experiment"]["id"] == made
    speak.says(404, "GET", f"experiment/{project}/by_name/absent")
    speak.says(404, "GET", f"experiment/{project}/by_name/")


def test_row_51_patch_experiment(speak: Speaker, project: str, exp: str) -> None:
    changed = speak.says(201, "PATCH", f"experiment/{project}/{exp}", {"status": "training", "name": "renamed"})

    assert set(changed) == EXPERIMENT
    assert (changed["status"], changed["name"], changed["project"]) == ("training", "renamed", project)
    speak.says(400, "PATCH", f"experiment/{project}/{exp}", {"colour": "red"})
    speak.experiment(project, "taken")
    speak.says(400, "PATCH", f"experiment/{project}/{exp}", {"name": "taken"})


def test_row_52_delete_experiment(speak: Speaker, project: str, exp: str) -> None:
    speak.experiment(project, "by name")

    assert speak.says(200, "DELETE", f"experiment/{project}/{exp}") == {"success": "experiment deleted"}
    assert speak.says(200, "DELETE", f"experiment/{project}/by_name/by name") == {"success": "experiment deleted"}

    assert speak.says(200, "GET", f"experiment/{project}")["experiments"] == []
    speak.says(404, "DELETE", f"experiment/{project}/{exp}")


def _stored(
    speak: Speaker, exp: str, name: str = "config", body: bytes = b"a: 1", *, large: bool = False
) -> dict[str, Any]:
    key = speak.post(f"{exp}/{name}.file", body)
    asset = {"0": {"name": name, "object_name": key, "large": large}}
    return speak.says(201, "PUT", f"experiment/{exp}/file", asset)


def test_row_53_get_files(speak: Speaker, exp: str) -> None:
    assert speak.says(200, "GET", f"experiment/{exp}/file") == {"files": []}
    _stored(speak, exp, "one")
    _stored(speak, exp, "two", large=True)

    found = speak.says(200, "GET", f"experiment/{exp}/file")["files"]

    assert [(each["name"], each["large"]) for each in found] == [("one", False), ("two", True)]
    speak.says(404, "GET", f"experiment/{uuid4()}/file")


def test_row_54_put_file(speak: Speaker, exp: str) -> None:
    made = _stored(speak, exp, "config", b"", large=True)
    again = _stored(speak, exp, "config", b"other")

    assert set(made) == FILE
    assert (made["object_name"], made["large"]) == (f"{exp}/config.file", True)
    assert (again["id"], again["large"]) == (made["id"], False)
    assert speak.fetch(again["object_name"]) == b"other"
    asset = {"name": "config", "object_name": f"{exp}/never-uploaded", "large": False}
    assert "stored" in speak.says(400, "PUT", f"experiment/{exp}/file", {"0": asset})["error"]
    speak.says(400, "PUT", f"experiment/{exp}/file", {})
    speak.says(400, "PUT", f"experiment/{exp}/file", {"0": {"name": "x"}})


def test_row_54_an_upload_whose_completion_failed_is_noticed_here(speak: Speaker, exp: str) -> None:
    key = f"{exp}/0/saved_model.zip"
    upload = speak.says(200, "GET", "init_multipart_upload", {"object_name": key})["upload_id"]
    speak.says(400, "POST", "complete_part_upload", {"upload_id": upload, "object_name": key, "parts": []})

    speak.says(400, "PUT", f"experiment/{exp}/file", {"0": {"name": "model-latest", "object_name": key, "large": True}})


def test_row_55_delete_files(speak: Speaker, exp: str) -> None:
    _stored(speak, exp, "one")

    speak.says(200, "DELETE", f"experiment/{exp}/file")
    speak.says(200, "DELETE", f"experiment/{exp}/file")

    assert speak.says(200, "GET", f"experiment/{exp}/file") == {"files": []}


def test_row_56_get_file(speak: Speaker, exp: str) -> None:
    made = _stored(speak, exp, "logs/a b")

    assert speak.says(200, "GET", f"experiment/{exp}/file/logs/a b") == {"file": [made]}
    assert speak.says(200, "GET", f"experiment/{exp}/file/absent") == {"file": []}
    speak.says(404, "GET", f"experiment/{uuid4()}/file/absent")


def test_row_57_patch_file(speak: Speaker, exp: str) -> None:
    made = _stored(speak, exp, "config")
    _stored(speak, exp, "other")
    key = speak.post(f"{exp}/v2.config", b"v2")

    moved = speak.says(201, "PATCH", f"experiment/{exp}/file/config", {"object_name": key, "large": True})
    renamed = speak.says(201, "PATCH", f"experiment/{exp}/file/config", {"name": "new"})

    assert (moved["id"], moved["object_name"], moved["large"]) == (made["id"], key, True)
    assert (renamed["id"], renamed["name"], renamed["object_name"]) == (made["id"], "new", key)
    speak.says(404, "PATCH", f"experiment/{exp}/file/config", {"name": "x"})
    speak.says(400, "PATCH", f"experiment/{exp}/file/new", {"name": "other"})
    speak.says(400, "PATCH", f"experiment/{exp}/file/new", {"object_name": "never/uploaded"})
    speak.says(400, "PATCH", f"experiment/{exp}/file/new", {"large": "yes"})


def test_row_58_delete_file(speak: Speaker, exp: str) -> None:
    _stored(speak, exp, "config")

    assert speak.says(200, "DELETE", f"experiment/{exp}/file/config") == {"success": "file deleted"}
    speak.says(404, "DELETE", f"experiment/{exp}/file/config")


def test_files_of_both_clients_are_one_and_the_same(speak: Speaker, exp: str) -> None:
    _stored(speak, exp, "config", b"a: 1")
    headers = {"Authorization": f"Token {speak.token}"}

    seen = speak.http.get(f"/api/experiments/{exp}/files?urls=true", headers=headers).json()
    [file] = seen["items"] if isinstance(seen, dict) else seen

    assert file["object_name"] == f"{exp}/config.file"
    assert len(file["sha256"]) == 64
    assert speak.http.get(file["url"]).content == b"a: 1"


def _log(speak: Speaker, exp: str, name: str, data: Any, kind: str | None) -> dict[str, Any]:
    return speak.says(201, "PUT", f"experiment/{exp}/data", {"0": {"name": name, "data": data, "type": kind}})


def _data(speak: Speaker, exp: str, name: str) -> Any:
    return speak.says(200, "GET", f"experiment/{exp}/data/{name}")["data_asset"]["data"]


LOGGED = {
    "value": {"value": 0.91},
    "line": [3, 2.5],
    "bar": {"x": ["boat", "quay"], "y": [10, 4], "image_list": ["e93d"]},
    "table": {"lr": 0.1, "name": "x"},
    "labelmap": {"1": "boat"},
    "heatmap": {"categories": ["a", "b"], "values": [[1, 2], [3, 4]]},
    "evaluation": {"categories": ["1"], "labels": ["boat"]},
    "mystery": {"anything": [1, {"goes": None}]},
}


def test_row_59_get_data(speak: Speaker, exp: str) -> None:
    assert speak.says(200, "GET", f"experiment/{exp}/data") == {"data_assets": []}
    for kind, data in LOGGED.items():
        _log(speak, exp, f"my {kind}", data, kind)

    found = speak.says(200, "GET", f"experiment/{exp}/data")["data_assets"]

    assert {each["type"]: each["data"] for each in found} == LOGGED
    assert set(found[0]) == DATA


@pytest.mark.parametrize("kind", LOGGED)
def test_row_60_put_data(speak: Speaker, exp: str, kind: str) -> None:
    made = _log(speak, exp, "it", LOGGED[kind], kind)
    again = _log(speak, exp, "it", {"a": 1}, "table")

    assert (made["type"], made["data"]) == (kind, LOGGED[kind])
    assert (again["id"], again["type"], again["data"]) == (made["id"], "table", {"a": 1})


def test_row_60_an_image_is_found_by_its_key(speak: Speaker, exp: str) -> None:
    key = speak.post(f"{exp}/plots/a.jpg", jpeg())

    made = _log(speak, exp, "plot", {"object_name": key}, "image")

    assert made["data"] == {"object_name": key}
    missing = {"0": {"name": "plot", "data": {"object_name": "never/uploaded"}, "type": "image"}}
    speak.says(400, "PUT", f"experiment/{exp}/data", missing)
    headers = {"Authorization": f"Token {speak.token}"}
    [shown] = speak.http.get(f"/api/experiments/{exp}/data", headers=headers).json()["items"]
    assert speak.http.get(shown["url"]).content == jpeg()


def test_row_60_python_words_for_no_number_become_null(speak: Speaker, exp: str) -> None:
    body = b'{"0": {"name": "loss", "data": [NaN, 1.5, Infinity, -Infinity], "type": "line"}}'

    speak.says(201, "PUT", f"experiment/{exp}/data", body)

    assert _data(speak, exp, "loss") == [None, 1.5, None, None]


def test_row_61_delete_all_data(speak: Speaker, exp: str) -> None:
    _log(speak, exp, "loss", [1], "line")

    speak.says(200, "DELETE", f"experiment/{exp}/data")

    assert speak.says(200, "GET", f"experiment/{exp}/data") == {"data_assets": []}


def test_row_62_get_data_by_name(speak: Speaker, exp: str) -> None:
    made = _log(speak, exp, "val/loss: 0.5", [1], "line")

    assert speak.says(200, "GET", f"experiment/{exp}/data/val/loss: 0.5") == {"data_asset": made}
    speak.says(404, "GET", f"experiment/{exp}/data/absent")


def test_row_63_patch_data(speak: Speaker, exp: str) -> None:
    made = _log(speak, exp, "acc", {"value": 0.9}, "value")
    _log(speak, exp, "other", {"value": 1}, "value")
    key = speak.post(f"{exp}/a.jpg", jpeg())

    changed = speak.says(201, "PATCH", f"experiment/{exp}/data/acc", {"data": {"value": 0.92}, "type": "value"})
    line = speak.says(201, "PATCH", f"experiment/{exp}/data/acc", {"data": [1, 2], "type": "line"})
    image = speak.says(201, "PATCH", f"experiment/{exp}/data/acc", {"data": {"object_name": key}, "type": "image"})
    renamed = speak.says(201, "PATCH", f"experiment/{exp}/data/acc", {"name": "accuracy"})

    assert {each["id"] for each in (changed, line, image, renamed)} == {made["id"]}
    assert (changed["data"], line["data"], renamed["name"]) == ({"value": 0.92}, [1, 2], "accuracy")
    speak.says(404, "PATCH", f"experiment/{exp}/data/acc", {"data": {"value": 1}})
    speak.says(400, "PATCH", f"experiment/{exp}/data/accuracy", {"name": "other"})
    speak.says(400, "PATCH", f"experiment/{exp}/data/accuracy", {"colour": "red"})


def _append(speak: Speaker, exp: str, name: str, data: Any, kind: str | None = None) -> None:
    said = speak.says(201, "POST", f"experiment/{exp}/data/{name}", {"data": data, "type": kind})
    assert said == {"success": "data appended"}


def test_row_64_post_data_appends(speak: Speaker, exp: str) -> None:
    _log(speak, exp, "loss", [3, 2.5], "line")

    _append(speak, exp, "loss", [2.1], "line")
    _append(speak, exp, "loss", 2)

    assert _data(speak, exp, "loss") == [3, 2.5, 2.1, 2]
    speak.says(404, "POST", f"experiment/{exp}/data/absent", {"data": [1], "type": "line"})


@pytest.mark.parametrize(
    ("there", "more", "whole"),
    [
        pytest.param(
            {"steps": [0, 10], "values": [1, 2]}, [3], {"steps": [0, 10, 20], "values": [1, 2, 3]}, id="stride"
        ),
        pytest.param([1], {"steps": [5], "values": [2]}, {"steps": [0, 5], "values": [1, 2]}, id="becomes steps"),
        pytest.param({"a": [1]}, {"a": [2], "b": [3]}, {"a": [1, 2], "b": [3]}, id="key by key"),
    ],
)
def test_row_64_lines_grow_in_every_form(speak: Speaker, exp: str, there: Any, more: Any, whole: Any) -> None:
    _log(speak, exp, "loss", there, "line")

    _append(speak, exp, "loss", more, "line")

    assert _data(speak, exp, "loss") == whole


@pytest.mark.parametrize(
    ("kind", "there", "more", "whole"),
    [
        pytest.param("bar", {"x": ["a"], "y": [1]}, {"x": ["b"], "y": [2]}, {"x": ["a", "b"], "y": [1, 2]}, id="bar"),
        pytest.param("table", {"a": 1}, {"b": 2}, {"a": 1, "b": 2}, id="table"),
        pytest.param("mystery", [1], 2, [1, 2], id="list"),
        pytest.param("mystery", 1, [2], [1, 2], id="scalar"),
    ],
)
def test_row_64_other_types_grow_too(speak: Speaker, exp: str, kind: str, there: Any, more: Any, whole: Any) -> None:
    _log(speak, exp, "it", there, kind)

    _append(speak, exp, "it", more)

    assert _data(speak, exp, "it") == whole
    if isinstance(whole, dict):
        speak.says(400, "POST", f"experiment/{exp}/data/it", {"data": [1]})


def test_row_65_delete_data(speak: Speaker, exp: str) -> None:
    _log(speak, exp, "loss", [1], "line")

    assert speak.says(200, "DELETE", f"experiment/{exp}/data/loss") == {"success": "data deleted"}
    speak.says(404, "DELETE", f"experiment/{exp}/data/loss")


def _say(speak: Speaker, exp: str, number: int, log: Any, **more: Any) -> None:
    body = {"experiment_id": exp, "line_nb": number, "log": log, "final": False, "part": "Train", "special": False}
    assert speak.says(200, "POST", "experiment/send_experiment_logging", {**body, **more}) == {"success": "logged"}


def _logging(speak: Speaker, exp: str) -> Any:
    return speak.says(200, "GET", f"experiment/None/{exp}")["experiment"]["logging"]


def _lines(speak: Speaker, exp: str) -> list[str]:
    return list(_logging(speak, exp)["logs"].values())


def test_row_66_post_send_experiment_logging(speak: Speaker, exp: str) -> None:
    assert _logging(speak, exp) is None

    _say(speak, exp, 0, "step 1\n")
    _say(speak, exp, 1, ["step 2", "step 3"], special="buffer")
    _say(speak, exp, 0, "accuracy 0.9", part="Evaluate")
    _say(speak, exp, 0, "1", special="exit_code")

    found = _logging(speak, exp)
    assert list(found["logs"].values()) == ["Train", "step 1", "step 2", "step 3", "Evaluate", "accuracy 0.9"]
    assert found["steps"] == {"Train": 0, "Evaluate": 4}
    assert found["exit_code"]["exit_code"] == "1"
    speak.says(
        404, "POST", "experiment/send_experiment_logging", {"experiment_id": str(uuid4()), "line_nb": 0, "log": "x"}
    )
    speak.says(400, "POST", "experiment/send_experiment_logging", {"line_nb": 0, "log": "x"})


def test_row_66_special_lines_and_repeated_numbers_replace_the_line_before(speak: Speaker, exp: str) -> None:
    _say(speak, exp, 0, "10 %")
    _say(speak, exp, 1, "20 %", special=True)
    _say(speak, exp, 1, "30 %")
    _say(speak, exp, 2, "done")

    assert _lines(speak, exp) == ["Train", "30 %", "done"]


def test_row_66_a_final_line_closes_the_chapter_and_a_fall_to_0_starts_anew(speak: Speaker, exp: str) -> None:
    _say(speak, exp, 0, "a")
    _say(speak, exp, 1, "b", final=True)
    _say(speak, exp, 2, "c")
    _say(speak, exp, 0, "d")

    assert _lines(speak, exp) == ["Train", "a", "b", "Train", "c", "Train", "d"]
    assert list(_logging(speak, exp)["steps"]) == ["Train", "Train (2)", "Train (3)"]


def test_row_67_post_update_job_status(speak: Speaker, project: str, exp: str) -> None:
    speak.says(200, "POST", f"experiment/{exp}/update_job_status", {"status": "success"})

    assert speak.says(200, "GET", f"experiment/{project}/{exp}")["experiment"]["status"] == "success"
    speak.says(404, "POST", f"experiment/{uuid4()}/update_job_status", {"status": "success"})
    speak.says(400, "POST", f"experiment/{exp}/update_job_status", {})


def test_row_68_post_publish(speak: Speaker, exp: str) -> None:
    _stored(speak, exp, "model-latest", b"zip")
    _log(speak, exp, "labelmap", {"1": "boat"}, "labelmap")

    made = speak.says(200, "POST", f"experiment/{exp}/publish", {"name": "boats-v1"})
    unnamed = speak.says(200, "POST", f"experiment/{exp}/publish", {"name": None})

    assert made["success"] == "model published"
    assert (made["network"]["network_name"], unnamed["network"]["network_name"]) == ("boats-v1", "exp-1")
    assert made["network"]["labels"] == {"1": "boat"}
    assert speak.fetch(made["network"]["files"]["model-latest"]) == b"zip"
    speak.says(400, "POST", f"experiment/{exp}/publish", {"name": "boats-v1"})
    speak.says(404, "POST", f"experiment/{uuid4()}/publish", {"name": "x"})


def test_row_68_a_label_map_from_0_is_published_as_it_is(speak: Speaker, exp: str) -> None:
    _log(speak, exp, "labelmap", {"0": "car", "1": "bird"}, "labelmap")

    made = speak.says(200, "POST", f"experiment/{exp}/publish", {"name": "from-0"})["network"]

    assert made["labels"] == {"0": "car", "1": "bird"}


def test_row_69_post_launch_says_that_there_are_no_machines(speak: Speaker, exp: str) -> None:
    assert "no remote machine" in speak.says(400, "POST", f"experiment/{exp}/launch", {"gpus": 0})["error"]
    speak.says(404, "POST", f"experiment/{uuid4()}/launch", {"gpus": 0})


def test_row_70_get_dl_annotations(speak: Speaker, project: str) -> None:
    dataset = speak.dataset(pictures=3)
    made = speak.experiment(project, dataset="Harbours/first")
    speak.says(201, "PUT", f"label/{dataset}/boat/rectangle")
    speak.says(201, "PUT", f"label/{dataset}/boat/polygon")
    shapes = [RECTANGLE, POLYGON, CALM]
    speak.says(201, "PUT", f"annotation/new/{dataset}/Harbours-1.jpg", {"data": shapes, "duration": 1840})

    found = speak.says(200, "GET", f"experiment/{made}/dl_annotations/all")

    assert [(each["id"], each["name"]) for each in found["categories"]] == [(1, "boat"), (2, "quay"), (3, "calm")]
    assert [each["external_picture_url"] for each in found["images"]] == [f"Harbours-{at}.jpg" for at in range(3)]
    [entry] = found["annotations"]
    assert (entry["nb_labels"], entry["time_spent"], entry["annotations"]) == (3, 1840, shapes)
    assert entry["internal_picture_id"] == found["images"][1]["internal_picture_id"]
    assert {(each["width"], each["height"]) for each in found["images"]} == {(64, 48)}
    assert speak.http.get(found["images"][0]["signed_url"]).content[:2] == b"\xff\xd8"
    speak.says(400, "GET", f"experiment/{made}/dl_annotations/some")
    speak.says(404, "GET", f"experiment/{speak.experiment(project, 'bare')}/dl_annotations/all")


def test_row_70_an_export_can_be_imported_again(speak: Speaker, project: str) -> None:
    dataset = speak.dataset(pictures=2)
    made = speak.experiment(project, dataset="Harbours/first")
    speak.says(201, "PUT", f"annotation/new/{dataset}/Harbours-0.jpg", {"data": [RECTANGLE, {**CALM, "given": [1]}]})
    before = speak.says(200, "GET", f"experiment/{made}/dl_annotations/all")

    speak.says(200, "DELETE", f"annotation/{dataset}")
    for entry in before["annotations"]:
        body = {
            "picture_id": entry["external_picture_url"],
            "nb_instances": entry["nb_labels"],
            "duration": entry["time_spent"],
            "data": entry["annotations"],
        }
        speak.says(201, "PUT", f"annotation/new/{dataset}/{entry['external_picture_url']}", body)

    after = speak.says(200, "GET", f"experiment/{made}/dl_annotations/all")
    assert json.dumps(after["annotations"]) == json.dumps(before["annotations"])

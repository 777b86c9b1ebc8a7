"""Rows 71 to 76 of the endpoint index: scans and runs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from wire_v2.conftest import Speaker

CONFIG: dict[str, Any] = {
    "image": "trainer:1",
    "execution": {"type": "agents"},
    "strategy": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"batch_size": {"values": [2, 4]}, "steps": {"value": 1000}, "lr": {"values": [0.1, 0.01]}},
}
RUN = {
    "id",
    "order",
    "status",
    "parameters",
    "experiment",
    "metric",
    "value",
    "duration",
    "start_time",
    "end_time",
    "date_created",
    "docker_image",
    "env",
    "info",
    "config",
    "requirements",
}


def _scan(speak: Speaker, project: str, name: str = "lr-scan", **more: Any) -> None:
    body = {"name": name, "nb_worker": 1, "object_name": None, "filename": None, "config": {**CONFIG, **more}}
    assert speak.says(200, "POST", f"scan/{project}/launch", body) == {"success": "scan created"}


@pytest.mark.parametrize("path", ["sweep/{}/launch", "scan/{}/launch", "scan/{}/create"])
def test_row_71_post_scan(speak: Speaker, path: str) -> None:
    project = speak.project()
    script = speak.post(f"{project}/train.py", b"print()")
    rows = speak.post(f"{project}/rows.csv", b"a,b")
    config = {**CONFIG, "script": "scripts/train.py", "data": [{"filename": "rows.csv", "object_name": rows}]}
    body = {"name": "lr-scan", "nb_worker": 1, "object_name": script, "filename": "train.py", "config": config}

    said = speak.says(200, "POST", path.format(project), body)

    assert said == {"success": "scan created"}
    experiments = speak.says(200, "GET", f"experiment/{project}")["experiments"]
    parameters = [
        speak.says(200, "GET", f"experiment/{each['id']}/data/parameters")["data_asset"] for each in experiments
    ]
    assert [each["name"] for each in experiments] == [f"lr-scan-{at}" for at in range(4)]
    assert [(each["data"]["batch_size"], each["data"]["lr"]) for each in parameters] == [
        (2, 0.1),
        (2, 0.01),
        (4, 0.1),
        (4, 0.01),
    ]
    assert {each["type"] for each in parameters} == {"table"}
    speak.says(400, "POST", path.format(project), body)
    speak.says(404, "POST", path.format(uuid4()), body)


def test_row_71_uploads_may_stand_beside_the_paths_that_the_configuration_names(speak: Speaker) -> None:
    project = speak.project()
    rows = speak.post(f"{project}/rows.csv", b"a,b")
    files = [{"filename": "rows.csv", "object_name": rows}]
    body = {"name": "lr-scan", "nb_worker": 1, "config": {**CONFIG, "data": ["here/rows.csv"]}, "files": files}

    speak.says(200, "POST", f"sweep/{project}/launch", body)

    assert speak.says(200, "GET", f"run/{project}/lr-scan")["config"]["data"] == files


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"parameters": {}}, id="no parameters"),
        pytest.param({"parameters": {"a": {"values": []}}}, id="no values"),
        pytest.param({"parameters": {"a": 1}}, id="bare value"),
        pytest.param({"strategy": "guess"}, id="strategy"),
        pytest.param({"metric": {"goal": "minimize"}}, id="metric"),
        pytest.param({"metric": {"name": "a", "goal": "best"}}, id="goal"),
        pytest.param({"max_run": 0}, id="no runs"),
        pytest.param({"image": None}, id="nothing to run"),
        pytest.param({"requirements": ["numpy"]}, id="requirements"),
        pytest.param({"data": [{"filename": "a"}]}, id="data"),
        pytest.param({"data": [{"filename": "a", "object_name": "never/uploaded"}]}, id="data that never came"),
    ],
)
def test_row_71_a_wrong_configuration_is_refused_and_leaves_nothing(speak: Speaker, wrong: dict[str, Any]) -> None:
    project = speak.project()

    speak.says(400, "POST", f"scan/{project}/launch", {"name": "s", "nb_worker": 1, "config": {**CONFIG, **wrong}})

    assert speak.says(200, "GET", f"experiment/{project}")["experiments"] == []
    _scan(speak, project, "s")


def test_row_71_base_model_and_dataset_are_given_to_every_experiment(speak: Speaker) -> None:
    project, network = speak.project(), speak.network()
    key = speak.post(f"{network}/a.config", b"a: 1")
    speak.says(201, "PUT", f"network/null/{network}", {"files": {"config": key}})
    speak.dataset()
    owner = speak.says(200, "POST", "get_organization", {})["organization_name"]

    _scan(speak, project, base_model=f"{owner}/retina", dataset="Harbours/first", max_run=3)

    experiments = speak.says(200, "GET", f"experiment/{project}")["experiments"]
    assert len(experiments) == 3
    assert {each["dataset"]["dataset_name"] for each in experiments} == {"Harbours"}
    files = speak.says(200, "GET", f"experiment/{experiments[0]['id']}/file")["files"]
    assert [each["name"] for each in files] == ["config"]


def test_row_72_post_scan_launch(speak: Speaker) -> None:
    project = speak.project()
    _scan(speak, project)
    _scan(speak, project, "far", execution={"type": "remote"})

    speak.says(200, "POST", f"scan/{project}/launch/lr-scan")

    assert "no remote machine" in speak.says(400, "POST", f"scan/{project}/launch/far")["error"]
    speak.says(404, "POST", f"scan/{project}/launch/absent")


def test_row_73_get_next_run(speak: Speaker) -> None:
    project = speak.project()
    _scan(speak, project, requirements=[{"package": "numpy", "version": ""}])

    runs = [speak.says(200, "GET", f"run/{project}/lr-scan") for _ in range(4)]

    assert [each["order"] for each in runs] == [0, 1, 2, 3]
    first = runs[0]
    assert set(first) == RUN  # no script, so no key of one
    assert "data" not in first["config"]
    assert (first["status"], first["metric"], first["value"], first["env"]) == ("started", "loss", None, [])
    assert first["start_time"] is not None
    assert first["experiment"]["name"] == "lr-scan-0"
    assert first["requirements"] == [{"package": "numpy", "version": ""}]
    assert first["parameters"] == {"batch_size": 2, "steps": 1000, "lr": 0.1}
    speak.says(404, "GET", f"run/{project}/lr-scan")
    speak.says(404, "GET", f"run/{project}/absent")


def test_row_74_get_run(speak: Speaker, stranger: Speaker) -> None:
    project = speak.project()
    script = speak.post(f"{project}/train.py", b"print()")
    rows = speak.post(f"{project}/rows.csv", b"a,b")
    config = {**CONFIG, "script": "train.py", "data": [{"filename": "rows.csv", "object_name": rows}]}
    body = {"name": "lr-scan", "nb_worker": 1, "object_name": script, "filename": "train.py", "config": config}
    speak.says(200, "POST", f"scan/{project}/launch", body)
    taken = speak.says(200, "GET", f"run/{project}/lr-scan")

    answer = speak.says(200, "GET", f"run/{taken['id']}")
    found = answer.pop("run")

    assert answer == found, "flat as well, as clients before 4.7.33 keep the whole answer"
    assert set(found) == RUN | {"script", "script_object_name"}
    assert (found["script"], found["script_object_name"]) == ("train.py", script)
    assert found["config"]["data"] == [{"filename": "rows.csv", "object_name": rows}]
    assert (speak.fetch(script), speak.fetch(rows)) == (b"print()", b"a,b")
    speak.says(404, "GET", f"run/{uuid4()}")
    speak.says(404, "GET", "run/no-id")
    stranger.says(404, "GET", f"run/{taken['id']}")


def test_row_75_patch_run(speak: Speaker) -> None:
    project = speak.project()
    _scan(speak, project)
    run = speak.says(200, "GET", f"run/{project}/lr-scan")["id"]

    changed = speak.says(200, "PATCH", f"run/{run}", {"status": "success", "value": 0.41, "info": {"host": "a"}})

    assert (changed["id"], changed["status"], changed["value"], changed["info"]) == (
        run,
        "success",
        0.41,
        {"host": "a"},
    )
    speak.says(400, "PATCH", f"run/{run}", {"value": "much"})
    speak.says(400, "PATCH", f"run/{run}", {"colour": "red"})
    speak.says(404, "PATCH", f"run/{uuid4()}", {"value": 1})


def test_row_76_post_run_end(speak: Speaker) -> None:
    project = speak.project()
    _scan(speak, project)
    first, second = (speak.says(200, "GET", f"run/{project}/lr-scan") for _ in range(2))
    loss = {"0": {"name": "loss", "data": [3, 0.5], "type": "line"}}
    speak.says(201, "PUT", f"experiment/{first['experiment']['id']}/data", loss)

    speak.says(200, "POST", f"run/{first['id']}/end", {})
    speak.says(200, "POST", f"run/{second['id']}/end")
    ended = speak.says(200, "GET", f"run/{first['id']}")["run"]
    speak.says(200, "POST", f"run/{first['id']}/end", {"status": "success"})
    again = speak.says(200, "GET", f"run/{first['id']}")["run"]

    assert ended["end_time"] is not None
    assert ended["value"] == 0.5  # the last that was logged of the metric
    assert (again["end_time"], again["duration"], again["status"]) == (ended["end_time"], ended["duration"], "success")
    assert speak.says(200, "GET", f"run/{second['id']}")["run"]["value"] is None
    speak.says(404, "POST", f"run/{uuid4()}/end")

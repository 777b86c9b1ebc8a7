"""Scans and their runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from wire_v2.lives.tracking import experiment_in
from wire_v2.lives.world import MIB, NEWEST, folder, refused

CONFIG: dict[str, Any] = {
    "execution": {"type": "agents"},
    "strategy": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"batch_size": {"values": [2, 4]}, "steps": {"value": 10}},
}


def scans(token: str) -> None:
    Path("train.py").write_text("print(1)\n")
    Path("rows.csv").write_text("a,b\n")
    Path("large.csv").write_bytes(b"1,2\n" * (6 * MIB // 4))
    Path("needs.txt").write_text("# for the run\nnumpy==1.19.5\nrequests\n")
    experiment = experiment_in(token)
    more = {"script": "train.py", "data": ["rows.csv", "large.csv"], "requirements": "needs.txt"}
    if not hasattr(experiment, "init_scan"):
        experiment.init_scan = experiment.init_sweep
    said = experiment.init_scan("scan", {**CONFIG, **more})
    assert "success" in said
    if NEWEST:
        experiment.launch_scan("scan")
        experiment.init_scan("far", {**CONFIG, "image": "trainer:1", "execution": {"type": "remote"}})
        assert "remote" in refused(experiment.launch_scan, "far")
    assert refused(experiment.init_scan, "scan", {**CONFIG, "image": "trainer:1"})
    home = Path.cwd()
    os.chdir(folder("run"))
    for place, batch in enumerate((2, 4)):
        _one(experiment, place, batch)
    os.chdir(home)
    assert refused(experiment.get_next_run, "scan")
    _without_a_script(experiment)


def _one(experiment: Any, place: int, batch: int) -> None:
    experiment.get_next_run("scan")
    assert experiment.run["parameters"] == {"batch_size": batch, "steps": 10}
    assert experiment.run["experiment"]["name"] == f"scan-{place}"
    assert [each["version"] for each in experiment.run["requirements"]] == ["1.19.5", ""]
    experiment.update_run(value=0.4, status="success")
    assert experiment.run["status"] == "success"
    experiment.get_run(experiment.run["id"])
    assert experiment.run["value"] == 0.4
    experiment.download_script()
    experiment.download_run_data()
    experiment.install_run_requirements()
    assert Path("train.py").read_text() == "print(1)\n"
    assert (Path("rows.csv").read_text(), Path("large.csv").stat().st_size) == ("a,b\n", 6 * MIB)
    assert experiment.end_run()


def _without_a_script(experiment: Any) -> None:
    experiment.init_scan("image", {**CONFIG, "image": "trainer:1"})
    experiment.get_next_run("image")
    assert experiment.run["docker_image"] == "trainer:1"
    assert experiment.download_script() is None
    assert experiment.download_run_data() is None
    experiment.install_run_requirements()
    experiment.end_run()

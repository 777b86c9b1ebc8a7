"""Projects, experiments, their files and data, training and networks."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import requests

from wire_v2.lives.world import HOST, LAST, ME, MIB, NEWEST, OLD, TOKEN, Client, folder, refused, rest


def project_of(client: Any) -> str:
    projects = client.project
    if OLD:
        token = str(projects.create(project_name=ME)["project_id"])
        projects.get(ME)
        projects.update(description="boats from above")
        assert token in {each["project_id"] for each in projects.list()["projects"]}
        assert projects.worker.list(token)["workers"] == projects.worker.list(ME)["workers"] != []
        return token
    if NEWEST:
        projects.create(ME, description="boats")
    else:
        projects.create(project_name=ME, description="boats")
    assert refused(projects.get, "absent")
    projects.get(ME)
    projects.update(description="boats from above")
    projects.attach_dataset(f"{ME}/first")
    assert refused(projects.attach_dataset, f"{ME}/absent")
    assert projects.worker.list()["workers"]
    assert ME in {each["project_name"] for each in projects.list()}
    return str(getattr(projects, "id", None) or projects.project_token)


def experiment_in(token: str | None = None, **named: Any) -> Any:
    return Client.Experiment(api_token=TOKEN, host=HOST, project_token=token, **named)


def experiments(experiment: Any, token: str) -> None:
    experiment.create(name=ME, dataset=f"{ME}/first")
    assert refused(experiment_in(token).create, name=ME)
    assert refused(experiment_in(token).create, name="x", dataset="no/dataset")
    experiment.checkout(ME, tree=True)
    experiment.update(status="training", description="by night")
    assert [each["name"] for each in experiment.list()] == [ME]
    assert refused(experiment_in(token).checkout, "absent")
    experiment.start_logging_chapter("Start training")
    experiment.start_logging_buffer(2)
    experiment.send_experiment_logging("step 1", "Start training")
    experiment.send_experiment_logging("step 2", "Start training", True)
    experiment.end_logging_buffer()
    experiment.update_job_status("success")
    [seen] = rest(f"/api/projects/{token}/experiments")["items"]
    assert (seen["status"], seen["description"]) == ("success", "by night")


def files(experiment: Any) -> None:
    sizes = {"small": 5 * MIB - 1, "large": 7 * MIB, "exact": 10 * MIB, "empty": 0}
    for name, size in sizes.items():
        Path(f"{name}.bin").write_bytes(os.urandom(size))
        experiment.store(name, f"{name}.bin")
        experiment.download(name, str(folder("got")))
        assert Path("got", f"{name}.bin").read_bytes() == Path(f"{name}.bin").read_bytes(), name
    large = {each["name"]: each["large"] for each in experiment.list_files()}
    assert large == {"small": False, "large": True, "exact": True, "empty": False}, large
    Path("small.bin").write_bytes(b"another")
    experiment.store("small", "small.bin")
    experiment.download("small", "got", True)
    assert Path("got/small.bin").read_bytes() == b"another"
    experiment.update_file("small", name="renamed")
    assert experiment.get_file("small") == []
    experiment.delete_file("renamed")
    _of_the_tree(experiment)
    if OLD:
        experiment.create_file("by-hand", f"{experiment.id}/large.bin", True)
        experiment.dl_file(f"{experiment.id}/large.bin", "got/by-hand")
        experiment.dl_large_file(f"{experiment.id}/large.bin", "got/by-hand-too")
        assert (
            Path("got/by-hand").read_bytes() == Path("got/by-hand-too").read_bytes() == Path("large.bin").read_bytes()
        )
        experiment.delete_file("by-hand")
    assert {each["name"] for each in experiment.list_files()} == KEPT


TREE = {"config", "checkpoint-index-latest", "checkpoint-data-latest", "model-latest"}
KEPT = {"large", "exact", "empty", *TREE}


def _of_the_tree(experiment: Any) -> None:
    """Assets whose name tells which file of the tree they are."""
    Path(ME, "config", "pipeline.config").write_text("a: 1")
    for step in (2, 10):
        Path(ME, "checkpoint", f"ckpt-{step}.index").write_text(f"index {step}")
        Path(ME, "checkpoint", f"ckpt-{step}.data-00000-of-00001").write_text(f"data {step}")
    model = folder(f"{ME}/exported_model/saved_model/variables").parent
    (model / "saved_model.pb").write_bytes(b"x" * 1_000)
    (model / "variables" / "a").write_bytes(b"y")
    for name in sorted(TREE):
        experiment.store(name)
    stored = {each["name"]: each for each in experiment.list_files() if each["name"] in TREE}
    assert {each["object_name"].rpartition("/")[2] for each in stored.values()} == {
        "pipeline.config",
        "ckpt-10.index",
        "ckpt-10.data-00000-of-00001",
        "saved_model.zip",
    }
    assert stored["model-latest"]["object_name"] == f"{experiment.id}/0/saved_model.zip"
    assert stored["checkpoint-data-latest"]["large"], "always in parts, however small"


def data(experiment: Any, picture: str) -> None:
    logged = [
        ("loss", [3, 2.5], "line"),
        ("acc", 0.9, "value"),
        ("split", {"x": ["boat"], "y": [1]}, "bar"),
        ("parameters", {"lr": 0.1}, "table"),
        ("plot", picture, "image"),
        ("labelmap", {"1": "boat"}, "labelmap"),
        ("confusion-matrix", {"categories": ["a", "b"], "values": [[1, 2], [3, 4]]}, "heatmap"),
        ("evaluation", {"categories": ["1"]}, "evaluation"),
    ]
    for name, value, kind in logged:
        experiment.log(name, value, kind)
    experiment.log("acc", 0.92, "value")
    experiment.log("acc", 0.93, "value", True)
    assert experiment.get_data("acc") == {"value": 0.93}
    assert experiment.get_data("plot") == {"object_name": f"{experiment.id}/{picture}"}
    experiment.log("absolute", str(Path(picture).absolute()), "image")
    assert experiment.get_data("absolute") == {"object_name": str(Path(picture).absolute())}
    _from_threads(experiment)
    experiment.create_data("by-hand", {"a": [1]}, "table")
    experiment.append_data("by-hand", data={"a": [2]}, type="table")
    assert experiment.get_data("by-hand") == {"a": [1, 2]}
    experiment.update_data("by-hand", data={"a": 3})
    assert experiment.get_data("by-hand") == {"a": 3}
    experiment.log("no-number", [float("nan"), float("inf"), 1.0], "line")
    assert experiment.get_data("no-number") == [None, None, 1.0]
    assert len(experiment.list_data()) == len(logged) + 3
    experiment.delete_data("evaluation")
    assert refused(experiment.get_data, "evaluation")


def _from_threads(experiment: Any) -> None:
    threads = [threading.Thread(target=experiment.log, args=("loss", [at], "line")) for at in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = sorted([3, 2.5, *range(10)])
    deadline = time.monotonic() + 30  # the newest clients append behind the caller's back
    while sorted(experiment.get_data("loss")) != expected:
        assert time.monotonic() < deadline, experiment.get_data("loss")
        time.sleep(0.1)


def training(experiment: Any) -> dict[str, Any]:
    """The export that trainings read."""
    assert experiment.dl_annotations("accepted")["annotations"] == []
    exported: dict[str, Any] = experiment.dl_annotations("all")
    experiment.generate_labelmap()
    assert list(experiment.label_map.values())[:1] == ["boat"]
    assert "quay" in experiment.label_map.values()
    experiment.dl_pictures()
    assert len(list(Path(ME, "images").iterdir())) == 4
    experiment.train_test_split(0.5)
    assert (len(experiment.train_list), len(experiment.eval_list)) == (2, 2)
    assert sum(experiment.train_repartition) == sum(experiment.test_repartition) == 4
    assert refused(experiment.launch)
    return exported


def networks(client: Any, experiment: Any, picture: str) -> None:
    experiment.publish(ME)
    network = client.network
    network.get(ME)
    assert set(network.files) == KEPT
    network.labels({"0": "boat", "1": "quay"})
    network.store("weights", "large.bin")
    network.store("notes", "annotations.json")
    network.store("notes", "annotations.json")
    network.store("archive", f"{ME}/exported_model/saved_model", True)
    network.update_thumb(picture)
    if OLD:
        network.update(organization="null", tag=["boats"], identifier=network.network_id)
    else:
        network.update(tag=["boats"])
    seen = next(each for each in rest("/api/networks")["items"] if each["network_name"] == ME)
    assert set(seen["files"]) == {*KEPT, "weights", "notes", "archive"}, seen["files"]
    assert (seen["labels"], seen["tag"]) == ({"0": "boat", "1": "quay"}, ["boats"])
    assert requests.get(seen["thumb_url"], timeout=60).content == Path(picture).read_bytes()
    listed = network.list()
    assert ME in {each["network_name"] for each in (listed["networks"] if OLD else listed)}
    _another(client)
    if LAST:
        _downloaded(network)


def _another(client: Any) -> None:
    network = Client.Network(api_token=TOKEN, host=HOST)
    network.create(f"{ME}-other", type="detection")
    assert refused(Client.Network(api_token=TOKEN, host=HOST).create, f"{ME}-other", type="detection")
    if NEWEST:
        assert "backend" in refused(network.deploy)
    network.delete()
    assert refused(Client.Network(api_token=TOKEN, host=HOST).get, f"{ME}-other")


def _downloaded(network: Any) -> None:
    """This version looks for a backslash in the key, as clients on Windows write it."""
    key = f"{network.network_id}\\from-windows.bin"
    leave = network.urls._get_presigned_url("post", key, bucket_model=True)
    sent = requests.post(leave["url"], data=leave["fields"], files={"file": ("a", b"windows")}, timeout=60)
    assert sent.status_code == 204
    network.update(files={**network.infos["files"], "windows": key})
    network.download("windows")
    assert Path("from-windows.bin").read_bytes() == b"windows"


def looked_at_again(token: str, experiment: str) -> None:
    home = Path.cwd()
    os.chdir(folder("elsewhere"))
    back = experiment_in(token)
    back.checkout(ME, tree=True, with_file=True, with_data=True)
    assert Path(ME, "large.bin").read_bytes() == (home / "large.bin").read_bytes()
    assert Path(ME, "config", "pipeline.config").read_text() == "a: 1"
    assert Path(ME, "exported_model", "saved_model.zip").stat().st_size
    assert {each["name"] for each in back.files} == KEPT
    assert {"loss", "acc", "plot"} <= {each["name"] for each in back.data}
    os.chdir(folder("flat"))
    experiment_in(token).checkout(ME, with_file=True)
    assert len(list(Path(ME).iterdir())) == len(KEPT)
    os.chdir(home)
    if not OLD:  # `None` stands for the project that an experiment of an id alone does not know
        by_id = experiment_in(id=experiment)
        by_id.checkout()
        assert (by_id.experiment_name, by_id.project_token) == (ME, token)

"""A life with one published client: run under that client, in an environment of its own, in an empty folder.

    python life.py VERSION URL TOKEN

Every step asserts what it can see; the first that fails ends it with a trace. Not imported by any test.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from picsellia.client import Client

VERSION, URL, TOKEN = sys.argv[1:4]
HOST = f"{URL}/sdk/v2/"
OLD = VERSION.startswith("4.7")
NEWEST = VERSION.startswith("5.0.")
SCANS = VERSION != "4.7.8"
ME = f"life-{VERSION}"
BOX = {"type": "rectangle", "label": "boat", "qa": [], "rectangle": {"top": 4, "left": 8, "width": 20, "height": 9}}
RING = {
    "type": "polygon",
    "label": "quay",
    "polygon": {"geometry": [{"x": 0, "y": 1}, {"x": 9, "y": 1}, {"x": 9, "y": 9}]},
}
MIB = 1 << 20


def rest(path: str) -> Any:
    answer = requests.get(f"{URL}{path}", headers={"Authorization": f"Token {TOKEN}"}, timeout=60)
    answer.raise_for_status()
    return answer.json()


def refused(function: Any, *args: Any) -> bool:
    try:
        function(*args)
    except Exception:  # noqa: BLE001 -- each version has errors of its own
        return True
    return False


def make_pictures(count: int) -> list[str]:
    Path("in").mkdir()
    for at in range(count):
        Image.new("RGB", (64 + at, 48), (at * 20, len(VERSION) * 9, sum(map(ord, VERSION)) % 256)).save(
            f"in/{ME}-{at}.png"
        )
    return sorted(str(path) for path in Path("in").iterdir())


def lake(client: Any, files: list[str]) -> Any:
    pictures = client.datalake.picture
    pictures.upload(files, tags=[ME])
    found = pictures.fetch(1, [ME])
    assert len(found) == len(files), found
    assert {each["external_url"] for each in found} == {Path(file).name for file in files}
    pictures.add_tags(tags=["night"])
    assert len(pictures.fetch(1, [ME, "night"])) == len(files)
    pictures.remove_tags(tags=["night"])
    assert len(rest(f"/api/pictures?tag={ME}&tag=night")["items"]) == 0
    return pictures.fetch(1, [ME])


def datasets(client: Any, pictures: Any, files: list[str]) -> None:
    sets = client.datalake.dataset
    sets.create(ME, "", True, pictures[:4])
    sets.fetch(ME, "first")
    sets.new_version(ME, "night", [], "latest")
    sets.add_data(ME, "night", pictures[4:])
    sizes = {each["version"]: each["size"] for each in rest(f"/api/datasets?name={ME}")["items"]}
    assert sizes == {"first": 4, "night": len(files)}, sizes
    sets.fetch(ME, "first")
    if OLD:
        sets.create_labels(sets.dataset_id, "boat", "rectangle")
    else:
        sets.create_labels("boat", "rectangle")
    sets.download(f"{ME}/first")
    for file in files[:4]:
        assert Path(ME, "first", Path(file).name).read_bytes() == Path(file).read_bytes()
    sets.delete(ME, "night")
    assert [each["version"] for each in rest(f"/api/datasets?name={ME}")["items"]] == ["first"]


def push(client: Any) -> None:
    names = [f"{ME}-{at}.png" for at in range(4)]
    document = {
        "categories": [{"name": "boat"}, {"name": "quay"}],
        "images": [{"external_picture_url": name, "signed_url": "http://127.0.0.1:9/none"} for name in names],
        "annotations": [
            {"external_picture_url": name, "nb_labels": 2, "time_spent": 3, "annotations": [BOX, RING]}
            for name in names
        ],
    }
    Path("annotations.json").write_text(json.dumps(document))
    if NEWEST:
        client.datalake.upload(ME, "first", None, "annotations.json", "PICSELLIA")
    else:
        client.datalake.push_dataset(
            name=ME, tags=[ME], annotations_path="annotations.json", format="legacy", only_annotations=True
        )
    [version] = rest(f"/api/datasets?name={ME}")["items"]
    found = rest(f"/api/versions/{version['dataset_id']}/statistics")
    assert (found["annotated"], found["objects"]) == (4, 8), found


def project_of(client: Any) -> str:
    projects = client.project
    if NEWEST:
        projects.create(ME)
    elif OLD:
        return str(projects.create(project_name=ME)["project_id"])
    else:
        projects.create(project_name=ME)
    projects.get(ME)
    projects.update(description="boats from above")
    projects.attach_dataset(f"{ME}/first")
    assert projects.worker.list()
    return str(getattr(projects, "id", None) or projects.project_token)


def experiment_in(token: str) -> Any:
    return Client.Experiment(api_token=TOKEN, host=HOST, project_token=token)


def files(experiment: Any) -> None:
    sizes = {"small": 5 * MIB - 1, "large": 7 * MIB, "exact": 10 * MIB, "empty": 0}
    Path("got").mkdir()
    for name, size in sizes.items():
        Path(f"{name}.bin").write_bytes(os.urandom(size))
        experiment.store(name, f"{name}.bin")
        experiment.download(name, "got")
        assert Path("got", f"{name}.bin").read_bytes() == Path(f"{name}.bin").read_bytes(), name
    large = {each["name"]: each["large"] for each in experiment.list_files()}
    assert large == {"small": False, "large": True, "exact": True, "empty": False}, large
    Path("model/variables").mkdir(parents=True)
    Path("model/saved.pb").write_bytes(b"x" * 1_000)
    Path("model/variables/a").write_bytes(b"y")
    experiment.store("model-latest", "model", True)
    experiment.update_file("small", name="renamed")
    experiment.delete_file("renamed")
    assert {each["name"] for each in experiment.list_files()} == {"large", "exact", "empty", "model-latest"}


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
    assert experiment.get_data("acc") == {"value": 0.92}
    assert experiment.get_data("plot") == {"object_name": f"{experiment.id}/{picture}"}
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
    assert len(experiment.list_data()) == len(logged)
    experiment.delete_data("evaluation")
    experiment.send_experiment_logging("step 1", "Start training")
    experiment.send_experiment_logging("step 2", "Start training")
    experiment.update_job_status("success")


def training(experiment: Any) -> None:
    experiment.dl_annotations("all")
    experiment.generate_labelmap()
    assert experiment.label_map == {"1": "boat", "2": "quay"}
    experiment.dl_pictures()
    assert len(list(Path(ME, "images").iterdir())) == 4
    experiment.train_test_split(0.5)
    assert (len(experiment.train_list), len(experiment.eval_list)) == (2, 2)
    assert refused(experiment.launch)


def networks(client: Any, experiment: Any, picture: str) -> None:
    experiment.publish(ME)
    network = client.network
    network.get(ME)
    network.labels({"1": "boat", "2": "quay"})
    network.store("config", "annotations.json")
    network.store("weights", "large.bin")
    network.update_thumb(picture)
    seen = next(each for each in rest("/api/networks")["items"] if each["network_name"] == ME)
    assert set(seen["files"]) == {"large", "exact", "empty", "model-latest", "config", "weights"}, seen["files"]
    assert seen["labels"] == {"1": "boat", "2": "quay"}
    assert requests.get(seen["thumb_url"], timeout=60).content == Path(picture).read_bytes()


def again(token: str) -> None:
    back = experiment_in(token)
    Path("elsewhere").mkdir()
    os.chdir("elsewhere")
    back.checkout(ME, tree=True, with_file=True, with_data=True)
    assert Path(ME, "large.bin").read_bytes() == Path("../large.bin").read_bytes()
    assert {each["name"] for each in back.files} == {"large", "exact", "empty", "model-latest"}
    os.chdir("..")


def scans(token: str) -> None:
    Path("train.py").write_text("print(1)\n")
    Path("rows.csv").write_text("a,b\n")
    config = {
        "script": "train.py",
        "execution": {"type": "agents"},
        "strategy": "grid",
        "metric": {"name": "loss", "goal": "minimize"},
        "parameters": {"batch_size": {"values": [2, 4]}, "steps": {"value": 10}},
        "data": ["rows.csv"],
        "requirements": [{"package": "numpy", "version": ""}],
    }
    experiment = experiment_in(token)
    experiment.init_scan("scan", config)
    Path("run").mkdir()
    os.chdir("run")
    for place, batch in enumerate((2, 4)):
        experiment.get_next_run("scan")
        assert experiment.run["parameters"] == {"batch_size": batch, "steps": 10}
        assert experiment.run["experiment"]["name"] == f"scan-{place}"
        experiment.update_run(value=0.4)
        experiment.get_run(experiment.run["id"])
        experiment.download_script()
        experiment.download_run_data()
        assert Path("train.py").read_text() == "print(1)\n"
        assert Path("rows.csv").read_text() == "a,b\n"
        experiment.end_run()
    os.chdir("..")
    assert refused(experiment.get_next_run, "scan")


def ends(client: Any, experiment: Any, token: str) -> None:
    experiment.delete_all_data()
    experiment.delete_all_files()
    if OLD:
        experiment.delete(ME)
        experiment.delete_all(token)
        client.network.delete(ME)
    else:
        experiment.delete()
        experiment.delete_all()
        client.network.delete()
    assert not rest(f"/api/projects/{token}/experiments")["items"]
    client.project.delete()
    assert (token in {each["project_id"] for each in rest("/api/projects")["items"]}) == OLD
    client.datalake.picture.fetch(1, [ME])
    client.datalake.picture.delete()
    assert not rest(f"/api/pictures?tag={ME}")["items"]


def main() -> None:
    made = make_pictures(6)
    client = Client(api_token=TOKEN, host=HOST)
    datasets(client, lake(client, made), made)
    push(client)
    token = project_of(client)
    experiment = experiment_in(token)
    experiment.create(name=ME, dataset=f"{ME}/first")
    experiment.checkout(ME, tree=True)
    experiment.update(status="training")
    files(experiment)
    data(experiment, made[0])
    training(experiment)
    networks(client, experiment, made[1])
    again(token)
    if SCANS:
        scans(token)
    ends(client, experiment, token)
    print("LIVED")


if __name__ == "__main__":  # the older clients import with processes of their own
    main()

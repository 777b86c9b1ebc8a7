"""The four ways in which people train, as whole scripts against a live server; the frameworks have stand-ins.

Each script uses the SDK as the scripts of its time did: names, positions, order, attributes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picsellia.client import Client
from picsellia.pxl_exceptions import AuthenticationError, ResourceNotFoundError
from services.server import LiveServer

LABELS = ("car", "bus")


class Tensor:
    """What a trainer hands over: a number that still hangs on a graph."""

    def __init__(self, value: float) -> None:
        self.value = value

    def detach(self) -> Tensor:
        return self

    def tolist(self) -> float:
        return self.value


@pytest.fixture
def project(client: Client, photos: Any) -> str:
    """A project, and a dataset `cars/first` of ten pictures with boxes and polygons."""
    folder = photos(*(f"{at:02}.jpg" for at in range(10)))
    client.datalake.picture.upload(str(folder), tags=["cars"])
    pictures = client.datalake.picture.fetch(tags=["cars"])
    dataset = client.datalake.dataset
    dataset.create("cars", pictures=pictures)
    for at, picture in enumerate(pictures):
        label = LABELS[at % 2]
        box = {"type": "rectangle", "label": label, "rectangle": {"top": 4, "left": 5, "width": 20, "height": 10}}
        ring = [{"x": 12, "y": 15}, {"x": 40, "y": 15}, {"x": 30, "y": 40}]
        polygon = {"type": "polygon", "label": "bus", "polygon": {"geometry": ring}}
        dataset.add_annotation(picture, [box] if at % 2 == 0 else [box, polygon])
    return client.project.create("traffic").id


def test_a_the_smallest(live_server: LiveServer, project: str) -> None:
    experiment = Client.Experiment(live_server.token, host=live_server.url, project_token=project)

    exp = experiment.create("test-experiment")
    exp.log("test", [0, 1, 2, 3, 4], "line")

    assert exp.get_data("test") == [0, 1, 2, 3, 4]


def old_repartition(found: dict[str, Any], pictures: list[str], names: list[str]) -> list[int]:
    """Objects per class as the scripts of that time count them: over all records of each picture."""
    counts = [0] * len(names)
    for picture in pictures:
        for record in found["annotations"]:
            if record["internal_picture_id"] == picture:
                for shape in record["annotations"]:
                    counts[names.index(shape["label"])] += 1
    return counts


def test_b_detection_with_the_tree(client: Client, live_server: LiveServer, project: str, tmp_path: Path) -> None:
    base = client.experiment.create("det", dataset="cars/first", project_token=project)
    base.log(
        "parameters", {"annotation_type": "rectangle", "steps": 20, "batch_size": 4, "learning_rate": 0.01}, "table"
    )
    (tmp_path / "up").mkdir()
    for name, file in (
        ("config", "pipeline.config"),
        ("checkpoint-data-latest", "ckpt-0.data-00000-of-00001"),
        ("checkpoint-index-latest", "ckpt-0.index"),
    ):
        (tmp_path / "up" / file).write_text(f"the {name}")
        base.store(name, str(tmp_path / "up" / file))

    experiment = Client.Experiment(
        api_token=live_server.token, host=live_server.url, project_token=project, interactive=False
    )
    exp = experiment.checkout("det", tree=True, with_file=True)
    experiment.dl_annotations()
    experiment.dl_pictures()
    experiment.generate_labelmap()
    experiment.log("labelmap", experiment.label_map, "labelmap", replace=True)
    experiment.train_test_split()
    for name, counts, pictures in (
        ("train-split", experiment.train_repartition, experiment.train_list_id),
        ("test-split", experiment.test_repartition, experiment.eval_list_id),
    ):
        data = {"x": experiment.categories, "y": counts, "image_list": pictures}
        experiment.log(name, data, "bar", replace=True)
    parameters = experiment.get_data(name="parameters")
    experiment.start_logging_chapter("Create records")
    assert Path(experiment.label_path).read_text().count("item {") == len(LABELS)
    for path in experiment.train_list + experiment.eval_list:
        assert Path(path).stat().st_size > 0
        shutil.copy(path, experiment.record_dir)
    config = Path(experiment.config_dir, "pipeline.config")
    config.write_text(config.read_text() + f"\nsteps: {parameters['steps']}")
    assert sorted(os.listdir(experiment.checkpoint_dir)) == ["ckpt-0.data-00000-of-00001", "ckpt-0.index"]
    experiment.start_logging_chapter("Start training")
    experiment.start_logging_buffer(5)
    for step in range(parameters["steps"]):
        exp.log("Loss-total_loss", [1 / (step + 1)], "line")
    experiment.end_logging_buffer()
    for number in (3, 12):
        for ending in ("index", "data-00000-of-00001"):
            Path(experiment.checkpoint_dir, f"ckpt-{number}.{ending}").write_text(str(number))
    saved = Path(experiment.exported_model_dir, "saved_model")
    saved.mkdir()
    (saved / "saved_model.pb").write_bytes(b"model")
    names = experiment.categories
    matrix = np.zeros((len(names) + 1, len(names) + 1))
    experiment.log("confusion-matrix", {"categories": names, "values": matrix.tolist()}, "heatmap")
    tags = {"Loss/regularization": {"steps": [0, "2"], "values": ["0.53", "0.41"]}}
    for tag, values in tags.items():
        experiment.log("-".join(tag.split("/")), values, "line", replace=True)
    experiment.log("metrics", {"mAP": "0.51"}, "table", replace=True)
    for name in ("model-latest", "config", "checkpoint-data-latest", "checkpoint-index-latest"):
        experiment.store(name)

    assert len(exp.get_data("Loss-total_loss")) == parameters["steps"]
    assert exp.get_data("Loss-regularization") == {"steps": [0, 2], "values": [0.53, 0.41]}
    files = {file["name"]: file["object_name"].rsplit("/", 1)[-1] for file in exp.list_files()}
    assert files == {
        "config": "pipeline.config",
        "checkpoint-data-latest": "ckpt-12.data-00000-of-00001",
        "checkpoint-index-latest": "ckpt-12.index",
        "model-latest": "saved_model.zip",
    }
    # 0.8 of ten pictures, counted as the scripts of that time do.
    assert (len(experiment.train_list), len(experiment.eval_list)) == (8, 2)
    found = experiment.dict_annotations
    assert old_repartition(found, experiment.train_list_id, names) == experiment.train_repartition
    assert sum(experiment.train_repartition + experiment.test_repartition) == 15


def to_yolo(
    found: dict[str, Any], labelmap: dict[str, str], images: str, target: str, prop: float
) -> list[dict[str, Any]]:
    """The split of the YOLOv5 helper: by directory order, the first record of each file, moved pictures."""
    splits = []
    files = sorted(os.listdir(images))
    names = list(labelmap.values())
    for part, chosen in (("train", files[: int(prop * len(files))]), ("test", files[int(prop * len(files)) :])):
        counts, pictures = [0] * len(names), []
        os.makedirs(os.path.join(target, part))
        for file in chosen:
            record = next(each for each in found["annotations"] if each["external_picture_url"] == file)
            pictures.append(record["internal_picture_id"])
            for shape in record["annotations"]:
                counts[names.index(shape["label"])] += 1
            shutil.move(os.path.join(images, file), os.path.join(target, part, file))
        splits.append({"categories": names, "train_repartition": counts, "image_list": pictures})
    return splits


def test_c_yolo_with_tensors_and_nested_paths(
    client: Client, live_server: LiveServer, project: str, tmp_path: Path
) -> None:
    base = client.experiment.create("yolo", dataset="cars/first", project_token=project)
    (tmp_path / "yolov5s.yaml").write_text("depth: 1")
    base.store("config", str(tmp_path / "yolov5s.yaml"))

    experiment = Client.Experiment(live_server.token, host=live_server.url, project_token=project)
    exp = experiment.checkout("yolo", tree=True, with_file=True)
    exp.dl_annotations(option="all")
    exp.dl_pictures()
    exp.generate_labelmap()
    train, test = to_yolo(exp.dict_annotations, exp.label_map, exp.png_dir, "YOLO-yolo", prop=0.7)
    for name, split in (("train-split", train), ("test-split", test)):
        data = {"x": split["categories"], "y": split["train_repartition"], "image_list": split["image_list"]}
        exp.log(name=name, data=data, type="bar", replace=True)
    cfg = next(str(path) for path in Path(exp.config_dir).glob("*.yaml"))
    for epoch in range(3):
        for name in ("train_box_loss", "metrics_mAP_0.5", "metrics_mAP_0.5:0.95", "x_lr0"):
            exp.log(name=name, type="line", data=[Tensor(0.1 * epoch)])
    plots = Path("runs/train/exp")
    plots.mkdir(parents=True)
    from PIL import Image

    for plot in ("confusion_matrix", "F1_curve", "test_batch0_labels"):
        Image.new("RGB", (20, 20)).save(plots / f"{plot}.png")
        exp.log(plot, f"runs/train/exp/{plot}.png", "image")
    (plots / "best.pt").write_bytes(b"weights")
    exp.store("best-weights", str(plots / "best.pt"))

    # The helper finds the model's size by cutting this path apart.
    assert cfg.split("/")[2][6] == "s"
    assert exp.get_data("metrics_mAP_0.5:0.95") == [0.0, 0.1, 0.2]
    assert exp.get_data("F1_curve")["object_name"].endswith("F1_curve.png")
    assert (len(train["image_list"]), len(test["image_list"])) == (7, 3)
    assert sum(train["train_repartition"] + test["train_repartition"]) == 15


def test_d_classification_without_the_tree(
    client: Client, live_server: LiveServer, photos: Any, tmp_path: Path
) -> None:
    folder = photos(*(f"{kind}{at}.jpg" for kind in "abc" for at in range(5)), folder="classes")
    client.datalake.picture.upload(str(folder), tags=["classes"])
    dataset = client.datalake.dataset
    pictures = client.datalake.picture.fetch(tags=["classes"])
    dataset.create("classes", pictures=pictures)
    for picture in pictures:
        dataset.add_annotation(picture, [{"type": "classification", "label": picture["external_url"][0]}])
    token = client.project.create("classification").id
    made = client.experiment.create("keras", dataset="classes/first", project_token=token)
    made.log("parameters", {"batch_size": 4, "initial_epochs": 2, "fine_tune": False}, "table")
    (tmp_path / "model.h5").write_bytes(b"base weights")
    made.store("keras_model", str(tmp_path / "model.h5"))

    experiment = Client.Experiment(live_server.token, live_server.url, project_token=token)
    experiment.checkout(name="keras", with_file=True)
    experiment.dl_annotations()
    experiment.dl_pictures()
    experiment.train_test_split(seed=1)
    labelmap = {at: name for at, name in enumerate(experiment.categories, start=1)}
    experiment.log("labelmap", labelmap, "labelmap", replace=True)
    assert os.listdir("images")
    for record in experiment.dict_annotations["annotations"]:
        label = record["annotations"][0]["label"]
        part = "train" if record["internal_picture_id"] in experiment.train_list_id else "validation"
        os.makedirs(f"images/{part}/{label}", exist_ok=True)
        shutil.move(f"images/{record['external_picture_url']}", f"images/{part}/{label}")
    parameters = experiment.get_data("parameters")
    assert Path(experiment.base_dir, "model.h5").read_bytes() == b"base weights"
    for epoch in range(parameters["initial_epochs"]):
        for metric in ("loss", "accuracy", "val_loss"):
            experiment.log(metric, [float(np.float32(random.random() + epoch))], "line")
    saved = tmp_path / "out" / "saved_model"
    (saved / "variables").mkdir(parents=True)
    (saved / "variables" / "variables.index").write_text("x")
    (saved / "assets").mkdir()
    experiment.store("model-latest", str(saved), zip=True)
    parameters["fine_tune"] = True
    experiment.log("parameters", parameters, "table", replace=True)
    experiment.update(status="success")

    assert experiment.get_data("labelmap") == {"1": "a", "2": "b", "3": "c"}
    assert experiment.get_data("parameters")["fine_tune"] is True
    assert sum(len(files) for _, _, files in os.walk("images")) == 15
    assert experiment["status"] == "success"
    record = experiment.dict_annotations["annotations"][0]
    assert (record["bbox"], record["area"], record["segmentation"]) == ([], 0, [])
    assert json.dumps(experiment.to_dict())


def test_the_errors_of_that_time_are_caught_by_their_old_names(live_server: LiveServer, project: str) -> None:
    with pytest.raises(AuthenticationError):
        Client.Experiment("wrong-token", host=live_server.url)
    with pytest.raises(ResourceNotFoundError):
        Client.Experiment(live_server.token, host=live_server.url, project_token=project).checkout("none")

"""Is there a tree? A small model, trained on the crowns of `tree_crowns.py` and followed from start to hub.

    PICSELLIA_HOST=http://127.0.0.1:8000 PICSELLIA_TOKEN=… python examples/tree_training.py

A network of one hidden layer, in numpy, learns to tell patches of 24 x 24 pixels with a crown in their middle from
patches without. Everything it does is an experiment of the project `forest`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from picsellia.client import Client
from picsellia.errors import ResourceNotFoundError
from picsellia.experiments import Experiment

PATCH = 24  # pixels
PARAMETERS = {"hidden": 32, "learning_rate": 0.05, "batch_size": 64, "steps": 400, "seed": 7}

Patches = tuple[np.ndarray, np.ndarray]


def crowns_by_picture(annotations: dict) -> dict[str, list[list[float]]]:
    """Boxes [x, y, width, height] in pixels, by the local name of their picture."""
    found: dict[str, list[list[float]]] = {image["external_picture_url"]: [] for image in annotations["images"]}
    for record in annotations["annotations"]:
        found[record["external_picture_url"]].append(record["bbox"])
    return found


def patches(paths: list[str], crowns: dict[str, list[list[float]]], chance: np.random.Generator) -> Patches:
    """As many patches with a crown as without, as rows of numbers, and 1 or 0 for each."""
    rows, answers = [], []
    for path in paths:
        pixels = np.asarray(Image.open(path).convert("RGB"), dtype=np.float32) / 255 - 0.5
        height, width = pixels.shape[:2]
        boxes = np.array(crowns[Path(path).name] or np.zeros((0, 4)))
        middles = boxes[:, :2] + boxes[:, 2:] / 2
        elsewhere = chance.uniform((0, 0), (width, height), (4 * len(middles), 2))
        if len(middles):
            away = np.linalg.norm(elsewhere[:, None] - middles[None], axis=2).min(axis=1) > PATCH
            elsewhere = elsewhere[away][: len(middles)]
        for answer, places in ((1, middles), (0, elsewhere)):
            for x, y in places.astype(int) - PATCH // 2:
                if 0 <= x <= width - PATCH and 0 <= y <= height - PATCH:
                    patch = pixels[y : y + PATCH, x : x + PATCH]
                    rows.append(patch.reshape(PATCH // 2, 2, PATCH // 2, 2, 3).mean(axis=(1, 3)).ravel())
                    answers.append(answer)
    return np.array(rows), np.array(answers)


class Model:
    """One hidden layer; `weights` is all there is to it."""

    def __init__(self, inputs: int, hidden: int, chance: np.random.Generator) -> None:
        first, second = chance.normal(0, inputs**-0.5, (inputs, hidden)), chance.normal(0, hidden**-0.5, hidden)
        self.weights = {"first": first, "bias": np.zeros(hidden), "second": second, "offset": np.zeros(1)}

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """How likely there is a crown, 0 to 1."""
        w = self.weights
        self.hidden = np.maximum(rows @ w["first"] + w["bias"], 0)
        return 1 / (1 + np.exp(-(self.hidden @ w["second"] + w["offset"])))

    def step(self, rows: np.ndarray, answers: np.ndarray, rate: float) -> float:
        """One step down the gradient; the loss before it."""
        likely = self.predict(rows)
        error = (likely - answers) / len(rows)
        back = np.outer(error, self.weights["second"]) * (self.hidden > 0)
        self.weights["second"] -= rate * (self.hidden.T @ error)
        self.weights["offset"] -= rate * error.sum()
        self.weights["first"] -= rate * (rows.T @ back)
        self.weights["bias"] -= rate * back.sum(axis=0)
        return float(-np.mean(np.log(np.where(answers == 1, likely, 1 - likely) + 1e-9)))


def drawn(path: str, model: Model, target: Path) -> None:
    """The picture with a square wherever the model sees a crown."""
    picture = Image.open(path).convert("RGB")
    pixels = np.asarray(picture, dtype=np.float32) / 255 - 0.5
    pen = ImageDraw.Draw(picture)
    for y in range(0, picture.height - PATCH, PATCH // 2):
        for x in range(0, picture.width - PATCH, PATCH // 2):
            patch = pixels[y : y + PATCH, x : x + PATCH]
            row = patch.reshape(PATCH // 2, 2, PATCH // 2, 2, 3).mean(axis=(1, 3)).ravel()
            if model.predict(row[None])[0] > 0.9:
                pen.rectangle((x, y, x + PATCH, y + PATCH), outline=(255, 200, 0))
    picture.save(target, quality=90)


def prepare(experiment: Experiment) -> tuple[Patches, Patches]:
    """Fetch the dataset and split it; the patches to train on, and those to test on."""
    experiment.start_logging_chapter("Prepare")
    experiment.log("parameters", PARAMETERS, "table")

    # The folders, the annotations, the pictures, the label map and the split: all that a training needs.
    experiment.checkout(tree=True)
    experiment.dl_annotations()
    experiment.dl_pictures()
    experiment.generate_labelmap()
    experiment.log("labelmap", experiment.label_map, "labelmap")
    experiment.train_test_split(prop=0.8, seed=PARAMETERS["seed"])
    splits = (
        ("train-split", experiment.train_repartition, experiment.train_list_id),
        ("test-split", experiment.test_repartition, experiment.eval_list_id),
    )
    for name, counts, pictures in splits:
        experiment.log(name, {"x": experiment.categories, "y": counts, "image_list": pictures}, "bar")

    chance = np.random.default_rng(PARAMETERS["seed"])
    crowns = crowns_by_picture(experiment.dict_annotations)
    train = patches(experiment.train_list, crowns, chance)
    test = patches(experiment.eval_list, crowns, chance)
    print(f"Training on {len(train[0])} patches, testing on {len(test[0])}")
    return train, test


def fit(experiment: Experiment, train: Patches, test: Patches) -> tuple[Model, list[float]]:
    """The trained model, and its loss at each step."""
    experiment.start_logging_chapter("Train")
    chance = np.random.default_rng(PARAMETERS["seed"])
    (rows, answers), losses = train, []
    model = Model(rows.shape[1], PARAMETERS["hidden"], chance)
    for step in range(PARAMETERS["steps"]):
        batch = chance.integers(0, len(rows), PARAMETERS["batch_size"])
        losses.append(model.step(rows[batch], answers[batch], PARAMETERS["learning_rate"]))
        if (step + 1) % 20 == 0:
            steps = list(range(step - 19, step + 1))
            experiment.log("loss", {"steps": steps, "values": losses[-20:]}, "line")
            right = share_right(model, test)
            experiment.log("accuracy", {"steps": [step], "values": [right]}, "line")
            print(f"step {step + 1}: loss {np.mean(losses[-20:]):.3f}, accuracy {right:.0%}")
    return model, losses


def share_right(model: Model, test: Patches) -> float:
    """How many of the patches it tells right, 0 to 1."""
    return float(np.mean((model.predict(test[0]) > 0.5) == test[1]))


def evaluate(experiment: Experiment, model: Model, test: Patches, losses: list[float]) -> Path:
    """Log what came of it, and store the weights; a picture with what the model sees."""
    experiment.start_logging_chapter("Evaluate")
    rows, answers = test
    seen = model.predict(rows) > 0.5
    matrix = [[int(np.sum((answers == a) & (seen == b))) for b in (0, 1)] for a in (0, 1)]
    experiment.log("confusion-matrix", {"categories": ["nothing", "crown"], "values": matrix}, "heatmap")
    right, first, last = share_right(model, test), np.mean(losses[:20]), np.mean(losses[-20:])
    experiment.log("metrics", {"accuracy": right, "loss": float(last), "patches": len(rows)}, "table")
    experiment.log("final-accuracy", right, "value")

    picture = Path(experiment.results_dir) / "predictions.jpg"
    drawn(experiment.eval_list[0], model, picture)
    experiment.log("predictions", str(picture), "image")
    weights = Path(experiment.checkpoint_dir) / "weights.npz"
    np.savez_compressed(weights, **model.weights)
    experiment.store("weights", str(weights))
    print(f"Experiment {experiment.experiment_name}: loss {first:.3f} -> {last:.3f}, accuracy {right:.0%}")
    return picture


def main() -> None:
    client = Client()
    try:
        project = client.project.get("forest")
    except ResourceNotFoundError:
        project = client.project.create("forest", description="Finding trees from the air")
    project.attach_dataset("tree-crowns/first")

    experiment = client.experiment
    number = len(experiment.list(project.id)) + 1
    experiment.create(
        f"patches-{number}",
        description="Is there a crown in the middle of this patch?",
        dataset="tree-crowns/first",
        project_token=project.id,
    )
    with experiment.logging():  # what is printed, and how it ends
        train, test = prepare(experiment)
        model, losses = fit(experiment, train, test)
        picture = evaluate(experiment, model, test, losses)

    # To the hub, where every organization of this server can start from it.
    network = experiment.publish(f"crown-patches-{number}")
    right = share_right(model, test)
    network.update(
        private=False,
        type="classification",
        framework="numpy",
        tag=["trees", "aerial"],
        description="Tells patches of 24 x 24 pixels with a tree crown from those without",
        readme_text=f"# Crown patches\n\nOne hidden layer, {right:.0%} right on patches it had not seen.\n",
    )
    network.update_thumb(str(picture))
    print(f"Model {client.username}/{network['network_name']} published to the hub")

    again = experiment.create(
        f"patches-{number}-again", source=f"{client.username}/{network['network_name']}", project_token=project.id
    )
    files = ", ".join(file["name"] for file in again.list_files())
    print(f"Experiment {again.experiment_name} starts from that model, with {files} and its parameters")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()

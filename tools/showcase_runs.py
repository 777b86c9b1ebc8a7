"""Experiments and models for the screenshots: twelve runs of a detector whose curves follow from their parameters."""

from __future__ import annotations

import math
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

Call = Callable[[str, str, Any], Any]
LABELS = ["broadleaf", "conifer", "dead", "shrub"]
BACKBONES = ["resnet18", "resnet34", "convnext-tiny", "swin-tiny"]
EPOCHS = 60
BATCHES = 24  # an epoch


def parameters(number: int) -> dict[str, Any]:
    chance = random.Random(number)
    return {
        "backbone": BACKBONES[number % 4],
        "learning_rate": chance.choice([0.0003, 0.001, 0.003, 0.01]),
        "batch_size": chance.choice([8, 16, 32]),
        "epochs": EPOCHS,
        "augmentation": chance.choice(["none", "flip", "flip+colour"]),
        "weight_decay": chance.choice([0.0, 0.0001, 0.05]),
        "seed": number,
    }


def curves(number: int, epochs: int = EPOCHS) -> dict[str, Any]:
    """Lines of a run: a training that overfits with a large step and falls slowly with a small one."""
    chance = random.Random(1000 + number)
    chosen = parameters(number)
    pace = 10 + 14 * abs(math.log10(chosen["learning_rate"] / 0.0015))
    floor = 0.28 + 0.05 * (number % 4 == 0) + 0.04 * (chosen["augmentation"] == "none") + chance.uniform(0, 0.05)
    steps = list(range(0, epochs * BATCHES, 4))
    fall = [floor + 2.1 * math.exp(-step / BATCHES / pace) for step in steps]
    loss = [value * (1 + chance.gauss(0, 0.07)) for value in fall]
    boxes = [0.55 * value * (1 + chance.gauss(0, 0.06)) for value in fall]
    each = list(range(epochs))
    overfit = 0.005 if chosen["augmentation"] == "none" else 0.0012
    held = [floor + 0.09 + 2 * math.exp(-at / pace) + overfit * max(0, at - 25) + chance.gauss(0, 0.018) for at in each]
    precision = [max(0.0, 1.06 - value * 0.62 + chance.gauss(0, 0.008)) for value in held]
    return {
        "train/loss": {"steps": steps, "values": loss},
        "train/box-loss": {"steps": steps, "values": boxes},
        "train/learning-rate": {
            "steps": each,
            "values": [
                chosen["learning_rate"] * min(1, (at + 1) / 5) * (0.5 + 0.5 * math.cos(math.pi * at / EPOCHS))
                for at in each
            ],
        },
        "validation/loss": {"steps": each, "values": held},
        "validation/mAP": {
            "steps": each,
            "mAP@50": precision,
            "mAP@50:95": [max(0.0, value * 0.66 - 0.02) for value in precision],
        },
    }


def matrix(number: int) -> list[list[int]]:
    chance = random.Random(2000 + number)
    rows = []
    for row, total in enumerate((212, 468, 57, 131)):
        right = int(total * chance.uniform(0.74, 0.93))
        rest = [chance.random() for _ in LABELS]
        rest[row] = 0
        rows.append([right if at == row else int((total - right) * part / sum(rest)) for at, part in enumerate(rest)])
    return rows


def log_run(call: Call, experiment: str, number: int, epochs: int = EPOCHS) -> dict[str, float]:
    """All that a run logs but pictures; returns its results."""
    lines = curves(number, epochs)
    best = max(lines["validation/mAP"]["mAP@50"])
    result = {
        "mAP@50": round(best, 4),
        "mAP@50:95": round(max(lines["validation/mAP"]["mAP@50:95"]), 4),
        "loss": round(lines["validation/loss"]["values"][-1], 4),
    }

    def log(name: str, kind: str, data: Any) -> None:
        call("POST", f"/api/experiments/{experiment}/data", {"name": name, "type": kind, "data": data})

    log("parameters", "table", parameters(number))
    for name, data in lines.items():
        log(name, "line", data)
    log("metrics", "table", result)
    log("best-mAP", "value", result["mAP@50"])
    log("epoch", "value", epochs)
    log("labelmap", "labelmap", {str(at + 1): name for at, name in enumerate(LABELS)})
    log("train-split", "bar", {"x": LABELS, "y": [171, 380, 46, 104]})
    log("test-split", "bar", {"x": LABELS, "y": [41, 88, 11, 27]})
    if epochs == EPOCHS:
        log("confusion-matrix", "heatmap", {"categories": LABELS, "values": matrix(number)})
        log("per-class", "table", _per_class(number))
    return result


def _per_class(number: int) -> dict[str, Any]:
    counted = matrix(number)
    rows = []
    for at in range(len(LABELS)):
        found = sum(row[at] for row in counted)
        there = sum(counted[at])
        rows.append([there, round(counted[at][at] / max(found, 1), 3), round(counted[at][at] / there, 3)])
    return {"rows": LABELS, "columns": ["objects", "precision", "recall"], "data": rows}


def evaluation(names: list[str]) -> dict[str, Any]:
    """How the predictions of a run met the truth, picture by picture."""
    chance = random.Random(7)
    images, files = [], [[[] for _ in range(len(LABELS) + 1)] for _ in range(len(LABELS) + 1)]
    for name in names:
        truth = [chance.randint(0, 9) for _ in LABELS]
        missed = [min(chance.choice([0, 0, 0, 1, 2]), there) for there in truth]
        wrong = [chance.choice([0, 0, 1]) for _ in LABELS]
        right = [there - gone for there, gone in zip(truth, missed, strict=True)]
        images.append(
            {
                "filename": name,
                "nb_objects": truth,
                "nb_preds": [a + b for a, b in zip(right, wrong, strict=True)],
                "TP": right,
                "FP": wrong,
                "FN": missed,
            }
        )
        for at in range(len(LABELS)):
            files[at][at] += [name] * right[at]
            files[at][len(LABELS)] += [name] * missed[at]
            files[chance.randrange(len(LABELS) + 1)][at] += [name] * wrong[at]
    totals = [sum(image["nb_objects"][at] for image in images) for at in range(len(LABELS))]
    return {
        "labels": LABELS,
        "total_objects": totals,
        "per_image_eval": images,
        "filename_matrix": files,
        "metrics": {"mAP@50": 0.871, "precision": 0.902, "recall": 0.884},
    }


def output(epochs: int) -> list[tuple[str, list[str]]]:
    """What a run printed, by chapter."""
    lines = curves(2, EPOCHS)
    training = []
    for at in range(epochs):
        loss, held = lines["train/loss"]["values"][at * 6], lines["validation/loss"]["values"][at]
        training.append(f"epoch {at + 1:>2}/{EPOCHS}  loss {loss:.4f}  validation {held:.4f}  {23.5 + at % 3:.1f} s")
        if at % 12 == 11:
            training.append(f"saved checkpoint/ckpt-{at + 1}.pt (mAP@50 {lines['validation/mAP']['mAP@50'][at]:.3f})")
    return [
        (
            "Set up training",
            ["torch 2.9.0, CUDA 12.8, NVIDIA A10G (23 GB)", "backbone convnext-tiny, 28.6 M parameters", "seed 2"],
        ),
        (
            "Get the dataset",
            [
                "crown-outlines/reviewed: 45 pictures, 4 labels",
                "45 of 45 pictures (3.7 MB)",
                "36 to train with, 9 to evaluate with",
            ],
        ),
        ("Train", training),
        *(
            []
            if epochs < EPOCHS
            else [("Evaluate", ["9 pictures, 187 objects", "mAP@50 0.871", "exported model-latest.onnx (114 MB)"])]
        ),
    ]


README = """# Crown detector

Finds and outlines **tree crowns** in aerial photographs of 10 cm a pixel, and tells four kinds apart.

| label | objects | precision | recall |
|---|---:|---:|---:|
| broadleaf | 212 | 0.91 | 0.89 |
| conifer | 468 | 0.94 | 0.92 |
| dead | 57 | 0.83 | 0.79 |
| shrub | 131 | 0.86 | 0.81 |

## Use it

```python
network = client.network.get("crown-detector")
network.download("model-latest", "weights")
```

Start a run from it with `experiment.create("finer", source="demo/crown-detector")`: its files, parameters and labels
come along.

## Limits

- Trained in summer; bare crowns are missed.
- Below 20 cm a pixel precision falls by a third.
"""

MODELS: list[dict[str, Any]] = [
    {
        "name": "crown-detector",
        "type": "segmentation",
        "framework": "pytorch",
        "tag": ["trees", "aerial"],
        "private": False,
        "description": "Outlines tree crowns in aerial photographs and tells four kinds apart",
        "readme_text": README,
    },
    {
        "name": "room-finder",
        "type": "detection",
        "framework": "onnx",
        "tag": ["interior", "furniture"],
        "private": False,
        "description": "Furniture in photographs of rooms: twelve labels, 11 ms a picture on a laptop",
        "readme_text": "# Room finder\n\nA small detector for furniture.\n",
    },
    {
        "name": "ssd-mobilenet-v2-640",
        "type": "detection",
        "framework": "tensorflow2",
        "tag": ["base", "coco"],
        "private": False,
        "description": "A base to start from, trained on COCO",
        "readme_text": "# SSD MobileNet v2\n\nStart a run from it.\n",
    },
    {
        "name": "night-classifier",
        "type": "classification",
        "framework": "pytorch",
        "tag": ["interior"],
        "private": True,
        "description": "Day or night, from a thumbnail",
        "readme_text": "",
    },
]


def thumbnail(path: Path, box: tuple[float, float, float, float] = (0, 0, 1, 1)) -> Path:
    """A part of a picture, small, as a file of its own."""
    picture = Image.open(path).convert("RGB")
    left, top, right, bottom = box
    picture = picture.crop(
        (
            int(left * picture.width),
            int(top * picture.height),
            int(right * picture.width),
            int(bottom * picture.height),
        )
    )
    picture.thumbnail((640, 640))
    target = Path(tempfile.mkdtemp()) / f"{path.stem}.jpg"
    picture.save(target, quality=85)
    return target

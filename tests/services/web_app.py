"""What a browser looks at: the API of a live server as a script uses it, and things made through it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from factories import encoded, jpeg
from services.server import LiveServer

PATIENCE = 120.0


@dataclass(frozen=True)
class Api:
    """Requests as the owner of a server, by token; an answer that is not a success fails the test."""

    server: LiveServer

    @property
    def url(self) -> str:
        return self.server.url

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        headers = {"Authorization": f"Bearer {self.server.token}", **headers}
        answer = requests.request(method, self.url + path, json=body, headers=headers, timeout=60)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def upload(self, files: Mapping[str, bytes], tags: Sequence[str] = ()) -> list[str]:
        """The ids of pictures of these bytes, in order."""
        described = self._sent("/api/pictures/plan", files)
        made = self.call("POST", "/api/pictures", {"files": described, "tags": list(tags), "source": "sdk"})
        return [item["picture"]["picture_id"] for item in made["items"]]

    def store(self, path: str, files: Mapping[str, bytes]) -> None:
        """Give files to the experiment or network at `path`; each asset is called as its file."""
        self.call("POST", f"{path}/files", {"files": self._sent(f"{path}/files/plan", files)})

    def _sent(self, plan: str, files: Mapping[str, bytes]) -> list[dict[str, Any]]:
        described: list[dict[str, Any]] = [
            {"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
            for name, body in files.items()
        ]
        planned = self.call("POST", plan, {"files": described})["items"]
        for file, body, item in zip(described, files.values(), planned, strict=True):
            if item["status"] == "upload":
                put = item["upload"]["request"]
                answer = requests.request(put["method"], put["url"], data=body, headers=put["headers"], timeout=60)
                assert answer.ok, answer.text
                file["upload"] = item["upload"]["id"]
        return described


def eventually(true: Callable[[], bool], what: str) -> None:
    """Wait until `true()`, two minutes at the most."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"{what} did not come about in {PATIENCE:.0f} s"
        time.sleep(0.2)


def photo(number: int, width: int = 320, height: int = 240, *, exif: bytes = b"") -> bytes:
    """A small picture, another one for each number."""
    colour = ((number * 37) % 200 + 30, (number * 91) % 200 + 30, (number * 13) % 200 + 30)
    if exif:
        return jpeg(width, height, colour=colour, exif=exif)
    return encoded("PNG", width, height, colour=(*colour[:2], number % 256))


@dataclass(frozen=True)
class Lake:
    """Pictures survey/000.png … 039.png with the tag `drone`; the first thirty are the dataset trees/first."""

    pictures: list[str]
    version: str


def a_lake(api: Api) -> Lake:
    """Widths repeat 320, 360, 400, 440; boxes on the first twenty, of `ash` and `oak` in turn. Thumbnails are made."""
    files = {f"survey/{i:03}.png": photo(i, 320 + 40 * (i % 4), 240) for i in range(40)}
    ids = api.upload(files, ["drone"])
    made = api.call("POST", "/api/datasets", {"name": "trees", "description": "Crowns", "pictures": ids[:30]})
    annotations = [
        {
            "picture_id": each,
            "shapes": [{"type": "rectangle", "label": "oak" if i % 2 else "ash", "box": [10, 12, 80 + i, 90]}],
        }
        for i, each in enumerate(ids[:20])
    ]
    api.call("POST", f"/api/versions/{made['dataset_id']}/annotations", {"annotations": annotations})
    have_thumbnails(api)
    return Lake(pictures=ids, version=made["dataset_id"])


def have_thumbnails(api: Api) -> None:
    def all_coloured() -> bool:
        items = api.call("GET", "/api/pictures?limit=200")["items"]
        return all(item["colour"] is not None for item in items)

    eventually(all_coloured, "the thumbnails")


@dataclass(frozen=True)
class Lab:
    project: str
    experiments: list[str]


def a_lab(api: Api) -> Lab:
    """A project of three finished experiments with values, lines, tables, a matrix, a bar chart and a log."""
    project = api.call("POST", "/api/projects", {"project_name": "crowns"})["project_id"]
    ids = []
    for number in range(3):
        given = {"name": f"run-{number}", "status": "success"}
        made = api.call("POST", f"/api/projects/{project}/experiments", given)["id"]
        for name, kind, data in (
            ("parameters", "table", {"lr": 0.1 / (number + 1), "epochs": 10}),
            ("train/loss", "line", [3.0 / (step + 1) + number for step in range(50)]),
            ("accuracy", "value", 0.5 + 0.1 * number),
            ("confusion-matrix", "heatmap", {"categories": ["oak", "ash"], "values": [[5, 1], [2, 7]]}),
            ("labelmap", "labelmap", {"1": "oak", "2": "ash"}),
            ("train-split", "bar", {"x": ["oak", "ash"], "y": [3, 4]}),
            ("evaluation", "evaluation", an_evaluation(["oak", "ash"], "survey/000.png")),
        ):
            api.call("POST", f"/api/experiments/{made}/data", {"name": name, "type": kind, "data": data})
        write_log(api, made, [f"epoch {step} of 9" for step in range(10)])
        api.store(f"/api/experiments/{made}", {"weights.onnx": b"weights %d" % number})
        ids.append(made)
    return Lab(project=project, experiments=ids)


def an_evaluation(labels: Sequence[str], file: str) -> dict[str, Any]:
    """As the published clients log it: of two labels, one picture."""
    counts = {name: [1, 0] for name in ("nb_objects", "nb_preds", "TP", "FP", "FN")}
    return {
        "labels": list(labels),
        "total_objects": [1, 0],
        "per_image_eval": [{"filename": file, **counts}],
        "filename_matrix": [[[file], []], [[], []]],
        "metrics": {"mAP": 0.5},
    }


def write_log(api: Api, experiment: str, lines: Sequence[str], *, seq: int = 0) -> None:
    body = {
        "writer": "8c8f6a52-5d6f-4dc1-9a0e-0d1b6c1f0a11",
        "seq": seq,
        "lines": [{"text": text, "at": "2026-01-01T00:00:00Z"} for text in lines],
    }
    api.call("POST", f"/api/experiments/{experiment}/telemetry/lines", body)


def a_model(api: Api) -> str:
    """A network with a readme, labels, parameters and a file; its id."""
    made = api.call("POST", "/api/networks", {"name": "crowns-detector", "type": "detection"})["model_id"]
    changes = {
        "readme_text": "# Crowns\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n",
        "description": "Finds crowns",
        "tag": ["aerial"],
        "base_parameters": {"lr": 0.1},
        "labels": {"1": "oak", "2": "ash"},
    }
    api.call("PATCH", f"/api/networks/{made}", changes)
    api.store(f"/api/networks/{made}", {"model-latest.onnx": b"weights"})
    return str(made)

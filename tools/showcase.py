"""Fills an empty platform with what the screenshots show: a lake, datasets, runs, models and people.

Runs after the scripts of examples/, whose dataset and model it goes on from. What it makes is the same each time.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
import showcase_pictures as shapes
import showcase_runs as runs
from environment import ROOT

from picsellia.client import Client

sys.path.insert(0, str(ROOT / "examples"))
import tree_photos

RUNS = 12
LIVE = 31  # epochs of the run that goes on


@dataclass(frozen=True)
class Places:
    """What the routes of the screenshots need: ids in the place of names."""

    picture: str
    project: str
    best: str
    others: tuple[str, ...]
    running: str
    model: str
    look: str
    before: str
    invitation: str


class Api:
    """The REST API with a token."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Token {token}"

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._session.request(method, self.address + path, json=body, timeout=60)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:400]}")
        return answer.json() if answer.content else None


def fill(address: str, token: str, folder: Path) -> Places:
    """Make everything, and say where it is. `folder` keeps the fetched packages for the next time."""
    client = Client(api_token=token, host=address, interactive=False)
    call = Api(address, token)
    lake = _rooms(client, folder)
    first = _outlined(client, folder)
    project, ids = _runs(client, call, folder, lake)
    model = _models(client, lake, ids[2])
    _people(call)
    running = _running(call, project)
    return Places(
        picture=_named(lake, "pexels-2416933"),
        project=project,
        best=ids[2],
        others=(ids[6], ids[5]),
        running=running,
        model=model,
        look=_named(client.datalake.dataset.pictures("crown-outlines", "reviewed"), "crop2_0400_0400"),
        before=first,
        invitation="/invitation/" + call("POST", "/api/organization/invitations", {"role": "annotator"})["secret"],
    )


def _named(pictures: list[dict[str, Any]], part: str) -> str:
    found = [each for each in pictures if part in each["external_url"]]
    return str((found or pictures)[0]["picture_id"])


def _rooms(client: Client, folder: Path) -> list[dict[str, Any]]:
    """Photographs of rooms in the lake, and a dataset with boxes in all states of review."""
    photos = shapes.rooms(folder)
    pictures = client.datalake.picture
    pictures.upload(str(photos), tags=["interior"])
    lake = list(pictures.fetch(tags=["interior"]))
    boxed = [each for each in lake if Path(each["external_url"]).stem in shapes.FURNITURE]
    pictures.add_tags(boxed, tags=["furniture"])
    pictures.add_tags([each for each in lake if each["width"] > each["height"]], tags=["landscape"])
    pictures.add_tags([each for each in lake if "7303" in each["external_url"]], tags=["kitchen"])
    datasets = client.datalake.dataset
    datasets.create("rooms", description="Furniture in photographs of rooms", pictures=lake)
    found = {
        each["picture_id"]: shapes.furniture(each["external_url"], each["width"], each["height"]) for each in boxed
    }
    datasets.add_annotations(found, status="accepted")
    ids = sorted(found)
    datasets.review(ids[:2], "refused")
    datasets.review(ids[2:5], "pending")
    datasets.review(ids[5:6], "skipped")
    datasets.new_version("rooms", "boxed", from_version="first")
    bare = [each for each in lake if each["picture_id"] not in found]
    datasets.remove_data(bare[6:], name="rooms", version="boxed")
    return lake


def _outlined(client: Client, folder: Path) -> str:
    """A dataset with polygons of four labels, and a reviewed version of it; returns the id of the first."""
    tiles, coco = tree_photos.tiles(folder / "tree-crowns")
    record = json.loads(coco.read_text())
    boxes: dict[str, list[list[float]]] = {image["file_name"]: [] for image in record["images"]}
    names = {image["id"]: image["file_name"] for image in record["images"]}
    for each in record["annotations"]:
        boxes[names[each["image_id"]]].append(each["bbox"])
    datasets = client.datalake.dataset
    pictures = client.datalake.picture.fetch(tags=["aerial"])
    first = datasets.create("crown-outlines", description="Tree crowns by kind, outlined", pictures=pictures)
    for label in runs.LABELS:
        datasets.create_labels(label, "polygon")
    files = {each["picture_id"]: Path(each["external_url"]).name for each in pictures}
    found = {picture: shapes.outlines(tiles / file, boxes[file]) for picture, file in files.items() if boxes[file]}
    datasets.add_annotations(found)
    datasets.new_version("crown-outlines", "reviewed", from_version="first")
    ids = list(found)
    at = {"name": "crown-outlines", "version": "reviewed"}
    datasets.review(ids[:14], "accepted", **at)
    datasets.review(ids[14:17], "refused", **at)
    datasets.review(ids[17:19], "skipped", **at)
    datasets.remove_data([picture for picture in files if picture not in found], **at)
    datasets.add_annotation(ids[20], found[ids[20]][: len(found[ids[20]]) // 2], **at)
    return first


def _runs(client: Client, call: Api, folder: Path, lake: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """A project with twelve runs of a detector; the third has everything that a run can have."""
    project = client.project.create("crown-detector", description="Outlines of tree crowns, four kinds")
    project.attach_dataset("crown-outlines/reviewed")
    ids = []
    for number in range(RUNS):
        made = client.experiment.create(
            f"{runs.parameters(number)['backbone']}-{number + 1}",
            project_token=project.id,
            dataset="crown-outlines/reviewed",
        )
        ids.append(made.id)
        failed = number in (3, 10)
        runs.log_run(call, made.id, number, 14 if failed else runs.EPOCHS)
        call("PATCH", f"/api/experiments/{made.id}", {"status": "failed" if failed else "success"})
    tiles = sorted((folder / "tree-crowns" / "tiles").glob("*.jpg"))
    best = client.experiment.checkout(id=ids[2])
    best.update(description="Longer warm-up, colour augmentation; the one that went to the hub")
    for name, path in (("predictions/meadow", tiles[2]), ("predictions/forest", tiles[-1])):
        best.log(name, str(path), "image")
    best.log("evaluation", runs.evaluation([path.name for path in tiles]), "evaluation")
    with tempfile.TemporaryDirectory() as place:
        for name, file, size in (("model-latest", "crowns.onnx", 3_400_000), ("config", "train.yaml", 2_310)):
            path = Path(place) / file
            path.write_bytes(bytes(range(256)) * (size // 256))
            best.store(name, str(path))
    best.flush()
    _printed(call, ids[2], runs.output(runs.EPOCHS), timedelta(minutes=24), "0")
    return str(project.id), ids


def _printed(
    call: Api, experiment: str, chapters: list[tuple[str, list[str]]], ago: timedelta, exit_code: str | None
) -> None:
    """Lines of output, spread over the time up to now."""
    total = sum(len(lines) + 1 for _, lines in chapters)
    at, step = datetime.now(UTC) - ago, ago / (total + 1)
    sent: list[dict[str, Any]] = []
    for name, lines in chapters:
        sent.append({"text": name, "at": at.isoformat(), "chapter": True})
        for line in lines:
            at += step
            sent.append({"text": line, "at": at.isoformat(), "source": "stdout"})
        at += step
    path = f"/api/experiments/{experiment}/telemetry"
    call("POST", f"{path}/lines", {"writer": str(uuid.uuid4()), "seq": 0, "lines": sent})
    if exit_code is not None:
        call("POST", f"{path}/end", {"exit_code": exit_code, "at": at.isoformat()})


def _running(call: Api, project: str) -> str:
    body = {"name": "convnext-tiny-13", "status": "started", "dataset": "crown-outlines/reviewed"}
    made = call("POST", f"/api/projects/{project}/experiments", body)
    runs.log_run(call, made["id"], 2, LIVE)
    _printed(call, made["id"], runs.output(LIVE), timedelta(minutes=12), None)
    return str(made["id"])


@contextmanager
def going_on(address: str, token: str, experiment: str) -> Iterator[None]:
    """Meanwhile the run logs a line of output and some points every second or so."""
    call, over = Api(address, token), threading.Event()
    writer = str(uuid.uuid4())
    held = runs.curves(2)["validation/loss"]["values"]

    def log() -> None:
        for number, epoch in enumerate(range(LIVE, runs.EPOCHS)):
            now = datetime.now(UTC).isoformat()
            line = {
                "text": f"epoch {epoch + 1:>2}/{runs.EPOCHS}  validation {held[epoch]:.4f}",
                "at": now,
                "source": "stdout",
            }
            path = f"/api/experiments/{experiment}"
            call("POST", f"{path}/telemetry/lines", {"writer": writer, "seq": number, "lines": [line]})
            point = {"name": "validation/loss", "type": "line", "data": {"steps": [epoch], "values": [held[epoch]]}}
            call("POST", f"{path}/data", point)
            if over.wait(1.5):
                return
        while not over.wait(5):
            call("POST", f"/api/experiments/{experiment}/telemetry/beat")

    thread = threading.Thread(target=log, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(10)


def _models(client: Client, lake: list[dict[str, Any]], best: str) -> str:
    """Models of the hub, with pictures on their cards; the first is published from a run."""
    tiles = sorted(tree_photos.tiles(ROOT / "demo-data" / "tree-crowns")[0].glob("*.jpg"))
    photos = ROOT / "demo-data" / "rooms"
    pictures = [
        runs.thumbnail(tiles[5]),
        runs.thumbnail(photos / "pexels-6963783.jpg"),
        runs.thumbnail(photos / "pexels-36236147.jpg", (0, 0.3, 1, 0.75)),
        runs.thumbnail(photos / "pexels-6830376.jpg", (0, 0.3, 1, 0.8)),
    ]
    first = ""
    for number, (about, picture) in enumerate(zip(runs.MODELS, pictures, strict=True)):
        attributes = {key: value for key, value in about.items() if key != "name"}
        if number == 0:
            network = client.experiment.checkout(id=best).publish(about["name"])
            network.update(**attributes)
            first = str(network.id)
        else:
            network = client.network.create(about["name"], **attributes)
        network.update_thumb(str(picture))
    return first


def _people(call: Api) -> None:
    """Two tokens and an invitation."""
    call("POST", "/api/tokens", {"name": "training machine"})
    soon = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    call("POST", "/api/tokens", {"name": "nightly import", "expires_at": soon})


def settled(address: str, token: str, patience: float = 120) -> None:
    """Wait until every picture has its colour, and no job runs."""
    call, end = Api(address, token), time.monotonic() + patience
    while time.monotonic() < end:
        waiting = [each for each in call("GET", "/api/pictures?limit=200")["items"] if each["colour"] is None]
        if not waiting:
            return
        time.sleep(0.5)
    raise RuntimeError(f"{len(waiting)} pictures still have no thumbnail")

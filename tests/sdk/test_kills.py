"""The server is killed again and again while people work: nothing that was acknowledged is lost or broken.

`PICSELLIA_TEST_SEED` repeats the choices of a run (the moments also depend on the machine); `PICSELLIA_TEST_KILLS`
says how often.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests

from picsellia.client import Client
from picsellia.errors import InvalidQueryError, NetworkError
from picsellia_server.db import postmaster
from sdk.conftest import picture_bytes
from services.command import operate
from services.server import LiveServer

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("PICSELLIA_TEST_KILLS", "30"))
SEED = int(os.environ.get("PICSELLIA_TEST_SEED", str(random.SystemRandom().randrange(10**6))))
LONGEST = 4.0  # seconds between a start and the next kill
PATIENCE = 1_200  # seconds for one call: on a busy machine few lives of the server are long enough for it


class Actor(threading.Thread):
    """Does one thing after the other; what the server has interrupted is done again until it is done."""

    def __init__(self, server: LiveServer, folder: Path, seed: int) -> None:
        super().__init__(daemon=True, name=type(self).__name__)
        self.enough = threading.Event()
        self.wrong: BaseException | None = None
        self.interrupted = 0
        self.done = 0
        self.folder = folder / self.name
        self.folder.mkdir()
        self.chance = random.Random(seed)
        self.client = Client(server.token, host=server.url, interactive=False)
        self.begin()

    def begin(self) -> None:
        """Make ready, while nobody kills yet."""

    def step(self, at: int) -> None:
        """One thing, safe to repeat; returns once the server has acknowledged it."""
        raise NotImplementedError

    def check(self, client: Client) -> None:
        """All that was acknowledged is there and whole."""
        raise NotImplementedError

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self._until_done()
                self.done += 1
        except BaseException as error:  # noqa: BLE001 -- the test tells
            self.wrong = error

    def _until_done(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.step(self.done)
                return
            except NetworkError:
                self.interrupted += 1
                assert time.monotonic() < end, "a call was never completed"


class Uploads(Actor):
    """Batches of new pictures, and now and then an old one again, with tags."""

    def begin(self) -> None:
        self.kept: dict[str, str] = {}
        self.tagged: dict[str, set[str]] = {}

    def step(self, at: int) -> None:
        tag = f"batch-{at}"
        paths = []
        for number in range(20):
            path = self.folder / f"{at:04}-{number:02}.png"
            if not path.exists():
                path.write_bytes(picture_bytes(number, 20, 14, ".png"))
            paths.append(path)
        again = self.chance.sample(sorted(self.kept), min(3, len(self.kept)))
        paths += [self.folder / name for name in again]
        report = self.client.datalake.picture.upload([str(path) for path in paths], tags=["crash", tag])
        assert report.ok, report
        assert len(report.pictures) == len(paths)
        for path in paths:
            self.kept[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        self.tagged[tag] = {path.name for path in paths}

    def check(self, client: Client) -> None:
        found = client.datalake.picture.fetch(tags=["crash"])
        by_name = {each["external_url"]: each for each in found}
        assert len(by_name) == len(found), "a picture is there twice"
        assert set(by_name) >= set(self.kept)
        for name, digest in self.kept.items():
            url = client.session.get(f"/api/pictures/{by_name[name]['picture_id']}/url")["url"]
            assert hashlib.sha256(requests.get(url, timeout=30).content).hexdigest() == digest, name
        for tag, names in self.tagged.items():
            assert {each["external_url"] for each in client.datalake.picture.fetch(tags=[tag])} == names
            assert client.datalake.picture.tags()[tag] == len(names)


class Imports(Actor):
    """Datasets with COCO annotations, pushed whole."""

    def begin(self) -> None:
        self.kept: dict[str, tuple[int, int]] = {}

    def step(self, at: int) -> None:
        name, folder = f"crash-{at}", self.folder / str(at)
        if not folder.exists():
            self._make(folder)
        shapes = json.loads((self.folder / f"{at}.json").read_text())["annotations"]
        report = self.client.datalake.push_dataset(
            name, tags=["pushed"], imgdir=str(folder), annotations_path=str(self.folder / f"{at}.json"), format="COCO"
        )
        assert (report.missing, report.shapes_refused) == (0, 0), report
        self.kept[name] = (len(list(folder.iterdir())), len(shapes))

    def _make(self, folder: Path) -> None:
        folder.mkdir()
        images: list[dict[str, Any]] = []
        shapes: list[dict[str, Any]] = []
        for number in range(8):
            name = f"{folder.name}-{number}.png"
            (folder / name).write_bytes(picture_bytes(number, 40, 30, ".png"))
            images.append({"id": number + 1, "file_name": name, "width": 40, "height": 30})
            for _ in range(self.chance.randint(1, 4)):
                box = [self.chance.randint(0, 20), self.chance.randint(0, 15), 10, 10]
                about = {"id": len(shapes) + 1, "image_id": number + 1, "category_id": 1, "bbox": box}
                shapes.append({**about, "area": 100, "iscrowd": 0, "segmentation": []})
        coco = {"images": images, "annotations": shapes, "categories": [{"id": 1, "name": "crown"}]}
        (self.folder / f"{folder.name}.json").write_text(json.dumps(coco))

    def check(self, client: Client) -> None:
        for name, (pictures, shapes) in self.kept.items():
            version = client.session.get(f"/api/datasets/{name}/first")
            assert (version["size"], version["objects"]) == (pictures, shapes), name
            exported = client.session.get(f"/api/versions/{version['dataset_id']}/export", {"format": "coco"})
            assert len(exported["annotations"]) == shapes, name


class Trainings(Actor):
    """An experiment that stores files and appends to a line."""

    def begin(self) -> None:
        self.project = self.client.project.create("crashes").id
        self.client.experiment.create("one", project_token=self.project)
        self.files: dict[str, str] = {}
        self.points: list[int] = []
        self.unsure = 0

    def step(self, at: int) -> None:
        experiment = self.client.experiment
        name = f"weights-{at % 7}"
        path = self.folder / f"{at}.bin"
        if not path.exists():
            path.write_bytes(self.chance.randbytes(self.chance.randint(1, 300_000)))
        experiment.store(name, str(path))
        self.files[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        if not self._logged(at):
            experiment.log("loss", at, "line")
        self.points.append(at)

    def _logged(self, at: int) -> bool:
        """Whether an append whose answer never came has been kept all the same."""
        if "loss" not in {each["name"] for each in self.client.experiment.list_data()}:
            return False
        return at in _values(self.client.experiment.get_data("loss"))

    def check(self, client: Client) -> None:
        experiment = Client.Experiment(client.session.token, client.session.host, project_token=self.project)
        experiment.checkout(name="one")
        for name, digest in self.files.items():
            fetched = Path(experiment.download(name, path=str(self.folder / "fetched" / name)))
            assert hashlib.sha256(fetched.read_bytes()).hexdigest() == digest, name
        values = _values(experiment.get_data("loss"))
        assert sorted(values) == self.points


def _values(line: Any) -> list[int]:
    found = line["values"] if isinstance(line, dict) else line
    return [int(value) for value in (found if isinstance(found, list) else [found])]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    made = LiveServer(data=tmp_path / "data", settings={"PICSELLIA_SWEEP_MINUTES": "1"}).start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()
    left = postmaster.running(made.data / "postgres" / "cluster")
    if left is not None:
        left.stop()


def crash(server: LiveServer, chance: random.Random, actors: list[Actor]) -> int:
    """Kill the server, and now and then its database, until it was often enough; how often it was."""
    kills = 0
    while kills < KILLS and not any(actor.wrong for actor in actors):
        time.sleep(chance.uniform(0, LONGEST))
        database = postmaster.running(server.data / "postgres" / "cluster")
        server.kill()
        if database is not None and chance.random() < 0.2:
            os.kill(database.pid, signal.SIGKILL)
        kills += 1
        server.start()
    return kills


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(server: LiveServer, tmp_path: Path) -> None:
    print(f"PICSELLIA_TEST_SEED={SEED}")
    chance = random.Random(SEED)
    (tmp_path / "work").mkdir()
    kinds: tuple[type[Actor], ...] = (Uploads, Imports, Trainings)
    actors = [kind(server, tmp_path / "work", chance.randrange(10**6)) for kind in kinds]
    for actor in actors:
        actor.start()

    kills = crash(server, chance, actors)
    for actor in actors:
        actor.enough.set()
    for actor in actors:
        actor.join(300)

    for actor in actors:
        if actor.wrong:
            raise actor.wrong
    assert not any(actor.is_alive() for actor in actors)
    assert kills == KILLS
    assert all(actor.done for actor in actors)
    client = Client(server.token, host=server.url, interactive=False)
    for actor in actors:
        actor.check(client)
    checked = operate("fsck", data=server.data)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.splitlines()[-1].startswith("Clean")


def test_a_dead_server_is_a_network_error_and_not_a_wrong_question(server: LiveServer, tmp_path: Path) -> None:
    client = Client(server.token, host=server.url, interactive=False)
    path = tmp_path / f"{uuid4().hex}.png"
    path.write_bytes(picture_bytes(1, suffix=".png"))
    server.kill()

    with pytest.raises(NetworkError) as error:
        client.datalake.picture.upload(str(path))

    assert not isinstance(error.value, InvalidQueryError)
    server.start()
    assert client.datalake.picture.upload(str(path)).ok

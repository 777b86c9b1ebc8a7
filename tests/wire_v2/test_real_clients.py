"""The published packages themselves, unmodified, live a whole life against a real server.

Each has an environment of its own, made once a run; their pins are left out, as some have no wheel for this
Python. Where no package index can be reached these tests say so and are passed over.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.conftest import bucket, s3
from picsellia.client import Client
from picsellia_server.storage.s3 import S3Storage
from services import database
from services.environments import environment
from services.server import LiveServer

__all__ = ["bucket", "s3"]
pytestmark = pytest.mark.slow

TESTS = Path(__file__).parents[1]
NEWER = ("beartype==0.8.1", "tqdm", "setuptools")  # later beartypes refuse their annotations on 3.11
NEEDS = {
    "4.7.8": ("opencv-python-headless",),
    "4.7.39": ("opencv-python-headless",),
    "5.0": (),
    "5.0.10": NEWER,
    "5.0.22": NEWER,
}
ALL_NEED = ("numpy", "scipy", "Pillow", "requests")


def _installed(version: str) -> Path:
    """The Python of an environment with that client."""
    return environment(f"client-{version}", ["--no-deps", f"picsellia=={version}"], [*ALL_NEED, *NEEDS[version]])


def _run(version: str, module: str, server: LiveServer, home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A module of these tests under a client; `pip`, which clients call for a run's requirements, only notes it."""
    pip = home / "bin" / "pip"
    pip.parent.mkdir(exist_ok=True)
    pip.write_text(f'#!/bin/sh\necho "$@" >> {home}/pip.log\n')
    pip.chmod(0o755)
    (home / "work").mkdir(exist_ok=True)
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PICSELLIA_"))}
    mine = {"PYTHONPATH": str(TESTS), "PYTHONSAFEPATH": "1", "PATH": f"{pip.parent}:{os.environ['PATH']}"}
    return subprocess.run(
        [str(_installed(version)), "-W", "ignore", "-m", module, version, server.url, server.token, *more],
        cwd=home / "work",
        env={**theirs, **mine},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def _lives(version: str, server: LiveServer, home: Path) -> None:
    lived = _run(version, "wire_v2.lives", server, home)

    assert lived.returncode == 0, f"{lived.stdout[-3000:]}\n{lived.stderr[-3000:]}"
    assert lived.stdout.rstrip().endswith("LIVED")
    assert "request.failed" not in server.log
    if version != "4.7.8":  # which knows no scans
        assert "install numpy==1.19.5" in (home / "pip.log").read_text()


@pytest.mark.parametrize("version", NEEDS)
def test_a_published_client_lives_a_whole_life(version: str, live_server: LiveServer, tmp_path: Path) -> None:
    _lives(version, live_server, tmp_path)


def test_a_published_client_and_the_new_sdk_work_on_the_same_things(live_server: LiveServer, tmp_path: Path) -> None:
    work = tmp_path / "work"
    began = _run("5.0.22", "wire_v2.meeting", live_server, tmp_path, "begins")
    assert began.stdout.rstrip().endswith("MET"), began.stderr[-3000:]

    client = Client(live_server.token, host=live_server.url, interactive=False)
    _work_on_pictures(client, work)
    token = client.project.get("meeting").id
    _work_on_experiments(client, token, work)
    [scan] = client.session.get(f"/api/projects/{token}/scans")["items"]
    assert client.session.post(f"/api/scans/{scan['id']}/next", {})["experiment"]["name"] == "scan-0"

    ended = _run("5.0.22", "wire_v2.meeting", live_server, tmp_path, "ends")
    assert ended.stdout.rstrip().endswith("MET"), ended.stderr[-3000:]
    assert client.experiment.checkout(name="new", project_token=token).get_data("curve") == [3]
    assert client.datalake.dataset.statistics("meeting")["annotated"] == 0
    assert client.session.get(f"/api/scans/{scan['id']}")["scan"]["runs"]["running"] == 2


def _work_on_pictures(client: Client, work: Path) -> None:
    lake, sets = client.datalake.picture, client.datalake.dataset
    old = {each["external_url"]: each for each in lake.fetch(tags=["meeting"])}
    assert set(old) == {f"old-{at}.png" for at in range(3)}
    lake.add_tags(tags=["seen"])
    (work / "new.png").write_bytes((work / "in" / "old-0.png").read_bytes() + b"another")
    lake.upload(str(work / "new.png"), tags=["meeting"])
    sets.fetch("meeting")
    assert [label["name"] for label in sets.labels()] == ["boat"]
    [written] = list(sets.annotations())
    assert written["picture_id"] == old["old-0.png"]["picture_id"]
    sets.add_data(pictures=[each for each in lake.fetch(tags=["meeting"]) if each["external_url"] == "new.png"])
    sets.add_annotation(old["old-1.png"], [{"type": "rectangle", "label": "quay", "box": [1, 2, 7, 8]}])


def _work_on_experiments(client: Client, token: str, work: Path) -> None:
    old = client.experiment.checkout(name="old", project_token=token)
    old.download("weights", str(work / "again"))
    assert (work / "again" / "weights.bin").read_bytes() == (work / "weights.bin").read_bytes()
    assert (old.get_data("loss"), old.get_data("acc")) == ([3, 2.5], 0.5)
    old.log("loss", [1], "line")
    old.log("acc", 0.75, "value")
    old.flush()
    (work / "notes.txt").write_text("by the new SDK")
    old.store("notes", str(work / "notes.txt"))
    old.update(status="seen")
    (work / "large.bin").write_bytes(os.urandom(6 << 20))
    new = client.experiment.create("new", dataset="meeting/first", project_token=token)
    new.store("large", str(work / "large.bin"))
    new.log("curve", [5, 4], "line")
    new.flush()
    network = client.network.get("meeting")
    assert set(network["files"]) == {"weights"}
    network.labels({1: "boat"})
    network.store("extra", str(work / "notes.txt"))


@pytest.fixture(scope="module")
def server_on_s3(bucket: S3Storage, worker_name: str) -> Iterator[LiveServer]:
    settings = {"PICSELLIA_STORAGE_URL": f"s3://{bucket.bucket}/clients"}
    server = LiveServer(data=database.place() / f"live-s3-{worker_name}", settings=settings).start()
    yield server
    server.stop()


@pytest.mark.s3
@pytest.mark.parametrize("version", ["4.7.39", "5.0.22"])
def test_a_published_client_lives_over_s3_as_well(version: str, server_on_s3: LiveServer, tmp_path: Path) -> None:
    _lives(version, server_on_s3, tmp_path)


@pytest.fixture
def untouched_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server in which nothing is yet."""
    server = LiveServer(data=tmp_path / "server").start()
    yield server
    server.stop()


@pytest.mark.parametrize("version", ["5.0", "5.0.22"])
def test_the_tests_that_a_client_was_published_with_pass(
    version: str, untouched_server: LiveServer, tmp_path: Path
) -> None:
    passed = _run(version, "wire_v2.their_tests", untouched_server, tmp_path)

    assert passed.returncode == 0, passed.stderr[-6000:]
    assert "request.failed" not in untouched_server.log

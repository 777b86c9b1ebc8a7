"""Many processes at once, and the same again: each picture once, each byte sent once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from picsellia.client import Client
from picsellia.pictures import Picture
from picsellia_server.db import postmaster
from sdk.conftest import picture_bytes
from services.command import SOURCE, operate
from services.server import LiveServer

pytestmark = pytest.mark.slow

PROCESSES, PICTURES, EACH, APART = 20, 200, 60, 7
UPLOADING = """
import json, sys
from picsellia.client import Client
given = json.loads(sys.stdin.read())
client = Client(given["token"], host=given["host"], interactive=False)
report = client.datalake.picture.upload(given["paths"], tags=given["tags"])
assert report.ok, repr(report)
print(json.dumps({"new": len(report.uploaded), "known": len(report.already_there), "ids": report.pictures}))
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    made = LiveServer(data=tmp_path / "data").start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()
    left = postmaster.running(made.data / "postgres" / "cluster")
    if left is not None:
        left.stop()


@pytest.fixture
def lake(server: LiveServer) -> Picture:
    return Client(server.token, host=server.url, interactive=False).datalake.picture


def made(folder: Path, count: int) -> list[str]:
    folder.mkdir()
    paths = [folder / f"{at:05}.png" for at in range(count)]
    for at, path in enumerate(paths):
        path.write_bytes(picture_bytes(at, 12, 9, ".png"))
    return [str(path) for path in paths]


def puts(server: LiveServer) -> int:
    """How many bodies of bytes the server has taken so far."""
    lines = requests.get(f"{server.url}/metrics", timeout=30).text.splitlines()
    counted = [line for line in lines if line.startswith("picsellia_requests_total") and 'method="PUT"' in line]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in counted)


def uploading(server: LiveServer, paths: list[str], tags: list[str]) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PICSELLIA_")}
    process = subprocess.Popen(
        [sys.executable, "-c", UPLOADING],
        env={**environment, "PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps({"token": server.token, "host": server.url, "paths": paths, "tags": tags}))
    process.stdin.close()
    process.stdin = None
    return process


def test_twenty_processes_that_upload_overlapping_sets_make_each_picture_once(
    server: LiveServer, lake: Picture, tmp_path: Path
) -> None:
    paths = made(tmp_path / "photos", PICTURES)
    parts = [[paths[(at * APART + n) % PICTURES] for n in range(EACH)] for at in range(PROCESSES)]
    started = [uploading(server, part, ["all", f"process-{at}"]) for at, part in enumerate(parts)]
    answers: list[dict[str, Any]] = []
    for process in started:
        out, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        answers.append(json.loads(out.splitlines()[-1]))

    everything = {path for part in parts for path in part}
    assert sum(answer["new"] for answer in answers) == len(everything)
    assert {picture for answer in answers for picture in answer["ids"]} == set(lake.ids())
    assert lake.count() == len(everything)
    found = lake.list()["pictures"]
    assert sorted(each["external_url"] for each in found) == sorted(Path(path).name for path in everything)
    assert lake.tags() == {"all": len(everything), **{f"process-{at}": EACH for at in range(PROCESSES)}}
    for at, part in enumerate(parts):
        names = {each["external_url"] for each in lake.fetch(tags=["all", f"process-{at}"])}
        assert names == {Path(path).name for path in part}
    checked = operate("fsck", data=server.data)
    assert checked.returncode == 0, checked.stdout


def test_two_thousand_pictures_uploaded_again_send_no_bytes(server: LiveServer, lake: Picture, tmp_path: Path) -> None:
    paths = made(tmp_path / "photos", 2_000)
    size = sum(Path(path).stat().st_size for path in paths)

    first = lake.upload(paths, tags=["once"])
    sent = puts(server)
    second = lake.upload(paths, tags=["once", "twice"])

    assert (len(first.uploaded), first.bytes_sent, sent) == (2_000, size, 2_000)
    assert (len(second.uploaded), len(second.already_there), second.bytes_sent) == (0, 2_000, 0)
    assert puts(server) == sent
    assert second.pictures == first.pictures
    assert lake.tags() == {"once": 2_000, "twice": 2_000}

"""Uploads while the server dies, and from many processes at once: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import uuid
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from picsellia import _transfer
from picsellia._files import Found
from picsellia.client import Client
from picsellia.errors import PicselliaError
from sdk.conftest import picture_bytes
from services.server import LiveServer

ROUNDS = int(os.environ.get("PICSELLIA_TEST_CRASHES", "4"))
PICTURES = 60
PROCESSES = 6

ONE_OF_MANY = """
import sys
from picsellia.client import Client
host, token, organization, folder = sys.argv[1:]
report = Client(token, organization, host, interactive=False).datalake.picture.upload(folder, tags=["many"])
assert not report.refused, report
"""


def some_photos(folder: Path, count: int) -> dict[str, str]:
    """Pictures of distinct bytes; their hex SHA-256 by file name."""
    folder.mkdir(parents=True)
    made = {}
    for number in range(count):
        body = picture_bytes(number)
        (folder / f"{number:03}.jpg").write_bytes(body)
        made[f"{number:03}.jpg"] = sha256(body).hexdigest()
    return made


def the_lake(client: Client) -> dict[str, str]:
    """Digest by file name, of the bytes as they come back."""
    rows = client.session.get("/api/pictures", {"shape": "rows", "limit": 10_000})["rows"]
    assert len({row[2] for row in rows}) == len(rows)
    client.datalake.dataset.create(f"all-{uuid.uuid4().hex}", pictures=[row[0] for row in rows])
    folder = f"out-{uuid.uuid4().hex}"
    assert client.datalake.dataset.download(folder_name=folder).ok
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in Path(folder).glob("*.jpg")}


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_killed_server_and_repeating_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_transfer, "BATCH", 7)
    server = LiveServer(data=tmp_path / "server", settings={"PICSELLIA_FSYNC": "1"}).start()
    try:
        for round in range(ROUNDS):
            organization = f"crash-{round}"
            Client(server.token, host=server.url).session.post("/api/organizations", {"name": organization})
            client = Client(server.token, organization, server.url, interactive=False)
            photos = some_photos(tmp_path / f"in-{round}", PICTURES)
            upload = _transfer.Upload(client.session, tags=["t"], source="sdk")

            killer = threading.Timer(random.uniform(0.05, 1.0), server.kill)
            killer.start()
            with suppress(PicselliaError):
                upload.run(Found(str(tmp_path / f"in-{round}" / name), name) for name in photos)
            killer.join()
            server.start()

            acknowledged = set(upload.report.uploaded)
            assert acknowledged <= set(client.datalake.picture.ids())
            report = client.datalake.picture.upload(tmp_path / f"in-{round}", tags=["t"])
            assert len(report.uploaded) + len(report.already_there) == PICTURES
            assert the_lake(client) == photos
            assert client.datalake.picture.tags() == {"t": PICTURES}
    finally:
        server.stop()


@pytest.mark.slow
def test_many_processes_upload_the_same_pictures_at_once(
    live_server: LiveServer, organization: str, client: Client, tmp_path: Path
) -> None:
    photos = some_photos(tmp_path / "in", PICTURES)
    arguments = [live_server.url, live_server.token, organization, str(tmp_path / "in")]
    source = str(Path(_transfer.__file__).parents[1])

    running = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_OF_MANY, *arguments],
            env={**os.environ, "PYTHONPATH": source},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(PROCESSES)
    ]
    ended = [(process.communicate(timeout=300)[1].decode(), process.returncode) for process in running]

    assert [status for _, status in ended] == [0] * PROCESSES, ended
    assert the_lake(client) == photos
    assert client.datalake.picture.tags() == {"many": PICTURES}

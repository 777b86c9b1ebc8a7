"""The operator's commands against real servers: while people work, and between two machines."""

from __future__ import annotations

import hashlib
import io
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from PIL import Image

from picsellia.client import Client
from picsellia_server.db import migrate, postmaster
from picsellia_server.db.embedded import Embedded
from services.command import SOURCE, operate
from services.server import LiveServer

pytestmark = pytest.mark.slow

Make = Callable[..., LiveServer]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    made: list[LiveServer] = []

    def build(name: str = "data", **options: Any) -> LiveServer:
        made.append(LiveServer(data=tmp_path / name, **options))
        return made[-1]

    yield build
    for each in made:
        if each.process is not None and each.process.poll() is None:
            each.stop()
        left = postmaster.running(each.data / "postgres" / "cluster")
        if left is not None:
            left.stop()


def client_of(server: LiveServer) -> Client:
    return Client(server.token, host=server.url, interactive=False)


def photos(folder: Path, start: int, count: int) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for at in range(start, start + count):
        out = io.BytesIO()
        Image.new("RGB", (24, 16), (at % 256, at // 256 % 256, 7)).save(out, "PNG")
        path = folder / f"{at:06}.png"
        path.write_bytes(out.getvalue())
        paths.append(str(path))
    return paths


class People(threading.Thread):
    """Uploads until told to stop; `kept` are the names that were acknowledged, with their SHA-256."""

    def __init__(self, server: LiveServer, folder: Path) -> None:
        super().__init__(daemon=True)
        self.kept: dict[str, str] = {}
        self.enough = threading.Event()
        self.wrong: BaseException | None = None
        self._picture = client_of(server).datalake.picture
        self._folder = folder

    def run(self) -> None:
        try:
            start = 0
            while not self.enough.is_set():
                paths = photos(self._folder, start, 25)
                report = self._picture.upload(paths, tags=["busy", f"batch {start // 25 % 3}"])
                assert report.ok, report
                self.kept.update({Path(path).name: _sha256(Path(path).read_bytes()) for path in paths})
                start += 25
        except BaseException as error:  # noqa: BLE001 -- told by the test
            self.wrong = error


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def lake(client: Client) -> dict[str, dict[str, Any]]:
    return {each["external_url"]: each for each in client.datalake.picture.list()["pictures"]}


def body_of(client: Client, picture: str) -> bytes:
    url = client.session.get(f"/api/pictures/{picture}/url")["url"]
    answer = requests.get(url, timeout=30)
    assert answer.status_code == 200
    return answer.content


def test_a_backup_under_load_is_the_same_installation_elsewhere(make: Make, tmp_path: Path) -> None:
    here = make("here").start()
    people = People(here, tmp_path / "photos")
    people.start()
    while len(people.kept) < 100 and people.wrong is None:
        people.join(0.05)
    before = dict(people.kept)

    made = operate("backup", tmp_path / "b.tar", data=here.data)
    while len(people.kept) < len(before) + 50 and people.wrong is None:
        people.join(0.05)
    people.enough.set()
    people.join(60)

    assert people.wrong is None
    assert made.returncode == 0, made.stderr
    assert "Backed up" in made.stdout
    original = lake(client_of(here))
    assert operate("fsck", data=here.data).stdout.startswith("Clean")
    here.stop()

    restored = operate("restore", tmp_path / "b.tar", data=tmp_path / "there")
    assert restored.returncode == 0, restored.stderr
    checked = operate("fsck", data=tmp_path / "there")
    assert checked.returncode == 0, checked.stdout
    there = make("there", token=here.token, username=here.username).start()
    client = client_of(there)
    found = lake(client)
    assert set(before) <= set(found) < set(original)
    assert {name: found[name] for name in before} == {name: original[name] for name in before}
    for name, digest in list(before.items())[::10]:
        assert _sha256(body_of(client, found[name]["picture_id"])) == digest
    again = client.datalake.picture.upload([str(tmp_path / "photos")], tags=["busy"])
    assert (again.ok, len(lake(client))) == (True, len(original))


def test_a_running_server_is_not_restored_into(make: Make, tmp_path: Path) -> None:
    server = make().start()
    assert operate("backup", tmp_path / "b.tar", data=server.data).returncode == 0

    refused = operate("restore", tmp_path / "b.tar", "--replace", data=server.data)

    assert refused.returncode == 1
    assert "is in use by process" in refused.stderr
    assert client_of(server).datalake.picture.count() == 0


def test_commands_on_a_folder_without_an_installation_make_none(tmp_path: Path) -> None:
    for words in (("backup", tmp_path / "b.tar"), ("fsck",), ("gc",), ("restore", tmp_path / "nothing.tar")):
        done = operate(*words, data=tmp_path / "nowhere")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1

    assert not (tmp_path / "nowhere").exists()


def test_damage_is_found_by_fsck_and_undone_from_the_backup(make: Make, tmp_path: Path) -> None:
    server = make().start()
    client_of(server).datalake.picture.upload(photos(tmp_path / "photos", 0, 3))
    assert operate("backup", tmp_path / "b.tar", data=server.data).returncode == 0
    stored = next(path for path in (server.data / "blobs").rglob("*.png"))
    body = stored.read_bytes()
    stored.write_bytes(body[:20] + bytes([body[20] ^ 4]) + body[21:])

    found = operate("fsck", data=server.data)
    healed = operate("restore", tmp_path / "b.tar", "--bytes", data=server.data)

    assert found.returncode == 1
    assert stored.name in found.stdout
    assert "1 problem left" in found.stdout
    assert healed.returncode == 0, healed.stderr
    assert stored.read_bytes() == body
    assert operate("fsck", data=server.data).returncode == 0
    assert operate("restore", tmp_path / "b.tar", "--check", data=server.data).returncode == 0
    assert operate("gc", "--dry-run", data=server.data).stdout.startswith("0 bytes would be freed")


def test_a_backup_to_standard_output_is_one(make: Make, tmp_path: Path) -> None:
    import subprocess
    import sys

    server = make().start()
    client_of(server).datalake.picture.upload(photos(tmp_path / "photos", 0, 3))
    words = [sys.executable, "-m", "picsellia_server", "backup", "-", "--data", str(server.data)]
    with (tmp_path / "b.tar").open("wb") as out:
        done = subprocess.run(words, stdout=out, env={"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin"}, check=False)

    assert done.returncode == 0
    assert operate("restore", tmp_path / "b.tar", "--check", data=server.data).returncode == 0


def test_the_doctor_is_content_with_a_running_server(make: Make) -> None:
    server = make().start()

    done = operate("doctor", data=server.data, PICSELLIA_PUBLIC_URL=server.url)

    assert f"the server at {server.url} is ready" in done.stdout
    assert f"{server.url} leads to this server" in done.stdout
    assert "1 worker(s) alive" in done.stdout
    assert "1 user, 0 pictures (0 bytes)" in done.stdout


def test_an_upgrade_that_fails_leaves_the_version_before_it_serving(make: Make, tmp_path: Path) -> None:
    server = make().start()
    client_of(server).datalake.picture.upload(photos(tmp_path / "photos", 0, 3))
    server.stop()
    newer = tmp_path / "newer"
    shutil.copytree(SOURCE, newer, ignore=shutil.ignore_patterns("__pycache__", "webapp"))
    (newer / "picsellia_server" / "db" / "migrations" / "versions" / "9998_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '9998_next', {migrate.revisions()[-1]!r}\n"
        "def upgrade():\n"
        "    op.drop_table('picture_tags')\n"
        "    op.execute('SELECT 1 / 0')\n"
    )

    failed = operate("serve", "--port", "0", data=server.data, source=newer)

    assert failed.returncode == 1
    assert "rolled back" in failed.stderr
    kept = next((server.data / "backups").glob("before-upgrade-*.tar"))
    assert str(kept) in failed.stderr
    assert "Traceback" not in failed.stderr
    server.start()
    assert client_of(server).datalake.picture.count() == 3
    assert operate("fsck", data=server.data).returncode == 0


def test_logs_hold_no_token_password_or_signature(make: Make, tmp_path: Path) -> None:
    server = make(settings={"PICSELLIA_LOG_LEVEL": "debug", "PICSELLIA_LOG_FORMAT": "json"}).start()
    client = client_of(server)
    client.datalake.picture.upload(photos(tmp_path / "photos", 0, 3))
    picture = next(iter(lake(client).values()))
    signed = client.session.get(f"/api/pictures/{picture['picture_id']}/url")["url"]
    assert requests.get(signed, timeout=30).status_code == 200
    wrong = "wrong-token-" + "9f" * 14
    for secret in (wrong, server.token):
        for scheme in ("Bearer", "Token"):
            requests.get(f"{server.url}/api/ping", headers={"Authorization": f"{scheme} {secret}"}, timeout=30)
    requests.get(f"{server.url}/api/pictures?token={wrong}", timeout=30)
    for password in ("a wrong password", server.password):
        body = {"username": server.username, "password": password}
        requests.post(f"{server.url}/api/session", json=body, timeout=30)
    made = client.session.post("/api/tokens", {"name": "laptop"})
    server.stop()

    logged = server.log + (server.data / "postgres" / "server.log").read_text()
    assert "/api/ping" in logged
    signature = signed.rsplit("=", 1)[-1]
    secrets = [wrong, server.token, server.password, "a wrong password", made["secret"], signature]
    assert [secret for secret in secrets if secret in logged] == []


def test_two_installations_share_no_secret(make: Make) -> None:
    held: list[set[bytes]] = []
    shown: list[set[str]] = []
    for name in ("one", "two"):
        server = make(name)
        server.username = server.password = server.token = ""
        server.start()
        lines = [line.split() for line in server.log.splitlines() if line.startswith("  ")]
        shown.append({words[1] for words in lines if len(words) == 2 and words[0] in ("Password", "Token")})
        with psycopg.connect(Embedded(server.data).url.replace("+psycopg", "")) as db:
            values = db.execute("SELECT value FROM installation UNION SELECT hash FROM tokens").fetchall()
            values += db.execute("SELECT password::bytea FROM users").fetchall()
        held.append({bytes(value[0]) for value in values})
        server.stop()

    assert all(len(each) == 2 for each in shown)
    assert all(len(each) >= 3 for each in held)
    assert not shown[0] & shown[1]
    assert not held[0] & held[1]

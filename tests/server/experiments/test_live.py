"""Many writers at once, and a server that dies, over real HTTP: nothing lost, nothing doubled, no deadlock."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests

from services.server import LiveServer


class Live:
    """Requests to one experiment of a live server; a session for each thread that asks."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        project = self.ask("POST", "/api/projects", json={"project_name": f"p-{uuid4()}"}).json()["project_id"]
        made = self.ask("POST", f"/api/projects/{project}/experiments", json={"name": "exp"}).json()
        self.base = f"/api/experiments/{made['id']}"

    def ask(self, method: str, path: str, session: requests.Session | None = None, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.server.token}", **options.pop("headers", {})}
        asking = session or requests
        answer = asking.request(method, self.server.url + path, headers=headers, timeout=60, **options)
        assert answer.status_code < 300, (answer.status_code, answer.text[:500])
        return answer

    def data(self, name: str) -> Any:
        return self.ask("GET", f"{self.base}/data/{name}").json()["data"]


@pytest.fixture
def live(live_server: LiveServer) -> Live:
    return Live(live_server)


def test_64_threads_on_one_line_lose_nothing_and_double_nothing(live: Live) -> None:
    def append(thread: int) -> None:
        with requests.Session() as session:
            for at in range(5):
                headers = {"Idempotency-Key": f"{live.base}-{thread}-{at}"}
                body = {"name": "loss", "type": "line", "data": [thread * 10 + at]}
                for _ in range(2):  # each asked twice
                    live.ask("POST", f"{live.base}/data", session, json=body, headers=headers)

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(append, range(64)))

    values = live.data("loss")
    assert sorted(values) == sorted(thread * 10 + at for thread in range(64) for at in range(5))
    for thread in range(64):
        own = [value for value in values if value // 10 == thread]
        assert own == sorted(own)


def test_writers_of_many_lines_in_any_order_never_deadlock(live: Live) -> None:
    names = [f"line {n}" for n in range(12)]

    def write(thread: int) -> None:
        turned = names[thread % 12 :] + names[: thread % 12]
        writer = str(uuid4())
        with requests.Session() as session:
            for at in range(4):
                records = [{"name": name, "type": "line", "data": [thread]} for name in turned]
                body = {"writer": writer, "seq": at * 12, "records": records}
                live.ask("POST", f"{live.base}/log", session, json=body)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))

    assert all(len(live.data(name)) == 64 for name in names)
    assert live.ask("GET", live.base).json()["data_count"] == 12
    assert "deadlock" not in live.server.log.lower()


def test_two_that_publish_one_name_at_once_get_one_network_and_one_conflict(live: Live) -> None:
    name = f"boats-{uuid4()}"
    headers = {"Authorization": f"Bearer {live.server.token}"}

    def publish(_: int) -> tuple[int, str]:
        url = f"{live.server.url}{live.base}/publish"
        answer = requests.post(url, json={"name": name}, headers=headers, timeout=60)
        return answer.status_code, answer.json().get("code", "")

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(publish, range(4)))

    assert answers == [(201, ""), *[(409, "networks.taken")] * 3]


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(data=tmp_path / "mortal", settings={"PICSELLIA_FSYNC": "1"}).start()
    yield server
    server.stop()


@pytest.mark.slow
def test_what_was_acknowledged_survives_kills_and_repeating_completes(mortal: LiveServer) -> None:
    live = Live(mortal)
    writer, acknowledged = str(uuid4()), 0

    for _ in range(2):
        for _ in range(10):
            records = [{"name": "loss", "type": "line", "data": acknowledged + n} for n in range(10)]
            body = {"writer": writer, "seq": acknowledged, "records": records}
            live.ask("POST", f"{live.base}/log", json=body)
            acknowledged += 10
        # Sent, and the answer never seen: the server dies, and the same batch comes again.
        mortal.kill()
        mortal.start()
        assert live.data("loss") == list(range(acknowledged))
        live.ask("POST", f"{live.base}/log", json=body)

    assert live.data("loss") == list(range(200))

"""The stream of an experiment, from a real server: what is told, to whom, how soon, and when it ends."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from queue import Empty, Queue
from typing import Any

import pytest
import requests

from picsellia.client import Client
from picsellia.experiments import Experiment
from services.server import LiveServer


@pytest.fixture
def experiment(client: Client) -> Experiment:
    project = client.project.create("harbours")
    return client.experiment.create("one", project_token=project.id)


class Listener:
    """Events of one stream, as they come."""

    def __init__(self, response: HTTPResponse) -> None:
        self.events: Queue[tuple[str, dict[str, Any]]] = Queue()
        self.response = response
        self.last = ""
        self.opened: dict[str, Any] = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        name = ""
        with suppress(OSError, HTTPException, ValueError, AttributeError):
            while line := self.response.readline().decode():
                if line.startswith("id: "):
                    self.last = line.removeprefix("id: ").strip()
                elif line.startswith("event: "):
                    name = line.removeprefix("event: ").strip()
                elif line.startswith("data: "):
                    self.events.put((name, json.loads(line.removeprefix("data: "))))
        self.events.put(("end", {}))

    def next(self, wanted: str, seconds: float = 10.0) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                name, data = self.events.get(timeout=0.1)
            except Empty:
                continue
            if name == wanted:
                return data
        raise AssertionError(f"no event {wanted!r} within {seconds} s")


@contextmanager
def listening(
    url: str, token: str, experiment: str, *, path: str = "/api/experiments/{}/stream", last: str | None = None
) -> Iterator[Listener]:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
    headers = {"Authorization": f"Token {token}"} | ({} if last is None else {"Last-Event-ID": last})
    connection.request("GET", path.format(experiment), headers=headers)
    sock = connection.sock
    answer = connection.getresponse()
    try:
        assert answer.status == 200
        assert (answer.getheader("content-type") or "").startswith("text/event-stream")
        listener = Listener(answer)
        listener.opened = listener.next("open")
        yield listener
    finally:
        # Closing alone would wait for the thread that reads.
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        connection.close()


def test_points_lines_files_and_status_are_told_by_name(live_server: LiveServer, experiment: Experiment) -> None:
    with listening(live_server.url, live_server.token, experiment.id) as listener:
        experiment.log("train/loss", [1.0], "line")
        assert listener.next("data") == {"names": ["train/loss"]}
        experiment.send_experiment_logging(["one", "two"])
        assert listener.next("lines") == {"lines": 2}
        experiment.update(status="success")
        assert listener.next("status") == {"what": "updated"}


def test_nothing_of_other_experiments_is_told(live_server: LiveServer, experiment: Experiment, client: Client) -> None:
    other = Client.Experiment(session=client.session)
    other.create("two", project_token=experiment.project_token)
    with listening(live_server.url, live_server.token, experiment.id) as listener:
        other.log("theirs", [1.0], "line")
        other.flush()
        experiment.log("ours", [1.0], "line")

        assert listener.next("data") == {"names": ["ours"]}


def test_whoever_comes_back_hears_what_was_told_meanwhile(live_server: LiveServer, experiment: Experiment) -> None:
    with listening(live_server.url, live_server.token, experiment.id) as listener:
        assert listener.opened == {"resumed": False}
        experiment.log("before", [1.0], "line")
        assert listener.next("data") == {"names": ["before"]}
        last = listener.last
    experiment.log("meanwhile", [1.0], "line")
    experiment.log("too", [1.0], "line")
    experiment.flush()

    with listening(live_server.url, live_server.token, experiment.id, last=last) as listener:
        assert listener.opened == {"resumed": True}
        heard: list[str] = []
        while "too" not in heard:
            heard += listener.next("data")["names"]
        assert heard[:2] == ["meanwhile", "too"]
        assert listener.last != last


@pytest.mark.parametrize("last", ["", "nonsense", "0123456789abcdef-3", "-1", "x-" + "9" * 60])
def test_an_id_that_is_not_known_any_more_is_said_to_be_so(
    live_server: LiveServer, experiment: Experiment, last: str
) -> None:
    with listening(live_server.url, live_server.token, experiment.id, last=last) as listener:
        assert listener.opened == {"resumed": False}


@pytest.mark.parametrize("path", ["/api/projects/{}/experiments/stream", "/api/experiments/stream"])
def test_those_who_look_at_a_table_hear_which_experiment_has_changed(
    live_server: LiveServer, experiment: Experiment, client: Client, path: str
) -> None:
    project = experiment.project_token
    other = Client.Experiment(session=client.session)
    other.create("aside", project_token=client.project.create("other").id)
    path = f"{path}?organization={client.organization}"
    assert project
    with listening(live_server.url, live_server.token, project, path=path) as listener:
        if "{}" in path:
            other.log("theirs", [1.0], "line")
            other.flush()
        experiment.log("loss", [1.0], "line")
        assert listener.next("experiments") == {"names": [experiment.id]}
        experiment.send_experiment_logging(["one"])
        assert listener.next("lines") == {"names": [experiment.id]}


def test_a_project_that_one_may_not_see_has_no_stream(live_server: LiveServer, experiment: Experiment) -> None:
    url = f"{live_server.url}/api/projects/{experiment.project_token}/experiments/stream"

    assert requests.get(url, timeout=10).status_code == 401
    assert requests.get(f"{live_server.url}/api/experiments/stream", timeout=10).status_code == 401


def test_an_experiment_that_one_may_not_see_has_no_stream(live_server: LiveServer, experiment: Experiment) -> None:
    url = f"{live_server.url}/api/experiments/{experiment.id}/stream"

    assert requests.get(url, timeout=10).status_code == 401
    assert requests.get(url, headers={"Authorization": "Token 0123456789"}, timeout=10).status_code == 401


@pytest.mark.slow
def test_a_stream_ends_within_a_minute_of_the_token_being_revoked(
    live_server: LiveServer, experiment: Experiment, client: Client
) -> None:
    made = client.session.post("/api/tokens", {"name": "viewer"})
    with listening(live_server.url, made["secret"], experiment.id) as listener:
        client.session.delete(f"/api/tokens/{made['token']['id']}")

        assert listener.next("closed", 60)["code"]


def test_a_viewer_that_has_gone_is_forgotten(live_server: LiveServer, experiment: Experiment) -> None:
    for _ in range(30):
        with listening(live_server.url, live_server.token, experiment.id):
            pass
    with listening(live_server.url, live_server.token, experiment.id) as listener:
        experiment.log("loss", [1.0], "line")
        assert listener.next("data") == {"names": ["loss"]}


@pytest.mark.slow
def test_a_server_that_stops_ends_its_streams_and_is_not_held_up(tmp_path: Any) -> None:
    server = LiveServer(data=tmp_path / "server").start()
    client = Client(server.token, host=server.url, interactive=False)
    experiment = client.experiment.create("one", project_token=client.project.create("p").id)
    with listening(server.url, server.token, experiment.id) as listener:
        assert server.stop() == 0

        assert listener.next("closed")["code"] == "stopping"

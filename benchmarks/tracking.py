"""Logging and recording: calls a second as the loop sees them, how soon all is there, and what recording costs.

    ./dev bench tracking                       100,000 calls, 1,000,000 points of memory, 200,000 printed lines
    CALLS=10000 POINTS=50000 LINES=20000 ./dev bench tracking    smaller

One JSON line a result. `calls_per_second` is what the training loop gets; `rest` the seconds from its last call until
every point is on the server. The same with nobody at the server's address, and with a server that is killed five times.
`run` is the wall time of `picsellia run` around a program over that of the program alone, its output going to a file:
of one that does 0.03 ms of work before each line, and of one that does ten times as much and so runs for a minute, as
the shortest trainings do.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from picsellia._config import Target
from picsellia._http import Connection
from picsellia.client import Client
from picsellia.experiments import Experiment
from services.server import LiveServer

CALLS = int(os.environ.get("CALLS", "100000"))
POINTS = int(os.environ.get("POINTS", "1000000"))
LINES = int(os.environ.get("LINES", "200000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
NAMES = 10
KILLS = 5
WANTED = 50_000

PROGRAM = """
import sys
total = 0
for number in range(int(sys.argv[1])):
    for step in range(int(sys.argv[2])):  # something between two lines, as a training has
        total += step * number
    print("line", number, total)
"""


def say(name: str, **more: Any) -> None:
    print(json.dumps({"benchmark": f"tracking.{name}", **more}), flush=True)


def loop(experiment: Experiment, count: int = CALLS) -> float:
    """Calls a second of a loop that does nothing but log."""
    names = [f"m{number}" for number in range(NAMES)]
    for name in names:
        experiment.log(name, [0.0], "line")
    start = time.perf_counter()
    for step in range(count):
        experiment.log(names[step % NAMES], [step / 7], "line")
    return count / (time.perf_counter() - start)


def complete(experiment: Experiment, count: int) -> bool:
    found = {each["name"]: each["data"] for each in experiment.list_data()}
    return found == {f"m{n}": [0.0, *(step / 7 for step in range(n, count, NAMES))] for n in range(NAMES)}


def plain(client: Client, project: str) -> None:
    for number in range(ROUNDS):
        experiment = client.experiment.create(f"plain {number}", project_token=project)
        rate = loop(experiment)
        start = time.perf_counter()
        experiment.flush(120)
        rest = time.perf_counter() - start
        exact = complete(experiment, CALLS)
        say("loop", calls=CALLS, calls_per_second=round(rate), wanted=WANTED, rest=round(rest, 2), exact=exact)
        experiment.close()


def killed(server: LiveServer, client: Client, project: str) -> None:
    experiment = client.experiment.create("killed", project_token=project)

    def kill() -> None:
        for _ in range(KILLS):
            server.kill()
            server.start()

    killer = threading.Thread(target=kill)
    killer.start()
    rate = loop(experiment)
    killer.join()
    start = time.perf_counter()
    experiment.flush(120)
    rest = time.perf_counter() - start
    exact = complete(experiment, CALLS)
    say("killed", kills=KILLS, calls_per_second=round(rate), rest_after_return=round(rest, 2), limit=10, exact=exact)


def away() -> None:
    """Nobody listens at the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{taken.getsockname()[1]}"
        connection = Connection(Target(host=host, token="nobody"), interactive=False)
        experiment = Experiment(session=connection, id="00000000-0000-4000-8000-000000000000")
        say("away", calls_per_second=round(loop(experiment)), wanted=WANTED)
        memory(experiment)


def memory(experiment: Experiment) -> None:
    """Resident memory before and after so many more points, with the server away all the time."""
    before = _resident()
    loop(experiment, POINTS)
    say("memory", points=POINTS, grown_mb=round((_resident() - before) / 2**20, 1))


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def recorded(server: LiveServer, experiment: str, folder: Path) -> None:
    script = folder / "program.py"
    script.write_text(PROGRAM)
    for work, rounds in ((250, ROUNDS), (2_500, 1)):
        _compared(server, experiment, folder, [sys.executable, str(script), str(LINES), str(work)], rounds)


def _compared(server: LiveServer, experiment: str, folder: Path, bare: list[str], rounds: int) -> None:
    around = [sys.executable, "-m", "picsellia.cli", "run", "--experiment", experiment, "--", *bare]
    environ = {
        **os.environ,
        "PICSELLIA_HOST": server.url,
        "PICSELLIA_TOKEN": server.token,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
        "PICSELLIA_EXIT_SECONDS": "60",
    }
    ratios, same = [], True
    for _ in range(rounds):
        first, second = (_timed(command, environ, folder) for command in (bare, around))
        ratios.append(second[0] / first[0])
        same = same and first[1] == second[1]
        say("run", lines=LINES, bare=round(first[0], 2), recorded=round(second[0], 2), same_output=same)
    say("run.ratio", work=int(bare[-1]), ratio=round(statistics.median(ratios), 3), wanted=1.05)


def _timed(command: list[str], environ: dict[str, str], folder: Path) -> tuple[float, bytes]:
    with (folder / "output").open("w+b") as out, (folder / "errors").open("w+b") as errors:
        start = time.perf_counter()
        subprocess.run(command, env=environ, stdout=out, stderr=errors, check=True)
        return time.perf_counter() - start, (folder / "output").read_bytes()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PICSELLIA_JOURNAL"] = str(folder / "journals")
        os.environ["PICSELLIA_EXIT_SECONDS"] = "0.5"
        away()
        server = LiveServer(data=folder / "server").start()
        try:
            client = Client(server.token, host=server.url, interactive=False)
            project = client.project.create("benchmark").id
            plain(client, project)
            killed(server, client, project)
            target = client.experiment.create("recorded", project_token=project)
            recorded(server, target.id, folder)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

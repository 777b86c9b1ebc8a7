"""The SDK against a whole server: small pictures up and down beside nginx, and lists of a large lake.

    ./dev bench sdk                                    2,000 JPEGs of 85 kB; a lake of 1,000,000 pictures
    FILES=200 PICTURES=50000 ROUNDS=1 ./dev bench sdk  smaller

One JSON line a result. nginx (Debian's `nginx-light`) takes the same files by its dav module over 8 kept-alive
connections from as small a client as can be (that of `storage.py`); its rounds and ours alternate. `cpu` is the
SDK's own CPU time in seconds.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import lake
import storage
from PIL import Image

from picsellia.client import Client
from picsellia_server import operator
from picsellia_server.app import build_house
from picsellia_server.db.embedded import Embedded
from picsellia_server.jobs.run import OPERATOR
from picsellia_server.settings import Settings

FILES = int(os.environ.get("FILES", "2000"))
SIZE = 85_000
ROUNDS = int(os.environ.get("ROUNDS", "3"))
TOKEN = "for-this-benchmark-alone"


def say(name: str, **more: Any) -> None:
    print(json.dumps({"benchmark": f"sdk.{name}", **more}), flush=True)


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The address of a real `picsellia-server serve`."""
    environment = {**os.environ, "PICSELLIA_OWNER": "owner", "PICSELLIA_OWNER_TOKEN": TOKEN, "PICSELLIA_WORKERS": "0"}
    command = [sys.executable, "-m", "picsellia_server", "serve", "--data", str(data), "--port", "0"]
    with (data.parent / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 120
        while not (data / "address").exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit((data.parent / "serve.log").read_text()[-2_000:])
            time.sleep(0.05)
        yield (data / "address").read_text().strip()
    finally:
        process.terminate()
        process.wait(60)


def photos(folder: Path) -> list[bytes]:
    """Real JPEGs that differ in their last bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    noise = Image.effect_noise((640, 480), 90).convert("RGB")
    out = io.BytesIO()
    quality = 95
    while not out.tell() or (out.tell() > SIZE - 64 and quality > 5):
        out.seek(0)
        out.truncate()
        noise.save(out, "JPEG", quality=quality)
        quality -= 5
    made = []
    for number in range(FILES):
        made.append(out.getvalue() + random.randbytes(SIZE - len(out.getvalue())))
        (folder / f"{number:05}.jpg").write_bytes(made[-1])
    return made


def timed(run: Callable[..., Any], *args: Any) -> tuple[float, float]:
    """(seconds, own CPU seconds)."""
    started, cpu = time.perf_counter(), time.process_time()
    run(*args)
    return time.perf_counter() - started, time.process_time() - cpu


def transfers(client: Client, folder: Path, port: int) -> None:
    picture, dataset = client.datalake.picture, client.datalake.dataset
    seconds: dict[str, list[float]] = {}
    cpus: dict[str, list[float]] = {}

    def keep(name: str, result: tuple[float, float]) -> None:
        seconds.setdefault(name, []).append(result[0])
        cpus.setdefault(name, []).append(result[1])

    for number in range(ROUNDS):
        name = f"round-{number}"
        shutil.rmtree(folder / "in", ignore_errors=True)
        shutil.rmtree(folder / "out", ignore_errors=True)
        contents = photos(folder / "in")
        urls = [f"http://127.0.0.1:{port}/{number}/{at}.jpg" for at in range(FILES)]
        with redirect_stdout(io.StringIO()):
            keep("nginx put", timed(storage.put_all, port, urls, contents))
            keep("upload", timed(picture.upload, folder / "in", [name, "bench"]))
            keep("upload again", timed(picture.upload, folder / "in", [name]))
            dataset.create(name, pictures=picture.fetch(1, [name]))
            keep("nginx get", timed(storage.get_all, port, urls, SIZE))
            keep("download", timed(dataset.download, name, folder / "out"))
        assert len(list((folder / "out").glob("*.jpg"))) == FILES
    for name, peer, limit in (("upload", "nginx put", 3.0), ("download", "nginx get", 2.0)):
        ratio = statistics.median(a / b for a, b in zip(seconds[name], seconds[peer], strict=True))
        took = statistics.median(seconds[name])
        say(
            name,
            files=FILES,
            seconds=round(took, 2),
            cpu=round(statistics.median(cpus[name]), 2),
            nginx=round(statistics.median(seconds[peer]), 2),
            ratio=round(ratio, 2),
            limit=limit,
        )
    say("upload_again", files=FILES, seconds=round(statistics.median(seconds["upload again"]), 2))


def fill(data: Path) -> None:
    """`lake.COUNT` pictures with two or three tags each, in an organization of their own, without bytes."""
    settings = Settings(data=data, database_url=Embedded(data).url, public_url="http://localhost", workers=0)
    house = build_house(settings)
    with house.writing(OPERATOR) as ctx:
        who = operator.principal(ctx, "owner")
    lake.copy_lake(house, who, 0, lake.COUNT)
    with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("UPDATE tags SET pictures = (SELECT count(*) FROM picture_tags WHERE tag_id = id)")
        connection.exec_driver_sql("VACUUM ANALYZE")
    house.engine.dispose()


def lists(client: Client) -> None:
    picture, session = client.datalake.picture, client.session
    common, second = lake.TAGS[0], lake.TAGS[2]
    page = {"tag": common, "limit": 100}

    def some_ids() -> None:
        from picsellia import _lake

        found = _lake.rows(session, "/api/pictures", [("tag", common)], columns=("picture_id",), most=50_000)
        assert sum(map(len, found)) == min(50_000, lake.COUNT // 2) or lake.COUNT < 200_000

    def everything() -> None:
        assert len(picture.list()["pictures"]) >= lake.COUNT

    for name, run, times, limit in (
        ("page_of_100", lambda: session.get("/api/pictures", page), 9, 0.020),
        ("count_of_a_and_b", lambda: picture.count([common, second]), 9, 0.050),
        ("ids_of_50000", some_ids, 3, 0.5),
        ("list_all", everything, 1, 12.0),
    ):
        if times > 1:
            run()
        results = [timed(run) for _ in range(times)]
        took, cpu = (round(statistics.median(column), 3) for column in zip(*results, strict=True))
        say(name, pictures=lake.COUNT, seconds=took, cpu=cpu, limit=limit)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nginx" / "www").mkdir(parents=True)
        for place, mode in ((folder, 0o755), (folder / "nginx", 0o777), (folder / "nginx" / "www", 0o777)):
            place.chmod(mode)  # nginx drops its rights where it is started as root
        with storage.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        config = folder / "nginx" / "nginx.conf"
        config.write_text(storage.NGINX.format(folder=folder / "nginx", port=port))
        with serving(folder / "data") as address:
            client = Client(TOKEN, host=address, interactive=False)
            with storage.running(["nginx", "-c", config], port, folder / "nginx" / "log"):
                transfers(client, folder, port)
            fill(folder / "data")
            lists(client)


if __name__ == "__main__":
    main()

"""Bytes in and out of the local store against nginx, by the same client; one JSON line a result.

    python benchmarks/storage.py [--files 2000] [--size 85000] [--large-mb 1024] [--rounds 5] [--folder DIR]

`ratio` is our time by nginx's, each the best of the interleaved rounds, and `limit` the budget of the
architecture. The server is the whole app, with its log, over a database that is never asked. nginx
(Debian's `nginx-light`) takes PUT by its dav module and sends by sendfile; it neither hashes nor checks
a signature.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_connection, socket
from urllib.parse import urlsplit
from uuid import uuid4

from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.port import Part

CONNECTIONS = 8
PART = 16 << 20
SECRET = b"only for this benchmark, no secret"
LIMITS = {"put": 3.0, "get": 2.0, "put 1 file": 2.5, "get 1 file": 1.5, "put 1 file in parts": 2.5}

Pair = tuple[str, bytes]


def serve(folder: Path, port: int) -> None:
    """The whole app, over a database that is never asked."""
    import uvicorn

    from picsellia_server.app import assemble
    from picsellia_server.context import House
    from picsellia_server.db.engine import make_engine
    from picsellia_server.logs import set_up
    from picsellia_server.settings import Settings

    settings = Settings(log_format="json")
    set_up(settings)
    house = House(
        settings=settings,
        engine=make_engine("postgresql://nobody@127.0.0.1:1/none", size=1),
        storage=a_store(folder, port),
        defer=lambda *_: None,
    )
    uvicorn.run(
        assemble(house),
        host="127.0.0.1",
        port=port,
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


def a_store(folder: Path, port: int) -> LocalStorage:
    return LocalStorage(folder, secret=SECRET, public_url=f"http://127.0.0.1:{port}")


NGINX = """
daemon off; worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port}; root {folder}/www; client_max_body_size 0;
        location / {{ dav_methods PUT DELETE; create_full_put_path on; }}
    }}
}}
"""


@contextmanager
def running(command: Sequence[str], port: int, log: Path) -> Iterator[int]:
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{command[0]} did not start:\n{log.read_text()}") from None
                time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def cpu(process: int) -> float:
    """CPU seconds of a server with its workers so far."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ticks = 0
    for one in (process, *map(int, children)):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Connection:
    """A kept-alive connection: as little of a client as can be, the same for both servers."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def put(self, url: str, data: bytes | memoryview) -> str:
        self._http.request("PUT", _target(url), body=data)
        answer = self._http.getresponse()
        said = answer.read()
        assert answer.status in (200, 201, 204), (answer.status, said)
        return answer.headers.get("ETag", "")

    def get(self, url: str, buffer: memoryview) -> int:
        self._http.request("GET", _target(url))
        answer = self._http.getresponse()
        assert answer.status == 200, (answer.status, answer.read())
        size = 0
        while got := answer.readinto(buffer):
            size += got
        return size


def _target(url: str) -> str:
    split = urlsplit(url)
    return f"{split.path}?{split.query}" if split.query else split.path


def over_connections(port: int, work: Callable[[Connection, int], object], count: int) -> None:
    """Do `work(connection, n)` for every n below `count`, over all connections at once."""

    def share(first: int) -> None:
        connection = Connection(port)
        for number in range(first, count, CONNECTIONS):
            work(connection, number)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(share, range(CONNECTIONS)))


def put_all(port: int, urls: Sequence[str], contents: Sequence[bytes]) -> None:
    over_connections(port, lambda connection, number: connection.put(urls[number], contents[number]), len(urls))


def get_all(port: int, urls: Sequence[str], size: int) -> None:
    def fetch(connection: Connection, number: int) -> None:
        assert connection.get(urls[number], memoryview(bytearray(size))) == size

    over_connections(port, fetch, len(urls))


class Bench:
    def __init__(self, args: argparse.Namespace, folder: Path, ports: tuple[int, int]) -> None:
        self.args = args
        self.ours, self.nginx = ports
        self.store = a_store(folder / "ours", self.ours)
        self.servers: dict[str, int] = {}
        self.seconds: dict[tuple[str, str], list[float]] = {}
        self.cpus: dict[tuple[str, str], list[float]] = {}

    def time(self, what: str, who: str, run: Callable[[], object]) -> None:
        before, started = cpu(self.servers[who]), time.perf_counter()
        run()
        self.seconds.setdefault((what, who), []).append(time.perf_counter() - started)
        self.cpus.setdefault((what, who), []).append(cpu(self.servers[who]) - before)

    def small(self) -> None:
        count, size = self.args.files, self.args.size
        contents = [os.urandom(size) for _ in range(count)]
        until = datetime.now(UTC) + timedelta(hours=5)
        digests = [hashlib.sha256(content).hexdigest() for content in contents]
        keys = [f"{uuid4()}/photo.jpg" for _ in contents]
        puts = [
            self.store.sign_put(k, size=size, digest=d, until=until).url for k, d in zip(keys, digests, strict=True)
        ]
        gets = [
            self.store.sign_get(k, media_type="image/jpeg", name="photo.jpg", inline=True, until=until) for k in keys
        ]
        theirs = [f"http://127.0.0.1:{self.nginx}/{uuid4()}.jpg" for _ in contents]
        self.time("put", "nginx", lambda: put_all(self.nginx, theirs, contents))
        self.time("put", "ours", lambda: put_all(self.ours, puts, contents))
        self.time("get", "nginx", lambda: get_all(self.nginx, theirs, size))
        self.time("get", "ours", lambda: get_all(self.ours, gets, size))
        started = time.perf_counter()
        self.store.settle(keys[:500])
        self.seconds.setdefault(("settle 500", "ours"), []).append(time.perf_counter() - started)
        self.store.delete(keys)
        for url in theirs:
            http_delete(self.nginx, url)

    def large(self, data: bytes) -> None:
        until = datetime.now(UTC) + timedelta(hours=5)
        digest, key = hashlib.sha256(data).hexdigest(), f"{uuid4()}/model.pth"
        put = self.store.sign_put(key, size=len(data), digest=digest, until=until).url
        get = self.store.sign_get(key, media_type="", name="model.pth", inline=False, until=until)
        theirs = f"http://127.0.0.1:{self.nginx}/model.pth"
        buffer = memoryview(bytearray(1 << 20))
        self.time("put 1 file", "nginx", lambda: Connection(self.nginx).put(theirs, data))
        self.time("put 1 file", "ours", lambda: Connection(self.ours).put(put, data))
        self.time("get 1 file", "nginx", lambda: Connection(self.nginx).get(theirs, buffer))
        self.time("get 1 file", "ours", lambda: Connection(self.ours).get(get, buffer))
        self.store.delete([key])
        self.time("put 1 file in parts", "ours", lambda: self.in_parts(data))
        http_delete(self.nginx, theirs)

    def in_parts(self, data: bytes) -> None:
        """As the SDK does; putting them together and hashing the whole included."""
        key, until = f"{uuid4()}/model.pth", datetime.now(UTC) + timedelta(hours=1)
        upload = self.store.begin_parts(key, part_size=PART)
        count, view = -(-len(data) // PART), memoryview(data)
        etags = [""] * count

        def send(connection: Connection, number: int) -> None:
            url = self.store.sign_part(key, upload, number + 1, until=until).url
            etags[number] = connection.put(url, view[number * PART : (number + 1) * PART])

        over_connections(self.ours, send, count)
        self.store.finish_parts(key, upload, [Part(number=n, etag=e) for n, e in enumerate(etags, start=1)])
        self.store.delete([key])

    def report(self) -> None:
        for what, limit in LIMITS.items():
            peer = (what.removesuffix(" in parts"), "nginx")
            ours, theirs = min(self.seconds[what, "ours"]), min(self.seconds[peer])
            used = min(self.cpus[what, "ours"]) / max(0.01, min(self.cpus[peer]))
            line = {
                "benchmark": f"storage: {what}",
                "seconds": round(ours, 3),
                "nginx_seconds": round(theirs, 3),
                "ratio": round(ours / theirs, 2),
                "limit": limit,
                "cpu_ratio": round(used, 2),
            }
            print(json.dumps(line))
        settle = min(self.seconds["settle 500", "ours"])
        print(json.dumps({"benchmark": "storage: settle 500 files", "seconds": round(settle, 3)}))
        status = Path(f"/proc/{self.servers['ours']}/status").read_text()
        peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
        print(json.dumps({"benchmark": "storage: server resident, MB", "peak": peak // 1024, "limit": 250}))


def http_delete(port: int, url: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("DELETE", _target(url))
    connection.getresponse().read()


def free_port() -> int:
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--size", type=int, default=85_000)
    parser.add_argument("--large-mb", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="where both servers keep their files")
    parser.add_argument("--serve", nargs=2, metavar=("FOLDER", "PORT"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(Path(args.serve[0]), int(args.serve[1]))
        return
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        raise SystemExit("nginx is missing; as root: apt-get install nginx-light")
    with tempfile.TemporaryDirectory(dir=args.folder, prefix="storage-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's workers are another user
        (folder / "www").mkdir()
        (folder / "www").chmod(0o777)
        bench = Bench(args, folder, (free_port(), free_port()))
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=bench.nginx))
        ours = [sys.executable, __file__, "--serve", str(folder / "ours"), str(bench.ours)]
        theirs = [nginx, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        with (
            running(ours, bench.ours, folder / "ours.log") as bench.servers["ours"],
            running(theirs, bench.nginx, folder / "nginx.log") as bench.servers["nginx"],
        ):
            data = os.urandom(1 << 20) * args.large_mb
            for _ in range(args.rounds):
                bench.small()
                bench.large(data)
            bench.report()


if __name__ == "__main__":
    main()

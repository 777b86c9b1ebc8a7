"""Importing and exporting annotations through the server, against orjson on the same file.

    ./dev bench annotations                              20,000 pictures, 150,000 shapes
    PICTURES=200000 SHAPES=1500000 ./dev bench annotations

One JSON line a result. `ratio` is the CPU of the server's process by that of orjson (loads for an import,
dumps of the same document for an export, the best of three runs each), `with_postgres` the same with
PostgreSQL's CPU added; `limit` is the budget of the architecture. Each measurement runs in a process of its
own; `peak_mb` is what that process had resident at most, above what it had before.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from formats import LIMITS, dataset

from picsellia.formats.model import Format
from picsellia_server import collecting, operator
from picsellia_server.accounts.model import Principal
from picsellia_server.annotations import service
from picsellia_server.app import build_house
from picsellia_server.blobs import service as blobs
from picsellia_server.context import House
from picsellia_server.datasets import service as datasets
from picsellia_server.db import migrate
from picsellia_server.db.embedded import Embedded
from picsellia_server.db.engine import make_engine
from picsellia_server.jobs.run import OPERATOR
from picsellia_server.pictures.model import Chosen, Filter
from picsellia_server.settings import Settings

PICTURES = int(os.environ.get("PICTURES", "20000"))
SHAPES = int(os.environ.get("SHAPES", "150000"))
USER = "bench"


def say(**result: Any) -> None:
    print(json.dumps(result), flush=True)


def open_house(settings: Settings) -> tuple[House, Principal]:
    house = build_house(settings)
    with house.engine.connect() as connection:
        who = operator.principal(house.writer(connection, OPERATOR), USER)
    collecting.settle()  # as `serve` and `worker` do
    return house, who


def make_lake(house: House, who: Principal) -> str:
    """Pictures without bytes and a version of all of them; its id."""
    with house.writing(who) as ctx:
        digests = [hashlib.sha256(str(n).encode()).digest() for n in range(PICTURES)]
        columns = ["org_id", "digest", "size", "key", "media_type", "created_at"]
        rows = ((who.org_id, d, 9, f"{n}/x.jpg", "image/jpeg", ctx.now) for n, d in enumerate(digests))
        ctx.db.copy("blobs", columns, rows)
        ctx.db.write(
            sa.text(
                "INSERT INTO pictures (uuid, org_id, blob_id, name, width, height, size, source, created_at) "
                "SELECT gen_random_uuid(), org_id, id, 'train/' || lpad((split_part(key, '/', 1)::int + 1)::text, 12, "
                "'0') || '.jpg', 640, 480, 9, 'sdk', now() FROM blobs ORDER BY id"
            )
        )
        ctx.db.write(sa.text("ANALYZE pictures"))
    with house.writing(who) as ctx:
        return datasets.create(ctx, "coco", chosen=Chosen(filter=Filter())).dataset_id


def queue_import(house: House, who: Principal, version: str, path: Path) -> str:
    def chunks() -> Iterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                yield chunk

    with house.writing(who) as ctx:
        blob = blobs.keep(ctx, chunks(), name="coco.json", media_type="application/json")
        assert blob.digest
        return service.begin_import(ctx, version, name="coco.json", sha256=blob.digest, upload=None).id


def postgres_cpu(data: Path) -> float:
    """CPU seconds of the PostgreSQL in a data folder, of processes that ended as well."""
    first = int((data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
    parents = {}
    times = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(stat.parent.name)
        parents[number] = int(fields[1])
        times[number] = sum(map(int, fields[11:15] if number == first else fields[11:13]))
    ours = sum(ticks for number, ticks in times.items() if first in (number, parents[number]))
    return ours / os.sysconf("SC_CLK_TCK")


def most_resident() -> int:
    """The most kilobytes that this process has had in memory at once."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


@contextmanager
def measured(settings: Settings) -> Iterator[dict[str, float]]:
    """CPU of this process and of PostgreSQL, and the memory that this process needed."""
    found: dict[str, float] = {}
    gc.collect()
    before = most_resident()
    postgres, cpu, clock = postgres_cpu(settings.data), time.process_time(), time.perf_counter()
    yield found
    found["cpu"] = time.process_time() - cpu
    found["seconds"] = time.perf_counter() - clock
    found["postgres"] = postgres_cpu(settings.data) - postgres
    found["peak_mb"] = (most_resident() - before) / 1024


def do_import(settings: Settings, asked: str) -> dict[str, float]:
    house, who = open_house(settings)
    with measured(settings) as found, house.writing(who) as ctx:
        service.run_import(ctx, asked, progress=lambda _: None)
    with house.reading(who) as ctx:
        report = service.import_one(ctx, asked).report
    assert report is not None
    if report["shapes"] != {"kept": SHAPES, "refused": 0}:
        raise RuntimeError(f"shapes were lost: {report}")
    return found


def do_export(settings: Settings, version: str, exported: Path) -> dict[str, float]:
    """The best of three exports, as of orjson's runs; the file stays in `exported`."""
    house, who = open_house(settings)
    runs = []
    for _ in range(3):
        with measured(settings) as found, house.reading(who) as ctx, exported.open("wb") as out:
            for chunk in service.export(ctx, version, format=Format.COCO):
                out.write(chunk)
        runs.append(found)
    return min(runs, key=lambda run: run["cpu"]) | {"peak_mb": runs[0]["peak_mb"]}


def loads(path: Path) -> float:
    data = path.read_bytes()
    return _cpu(lambda: orjson.loads(data))


def dumps(path: Path) -> float:
    whole = orjson.loads(path.read_bytes())
    return _cpu(lambda: orjson.dumps(whole))


def _cpu(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        gc.collect()
        gc.freeze()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def alone(work: Callable[..., Any], *args: Any) -> Any:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args).result()


def report(name: str, kind: str, found: dict[str, float], other: float) -> None:
    say(
        benchmark=f"annotations.{name}",
        file=kind,
        pictures=PICTURES,
        shapes=SHAPES,
        seconds=round(found["seconds"], 2),
        cpu_s=round(found["cpu"], 3),
        postgres_cpu_s=round(found["postgres"], 3),
        orjson_cpu_s=round(other, 3),
        ratio=round(found["cpu"] / other, 2),
        with_postgres=round((found["cpu"] + found["postgres"]) / other, 2),
        limit=LIMITS[name],
        peak_mb=round(found["peak_mb"], 1),
    )


def run(settings: Settings, place: Path) -> None:
    house, who = open_house(settings)
    first = make_lake(house, who)
    for kind, polygons, grouped in (("polygons in any order", True, False), ("boxes by picture", False, True)):
        path = place / f"{kind.replace(' ', '-')}.json"
        exported = path.with_suffix(".exported")
        path.write_bytes(orjson.dumps(dataset(PICTURES, SHAPES, polygons=polygons, grouped=grouped)))
        with house.writing(who) as ctx:
            version = service.new_version(ctx, "coco", kind, from_version="first").dataset_id
        report("import", kind, alone(do_import, settings, queue_import(house, who, version, path)), alone(loads, path))
        report("export", kind, alone(do_export, settings, version, exported), alone(dumps, exported))
    start = time.perf_counter()
    with house.writing(who) as ctx:
        service.new_version(ctx, "coco", "a copy", from_version="boxes by picture")
    say(benchmark="annotations.fork", pictures=PICTURES, shapes=SHAPES, seconds=round(time.perf_counter() - start, 2))
    start = time.perf_counter()
    with house.reading(who) as ctx:
        assert service.statistics(ctx, version).objects == SHAPES
    say(benchmark="annotations.statistics", seconds=round(time.perf_counter() - start, 4))
    assert first != version


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="picsellia-bench-") as name:
        place = Path(name)
        postgres = Embedded(place)
        url = postgres.start()
        try:
            settings = replace(
                Settings(), data=place, database_url=url, public_url="http://bench", testing=True, owner=USER
            )
            migrate.upgrade(make_engine(url, size=2))
            operator.first_owner(build_house(settings))
            run(settings, place)
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()

"""CPU and memory of COCO import and export against orjson on the same file; one JSON line a result.

    python benchmarks/formats.py [--pictures 20000] [--shapes 150000] [--rounds 3]

`ratio` is our CPU by orjson's (loads for an import, dumps for an export), `limit` the budget of
the architecture. `peak_mb` is what Python holds at most, measured in a run of its own.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson

from picsellia.formats import coco, coco_export
from picsellia.formats.model import Head, Label, PictureRecord, Refusal

LIMITS = {"import": 6.0, "export": 5.0}


def dataset(pictures: int, shapes: int, *, polygons: bool, grouped: bool) -> dict[str, Any]:
    """A COCO file as its vendors write it: boxes, and polygons of about twenty points."""
    chance = random.Random(7)
    annotations: list[dict[str, Any]] = []
    for number in range(shapes):
        left, top = round(chance.uniform(0, 500), 2), round(chance.uniform(0, 380), 2)
        width, height = round(chance.uniform(5, 130), 2), round(chance.uniform(5, 90), 2)
        ring: list[float] = []
        if polygons and number % 4:
            for _ in range(chance.randint(6, 32)):
                ring += [round(left + chance.random() * width, 2), round(top + chance.random() * height, 2)]
            left, top = min(ring[::2]), min(ring[1::2])
            width, height = round(max(ring[::2]) - left, 2), round(max(ring[1::2]) - top, 2)
        annotations.append(
            {
                "segmentation": [ring] if ring else [],
                "area": round(width * height * 0.6, 4) if ring else width * height,
                "iscrowd": 0,
                "image_id": chance.randrange(pictures) + 1,
                "bbox": [left, top, width, height],
                "category_id": chance.randrange(80) + 1,
                "id": number + 1,
            }
        )
    if grouped:
        annotations.sort(key=lambda annotation: annotation["image_id"])
    return {
        "info": {"description": "benchmark"},
        "images": [
            {"id": n + 1, "file_name": f"train/{n + 1:012d}.jpg", "width": 640, "height": 480} for n in range(pictures)
        ],
        "annotations": annotations,
        "categories": [{"id": n + 1, "name": f"class {n + 1}", "supercategory": "thing"} for n in range(80)],
    }


def cpu(work: Callable[[], object], rounds: int) -> float:
    """The least CPU seconds of `rounds` runs; what is in memory before is none of the collector's business."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        gc.freeze()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def peak(work: Callable[[], object]) -> float:
    """The most megabytes that `work` holds at once."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def count(path: Path) -> int:
    """Import the file and forget it; the number of its shapes."""
    shapes = 0
    with path.open("rb") as file:
        for record in coco.read(file):
            if isinstance(record, PictureRecord):
                shapes += len(record.shapes)
            elif isinstance(record, Refusal):
                raise SystemExit(f"refused: {record}")
    return shapes


def exporter(path: Path) -> Callable[[], None]:
    """A function that writes what is in the file, from records that are in memory already."""
    with path.open("rb") as file:
        records = list(coco.read(file))
    head = Head(name="benchmark", labels=[record for record in records if isinstance(record, Label)])
    pictures = [record for record in records if isinstance(record, PictureRecord)]

    def export() -> None:
        sink = io.BytesIO()
        for piece in coco_export.write(head, pictures):
            sink.seek(0)
            sink.write(piece)

    return export


def our_import(path: Path, rounds: int) -> float:
    return cpu(lambda: count(path), rounds)


def their_import(path: Path, rounds: int) -> float:
    data = path.read_bytes()
    return cpu(lambda: orjson.loads(data), rounds)


def import_peak(path: Path, _: int) -> float:
    return peak(lambda: count(path))


def our_export(path: Path, rounds: int) -> float:
    return cpu(exporter(path), rounds)


def their_export(path: Path, rounds: int) -> float:
    whole = orjson.loads(path.read_bytes())
    return cpu(lambda: orjson.dumps(whole), rounds)


def export_peak(path: Path, _: int) -> float:
    return peak(exporter(path))


def alone(work: Callable[[Path, int], float], path: Path, rounds: int) -> float:
    """What `work` measures in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, path, rounds).result()


def measure(kind: str, path: Path, shapes: int, rounds: int) -> None:
    """Print a line for the import and one for the export of the file."""
    for name, ours, theirs, most in (
        ("import", our_import, their_import, import_peak),
        ("export", our_export, their_export, export_peak),
    ):
        mine, other = alone(ours, path, rounds), alone(theirs, path, rounds)
        result = {
            "workload": f"coco {name}, {kind}",
            "shapes": shapes,
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "cpu_s": round(mine, 3),
            "orjson_cpu_s": round(other, 3),
            "ratio": round(mine / other, 2),
            "limit": LIMITS[name],
            "peak_mb": round(alone(most, path, 1), 1),
        }
        print(json.dumps(result), flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pictures", type=int, default=20_000)
    arguments.add_argument("--shapes", type=int, default=150_000)
    arguments.add_argument("--rounds", type=int, default=3)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for kind, polygons, grouped in (
            ("polygons in any order", True, False),
            ("polygons by picture", True, True),
            ("boxes by picture", False, True),
        ):
            path = Path(name, "coco.json")
            whole = dataset(asked.pictures, asked.shapes, polygons=polygons, grouped=grouped)
            path.write_bytes(orjson.dumps(whole))
            del whole
            if count(path) != asked.shapes:
                raise SystemExit("shapes were lost")
            measure(kind, path, asked.shapes, asked.rounds)


if __name__ == "__main__":
    main()

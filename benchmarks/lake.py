"""A lake of many pictures: registering them, and finding them again.

    ./dev bench lake                     1,000,000 pictures, two or three tags each, no bytes
    PICTURES=100000 ./dev bench lake     fewer

One JSON line a result. `copy` is PostgreSQL's COPY of the same rows into the same tables, indexes and all:
the floor that registering is held against.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from picsellia_server import operator
from picsellia_server.accounts.model import Principal
from picsellia_server.app import build_house
from picsellia_server.context import House
from picsellia_server.db import migrate
from picsellia_server.db.embedded import Embedded
from picsellia_server.db.engine import make_engine
from picsellia_server.jobs.run import OPERATOR
from picsellia_server.pictures import repository, service
from picsellia_server.pictures.model import Filter, NewFile, Order
from picsellia_server.settings import Settings

COUNT = int(os.environ.get("PICTURES", "1000000"))
REGISTERED = min(COUNT, 50_000)
BATCH = 500
TAGS = [f"tag-{number}" for number in range(40)]


def say(name: str, seconds: float, **more: Any) -> None:
    print(json.dumps({"benchmark": f"lake.{name}", "seconds": round(seconds, 4), **more}), flush=True)


def timed(run: Callable[[], Any], times: int = 5) -> float:
    """Median of several runs after one that warms up."""
    run()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def digest(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def tags_of(number: int) -> list[int]:
    """Two or three; the first two tags are common, the rest rarer."""
    chance = random.Random(number)
    return sorted({chance.randrange(2), 2 + chance.randrange(8), *([10 + chance.randrange(30)] * (number % 2))})


def blobs(org: int, first: int, count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(first, first + count):
        yield org, digest(number), 85_000, f"key/{number}", "image/jpeg", "2021-01-01"


def copy_lake(house: House, who: Principal, first: int, count: int) -> float:
    """COPY of pictures and their tags; the blobs are made before the clock starts."""
    with house.writing(who) as ctx:
        columns = ["org_id", "digest", "size", "key", "media_type", "created_at"]
        ctx.db.copy("blobs", columns, blobs(who.org_id, first, count))
        rows = {
            row.key: row.id
            for row in ctx.db.execute(sa.text("SELECT id, key FROM blobs").columns(id=sa.BigInteger, key=sa.Text))
        }
        tag_ids = repository.ensure_tags(ctx.db, who.org_id, TAGS)
    ids = [tag_ids[name] for name in TAGS]
    start = time.perf_counter()
    with house.writing(who) as ctx:
        columns = ["id", "uuid", "org_id", "blob_id", "name", "width", "height", "size", "source", "created_at"]
        base = 10_000_000 + first
        ctx.db.copy(
            "pictures",
            columns,
            (
                (
                    base + n,
                    ctx.new_id(),
                    who.org_id,
                    rows[f"key/{first + n}"],
                    f"{first + n}.jpg",
                    640,
                    480,
                    85_000,
                    "sdk",
                    ctx.now,
                )
                for n in range(count)
            ),
        )
        ctx.db.copy(
            "picture_tags",
            ["tag_id", "picture_id"],
            ((ids[tag], base + n) for n in range(count) for tag in tags_of(first + n)),
        )
    return time.perf_counter() - start


def register(house: House, who: Principal, first: int, count: int) -> float:
    """The same through the service, 500 at a time, as the SDK sends them."""
    with house.writing(who) as ctx:
        columns = ["org_id", "digest", "size", "key", "media_type", "created_at"]
        ctx.db.copy("blobs", columns, blobs(who.org_id, first, count))
        # Another picture over the same bytes has said how large they are.
        ctx.db.write(
            sa.text(
                "INSERT INTO pictures "
                "(uuid, org_id, blob_id, name, width, height, size, source, created_at, trashed_at) "
                "SELECT gen_random_uuid(), org_id, id, 'before', 640, 480, size, 'sdk', now(), now() FROM blobs "
                "WHERE NOT EXISTS (SELECT FROM pictures p WHERE p.blob_id = blobs.id)"
            )
        )
    start = time.perf_counter()
    for at in range(first, first + count, BATCH):
        files = [NewFile(name=f"{n}.jpg", size=85_000, sha256=digest(n).hex()) for n in range(at, at + BATCH)]
        names = [TAGS[at // BATCH % 2], TAGS[2 + at // BATCH % 8], TAGS[10 + at // BATCH % 30]]
        with house.writing(who) as ctx:
            service.register(ctx, files, tags=names[: 2 + at // BATCH % 2], source="sdk")
    return time.perf_counter() - start


def look(house: House, who: Principal) -> None:
    common, second, rare = TAGS[0], TAGS[2], TAGS[12]

    def page(**filters: Any) -> Callable[[], Any]:
        def run() -> Any:
            with house.reading(who) as ctx:
                return service.page(ctx, Filter(**filters), order=Order.CREATED, after=None, limit=100)

        return run

    def deep() -> Any:
        with house.reading(who) as ctx:
            after = (10_000_000 + COUNT // 2,)
            return service.page(ctx, Filter(), order=Order.CREATED, after=after, limit=100)

    def count() -> Any:
        with house.reading(who) as ctx:
            return service.count(ctx, Filter(tags=(common, second)))

    def all_of(tags: tuple[str, ...], most: int) -> int:
        with house.reading(who) as ctx:
            after, got = None, 0
            while got < most:
                found, after = service.page(
                    ctx, Filter(tags=tags), order=Order.CREATED, after=after, limit=min(10_000, most - got)
                )
                got += len(found)
                if after is None:
                    break
        return got

    say("page_of_100_with_a_tag", timed(page(tags=(common,))), budget=0.020)
    say("page_of_100_with_two_tags", timed(page(tags=(common, rare))))
    say("page_of_100_in_the_middle", timed(deep))
    say("count_of_a_and_b", timed(count), budget=0.050)
    say("rows_of_50000_with_a_tag", timed(lambda: all_of((common,), 50_000), times=3))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        postgres = Embedded(Path(folder))
        url = postgres.start()
        try:
            settings = Settings(data=Path(folder), database_url=url, public_url="http://localhost", testing=True)
            engine = make_engine(url, size=2)
            migrate.upgrade(engine)
            house = build_house(settings)
            operator.first_owner(house)
            with house.writing(OPERATOR) as ctx:
                who = operator.principal(ctx, "owner")
            floor = copy_lake(house, replace(who), COUNT, REGISTERED)
            ours = register(house, who, 2 * COUNT, REGISTERED)
            say("copy", floor, pictures=REGISTERED)
            say("register", ours, pictures=REGISTERED, ratio=round(ours / floor, 2), budget_ratio=2.5)
            say("fill", copy_lake(house, who, 0, COUNT - REGISTERED), pictures=COUNT - REGISTERED)
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(
                    "UPDATE tags SET pictures = (SELECT count(*) FROM picture_tags WHERE tag_id = id)"
                )
                connection.exec_driver_sql("VACUUM ANALYZE")
            look(house, who)
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()

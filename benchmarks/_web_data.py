"""A house full of things, for `web.py`: made by SQL where they are many, by the SDK where they have bytes.

A few dozen real pictures come through the front door and get their thumbnails from the server's own job. Every
other picture has a blob and a row of its own, and its thumbnails are those of one of the few.
"""

from __future__ import annotations

import io
import os
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import orjson
import sqlalchemy as sa
from formats import dataset
from PIL import Image, ImageDraw

from picsellia.client import Client
from picsellia_server import operator
from picsellia_server.accounts.model import Principal
from picsellia_server.annotations import service as shapes
from picsellia_server.app import build_house
from picsellia_server.blobs import service as blobs
from picsellia_server.context import House
from picsellia_server.datasets import service as datasets
from picsellia_server.db.engine import make_engine
from picsellia_server.jobs.run import OPERATOR
from picsellia_server.pictures.model import Chosen
from picsellia_server.settings import Settings

PICTURES = int(os.environ.get("PICTURES", "1000000"))
MEMBERS = min(PICTURES, int(os.environ.get("MEMBERS", "200000")))
SHAPES = int(os.environ.get("SHAPES", str(MEMBERS * 4)))
POINTS = int(os.environ.get("POINTS", "1000000"))
ENTRIES = int(os.environ.get("ENTRIES", "3000"))
SEEDS = 48
PROJECT, RUN, DATASET = "bench", "a long run", "bench"
_FORMS = ((640, 480), (480, 640), (1920, 1080), (1000, 1000), (1280, 960), (2400, 1000))

_PICTURES = """
    CREATE TEMP TABLE seeds ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, blob_id, width, height, colour FROM pictures
        WHERE org_id = :org AND source = 'seed';
    CREATE TEMP TABLE made ON COMMIT DROP AS
        SELECT n, nextval(pg_get_serial_sequence('blobs', 'id')) AS blob, abs(hashint4(n)) % :seeds AS place,
               2000 + abs(hashint4(n + 7)) % 9000000 AS size,
               timestamptz '2022-01-01 UTC' + n * (interval '1200 days' / :count) AS at
        FROM generate_series(1, :count) n;
    INSERT INTO blobs (id, org_id, digest, size, key, media_type, created_at) OVERRIDING SYSTEM VALUE
        SELECT blob, :org, sha256(n::text::bytea), size, 'bench/' || n, 'image/jpeg', at FROM made ORDER BY n;
    INSERT INTO pictures (uuid, org_id, blob_id, name, width, height, size, source, colour, created_at)
        SELECT gen_random_uuid(), :org, m.blob,
               CASE WHEN n <= :members THEN 'train/' || lpad(n::text, 12, '0') || '.jpg'
                    ELSE 'site-' || lpad((abs(hashint4(n + 1)) % 500)::text, 3, '0')
                         || '/IMG_' || lpad((abs(hashint4(n + 2)) % 10000000)::text, 7, '0') || '_' || n || '.jpg' END,
               s.width, s.height, m.size, (ARRAY['sdk', 'web', 'camera/1', 'camera/2'])[1 + n % 4], s.colour, m.at
        FROM made m JOIN seeds s USING (place) ORDER BY n;
    INSERT INTO thumbnails (blob_id, side, key, size)
        SELECT m.blob, t.side, t.key, t.size FROM made m JOIN seeds s USING (place)
        JOIN thumbnails t ON t.blob_id = s.blob_id ORDER BY m.blob, t.side
"""
_TAGS = """
    INSERT INTO tags (org_id, name) SELECT :org, 'tag-' || n FROM generate_series(0, 299) n;
    INSERT INTO picture_tags (tag_id, picture_id)
        SELECT DISTINCT t.id, p.id FROM pictures p
        CROSS JOIN LATERAL (VALUES (p.id % 2), (2 + abs(hashint8(p.id)) % 8),
            (CASE WHEN p.id % 2 = 0 THEN 10 + abs(hashint8(p.id + 3)) % 290 END)) want (number)
        JOIN tags t ON t.org_id = p.org_id AND t.name = 'tag-' || want.number
        WHERE p.org_id = :org ORDER BY 1, 2;
    UPDATE tags SET pictures = (SELECT count(*) FROM picture_tags WHERE tag_id = tags.id);
    UPDATE lakes SET pictures = found.n, bytes = found.bytes
        FROM (SELECT count(*) AS n, sum(size) AS bytes FROM pictures WHERE org_id = :org AND trashed_at IS NULL) found
        WHERE org_id = :org
"""
_ENTRIES = """
    INSERT INTO datasets (uuid, org_id, name, private, created_at)
        SELECT gen_random_uuid(), :org, 'dataset ' || n, true, now() - n * interval '1 minute'
        FROM generate_series(1, :entries) n;
    INSERT INTO dataset_versions (uuid, dataset_id, org_id, name, size, created_at)
        SELECT gen_random_uuid(), d.id, :org, v, 4, d.created_at
        FROM datasets d, unnest(ARRAY['first', 'second']) v WHERE d.name LIKE 'dataset %';
    INSERT INTO version_pictures (version_id, picture_id, name_key)
        SELECT v.id, p.id, p.id FROM dataset_versions v JOIN datasets d ON d.id = v.dataset_id
        JOIN LATERAL (SELECT id FROM pictures WHERE org_id = :org AND id > (v.id * 131) % 500000 ORDER BY id LIMIT 4) p
            ON true
        WHERE d.name LIKE 'dataset %';
    INSERT INTO labels (uuid, version_id, name, type, position, colour, objects, annotations)
        SELECT gen_random_uuid(), v.id, 'label ' || n, 'rectangle', n, n, 1 + (v.id * n) % 50, 3
        FROM dataset_versions v JOIN datasets d ON d.id = v.dataset_id, generate_series(0, 9) n
        WHERE d.name LIKE 'dataset %';
    INSERT INTO projects (uuid, org_id, name, private, created_at, updated_at)
        SELECT gen_random_uuid(), :org, 'project ' || n, true, now(), now() - n * interval '1 minute'
        FROM generate_series(1, :entries) n;
    INSERT INTO experiments (uuid, org_id, project_id, name, status, created_at, updated_at)
        SELECT gen_random_uuid(), :org, p.id, 'run ' || n, (ARRAY['success', 'failed', 'terminated'])[1 + n % 3],
               now(), now() FROM projects p, generate_series(1, :entries) n WHERE p.name = :project;
    INSERT INTO data_assets (experiment_id, name, type, data, last, last_number, created_at, updated_at)
        SELECT e.id, 'metrics/value ' || m, 'value', to_json(0.5),
               jsonb_build_object('values', e.id % 97 + m), e.id % 97 + m, now(), now()
        FROM experiments e, generate_series(1, 8) m WHERE e.name LIKE 'run %';
    UPDATE projects SET experiments = (SELECT count(*) FROM experiments e WHERE e.project_id = projects.id)
"""


def fill(url: str, token: str, database: str, folder: Path) -> None:
    """Fill a new house. Minutes of work for a million pictures; nothing of it is measured."""
    client = Client(token, host=url, interactive=False)
    _seeds(client, database, folder)
    engine = make_engine(database, size=2)
    settings = replace(Settings(), data=folder / "data", database_url=database, public_url=url, testing=True)
    house = build_house(settings)
    with house.writing(OPERATOR) as ctx:
        who = operator.principal(ctx, "owner")
    values = {"org": who.org_id, "count": PICTURES - SEEDS, "seeds": SEEDS, "members": MEMBERS}
    _run(house, who, _PICTURES, values)
    _run(house, who, _TAGS, values)
    _vacuum(engine)
    _version(house, who)
    project = client.project.create(PROJECT)
    _experiment(client, project.id)
    _run(house, who, _ENTRIES, {**values, "entries": ENTRIES, "project": PROJECT})
    _vacuum(engine)
    engine.dispose()
    house.engine.dispose()


def _run(house: House, who: Principal, script: str, values: Mapping[str, object]) -> None:
    with house.writing(who) as ctx:
        for statement in filter(str.strip, script.split(";")):
            names = set(sa.text(statement).compile().params)
            ctx.db.write(sa.text(statement), {name: value for name, value in values.items() if name in names})


def _vacuum(engine: sa.Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _seeds(client: Client, database: str, folder: Path) -> None:
    """Real pictures, and their thumbnails."""
    place = folder / "seeds"
    place.mkdir(exist_ok=True)
    for number in range(SEEDS):
        (place / f"seed-{number:02d}.jpg").write_bytes(_drawn(number))
    report = client.datalake.picture.upload([str(path) for path in sorted(place.iterdir())], source="seed")
    if len(report.uploaded) != SEEDS:
        raise RuntimeError(f"the real pictures did not arrive: {report}")
    engine = make_engine(database, size=1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(600):
            if connection.exec_driver_sql("SELECT count(*) FROM thumbnails").scalar_one() >= 3 * SEEDS:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError("no thumbnails were made")
    engine.dispose()


def _drawn(number: int) -> bytes:
    """A photograph of a kind: soft, coloured, with detail, so that its thumbnails weigh what others do."""
    chance = random.Random(number)
    width, height = _FORMS[number % len(_FORMS)]
    soft = Image.effect_noise((width // 8, height // 8), 90).resize((width, height), Image.Resampling.BICUBIC)
    red, green, blue = (soft.point([min(255, round(v * k)) for v in range(256)]) for k in (0.5, 0.8, 1.1))
    picture = Image.merge("RGB", (red, green, blue))
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = chance.randrange(width), chance.randrange(height)
        r = chance.randrange(5, height // 6)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tuple(chance.randrange(256) for _ in range(3)))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _version(house: House, who: Principal) -> None:
    """A version of `MEMBERS` pictures with its annotations, by the import that people use."""
    with house.writing(who) as ctx:
        rows = [
            row.id
            for row in ctx.db.execute(
                sa.text("SELECT id FROM pictures WHERE org_id = :org AND name LIKE 'train/%' ORDER BY id").columns(
                    id=sa.BigInteger
                ),
                {"org": who.org_id},
            )
        ]
        version = datasets.create(ctx, DATASET, chosen=Chosen(rows=tuple(rows))).dataset_id
    coco = orjson.dumps(dataset(MEMBERS, SHAPES, polygons=True, grouped=True))
    with house.writing(who) as ctx:
        blob = blobs.keep(ctx, iter([coco]), name="coco.json", media_type="application/json")
        assert blob.digest
        asked = shapes.begin_import(ctx, version, name="coco.json", sha256=blob.digest, upload=None).id
    _wait(house, who, asked)
    with house.writing(who) as ctx:
        ctx.db.write(
            sa.text(
                "UPDATE annotations SET status = (ARRAY['pending','pending','accepted','refused'])[1 + picture_id % 4]"
            )
        )
        ctx.db.write(sa.text("DELETE FROM annotation_counts"))
        ctx.db.write(
            sa.text(
                "INSERT INTO annotation_counts SELECT version_id, status, count(*), sum(objects), sum(small), "
                "sum(medium), sum(large), 0 FROM annotations GROUP BY 1, 2"
            )
        )


def _wait(house: House, who: Principal, asked: str) -> None:
    """Until the server's worker has done the import."""
    while True:
        with house.reading(who) as ctx:
            found = shapes.import_one(ctx, asked)
        if found.state == "done":
            return
        if found.state == "failed":
            raise RuntimeError(f"the import failed: {found.error}")
        time.sleep(1)


def _experiment(client: Client, project: str) -> None:
    """A run with a line of a million points, and a few tiles beside it."""
    chance = random.Random(3)
    value, points = 2.0, []
    for _ in range(POINTS):
        value += chance.gauss(0, 0.01) - value * 1e-6
        points.append(round(value, 6))
    experiment = client.experiment.create(RUN, project_token=project)
    experiment.log("train/loss", points, "line")
    experiment.log("train/accuracy", points[:1000], "line")
    experiment.log("best", 0.93, "value")
    experiment.log("counts", {"x": ["a", "b", "c"], "y": [1, 2, 3]}, "bar")
    experiment.flush(120)
    experiment.close()

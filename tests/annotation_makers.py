"""Makes pictures, versions and shapes for these tests; knows what counters and fingerprints ought to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from picsellia.formats.fingerprint import MODULUS
from picsellia.formats.model import Shape, ShapeType, Status
from picsellia_server.annotations import changing
from picsellia_server.annotations.numbers import FACTORS, number
from picsellia_server.context import Ctx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import Version
from picsellia_server.db.engine import ReadDb
from picsellia_server.pictures import repository as pictures
from picsellia_server.pictures.model import Chosen


def a_lake(ctx: Ctx, names: Sequence[str], *, width: int = 640, height: int = 480) -> list[str]:
    """Pictures without bytes, one blob each; their ids."""
    from picsellia_server.blobs import repository as blobs

    made = []
    for name in names:
        digest = ctx.new_id().replace("-", "") * 2
        value = {
            "org_id": ctx.who.org_id,
            "digest": bytes.fromhex(digest),
            "size": 10,
            "key": f"{ctx.new_id()}/x.jpg",
            "media_type": "image/jpeg",
            "created_at": ctx.now,
        }
        blob = blobs.insert_blobs(ctx.db, [value])[digest]
        uuid = ctx.new_id()
        picture = {
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "blob_id": blob.row,
            "name": name,
            "width": width,
            "height": height,
            "size": 10,
            "source": "tests",
            "created_by": ctx.who.user_id,
            "created_at": ctx.now,
        }
        pictures.insert_pictures(ctx.db, [picture])
        made.append(uuid)
    pictures.count_lake(ctx.db, ctx.who.org_id, len(made), 10 * len(made))
    return made


def a_version(ctx: Ctx, ids: Sequence[str], *, name: str = "harbours") -> Version:
    return datasets.create(ctx, name, chosen=Chosen(ids=tuple(ids)))


def box(label: str = "boat", *, at: float = 10, size: float = 40, **more: Any) -> Shape:
    return Shape(label=label, type=ShapeType.RECTANGLE, box=(at, at, size, size), **more)


def ring(label: str = "quay", *, at: float = 10) -> Shape:
    points = [at, at, at + 100, at, at + 100, at + 100]
    return Shape(label=label, type=ShapeType.POLYGON, box=(at, at, 100, 100), rings=[points])


def said(label: str = "calm") -> Shape:
    return Shape(label=label, type=ShapeType.CLASSIFICATION)


def consistent(ctx: Ctx) -> None:
    """Every counter and fingerprint of every version is what the rows say."""
    for version in _rows(ctx.db, "SELECT id, annotations_sum FROM dataset_versions"):
        rows = _rows(
            ctx.db,
            "SELECT a.*, p.name FROM annotations a JOIN pictures p ON p.id = a.picture_id "
            "JOIN version_pictures m USING (version_id, picture_id) WHERE a.version_id = :version",
            version=version.id,
        )
        _labels_are_counted(ctx, version.id, rows)
        _statuses_are_counted(ctx, version.id, rows)
        if version.annotations_sum is not None:
            labels = changing.live_labels(ctx, _Row(version.id))  # type: ignore[arg-type]
            numbers = {
                row.picture_id: number(row.name, changing.keys(labels, row.label_ids), bytes(row.digest))
                for row in rows
            }
            assert {row.picture_id: int(row.number) for row in rows} == numbers
            expected = sum(FACTORS[Status(row.status)] * numbers[row.picture_id] for row in rows) % MODULUS
            assert int(version.annotations_sum) == expected
    _documents_agree(ctx)


class _Row:
    def __init__(self, row: int) -> None:
        self.row = row


def _rows(db: ReadDb, statement: str, **values: Any) -> Sequence[Any]:
    return db._connection.execute(sa.text(statement), values).all()


def _labels_are_counted(ctx: Ctx, version: int, rows: Sequence[Any]) -> None:
    objects: Counter[int] = Counter()
    annotations: Counter[int] = Counter()
    for row in rows:
        for label, count in zip(row.label_ids, row.label_counts, strict=True):
            objects[label] += count
            annotations[label] += 1
    kept = _rows(ctx.db, "SELECT id, objects, annotations FROM labels WHERE version_id = :version", version=version)
    for label in kept:
        assert (label.objects, label.annotations) == (objects[label.id], annotations[label.id])


def _statuses_are_counted(ctx: Ctx, version: int, rows: Sequence[Any]) -> None:
    names = ("objects", "small", "medium", "large")
    expected = {
        status: (len(of), *(sum(getattr(row, name) for row in of) for name in names))
        for status in {row.status for row in rows}
        if (of := [row for row in rows if row.status == status])
    }
    counts = _rows(ctx.db, "SELECT * FROM annotation_counts WHERE version_id = :version", version=version)
    found = {
        row.status: (row.annotations, *(getattr(row, name) for name in names)) for row in counts if row.annotations
    }
    assert found == expected


def _documents_agree(ctx: Ctx) -> None:
    """What stands beside the documents is what they say."""
    listed = set()
    for row in _rows(ctx.db, "SELECT * FROM annotations"):
        shapes = orjson.loads(row.shapes)
        counts = Counter(shape[0] for shape in shapes)
        assert row.objects == len(shapes) == sum(row.label_counts)
        assert [counts[place] for place in range(len(row.label_ids))] == row.label_counts
        listed |= {
            (label, row.picture_id, count)
            for label, count in zip(row.label_ids, row.label_counts, strict=False)
            if label
        }
    kept = {(row.label_id, row.picture_id, row.objects) for row in _rows(ctx.db, "SELECT * FROM label_pictures")}
    assert kept == listed

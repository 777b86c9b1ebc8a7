"""Every number that is kept beside the rows it counts, and how it is counted anew: a table, one entry a number.

A noun that keeps a counter adds it here. Called by `fsck.py`, which compares and, if asked, mends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from picsellia.formats.fingerprint import MODULUS
from picsellia_server.annotations.numbers import FACTORS
from picsellia_server.blobs.tables import blobs
from picsellia_server.datasets import sums
from picsellia_server.pictures.tables import pictures

SHOWN = 100  # differences that are told one by one, for each counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """`columns` of `table`, found by `keys`, should be what the query `truth` gives under the same names.

    A row that `truth` lacks counts as zeros, or should not be there (`strict`); one that `table` lacks is
    missing (`complete`), or ignored. `near` are floats, equal to a thousandth. `what` names a row, as SQL over
    `t`; `sources` are the tables counted, in the order in which writers take them; `where` leaves rows out.
    """

    table: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    truth: str
    sources: tuple[str, ...]
    what: str
    where: str = "TRUE"
    near: tuple[str, ...] = ()
    complete: bool = False
    strict: bool = False

    @property
    def _joined(self) -> str:
        kind = "FULL JOIN" if self.complete else "LEFT JOIN"
        on = " AND ".join(f"t.{key} = r.{key}" for key in self.keys)
        return f"(SELECT * FROM {self.table} t WHERE {self.where}) t {kind} ({self.truth}) r ON {on}"

    def _differs(self, column: str) -> str:
        if column in self.near:
            return f"abs(coalesce(t.{column}, 0) - coalesce(r.{column}, 0)) > 0.001"
        return f"coalesce(t.{column}, 0) <> coalesce(r.{column}, 0)"

    @property
    def _wrong(self) -> str:
        parts = [self._differs(column) for column in self.columns]
        if self.strict:
            first = self.keys[0]
            parts.append(f"r.{first} IS NULL OR t.{first} IS NULL")
        return " OR ".join(parts)

    def differences(self) -> str:
        """SQL of the rows that are wrong: what, kept and found (as text)."""
        keys = ", ', ', ".join(f"coalesce(t.{key}, r.{key})" for key in self.keys)
        kept = ", ', ', ".join(f"'{column} ', coalesce(t.{column}::text, 'nothing')" for column in self.columns)
        found = ", ', ', ".join(f"'{column} ', coalesce(r.{column}, 0)" for column in self.columns)
        return (
            f"SELECT coalesce({self.what}, concat({keys})) AS what, concat({kept}) AS kept, concat({found}) AS found "
            f"FROM {self._joined} WHERE {self._wrong}"
        )

    def mending(self) -> Iterator[str]:
        """SQL that makes it right, with those who count held off until the transaction ends."""
        for source in self.sources:
            yield f"LOCK TABLE {source} IN SHARE MODE"
        yield f"LOCK TABLE {self.table} IN SHARE ROW EXCLUSIVE MODE"
        same = " AND ".join(f"t.{key} = x.{key}" for key in self.keys)
        names = ", ".join(self.keys)
        if self.strict:
            paired = " AND ".join(f"t.{key} = r.{key}" for key in self.keys)
            yield f"DELETE FROM {self.table} t WHERE NOT EXISTS (SELECT FROM ({self.truth}) r WHERE {paired})"
        values = ", ".join(f"{column} = x.{column}" for column in self.columns)
        picked = ", ".join([*(f"t.{key}" for key in self.keys), *(f"coalesce(r.{c}, 0) AS {c}" for c in self.columns)])
        on = " AND ".join(f"t.{key} = r.{key}" for key in self.keys)
        differs = " OR ".join(self._differs(column) for column in self.columns)
        yield (
            f"UPDATE {self.table} t SET {values} FROM (SELECT {picked} FROM {self.table} t LEFT JOIN ({self.truth}) r "
            f"ON {on} WHERE ({self.where}) AND ({differs})) x WHERE {same}"
        )
        if self.complete:
            every = ", ".join([*self.keys, *self.columns])
            yield (
                f"INSERT INTO {self.table} ({every}) SELECT {every} FROM ({self.truth}) r "
                f"ON CONFLICT ({names}) DO NOTHING"
            )


def _sql(element: sa.ColumnElement[object]) -> str:
    # psycopg's own dialect would double every `%` for parameters that this text has none of.
    dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    return str(element.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


_HASH = _sql(sums.picture_hash(blobs.c.digest, pictures.c.name))
_TOTAL = _sql(sums.total_of(sa.literal_column("hash", sa.Text)))
_FACTOR = " ".join(f"WHEN '{status.value}' THEN {factor}::numeric" for status, factor in FACTORS.items())
_LIVE = "annotations a JOIN version_pictures m ON m.version_id = a.version_id AND m.picture_id = a.picture_id"
_VERSION = (
    "(SELECT 'version ' || d.name || '/' || t.name || ' (' || t.uuid || ')' FROM datasets d WHERE d.id = t.dataset_id)"
)

COUNTERS = (
    Counter(
        table="tags",
        keys=("id",),
        columns=("pictures",),
        truth="SELECT tag_id AS id, count(*) AS pictures FROM picture_tags GROUP BY 1",
        sources=("picture_tags",),
        what="'tag ' || t.name",
    ),
    Counter(
        table="lakes",
        keys=("org_id",),
        columns=("pictures", "bytes"),
        truth="SELECT org_id, count(*) AS pictures, sum(size)::bigint AS bytes FROM pictures "
        "WHERE trashed_at IS NULL GROUP BY 1",
        sources=("pictures",),
        what="(SELECT 'lake of ' || o.name FROM organizations o WHERE o.id = t.org_id)",
        complete=True,
    ),
    Counter(
        table="dataset_versions",
        keys=("id",),
        columns=("size", "pending", "pictures_sum"),
        truth=f"WITH hashed AS MATERIALIZED (SELECT version_pictures.version_id, {_HASH} AS hash FROM version_pictures "
        "JOIN pictures ON pictures.id = version_pictures.picture_id JOIN blobs ON blobs.id = pictures.blob_id) "
        "SELECT version_id AS id, count(*) AS size, count(*) FILTER (WHERE hash IS NULL) AS pending, "
        f"{_TOTAL} AS pictures_sum FROM hashed GROUP BY 1",
        sources=("pictures", "version_pictures"),
        what=_VERSION,
    ),
    Counter(
        table="dataset_versions",
        keys=("id",),
        columns=("annotations_sum",),
        truth=f"SELECT version_id AS id, mod(sum(total * CASE status {_FACTOR} END), {MODULUS}) AS annotations_sum "
        f"FROM (SELECT a.version_id, a.status, sum(a.number) AS total FROM {_LIVE} GROUP BY 1, 2) s GROUP BY 1",
        sources=("version_pictures", "annotations"),
        what=_VERSION,
        where="t.annotations_sum IS NOT NULL",
    ),
    Counter(
        table="labels",
        keys=("id",),
        columns=("objects", "annotations"),
        truth="SELECT u.label_id AS id, sum(u.n)::bigint AS objects, count(*) AS annotations FROM "
        f"(SELECT a.label_ids, a.label_counts FROM {_LIVE}) a, unnest(a.label_ids, a.label_counts) AS u(label_id, n) "
        "WHERE u.label_id > 0 GROUP BY 1",
        sources=("version_pictures", "annotations"),
        what="'label ' || t.name || ' (' || t.uuid || ')'",
    ),
    Counter(
        table="label_pictures",
        keys=("label_id", "picture_id"),
        columns=("objects",),
        truth="SELECT u.label_id, a.picture_id, sum(u.n)::integer AS objects FROM annotations a, "
        "unnest(a.label_ids, a.label_counts) AS u(label_id, n) WHERE u.label_id > 0 GROUP BY 1, 2",
        sources=("annotations",),
        what="(SELECT 'label ' || l.name || ' on picture ' || p.name FROM labels l, pictures p "
        "WHERE l.id = t.label_id AND p.id = t.picture_id)",
        complete=True,
        strict=True,
    ),
    Counter(
        table="annotation_counts",
        keys=("version_id", "status"),
        columns=("annotations", "objects", "small", "medium", "large", "seconds"),
        truth="SELECT a.version_id, a.status, count(*) AS annotations, sum(a.objects)::bigint AS objects, "
        "sum(a.small)::bigint AS small, sum(a.medium)::bigint AS medium, sum(a.large)::bigint AS large, "
        f"sum(coalesce(a.duration, 0)) AS seconds FROM {_LIVE} GROUP BY 1, 2",
        sources=("version_pictures", "annotations"),
        what="(SELECT 'annotations ' || t.status || ' of version ' || v.name || ' (' || v.uuid || ')' "
        "FROM dataset_versions v WHERE v.id = t.version_id)",
        near=("seconds",),
        complete=True,
    ),
    Counter(
        table="streams",
        keys=("id",),
        columns=("lines", "chunks"),
        truth="SELECT stream_id AS id, max(last_line) + 1 AS lines, count(*) AS chunks FROM stream_chunks GROUP BY 1",
        sources=("stream_chunks",),
        what="'stream ' || t.uuid",
    ),
    Counter(
        table="projects",
        keys=("id",),
        columns=("experiments",),
        truth="SELECT project_id AS id, count(*) AS experiments FROM experiments WHERE trashed_at IS NULL GROUP BY 1",
        sources=("experiments",),
        what="'project ' || t.name || ' (' || t.uuid || ')'",
    ),
    Counter(
        table="experiments",
        keys=("id",),
        columns=("files",),
        truth="SELECT experiment_id AS id, count(*) AS files FROM experiment_files GROUP BY 1",
        sources=("experiment_files",),
        what="'experiment ' || t.name || ' (' || t.uuid || ')'",
    ),
    Counter(
        table="experiments",
        keys=("id",),
        columns=("assets",),
        truth="SELECT experiment_id AS id, count(*) AS assets FROM data_assets GROUP BY 1",
        sources=("data_assets",),
        what="'experiment ' || t.name || ' (' || t.uuid || ')'",
    ),
    Counter(
        table="data_assets",
        keys=("id",),
        columns=("points",),
        truth="SELECT asset_id AS id, sum(rows)::bigint AS points FROM line_chunks GROUP BY 1",
        sources=("line_chunks",),
        what="(SELECT 'line ' || t.name || ' of experiment ' || e.name FROM experiments e "
        "WHERE e.id = t.experiment_id)",
        where="t.points IS NOT NULL",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is never so. `rows` gives a text for each row that breaks it."""

    name: str
    rows: str


RULES = (
    Rule(
        name="a picture in the trash is in no version",
        rows="SELECT 'picture ' || p.name || ' (' || p.uuid || ')' FROM version_pictures m "
        "JOIN pictures p ON p.id = m.picture_id WHERE p.trashed_at IS NOT NULL",
    ),
    Rule(
        name="a picture in the trash carries no tag",
        rows="SELECT 'picture ' || p.name || ' (' || p.uuid || ')' FROM picture_tags m "
        "JOIN pictures p ON p.id = m.picture_id WHERE p.trashed_at IS NOT NULL",
    ),
    Rule(
        name="a picture has the size and the organization of its bytes",
        rows="SELECT 'picture ' || p.name || ' (' || p.uuid || ')' FROM pictures p JOIN blobs b ON b.id = p.blob_id "
        "WHERE b.size <> p.size OR b.org_id <> p.org_id",
    ),
    Rule(
        name="a version holds pictures of its own organization",
        rows="SELECT 'version ' || v.name || ' (' || v.uuid || ')' FROM version_pictures m "
        "JOIN dataset_versions v ON v.id = m.version_id JOIN pictures p ON p.id = m.picture_id "
        "WHERE p.org_id <> v.org_id",
    ),
)


def recounted(connection: sa.Connection, counter: Counter) -> list[tuple[str, str, str]]:
    """(what, kept, found) of up to `SHOWN` rows that are wrong; one statement, so one moment."""
    query = f"SELECT * FROM ({counter.differences()}) d LIMIT {SHOWN}"
    return [(row.what, row.kept, row.found) for row in connection.exec_driver_sql(query)]


def mend(connection: sa.Connection, counter: Counter) -> None:
    for statement in counter.mending():
        connection.exec_driver_sql(statement)

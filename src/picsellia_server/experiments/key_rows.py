"""SQL statement of what is shown under an object key. Part of the repository."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from picsellia_server.blobs.model import Bucket
from picsellia_server.db.engine import ReadDb
from picsellia_server.experiments.tables import data_assets, experiment_files, experiments
from picsellia_server.networks.tables import network_files, networks


def newest(db: ReadDb, org: int, bucket: Bucket, key: str) -> tuple[int, datetime] | None:
    """The blob (its row) that something of the organization showed last under the key, and since when."""
    if bucket is Bucket.PICTURES:
        query = sa.select(networks.c.thumb_blob_id.label("blob_id"), networks.c.updated_at).where(
            networks.c.org_id == org, networks.c.thumb_key == key, networks.c.trashed_at.is_(None)
        )
    else:
        of_experiments = [
            sa.select(table.c.blob_id, table.c.updated_at)
            .join(experiments, experiments.c.id == table.c.experiment_id)
            .where(table.c.shown_key == key, experiments.c.org_id == org, experiments.c.trashed_at.is_(None))
            for table in (experiment_files, data_assets)
        ]
        of_networks = (
            sa.select(network_files.c.blob_id, network_files.c.updated_at)
            .join(networks, networks.c.id == network_files.c.network_id)
            .where(network_files.c.shown_key == key, networks.c.org_id == org, networks.c.trashed_at.is_(None))
        )
        both = sa.union_all(*of_experiments, of_networks).subquery()
        query = sa.select(both.c.blob_id, both.c.updated_at)
    found = query.subquery()
    row = db.execute(
        sa.select(found).where(found.c.blob_id.is_not(None)).order_by(found.c.updated_at.desc()).limit(1)
    ).one_or_none()
    return None if row is None else (row.blob_id, row.updated_at)

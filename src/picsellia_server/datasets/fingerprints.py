"""The fingerprint of a version as others keep it up: digests that come late, and what annotations add.

Part of the service.
"""

from __future__ import annotations

from collections.abc import Sequence

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import members, repository
from picsellia_server.datasets.model import VersionRow


def digests_known(ctx: Ctx, picture_rows: Sequence[int]) -> None:
    """Count pictures in whose digest was pending: once, in the transaction that writes the digest, after it."""
    members.digests_known(ctx.db, picture_rows)


def add_to_fingerprint(ctx: Ctx, row: VersionRow, delta: int) -> None:
    """Add what changed annotations add (new numbers less old ones); nothing while it is being found anew."""
    repository.add_to_annotations_sum(ctx.db, row.row, delta)


def forget_fingerprint(ctx: Ctx, row: VersionRow) -> None:
    """The annotations' part has to be summed anew; until then the fingerprint is unknown."""
    repository.set_annotations_sum(ctx.db, row.row, None)


def set_fingerprint(ctx: Ctx, row: VersionRow, total: int) -> None:
    """State the sum over all annotations of the version, which the caller has locked against changes."""
    repository.set_annotations_sum(ctx.db, row.row, total)


def without_fingerprint(ctx: ReadCtx, *, limit: int) -> list[VersionRow]:
    """Live versions, of any organization, whose annotations have to be summed anew."""
    return list(repository.by_rows(ctx.db, repository.without_annotations_sum(ctx.db, limit)).values())


def lock(ctx: Ctx, row: VersionRow) -> None:
    """Keep others from changing a version's members, labels and fingerprint until this transaction ends."""
    repository.lock_version(ctx.db, row.row)

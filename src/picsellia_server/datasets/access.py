"""Which versions the current organization may see, and which it may change; the first step of every verb."""

from __future__ import annotations

from picsellia_server.accounts.model import OrganizationUnknown
from picsellia_server.context import ReadCtx
from picsellia_server.datasets import repository
from picsellia_server.datasets.model import LATEST, DatasetUnknown, NotYours, VersionRow, VersionUnknown


def organization_of(ctx: ReadCtx, version: str) -> int | None:
    """Whose a version is: the scope of routes that name one."""
    return repository.organization_of(ctx.db, version)


def readable(ctx: ReadCtx, version: str) -> VersionRow:
    """A version of the organization, or one that its own lets everybody see."""
    found = repository.by_uuid(ctx.db, ctx.who.org_id, version)
    if found is None:
        raise VersionUnknown(version)
    return found


def changeable(ctx: ReadCtx, version: str) -> VersionRow:
    """A version of the organization; `NotYours` for one that it may only see."""
    found = readable(ctx, version)
    if found.org_id != ctx.who.org_id:
        raise NotYours(found.dataset_name)
    return found


def named(ctx: ReadCtx, dataset: str, version: str | None = None, *, owner: str | None = None) -> VersionRow:
    """A version by name: the newest for None and `latest`. `owner` names another organization, for what it shares."""
    org = ctx.who.org_id
    if owner is not None and owner != ctx.who.org_name:
        found_org = repository.organization_row(ctx.db, owner)
        if found_org is None:
            raise OrganizationUnknown(owner)
        org = found_org
    row = repository.dataset_row(ctx.db, org, dataset, public=org != ctx.who.org_id)
    if row is None:
        raise DatasetUnknown(dataset)
    found = repository.version_of(ctx.db, row, None if version in (None, "", LATEST) else version)
    if found is None:
        raise VersionUnknown(f"{dataset}/{version}")
    return found

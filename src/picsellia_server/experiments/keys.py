"""Object keys of published clients: whose they are, leave to write under them, addresses to read them from.

In the rightmost noun, as a key may begin with the id of an experiment, a network or a project, and may show a file
of either. Bytes that have come under a key: `blobs/chosen.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from picsellia_server.accounts.model import Role
from picsellia_server.blobs import chosen
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Blob, Bucket
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import access, key_rows
from picsellia_server.experiments.model import KeyElsewhere, KeyUnknown
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks import service as networks
from picsellia_server.networks.model import NetworkUnknown
from picsellia_server.projects import service as projects
from picsellia_server.storage.port import SignedForm, SignedRequest


def organization_of(ctx: ReadCtx, key: str) -> int | None:
    """Whose experiment, network or project the key begins with (row id); None when with none."""
    head = key.replace("\\", "/").split("/", 1)[0]  # clients on Windows join keys as paths
    if head == key or not networks.is_id(head):
        return None
    for find in (access.organization_of, networks.organization_of, projects.organization_of):
        if (found := find(ctx, head)) is not None:
            return found
    return None


def _check(ctx: ReadCtx, key: str) -> None:
    if organization_of(ctx, key) not in (None, ctx.who.org_id):
        raise KeyElsewhere(key)


def form(ctx: Ctx, bucket: Bucket, key: str) -> SignedForm:
    """Leave to post a file of any size under a key. Raises `KeyElsewhere` below another organization's id."""
    ctx.who.must(Role.MEMBER)
    _check(ctx, key)
    return chosen.form(ctx, bucket, key)


def begin(ctx: Ctx, key: str) -> str:
    """Start an upload in parts; its id."""
    _check(ctx, key)
    return chosen.begin(ctx, Bucket.MODELS, key)


def part(ctx: Ctx, upload: str, number: int) -> SignedRequest:
    """Leave to put a part of such an upload."""
    return chosen.part(ctx, upload, number)


def finish(ctx: Ctx, upload: str, parts: Sequence[tuple[int, str]]) -> None:
    """Put the parts, given as (number, ETag), together."""
    chosen.finish(ctx, upload, parts)


def blob(ctx: Ctx, bucket: Bucket, key: str) -> Blob | None:
    """The bytes under a key: the newest upload, or what was shown under it after that. None: there are none."""
    standing = chosen.standing(ctx, bucket, key, bytes_of.media_type)
    shown = None if "\x00" in key else key_rows.newest(ctx.db, ctx.who.org_id, bucket, key)
    if shown is not None and (standing is None or shown[1] >= standing.since):
        return blobs.by_rows(ctx, [shown[0]])[shown[0]]
    return None if standing is None else standing.blob


def address(ctx: Ctx, bucket: Bucket, key: str) -> str:
    """A signed URL of what lies under a key. Raises `KeyUnknown`."""
    owner = organization_of(ctx, key)
    if owner not in (None, ctx.who.org_id):
        _check_public(ctx, key)
        ctx = replace(ctx, who=replace(ctx.who, org_id=owner))
    found = blob(ctx, bucket, key)
    if found is None:
        raise KeyUnknown(key)
    return blobs.address(ctx, found, name=key.rpartition("/")[2] or "file")


def _check_public(ctx: ReadCtx, key: str) -> None:
    """Files of another organization's network can be had where everybody may use it."""
    try:
        networks.row_of(ctx, key.replace("\\", "/").split("/", 1)[0])
    except NetworkUnknown:
        raise KeyElsewhere(key) from None

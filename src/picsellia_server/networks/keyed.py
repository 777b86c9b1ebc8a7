"""Files and thumbnails that come under keys which published clients chose. Part of the service.

Such a client uploads under a key of its own, and then sets `files` or `thumb_object_name` to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from picsellia_server.blobs import chosen
from picsellia_server.blobs.chosen import Standing
from picsellia_server.blobs.model import Blob, Bucket
from picsellia_server.context import Ctx
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks.model import LARGE, NotAPicture, StoredFile


def stored(ctx: Ctx, keys: Iterable[str], there: Mapping[str, Any]) -> dict[str, StoredFile]:
    """What stands under each key: a newer upload, or the file that is `there`, by key; nothing for the others.

    The files go by no name yet.
    """
    found = {}
    for key in dict.fromkeys(keys):
        row = there.get(key)
        brought = newer(ctx, Bucket.MODELS, key, row)
        if brought is not None:
            large = brought.size >= LARGE
            found[key] = StoredFile(name="", blob_row=brought.row, key=key, large=large)
        elif row is not None:
            found[key] = StoredFile(name="", blob_row=row.blob_id, key=key, large=row.large)
    return found


def newer(ctx: Ctx, bucket: Bucket, key: str, row: Any) -> Blob | None:
    """The newest upload under a key, unless what `row` shows was put there after it."""
    standing: Standing | None = chosen.standing(ctx, bucket, key, bytes_of.media_type)
    if standing is None or (row is not None and row.updated_at > standing.since):
        return None
    return standing.blob


def thumbnail(ctx: Ctx, key: str) -> Blob | None:
    """The picture that was uploaded under a key; None when nothing was. Raises `NotAPicture`."""
    standing = chosen.standing(ctx, Bucket.PICTURES, key, bytes_of.media_type)
    if standing is None:
        return None
    if why := bytes_of.refused_as_picture(ctx, standing.blob):
        raise NotAPicture(key.rpartition("/")[2], why)
    return standing.blob

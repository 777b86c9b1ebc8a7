"""Thumbnails for notebooks: a few small pictures, fetched at once, and never an error in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from picsellia._http import Connection
from picsellia.errors import PicselliaError

SHOWN = 12
_SIDE = 256


def fetched(connection: Connection, pictures: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """WebP bytes by picture id, of those that have a thumbnail by now."""
    from picsellia._retry import Backoff
    from picsellia._wire import Wire

    wire = Wire(connection)

    def one(picture: Mapping[str, Any]) -> bytes | None:
        try:
            where = connection.location(f"/api/pictures/{picture['picture_id']}/thumbnail/{_SIDE}")
            answer = wire.send("GET", where, headers={}, backoff=Backoff(1))
            body = answer.data
        except (PicselliaError, OSError):
            return None
        return body if answer.status == 200 else None

    with ThreadPoolExecutor(6) as pool:
        found = zip(pictures, pool.map(one, pictures), strict=True)
        return {str(picture["picture_id"]): body for picture, body in found if body}

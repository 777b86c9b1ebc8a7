"""What a dataset shows in a notebook: thumbnails, label bars, links. A failing request leaves a smaller card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from picsellia import _display
from picsellia._http import Connection
from picsellia._naming import quoted
from picsellia._thumbs import SHOWN, fetched
from picsellia.errors import PicselliaError

_ROWS = 20


def dataset_link(connection: Connection, version: Mapping[str, Any]) -> str:
    """A link to a version's page in the web app."""
    name, of = str(version["dataset_name"]), str(version["version"])
    return _display.link(f"{connection.host}/datasets/{quoted(name)}/{quoted(of)}", f"{name}/{of}")


def dataset_card(connection: Connection, version: Mapping[str, Any]) -> str:
    """One version: its size, its labels as bars, its first pictures."""
    size = _display.plural(version["size"], "picture")
    head = f"<p><b>{dataset_link(connection, version)}</b>, {size}</p>"
    if version["description"]:
        head += f"<p>{_display.escaped(version['description'])}</p>"
    path = f"/api/versions/{version['dataset_id']}"
    try:
        whole = connection.get(path, tries=1)
        first = connection.get(f"{path}/pictures", {"limit": SHOWN}, tries=1)["items"]
        bars = _display.label_bars([(label["name"], label["objects"]) for label in whole["labels"]])
        return head + bars + _display.thumbnails(first, fetched(connection, first))
    except PicselliaError as error:
        return f"{head}<p>{_display.escaped(error)}</p>"


def shelf_card(connection: Connection) -> str:
    """The organization's versions, the newest first."""
    try:
        found = connection.get("/api/datasets", {"order": "-created", "limit": _ROWS}, tries=1)["items"]
    except PicselliaError as error:
        return f"<p>{_display.escaped(error)}</p>"
    rows = "".join(
        f"<tr><td style='text-align:left'>{dataset_link(connection, one)}</td><td>{one['size']:,}</td>"
        f"<td>{one['objects']:,}</td><td>{'private' if one['private'] else 'shared'}</td></tr>"
        for one in found
    )
    return f"<table><tr><th>dataset</th><th>pictures</th><th>objects</th><th></th></tr>{rows}</table>"

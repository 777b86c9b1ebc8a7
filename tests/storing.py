"""Stores files of networks and experiments through the REST API, as a client does: plan, put, register."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from fastapi.testclient import TestClient


def file_body(name: str, body: bytes, *, file_name: str | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "file_name": file_name or name,
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    }


def bring(client: TestClient, base: str, file: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    """Put the bytes of one planned file; the body that registers it. `base` is `/api/networks/<id>` or so."""
    planned = client.post(f"{base}/files/plan", json={"files": [file]})
    assert planned.status_code == 200, planned.text
    item = planned.json()["items"][0]
    if item["status"] == "stored":
        return dict(file)
    assert item["status"] == "upload", item
    ticket = item["upload"]
    if ticket["request"] is not None:
        put = client.request(
            ticket["request"]["method"], ticket["request"]["url"], content=body, headers=ticket["request"]["headers"]
        )
        assert put.status_code == 200, put.text
    else:
        parts = []
        for part in ticket["parts"]:
            piece = body[part["offset"] : part["offset"] + part["size"]]
            put = client.request(part["method"], part["url"], content=piece, headers=part["headers"])
            assert put.status_code == 200, put.text
            parts.append({"number": part["number"], "etag": put.headers["etag"]})
        done = client.post(ticket["finish"], json={"parts": parts})
        assert done.status_code == 200, done.text
    return {**file, "upload": ticket["id"]}


def store(client: TestClient, base: str, name: str, body: bytes, *, file_name: str | None = None) -> dict[str, Any]:
    """Store one file under an asset name; the asset."""
    registering = bring(client, base, file_body(name, body, file_name=file_name), body)
    made = client.post(f"{base}/files", json={"files": [registering]})
    assert made.status_code == 201, made.text
    asset: dict[str, Any] = made.json()["items"][0]
    return asset

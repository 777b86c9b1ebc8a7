"""Makes what tests need: people, organizations, pictures' bytes, uploads. Each with names of its own."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi.testclient import TestClient
from PIL import Image

from picsellia_server import operator
from picsellia_server.accounts import membership, repository
from picsellia_server.accounts import service as accounts
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.context import House
from picsellia_server.jobs.run import OPERATOR


def jpeg(
    width: int = 64,
    height: int = 48,
    *,
    colour: tuple[int, int, int] = (90, 120, 60),
    exif: bytes = b"",
    **options: Any,
) -> bytes:
    """A small whole JPEG; another colour, another digest."""
    return encoded("JPEG", width, height, colour=colour, exif=exif, **options)


def encoded(
    kind: str, width: int = 64, height: int = 48, *, colour: Any = (90, 120, 60), mode: str = "RGB", **options: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, kind, **options)
    return out.getvalue()


def described(name: str, body: bytes) -> dict[str, Any]:
    return {"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}


@dataclass(frozen=True)
class Person:
    """Somebody with a token; `client` asks as them."""

    name: str
    token: str
    client: TestClient

    def acting_in(self, organization: str) -> TestClient:
        headers = {"Authorization": f"Bearer {self.token}", "X-Picsellia-Organization": organization}
        return TestClient(self.client.app, headers=headers, raise_server_exceptions=False)


def a_person(house: House, client: TestClient, name: str) -> Person:
    """A new user with a token and a personal organization."""
    with house.writing(OPERATOR) as ctx:
        accounts.add_user(ctx, name, password="correct horse")
    with house.writing(OPERATOR) as ctx:
        ctx = replace(ctx, who=operator.principal(ctx, name))
        token = accounts.make_token(ctx, name="tests").secret
    asking = TestClient(client.app, headers={"Authorization": f"Bearer {token}"}, raise_server_exceptions=False)
    return Person(name=name, token=token, client=asking)


def an_organization(house: House, founder: str, name: str, members: Mapping[str, Role]) -> None:
    """An organization of `founder`'s, with `members` by user name."""
    with house.writing(OPERATOR) as ctx:
        ctx = replace(ctx, who=operator.principal(ctx, founder))
        accounts.found_organization(ctx, name=name)
        mine = repository.membership(ctx.db, ctx.who.user_id, named=name)
        assert mine is not None
        there: Principal = replace(ctx.who, org_id=mine.org_id, org_uuid=mine.uuid, org_name=mine.name, role=Role.OWNER)
        for username, role in members.items():
            membership.set_member(replace(ctx, who=there), username, role=role)


def upload(
    client: TestClient, files: Mapping[str, bytes], *, tags: Sequence[str] = (), source: str = "sdk"
) -> list[dict[str, Any]]:
    """Plan, put and register through the REST API; the items of the answer, in order."""
    planned = client.post("/api/pictures/plan", json={"files": [described(n, b) for n, b in files.items()]})
    assert planned.status_code == 200, planned.text
    registering = []
    for (name, body), item in zip(files.items(), planned.json()["items"], strict=True):
        file = described(name, body)
        if item["status"] == "upload":
            request = item["upload"]["request"]
            put = client.request(request["method"], request["url"], content=body, headers=request["headers"])
            assert put.status_code == 200, put.text
            file["upload"] = item["upload"]["id"]
        registering.append(file)
    body_of = {"files": registering, "tags": list(tags), "source": source}
    made = client.post("/api/pictures", json=body_of)
    assert made.status_code == 201, made.text
    items: list[dict[str, Any]] = made.json()["items"]
    return items

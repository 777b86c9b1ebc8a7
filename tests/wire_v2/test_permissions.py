"""Every route of the wire x everybody: what `permissions.txt` says, with 403 where REST would say 401."""

from __future__ import annotations

import re
from uuid import uuid4

from fastapi import FastAPI
from fastapi.testclient import TestClient

from factories import Person, a_person, an_organization
from picsellia_server.accounts.model import Permission, Role
from picsellia_server.app import routes_of
from picsellia_server.context import House
from picsellia_server.http.routing import listed


def _status(client: TestClient, method: str, path: str) -> int:
    filled = re.sub(r"\{(\w+)(:path)?\}", lambda found: "acme" if found[1] == "org" else str(uuid4()), path)
    content = b"{}" if method in ("POST", "PUT", "PATCH") else None
    return int(client.request(method, filled, content=content, follow_redirects=False).status_code)


def test_everybody_gets_what_the_table_says(app: FastAPI, house: House, client: TestClient) -> None:
    people: dict[Role, Person] = {role: a_person(house, client, f"a-{role.value}") for role in Role}
    outsider = a_person(house, client, "an-outsider")
    members = {people[role].name: role for role in Role if role is not Role.OWNER}
    an_organization(house, people[Role.OWNER].name, "acme", members)
    nobody = TestClient(app, raise_server_exceptions=False)
    unknown = TestClient(app, headers={"Authorization": "Token 0123456789"}, raise_server_exceptions=False)
    wrong, looked_at = [], 0

    for method, path, permission in listed(routes_of(app)):
        if not path.startswith("/sdk/v2/") or permission is Permission.ANYONE:
            continue
        looked_at += 1
        refused = {_status(asking, method, path) for asking in (nobody, unknown, outsider.acting_in("acme"))}
        got = {role: _status(people[role].acting_in("acme"), method, path) for role in Role}
        allowed = {role for role in Role if permission.role is None or role.covers(permission.role)}
        if refused != {403} or {role for role, status in got.items() if status != 403} != allowed:
            wrong.append(f"{method} {path} ({permission}): {refused}, {got}")
        if not set(got.values()) <= {200, 201, 400, 403, 404}:
            wrong.append(f"{method} {path}: {got}")

    assert not wrong, "\n".join(wrong)
    assert looked_at > 80

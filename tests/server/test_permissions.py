"""Every route x everybody: the table of `permissions.txt` is what the server does. A new route needs a row.

To take over a changed table, look at the difference and commit it:

    PYTHONPATH=tests .venv/bin/python tests/server/test_permissions.py tests/server/permissions.txt
"""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from factories import Person, a_person, an_organization
from picsellia_server.accounts.model import Permission, Role
from picsellia_server.app import routes_of
from picsellia_server.context import House
from picsellia_server.http.routing import listed
from picsellia_server.operator import Issued

TABLE = Path(__file__).with_name("permissions.txt")


def rows() -> list[tuple[str, str, Permission]]:
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return [(method, path, Permission(permission)) for permission, method, path in lines]


def table(app: FastAPI) -> list[str]:
    return [f"{permission:<11} {method:<6} {path}" for method, path, permission in listed(routes_of(app))]


def test_the_table_lists_every_route(app: FastAPI) -> None:
    written = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]

    assert sorted(table(app)) == sorted(written), "mend tests/server/permissions.txt (see above)"


# What would answer without end: refused for its query, but only once it is known who asks.
_ENDLESS = {"/api/experiments/stream": "?last=" + "x" * 101}


def _filled(path: str) -> str:
    """The path with a value for each parameter: an id that nothing has."""
    return re.sub(r"\{(\w+)(:path)?\}", lambda m: "320" if m[1] in ("side", "number") else str(uuid4()), path)


def _status(client: TestClient, method: str, path: str) -> int:
    body: dict[str, str] | None = {} if method in ("POST", "PUT", "PATCH") else None
    filled = _filled(path) + _ENDLESS.get(path, "")
    answer = client.request(method, filled, json=body, follow_redirects=False)
    return int(answer.status_code)


@pytest.fixture
def people(house: House, client: TestClient, owner: Issued) -> dict[str, Person]:
    found = {role.value: a_person(house, client, f"a-{role.value}") for role in Role}
    found["outsider"] = a_person(house, client, "an-outsider")
    an_organization(house, found["owner"].name, "acme", {found[r.value].name: r for r in Role if r is not Role.OWNER})
    return found


def test_everybody_gets_what_the_table_says(people: dict[str, Person], anonymous: TestClient) -> None:
    inside = {role: people[role.value].acting_in("acme") for role in Role}
    outside = people["outsider"].acting_in("acme")
    unknown = TestClient(anonymous.app, headers={"Authorization": "Bearer 0123456789"}, raise_server_exceptions=False)
    wrong = []

    for method, path, permission in rows():
        if permission in (Permission.ANYONE, Permission.SIGNED) or method in ("HEAD", "OPTIONS"):
            continue
        if (method, path) in _ENDS_SOMETHING or _is_wire(path):
            continue
        got: dict[str, int | str] = {
            "anonymous": _status(anonymous, method, path),
            "unknown": _status(unknown, method, path),
        }
        expected: dict[str, int | str] = {"anonymous": 401, "unknown": 401, "outside": 404}
        got["outside"] = _status(outside, method, path)
        for role, asking in inside.items():
            enough = permission.role is None or role.covers(permission.role)
            status = _status(asking, method, path)
            got[role.value] = "in" if status not in (401, 403) else status
            expected[role.value] = "in" if enough else 403
        if got != expected:
            wrong.append(f"{method} {path} ({permission}): {got} instead of {expected}")

    assert not wrong, "\n".join(wrong)


# With an empty body these would do their work and spoil the next rows; they have tests of their own.
_ENDS_SOMETHING = {("DELETE", "/api/sessions/current")}


def test_a_revoked_token_is_refused_everywhere(people: dict[str, Person]) -> None:
    person = people["admin"]
    tokens = person.client.get("/api/tokens").json()
    person.client.delete(f"/api/tokens/{tokens[0]['id']}")

    statuses = {
        _status(person.acting_in("acme"), method, path)
        for method, path, permission in rows()
        if permission not in (Permission.ANYONE, Permission.SIGNED) and method not in ("HEAD", "OPTIONS")
        if not _is_wire(path)
    }

    assert statuses == {401}


def _is_wire(path: str) -> bool:
    """The published clients' wire answers in its own words: 403 for whoever it does not know, and never 401."""
    return path.startswith("/sdk/") and not path.startswith("/sdk/wheel/")


def test_on_the_wire_whoever_is_unknown_revoked_or_too_low_changes_and_sees_nothing(
    people: dict[str, Person], anonymous: TestClient
) -> None:
    unknown = TestClient(anonymous.app, headers={"Authorization": "Token 0123456789"}, raise_server_exceptions=False)
    viewer = people["viewer"].acting_in("acme")
    served = []

    for method, path, permission in rows():
        if not _is_wire(path) or permission is Permission.ANYONE:
            continue
        path = path.replace("{org}", "acme")
        strangers = {_status(anonymous, method, path), _status(unknown, method, path)}
        low = {_status(viewer, method, path)} if permission is Permission.WRITE else set()
        if not strangers | low <= {400, 403, 404}:
            served.append(f"{method} {path}: {strangers} {low}")

    assert not served, "\n".join(served)


def test_signed_routes_refuse_what_is_not_signed(anonymous: TestClient) -> None:
    for method, path, permission in rows():
        if permission is Permission.SIGNED:
            assert _status(anonymous, method, path) in (400, 401, 403, 404, 405), (method, path)


if __name__ == "__main__":
    import sys
    import tempfile

    from picsellia_server.app import create_app
    from picsellia_server.settings import Settings
    from services import database

    database.open_place()
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = database.fresh_database("table")
            lines = sorted(table(create_app(Settings(data=Path(folder), database_url=url))))
        head = "# permission  method  path: what `test_permissions.py` holds the server to"
        Path(sys.argv[1]).write_text("\n".join([head, *lines]) + "\n")
    finally:
        database.close_place()

"""Accounts through the REST API: tokens, sessions, organizations, invitations, events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from factories import a_person, an_organization
from picsellia_server.accounts import service
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.context import House
from picsellia_server.operator import Issued


def test_a_ping_tells_who_where_and_which_sdk(client: TestClient, owner: Issued) -> None:
    found = client.get("/api/ping").json()

    assert found["username"] == owner.username
    assert found["organization"]["name"] == owner.username
    assert found["organization"]["role"] == "owner"
    assert set(found) == {"username", "user_id", "organization", "server", "sdk", "min_sdk", "wheel"}


@pytest.mark.parametrize(
    ("header", "why"),
    [
        pytest.param("Bearer 00000000", "not known", id="unknown"),
        pytest.param("Token", "form", id="no-token"),
        pytest.param("Basic b3duZXI6eA==", "form", id="other-scheme"),
        pytest.param("Bearer " + "x" * 5_000, "not known", id="very-long"),
    ],
)
def test_a_wrong_token_is_refused_with_a_sentence(anonymous: TestClient, owner: Issued, header: str, why: str) -> None:
    answer = anonymous.get("/api/ping", headers={"Authorization": header})

    assert answer.status_code == 401
    assert why in answer.json()["detail"]
    assert answer.headers["www-authenticate"] == "Bearer"


def test_an_expired_token_says_so(house: House, client: TestClient, who: Principal) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    made = client.post("/api/tokens", json={"name": "short", "expires_at": soon}).json()
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE tokens SET expires_at = now() - interval '1 s' WHERE name = 'short'")

    answer = client.get("/api/ping", headers={"Authorization": f"Bearer {made['secret']}"})

    assert answer.status_code == 401
    assert "expired" in answer.json()["detail"]


def test_a_tokens_secret_is_shown_once_and_kept_as_a_hash(house: House, client: TestClient) -> None:
    made = client.post("/api/tokens", json={"name": "laptop"})

    secret = made.json()["secret"]
    assert made.status_code == 201
    assert secret not in client.get("/api/tokens").text
    with house.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM tokens").all()
    assert not any(secret in str(row) or secret.encode() in tuple(row) for row in rows)


def test_a_token_of_an_organization_works_there_alone(house: House, client: TestClient, owner: Issued) -> None:
    an_organization(house, owner.username, "acme", {})
    there = {"X-Picsellia-Organization": "acme"}
    made = client.post("/api/tokens", json={"name": "ci", "organization": True}, headers=there).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}

    assert client.get("/api/ping", headers=bearer).json()["organization"]["name"] == "acme"
    assert client.get("/api/ping", headers={**bearer, "X-Picsellia-Organization": owner.username}).status_code == 404


def test_a_person_signs_in_by_cookie_and_out(anonymous: TestClient, owner: Issued) -> None:
    signed = anonymous.post("/api/sessions", json={"username": owner.username, "password": owner.password})

    assert signed.status_code == 201
    assert "HttpOnly" in signed.headers["set-cookie"]
    assert anonymous.get("/api/ping").status_code == 200
    origin = {"Origin": "http://testserver"}
    assert anonymous.delete("/api/sessions/current", headers=origin).status_code == 200
    assert anonymous.get("/api/ping").status_code == 401


def test_a_page_of_another_site_changes_nothing(anonymous: TestClient, owner: Issued) -> None:
    anonymous.post("/api/sessions", json={"username": owner.username, "password": owner.password})

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        answer = anonymous.post("/api/tokens", json={"name": "stolen"}, headers=headers)
        assert answer.status_code == 403
    assert anonymous.get("/api/tokens").status_code == 200
    assert [token["name"] for token in anonymous.get("/api/tokens").json() if token["name"] == "stolen"] == []


def test_a_name_that_people_rebind_to_this_machine_is_not_served(anonymous: TestClient) -> None:
    assert anonymous.get("/api/version", headers={"Host": "evil.example"}).status_code == 421
    assert anonymous.get("/api/version", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert anonymous.get("/api/version", headers={"Host": "[::1]:8000"}).status_code == 200


def test_wrong_names_and_wrong_passwords_get_one_answer(anonymous: TestClient, owner: Issued) -> None:
    bad = anonymous.post("/api/sessions", json={"username": owner.username, "password": "wrong"})
    unknown = anonymous.post("/api/sessions", json={"username": "nobody", "password": "wrong"})

    assert bad.status_code == unknown.status_code == 401
    assert bad.json()["detail"] == unknown.json()["detail"]


def test_a_changed_password_ends_the_other_sessions(anonymous: TestClient, client: TestClient, owner: Issued) -> None:
    anonymous.post("/api/sessions", json={"username": owner.username, "password": owner.password})

    wrong = client.post("/api/me/password", json={"old": "no", "new": "battery staple"})
    right = client.post("/api/me/password", json={"old": owner.password, "new": "battery staple"})

    assert wrong.status_code == 403
    assert right.status_code == 200
    assert anonymous.get("/api/ping").status_code == 401
    again = {"username": owner.username, "password": "battery staple"}
    assert anonymous.post("/api/sessions", json=again, headers={"Origin": "http://testserver"}).status_code == 201


def test_an_invitation_lets_one_person_in(
    house: House, client: TestClient, anonymous: TestClient, owner: Issued
) -> None:
    an_organization(house, owner.username, "acme", {})
    there = {"X-Picsellia-Organization": "acme"}
    made = client.post("/api/organization/invitations", json={"role": "annotator"}, headers=there).json()
    new = {"secret": made["secret"], "username": "grace", "password": "correct horse"}

    joined = anonymous.post("/api/invitations/register", json=new)
    late = a_person(house, client, "late").client.post("/api/invitations/accept", json={"secret": made["secret"]})

    assert joined.status_code == 201
    assert {"username": "grace", "role": "annotator"}.items() <= client.get(
        "/api/organization/members", headers=there
    ).json()[0].items()
    assert late.status_code == 404
    assert anonymous.get("/api/ping", headers=there).json()["organization"]["role"] == "annotator"


def test_a_failed_registration_leaves_no_user(house: House, client: TestClient, anonymous: TestClient) -> None:
    new = {"secret": "wrong", "username": "grace", "password": "correct horse"}

    assert anonymous.post("/api/invitations/register", json=new).status_code == 404
    with house.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM users WHERE username = 'grace'").scalar() == 0


def test_an_admin_makes_no_owner_and_the_last_owner_stays(house: House, client: TestClient, owner: Issued) -> None:
    admin = a_person(house, client, "admin")
    an_organization(house, owner.username, "acme", {"admin": Role.ADMIN})
    asking = admin.acting_in("acme")

    up = asking.put("/api/organization/members/admin", json={"role": "owner"})
    down = asking.put(f"/api/organization/members/{owner.username}", json={"role": "viewer"})
    there = {"X-Picsellia-Organization": "acme"}
    alone = client.delete(f"/api/organization/members/{owner.username}", headers=there)

    assert up.status_code == 403
    assert down.status_code == 403
    assert alone.status_code == 409
    assert alone.json()["code"] == "accounts.last_owner"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("a/b", id="slash"),
        pytest.param("..", id="parent"),
        pytest.param("a\u0000b", id="nul"),
        pytest.param("a\nb", id="newline"),
        pytest.param("x" * 10_000, id="long"),
        pytest.param("latest", id="reserved"),
        pytest.param("hub", id="hub"),
    ],
)
def test_a_bad_name_is_refused_with_a_reason(client: TestClient, name: str) -> None:
    answer = client.post("/api/organizations", json={"name": name})

    assert answer.status_code == 400
    assert answer.json()["code"] == "name.refused"
    assert len(answer.text) < 1_000


def test_names_in_other_scripts_are_one_name_in_any_composition(client: TestClient) -> None:
    first = client.post("/api/organizations", json={"name": "Caf\u00e9 \u6e2f"})
    same = client.post("/api/organizations", json={"name": "Cafe\u0301 \u6e2f"})

    assert first.status_code == 201
    assert same.status_code == 409


def test_users_and_organizations_share_one_name_space(client: TestClient, owner: Issued) -> None:
    answer = client.post("/api/organizations", json={"name": owner.username})

    assert answer.status_code == 409


def test_the_same_request_twice_is_done_once(client: TestClient) -> None:
    key = {"Idempotency-Key": "one"}

    first = client.post("/api/organizations", json={"name": "acme"}, headers=key)
    again = client.post("/api/organizations", json={"name": "acme"}, headers=key)
    other = client.post("/api/organizations", json={"name": "bolt"}, headers=key)

    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["idempotent-replay"] == "true"
    assert other.status_code == 409
    assert other.json()["code"] == "idempotency.other_request"


def test_what_changes_is_recorded_with_who_and_when(client: TestClient, owner: Issued) -> None:
    client.post("/api/tokens", json={"name": "laptop"})

    newest = client.get("/api/events").json()[0]

    assert (newest["verb"], newest["username"], newest["subject_name"]) == ("token.made", owner.username, "laptop")


def test_an_unknown_field_is_never_ignored(client: TestClient) -> None:
    answer = client.post("/api/tokens", json={"name": "x", "expires": "tomorrow"})

    assert answer.status_code == 422
    assert "expires" in answer.json()["detail"]


def test_a_body_over_the_limit_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/api/tokens", content=b"x" * ((64 << 20) + 1), headers={"Content-Type": "application/json"})

    assert answer.status_code == 413
    assert "x-request-id" in answer.headers


def test_the_sweep_forgets_expired_sessions_and_old_answers(house: House, client: TestClient, who: Principal) -> None:
    client.post("/api/organizations", json={"name": "acme"}, headers={"Idempotency-Key": "one"})
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE idempotency SET created_at = now() - interval '8 days'")

    with house.writing(who) as ctx:
        gone = service.sweep(ctx)

    assert gone == 1

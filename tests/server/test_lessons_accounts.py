"""Guessing, borrowed sessions, tokens that reach too far, people who come back: what others have had to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from factories import Person, a_person, an_organization
from picsellia_server import operator
from picsellia_server.accounts import membership, repository
from picsellia_server.accounts.model import Role, WrongPassword
from picsellia_server.context import House
from picsellia_server.http.limits import TRIES, WINDOW, Entrance, TooManyTries
from picsellia_server.jobs.run import OPERATOR
from picsellia_server.operator import Issued

ACME = {"X-Picsellia-Organization": "acme"}
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def ann(house: House, client: TestClient) -> Person:
    return a_person(house, client, "ann")


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    """Somebody at the web app, not signed in."""
    app.state.entrance = Entrance()
    return TestClient(app, headers=HERE, raise_server_exceptions=False)


def _sign_in(browser: TestClient, username: str, password: str = "correct horse") -> int:
    return int(browser.post("/api/sessions", json={"username": username, "password": password}).status_code)


# Passwords


def test_a_password_is_not_guessed_for_ever(browser: TestClient, ann: Person) -> None:
    a_person(browser.app.state.house, browser, "bob")  # type: ignore[attr-defined]

    wrong = [_sign_in(browser, "ann", f"guess number {n}") for n in range(TRIES)]
    right = browser.post("/api/sessions", json={"username": "ann", "password": "correct horse"})

    assert set(wrong) == {401}
    assert right.status_code == 429
    assert right.json()["code"] == "accounts.too_many_tries"
    assert 0 < int(right.headers["retry-after"]) <= WINDOW + 1
    assert _sign_in(browser, "bob") == 201, "others sign in as before"
    assert ann.client.get("/api/ping").status_code == 200, "and so does who has a token"


def test_a_name_that_nobody_has_is_counted_alike(browser: TestClient) -> None:
    statuses = [_sign_in(browser, "nobody at all") for _ in range(TRIES + 1)]

    assert statuses == [401] * TRIES + [429]


def test_the_present_password_is_not_guessed_through_a_session(browser: TestClient, ann: Person) -> None:
    _sign_in(browser, "ann")

    body = {"old": "a guess", "new": "another password"}
    statuses = [browser.post("/api/me/password", json=body).status_code for _ in range(TRIES + 1)]

    assert statuses == [403] * TRIES + [429]


def test_tries_are_forgotten_after_a_while_and_after_the_right_one() -> None:
    now = [0.0]
    entrance = Entrance(clock=lambda: now[0])

    async def attempt(*, right: bool) -> bool:
        """Whether the password was looked at."""
        try:
            async with entrance.trying("ann"):
                if not right:
                    raise WrongPassword
        except TooManyTries:
            return False
        except WrongPassword:
            return True
        return True

    async def story() -> list[bool]:
        looked = [await attempt(right=False) for _ in range(TRIES - 1)]
        looked.append(await attempt(right=True))
        looked += [await attempt(right=False) for _ in range(TRIES)]
        looked.append(await attempt(right=True))
        now[0] = WINDOW + 1.0
        looked.append(await attempt(right=True))
        return looked

    assert asyncio.run(story()) == [True] * (2 * TRIES) + [False, True]


def test_a_thousand_tries_at_once_are_a_thousand() -> None:
    entrance = Entrance()
    looked = 0

    async def attempt() -> None:
        nonlocal looked
        async with entrance.trying("ann"):
            looked += 1
            await asyncio.sleep(0)
            raise WrongPassword

    async def story() -> None:
        await asyncio.gather(*(attempt() for _ in range(1_000)), return_exceptions=True)

    asyncio.run(story())

    assert looked == TRIES


def test_what_is_no_wrong_password_is_no_try() -> None:
    entrance = Entrance()

    async def story() -> None:
        for _ in range(TRIES + 1):
            with pytest.raises(OSError, match="has gone"):
                async with entrance.trying("ann"):
                    raise OSError("the database has gone")

    asyncio.run(story())


# Sessions


def test_a_page_elsewhere_signs_nobody_in(app: FastAPI, ann: Person) -> None:
    app.state.entrance = Entrance()
    elsewhere = TestClient(app, headers={"Origin": "https://evil.example"}, raise_server_exceptions=False)
    blind = TestClient(app, headers={"Sec-Fetch-Site": "cross-site"}, raise_server_exceptions=False)

    assert _sign_in(elsewhere, "ann") == _sign_in(blind, "ann") == 403
    assert not elsewhere.cookies


def test_a_form_of_another_page_is_no_body(browser: TestClient, ann: Person) -> None:
    _sign_in(browser, "ann")
    json_in_disguise = '{"name":"made by a form"}'

    statuses = {
        browser.post("/api/organizations", content=json_in_disguise, headers={"Content-Type": kind}).status_code
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
    }

    assert statuses == {422}


def test_no_cookie_opens_what_changes_things_by_get(browser: TestClient, ann: Person) -> None:
    """A link on another page is followed with the cookie; the published clients' wire takes tokens alone."""
    _sign_in(browser, "ann")

    assert browser.get("/api/ping").status_code == 200
    assert browser.get("/sdk/v2/ping").status_code == 403
    assert browser.get("/sdk/v2/init_multipart_upload").status_code == 403


def test_signing_in_again_ends_the_session_that_was_there(app: FastAPI, browser: TestClient, ann: Person) -> None:
    _sign_in(browser, "ann")
    planted = TestClient(app, cookies=dict(browser.cookies), headers=HERE, raise_server_exceptions=False)

    _sign_in(browser, "ann")

    assert browser.get("/api/ping").status_code == 200
    assert planted.get("/api/ping").status_code == 401
    assert planted.cookies["picsellia_session"] != browser.cookies["picsellia_session"]


def test_the_cookie_is_for_this_server_and_no_script(browser: TestClient, ann: Person) -> None:
    answer = browser.post("/api/sessions", json={"username": "ann", "password": "correct horse"})

    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    assert "Domain" not in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda house: operator.password(house, "ann", new="a new password"), id="operator-sets-password"),
        pytest.param(lambda house: operator.disable(house, "ann", disabled=True), id="operator-disables"),
    ],
)
def test_the_operator_ends_all_sessions(
    house: House, browser: TestClient, ann: Person, act: Callable[[House], Any]
) -> None:
    _sign_in(browser, "ann")

    act(house)

    assert browser.get("/api/ping").status_code == 401


def test_a_disabled_user_has_neither_token_nor_password(house: House, browser: TestClient, ann: Person) -> None:
    operator.disable(house, "ann", disabled=True)

    assert ann.client.get("/api/ping").status_code == 401
    assert _sign_in(browser, "ann") == 401


# Tokens of an organization


@pytest.fixture
def bound(house: House, client: TestClient, owner: Issued) -> TestClient:
    """A token of acme's, made by its owner."""
    an_organization(house, owner.username, "acme", {})
    made = client.post("/api/tokens", json={"name": "robot", "organization": True}, headers=ACME).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    return TestClient(client.app, headers=headers, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        pytest.param("/api/tokens", {"name": "further"}, id="token"),
        pytest.param("/api/organizations", {"name": "bolt"}, id="organization"),
        pytest.param("/api/invitations/accept", {"secret": "x"}, id="invitation"),
        pytest.param("/api/me/password", {"old": "correct horse", "new": "battery staple"}, id="password"),
    ],
)
def test_a_token_of_an_organization_does_not_reach_its_user(bound: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = bound.post(path, json=body)

    assert answer.status_code == 403
    assert answer.json()["code"] == "accounts.token_bound"


def test_a_token_of_an_organization_sees_and_revokes_what_is_there_alone(client: TestClient, bound: TestClient) -> None:
    personal = client.post("/api/tokens", json={"name": "laptop"}).json()["token"]["id"]

    assert [token["name"] for token in bound.get("/api/tokens").json()] == ["robot"]
    assert [each["name"] for each in bound.get("/api/organizations").json()] == ["acme"]
    assert bound.delete(f"/api/tokens/{personal}").status_code == 404
    own = bound.get("/api/tokens").json()[0]["id"]
    assert bound.delete(f"/api/tokens/{own}").status_code == 200
    assert bound.get("/api/ping").status_code == 401


# Members and invitations


def _invite(asking: TestClient, role: str) -> str:
    made = asking.post("/api/organization/invitations", json={"role": role}, headers=ACME)
    assert made.status_code == 201, made.text
    return str(made.json()["secret"])


@pytest.mark.parametrize("fate", ["removed", "demoted", "disabled"])
def test_who_was_removed_does_not_come_back_by_an_invitation(
    house: House, client: TestClient, owner: Issued, ann: Person, fate: str
) -> None:
    friend = a_person(house, client, "friend")
    an_organization(house, owner.username, "acme", {"ann": Role.ADMIN})
    secret = _invite(ann.client, "admin")

    if fate == "removed":
        client.delete("/api/organization/members/ann", headers=ACME)
    elif fate == "demoted":
        client.put("/api/organization/members/ann", json={"role": "member"}, headers=ACME)
    else:
        operator.disable(house, "ann", disabled=True)

    assert friend.client.post("/api/invitations/accept", json={"secret": secret}).status_code == 404


def test_an_admin_invites_no_owner(house: House, client: TestClient, owner: Issued, ann: Person) -> None:
    an_organization(house, owner.username, "acme", {"ann": Role.ADMIN})

    answer = ann.client.post("/api/organization/invitations", json={"role": "owner"}, headers=ACME)

    assert answer.status_code == 403


def test_an_invitation_expires(house: House, client: TestClient, owner: Issued, ann: Person) -> None:
    an_organization(house, owner.username, "acme", {})
    secret = _invite(client, "member")
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE invitations SET expires_at = now() - interval '1 second'")

    assert ann.client.post("/api/invitations/accept", json={"secret": secret}).status_code == 404


def test_of_many_who_take_an_invitation_at_once_one_gets_in(house: House, client: TestClient, owner: Issued) -> None:
    people = [a_person(house, client, f"guest-{n}") for n in range(5)]
    an_organization(house, owner.username, "acme", {})
    secret = _invite(client, "member")

    with ThreadPoolExecutor(5) as pool:
        take = lambda person: person.client.post("/api/invitations/accept", json={"secret": secret})  # noqa: E731
        statuses = sorted(answer.status_code for answer in pool.map(take, people))

    assert statuses == [200, 404, 404, 404, 404]
    assert len(client.get("/api/organization/members", headers=ACME).json()) == 2


def test_without_an_invitation_nobody_learns_which_names_there_are(anonymous: TestClient, ann: Person) -> None:
    body = {"secret": "a guess", "password": "a long password"}

    answers = [anonymous.post("/api/invitations/register", json={**body, "username": name}) for name in ("ann", "zoe")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({answer.json()["detail"] for answer in answers}) == 1


def test_of_many_who_register_one_name_at_once_one_gets_it(house: House, client: TestClient, owner: Issued) -> None:
    an_organization(house, owner.username, "acme", {})
    secrets = [_invite(client, "viewer") for _ in range(4)]
    nobody = TestClient(client.app, raise_server_exceptions=False)

    def register(secret: str) -> int:
        body = {"secret": secret, "username": "zoe", "password": "a long password"}
        return int(nobody.post("/api/invitations/register", json=body).status_code)

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(register, secrets))

    assert statuses == [201, 409, 409, 409]


def test_two_owners_who_remove_each_other_leave_one(house: House, client: TestClient, ann: Person) -> None:
    bob = a_person(house, client, "bob")
    an_organization(house, "ann", "acme", {"bob": Role.OWNER})

    def remove(pair: tuple[Person, str]) -> int:
        return int(pair[0].client.delete(f"/api/organization/members/{pair[1]}", headers=ACME).status_code)

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(remove, [(ann, "bob"), (bob, "ann")]))

    with house.engine.begin() as connection:
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM members m JOIN organizations o ON o.id = m.org_id WHERE o.name = 'acme'"
        ).scalar_one()
    assert left == 1, statuses


def test_nobody_is_put_out_of_their_own_place(house: House, client: TestClient, ann: Person) -> None:
    bob = a_person(house, client, "bob")
    made = ann.client.put("/api/organization/members/bob", json={"role": "owner"})
    there = {"X-Picsellia-Organization": "ann"}

    removed = bob.client.delete("/api/organization/members/ann", headers=there)
    lowered = bob.client.put("/api/organization/members/ann", json={"role": "viewer"}, headers=there)

    assert made.status_code == 200
    assert removed.status_code == lowered.status_code == 409
    assert removed.json()["code"] == "accounts.own_place"
    assert ann.client.get("/api/ping").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("ann ", id="space-behind"),
        pytest.param("\u2003ann", id="wide-space-before"),
        pytest.param("a\u200bnn", id="zero-width"),
        pytest.param("\u202enna", id="right-to-left-override"),
    ],
)
def test_no_name_looks_like_another_by_what_is_not_seen(client: TestClient, name: str) -> None:
    answer = client.post("/api/organizations", json={"name": name})

    assert answer.status_code == 400
    assert answer.json()["code"] == "name.refused"


# Keys and secrets


def test_an_idempotency_key_is_its_users_own(house: House, client: TestClient, ann: Person) -> None:
    key = {"Idempotency-Key": "one"}
    mine = client.post("/api/organizations", json={"name": "acme"}, headers=key)

    theirs = ann.client.post("/api/organizations", json={"name": "acme"}, headers=key)

    assert mine.status_code == 201
    assert theirs.status_code == 409
    assert theirs.json()["code"] == "accounts.name_taken", "not the answer that somebody else was given"


def test_an_answer_is_not_repeated_to_who_may_no_longer_ask(
    house: House, client: TestClient, owner: Issued, ann: Person
) -> None:
    an_organization(house, owner.username, "acme", {"ann": Role.ADMIN})
    body = {"name": "pets", "type": "detection"}
    asked = {**ACME, "Idempotency-Key": "one"}
    first = ann.client.post("/api/networks", json=body, headers=asked)
    client.delete("/api/organization/members/ann", headers=ACME)

    again = ann.client.post("/api/networks", json=body, headers=asked)

    assert first.status_code == 201
    assert again.status_code == 404


def test_no_secret_is_kept_as_it_is(house: House, client: TestClient, owner: Issued, browser: TestClient) -> None:
    """A copy of the database lets nobody in."""
    an_organization(house, owner.username, "acme", {})
    headers = {"Idempotency-Key": "one"}
    token = client.post("/api/tokens", json={"name": "laptop"}, headers=headers).json()["secret"]
    invitation = _invite(client, "member")
    _sign_in(browser, owner.username, owner.password or "")
    secrets = [token, invitation, browser.cookies["picsellia_session"], "correct horse", owner.token or ""]

    with house.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars()
        kept = "\n".join(
            str(row)
            for name in list(names)
            for row in connection.exec_driver_sql(f'SELECT t::text FROM "{name}" t').scalars()
        )

    assert len(kept) > 1_000
    as_bytes = [secret.encode().hex() for secret in secrets]
    assert not [secret for secret in secrets + as_bytes if secret in kept]


def test_a_member_who_joins_twice_keeps_the_higher_role(house: House, client: TestClient, ann: Person) -> None:
    an_organization(house, "ann", "acme", {})
    with house.writing(OPERATOR) as ctx:
        there = replace(ctx, who=operator.principal(ctx, "ann"))
        secret = membership.invite(
            replace(there, who=replace(there.who, org_id=_org(house, "acme"))), role=Role.VIEWER, days=1
        ).secret
    assert secret is not None

    joined = ann.client.post("/api/invitations/accept", json={"secret": secret})

    assert joined.json()["role"] == "owner"


def _org(house: House, name: str) -> int:
    with house.reading(OPERATOR) as ctx:
        row = repository.organization_by_name(ctx.db, name)
        assert row is not None
        return int(row.id)


def test_a_statement_that_fails_does_not_show_its_values(house: House) -> None:
    with house.writing(OPERATOR) as ctx:
        repository.insert_user(ctx.db, ctx.new_id(), "zoe", "a hash of hers", ctx.now)
    with pytest.raises(sa.exc.IntegrityError) as failed, house.writing(OPERATOR) as ctx:
        repository.insert_user(ctx.db, ctx.new_id(), "zoe", "a hash of hers", ctx.now)

    assert "a hash of hers" not in str(failed.value)

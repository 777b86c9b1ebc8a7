"""Client: tokens, organizations, greeting. Reference: Client."""

from __future__ import annotations

import pytest

import picsellia
from picsellia.client import Client
from picsellia.pxl_exceptions import AuthenticationError, NetworkError, ResourceNotFoundError, UnauthorizedError
from services.server import LiveServer


def test_a_client_greets_its_user(live_server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    client = Client(api_token=live_server.token, host=live_server.url)

    assert capsys.readouterr().out == f"Hi {live_server.username}, welcome back.\n"
    assert (client.username, client.organization) == (live_server.username, live_server.username)


@pytest.mark.parametrize("suffix", ["", "/", "/sdk/", "/sdk/v2/", "/sdk/v2"])
def test_the_host_may_be_written_as_before(live_server: LiveServer, suffix: str) -> None:
    assert Client(live_server.token, host=live_server.url + suffix).host == live_server.url


def test_token_and_host_may_come_from_the_environment(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICSELLIA_TOKEN", live_server.token)
    monkeypatch.setenv("PICSELLIA_HOST", live_server.url)

    assert Client().username == live_server.username


def test_every_object_can_be_made_on_its_own(live_server: LiveServer, organization: str) -> None:
    for made in (
        Client.Datalake(live_server.token, organization, live_server.url),
        Client.Datalake.Picture(api_token=live_server.token, organization=organization, host=live_server.url),
        Client.Datalake.Dataset(live_server.token, organization, live_server.url),
    ):
        assert made.organization == organization


def test_objects_of_a_client_share_its_session(client: Client) -> None:
    parts = [client.datalake, client.datalake.picture, client.datalake.dataset]

    assert all(part.session is client.session for part in parts)


def test_the_class_is_found_in_both_places() -> None:
    assert picsellia.Client is Client


@pytest.mark.parametrize("token", ["wrong", "x" * 500])
def test_a_wrong_token_is_refused(live_server: LiveServer, token: str) -> None:
    with pytest.raises(UnauthorizedError, match="token"):
        Client(token, host=live_server.url)


def test_a_revoked_token_is_refused(live_server: LiveServer, client: Client) -> None:
    made = client.session.post("/api/tokens", {"name": "short"})
    Client(made["secret"], host=live_server.url)

    client.session.delete(f"/api/tokens/{made['token']['id']}")

    with pytest.raises(UnauthorizedError, match="revoked"):
        Client(made["secret"], host=live_server.url)


def test_no_token_at_all_says_how_to_get_one(live_server: LiveServer) -> None:
    with pytest.raises(AuthenticationError, match="picsellia login"):
        Client(host=live_server.url)


def test_an_organization_that_one_is_not_in_is_not_found(live_server: LiveServer) -> None:
    with pytest.raises(ResourceNotFoundError, match="nowhere"):
        Client(live_server.token, "nowhere", live_server.url)


def test_an_organization_may_be_named_by_its_id(live_server: LiveServer, client: Client, organization: str) -> None:
    identifier = client.session.organization

    assert Client(live_server.token, identifier, live_server.url).organization == organization


def test_a_host_where_nobody_answers_is_named() -> None:
    with pytest.raises(NetworkError, match=r"http://127\.0\.0\.1:9"):
        Client("token", host="http://127.0.0.1:9")

"""Coming in and going out: sign-in, links, invitations, sign-out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from services.browsing import Watched
from services.web_app import Api, Lake

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def sign_in(page: Page, api: Api, password: str | None = None) -> None:
    page.get_by_label("User name").fill(api.server.username)
    page.get_by_role("textbox", name="Password").fill(password or api.server.password)
    page.get_by_role("button", name="Sign in").click()


def test_a_link_asks_to_sign_in_and_then_leads_where_it_points(stranger: Page, api: Api, lake: Lake) -> None:
    stranger.goto("/datalake?order=name")
    expect(stranger).to_have_url(re.compile(r"/login\?to="))

    sign_in(stranger, api)

    expect(stranger).to_have_url(re.compile(r"/datalake\?order=name$"))
    expect(stranger.get_by_role("link", name="survey/000.png")).to_be_visible()


def test_a_wrong_password_is_told_and_nobody_comes_in(stranger: Page, api: Api) -> None:
    stranger.goto("/login")

    sign_in(stranger, api, "wrong password")

    expect(stranger.get_by_role("alert")).to_contain_text("wrong")
    expect(stranger).to_have_url(re.compile("/login"))


def test_an_address_of_another_site_is_no_place_to_go_after_signing_in(stranger: Page, api: Api) -> None:
    stranger.goto("/login?to=//evil.example/datalake")

    sign_in(stranger, api)

    expect(stranger.get_by_role("heading", name="Experiments")).to_be_visible()
    assert stranger.url.startswith(api.url)


def test_signing_out_ends_the_session(stranger: Page, api: Api) -> None:
    watched = Watched(stranger, api.url)
    stranger.goto("/login")
    sign_in(stranger, api)
    expect(stranger.get_by_role("heading", name="Experiments")).to_be_visible()
    watched.settle()  # a thumbnail still under way would be refused, rightly
    watched.wrong.clear()  # before the sign-in there was no session, as the browser has said

    stranger.get_by_role("button", name=f"Signed in as {api.server.username}").click()
    stranger.get_by_role("menuitem", name="Sign out").click()

    expect(stranger).to_have_url(re.compile(r"/login"))
    assert not watched.wrong, "\n".join(watched.wrong)
    stranger.goto("/datalake")
    expect(stranger).to_have_url(re.compile(r"/login"))


def test_an_invitation_makes_a_member_of_somebody_new(page: Page, stranger: Page, api: Api) -> None:
    api.call("POST", "/api/organizations", {"name": "crown lab"})
    page.goto("/settings/organization?org=crown+lab")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_test_id("invitation").inner_text()

    stranger.goto(link)
    stranger.get_by_label("User name").fill("ben")
    stranger.get_by_role("textbox", name="Password").fill("another password")
    stranger.get_by_role("button", name="Make the account and join").click()

    expect(stranger).to_have_url(re.compile(r"org="))
    expect(stranger.get_by_role("button", name="Organization crown lab")).to_be_visible()
    page.reload()
    expect(page.get_by_text("ben", exact=True)).to_be_visible()


def test_another_organization_shows_its_own_things(page: Page, api: Api, lake: Lake) -> None:
    api.call("POST", "/api/organizations", {"name": "empty lab"})

    page.goto("/datalake?org=empty+lab")

    expect(page.get_by_role("button", name="Organization empty lab")).to_be_attached()
    expect(page.get_by_role("link", name="survey/000.png")).to_have_count(0)
    expect(page.get_by_role("heading", name="The lake is empty")).to_be_visible()

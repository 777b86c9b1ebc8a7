"""The signpost finds for every path the route that trying one after the other would find."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.testclient import TestClient

from picsellia_server.http.signpost import Signpost

PATHS = [
    "/",
    "/ping",
    "/things",
    "/things/mine",
    "/things/{thing}",
    "/things/{thing}/parts",
    "/things/{thing}/parts/{part}",
    "/things/{thing}/parts/{part}/deep/er",
    "/things/{thing}/files/{name:path}",
    "/{kind}/special",
    "/things/{thing}.json",
    "/blobs/upload",
    "/blobs/{key:path}",
    "/count/{number:int}",
]


async def says_its_path(request: Request) -> Response:
    return PlainTextResponse(request.scope["route"].path)


def routes() -> list[BaseRoute]:
    made: list[BaseRoute] = [Route(path, says_its_path, methods=["GET"]) for path in PATHS]
    made.append(Route("/things/{thing}", says_its_path, methods=["DELETE"]))
    return [*made, Mount("/static", app=PlainTextResponse("static"))]


def one_after_the_other(found: list[BaseRoute], scope: dict[str, Any]) -> tuple[Match, BaseRoute | None]:
    partial: BaseRoute | None = None
    for route in found:
        match, _ = route.matches(scope)
        if match == Match.FULL:
            return match, route
        if match == Match.PARTIAL and partial is None:
            partial = route
    return (Match.PARTIAL, partial) if partial else (Match.NONE, None)


words = st.sampled_from(
    ["", "things", "mine", "parts", "files", "special", "blobs", "upload", "static", "count", "7", "x", "x.json", "{x}"]
)


@given(st.lists(words, max_size=6), st.sampled_from(["GET", "DELETE", "POST"]))
def test_any_path_leads_where_trying_all_routes_leads(segments: list[str], method: str) -> None:
    every = routes()
    post = Signpost(every)
    scope = {"type": "http", "method": method, "path": "/" + "/".join(segments), "root_path": "", "headers": []}

    for _ in range(2):  # the second time from the table
        match, child = post.matches(dict(scope))
        assert (match, child.get("route")) == one_after_the_other(every, dict(scope))


def test_the_table_stays_small_whatever_is_asked_for() -> None:
    post = Signpost(routes())

    for number in range(5000):
        post.matches({"type": "http", "method": "GET", "path": f"/things/{number}/x{number}/y", "root_path": ""})

    assert len(post._candidates) < 10


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("GET", "/things/7/parts/8", 200, "/things/{thing}/parts/{part}"),
        ("GET", "/things/mine", 200, "/things/mine"),
        ("DELETE", "/things/7", 200, "/things/{thing}"),
        ("POST", "/things/7", 405, None),
        ("GET", "/static/a.js", 200, "static"),
        ("GET", "/nowhere", 404, None),
    ],
)
def test_an_app_behind_a_signpost_answers_as_before(method: str, path: str, status: int, text: str | None) -> None:
    app = FastAPI(openapi_url=None)
    app.router.routes.append(Signpost(routes()))

    answer = TestClient(app).request(method, path)

    assert answer.status_code == status
    assert text is None or answer.text == text

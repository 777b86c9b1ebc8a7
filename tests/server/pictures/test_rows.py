"""Lists of the lake as rows: JSON that PostgreSQL writes says the same as JSON made of records."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person, jpeg, upload
from picsellia_server.context import House
from picsellia_server.pictures.model import Order
from picsellia_server.pictures.rows import COLUMNS

ODD = ['quo"te.jpg', "back\\slash.jpg", "ünïcode 漢字.jpg", "a,b[c]{d}.jpg", "tab and\u2028line.jpg", "train/a.jpg"]


@pytest.fixture
def lake(client: TestClient) -> TestClient:
    for number, name in enumerate(ODD):
        tags = ["all", 'odd "tag"\\', "zz"][: 1 + number % 3]
        upload(client, {name: jpeg(colour=(number, 0, 0))}, tags=tags)
    upload(client, {"plain.jpg": jpeg(colour=(99, 0, 0))})
    return client


def as_items(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(page["columns"], row, strict=True)) for row in page["rows"]]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(
    "query", ["", "&tag=all", "&tag=all&tag=zz", "&q=width>1 -tag:zz", "&tag=nothing", "&q=type~jpeg"]
)
def test_rows_say_what_items_say(lake: TestClient, order: Order, query: str) -> None:
    items = lake.get(f"/api/pictures?order={order}{query}").json()["items"]

    rows = lake.get(f"/api/pictures?order={order}{query}&shape=rows").json()

    assert rows["columns"] == list(COLUMNS)
    assert as_items(rows) == items


@pytest.mark.parametrize("order", list(Order))
def test_pages_of_rows_make_up_the_whole(lake: TestClient, order: Order) -> None:
    whole = lake.get(f"/api/pictures?order={order}&shape=rows").json()["rows"]

    found, cursor = [], ""
    while cursor is not None:
        page = lake.get(f"/api/pictures?order={order}&shape=rows&limit=2&cursor={cursor}").json()
        found += page["rows"]
        cursor = page["next"]

    assert found == whole
    assert len(whole) == len(ODD) + 1


def test_columns_can_be_chosen(lake: TestClient) -> None:
    page = lake.get("/api/pictures?shape=rows&columns=tag,external_url&tag=all&limit=1").json()

    assert (page["columns"], page["rows"]) == (["tag", "external_url"], [[["all"], ODD[0]]])
    assert page["next"]


@pytest.mark.parametrize("columns", ["nothing", "picture_id,", "id", "org_id", "picture_id;drop", "blob_id,tag"])
def test_an_unknown_column_is_refused_and_the_known_ones_named(lake: TestClient, columns: str) -> None:
    answer = lake.get("/api/pictures", params={"shape": "rows", "columns": columns})

    assert answer.status_code == 400
    assert "picture_id" in answer.json()["detail"]


def test_another_organization_sees_no_rows(house: House, lake: TestClient) -> None:
    stranger = a_person(house, lake, "stranger")

    assert stranger.client.get("/api/pictures?shape=rows").json()["rows"] == []

"""Changes of tags that can be taken back, by a request or by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from factories import jpeg, upload
from picsellia_server.context import House
from picsellia_server.jobs.run import OPERATOR
from picsellia_server.pictures import change_rows, retagging, service
from picsellia_server.pictures.tables import tag_change_parts

Jobs = Callable[[], list[str]]


def lake(client: TestClient, many: int = 6) -> list[str]:
    """Ids of pictures; the even ones are `old`."""
    made = upload(client, {f"{i}.jpg": jpeg(16, 16, colour=(i, 5, 9)) for i in range(many)})
    ids = [item["picture"]["picture_id"] for item in made]
    client.post("/api/pictures/tags", json={"pictures": ids[::2], "add": ["old"]})
    return ids


def begin(client: TestClient, **body: Any) -> Any:
    answer = client.post("/api/tag-changes", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def tags(client: TestClient, ids: list[str]) -> list[list[str]]:
    return [client.get(f"/api/pictures/{id}").json()["tag"] for id in ids]


def facets(client: TestClient) -> dict[str, int]:
    return {tag["name"]: tag["pictures"] for tag in client.get("/api/tags").json()["items"]}


def test_taking_back_gives_every_picture_what_it_had(client: TestClient) -> None:
    ids = lake(client)
    before = tags(client, ids), facets(client)

    change = begin(client, filter={"tags": []}, add=["old", "new"], remove=[])
    between = tags(client, ids), facets(client)
    undone = client.post(f"/api/tag-changes/{change['id']}/undo").json()

    assert (change["state"], change["pictures"], change["done"]) == ("done", 6, 6)
    assert between == ([["old", "new"]] * 6, {"old": 6, "new": 6})
    assert undone["state"] == "undone"
    assert (tags(client, ids), facets(client)) == before


def test_untagging_is_taken_back_where_the_tag_was(client: TestClient) -> None:
    ids = lake(client)

    change = begin(client, pictures=ids[:3], remove=["old", "never heard of"])
    between = tags(client, ids)
    client.post(f"/api/tag-changes/{change['id']}/undo")

    assert between == [[], [], [], [], ["old"], []]
    assert tags(client, ids) == [["old"], [], ["old"], [], ["old"], []]
    assert facets(client) == {"old": 3}


def test_those_named_as_exceptions_are_spared(client: TestClient) -> None:
    ids = lake(client)

    change = begin(client, filter={"tags": ["old"]}, without=[ids[2]], add=["new"])

    assert change["pictures"] == 2
    assert [("new" in each) for each in tags(client, ids)] == [True, False, False, False, True, False]


def test_many_are_left_to_a_job_that_can_be_watched(
    client: TestClient, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = lake(client)
    run_jobs()
    monkeypatch.setattr(retagging, "AT_ONCE", 2)

    asked = begin(client, filter={"tags": []}, add=["new"])
    too_soon = client.post(f"/api/tag-changes/{asked['id']}/undo")
    seen = tags(client, ids[:1])
    ran = run_jobs()
    done = client.get(f"/api/tag-changes/{asked['id']}").json()
    between = facets(client)
    undoing = client.post(f"/api/tag-changes/{asked['id']}/undo").json()
    ran += run_jobs()

    assert (asked["state"], asked["done"], seen) == ("waiting", 0, [["old"]])
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "tags.change_running")
    assert (done["state"], done["done"], between) == ("done", 6, {"old": 3, "new": 6})
    assert undoing["state"] == "waiting"
    assert client.get(f"/api/tag-changes/{asked['id']}").json()["state"] == "undone"
    assert ran == ["pictures.retag", "pictures.retag_undo"]
    assert facets(client) == {"old": 3}


def test_what_matches_is_settled_when_it_is_asked(
    client: TestClient, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake(client)
    run_jobs()
    monkeypatch.setattr(retagging, "AT_ONCE", 2)

    begin(client, filter={"tags": []}, add=["new"])
    upload(client, {"late.jpg": jpeg(30, 30)})
    run_jobs()

    assert facets(client) == {"old": 3, "new": 6}


def test_what_is_asked_is_kept_a_chunk_to_a_row(
    client: TestClient, run_jobs: Jobs, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake(client)
    run_jobs()
    monkeypatch.setattr(retagging, "AT_ONCE", 2)
    monkeypatch.setattr(service, "CHUNK", 4)

    begin(client, filter={"tags": []}, add=["new"])
    with house.engine.connect() as connection:
        kept = connection.execute(sa.select(tag_change_parts.c.picture_ids).order_by(tag_change_parts.c.id)).scalars()
        sizes = [len(rows) for rows in kept]
    run_jobs()

    assert sizes == [4, 2]
    assert facets(client) == {"old": 3, "new": 6}


def test_taking_back_twice_changes_nothing_more(client: TestClient) -> None:
    ids = lake(client)
    change = begin(client, pictures=ids, add=["new"])
    client.post(f"/api/tag-changes/{change['id']}/undo")
    client.post("/api/pictures/tags", json={"pictures": ids[:2], "add": ["new"]})

    again = client.post(f"/api/tag-changes/{change['id']}/undo")

    assert (again.status_code, again.json()["state"]) == (200, "undone")
    assert facets(client) == {"old": 3, "new": 2}


def test_a_picture_that_was_trashed_meanwhile_comes_back_as_before(client: TestClient) -> None:
    ids = lake(client)
    added, removed = begin(client, pictures=ids, add=["new"]), begin(client, pictures=ids, remove=["old"])
    trash = client.post("/api/pictures/trash", json={"pictures": ids[:2]}).json()["trash_id"]

    for change in (removed, added):
        client.post(f"/api/tag-changes/{change['id']}/undo")
    client.post("/api/pictures/restore", json={"trash_id": trash})

    assert tags(client, ids) == [["old"], [], ["old"], [], ["old"], []]
    assert facets(client) == {"old": 3}


def test_changes_are_forgotten_after_a_day(client: TestClient, house: House) -> None:
    change = begin(client, pictures=lake(client), add=["new"])

    with house.writing(OPERATOR) as ctx:
        retagging.forget(ctx)
    kept = client.get(f"/api/tag-changes/{change['id']}").status_code
    monkey = timedelta(days=1, minutes=1)
    with house.writing(OPERATOR) as ctx:
        change_rows.forget(ctx.db, ctx.now + monkey - retagging.KEPT)

    assert kept == 200
    assert client.get(f"/api/tag-changes/{change['id']}").json()["code"] == "tags.change_unknown"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"pictures": [], "add": ["a"], "remove": ["a"]}, id="both"),
        pytest.param({"pictures": []}, id="nothing to do"),
        pytest.param({"add": ["a"]}, id="no pictures named"),
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/api/tag-changes", json=body).status_code in (400, 422)

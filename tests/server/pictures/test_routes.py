"""Pictures through the REST API: plan, put, register, list, search, tag; and bad input."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from factories import a_person, an_organization, described, encoded, jpeg, upload
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.blobs import service as blobs
from picsellia_server.context import House
from picsellia_server.operator import Issued

PICTURE = {
    "picture_id", "internal_key", "external_url", "creation_date", "height", "width", "tag",
    "size", "sha256", "media_type", "source", "created_at", "colour",
}  # fmt: skip


def names(client: TestClient, query: str = "") -> list[str]:
    return [item["external_url"] for item in client.get(f"/api/pictures{query}").json()["items"]]


def test_an_uploaded_picture_is_in_the_lake_with_its_facts_and_bytes(client: TestClient) -> None:
    body = jpeg(64, 48)

    made = upload(client, {"train/a.jpg": body}, tags=["drone", "harbour"])[0]

    picture = made["picture"]
    assert made["status"] == "created"
    assert set(picture) == PICTURE
    assert (picture["external_url"], picture["width"], picture["height"]) == ("train/a.jpg", 64, 48)
    assert picture["tag"] == ["drone", "harbour"]
    assert len(picture["creation_date"]) == 10
    assert client.get(client.get(f"/api/pictures/{picture['picture_id']}/url").json()["url"]).content == body


def test_the_same_file_again_sends_no_bytes_and_merges_tags(client: TestClient) -> None:
    body = jpeg()
    first = upload(client, {"a.jpg": body}, tags=["x"])[0]

    plan = client.post("/api/pictures/plan", json={"files": [described("a.jpg", body)]}).json()["items"][0]
    again = upload(client, {"a.jpg": body}, tags=["y"])[0]

    assert plan["status"] == "known"
    assert again["status"] == "known"
    assert again["picture"]["picture_id"] == first["picture"]["picture_id"]
    assert again["picture"]["tag"] == ["x", "y"]


def test_the_same_bytes_under_two_names_are_two_pictures_over_one_blob(house: House, client: TestClient) -> None:
    body = jpeg()

    made = upload(client, {"train/a.jpg": body, "val/a.jpg": body})

    assert [item["status"] for item in made] == ["created", "created"]
    with house.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM blobs").scalar() == 1


def test_one_bad_file_stops_no_other(client: TestClient) -> None:
    made = upload(client, {"a.jpg": jpeg(), "b.jpg": b"no picture at all", "c.jpg": jpeg(colour=(1, 2, 3))})

    assert [item["status"] for item in made] == ["created", "refused", "created"]
    assert made[1]["reason"].startswith("This is not a picture")
    assert names(client) == ["a.jpg", "c.jpg"]


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def _animated() -> bytes:
    frames = [Image.new("P", (20, 10), value) for value in (0, 1, 2)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(64, 48, exif=exif.tobytes())


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        pytest.param(encoded("PNG"), ("image/png", 64, 48), id="png-named-jpg"),
        pytest.param(_animated(), ("image/gif", 20, 10), id="animated"),
        pytest.param(encoded("JPEG", mode="CMYK", colour=(1, 2, 3, 4)), ("image/jpeg", 64, 48), id="cmyk"),
        pytest.param(encoded("PNG", mode="I;16", colour=40_000), ("image/png", 64, 48), id="16-bit"),
        pytest.param(_turned(), ("image/jpeg", 48, 64), id="turned-by-exif"),
        pytest.param(encoded("TIFF", mode="F", colour=0.5), ("image/tiff", 64, 48), id="float-tiff"),
        pytest.param(encoded("BMP"), ("image/bmp", 64, 48), id="bmp"),
        pytest.param(encoded("WEBP"), ("image/webp", 64, 48), id="webp"),
    ],
)
def test_odd_pictures_are_taken_for_what_they_are(
    client: TestClient, run_jobs: Any, body: bytes, facts: tuple[str, int, int]
) -> None:
    made = upload(client, {"odd.jpg": body})[0]

    assert made["status"] == "created", made
    picture = made["picture"]
    assert (picture["media_type"], picture["width"], picture["height"]) == facts
    assert "pictures.thumbnails" in run_jobs()
    thumb = client.get(f"/api/pictures/{picture['picture_id']}/thumbnail/128")
    shown = Image.open(io.BytesIO(thumb.content))
    assert (shown.format, shown.width > shown.height) == ("WEBP", facts[1] > facts[2])
    assert client.get(f"/api/pictures/{picture['picture_id']}").json()["colour"] is not None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(jpeg(400, 300, quality=95)[:-600], "truncated", id="truncated-jpeg"),
        pytest.param(encoded("PNG", 300, 300)[:-20], "truncated", id="truncated-png"),
        pytest.param(_png_header(30_000, 30_000), "30,000 x 30,000 pixels", id="900-megapixels"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture", id="svg"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture", id="eps"),
        pytest.param(b"\xff\xd8\xff\xe0", "not a picture", id="four-bytes"),
    ],
)
def test_bytes_that_are_no_whole_picture_are_refused_with_the_reason(
    client: TestClient, body: bytes, reason: str
) -> None:
    made = upload(client, {"bad.jpg": body})[0]

    assert made["status"] == "refused"
    assert reason in made["reason"]
    assert names(client) == []


def test_an_empty_file_is_refused_in_the_plan(client: TestClient) -> None:
    plan = client.post("/api/pictures/plan", json={"files": [described("a.jpg", b"")]}).json()["items"][0]

    assert (plan["status"], plan["reason"]) == ("refused", "This file is empty.")


@pytest.mark.parametrize(
    "name",
    ["", "..", "../a.jpg", "/etc/passwd", "a/../b.jpg", "a//b.jpg", "a\u0000.jpg", "a\n.jpg", "x" * 10_000, "./a.jpg"],
)
def test_a_bad_file_name_is_refused_and_stops_no_other(client: TestClient, name: str) -> None:
    files = [described(name, jpeg()), described("good.jpg", jpeg(colour=(9, 9, 9)))]

    plan = client.post("/api/pictures/plan", json={"files": files}).json()["items"]

    assert [item["status"] for item in plan] == ["refused", "upload"]
    assert plan[0]["code"] == "name.refused"


def test_bytes_that_were_never_sent_make_no_picture(client: TestClient) -> None:
    file = described("a.jpg", jpeg())
    plan = client.post("/api/pictures/plan", json={"files": [file]}).json()["items"][0]

    made = client.post("/api/pictures", json={"files": [{**file, "upload": plan["upload"]["id"]}]}).json()["items"][0]

    assert (made["status"], made["code"]) == ("refused", "blobs.bytes_missing")


def test_a_ticket_of_another_organization_is_worth_nothing(house: House, client: TestClient) -> None:
    body = jpeg()
    file = described("a.jpg", body)
    plan = client.post("/api/pictures/plan", json={"files": [file]}).json()["items"][0]["upload"]
    client.put(plan["request"]["url"], content=body)
    thief = a_person(house, client, "thief").client

    made = thief.post("/api/pictures", json={"files": [{**file, "upload": plan["id"]}]}).json()["items"][0]

    assert made["code"] == "blobs.bytes_missing"


def test_knowing_a_digest_gives_nobody_the_bytes(house: House, client: TestClient) -> None:
    body = jpeg()
    upload(client, {"secret.jpg": body})
    thief = a_person(house, client, "thief").client

    plan = thief.post("/api/pictures/plan", json={"files": [described("mine.jpg", body)]}).json()["items"][0]

    assert plan["status"] == "upload"


def test_large_files_go_in_parts_and_repeat_harmlessly(house: House, client: TestClient, app: Any) -> None:
    noise = Image.effect_noise((1300, 1000), 90)
    out = io.BytesIO()
    noise.save(out, "BMP")
    body = out.getvalue()
    app.state.house = replace(house, settings=replace(house.settings, multipart_mb=1, part_mb=1))
    file = described("noise.bmp", body)
    plan = client.post("/api/pictures/plan", json={"files": [file]}).json()["items"][0]["upload"]

    etags = []
    for part in reversed(plan["parts"]):
        piece = body[part["offset"] : part["offset"] + part["size"]]
        put = client.put(part["url"], content=piece, headers=part["headers"])
        etags.append({"number": part["number"], "etag": put.headers["etag"]})
    first = client.post(plan["finish"], json={"parts": etags})
    again = client.post(plan["finish"], json={"parts": etags})
    made = client.post("/api/pictures", json={"files": [{**file, "upload": plan["id"]}]}).json()["items"][0]

    assert first.status_code == again.status_code == 200
    assert made["status"] == "created", made
    assert client.get(client.get(f"/api/pictures/{made['picture']['picture_id']}/url").json()["url"]).content == body


@pytest.fixture
def lake(client: TestClient) -> TestClient:
    upload(client, {"a.jpg": jpeg(10, 10), "b.jpg": jpeg(20, 10)}, tags=["drone", "day"])
    upload(client, {"c.jpg": jpeg(30, 10)}, tags=["drone", "night"], source="camera")
    upload(client, {"d 100%.jpg": jpeg(40, 10)})
    return client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("", ["a.jpg", "b.jpg", "c.jpg", "d 100%.jpg"], id="all"),
        pytest.param("?tag=drone", ["a.jpg", "b.jpg", "c.jpg"], id="tag"),
        pytest.param("?tag=drone&tag=night", ["c.jpg"], id="both-tags"),
        pytest.param("?tag=drone&tag=unknown", [], id="unknown-tag"),
        pytest.param("?q=-tag:drone", ["d 100%.jpg"], id="without"),
        pytest.param("?q=width>15 width<=30", ["b.jpg", "c.jpg"], id="width"),
        pytest.param("?q=source:camera", ["c.jpg"], id="source"),
        pytest.param("?q=100%25", ["d 100%.jpg"], id="percent-is-no-wildcard"),
        pytest.param("?q=_.jpg", [], id="underscore-is-no-wildcard"),
        pytest.param("?q=before:2001", [], id="before"),
        pytest.param("?q=after:2001 type:image/jpeg size>1b", ["a.jpg", "b.jpg", "c.jpg", "d 100%.jpg"], id="terms"),
        pytest.param("?order=-name&limit=2", ["d 100%.jpg", "c.jpg"], id="name-down"),
        pytest.param('?q="d 100"', ["d 100%.jpg"], id="phrase"),
    ],
)
def test_lists_and_counts_agree_on_what_matches(lake: TestClient, query: str, found: list[str]) -> None:
    assert names(lake, query) == found
    if "limit" not in query:
        assert lake.get(f"/api/pictures/count{query}").json() == {"count": len(found)}


@pytest.mark.parametrize("q", ["width>abc", "-foo", "before:yesterday", "size>3tb", '"', "x" * 1_001])
def test_a_search_that_makes_no_sense_says_what_would(lake: TestClient, q: str) -> None:
    answer = lake.get("/api/pictures", params={"q": q})

    assert answer.status_code in (400, 422)
    assert len(answer.json()["detail"]) > 20


@pytest.mark.parametrize("order", ["created", "-created", "name", "-name", "size", "-size"])
@pytest.mark.parametrize("shape", ["items", "rows"])
def test_the_union_of_the_pages_is_the_whole(lake: TestClient, order: str, shape: str) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        page = lake.get("/api/pictures", params={"order": order, "limit": 1, "shape": shape, "cursor": cursor}).json()
        if shape == "rows":
            seen += [dict(zip(page["columns"], row, strict=True))["external_url"] for row in page["rows"]]
        else:
            seen += [item["external_url"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert sorted(seen) == ["a.jpg", "b.jpg", "c.jpg", "d 100%.jpg"]


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "../..", "WzFd" * 500])
def test_a_forged_cursor_is_refused(lake: TestClient, cursor: str) -> None:
    assert lake.get("/api/pictures", params={"cursor": cursor}).status_code in (400, 422)


def test_tags_are_added_and_removed_by_id_and_by_filter(lake: TestClient) -> None:
    ids = [item["picture_id"] for item in lake.get("/api/pictures?tag=day").json()["items"]]

    lake.post("/api/pictures/tags", json={"pictures": ids, "add": ["new"], "remove": ["day"]})
    lake.post("/api/pictures/tags", json={"pictures": ids, "add": ["new"], "remove": ["day"]})
    lake.post("/api/pictures/tags", json={"filter": {"q": "width>=30"}, "add": ["wide"]})

    found = {tag["name"]: tag["pictures"] for tag in lake.get("/api/tags").json()["items"]}
    assert found == {"drone": 3, "new": 2, "night": 1, "wide": 2}
    assert names(lake, "?tag=wide") == ["c.jpg", "d 100%.jpg"]


def test_facets_count_what_the_filter_leaves(lake: TestClient) -> None:
    found = lake.get("/api/tags?tag=night").json()

    assert {tag["name"]: tag["pictures"] for tag in found["items"]} == {"drone": 1, "night": 1}
    assert found["exact"] is True


def test_a_tag_is_renamed_and_deleted_everywhere(lake: TestClient) -> None:
    assert lake.patch("/api/tags/day", json={"name": "noon/late"}).status_code == 200
    assert lake.patch("/api/tags/night", json={"name": "drone"}).status_code == 409
    assert names(lake, "?tag=noon/late") == ["a.jpg", "b.jpg"]
    assert lake.delete("/api/tags/noon/late").status_code == 200
    assert lake.delete("/api/tags/noon/late").status_code == 404


def test_pictures_of_another_organization_are_not_there(house: House, lake: TestClient, owner: Issued) -> None:
    picture = lake.get("/api/pictures").json()["items"][0]["picture_id"]
    other = a_person(house, lake, "other").client

    assert other.get("/api/pictures").json()["items"] == []
    assert other.get(f"/api/pictures/{picture}").status_code == 404
    assert other.get(f"/api/pictures/{picture}/url").status_code == 404
    assert other.get(f"/api/pictures/{picture}/thumbnail/128").status_code == 404
    assert other.post("/api/pictures/tags", json={"pictures": [picture], "add": ["x"]}).status_code == 404
    assert other.get("/api/tags").json()["items"] == []


def test_an_id_alone_leads_a_member_to_the_picture_and_nobody_else(
    house: House, client: TestClient, owner: Issued
) -> None:
    friend = a_person(house, client, "friend")
    an_organization(house, owner.username, "acme", {"friend": Role.VIEWER})
    client.headers["X-Picsellia-Organization"] = "acme"
    picture = upload(client, {"a.jpg": jpeg()})[0]["picture"]["picture_id"]

    assert friend.client.get(f"/api/pictures/{picture}").status_code == 200
    assert friend.acting_in("friend").get(f"/api/pictures/{picture}").status_code == 404
    assert (
        friend.acting_in("acme").post("/api/pictures/tags", json={"pictures": [picture], "add": ["x"]}).status_code
        == 403
    )


def test_bytes_without_a_picture_are_swept_and_those_of_a_picture_are_not(
    house: House, client: TestClient, who: Principal
) -> None:
    kept, orphan = jpeg(), b"no picture"
    upload(client, {"a.jpg": kept})
    planned = client.post("/api/pictures/plan", json={"files": [described("x.jpg", orphan)]}).json()["items"][0]
    client.put(planned["upload"]["request"]["url"], content=orphan)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE uploads SET expires_at = now() - interval '1 s'")
        connection.exec_driver_sql("UPDATE blobs SET created_at = now() - interval '2 days'")

    with house.writing(who) as ctx:
        assert blobs.sweep(ctx) == 1
    with house.writing(who) as ctx:
        assert blobs.bury(ctx) == 1

    assert len(list(house.storage.listing())) == 1

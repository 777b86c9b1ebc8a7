"""Rows 1 to 13 of the endpoint index: start, keys and bytes, pictures."""

from __future__ import annotations

from uuid import uuid4

import pytest

from factories import an_organization, jpeg
from picsellia_server.context import House
from picsellia_server.operator import Issued
from wire_v2.conftest import Speaker


def test_row_01_get_ping(either: Speaker, owner: Issued) -> None:
    answer = either.says(200, "GET", "ping")

    assert answer["username"] == owner.username
    assert answer["sdk_version"]


def test_row_02_post_get_organization(either: Speaker, owner: Issued, house: House, stranger: Speaker) -> None:
    mine = either.says(200, "POST", "get_organization", {"organization": None})
    an_organization(house, owner.username, "acme", {})
    by_name = either.says(200, "POST", "get_organization", {"organization": "acme"})
    by_id = either.says(200, "POST", "get_organization", {"organization": by_name["organization_id"]})

    assert mine["organization_name"] == owner.username
    assert by_name == by_id
    assert by_name["organization_name"] == "acme"
    either.says(404, "POST", "get_organization", {"organization": "nobody"})
    stranger.says(403, "POST", "get_organization", {"organization": "acme"})


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_row_03_generate_presigned_url(speak: Speaker, method: str) -> None:
    key = f"{uuid4()}.jpg"
    asked = {"method": "post", "object_name": key, "bucket_model": False}

    leave = speak.says(200, method, "generate_presigned_url", asked)["url"]
    sent = speak.http.post(leave["url"], data=leave["fields"], files={"file": ("in/a.jpg", b"bytes")})
    found = speak.says(200, method, "generate_presigned_url", {**asked, "method": "get"})["url"]

    assert sent.status_code == 204
    assert speak.http.get(found).content == b"bytes"
    assert found.startswith("http://testserver/")
    assert found.partition("?")[0].endswith(".jpg")
    speak.says(404, method, "generate_presigned_url", {**asked, "method": "get", "object_name": "never/uploaded"})
    speak.says(400, method, "generate_presigned_url", {**asked, "method": "put"})


def test_row_03_a_later_upload_under_a_key_replaces_the_earlier_one(speak: Speaker) -> None:
    key = f"{uuid4()}/notes.txt"

    speak.post(key, b"one")
    first = speak.fetch(key)
    speak.post(key, b"two, longer")
    speak.post(key, b"three")

    assert first == b"one"
    assert speak.fetch(key) == b"three"


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("{exp}/two words.txt", id="space"),
        pytest.param("{exp}/Grüße/港口 \u00a0🛰️.txt", id="other scripts"),
        pytest.param("/home/me/plot.png", id="absolute"),
        pytest.param("{exp}/./a//b.png", id="odd slashes"),
        pytest.param("{exp}/100 %/b;c=d&e+f'\".txt", id="encoded"),
        pytest.param(".hidden", id="dot"),
        pytest.param("{exp}/" + "x" * 1_000, id="long"),
    ],
)
def test_row_03_keys_are_opaque(speak: Speaker, key: str) -> None:
    key = key.replace("{exp}", speak.experiment(speak.project()))

    assert speak.fetch(speak.post(key, b"kept")) == b"kept"


@pytest.mark.parametrize("key", ["../etc/passwd", "a/../../b", "a\\..\\b", "", "a\x00b", "x" * 5_000])
def test_row_03_keys_that_lead_elsewhere_are_refused(speak: Speaker, key: str) -> None:
    speak.says(400, "POST", "generate_presigned_url", {"method": "post", "object_name": key, "bucket_model": True})


def test_row_03_nobody_writes_below_an_id_of_another_organization(speak: Speaker, stranger: Speaker) -> None:
    key = f"{speak.experiment(speak.project())}/weights.bin"
    speak.post(key, b"mine")

    for method in ("post", "get"):
        stranger.says(
            403, "POST", "generate_presigned_url", {"method": method, "object_name": key, "bucket_model": True}
        )
    stranger.says(403, "GET", "init_multipart_upload", {"object_name": key})

    assert speak.fetch(key) == b"mine"


def test_row_03_two_organizations_share_no_key(speak: Speaker, stranger: Speaker) -> None:

    speak.post("/home/me/plot.png", b"mine")
    stranger.post("/home/me/plot.png", b"theirs")

    assert (speak.fetch("/home/me/plot.png"), stranger.fetch("/home/me/plot.png")) == (b"mine", b"theirs")


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        pytest.param(4, [b"a" * (5 << 20), b"b" * 100], id="row 4: two parts"),
        pytest.param(5, [b"a" * (5 << 20), b""], id="row 5: an exact multiple ends with an empty part"),
        pytest.param(6, [b"small"], id="row 6: a small file, by name"),
    ],
)
def test_rows_04_05_06_multipart(speak: Speaker, row: int, parts: list[bytes]) -> None:
    key = f"{speak.experiment(speak.project())}/0/saved_model.zip"

    speak.put_parts(key, parts)

    assert speak.fetch(key) == b"".join(parts)


def test_row_04_get_init_multipart_upload_takes_a_body_without_a_content_type(speak: Speaker) -> None:
    assert speak.says(200, "GET", "init_multipart_upload", {"object_name": "a/b.bin"})["upload_id"]
    speak.says(400, "GET", "init_multipart_upload", b"not json")
    speak.says(400, "GET", "init_multipart_upload")


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_row_05_generate_post_part_url(speak: Speaker, method: str) -> None:
    upload = speak.says(200, "GET", "init_multipart_upload", {"object_name": "a/b.bin"})["upload_id"]

    url = speak.says(
        200, method, "generate_post_part_url", {"upload_id": upload, "part_no": 1, "object_name": "a/b.bin"}
    )["url"]

    assert speak.http.put(url, content=b"x").headers["etag"]
    speak.says(404, method, "generate_post_part_url", {"upload_id": str(uuid4()), "part_no": 1})
    speak.says(400, method, "generate_post_part_url", {"upload_id": upload, "part_no": "1"})


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_row_06_complete_part_upload(speak: Speaker, method: str) -> None:
    upload = speak.says(200, "GET", "init_multipart_upload", {"object_name": "a/b.bin"})["upload_id"]
    url = speak.says(200, "POST", "generate_post_part_url", {"upload_id": upload, "part_no": 1})["url"]
    etag = speak.http.put(url, content=b"x").headers["etag"]
    done = {"upload_id": upload, "object_name": "a/b.bin", "parts": [{"ETag": etag, "PartNumber": 1}]}

    speak.says(400, method, "complete_part_upload", {**done, "parts": [{"ETag": '"other"', "PartNumber": 1}]})
    speak.says(201, method, "complete_part_upload", done)
    speak.says(201, method, "complete_part_upload", done)

    assert speak.fetch("a/b.bin") == b"x"


def test_row_07_get_datalake(either: Speaker) -> None:
    either.says(200, "GET", "datalake/none")
    picture = either.picture("a.jpg", tags=["drone"])

    [found] = either.says(200, "GET", "datalake/none")["pictures"]

    assert set(found) == {"picture_id", "internal_key", "external_url", "creation_date", "height", "width", "tag"}
    assert (found["picture_id"], found["external_url"], found["tag"]) == (picture, "a.jpg", ["drone"])
    assert (found["width"], found["height"]) == (64, 48)


def test_row_08_post_datalake_search(speak: Speaker) -> None:
    names = [f"{at}.jpg" for at in range(5)]
    for at, name in enumerate(names):
        speak.picture(name, tags=["drone", "even"] if at % 2 == 0 else ["drone"])

    def search(tags: list[str], quantity: float) -> list[str]:
        found = speak.says(200, "POST", "datalake/search/none", {"tags": tags, "quantity": quantity})["pictures"]
        return [each["external_url"] for each in found]

    assert search(["drone", "even"], 1) == ["0.jpg", "2.jpg", "4.jpg"]
    assert search(["drone"], 0.5) == names[:2]  # round(2.5)
    assert search(["drone"], 0.7) == names[:4]  # round(3.5)
    assert search([], 12) == names
    assert search(["drone"], 0) == search(["drone"], -1) == search(["nothing"], 1) == []


def test_row_09_post_datalake_delete(speak: Speaker, stranger: Speaker) -> None:
    dataset = speak.dataset(pictures=2)
    first, second = speak.says(200, "GET", "datalake/none")["pictures"]
    theirs = stranger.picture("theirs.jpg")

    speak.says(403, "POST", "datalake/delete/none", {"to_delete": [first, theirs]})
    left = speak.says(200, "GET", "datalake/none")["pictures"]
    mixed = [first, second["picture_id"], second["picture_id"], str(uuid4()), "no id", {"picture_id": 7}, {}, None]
    said = speak.says(200, "POST", "datalake/delete/none", {"to_delete": mixed})

    assert len(left) == 2
    assert said == {"success": "2 pictures deleted"}
    assert speak.says(200, "GET", "datalake/none")["pictures"] == []
    assert speak.says(200, "GET", f"picture/{dataset}")["pictures"] == []
    assert len(stranger.says(200, "GET", "datalake/none")["pictures"]) == 1


def test_row_10_post_datalake_tag(speak: Speaker) -> None:
    picture = speak.picture("a.jpg", tags=["drone"])

    for _ in range(2):
        speak.says(
            200, "POST", "datalake/tag/none", {"tags": ["night", "fog"], "to_tag": [picture, {"picture_id": picture}]}
        )

    [found] = speak.says(200, "GET", "datalake/none")["pictures"]
    assert sorted(found["tag"]) == ["drone", "fog", "night"]


@pytest.mark.parametrize("path", ["datalake/delete_tag", "datalake/delete_tag/tag"])
def test_row_11_post_datalake_delete_tag(speak: Speaker, path: str) -> None:
    picture = speak.picture("a.jpg", tags=["drone", "night"])
    organization = speak.says(200, "POST", "get_organization", {})["organization_id"]

    speak.says(200, "POST", f"{path}/{organization}", {"tags": ["night", "absent"], "to_delete_tag": [picture]})

    [found] = speak.says(200, "GET", "datalake/none")["pictures"]
    assert found["tag"] == ["drone"]


def test_row_12_put_picture_upload(speak: Speaker) -> None:
    key = speak.post(f"{uuid4()}.jpg", jpeg(64, 48), models=False)
    asked = {"internal_key": key, "external_url": "a.jpg", "height": 1, "width": 2, "tags": ["drone"], "source": "sdk"}

    first = speak.says(201, "PUT", "picture/upload/none", asked)
    again = speak.says(201, "PUT", "picture/upload/none", {**asked, "tags": ["night"]})
    other = speak.picture("a.jpg", body=jpeg(64, 48, colour=(1, 2, 3)))

    assert first["success"] == "picture saved"
    assert (first["width"], first["height"], first["internal_key"]) == (64, 48, key)
    assert again["picture_id"] == first["picture_id"] != other
    assert again["tag"] == ["drone", "night"]
    assert len(speak.says(200, "GET", "datalake/none")["pictures"]) == 2


def test_row_12_what_is_no_picture_or_never_came_is_refused(speak: Speaker) -> None:
    text = speak.post(f"{uuid4()}.jpg", b"no picture", models=False)
    asked = {"external_url": "a.jpg", "height": 1, "width": 2, "tags": [], "source": "sdk"}

    speak.says(400, "PUT", "picture/upload/none", {**asked, "internal_key": text})
    speak.says(400, "PUT", "picture/upload/none", {**asked, "internal_key": f"{uuid4()}.jpg"})

    assert speak.says(200, "GET", "datalake/none")["pictures"] == []


def test_row_12_pictures_of_both_clients_are_one_and_the_same(speak: Speaker) -> None:
    picture = speak.picture("a.jpg", tags=["drone"])
    headers = {"Authorization": f"Token {speak.token}"}

    speak.http.post("/api/pictures/tags", json={"pictures": [picture], "add": ["new"]}, headers=headers)
    seen = speak.http.get(f"/api/pictures/{picture}", headers=headers).json()

    [found] = speak.says(200, "GET", "datalake/none")["pictures"]
    assert found["tag"] == seen["tag"] == ["drone", "new"]
    assert seen["internal_key"] == found["internal_key"]
    assert len(seen["sha256"]) == 64


def test_row_13_get_picture_of_a_dataset(speak: Speaker) -> None:
    dataset = speak.dataset(pictures=3)

    found = speak.says(200, "GET", f"picture/{dataset}")["pictures"]

    assert [each["external_url"] for each in found] == [f"Harbours-{at}.jpg" for at in range(3)]
    speak.says(404, "GET", f"picture/{uuid4()}")
    speak.says(404, "GET", "picture/not-an-id")

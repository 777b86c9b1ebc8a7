"""What a view of the lake asks for beside its pages: anchors, neighbours, EXIF."""

from __future__ import annotations

import io

import pytest
from fastapi.testclient import TestClient
from PIL import ExifTags, Image

from factories import jpeg, upload

ORDERS = ["created", "-created", "name", "-name", "size", "-size"]


def lake(client: TestClient, many: int) -> None:
    files = {f"{(i * 37) % 101:03}.jpg": jpeg(16 + i % 5, 16, colour=(i, 5, 9)) for i in range(many)}
    upload(client, files)


@pytest.mark.parametrize("order", ORDERS)
def test_segments_that_start_at_anchors_join_to_the_whole_list(client: TestClient, order: str) -> None:
    lake(client, 101)
    whole = client.get(f"/api/pictures?order={order}&limit=1000").json()["items"]

    anchors = client.get(f"/api/pictures/anchors?order={order}&every=100").json()
    cursors = ["", *anchors["cursors"]]
    pages = [client.get(f"/api/pictures?order={order}&limit=100&cursor={cursor}").json()["items"] for cursor in cursors]

    assert anchors["every"] == 100
    assert len(anchors["cursors"]) == 1
    assert [item["picture_id"] for page in pages for item in page] == [item["picture_id"] for item in whole]


def test_anchors_follow_the_filter(client: TestClient) -> None:
    lake(client, 101)

    assert client.get("/api/pictures/anchors?every=100&q=width%3D16").json()["cursors"] == []
    assert client.get("/api/pictures/anchors?every=100&q=type%3Aimage/jpeg").json()["cursors"] != []
    assert client.get("/api/pictures/anchors?every=100&tag=nowhere").json()["cursors"] == []


@pytest.mark.parametrize("order", ORDERS)
def test_walking_from_neighbour_to_neighbour_visits_the_list_in_order(client: TestClient, order: str) -> None:
    lake(client, 7)
    listed = [item["picture_id"] for item in client.get(f"/api/pictures?order={order}").json()["items"]]

    around = [client.get(f"/api/pictures/{picture}/neighbours?order={order}").json() for picture in listed]

    assert [each["next"] for each in around] == [*listed[1:], None]
    assert [each["previous"] for each in around] == [None, *listed[:-1]]


def test_neighbours_are_those_that_match_the_filter(client: TestClient) -> None:
    made = upload(client, {"a.jpg": jpeg(16), "b.jpg": jpeg(20), "c.jpg": jpeg(24), "d.jpg": jpeg(20, 21)})
    ids = {item["picture"]["external_url"]: item["picture"]["picture_id"] for item in made}

    around = client.get(f"/api/pictures/{ids['b.jpg']}/neighbours?q=width%3D20").json()

    assert around == {"previous": None, "next": ids["d.jpg"]}
    assert client.get("/api/pictures/00000000-0000-4000-8000-000000000000/neighbours").status_code == 404


def test_the_exif_of_a_picture_is_names_and_text(client: TestClient) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Ma\0ker"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.FNumber] = 2.8
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "S", 2: (36.0, 30.0, 0.0), 3: "E", 4: (174.0, 45.0, 36.0)})
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG", exif=exif)
    made = upload(client, {"a.jpg": out.getvalue(), "plain.jpg": jpeg()})

    values = client.get(f"/api/pictures/{made[0]['picture']['picture_id']}/exif").json()["values"]
    plain = client.get(f"/api/pictures/{made[1]['picture']['picture_id']}/exif").json()["values"]

    assert values["FNumber"] == "2.8"
    assert values["Latitude"] == "-36.500000"
    assert values["Longitude"] == "174.760000"
    assert "\0" not in values["Make"]
    assert plain == {}

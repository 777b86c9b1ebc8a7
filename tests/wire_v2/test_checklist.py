"""The checklist of the wire, a test a line; and that every row of its endpoint index has one (`test_row_NN_…`)."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from factories import an_organization, jpeg
from picsellia_server.app import routes_of
from picsellia_server.context import House
from picsellia_server.http.routing import listed
from picsellia_server.operator import Issued
from wire_v2.conftest import CALM, Speaker

ROWS = 76


def test_every_row_of_the_endpoint_index_has_a_test() -> None:
    text = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    named = {int(row) for rows in re.findall(r"def test_rows?_((?:\d\d_)+)", text) for row in rows.split("_") if row}

    assert named == set(range(1, ROWS + 1))


def test_both_prefixes_serve_the_same(app: FastAPI) -> None:
    paths = [(method, path) for method, path, _ in listed(routes_of(app)) if not path.startswith("/sdk/wheel")]
    new = {(method, path.removeprefix("/sdk/v2/")) for method, path in paths if path.startswith("/sdk/v2/")}
    old = {(method, path.removeprefix("/sdk/")) for method, path in paths if path.startswith("/sdk/")} - {
        (method, f"v2/{path}") for method, path in new
    }

    assert new == old
    assert len(new) > 80


def test_checklist_json_is_parsed_whatever_the_content_type(speak: Speaker) -> None:
    url, headers = speak.prefix + "get_organization", {"Authorization": f"Token {speak.token}"}

    for kind in (None, "text/plain", "application/x-www-form-urlencoded", "application/json"):
        given = {**headers, "Content-Type": kind} if kind else headers
        answer = speak.http.post(url, content=b'{"organization": null, "more": NaN}', headers=given)
        assert answer.status_code == 200
    assert speak.says(200, "GET", "init_multipart_upload", b'{"object_name": "a/b", "more": [Infinity, -Infinity]}')


@pytest.mark.parametrize("body", [b"[]", b"7", b'"x"', b"{", b"\xff", b"\x00", b"null", b"[" * 100_000])
def test_checklist_other_bodies_are_refused(speak: Speaker, body: bytes) -> None:
    speak.says(400, "POST", "datalake/search/none", body)


@pytest.mark.parametrize(
    "path",
    [
        "ping/",
        "datalake/none/",
        "project/null/",
        "absent",
        "",
        "experiment",
        "dataset/none/a/b/c/d",
        "upload_annotations",
    ],
)
def test_checklist_no_redirects_and_no_trailing_slashes(either: Speaker, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        either.says(404, method, path)


def test_checklist_a_wrong_method_is_404(speak: Speaker) -> None:
    speak.says(404, "PATCH", "ping")
    speak.says(404, "POST", "picture/upload/none", {})


def test_checklist_greedy_last_names_and_literal_routes_first(speak: Speaker) -> None:
    project = speak.project()
    exp = speak.experiment(project, "file")
    asset = {"0": {"name": "by_name/a/b", "data": [1], "type": "line"}}

    speak.says(201, "PUT", f"experiment/{exp}/data", asset)

    assert speak.says(200, "GET", f"experiment/{exp}/data/by_name/a/b")["data_asset"]["data"] == [1]
    assert speak.says(200, "GET", f"experiment/{exp}/file") == {"files": []}
    assert speak.says(200, "GET", f"experiment/{project}/by_name/file")["experiment"]["id"] == exp
    speak.says(404, "POST", "experiment/send_experiment_logging", {"experiment_id": str(uuid4()), "log": "x"})


@pytest.mark.parametrize("token", [None, "wrong", "", "0" * 40])
def test_checklist_403_for_bad_tokens(anonymous: TestClient, owner: Issued, token: str | None) -> None:
    speaker = Speaker(http=anonymous, token=token)

    for method, path in (
        ("GET", "ping"),
        ("POST", "get_organization"),
        ("GET", "datalake/none"),
        ("PUT", "project/null"),
    ):
        assert speaker.says(403, method, path, {})["error"]


def test_checklist_403_for_a_scheme_that_is_none(anonymous: TestClient, owner: Issued) -> None:
    answer = anonymous.get("/sdk/v2/ping", headers={"Authorization": f"Basic {owner.token}"})

    assert (answer.status_code, set(answer.json())) == (403, {"error", "code", "request_id"})


def test_checklist_400_for_every_refusal_even_our_own_faults(
    speak: Speaker, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from picsellia_server.projects import service

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(service, "create", fail)

    answer = speak.says(400, "PUT", "project/null", {"project_name": "x"})

    assert answer["code"] == "internal"
    assert "a fault" not in answer["error"]
    assert answer["request_id"]


def test_checklist_400_for_a_body_over_the_limit(speak: Speaker, app: FastAPI) -> None:
    limit = app.state.house.settings.max_body_mb << 20

    answer = speak.http.post(
        "/sdk/v2/datalake/search/none",
        content=b" " * (limit + 1),
        headers={"Authorization": f"Token {speak.token}"},
    )

    assert answer.status_code == 400
    assert "larger" in answer.json()["error"]


def test_checklist_every_response_is_an_object_with_error_on_failures(speak: Speaker) -> None:
    """`Speaker.ask` looks at each answer of all these tests; this is the form."""
    answer = speak.ask("GET", "network/by_name/null/absent")

    assert answer.headers["content-type"] == "application/json"
    assert "absent" in answer.json()["error"]
    assert answer.headers["cache-control"] == "no-store"


def test_checklist_version_4_uuids_everywhere(speak: Speaker) -> None:
    dataset, project = speak.dataset(), speak.project()
    picture = speak.says(200, "GET", f"picture/{dataset}")["pictures"][0]["picture_id"]
    organization = speak.says(200, "POST", "get_organization", {})["organization_id"]

    for made in (dataset, picture, organization, project, speak.experiment(project), speak.network()):
        assert str(UUID(made, version=4)) == made


@pytest.mark.parametrize("mine", ["none", "null", "None"])
def test_checklist_organizations_by_id_name_and_literal(speak: Speaker, house: House, owner: Issued, mine: str) -> None:
    an_organization(house, owner.username, "acme", {})
    acme = speak.says(200, "POST", "get_organization", {"organization": "acme"})["organization_id"]
    personal = speak.says(200, "POST", "get_organization", {"organization": mine})["organization_id"]

    speak.says(201, "PUT", f"project/{mine}", {"project_name": "mine"})
    speak.says(201, "PUT", "project/acme", {"project_name": "ours"})

    for organization, name in (
        (acme, "ours"),
        ("acme", "ours"),
        (mine, "mine"),
        (personal, "mine"),
        (owner.username, "mine"),
    ):
        assert [each["project_name"] for each in speak.says(200, "GET", f"project/{organization}")["projects"]] == [
            name
        ]
    speak.says(404, "GET", "project/absent")


def test_checklist_what_an_id_names_is_found_in_whatever_organization_it_is(
    speak: Speaker, house: House, owner: Issued
) -> None:
    an_organization(house, owner.username, "acme", {})
    project = speak.says(201, "PUT", "project/acme", {"project_name": "ours"})["project_id"]
    exp = speak.experiment(project)
    for name, key in (("a", f"{exp}/a.txt"), ("from-windows", f"{exp}\\b.txt")):
        speak.post(key, name.encode())
        speak.says(201, "PUT", f"experiment/{exp}/file", {"0": {"name": name, "object_name": key, "large": False}})
        assert speak.fetch(key) == name.encode()

    assert speak.says(200, "GET", f"experiment/None/{exp}")["experiment"]["files"] == []


def test_checklist_pictures_of_an_organization_are_uploaded_without_naming_it(
    speak: Speaker, house: House, owner: Issued
) -> None:
    an_organization(house, owner.username, "acme", {})
    key = speak.post(f"{uuid4()}.jpg", jpeg(), models=False)
    asked = {"internal_key": key, "external_url": "a.jpg", "height": 1, "width": 1, "tags": [], "source": "sdk"}

    speak.says(201, "PUT", "picture/upload/acme", asked)

    assert len(speak.says(200, "GET", "datalake/acme")["pictures"]) == 1
    assert speak.says(200, "GET", "datalake/none")["pictures"] == []


def test_checklist_presigned_post_is_nested_and_answers_204(speak: Speaker) -> None:
    """As `requests` sends it: fields first, then a file part without a content type, its name any path."""
    asked = {"method": "post", "object_name": "a/empty.txt", "bucket_model": True}
    url = speak.says(200, "POST", "generate_presigned_url", asked)["url"]
    fields = "".join(
        f'--xyz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in url["fields"].items()
    )
    disposition = "form-data; name=\"file\"; filename*=utf-8''in%2FGr%C3%BC%C3%9Fe.txt"
    file = f"--xyz\r\nContent-Disposition: {disposition}\r\n\r\n\r\n--xyz--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=xyz"}

    answer = speak.http.post(url["url"], content=(fields + file).encode(), headers=headers)

    assert (answer.status_code, answer.content) == (204, b"")
    assert speak.fetch("a/empty.txt") == b""


def test_checklist_unknown_file_is_an_empty_list_and_unknown_data_404(speak: Speaker) -> None:
    exp = speak.experiment(speak.project())

    assert speak.says(200, "GET", f"experiment/{exp}/file/absent") == {"file": []}
    speak.says(404, "GET", f"experiment/{exp}/data/absent")


def test_checklist_delete_project_deletes_nothing(speak: Speaker) -> None:
    speak.project()

    for organization in ("null", "none", "None"):
        speak.says(200, "DELETE", f"project/{organization}")

    assert len(speak.says(200, "GET", "project/null")["projects"]) == 1


def test_checklist_labels_after_annotations_and_categories_cover_them(speak: Speaker) -> None:
    dataset = speak.dataset(pictures=1)
    exp = speak.experiment(speak.project(), dataset="Harbours/first")

    speak.says(201, "PUT", f"annotation/new/{dataset}/Harbours-0.jpg", {"data": [CALM]})
    speak.says(200, "PUT", f"label/{dataset}/calm/classification")

    found = speak.says(200, "GET", f"experiment/{exp}/dl_annotations/all")
    assert [each["name"] for each in found["categories"]] == ["calm"]


def test_checklist_no_number_is_stored_as_null(speak: Speaker) -> None:
    exp = speak.experiment(speak.project())

    speak.says(201, "PUT", f"experiment/{exp}/data", b'{"0": {"name": "t", "data": {"a": NaN}, "type": "table"}}')

    assert speak.says(200, "GET", f"experiment/{exp}/data/t")["data_asset"]["data"] == {"a": None}


def test_checklist_a_viewer_may_look_and_not_change(
    house: House, speak: Speaker, stranger: Speaker, owner: Issued
) -> None:
    from picsellia_server.accounts.model import Role

    an_organization(house, owner.username, "acme", {"bob": Role.VIEWER})
    project = speak.says(201, "PUT", "project/acme", {"project_name": "ours"})["project_id"]
    exp = speak.experiment(project)

    stranger.says(200, "GET", "project/acme")
    stranger.says(200, "GET", f"experiment/{project}/{exp}")
    stranger.says(403, "PUT", "project/acme", {"project_name": "theirs"})
    stranger.says(403, "PATCH", f"experiment/{project}/{exp}", {"status": "x"})
    asked = {"method": "post", "object_name": f"{exp}/a", "bucket_model": True}
    stranger.says(403, "POST", "generate_presigned_url", asked)


def test_the_wheel_is_still_served_beside_the_wire(anonymous: TestClient) -> None:
    answer: httpx.Response = anonymous.get("/sdk/wheel/absent.whl")

    assert answer.json()["code"] == "sdk.wheel_unknown"

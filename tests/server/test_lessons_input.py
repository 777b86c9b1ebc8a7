"""What others were broken by, sent to every door: deep and huge JSON, odd numbers, wildcards, names that are paths."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import described, jpeg, upload
from picsellia_server.context import House

JSON = {"Content-Type": "application/json"}
SOURCE = Path(__file__).parents[2] / "src"

DOORS = [
    pytest.param("POST", "/api/datasets", id="dataset"),
    pytest.param("POST", "/api/pictures/plan", id="plan"),
    pytest.param("POST", "/api/projects", id="project"),
    pytest.param("POST", "/api/sessions", id="session"),
    pytest.param("PUT", "/sdk/v2/dataset/none", id="wire-dataset"),
    pytest.param("PUT", "/sdk/v2/project/none", id="wire-project"),
]
BODIES = [
    pytest.param(b"[" * 200_000, id="deep-list"),
    pytest.param(b'{"a":' * 200_000 + b"1" + b"}" * 200_000, id="deep-object"),
    pytest.param(b'{"name": ' + b"9" * 200_000 + b"}", id="number-of-200000-digits"),
    pytest.param(b'{"name": 1e999999}', id="exponent"),
    pytest.param(b'{"name": NaN, "x": Infinity}', id="nan"),
    pytest.param(b'{"name": "\\ud800"}', id="half-a-character"),
    pytest.param(b'{"name": "a\\u0000b"}', id="nul"),
    pytest.param(b'{"name": "a", "name": {"b": 1}}', id="twice"),
    pytest.param(b"\xff\xfe{\x00", id="no-utf-8"),
    pytest.param(b"", id="empty"),
    pytest.param(b"null", id="null"),
    pytest.param(b'"text"', id="text"),
]


@pytest.mark.parametrize(("method", "path"), DOORS)
@pytest.mark.parametrize("body", BODIES)
def test_a_bad_body_is_a_bad_request_and_soon(client: TestClient, method: str, path: str, body: bytes) -> None:
    started = time.monotonic()

    answer = client.request(method, path, content=body, headers=JSON)

    assert answer.status_code in (400, 401, 413, 422), answer.text[:300]
    assert "Traceback" not in answer.text
    assert len(answer.content) < 5_000
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("number", [2**31, 2**63, -(2**63) - 1, 10**30, 1e308, -0.0, True])
@pytest.mark.parametrize("field", ["limit", "cursor", "size"])
def test_a_number_beyond_all_measure_is_a_bad_request(client: TestClient, field: str, number: float) -> None:
    if field == "size":
        body = {"files": [{"name": "a.jpg", "sha256": "0" * 64, "size": number}]}
        answer = client.post("/api/pictures/plan", json=body)
    else:
        answer = client.get(f"/api/pictures?{field}={number}")

    assert answer.status_code < 500, answer.text


QUERIES = ["%", "_", "\\", "%%%%", "a%' OR '1'='1", "'; DROP TABLE pictures; --", "\\%", "(a+)+$", "[", "*" * 200]
LISTS = [
    "/api/pictures?q={}",
    "/api/pictures/count?q={}",
    "/api/datasets?q={}",
    "/api/networks?q={}",
    "/api/events?verb={}",
]


@pytest.mark.parametrize("text", QUERIES)
def test_a_search_looks_for_what_was_typed_and_nothing_else(client: TestClient, text: str) -> None:
    """No wildcard, pattern or quote means anything in a search."""
    upload(client, {"plain.jpg": jpeg(), "other.jpg": jpeg(66)})

    answers = {path: client.get(path.format(""), params={path.partition("?")[2].split("=")[0]: text}) for path in LISTS}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code not in (200, 400)} == {}
    assert answers["/api/pictures/count?q={}"].json().get("count", 0) == 0
    assert client.get("/api/pictures/count").json()["count"] == 2


@pytest.mark.parametrize("text", ["(a+)+$", "a" * 2_000, "%a" * 900, "((((((((((a*)*)*)*)*)*)*)*)*)*)!"])
def test_no_search_takes_for_ever(client: TestClient, text: str) -> None:
    upload(client, {"a" * 200 + ".jpg": jpeg()})
    started = time.monotonic()

    for path in LISTS:
        client.get(path.format(""), params={path.partition("?")[2].split("=")[0]: text})

    assert time.monotonic() - started < 10


NAMES = [
    pytest.param("../../etc/passwd", id="up"),
    pytest.param("..\\..\\windows\\win.ini", id="up-backslash"),
    pytest.param("/etc/passwd", id="absolute"),
    pytest.param("C:\\boot.ini", id="drive"),
    pytest.param("%2e%2e%2fetc%2fpasswd", id="encoded"),
    pytest.param("%252e%252e%252f", id="encoded-twice"),
    pytest.param("a\r\nSet-Cookie: x=1.jpg", id="header-line"),
    pytest.param('a"; filename="evil.exe', id="quote"),
    pytest.param("a;b.jpg", id="semicolon"),
    pytest.param("\u202egpj.exe", id="right-to-left"),
    pytest.param("file:///etc/passwd", id="file-url"),
    pytest.param("\\\\host\\share\\a.jpg", id="unc"),
    pytest.param("a/../../b.jpg", id="up-inside"),
    pytest.param("x" * 4_000 + ".jpg", id="long"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_a_path_or_a_header_is_a_name_or_refused(client: TestClient, name: str) -> None:
    body = jpeg()
    item = client.post("/api/pictures/plan", json={"files": [described(name, body)]}).json()["items"][0]
    if item["status"] == "refused":
        assert item["reason"]
        return
    picture = upload(client, {name: body})[0]["picture"]

    got = client.get(client.get(f"/api/pictures/{picture['picture_id']}/url").json()["url"])

    assert got.content == body
    assert "set-cookie" not in got.headers
    disposition = got.headers["content-disposition"]
    assert disposition.count('"') == 2, disposition
    assert ".." not in disposition.split(";")[1]
    assert not {"/", "\\"} & set(disposition.split("filename*")[0])


def test_files_with_such_names_go_out_and_come_back_in_no_folder(client: TestClient, tmp_path: Path) -> None:
    """The names of an exported archive lead nowhere, whatever the pictures were called."""
    import zipfile

    kept = {}
    for at, case in enumerate(NAMES):
        body = jpeg(70 + at)
        name = str(case.values[0])
        if (
            client.post("/api/pictures/plan", json={"files": [described(name, body)]}).json()["items"][0]["status"]
            != "refused"
        ):
            kept[name] = body
    ids = [item["picture"]["picture_id"] for item in upload(client, kept)]
    version = client.post("/api/datasets", json={"name": "odd", "pictures": ids}).json()["dataset_id"]
    shapes = [
        {"picture_id": one, "shapes": [{"label": "../x", "type": "rectangle", "box": [1, 1, 9, 9]}]} for one in ids
    ]
    assert client.post(f"/api/versions/{version}/annotations", json={"annotations": shapes}).status_code == 200

    for form in ("voc", "yolo"):
        got = client.get(f"/api/versions/{version}/export?format={form}")
        assert got.status_code == 200
        for name in zipfile.ZipFile(io.BytesIO(got.content)).namelist():
            assert not name.startswith("/")
            assert ".." not in name.split("/")
            assert "\\" not in name
            assert ":" not in name
            target = (tmp_path / name).resolve()
            assert target.is_relative_to(tmp_path)


# Pictures that are none


def _png(width: int, height: int) -> bytes:
    """A PNG that says it is that large, and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def _hostile() -> dict[str, bytes]:
    return {
        "huge.png": _png(60_000, 60_000),
        "wide.png": _png(2**31 - 1, 1),
        "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "page.jpg": b"<!doctype html><script>alert(1)</script>",
        "both.gif": b"GIF89a/*<script>alert(1)</script>*/",
        "bomb.xml.jpg": b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
        "script.ps.jpg": b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file",
        "cut.jpg": jpeg()[:200],
        "empty.jpg": b"",
    }


def test_what_is_no_picture_is_refused_with_a_reason(client: TestClient) -> None:
    hostile = _hostile()
    planned = client.post("/api/pictures/plan", json={"files": [described(n, b) for n, b in hostile.items()]}).json()
    sendable = {
        name: body
        for (name, body), item in zip(hostile.items(), planned["items"], strict=True)
        if item["status"] == "upload"
    }

    items = upload(client, sendable)

    assert {item["status"] for item in items} == {"refused"}, items
    assert all(item["reason"] for item in items)
    assert client.get("/api/pictures/count").json()["count"] == 0


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "code.js", "paper.pdf", "x.xhtml"])
def test_a_file_that_a_browser_would_run_is_a_download(client: TestClient, name: str) -> None:
    body = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    network = client.post("/api/networks", json={"name": "net", "type": "detection"}).json()["model_id"]
    base = f"/api/networks/{network}"
    file = described(name, body)
    ticket = client.post(f"{base}/files/plan", json={"files": [file]}).json()["items"][0]["upload"]
    request = ticket["request"]
    client.request(request["method"], request["url"], content=body, headers=request["headers"])
    stored = client.post(f"{base}/files", json={"files": [{**file, "upload": ticket["id"]}]})
    assert stored.is_success, stored.text

    got = client.get(client.get(f"{base}/files/{name}").json()["url"])

    assert got.content == body
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]


def test_a_ticket_takes_what_was_planned_and_nothing_else_even_later(client: TestClient) -> None:
    """The address of an upload that is done cannot be used to put other bytes there."""
    body, other = jpeg(), jpeg(colour=(1, 2, 3))
    plan = client.post("/api/pictures/plan", json={"files": [described("a.jpg", body)]}).json()["items"][0]["upload"]
    request = plan["request"]
    client.put(request["url"], content=body, headers=request["headers"])
    made = client.post("/api/pictures", json={"files": [{**described("a.jpg", body), "upload": plan["id"]}]}).json()
    picture = made["items"][0]["picture"]["picture_id"]

    again = client.put(request["url"], content=other.ljust(len(body), b"\0")[: len(body)], headers=request["headers"])

    assert again.status_code in (400, 409)
    assert client.get(client.get(f"/api/pictures/{picture}/url").json()["url"]).content == body


# Answers


SAFE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize(
    "path",
    ["/", "/api/version", "/api/pictures", "/api/nothing", "/healthz", "/metrics", "/api/openapi.json", "/sdk/x"],
)
def test_every_answer_carries_the_headers_that_keep_browsers_careful(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert {name: answer.headers.get(name) for name in SAFE} == SAFE
    assert "default-src 'none'" in answer.headers["content-security-policy"] or path == "/"
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


def test_the_page_runs_no_script_but_its_own(client: TestClient) -> None:
    policy = dict(part.strip().split(" ", 1) for part in client.get("/").headers["content-security-policy"].split(";"))

    assert policy["script-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(policy)


def test_the_health_and_numbers_of_a_server_name_nobody(client: TestClient) -> None:
    upload(client, {"canary7f3a.jpg": jpeg()}, tags=["canary7f3a-tag"])
    client.post("/api/datasets", json={"name": "canary7f3a-set"})

    shown = "".join(client.get(path).text for path in ("/healthz", "/readyz", "/metrics", "/api/version"))

    assert "picsellia_requests" in shown
    assert "canary" not in shown
    assert "owner" not in shown


def test_an_unknown_path_does_not_come_back_as_a_page(client: TestClient) -> None:
    answer = client.get("/api/<script>alert(1)</script>")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_line_in_the_log_is_one_line(house: House) -> None:
    """What people send cannot write a line of its own into the log, in either form."""
    for form in ("json", "text"):
        script = (
            "import structlog\n"
            "from picsellia_server import logs, settings\n"
            f"logs.set_up(settings.Settings(log_format={form!r}))\n"
            "structlog.get_logger().info('request', path='/a\\nERROR forged by=me\\r\\x1b[31m')\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, env={"PYTHONPATH": str(SOURCE)}, check=True
        )
        written = done.stderr.decode()
        assert len(written.splitlines()) == 1, written
        assert "\x1b[31m" not in written
        if form == "json":
            assert json.loads(written)["path"].startswith("/a\n")


# The code itself


def test_the_server_neither_unpickles_nor_evaluates_nor_starts_a_shell() -> None:
    """Nothing turns bytes into code: YAML is read by hand, XML without entities, no model is opened."""
    import ast

    forbidden = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "torch", "tensorflow", "lxml"}
    # It reads back what it wrote into a file of its own that has no name.
    own = {"grouping.py: marshal"}
    guilty = set()
    folders = (SOURCE / "picsellia_server", SOURCE / "picsellia" / "formats")
    for path in (path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names: set[str] = set()
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names} & forbidden
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").split(".")[0]} & forbidden
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = {node.func.id} & {"eval", "exec"}
            elif isinstance(node, ast.keyword):
                names = {str(node.arg)} & {"shell"}
            guilty |= {f"{path.name}: {name}" for name in names}

    assert guilty <= own


def test_only_the_operators_commands_ask_another_address() -> None:
    """No route takes an address to fetch: what opens a connection is S3, the database, and `doctor`."""
    asking = {
        str(path.relative_to(SOURCE / "picsellia_server"))
        for path in (SOURCE / "picsellia_server").rglob("*.py")
        for word in ("urlopen", "import requests", "import httpx", "http.client", "socket.create_connection")
        if word in path.read_text()
    }

    assert asking <= {"operations/visit.py", "storage/s3_wire.py", "storage/s3.py", "storage/s3_reader.py"}


def _any_error(client: TestClient) -> Any:
    return client.get("/api/pictures/not-a-uuid").json()


def test_an_error_carries_an_id_and_no_trace(client: TestClient) -> None:
    problem = _any_error(client)

    assert problem["request_id"]
    assert not {"File ", "line ", "psycopg", "sqlalchemy", "SELECT"} & set(str(problem).split('"'))

"""What the local store refuses: expired, changed, stolen and twisted addresses."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from picsellia_server.http.blobs import router
from picsellia_server.http.routing import listed
from picsellia_server.storage.local import LocalStorage
from services.blob_requests import DATA, KEY, NOON, Clock, Request, form_of, get_url, later, put_url


def test_expiry_is_looked_at(storage: LocalStorage, ask: Request, clock: Clock) -> None:
    storage.put(KEY, [DATA])
    get, put, form = get_url(storage), put_url(storage, DATA), form_of(storage)

    clock.now = later(23.99)
    assert ask("GET", get).status_code == 200
    assert ask("PUT", put, content=DATA).status_code == 200

    clock.now = later(24)
    for answer in (
        ask("GET", get),
        ask("PUT", put, content=DATA),
        ask("POST", "http://test/blobs/upload", data=form, files={"file": b"x"}),
    ):
        assert answer.status_code == 403
        assert answer.json()["code"] == "storage.signature_expired"
        assert "Ask for a new one" in answer.json()["detail"]


def test_no_parameter_can_be_changed_left_out_doubled_or_added(storage: LocalStorage, ask: Request) -> None:
    storage.put(KEY, [DATA])
    url = urlsplit(get_url(storage, name="other.jpg"))
    items = parse_qsl(url.query)
    others = [
        items[:i] + other + items[i + 1 :] for i, it in enumerate(items) for other in ([], [it, it], [(it[0], "1")])
    ]

    for changed in [*others, [*items, ("name", "x")], [*items, ("x", "")], []]:
        answer = ask("GET", url._replace(query=urlencode(changed)).geturl())
        assert answer.status_code == 403, changed
        assert answer.json()["code"] == "storage.signature_refused"


def test_a_signature_of_another_installation_is_worth_nothing(
    tmp_path: Path, storage: LocalStorage, ask: Request
) -> None:
    storage.put(KEY, [DATA])
    stranger = LocalStorage(tmp_path / "other", secret=b"z" * 32, public_url="http://test", clock=lambda: NOON)

    assert ask("GET", get_url(stranger)).status_code == 403
    assert ask("PUT", put_url(stranger, DATA), content=DATA).status_code == 403
    assert ask("POST", "http://test/blobs/upload", data=form_of(stranger), files={"file": b"x"}).status_code == 403


def test_a_signature_for_one_use_is_refused_for_the_others(storage: LocalStorage, ask: Request) -> None:
    storage.put(KEY, [DATA])
    get, put, form = get_url(storage), put_url(storage, DATA), form_of(storage)
    upload = storage.begin_parts(KEY, part_size=10)
    part = storage.sign_part(KEY, upload, 1, until=later()).url
    as_query = urlencode({name: value for name, value in form.items() if name != "key"})

    assert ask("PUT", get, content=DATA).status_code == 403
    assert ask("GET", put).status_code == 403
    assert ask("GET", part).status_code == 403
    assert ask("PUT", part.replace("part=1", "part=2"), content=b"x").status_code == 403
    assert ask("PUT", f"http://test/blobs/{KEY}?{as_query}", content=b"x").status_code == 403


TRAVERSALS = [
    "../canary",
    "..%2fcanary",
    "%2e%2e/canary",
    "%2e%2e%2fcanary",
    "%252e%252e%252fcanary",
    "..%5ccanary",
    "..;/canary",
    "a/../../canary",
    "a/%2e%2e/%2e%2e/canary",
    "%c0%ae%c0%ae/canary",
    "%00/canary",
    "//canary",
    "/etc/passwd",
    "file:///etc/passwd",
    "%5c%5chost%5cshare",
    "~root/.profile",
    "tmp/x",
    "00/photo.jpg",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_reaches_outside_the_store(tmp_path: Path, storage: LocalStorage, ask: Request, path: str) -> None:
    (tmp_path / "canary").write_text("the canary sings")
    before = sorted(tmp_path.rglob("*"))
    signed = urlsplit(get_url(storage)).query

    for query in (signed, ""):
        for method in ("GET", "HEAD", "PUT"):
            answer = ask(method, f"http://test/blobs/{path}?{query}", content=b"x")
            assert answer.status_code in (403, 404, 405)
            assert b"canary sings" not in answer.content
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("key", ["../canary", "/etc/passwd", "a/../../canary", "..", "a\x00b", "", "tmp/x"])
def test_no_form_key_reaches_outside_the_store(tmp_path: Path, storage: LocalStorage, ask: Request, key: str) -> None:
    before = sorted(tmp_path.rglob("*"))

    answer = ask("POST", "http://test/blobs/upload", data={**form_of(storage), "key": key}, files={"file": b"x"})

    assert answer.status_code == 403
    assert sorted(tmp_path.rglob("*")) == before


def test_an_absent_blob_is_404_with_a_sentence(storage: LocalStorage, ask: Request) -> None:
    answer = ask("GET", get_url(storage))

    assert answer.status_code == 404
    assert answer.json()["code"] == "storage.missing"


def test_every_route_says_that_the_signature_is_the_credential() -> None:
    assert {(method, permission.value) for method, _, permission in listed(list(router.routes))} == {
        ("GET", "signed"),
        ("HEAD", "signed"),
        ("PUT", "signed"),
        ("POST", "signed"),
    }

"""The published clients' side of the wire: bodies as text without a content type, tokens, uploads under own keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from fastapi.testclient import TestClient

from factories import a_person, jpeg
from picsellia_server.context import House
from picsellia_server.operator import Issued
from services.server import LiveServer


@dataclass
class Speaker:
    """Asks as the published clients do; answers are checked for what all of them must be."""

    http: httpx.Client
    token: str | None
    prefix: str = "/sdk/v2/"

    def ask(self, method: str, path: str, body: Any = None, *, form: dict[str, str] | None = None) -> httpx.Response:
        headers = {} if self.token is None else {"Authorization": f"Token {self.token}"}
        content: bytes | None = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            content = "&".join(f"{name}={quote(value)}" for name, value in form.items()).encode()
        elif body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
        path, mark, query = path.partition("?")
        url = self.prefix + quote(path, safe="/%") + mark + query
        answer: httpx.Response = self.http.request(
            method, url, content=content, headers=headers, follow_redirects=False
        )
        assert answer.status_code in (200, 201, 400, 403, 404), (method, path, answer.status_code, answer.text)
        assert isinstance(answer.json(), dict), (method, path, answer.text)
        assert ("error" in answer.json()) == (answer.status_code >= 400)
        return answer

    def says(self, status: int, method: str, path: str, body: Any = None, **options: Any) -> dict[str, Any]:
        """The answer's object, once its status has been looked at."""
        answer = self.ask(method, path, body, **options)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        found: dict[str, Any] = answer.json()
        return found

    def post(self, key: str, body: bytes, *, models: bool = True) -> str:
        """Bring bytes under a key by a form, with a file part as these clients send it."""
        asked = {"method": "post", "object_name": key, "bucket_model": models}
        leave = self.says(200, "POST", "generate_presigned_url", asked)["url"]
        sent = self.http.post(leave["url"], data=leave["fields"], files={"file": ("some/local/path", body)})
        assert (sent.status_code, sent.content) == (204, b"")
        return key

    def put_parts(self, key: str, parts: list[bytes]) -> str:
        """Bring bytes under a key in parts."""
        upload = self.says(200, "GET", "init_multipart_upload", {"object_name": key})["upload_id"]
        asked = [{"object_name": key, "upload_id": upload, "part_no": at} for at in range(1, len(parts) + 1)]
        urls = [self.says(200, "POST", "generate_post_part_url", each)["url"] for each in asked]
        sent = [self.http.put(url, content=part) for url, part in zip(urls, parts, strict=True)]
        assert {each.status_code for each in sent} == {200}
        told = [{"ETag": each.headers["ETag"], "PartNumber": at} for at, each in enumerate(sent, start=1)]
        done = {"object_name": key, "upload_id": upload, "parts": told, "network_id": None}
        self.says(201, "POST", "complete_part_upload", done)
        return key

    def fetch(self, key: str, *, models: bool = True) -> bytes:
        """What lies under a key, by the URL that is handed out for it."""
        asked = {"method": "get", "object_name": key, "bucket_model": models}
        url = self.says(200, "POST", "generate_presigned_url", asked)["url"]
        got = self.http.get(url, headers={"Accept-Encoding": "gzip, deflate"})
        assert got.status_code == 200
        assert "content-encoding" not in got.headers
        assert int(got.headers["content-length"]) == len(got.content)
        return bytes(got.content)

    def picture(self, name: str = "harbour.jpg", *, tags: list[str] | None = None, body: bytes | None = None) -> str:
        """Upload a picture; its id."""
        key = self.post(f"{uuid4()}.jpg", body or jpeg(64, 48, colour=_colour(name)), models=False)
        asked = {
            "internal_key": key,
            "external_url": name,
            "height": 1,
            "width": 1,
            "tags": tags or [],
            "source": "sdk",
        }
        return str(self.says(201, "PUT", "picture/upload/none", asked)["picture_id"])

    def dataset(self, name: str = "Harbours", *, pictures: int = 2) -> str:
        """A dataset of new pictures `<name>-0.jpg` …; the id of its version `first`."""
        ids = [self.picture(f"{name}-{at}.jpg") for at in range(pictures)]
        return str(self.says(201, "PUT", "dataset/none", {"dataset_name": name, "pictures": ids})["pk"])

    def project(self, name: str = "harbours") -> str:
        return str(self.says(201, "PUT", "project/null", {"project_name": name})["project_id"])

    def experiment(self, project: str, name: str = "exp-1", **more: Any) -> str:
        return str(self.says(201, "POST", f"experiment/{project}", {"name": name, **more})["id"])

    def network(self, name: str = "retina") -> str:
        return str(self.says(201, "POST", "network/null", {"name": name, "type": "detection"})["model_id"])


def _colour(text: str) -> tuple[int, int, int]:
    seed = sum(ord(character) * place for place, character in enumerate(text, start=1))
    return seed % 256, seed // 256 % 256, 77


@pytest.fixture
def speak(anonymous: TestClient, owner: Issued) -> Speaker:
    return Speaker(http=anonymous, token=owner.token)


@pytest.fixture
def live(live_server: LiveServer) -> Iterator[Speaker]:
    """Speaks to a real server that other tests use as well: with names of one's own."""
    limits = httpx.Limits(max_connections=30, max_keepalive_connections=30)
    with httpx.Client(base_url=live_server.url, timeout=120, limits=limits) as http:
        yield Speaker(http=http, token=live_server.token)


@pytest.fixture
def stranger(house: House, anonymous: TestClient) -> Speaker:
    """Somebody who belongs to no organization of the owner's."""
    return Speaker(http=anonymous, token=a_person(house, anonymous, "bob").token)


@pytest.fixture(params=["/sdk/v2/", "/sdk/"], ids=["v2", "plain"])
def either(request: pytest.FixtureRequest, speak: Speaker) -> Speaker:
    """The same under both prefixes."""
    speak.prefix = request.param
    return speak


RECTANGLE = {
    "type": "rectangle",
    "label": "boat",
    "qa": [],
    "rectangle": {"top": 4, "left": 8, "width": 20, "height": 9.5},
}
POLYGON = {
    "type": "polygon",
    "label": "quay",
    "polygon": {"geometry": [{"x": 0, "y": 12.5}, {"x": 9, "y": 12.5}, {"x": 9, "y": 30}]},
}
CALM = {"type": "classification", "label": "calm"}

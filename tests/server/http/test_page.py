"""The page of the web app tells what it can before it asks anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from picsellia_server.http import web


@pytest.fixture(autouse=True)
def _built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text('<meta name="picsellia-session" content="__SESSION__" />')
    monkeypatch.setattr(web, "FOLDER", tmp_path)


def test_a_page_without_a_session_says_so(anonymous: TestClient) -> None:
    assert 'content="no"' in anonymous.get("/projects").text


def test_a_page_with_a_session_may_ask_who_is_signed_in(anonymous: TestClient) -> None:
    anonymous.cookies.set("picsellia_session", "any")

    answer = anonymous.get("/projects")

    assert 'content="yes"' in answer.text
    assert answer.headers["cache-control"] == "no-store"

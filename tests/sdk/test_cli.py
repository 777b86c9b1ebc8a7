"""The `picsellia` command, against a live server."""

from __future__ import annotations

import io
import re
import stat
from pathlib import Path

import pytest

from picsellia import __version__
from picsellia.cli import main
from sdk.conftest import Photos
from services.server import LiveServer

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def logged_in(live_server: LiveServer, capsys: Captured) -> None:
    assert main(["login", "--host", f"{live_server.url}/sdk/v2/", "--token", live_server.token]) == 0
    capsys.readouterr()


def test_the_version_is_that_of_the_package(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])

    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"picsellia {__version__}\n"


def test_a_wrong_command_line_is_status_2(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["dance"])

    assert stopped.value.code == 2


def test_login_stores_the_token_privately_and_whoami_uses_it(
    live_server: LiveServer, capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{live_server.token}\n"))

    assert main(["login", "--host", live_server.url]) == 0

    (stored,) = (tmp_path / "XDG_CONFIG_HOME").rglob("login.json")
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert live_server.token not in capsys.readouterr().out
    assert main(["whoami"]) == 0
    assert capsys.readouterr().out == f"owner, organization owner, at {live_server.url}\n"
    assert main(["logout"]) == 0
    assert main(["whoami"]) == 1
    assert "picsellia login" in capsys.readouterr().err


def test_a_wrong_token_is_not_stored(live_server: LiveServer, capsys: Captured, tmp_path: Path) -> None:
    assert main(["login", "--host", live_server.url, "--token", "wrong"]) == 1

    assert "token" in capsys.readouterr().err
    assert not list((tmp_path / "XDG_CONFIG_HOME").rglob("*.json"))


def test_pictures_go_up_and_datasets_come_down(
    logged_in: None, organization: str, photos: Photos, tmp_path: Path, capsys: Captured
) -> None:
    folder = photos("a.jpg", "b.jpg")
    where = ["--organization", organization]

    assert main(["upload", str(folder), "--tag", "x", "--tag", "y", *where]) == 0
    assert "2 pictures uploaded" in capsys.readouterr().out
    assert main(["push", "ships", "--images", str(folder), "--tag", "z", *where]) == 0
    assert "2 already there" in capsys.readouterr().out
    assert main(["datasets", *where]) == 0
    assert re.fullmatch(r"ships/first\s+2\s+private\n", capsys.readouterr().out)
    assert main(["download", "ships/first", "--to", str(tmp_path / "out"), "--annotations", "coco", *where]) == 0

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "a.jpg",
        "annotations_coco.json",
        "b.jpg",
        "manifest.json",
    ]


def test_errors_are_sentences_on_standard_error_and_status_1(
    logged_in: None, organization: str, capsys: Captured, tmp_path: Path
) -> None:
    where = ["--organization", organization]
    capsys.readouterr()

    assert main(["upload", "gone.jpg", *where]) == 1
    assert main(["download", "nothing/first", *where]) == 1
    assert main(["push", "a", "--images", "nowhere", *where]) == 1
    assert main(["datasets", "--host", "http://127.0.0.1:9"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert [line for line in said.err.splitlines() if line.startswith("picsellia: ")] != []


def test_strict_uploads_fail_when_a_file_was_refused(
    logged_in: None, organization: str, photos: Photos, capsys: Captured
) -> None:
    folder = photos("a.jpg")
    (folder / "bad.jpg").write_bytes(b"x")

    assert main(["upload", str(folder), "--organization", organization]) == 0
    assert main(["upload", str(folder), "--strict", "--organization", organization]) == 1

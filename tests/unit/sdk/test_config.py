"""Where the server is, and which token goes there."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from picsellia._config import DEFAULT_HOST, Logins, Target, checked_token, normalized_host, resolve
from picsellia.errors import AuthenticationError, InvalidQueryError


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param("http://a:8000", "http://a:8000", id="as-it-is"),
        pytest.param("http://a:8000/", "http://a:8000", id="slash"),
        pytest.param("http://a:8000/sdk/", "http://a:8000", id="sdk"),
        pytest.param("https://a/sdk/v2/", "https://a", id="sdk-v2"),
        pytest.param("https://a/sdk/v2", "https://a", id="sdk-v2-without-slash"),
        pytest.param("https://a/vision/sdk/v2/", "https://a/vision", id="below-a-path"),
        pytest.param("  http://A.Example:80 ", "http://a.example:80", id="blanks-and-capitals"),
        pytest.param("127.0.0.1:8000", "http://127.0.0.1:8000", id="bare-address"),
        pytest.param("localhost", "http://localhost", id="bare-localhost"),
        pytest.param("vision.example.org", "https://vision.example.org", id="bare-name"),
        pytest.param("http://[::1]:8000/", "http://[::1]:8000", id="ipv6"),
    ],
)
def test_an_address_is_normalized(given: str, wanted: str) -> None:
    assert normalized_host(given) == wanted


@pytest.mark.parametrize("given", ["", " ", "ftp://a", "http://", "http://a:99999", "http://a\n.b", "http://u:p@a"])
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(InvalidQueryError):
        normalized_host(given)


@pytest.mark.parametrize("given", ["", "a b", "a\nb", "tökén", "a\x00"])
def test_what_is_no_token_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(AuthenticationError) as error:
        checked_token(given)

    assert not given.strip() or given not in str(error.value)


def test_arguments_win_over_the_environment_and_that_over_the_stored() -> None:
    Logins().store(Target("http://stored", "s"))
    environ = {"PICSELLIA_TOKEN": "e", "PICSELLIA_HOST": "http://env", "XDG_CONFIG_HOME": str(Logins().path.parents[1])}

    assert resolve("a", "http://arg", environ) == Target("http://arg", "a")
    assert resolve(None, None, environ) == Target("http://env", "e")
    assert resolve(None, None, {"XDG_CONFIG_HOME": environ["XDG_CONFIG_HOME"]}) == Target("http://stored", "s")


def test_without_anything_it_is_the_local_server() -> None:
    assert resolve("a", None, {}).host == DEFAULT_HOST


def test_without_a_token_the_error_says_how_to_get_one() -> None:
    with pytest.raises(AuthenticationError, match="picsellia login --host http://a"):
        resolve(None, "http://a/", {})


def test_a_stored_token_goes_only_to_its_own_host() -> None:
    Logins().store(Target("http://mine", "secret"))

    with pytest.raises(AuthenticationError):
        resolve(None, "http://other", {"XDG_CONFIG_HOME": str(Logins().path.parents[1])})


def test_the_stored_file_is_readable_by_its_owner_alone() -> None:
    logins = Logins()

    logins.store(Target("http://a", "s"))

    assert stat.S_IMODE(logins.path.stat().st_mode) == 0o600
    assert [path.name for path in logins.path.parent.iterdir()] == ["login.json"]


def test_a_file_that_others_can_read_is_warned_about() -> None:
    logins = Logins()
    logins.store(Target("http://a", "s"))
    logins.path.chmod(0o644)

    with pytest.warns(UserWarning, match="chmod 600"):
        assert Logins().token_for("http://a") == "s"


def test_a_broken_file_is_ignored_with_a_warning() -> None:
    logins = Logins()
    logins.path.parent.mkdir(parents=True)
    logins.path.write_text("{")

    with pytest.warns(UserWarning, match="cannot be read"):
        assert Logins().default_host is None


def test_logging_out_of_one_host_keeps_the_others() -> None:
    logins = Logins()
    logins.store(Target("http://a", "1"))
    logins.store(Target("http://b", "2"))

    assert logins.forget("http://b")
    assert not logins.forget("http://b")

    assert json.loads(Path(logins.path).read_text())["tokens"] == {"http://a": "1"}


def test_a_token_is_not_shown_by_repr() -> None:
    assert "s3cret" not in repr(Target("http://a", "s3cret"))

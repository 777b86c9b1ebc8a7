"""docs/operating.md says what there is: every setting, every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from picsellia_server import cli
from picsellia_server import settings as settings_module
from picsellia_server.errors import Invalid

TEXT = (Path(__file__).parents[3] / "docs" / "operating.md").read_text()


def test_the_table_of_settings_is_the_code_s() -> None:
    assert settings_module.table() in TEXT, "run: picsellia-server settings --markdown"


def test_every_setting_that_is_named_exists() -> None:
    known = set(re.findall(r"PICSELLIA_[A-Z_]+", settings_module.table()))

    assert set(re.findall(r"PICSELLIA_[A-Z_]+", TEXT)) <= known


def test_every_command_is_in_the_table_and_every_one_in_it_exists(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = set(re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE))

    named = set(re.findall(r"^\| `([a-z]+)[` ]", TEXT, re.MULTILINE))

    assert listed
    assert named == listed


@pytest.mark.parametrize(
    ("name", "value"),
    [("THREADS", "0"), ("MAX_BODY_MB", "-1"), ("TRASH_DAYS", "-3"), ("WORKERS", "99999999999"), ("PART_MB", "1e3")],
)
def test_a_limit_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Invalid, match=f"PICSELLIA_{name} must be"):
        settings_module.read({f"PICSELLIA_{name}": value})

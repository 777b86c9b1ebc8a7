"""What a scan's configuration means, and what appending does to data that is no line."""

from __future__ import annotations

from typing import Any

import pytest

from picsellia_server.experiments.appending import extended
from picsellia_server.experiments.model import DataRefused
from picsellia_server.scans import plan
from picsellia_server.scans.model import ConfigRefused


def test_the_last_parameter_varies_fastest() -> None:
    config = {"image": "a", "parameters": {"a": {"values": [1, 2]}, "b": {"values": ["x", "y"]}}}

    found = plan.read(config).combinations

    assert [(each["a"], each["b"]) for each in found] == [(1, "x"), (1, "y"), (2, "x"), (2, "y")]


def test_a_huge_grid_is_cut_without_being_made() -> None:
    config = {"image": "a", "parameters": {f"p{at}": {"values": list(range(100))} for at in range(20)}}

    assert len(plan.read(config).combinations) == 100
    assert len(plan.read({**config, "max_run": 7}).combinations) == 7


@pytest.mark.parametrize("config", [None, [], {}, {"image": "a"}, {"image": 7, "parameters": {"a": {"value": 1}}}])
def test_what_is_no_configuration_is_refused(config: Any) -> None:
    with pytest.raises(ConfigRefused):
        plan.read(config)


@pytest.mark.parametrize(("there", "more"), [({"a": 1}, [1]), ({"a": 1}, 2), (1, {"a": 1})])
def test_what_does_not_go_together_is_refused(there: Any, more: Any) -> None:
    with pytest.raises(DataRefused):
        extended(there, more)


def test_appending_changes_nothing_in_place() -> None:
    there = {"x": ["a"]}

    assert extended(there, {"x": ["b"], "y": 1}) == {"x": ["a", "b"], "y": 1}
    assert there == {"x": ["a"]}

"""Reads the configuration of a scan. Pure functions; every refusal says which key, and what it takes."""

from __future__ import annotations

from itertools import islice, product
from typing import Any

from picsellia_server.scans.model import MAX_RUNS, MAXIMIZE, MINIMIZE, MOST_RUNS, Bundled, ConfigRefused, Plan

GRID = "grid"


def read(config: Any) -> Plan:
    """The plan of a configuration. Raises `ConfigRefused`."""
    if not isinstance(config, dict):
        raise ConfigRefused("`config` of a scan is an object.")
    strategy = config.get("strategy", GRID)
    if strategy != GRID:
        raise ConfigRefused(f"The strategy {str(strategy)[:40]!r} is not known here. Scans go over a {GRID!r}.")
    if not _text(config, "image") and not _text(config, "script"):
        raise ConfigRefused("A scan runs a `script` or an `image`: give one of them.")
    return Plan(
        combinations=_combinations(config.get("parameters"), _max_run(config)),
        metric=_metric(config.get("metric")),
        image=_text(config, "image") or "",
        requirements=_requirements(config.get("requirements")),
        data=_data(config.get("data")),
        base_model=_text(config, "base_model"),
        dataset=_text(config, "dataset"),
    )


def _text(config: dict[str, Any], name: str) -> str | None:
    value = config.get(name)
    if value is not None and not isinstance(value, str):
        raise ConfigRefused(f"`{name}` of a scan is a text.")
    return value or None


def _max_run(config: dict[str, Any]) -> int:
    value = config.get("max_run", MOST_RUNS)
    if type(value) is not int or not 1 <= value <= MAX_RUNS:
        raise ConfigRefused(f"`max_run` of a scan is a whole number from 1 to {MAX_RUNS:,}.")
    return value


def _combinations(parameters: Any, most: int) -> list[dict[str, Any]]:
    """One dict a run, the last parameter varying fastest; the first `most` of the grid."""
    if not isinstance(parameters, dict) or not parameters:
        raise ConfigRefused('`parameters` of a scan is an object such as {"batch_size": {"values": [2, 4]}}.')
    columns = [_values(name, given) for name, given in parameters.items()]
    return [dict(zip(parameters, values, strict=True)) for values in islice(product(*columns), most)]


def _values(name: str, given: Any) -> list[Any]:
    if isinstance(given, dict) and "values" in given:
        if isinstance(given["values"], list) and given["values"]:
            return given["values"]
    elif isinstance(given, dict) and "value" in given:
        return [given["value"]]
    raise ConfigRefused(f'The parameter {name[:60]!r} has either {{"values": [one or more]}} or {{"value": one}}.')


def _metric(given: Any) -> str | None:
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("name"), str):
        raise ConfigRefused('`metric` of a scan is {"name": what is logged, "goal": "minimize" or "maximize"}.')
    if given.get("goal", MINIMIZE) not in (MINIMIZE, MAXIMIZE):
        raise ConfigRefused('The `goal` of a metric is "minimize" or "maximize".')
    return str(given["name"])


def _requirements(given: Any) -> list[dict[str, str]]:
    wrong = ConfigRefused('`requirements` of a scan is a list of {"package": name, "version": version}.')
    if given is None:
        return []
    if not isinstance(given, list):
        raise wrong
    found = []
    for each in given:
        if not isinstance(each, dict) or not isinstance(each.get("package"), str):
            raise wrong
        version = each.get("version") or ""
        if not isinstance(version, str):
            raise wrong
        found.append({"package": each["package"], "version": version})
    return found


def _data(given: Any) -> list[Bundled]:
    if given is None:
        return []
    wrong = ConfigRefused('`data` of a scan is a list of {"filename": name, "object_name": key of the upload}.')
    if not isinstance(given, list):
        raise wrong
    found = []
    for each in given:
        if not isinstance(each, dict):
            raise wrong
        name, key = each.get("filename"), each.get("object_name")
        if not isinstance(name, str) or not isinstance(key, str):
            raise wrong
        found.append(Bundled(file_name=name, key=key))
    return found

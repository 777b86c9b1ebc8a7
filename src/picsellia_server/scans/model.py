"""Scans: one script or image, run once for each combination of parameters; every run has an experiment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from picsellia_server.errors import Conflict, Invalid, NotFound

CREATED = "created"
"""The status of a run that nobody has taken yet."""

STARTED = "started"
STATUS = 60
MOST_RUNS = 100
"""Runs of a scan that does not say `max_run`."""

MAX_RUNS = 1_000
CONFIG_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A file that every run gets: its name, and the key under which it was uploaded."""

    file_name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a scan's configuration says, checked. `combinations` are in the order of the runs."""

    combinations: list[dict[str, Any]]
    metric: str | None
    image: str
    requirements: list[dict[str, str]]
    data: list[Bundled]
    base_model: str | None
    dataset: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The experiment of a run."""

    id: str
    name: str
    description: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One combination. `duration` in seconds; `script` is None where an image runs by itself."""

    id: str
    order: int
    status: str
    parameters: dict[str, Any]
    experiment: Trial | None
    metric: str | None
    value: float | None
    duration: float
    start_time: datetime | None
    end_time: datetime | None
    date_created: datetime
    docker_image: str
    info: dict[str, Any]
    config: dict[str, Any]
    data: list[Bundled]
    requirements: list[dict[str, str]]
    script: Bundled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    id: str
    name: str
    project: str
    runs: int


class ConfigRefused(Invalid):
    code = "scans.config"


class ScanTaken(Conflict):
    code = "scans.taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a scan {name!r} in this project already. Choose another name.")


class ScanUnknown(NotFound):
    code = "scans.unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no scan {name!r} in this project.")


class NoRunLeft(NotFound):
    code = "scans.finished"

    def __init__(self, name: str) -> None:
        super().__init__(f"The scan {name!r} has no run left: all were handed out.")


class NoMachines(Invalid):
    code = "scans.no_machines"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The scan {name!r} is to run remotely, and no remote machine is configured on this server. "
            "Its runs wait: ask for the next one on machines of your own."
        )


class RunUnknown(NotFound):
    code = "scans.run_unknown"

    def __init__(self, run: str) -> None:
        super().__init__(f"There is no run {run!r} here.")

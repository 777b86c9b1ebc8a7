"""Scans: one script or image, run once for each combination of parameters; every run has an experiment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from picsellia_server.errors import Conflict, Invalid, NotFound

CREATED = "created"
"""The status of a run that nobody has taken yet."""

STARTED = "started"
MINIMIZE, MAXIMIZE = "minimize", "maximize"
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
class Tally:
    """How many runs a scan has: nobody has taken those that wait; the others run until they are ended."""

    total: int
    waiting: int
    running: int
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The run whose value is the best so far, by the goal of the scan's metric."""

    id: str
    order: int
    value: float
    experiment: Trial | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A scan as lists show it. `goal` is minimize or maximize; None where no metric is named."""

    id: str
    name: str
    project: str
    project_name: str
    strategy: str
    metric: str | None
    goal: str | None
    image: str
    script: str | None
    workers: int
    created_by: str | None
    created_at: datetime
    runs: Tally
    best: Best | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFile:
    """The script or a data file of a scan; `url` is signed and good for hours. `size` in bytes."""

    file_name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeScan:
    """A scan with its configuration, and the files that each run gets."""

    scan: Scan
    config: dict[str, Any]
    requirements: list[dict[str, str]]
    script: ScanFile | None
    data: list[ScanFile]


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


class ScanIdUnknown(NotFound):
    code = "scans.id_unknown"

    def __init__(self, scan: str) -> None:
        super().__init__(f"There is no scan {scan[:60]!r} here.")


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

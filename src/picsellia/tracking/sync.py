"""Sends what processes left behind: of this machine, or journals that were copied here from another.

Resumable and idempotent: how far a journal has been sent is noted in it, and what is sent once more is skipped by
the server. A journal that has been sent whole is removed. Called by `picsellia sync`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from picsellia.errors import PicselliaError, ResourceNotFoundError
from picsellia.tracking import journal
from picsellia.tracking.journal import SUFFIX, Frame, Segment
from picsellia.tracking.sender import LINES, RECORDS, SIZE, Refused, Sender, Sent

if TYPE_CHECKING:
    from picsellia._http import Connection

Connect = Callable[[str | None, str | None], "Connection"]
"""From a host and an organization, both as the journal says, to a connection."""


@dataclass(slots=True, kw_only=True)
class Sync:
    """What became of one writer's journal. `state`: sent, in use, failed or damaged; `why` for the last three."""

    writer: str
    experiment: str = "?"
    state: str = "sent"
    why: str = ""
    sent: Sent = field(default_factory=Sent)

    def __str__(self) -> str:
        done = self.sent
        text = f"{self.experiment}: {self.state}; {done.records:,} records, {done.lines:,} lines, {done.files:,} files"
        if done.refused.count:
            text += f"; {done.refused}"
        return f"{text}. {self.why}" if self.why else text


def sync(folder: Path, connect: Connect) -> list[Sync]:
    """Send every journal of a folder that no living process writes; one report each, oldest first."""
    chains: dict[str, list[Path]] = defaultdict(list)
    found = [folder] if folder.is_file() else folder.glob(f"*{SUFFIX}")
    for path in sorted(found, key=lambda path: path.name):
        chains[path.name.split(".")[0]].append(path)
    ordered = sorted(chains.items(), key=lambda chain: chain[1][0].stat().st_mtime)
    return [_sync_one(writer, paths, connect) for writer, paths in ordered]


def _sync_one(writer: str, paths: list[Path], connect: Connect) -> Sync:
    report = Sync(writer=writer)
    segments: list[Segment] = []
    try:
        for path in paths:
            segments.append(Segment(path))
            if not segments[-1].lock():
                report.state, report.why = "in use", "The process that writes it is still running and sends it itself."
                return report
        about = segments[0].about
        report.experiment = str(about.get("experiment") or f"{about.get('project')}/{about.get('name')}")
        connection = connect(about.get("host"), about.get("organization"))
        sender = Sender(connection, experiment_of(connection, about), about["writer"], paths[0].parent)
        report.sent = sender.sent
        while segments:
            _send_segment(segments[0], sender)
            segments.pop(0).close(delete=True)
    except (OSError, ValueError, KeyError) as error:
        _failed(report, error)
    except PicselliaError as error:
        _failed(report, error)
    finally:
        for segment in segments:
            segment.close()
    return report


def _failed(report: Sync, error: Exception) -> None:
    # An InvalidQueryError is a ValueError as well.
    report.state = "failed" if isinstance(error, PicselliaError | OSError) else "damaged"
    report.why = f"{error} Its journal is kept."


def _send_segment(segment: Segment, sender: Sender) -> None:
    held: list[Frame] = []
    records = size = 0

    def send() -> None:
        if held:
            _with_patience(sender, held)
            segment.mark(held[-1].end)
            held.clear()

    for frame in segment.frames(segment.sent):
        if frame.kind == journal.HEAD:
            continue
        most = LINES if frame.kind == journal.LINES else RECORDS
        alike = bool(held) and held[0].kind == frame.kind and frame.kind in (journal.DATA, journal.LINES)
        if not alike or records + frame.count > most or size + len(frame.payload) > SIZE:
            send()
            records = size = 0
        held.append(frame)
        records, size = records + frame.count, size + len(frame.payload)
    send()


def _with_patience(sender: Sender, frames: list[Frame]) -> None:
    from picsellia._retry import Backoff
    from picsellia.tracking.sender import is_passing

    backoff = Backoff()
    while True:
        try:
            sender.send(frames)
            return
        except PicselliaError as error:
            if not is_passing(error) or not backoff.again():
                raise


def experiment_of(connection: Connection, about: dict[str, Any]) -> str:
    """The id of the experiment that a journal is for; made where it was begun offline and is not there yet."""
    if about.get("experiment"):
        return str(about["experiment"])
    project = project_of(connection, str(about["project"]))
    base = f"/api/projects/{project}/experiments"
    try:
        return str(connection.get(f"{base}/{quote(about['name'], safe='')}")["id"])
    except ResourceNotFoundError:
        body = {**(about.get("create") or {}), "name": about["name"]}
        return str(connection.post(base, body, key=f"sync-{about['writer']}")["id"])


def project_of(connection: Connection, project: str) -> str:
    """The id of a project, by its id or its name."""
    from picsellia.experiments import _UUID
    from picsellia.projects import Project

    return project if _UUID.fullmatch(project) else str(Project(session=connection).get(project).id)


__all__ = ["Connect", "Refused", "Sync", "experiment_of", "project_of", "sync"]

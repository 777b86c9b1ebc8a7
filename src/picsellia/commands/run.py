"""`picsellia run -- command …`: run any command, and record it as an experiment's training."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picsellia.commands import Commands, connection_options
from picsellia.errors import InvalidQueryError, NetworkError, PicselliaError, ResourceNotFoundError

if TYPE_CHECKING:
    from picsellia.experiments import Experiment
    from picsellia.tracking.tracker import Tracker

RUN, DIFF, PACKAGES = "run", "git-diff", "packages"
"""Names under which a run's surroundings are kept: a table, and two files."""


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "run",
        help="Run a command, and record its output, its machine and how it ended.",
        description="picsellia run --project boats --name first -- python train.py --epochs 3",
    )
    experiment_options(parser)
    parser.add_argument("--dataset", metavar="NAME/VERSION", help="dataset version to attach to a new experiment")
    parser.add_argument("--offline", action="store_true", help="ask no server; send it later by `picsellia sync`")
    parser.add_argument("--metrics", type=float, default=10.0, metavar="SECONDS", help="0: no use of the machine")
    parser.add_argument("--no-diff", action="store_true", help="do not keep what differs from the git commit")
    connection_options(parser)
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND …")
    parser.set_defaults(run=run)


def experiment_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which experiment."""
    parser.add_argument("--experiment", metavar="ID", help="id of an experiment, or with --project its name")
    parser.add_argument("--project", metavar="NAME", help="name or id of the project")
    parser.add_argument("--name", metavar="NAME", help="name of the experiment, which is made where it is missing")


def run(options: argparse.Namespace) -> int:
    """The exit status of the command; 128 + the number of the signal that ended it."""
    from picsellia.tracking import child
    from picsellia.tracking.places import Limits
    from picsellia.tracking.recording import Recording

    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise InvalidQueryError("Which command? picsellia run --project boats --name first -- python train.py")
    experiment = _experiment(options, command)
    tracker = experiment._tracker()
    _set_status(tracker, "started")
    recording = Recording(tracker, metrics=options.metrics)
    about = threading.Thread(target=_describe, args=(tracker, command, not options.no_diff), daemon=True)
    about.start()
    try:
        code = child.run(command, recording.feed, environ=_environment(experiment))
    except OSError as error:
        code = child.NOT_FOUND if isinstance(error, FileNotFoundError) else child.NOT_RUNNABLE
        recording.say(f"{command[0]!r} cannot be started: {error.strerror}")
        _say(f"{command[0]!r} cannot be started: {error.strerror}.")
    status, sentence = child.told(code)
    if code < 0:
        recording.say(f"The command {sentence}.")
    about.join(30)
    recording.end(str(status), "failed" if code else "success")
    if said := tracker.told(Limits.read().exit):
        _say(said)
    return status


def _experiment(options: argparse.Namespace, command: list[str]) -> Experiment:
    """The experiment to record into; one that waits for `picsellia sync` when nobody answers."""
    from picsellia.experiments import Experiment

    program = Path(command[0]).name
    name = options.name or options.experiment or f"{program[:30]} {time.strftime('%Y-%m-%d %H.%M.%S')}"
    if not options.offline:
        try:
            return found_or_made(options, name)
        except NetworkError as error:
            _say(f"{error} The run is recorded here; `picsellia sync` sends it.")
    offline = Experiment(host=options.host, mode="offline", project_token=options.project)
    if options.experiment:
        return offline.checkout(options.experiment)
    if not options.project:
        raise InvalidQueryError("Which experiment? Give --experiment ID, or --project NAME.")
    return offline.create(name, dataset=options.dataset)


def found_or_made(options: argparse.Namespace, name: str) -> Experiment:
    """The experiment that the options name, made in its project where it is missing."""
    from picsellia.experiments import Experiment
    from picsellia.tracking.sync import project_of

    with contextlib.redirect_stdout(sys.stderr):
        experiment = Experiment(None, options.host, interactive=False, organization=options.organization)
    if options.experiment and not options.project:
        return experiment.checkout(options.experiment)
    if not options.project:
        raise InvalidQueryError("Which experiment? Give --experiment ID, or --project NAME.")
    project = project_of(experiment.session, options.project)
    try:
        return experiment.checkout(name=name, project_token=project)
    except ResourceNotFoundError:
        if options.experiment:
            raise
        return experiment.create(name, dataset=getattr(options, "dataset", None), project_token=project)


def _environment(experiment: Experiment) -> dict[str, str]:
    """What tells the command's own script which experiment it is."""
    found: dict[str, Any] = {} if experiment.offline else {"experiment_id": experiment.id}
    if experiment.project_token:
        found["project_token"] = experiment.project_token
    return {name: str(value) for name, value in found.items() if name not in os.environ}


def _describe(tracker: Tracker, command: list[str], diff: bool) -> None:
    """Keep what the run is made with; whatever cannot be found out is left out."""
    from picsellia.tracking import surroundings
    from picsellia.tracking.recording import stage_text

    try:
        tracker.log(RUN, "table", surroundings.described(command), replace=True)
        if diff and (patch := surroundings.difference()):
            stage_text(tracker, DIFF, "git-diff.patch", patch)
        python = command[0] if Path(command[0]).name.startswith("python") else sys.executable
        if listed := surroundings.packages(python):
            stage_text(tracker, PACKAGES, "requirements.txt", listed)
    except (OSError, PicselliaError) as error:
        _say(f"What the run is made with could not be kept: {error}")


def _set_status(tracker: Tracker, status: str) -> None:
    from picsellia.tracking import journal

    tracker.put(journal.STATUS, b'{"status":"%s"}' % status.encode())


def _say(text: str) -> None:
    print(f"picsellia: {text}", file=sys.stderr, flush=True)

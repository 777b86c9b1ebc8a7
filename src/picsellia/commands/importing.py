"""`picsellia import`: the curves of TensorBoard's event files or of a CSV file, into an experiment."""

from __future__ import annotations

import argparse
from pathlib import Path

from picsellia.commands import Commands, connection_options
from picsellia.commands.run import experiment_options, found_or_made
from picsellia.errors import InvalidQueryError


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "import", help="Import curves of TensorBoard or a CSV file. Repeating it replaces them."
    )
    parser.add_argument("path", help="a CSV file, an event file, or a folder of event files")
    experiment_options(parser)
    parser.add_argument("--prefix", default="", help="put before every name, such as 'run-1/'")
    parser.add_argument("--step", metavar="COLUMN", help="the CSV column that holds the steps (default: found out)")
    connection_options(parser)
    parser.set_defaults(run=import_curves)


def import_curves(options: argparse.Namespace) -> int:
    from picsellia.tracking.importing import import_path

    path = Path(options.path)
    if not path.exists():
        raise InvalidQueryError(f"There is no file or folder {options.path!r}.")
    experiment = found_or_made(options, options.name or options.experiment or path.stem)
    print(import_path(experiment, path, prefix=options.prefix, step=options.step))
    experiment.close()
    return 0

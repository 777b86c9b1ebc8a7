"""`picsellia experiments`, `store` and `models`: what was trained, its files, and the networks that came of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picsellia.commands import Commands, client, connection_options
from picsellia.errors import InvalidQueryError

if TYPE_CHECKING:
    from picsellia.client import Client


def add(commands: Commands) -> None:
    parser = commands.add_parser("experiments", help="List the experiments of a project, or of all of them.")
    parser.add_argument("--project", metavar="NAME", help="name or id of a project (default: every project)")
    connection_options(parser)
    parser.set_defaults(run=experiments)
    _store_parser(commands.add_parser("store", help="Store a file, or a folder, with an experiment or a model."))
    parser = commands.add_parser("models", help="List the models of the organization, or of the hub.")
    parser.add_argument("--hub", action="store_true", help="the public models of all organizations")
    connection_options(parser)
    parser.set_defaults(run=models)


def _store_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", help="the file, or with --zip also a folder")
    parser.add_argument("--as", dest="name", metavar="NAME", help="what it is called there (default: its file name)")
    parser.add_argument("--experiment", metavar="ID", help="id of an experiment, or with --project its name")
    parser.add_argument("--project", metavar="NAME", help="name or id of the experiment's project")
    parser.add_argument("--model", metavar="NAME", help="name or id of a model, in place of an experiment")
    parser.add_argument("--zip", action="store_true", help="store it as an archive")
    connection_options(parser)
    parser.set_defaults(run=store)


def experiments(options: argparse.Namespace) -> int:
    """One line each: project/name, status, files, when it last changed, id."""
    made = client(options)
    tokens = [_project(made, options.project)] if options.project else [p["project_id"] for p in made.project.list()]
    _print_table(
        (
            f"{one['project_name']}/{one['name']}",
            one["status"],
            f"{one['file_count']:,} files",
            one["last_update"][:16].replace("T", " "),
            one["id"],
        )
        for token in tokens
        for one in made.experiment.list(token)
    )
    return 0


def store(options: argparse.Namespace) -> int:
    """Print the object key of what was stored."""
    if (options.experiment is None) == (options.model is None):
        raise InvalidQueryError("Where to? Give --experiment ID, or --project NAME --experiment NAME, or --model NAME.")
    made = client(options)
    owner: Any
    if options.model is not None:
        owner = made.network.get(options.model)
    else:
        token = _project(made, options.project) if options.project else None
        owner = made.experiment.checkout(options.experiment, project_token=token)
    name = options.name or Path(options.path).resolve().name
    print(owner.store(name, options.path, zip=options.zip))
    return 0


def models(options: argparse.Namespace) -> int:
    """One line each: owner/name, type, framework, files, who sees it, id."""
    _print_table(
        (
            f"{one['organization']['name']}/{one['network_name']}",
            one["type"],
            one["framework"] or "-",
            f"{len(one['files']):,} files",
            "private" if one["private"] else "public",
            one["model_id"],
        )
        for one in client(options).network.list("hub" if options.hub else None)
    )
    return 0


def _project(made: Client, name: str) -> str:
    return made.project.get(name).id


def _print_table(rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as their widest cell."""
    lines = list(rows)
    if not lines:
        print("There are none yet.", file=sys.stderr)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())

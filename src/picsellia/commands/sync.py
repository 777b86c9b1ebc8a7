"""`picsellia sync`: send what trainings logged while the server was away, or in offline mode."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from picsellia.commands import Commands, connection_options
from picsellia.errors import InvalidQueryError

if TYPE_CHECKING:
    from picsellia._http import Connection


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "sync", help="Send what was logged while the server was away. Repeating it completes it."
    )
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", help="folder of journals, also of another machine (default: this one's)"
    )
    connection_options(parser)
    parser.set_defaults(run=sync)


def sync(options: argparse.Namespace) -> int:
    """Exit status 1 when anything is left, or was refused."""
    from picsellia.tracking import places
    from picsellia.tracking.sync import sync as send_all

    folder = Path(options.folder) if options.folder else places.journals()
    if options.folder and not folder.exists():
        raise InvalidQueryError(f"There is no folder {options.folder!r}.")
    made: dict[tuple[str | None, str | None], Connection] = {}

    def connection(host: str | None, organization: str | None) -> Connection:
        from picsellia._connected import connect

        key = options.host or host, options.organization or organization
        if key not in made:
            with contextlib.redirect_stdout(sys.stderr):
                made[key] = connect(None, key[1], key[0], interactive=not options.no_progress)
        return made[key]

    reports = send_all(folder, connection)
    for report in reports:
        print(report)
    if not reports:
        print(f"Nothing is left to send in {folder}.")
    return 0 if all(report.state in ("sent", "in use") and not report.sent.refused.count for report in reports) else 1

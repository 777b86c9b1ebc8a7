"""`picsellia upload`: pictures to the lake."""

from __future__ import annotations

import argparse

from picsellia.commands import Commands, client, connection_options


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "upload", help="Upload pictures: files, folders or patterns. Repeating it completes it."
    )
    parser.add_argument(
        "path", nargs="+", help="a picture, a folder of them, or a quoted pattern such as 'photos/**/*.jpg'"
    )
    parser.add_argument("--tag", action="append", default=[], help="a tag for all of them; may be given several times")
    parser.add_argument("--source", default="sdk", help="where they come from (default: sdk)")
    parser.add_argument("--strict", action="store_true", help="exit with status 1 when any file was refused")
    connection_options(parser)
    parser.set_defaults(run=upload)


def upload(options: argparse.Namespace) -> int:
    paths = options.path if len(options.path) > 1 else options.path[0]
    report = client(options).datalake.picture.upload(paths, options.tag, options.source)
    return 1 if options.strict and report.refused else 0

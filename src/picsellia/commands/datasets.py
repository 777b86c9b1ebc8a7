"""`picsellia push`, `datasets` and `download`: dataset versions, in and out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from picsellia.commands import Commands, client, connection_options
from picsellia.errors import InvalidQueryError


def add(commands: Commands) -> None:
    _push_parser(
        commands.add_parser("push", help="Make a dataset of pictures and annotations. Repeating it completes it.")
    )
    parser = commands.add_parser("datasets", help="List the dataset versions of the organization.")
    connection_options(parser)
    parser.set_defaults(run=datasets)
    parser = commands.add_parser("download", help="Download the pictures of a dataset version, and its annotations.")
    parser.add_argument("dataset", metavar="NAME/VERSION", help="a name alone means the newest version")
    parser.add_argument("--to", metavar="DIR", help="the folder (default: NAME/VERSION)")
    parser.add_argument("--annotations", metavar="FORMAT", help="coco, voc, yolo or picsellia: write these beside them")
    parser.add_argument(
        "--only", metavar="STATUS", help="only annotations that are accepted, pending, refused or skipped"
    )
    connection_options(parser)
    parser.set_defaults(run=download)


def _push_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="name of the dataset; an existing one gets what it lacks")
    parser.add_argument("--images", metavar="DIR", help="folder of the pictures")
    parser.add_argument("--annotations", metavar="PATH", help="a JSON file, a folder of VOC or YOLO files, or a .zip")
    parser.add_argument("--format", help="COCO, PASCAL-VOC, YOLO, PICSELLIA or legacy (default: found out)")
    parser.add_argument("--tag", action="append", default=[], help="a tag for the pictures; may be given several times")
    parser.add_argument(
        "--only-annotations", action="store_true", help="upload nothing; find the pictures in the lake by name"
    )
    parser.add_argument("--replace", action="store_true", help="also where a picture has an annotation already")
    connection_options(parser)
    parser.set_defaults(run=push)


def push(options: argparse.Namespace) -> int:
    if options.images is None and not options.only_annotations and (options.format or "").lower() != "legacy":
        raise InvalidQueryError(
            "Give --images DIR, the folder of the pictures; or --only-annotations --annotations PATH."
        )
    if options.images is not None and not Path(options.images).is_dir():
        raise InvalidQueryError(f"--images is no folder: {options.images!r}.")
    if options.images is None and options.annotations is None:
        raise InvalidQueryError("Give --annotations PATH: a file, a folder or a .zip.")
    client(options).datalake.push_dataset(
        options.name,
        options.tag,
        imgdir=options.images,
        annotations_path=options.annotations,
        format=options.format,
        only_annotations=options.only_annotations,
        replace=options.replace,
    )
    return 0


def datasets(options: argparse.Namespace) -> int:
    found = client(options).datalake.dataset.versions()
    if not found:
        print("There are none yet.", file=sys.stderr)
    width = max((len(f"{one['dataset_name']}/{one['version']}") for one in found), default=0)
    for one in found:
        name = f"{one['dataset_name']}/{one['version']}"
        print(f"{name:<{width}}  {one['size']:>12,}  {'private' if one['private'] else 'shared'}")
    return 0


def download(options: argparse.Namespace) -> int:
    report = client(options).datalake.dataset.download(
        options.dataset, options.to, annotations=options.annotations, only=options.only
    )
    return 0 if report.ok else 1

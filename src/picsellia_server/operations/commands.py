"""The operator's commands: their options, and what they print. What is done is in the other files here."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from picsellia_server.settings import Settings

if TYPE_CHECKING:
    from picsellia_server.operations.fsck import Problem

Run = Callable[[argparse.Namespace, Settings], int]


class Command(Protocol):
    """Adds a command to `picsellia-server`; see `cli.py`."""

    def __call__(self, name: str, run: Run, help: str) -> argparse.ArgumentParser: ...


def add(command: Command) -> None:
    backup = command("backup", _backup, "Write all rows and all stored bytes to one file; the server may run.")
    backup.add_argument("file", metavar="FILE", help="where to; `-` is standard output")
    backup.add_argument("--force", action="store_true", help="replace FILE if it is there")
    backup.add_argument("--no-verify", action="store_true", help="do not read it again once it is written")
    restore = command("restore", _restore, "Make a stopped installation what a backup says; see --data.")
    restore.add_argument("file", metavar="FILE", type=Path)
    what = restore.add_mutually_exclusive_group()
    what.add_argument(
        "--replace", action="store_true", help="the installation is not empty: back it up, then replace it"
    )
    what.add_argument("--bytes", action="store_true", help="put back lost or damaged bytes alone; the server may run")
    what.add_argument("--check", action="store_true", help="read the backup and check every hash; restore nothing")
    fsck = command("fsck", _fsck, "Compare rows with bytes, counters with rows, the schema with the code.")
    fsck.add_argument("--quick", action="store_true", help="look at names and sizes of stored bytes, do not read them")
    fsck.add_argument("--repair", action="store_true", help="count wrong counters anew, make lost thumbnails anew")
    gc = command("gc", _gc, "Remove bytes that nothing refers to, and what has been in the trash for long enough.")
    gc.add_argument("--dry-run", action="store_true", help="only say what would go")
    command("doctor", _doctor, "Say what is wrong with this installation, and what to do.")


@contextmanager
def _interruptible() -> Iterator[None]:
    """A SIGTERM is undone in order, as Ctrl-C is: no half files, no database left running."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server.operations.backup import backup
    from picsellia_server.operations.place import opened
    from picsellia_server.operations.report import count_text, size_text

    target = None if options.file == "-" else Path(options.file)
    with _interruptible(), opened(settings) as place:
        made = backup(place, target, force=options.force, verify=not options.no_verify)
    rows = sum(made.head.tables.values())
    blobs = f"{count_text(made.counted.blobs, 'blob')} ({size_text(made.counted.size)})"
    where = f"{target}, {size_text(made.size)}" if target else "standard output"
    print(f"Backed up {count_text(rows, 'row')} and {blobs} to {where}.", file=sys.stdout if target else sys.stderr)
    if not made.counted.damaged:
        return 0
    print(f"{count_text(made.counted.damaged, 'blob')} could not be copied whole:", file=sys.stderr)
    for key, wrong in made.damaged:
        print(f"  {key}: {wrong}", file=sys.stderr)
    print("The backup holds all the rest. `picsellia-server fsck` says what they belong to.", file=sys.stderr)
    return 1


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server import installation
    from picsellia_server.operations import unpacking
    from picsellia_server.operations.place import opened, over
    from picsellia_server.operations.report import count_text, size_text
    from picsellia_server.operations.restore import heal, restore

    with _interruptible():
        if options.check:
            head = unpacking.look(options.file)
            counted = unpacking.walk(options.file, dump=None, keep=lambda *_: None)
            print(
                f"{options.file} is whole: schema {head.schema}, of {head.created_at}, "
                f"{count_text(counted.blobs, 'blob')} ({size_text(counted.size)})."
            )
            return 0
        unpacking.look(options.file)  # before anything is started or made
        if options.bytes:
            with opened(settings) as place:
                done = heal(place, options.file)
            print(f"{count_text(done.written, 'blob')} put back. Check again: picsellia-server fsck")
            return 0
        with installation.owned(settings) as found, over(found) as place:
            done = restore(place, options.file, replace=options.replace)
    if done.kept:
        print(f"What was here before is in {done.kept}.")
    print(
        f"Restored {count_text(sum(done.head.tables.values()), 'row')} and "
        f"{count_text(done.counted.blobs, 'blob')} ({size_text(done.counted.size)}) of {done.head.created_at}."
    )
    if done.migrated:
        print(f"Brought from schema {done.head.schema} to {done.migrated[-1]}.")
    if done.counted.damaged:
        print(f"{count_text(done.counted.damaged, 'blob')} were damaged before the backup; `fsck` names them.")
    return 0


def _fsck(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server.operations.fsck import fsck
    from picsellia_server.operations.place import opened
    from picsellia_server.operations.report import count_text, size_text

    def tell(problem: Problem) -> None:
        print(problem, flush=True)

    with _interruptible(), opened(settings) as place:
        checked = fsck(place, tell=tell, quick=options.quick, repair=options.repair)
    for note in checked.notes:
        print(f"note: {note}")
    read = "" if options.quick else f" {count_text(checked.blobs, 'blob')} ({size_text(checked.size)}) read."
    if checked.clean:
        print(f"Clean{f', {checked.mended} mended' if checked.mended else ''}.{read}")
        return 0
    print(f"{count_text(checked.problems - checked.mended, 'problem')} left, {checked.mended} mended.{read}")
    return 1


def _gc(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server.operations.gc import gc
    from picsellia_server.operations.place import opened
    from picsellia_server.operations.report import count_text, size_text

    with _interruptible(), opened(settings) as place:
        done = gc(place, dry_run=options.dry_run)
    verb = "would be freed" if options.dry_run else "freed"
    print(
        f"{size_text(done.freed)} {verb}: {count_text(done.doomed, 'blob')} that nothing refers to, "
        f"{count_text(done.orphans, 'orphan')}, {count_text(done.leftovers, 'unfinished upload')}."
    )
    for kept in done.kept:
        print(f"Kept: {kept}")
    return 0


def _doctor(_: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server.operations.doctor import doctor
    from picsellia_server.operations.findings import Level

    worst = 0
    with _interruptible():
        for finding in doctor(settings):
            print(finding, flush=True)
            worst = max(worst, list(Level).index(finding.level))
    print(("Nothing is wrong.", "It works; see the warnings.", "Something is wrong: see the lines marked bad.")[worst])
    return 1 if worst == 2 else 0

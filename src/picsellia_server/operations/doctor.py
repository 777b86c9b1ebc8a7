"""`picsellia-server doctor`: what is wrong with this installation, and what to do about it.

A list of checks, each of them a function that yields findings; one that fails with an error is a finding
itself. Changes nothing, but for a probe that is stored and removed.
"""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import sqlalchemy as sa

from picsellia_server import __version__
from picsellia_server import settings as settings_module
from picsellia_server.db import dump, migrate
from picsellia_server.errors import PlatformError
from picsellia_server.operations.about import about
from picsellia_server.operations.findings import Finding, bad, ok, warn
from picsellia_server.operations.place import Place, opened
from picsellia_server.operations.report import size_text
from picsellia_server.operations.visit import visits
from picsellia_server.settings import Settings
from picsellia_server.storage.local import LocalStorage

T = TypeVar("T")
_GIB = 1 << 30
_LIBRARIES = ("SQLAlchemy", "psycopg", "procrastinate", "fastapi", "uvicorn", "boto3", "Pillow")
_STALE = 60  # seconds without a heartbeat of any worker
_WAITING = 600  # seconds that a job may wait for its turn
_SKEW = 5.0  # seconds


def doctor(settings: Settings) -> Iterator[Finding]:
    """Findings as they are made, best first by subject: programs, folder, database, store, jobs, addresses."""
    for check in (_programs, _environment, _limits, _folder):
        yield from _tried(check, settings)
    if not settings.database_url and not settings.data.exists():
        return
    try:
        with opened(settings) as place:
            place.engine.connect().close()
            for look in (_database, _schema, _backups, _store, _jobs):
                yield from _tried(look, place)
            yield from _tried(visits, settings)
    except PlatformError as error:
        yield bad(error.message, "Nothing else can be checked until then.")
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        own = f"Its log is {settings.data / 'postgres' / 'server.log'}; see the disk above."
        remedy = "Check PICSELLIA_DATABASE_URL, and that it runs." if settings.database_url else own
        yield bad(f"The database cannot be reached: {reason}", remedy)


def _tried(check: Callable[[T], Iterator[Finding]], of: T) -> Iterator[Finding]:
    try:
        yield from check(of)
    except PlatformError as error:
        yield bad(error.message)
    except Exception as error:  # noqa: BLE001 -- a check that cannot be made is a finding
        yield bad(f"A check failed: {type(error).__name__}: {str(error)[:200]}", "Please report this.")


def _programs(_: Settings) -> Iterator[Finding]:
    versions = []
    for name in _LIBRARIES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            yield bad(f"{name} is not installed.", "Install the server whole: pip install 'picsellia[server]'")
    yield ok(f"picsellia-server {__version__}, Python {platform.python_version()} on {platform.platform()}")
    yield ok(", ".join(versions))
    if os.geteuid() == 0:
        yield warn("This is root.", "Run the server as an account of its own; it needs no rights beyond its folder.")
    if sys.getfilesystemencoding().lower() != "utf-8":
        yield warn("File names are not UTF-8 here.", "Set LANG=C.UTF-8 for the server.")


def _environment(_: Settings) -> Iterator[Finding]:
    for name in settings_module.strangers():
        yield warn(f"{name} is set, and no setting has that name.", "`picsellia-server settings` lists them all.")


def _limits(settings: Settings) -> Iterator[Finding]:
    if not settings.fsync:
        yield bad(
            "PICSELLIA_FSYNC is off: a power cut loses pictures that were acknowledged.", "Leave it on, save for tests."
        )
    if settings.max_body_mb > 1024:
        yield warn(
            f"PICSELLIA_MAX_BODY_MB is {settings.max_body_mb}: a body is held in memory.",
            "64 is enough for every request of the SDK; files do not count.",
        )
    if settings.max_pixels_m > 2000:
        yield warn(
            f"PICSELLIA_MAX_PIXELS_M is {settings.max_pixels_m}: making a thumbnail of such a picture takes "
            f"{size_text(settings.max_pixels_m * 4_000_000)} of memory.",
            "Lower it, or give the machine that much.",
        )
    if settings.signed_url_hours > 24 * 7:
        yield warn("Signed URLs are good for more than a week.", "S3 refuses that; lower PICSELLIA_SIGNED_URL_HOURS.")
    if settings.threads > 64:
        yield warn(f"PICSELLIA_THREADS is {settings.threads}.", "More than 64 take memory and connections, not speed.")
    if settings.testing:
        yield bad("PICSELLIA_TESTING is on: passwords are hashed cheaply.", "Unset it.")


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data.absolute()
    if not folder.exists():
        yield warn(f"{folder} does not exist yet.", "The first start makes it. Is this the right --data?")
        above = next(parent for parent in folder.parents if parent.exists())
        if not _writable(above):
            yield bad(
                f"{above} cannot be written by this account.", "Give another --data, or the right to write there."
            )
        yield from _room(above)
        return
    status = folder.stat()
    if status.st_mode & 0o077:
        yield bad(f"{folder} can be entered by other accounts.", f"chmod 700 {folder}")
    elif not _writable(folder):
        yield bad(f"{folder} cannot be written by this account.", "Run as its owner, or give it away with chown.")
    else:
        yield ok(f"data folder {folder}")
    for path in _open_to_others(folder):
        yield bad(f"{path} can be read by other accounts.", f"chmod 600 {path}")
    yield from _room(folder)
    if settings.storage_url.startswith("file:"):
        yield from _room(Path(settings.storage_url.removeprefix("file:")))


def _writable(folder: Path) -> bool:
    """Also where this is root and the disk is mounted for reading alone."""
    return os.access(folder, os.W_OK | os.X_OK) and not os.statvfs(folder).f_flag & os.ST_RDONLY


def _open_to_others(folder: Path) -> list[Path]:
    """Backups and other files at the top of the folder, where the secrets are."""
    found = [*folder.glob("*"), *(folder / "backups").glob("*")]
    return [path for path in found if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o004 and _secret(path)]


def _secret(path: Path) -> bool:
    return path.suffix in {".tar", ".dump"} or path.parent.name == "backups"


def _room(folder: Path) -> Iterator[Finding]:
    if not folder.exists():
        return
    usage = shutil.disk_usage(folder)
    said = f"{size_text(usage.free)} free of {size_text(usage.total)} for {folder}"
    if usage.free < _GIB // 2:
        yield bad(said, "Uploads will be refused. Free or add space; `picsellia-server gc` says what can go.")
    elif usage.free < 5 * _GIB and usage.free < usage.total // 20:
        yield warn(said, "Add space soon; `picsellia-server gc --dry-run` says what can go.")
    else:
        yield ok(said)


def _database(place: Place) -> Iterator[Finding]:
    settings = place.settings
    with place.engine.connect() as connection:
        version = str(connection.scalar(sa.text("SHOW server_version")))
        number = int(str(connection.scalar(sa.text("SHOW server_version_num"))))
        shown = {name: str(connection.scalar(sa.text(f"SHOW {name}"))) for name in _SHOWN}
        skew = abs(connection.execute(sa.text("SELECT clock_timestamp()")).scalar_one() - datetime.now(UTC))
        used = int(connection.execute(sa.text("SELECT count(*) FROM pg_stat_activity")).scalar_one())
    if number < 150_000:
        yield bad(f"PostgreSQL {version} is too old.", "Move to PostgreSQL 15 or newer.")
    else:
        yield ok(f"PostgreSQL {version}, {used} of {shown['max_connections']} connections in use")
    for name in ("fsync", "full_page_writes"):
        if shown[name] != "on" and not settings.testing:
            yield bad(f"PostgreSQL runs with {name} off: a power cut can destroy it.", f"Turn {name} on.")
    if shown["server_encoding"] != "UTF8":
        yield bad(
            f"The database is in {shown['server_encoding']}.", "Make one with ENCODING 'UTF8', and restore there."
        )
    need = (settings.threads + settings.workers) * 3 // 2 + 8
    if int(shown["max_connections"]) < need:
        yield bad(
            f"PostgreSQL takes {shown['max_connections']} connections; a server needs {need}.",
            "Raise max_connections, or lower PICSELLIA_THREADS.",
        )
    if skew.total_seconds() > _SKEW:
        yield bad(
            f"The clocks of this machine and of the database differ by {skew.total_seconds():.0f} s.",
            "Set both by NTP: tickets and sessions go by the clock.",
        )


_SHOWN = ("fsync", "full_page_writes", "server_encoding", "max_connections")


def _schema(place: Place) -> Iterator[Finding]:
    newest = migrate.revisions()[-1]
    with place.engine.connect() as connection:
        found = migrate.current(connection)
        if found is None:
            yield warn("The database is empty.", "The first start of the server fills it.")
        elif found != newest:
            yield warn(f"The database is at schema {found}, and {newest} is due.", "picsellia-server migrate")
        else:
            differences = migrate.differences(connection)
            if differences:
                yield bad("The schema is not the code's.", "`picsellia-server fsck --quick` names the differences.")
            else:
                bundled = "/postgres" in str(place.engine.url.query.get("host", ""))
                yield ok(str(about(connection, bundled=bundled)))


def _backups(place: Place) -> Iterator[Finding]:
    found = dump.tools(place.engine, pg_bin=place.settings.pg_bin)
    yield ok(f"pg_dump {found.major} in {found.folder}, for backups")


def _store(place: Place) -> Iterator[Finding]:
    storage, key, body = place.storage, f"{uuid4()}/probe", b"a probe of picsellia-server doctor"
    storage.check()
    storage.put(key, [body])
    try:
        with storage.open(key) as file:
            same = file.read() == body
    finally:
        storage.delete([key])
    where = storage.root if isinstance(storage, LocalStorage) else place.settings.storage_url
    if not same or key in storage.sizes([key]):
        yield bad(f"The store {where} does not keep what it is given.", "Do not use it; ask whoever runs it.")
    else:
        yield ok(f"the store {where} takes, gives and removes bytes")


def _jobs(place: Place) -> Iterator[Finding]:
    with place.engine.connect() as connection:
        if migrate.current(connection) is None:
            return
        row = connection.execute(_JOBS, {"waiting": _WAITING}).one()
    if row.seen is None or row.seen > _STALE:
        what = "No worker runs." if row.seen is None else f"No worker has been seen for {row.seen:.0f} s."
        yield warn(
            what, "`picsellia-server serve` runs jobs itself, unless PICSELLIA_WORKERS is 0: then start `worker`."
        )
    else:
        yield ok(f"{row.alive} worker(s) alive")
    if row.late:
        yield warn(
            f"{row.late:,} job(s) have waited for over ten minutes.", "Start `picsellia-server worker` beside it."
        )
    if row.stuck:
        yield warn(f"{row.stuck:,} job(s) belong to a worker that is gone.", "The next worker takes them up again.")
    if row.failed:
        yield warn(
            f"{row.failed:,} job(s) have failed, the latest {row.latest}.",
            "The page Jobs says why and runs them again.",
        )


_JOBS = sa.text(
    """
    SELECT (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers) AS seen,
           (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 s') AS alive,
           (SELECT count(*) FROM procrastinate_jobs j WHERE status = 'todo'
              AND coalesce(scheduled_at, (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = j.id))
                  < now() - make_interval(secs => :waiting)) AS late,
           (SELECT count(*) FROM procrastinate_jobs j WHERE status = 'doing' AND NOT EXISTS (
              SELECT FROM procrastinate_workers w WHERE w.id = j.worker_id
                AND w.last_heartbeat > now() - interval '60 s')) AS stuck,
           (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed') AS failed,
           (SELECT task_name FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id DESC LIMIT 1) AS latest
    """
)

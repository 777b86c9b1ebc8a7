"""The socket of the bundled PostgreSQL: in which folder it lies, and how it is reached.

The folder is private to one account, and that is the whole of the access control: whoever can open
the socket is let in.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path
from urllib.parse import quote, urlencode

USER = DATABASE = "picsellia"
PORT = 5432  # part of the socket file's name, nothing more
LONGEST = 90  # bytes of a folder; the kernel takes 107 with the file's own name


def folder(home: Path, *, uid: int, gid: int) -> Path | None:
    """`home` itself, or a short folder named after it where its name is not fit for a socket.

    libpq and SQLAlchemy take `,` and `:` in a host for lists of hosts and ports. None when no folder
    can be had.
    """
    fit = re.fullmatch(r"[^,:@\"'\\%\x00-\x1f\ud800-\udfff]+", str(home))
    if fit and len(os.fsencode(home)) <= LONGEST:
        return home
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if uid == os.geteuid() else ""
    for parent in filter(None, (runtime, "/tmp")):  # noqa: S108 (0700, and the owner is checked)
        short = Path(parent) / f"picsellia-{hashlib.sha256(os.fsencode(home)).hexdigest()[:24]}"
        if len(os.fsencode(short)) <= LONGEST and _private(short, uid, gid):
            return short
    return None


def _private(short: Path, uid: int, gid: int) -> bool:
    """Whether it is the account's own folder, made now or before; never one that a stranger laid there."""
    try:
        short.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    status = short.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_mode & 0o077:
        return False
    if status.st_uid != uid and os.geteuid() == 0 and status.st_uid == 0:
        os.chown(short, uid, gid, follow_symlinks=False)
        return True
    return status.st_uid == uid


def answers(where: Path) -> bool:
    """Whether it takes connections; makes the database on the first one."""
    import psycopg

    if not (where / f".s.PGSQL.{PORT}").exists():
        return False
    try:
        with psycopg.connect(host=str(where), port=PORT, user=USER, dbname="postgres", autocommit=True) as db:
            if db.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
                db.execute(f"create database {DATABASE}")
    except psycopg.errors.DuplicateDatabase:
        return True
    except psycopg.OperationalError:
        return False  # starting up, recovering, or on its way out
    return True


def url(where: Path) -> str:
    """For SQLAlchemy; without `+psycopg` also for libpq, which does not take `+` for a space."""
    query = urlencode({"host": str(where), "port": PORT}, quote_via=quote, safe="")
    return f"postgresql+psycopg://{USER}@/{DATABASE}?{query}"


def quoted(where: Path) -> str:
    """As an element of a list setting: quoted, quotes doubled."""
    return '"' + str(where).replace('"', '""') + '"'

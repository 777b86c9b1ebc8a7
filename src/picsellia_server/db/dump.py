"""PostgreSQL's own programs for moving a whole database: pg_dump out, pg_restore and psql in.

Called by `operations/`. Not here: what else makes a backup (`operations/backup.py`), when one is made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from picsellia_server.db import programs
from picsellia_server.errors import Unavailable

_SAID = 800  # characters of what a program said
_CHUNK = 1 << 20


class NoDumpProgram(Unavailable):
    """No pg_dump that can talk to this server."""

    code = "database.no_dump_program"


class DumpFailed(Unavailable):
    """A program of PostgreSQL's has failed; the sentence ends with what it said."""

    code = "database.dump_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """pg_dump, pg_restore and psql of one major version, and the database that they are for."""

    folder: Path
    major: int
    server: int
    words: str
    password: str

    def path(self, name: str) -> str:
        found = self.folder / name
        if not found.is_file():
            raise NoDumpProgram(f"There is no {name} in {self.folder}. Install PostgreSQL's client programs.")
        return str(found)

    def environment(self) -> dict[str, str]:
        # The password not as an argument: everybody on the machine can see those.
        given = {"PGPASSWORD": self.password} if self.password else {}
        return {**os.environ, **given, "LC_ALL": "C", "TZ": "UTC"}


def tools(engine: sa.Engine, *, pg_bin: str = "") -> Tools:
    """The programs to use for an engine's database: not older than its server, and able to reach it.

    Raises `NoDumpProgram` saying what to install.
    """
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        server = int(raw.info.server_version) // 10_000
        encrypted = bool(raw.pgconn.ssl_in_use)
    words, password = _conninfo(engine)
    for folder, speaks_tls in _places(pg_bin, server):
        major = _major(folder)
        if major is not None and major >= server and (speaks_tls or not encrypted):
            return Tools(folder=folder, major=major, server=server, words=words, password=password)
    why = f"over TLS, which the bundled pg_dump does not speak, to a PostgreSQL {server}" if encrypted else str(server)
    raise NoDumpProgram(
        f"No pg_dump here fits the database ({'reached ' if encrypted else 'PostgreSQL '}{why}). Install the client "
        f"programs of PostgreSQL {server} or newer (Debian, Ubuntu: apt install postgresql-client-{server}), or name "
        "their folder in PICSELLIA_PG_BIN."
    )


def _places(pg_bin: str, server: int) -> Iterable[tuple[Path, bool]]:
    """Folders with PostgreSQL's programs, and whether they speak TLS; the nearest version first."""
    if pg_bin:
        yield Path(pg_bin).expanduser().absolute(), True
        return
    for _, folder in sorted(programs.bundled().items()):
        yield folder, False
    found = shutil.which("pg_dump")
    if found:
        yield Path(found).parent, True
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name):
        yield folder, True


def _major(folder: Path) -> int | None:
    try:
        done = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\) (\d+)", done.stdout)
    return int(version[1]) if version else None


def _conninfo(engine: sa.Engine) -> tuple[str, str]:
    """(where, password): as libpq reads it."""
    options = {**engine.url.translate_connect_args(username="user", database="dbname"), **engine.url.query}
    password = str(options.pop("password", "") or "")
    return make_conninfo("", **options), password


def save(found: Tools, out: Path, *, schema: str, snapshot: str, empty: Sequence[str] = ()) -> None:
    """Write the tables of one schema to `out` (custom format), as an exported snapshot sees them.

    Of the tables `empty` only the form is kept.
    """
    command = [
        found.path("pg_dump"),
        "--format=custom",
        "--compress=6",
        "--no-owner",
        "--no-privileges",
        "--no-password",
        f"--schema={schema}",
        f"--snapshot={snapshot}",
        *(f"--exclude-table-data={schema}.{table}" for table in empty),
        f"--file={out}",
        f"--dbname={found.words}",
    ]
    _run(command, found.environment())


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False
        )
        if done.returncode != 0:
            raise DumpFailed(f"{Path(command[0]).name} failed: {_end(said)}")


def load(found: Tools, dump: Path, *, before: str, after: str) -> None:
    """Run SQL, put in what `dump` holds, and run more SQL, all in one transaction: all of it or nothing."""
    with tempfile.TemporaryDirectory(prefix="picsellia-restore-") as folder, tempfile.TemporaryFile() as said:
        chosen = Path(folder) / "list"
        chosen.write_text(_contents(found, dump))
        script = subprocess.Popen(
            [found.path("pg_restore"), "--no-owner", "--no-privileges", f"--use-list={chosen}", "--file=-", str(dump)],
            env=found.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        into = subprocess.Popen(
            [
                *(found.path("psql"), "--no-psqlrc", "--quiet", "--no-password", "--single-transaction"),
                *("--set=ON_ERROR_STOP=1", "--file=-", f"--dbname={found.words}"),
            ],
            env=found.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _pump(script, into, before, after)
        finally:
            for process in (script, into):
                if process.poll() is None:
                    process.kill()
                process.wait()
        if script.returncode or into.returncode:
            raise DumpFailed(f"The database could not be restored, and is as it was: {_end(said)}")


def _contents(found: Tools, dump: Path) -> str:
    """What to restore of a dump: everything but the schema itself and extensions, which are there."""
    done = subprocess.run([found.path("pg_restore"), "--list", str(dump)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpFailed(f"The dump in the backup cannot be read: {done.stderr.strip()[-_SAID:]}")
    left_out = re.compile(r"^\d+; \d+ \d+ (SCHEMA|EXTENSION|COMMENT - (SCHEMA|EXTENSION)) ")
    return "".join(f"{line}\n" for line in done.stdout.splitlines() if not left_out.match(line))


def _pump(script: subprocess.Popen[bytes], into: subprocess.Popen[bytes], before: str, after: str) -> None:
    source, sink = script.stdout, into.stdin
    assert source is not None
    assert sink is not None
    try:
        sink.write(before.encode())
        while chunk := source.read(_CHUNK):
            sink.write(chunk)
        # Without this, half a script would be committed as if it were a whole one.
        whole = script.wait() == 0
        sink.write(after.encode() if whole else b"\nDO $$BEGIN RAISE EXCEPTION 'the dump broke off'; END$$;\n")
        sink.close()
    except BrokenPipeError:  # psql has stopped at an error, and says which
        script.kill()
    into.wait()


def _end(said: IO[bytes]) -> str:
    said.seek(0)
    text = said.read().decode("utf-8", "replace").strip()
    return text[-_SAID:] or "it said nothing"

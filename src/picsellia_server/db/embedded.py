"""The bundled PostgreSQL: made, started, found again and stopped with the server.

Under the data folder: `postgres/cluster` (its files), `postgres/server.log`, and its socket, unless
the path is too long for one. It listens on no network address. Not here: as whom it runs
(runas.py), where its programs are (programs.py), who may use the folder (lock.py).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from picsellia_server.db import postmaster, runas, socket
from picsellia_server.db.lock import make_private
from picsellia_server.db.programs import Programs, find
from picsellia_server.errors import Unavailable

_ROOM = 100 << 20  # bytes that a new cluster and its first log take

LOG_LIMIT = 8 << 20
PATIENCE = 600.0  # recovery after a power cut reads the log of an hour's work

SETTINGS = {
    "listen_addresses": "",
    "port": socket.PORT,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Small: the server and its database share a budget of 250 MB when idle.
    "shared_buffers": "64MB",
    "max_connections": 80,
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_parallel_workers_per_gather": 1,
    "autovacuum_max_workers": 2,
    "autovacuum_naptime": "30s",
    "jit": "off",
    "random_page_cost": 1.1,
    "effective_cache_size": "1GB",
    # One server, no replicas: the smallest log that survives a crash.
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "max_logical_replication_workers": 0,
    "wal_compression": "on",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    # What users send must not end up in a log file: no failing statements.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "client_connection_check_interval": "5s",
}
SINCE = {"io_method": (18, "sync")}  # no processes of its own for reading


class NotStarted(Unavailable):
    """The bundled PostgreSQL did not start; the sentence ends with what its log says."""

    code = "database.not_started"


class Embedded:
    """The PostgreSQL of one data folder. The caller holds the folder's lock while it starts and stops it."""

    def __init__(
        self,
        data: Path,
        *,
        pg_bin: str = "",
        fsync: bool = True,
        ways: Callable[[], Iterator[runas.Way]] = runas.ways,
    ) -> None:
        self.data = data.expanduser().absolute()
        self.home = self.data / "postgres"
        self.cluster = self.home / "cluster"
        self.log = self.home / "server.log"
        self._pg_bin = pg_bin
        self._fsync = fsync
        self._ways = ways
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def programs(self) -> Programs:
        """PostgreSQL's programs, of the version of the data folder."""
        return find(self._pg_bin, wanted=self._version())

    @property
    def running(self) -> bool:
        return self._found() is not None

    @property
    def url(self) -> str:
        """Where the running one is reached; raises `NotStarted` when there is none."""
        found = self._found()
        if found is None:
            raise NotStarted(f"No PostgreSQL is running for {self.data}. Start the server: picsellia-server serve.")
        return socket.url(found.socket)

    def start(self) -> str:
        """The URL of the running database, started or found running; made when there is none."""
        if any(character in str(self.data) for character in "\r\n"):
            raise NotStarted("The data folder's name has a line break in it. Give another one with --data.")
        make_private(self.data)
        url = self._rejoin()
        if url:
            return url
        found = self.programs
        way = self._prepare(found)
        for _ in range(3):  # another may be half-way through its own start or stop
            self._launch(found, way)
            url = self._rejoin()
            if url:
                return url
        raise NotStarted(f"The bundled PostgreSQL did not start. Its log, {self.log}, ends with: {self._log_end()}")

    def stop(self) -> None:
        """Stop it, whoever started it; returns when it is gone."""
        found = self._found()
        if found is not None:
            found.stop()
            if found.socket != self.home:
                with suppress(OSError):
                    found.socket.rmdir()
        child, self._child = self._child, None
        if child is not None:
            if child.poll() is None:  # stopped before it had written its pid file
                postmaster.Postmaster(pid=child.pid, socket=self.home).stop()
            child.wait(timeout=60)

    # -- making ---------------------------------------------------------------------------------

    def _prepare(self, found: Programs) -> runas.Way:
        self._check_version(found)
        try:
            self.home.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise NotStarted(f"{self.home} cannot be made: {error.strerror}.") from None
        way = runas.choose(self._ways(), self.home, found.path("postgres"))
        if os.geteuid() not in (0, self.home.stat().st_uid):
            raise NotStarted(
                f"{self.home} belongs to another user. Start the server as that one, or give another --data."
            )
        for left in self.home.glob("making-*"):  # of a start that was killed
            shutil.rmtree(left, ignore_errors=True)
        if self._version() is None:
            self._make(found, way)
        return way

    def _make(self, found: Programs, way: runas.Way) -> None:
        free = shutil.disk_usage(self.home).free
        if free < _ROOM:
            raise NotStarted(
                f"The disk is full: the bundled PostgreSQL needs {_ROOM >> 20} MB to begin with, and {self.home} has "
                f"{free >> 20} MB. Make room, or give another --data."
            )
        new = self.home / f"making-{os.getpid()}-{time.time_ns():x}"
        # The built-in locale sorts the same on every machine and outlives upgrades of its C library.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = builtin if found.major >= 17 else ["--locale=C.UTF-8"]
        options = ["-A", "trust", "-E", "UTF8", *locale, *([] if self._fsync else ["--no-sync"])]
        done = subprocess.run(
            [*way.prefix, found.path("initdb"), "-D", str(new), "-U", socket.USER, *options],
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if done.returncode != 0:
            said = done.stdout.decode("utf-8", "replace").strip()
            shutil.rmtree(new, ignore_errors=True)
            raise NotStarted(f"The bundled PostgreSQL could not make its files in {self.home}: {said[-600:]}")
        new.rename(self.cluster)

    def _version(self) -> int | None:
        try:
            return int((self.cluster / "PG_VERSION").read_text().strip())
        except (OSError, ValueError):
            return None

    def _check_version(self, found: Programs) -> None:
        version = self._version()
        if version is None and self.cluster.exists():
            raise NotStarted(f"{self.cluster} is there but is not PostgreSQL's. Move it away, or give another --data.")
        if version is not None and version != found.major:
            raise NotStarted(
                f"The data in {self.cluster} were written by PostgreSQL {version}, and {found.folder} holds "
                f"PostgreSQL {found.major}. Set PICSELLIA_PG_BIN to the programs of PostgreSQL {version}, "
                "or move the data to the newer one with pg_upgrade."
            )

    # -- starting -------------------------------------------------------------------------------

    def _launch(self, found: Programs, way: runas.Way) -> None:
        folder = self._socket_folder(way)
        postmaster.clear(self.cluster, folder)
        options = {**SETTINGS, "unix_socket_directories": socket.quoted(folder)}
        options |= {name: value for name, (major, value) in SINCE.items() if found.major >= major}
        if not self._fsync:
            options |= {"fsync": "off", "full_page_writes": "off"}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        mode = "ab" if self.log.exists() and self.log.stat().st_size < LOG_LIMIT else "wb"
        with self.log.open(mode) as log:
            # A session of its own: Ctrl-C in the terminal is for the server, which then stops it in order.
            self._child = subprocess.Popen(
                [*way.prefix, found.path("postgres"), "-D", str(self.cluster), *words],
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _rejoin(self) -> str:
        """The URL once the running or starting PostgreSQL answers; empty when there is none, or it ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self._found()
            if found is None and not self._starting():
                return ""
            if found is not None and socket.answers(found.socket):
                return socket.url(found.socket)
            time.sleep(0.02)
        raise NotStarted(f"PostgreSQL has not answered for {PATIENCE:.0f} s. Its log: {self.log}")

    def _found(self) -> postmaster.Postmaster | None:
        return postmaster.running(self.cluster)

    def _starting(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _socket_folder(self, way: runas.Way) -> Path:
        folder = socket.folder(self.home, uid=way.uid, gid=way.gid)
        if folder is None:
            raise NotStarted(f"The path {self.home} is too long for a socket, and no folder can be made in /tmp.")
        return folder

    def _log_end(self) -> str:
        try:
            return " / ".join(self.log.read_text("utf-8", "replace").strip().splitlines()[-4:])
        except OSError:
            return "(nothing)"


def _environment() -> dict[str, str]:
    """Nothing of the caller's PG… variables, and messages in one language."""
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": path, "LC_ALL": "C", "TZ": "UTC"}

"""Settings: one frozen object, read once from the environment, passed down.

Every field is the environment variable `PICSELLIA_` + its name in capitals. Nothing else in the
server reads the environment (save for PostgreSQL's and S3's own libraries).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from picsellia_server.errors import Invalid

PREFIX = "PICSELLIA_"
_MOST = 10**9


def setting(default: Any, help: str, *, least: int = 0) -> Any:  # `help` is what `picsellia-server settings` prints
    return field(default=default, metadata={"help": help, "least": least})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that an operator can set. Units are in the names or the help texts."""

    data: Path = setting(Path("picsellia-data"), "Folder for the bundled PostgreSQL, the local store and secrets.")
    database_url: str = setting("", "postgresql://… to use; empty: the bundled PostgreSQL under the data folder.")
    storage_url: str = setting("", "Where bytes live: file:/folder or s3://bucket/prefix; empty: DATA/blobs.")
    public_url: str = setting(
        "", "The address that people use, e.g. https://vision.example.org; signed URLs start with it."
    )
    pg_bin: str = setting(
        "", "Folder of another PostgreSQL's programs: initdb for the bundled database, pg_dump for backups."
    )
    allowed_hosts: str = setting(
        "", "Further host names that may reach the server, separated by commas; `*` allows any."
    )
    owner: str = setting("", "Name of the first user, made at the very first start; empty: `owner`.")
    owner_password: str = setting("", "Password of the first user; empty: generated and printed once.")
    owner_token: str = setting("", "API token of the first user; empty: generated and printed once.")
    workers: int = setting(2, "Threads of the job worker inside `serve`; 0: run `picsellia-server worker` elsewhere.")
    threads: int = setting(16, "Requests answered at once; each holds one database connection while it runs.", least=1)
    max_body_mb: int = setting(64, "Largest JSON body of a request.", least=1)
    max_upload_gb: int = setting(100, "Largest single file accepted.", least=1)
    max_pixels_m: int = setting(400, "Largest picture accepted, in millions of pixels.", least=1)
    max_points: int = setting(100_000, "Most points that one shape may have.", least=1)
    max_shapes: int = setting(20_000, "Most shapes that one picture may have in one dataset version.", least=1)
    max_batch: int = setting(10_000, "Most items in one bulk request.", least=1)
    multipart_mb: int = setting(64, "Files from this size on are uploaded in parts.", least=1)
    part_mb: int = setting(16, "Size of such a part; S3 takes 5 or more.", least=1)
    requests_per_minute: int = setting(0, "Requests that one token may make in a minute; 0: no limit.")
    signed_url_hours: int = setting(24, "How long a signed URL is good for.", least=1)
    session_days: int = setting(30, "How long a web session lasts without use.", least=1)
    trash_days: int = setting(30, "How long things stay in the trash before their bytes are swept.")
    idempotency_days: int = setting(7, "How long the answer to a repeated request is kept.", least=1)
    sweep_minutes: int = setting(15, "How often the sweeper looks for what can go.", least=1)
    upgrade_backup: bool = setting(True, "Back up the rows, to DATA/backups, before the database is upgraded.")
    fsync: bool = setting(True, "Wait for the disk before a picture or file is acknowledged.")
    log_format: str = setting("", "`json` or `text`; empty: text on a terminal, json elsewhere.")
    log_level: str = setting("info", "debug, info, warning or error.")
    testing: bool = setting(False, "Only for the project's own tests: cheap password hashes.")

    @property
    def blobs(self) -> Path:
        return self.data / "blobs"


def _parse(name: str, kind: str, text: str, least: int) -> Any:
    if kind == "int":
        try:
            number = int(text)
        except ValueError:
            raise Invalid(f"{PREFIX}{name.upper()} must be a whole number, not {text!r}.") from None
        if not least <= number <= _MOST:
            raise Invalid(f"{PREFIX}{name.upper()} must be {least} to {_MOST:,}, not {text!r}.")
        return number
    if kind == "bool":
        if text.lower() not in {"1", "0", "on", "off", "true", "false", "yes", "no"}:
            raise Invalid(f"{PREFIX}{name.upper()} must be on or off, not {text!r}.")
        return text.lower() in {"1", "on", "true", "yes"}
    return Path(text) if kind == "Path" else text


def read(environ: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """Settings from the environment; `given` (command-line options that are not None) win.

    Raises `Invalid` naming the variable when a value cannot be read.
    """
    values = {
        item.name: _parse(item.name, str(item.type), environ[PREFIX + item.name.upper()], item.metadata["least"])
        for item in fields(Settings)
        if environ.get(PREFIX + item.name.upper(), "") != ""
    }
    return Settings(**{**values, **{name: value for name, value in given.items() if value is not None}})


def strangers(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Variables that look like settings and are none: mistyped ones, mostly."""
    known = {PREFIX + item.name.upper() for item in fields(Settings)} | {f"{PREFIX}HOST", f"{PREFIX}TOKEN"}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def table() -> str:
    """All settings as a Markdown table, as `docs/operating.md` shows it."""
    lines = ["| variable | default | what it means |", "|---|---|---|"]
    for item in fields(Settings):
        default = str(item.default) if item.default != "" else ""
        default = {"True": "on", "False": "off"}.get(default, default)
        shown = f"`{default}`" if default else ""
        lines.append(f"| `{PREFIX}{item.name.upper()}` | {shown} | {item.metadata['help']} |")
    return "\n".join(lines)

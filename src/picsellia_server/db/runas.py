"""As whom PostgreSQL runs: it refuses uid 0, so root needs a way round.

In order: directly (an ordinary user); in a user name space, where the caller has another number
but its own rights to files; as another account of the machine, which then owns the database's folder.
Containers often forbid the second, and the third needs root.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from picsellia_server.errors import Unavailable

NOBODY = 65534


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`prefix` goes before a command; it runs in the same process, and its files belong to uid:gid."""

    name: str
    prefix: tuple[str, ...]
    uid: int
    gid: int


class NoWay(Unavailable):
    """PostgreSQL can run as nobody at all here."""

    code = "database.no_account"

    def __init__(self, reasons: Sequence[str]) -> None:
        tried = "; ".join(reasons)
        super().__init__(
            f"The bundled PostgreSQL cannot run here ({tried}). Start the server as an ordinary user, "
            "give a data folder that other accounts can reach with --data, or set PICSELLIA_DATABASE_URL to "
            "a PostgreSQL of your own."
        )


def ways() -> Iterator[Way]:
    """Those worth trying for the current user, best first."""
    uid, gid = os.geteuid(), os.getegid()
    if uid != 0 and _known(uid):
        yield Way(name="directly", prefix=(), uid=uid, gid=gid)
        return
    yield in_name_space(uid, gid)
    if uid == 0:
        yield from as_accounts()


def in_name_space(uid: int, gid: int) -> Way:
    """The same user under another number. initdb looks the number up, so it is one that has a name."""
    account = next((each for each in pwd.getpwall() if each.pw_uid not in (0, NOBODY)), None)
    inner = (account.pw_uid, account.pw_gid) if account else (1000, 1000)
    prefix = ("unshare", "--user", f"--map-user={inner[0]}", f"--map-group={inner[1]}")
    return Way(name="in a user name space", prefix=prefix, uid=uid, gid=gid)


def as_accounts() -> Iterator[Way]:
    """Root gives up its rights for those of an account without a person.

    Where that account cannot pass a parent folder (a clone under /root), it keeps the one right to
    look past permissions, which still leaves it less than root.
    """
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        drop = ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
        for right in ("", "dac_read_search", "dac_override"):
            keep = (f"--inh-caps=+{right}", f"--ambient-caps=+{right}") if right else ("--inh-caps=-all",)
            yield Way(name=f"as {name}", prefix=(*drop, *keep), uid=account.pw_uid, gid=account.pw_gid)


def choose(candidates: Iterator[Way], folder: Path, program: str) -> Way:
    """The first way in which `program` runs, not as root, and `folder` can be entered. Raises `NoWay`.

    Gives `folder`, which exists, to the account it chooses; what is in it follows when it was another's.
    """
    reasons: list[str] = []
    for way in candidates:
        reason = _refusal(way, folder, program)
        if not reason:
            give(folder, way.uid, way.gid)
            return way
        reasons.append(f"{way.name}: {reason}")
    raise NoWay(list(dict.fromkeys(reasons)) or ["no account but root"])


def give(folder: Path, uid: int, gid: int) -> None:
    """Make uid:gid the owner of all in `folder`, itself last, so that half a job is done again."""
    if os.lstat(folder).st_uid == uid or os.geteuid() != 0:
        return
    for parent, names, files in os.walk(folder, topdown=False):
        for name in (*names, *files):
            os.chown(Path(parent) / name, uid, gid, follow_symlinks=False)
    os.chown(folder, uid, gid)


def _refusal(way: Way, folder: Path, program: str) -> str:
    script = '[ "$(id -u)" != 0 ] && cd -- "${1%/*}" && [ -x "$2" ]'
    # The parent is tried: `folder` itself (0700) may still belong to another account.
    command = [*way.prefix, "/bin/sh", "-c", script, "sh", str(folder), program]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, cwd="/")
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"cannot reach {program}"


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True

"""The lock of a data folder: two servers never share one.

The lock is the kernel's (`flock`), so it goes with its process, however that one ends; the number
written in the file is for people alone.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from picsellia_server.errors import Conflict, Invalid


class FolderTaken(Conflict):
    """Another process serves this data folder."""

    code = "server.folder_taken"

    def __init__(self, folder: Path, pid: str) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(
            f"The data folder {folder} is in use by {who}. Stop that one first, or give another folder with --data."
        )


class FolderLock:
    """Held from `take` until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptor: int | None = None

    def take(self) -> None:
        """Make the folder if it is missing and hold it; raises `FolderTaken` naming the holder."""
        make_private(self.folder)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            pid = os.read(descriptor, 32).decode("ascii", "replace").strip()
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise FolderTaken(self.folder, pid) from None
            raise Invalid(f"The data folder {self.folder} cannot be locked ({error.strerror}).") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; the file stays, because removing it would race with the next holder."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def make_private(folder: Path) -> None:
    """Make `folder`, readable by its owner alone; raises `Invalid` where that is not possible."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Invalid(
            f"The data folder {folder} cannot be made ({error.strerror}). Give another one with --data."
        ) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise Invalid(f"The data folder {folder} belongs to someone else. Give another one with --data.")

"""What the machine does during a run, as lines `system/...`: processor, memory, GPUs.

Read from /proc and from `nvidia-smi`; where there is neither, there are no such lines. Percentages are of the whole
machine, memory is in MiB, steps are seconds since the start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picsellia.tracking.tracker import Tracker

QUERY = ("index", "utilization.gpu", "memory.used", "memory.total", "temperature.gpu", "power.draw")
_NAMES = ("utilization", "memory", "memory_total", "temperature", "power")
_SHOWN = ("utilization", "memory", "temperature", "power")
_PATIENCE = 10.0


def gpus(answer: str) -> dict[str, float]:
    """What `nvidia-smi` says of each GPU, as `gpu-<index>/<what>`; what it does not know is left out."""
    found: dict[str, float] = {}
    for row in answer.splitlines():
        index, *fields = (field.strip() for field in row.split(","))
        if not index.isdigit() or len(fields) != len(_NAMES):
            continue
        for name, text in zip(_NAMES, fields, strict=True):
            try:
                number = float(text)
            except ValueError:  # "[N/A]", "[Not Supported]", "[Unknown Error]"
                continue
            if name in _SHOWN:
                found[f"gpu-{index}/{name}"] = number
    return found


def busy(stat: str) -> tuple[float, float]:
    """(busy, all) time of all processors since the start of the machine, of the first line of /proc/stat."""
    fields = [float(field) for field in stat.split("\n", 1)[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def memory_used(meminfo: str) -> float | None:
    """MiB in use, of /proc/meminfo."""
    found = {}
    for row in meminfo.splitlines():
        name, _, rest = row.partition(":")
        number = rest.split()
        if number and number[0].isdigit():
            found[name] = int(number[0])
    if "MemTotal" not in found or "MemAvailable" not in found:
        return None
    return (found["MemTotal"] - found["MemAvailable"]) / 1024


class Machine:
    """Looks at this machine; each look gives what there is to see."""

    def __init__(self, proc: Path = Path("/proc"), smi: str | None = None) -> None:
        self.proc = proc
        self.smi = smi or shutil.which("nvidia-smi")
        self._before = (0.0, 0.0)

    def look(self) -> dict[str, float]:
        found: dict[str, float] = {}
        try:
            now = busy((self.proc / "stat").read_text())
            used, whole = now[0] - self._before[0], now[1] - self._before[1]
            if self._before[1] and whole > 0:
                found["cpu"] = round(100 * used / whole, 2)
            self._before = now
            memory = memory_used((self.proc / "meminfo").read_text())
            if memory is not None:
                found["memory"] = round(memory, 1)
        except (OSError, ValueError, IndexError):
            pass
        if self.smi is not None:
            found |= gpus(self._ask_smi(self.smi))
        return found

    def _ask_smi(self, smi: str) -> str:
        command = [smi, f"--query-gpu={','.join(QUERY)}", "--format=csv,noheader,nounits"]
        try:
            return subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False).stdout
        except (OSError, subprocess.SubprocessError):
            self.smi = None  # it hangs or is gone: not asked again
            return ""


class Usage:
    """Logs what `machine` shows, every so many seconds, until `stop`."""

    def __init__(self, tracker: Tracker, every: float, machine: Machine | None = None) -> None:
        self._tracker = tracker
        self._machine = machine or Machine()
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="picsellia-usage", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """One last look, and no more."""
        self._stopped.set()
        self._thread.join(_PATIENCE + 1)

    def _run(self) -> None:
        start, pid = time.monotonic(), os.getpid()
        self._machine.look()
        going = True
        while going and pid == os.getpid():
            going = not self._stopped.wait(self._every)
            at = round(time.monotonic() - start, 1)
            for name, value in self._machine.look().items():
                point = {"steps": [at], "values": [value]}
                self._tracker.log(f"system/{name}", "line", point, replace=False)

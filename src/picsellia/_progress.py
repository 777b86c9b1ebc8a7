"""Progress bars: on a terminal or in a notebook, and only where somebody can be asked to look.

With `interactive=False`, or when the output goes to a file, nothing is drawn and no carriage return is
written.
"""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Any

Bar = Any


def drawn(interactive: bool) -> bool:
    """Whether a bar would be seen."""
    return interactive and ("ipykernel" in sys.modules or sys.stderr.isatty())


class Progress:
    """Counts things done, from any thread; draws a bar where `drawn` says so.

    `total` may be None; `unit` is the singular of what is counted.
    """

    def __init__(self, interactive: bool, *, total: int | None, unit: str, title: str = "") -> None:
        self.done = 0
        self._lock = threading.Lock()
        self._bar: Bar = None
        if drawn(interactive):
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit=f" {unit}", desc=title or None, dynamic_ncols=True, leave=False)

    def add(self, count: int = 1) -> None:
        """Count more of them."""
        with self._lock:
            self.done += count
            if self._bar is not None:
                self._bar.update(count)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

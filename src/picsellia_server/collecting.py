"""Python's garbage collector, set for a process that runs for long and moves many records.

Not here: any memory of ours. Called once by whoever starts a server or a worker, after all is loaded.
"""

from __future__ import annotations

import gc

YOUNG = 50_000
"""Containers made before the young ones are looked at; Python's own 700 is for small programs."""


def settle() -> None:
    """Leave what is loaded out of every later collection, and collect seldom.

    Records are trees that go by themselves. With the settings of a small program the collector walks all of the
    loaded modules again and again while a file of a million shapes is read, for half of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)

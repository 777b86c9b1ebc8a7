"""What `doctor` finds: a level, a sentence, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`remedy` is empty where nothing is to be done."""

    level: Level
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.level:4}  {self.what}" + (f"\n      {self.remedy}" if self.remedy else "")


def ok(what: str) -> Finding:
    return Finding(level=Level.OK, what=what)


def warn(what: str, remedy: str) -> Finding:
    return Finding(level=Level.WARN, what=what, remedy=remedy)


def bad(what: str, remedy: str = "") -> Finding:
    """Without a remedy where the sentence itself says what to do, as errors of ours do."""
    return Finding(level=Level.BAD, what=what, remedy=remedy)

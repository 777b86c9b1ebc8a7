"""What an import says in the end: counts of everything, examples of what was refused, capped lists."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from picsellia.formats.match import Found, Match
from picsellia.formats.model import Refusal
from picsellia_server.datasets.model import Member

MOST = 100
"""The longest list of names or examples in a report; the counts are always whole."""

_LONGEST = 300
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@dataclass(slots=True)
class _Notes:
    """Refusals or remarks: counted by reason, with the first ones as examples."""

    count: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[dict[str, Any]] = field(default_factory=list)

    def add(self, where: str, reason: str, picture: str | None, count: int = 1) -> None:
        self.count += count
        # "its category 17 is unknown" and "its category 18 is unknown" are one reason.
        key = _QUOTED.sub("…", _NUMBER.sub("…", reason))[:_LONGEST]
        if key in self.reasons or len(self.reasons) < MOST:
            self.reasons[key] += count
        else:
            self.reasons["other reasons"] += count
        if len(self.examples) < MOST:
            self.examples.append(
                {"where": where[:_LONGEST], "picture": picture and picture[:_LONGEST], "reason": reason[:_LONGEST]}
            )

    def as_json(self) -> dict[str, Any]:
        reasons = [{"reason": reason, "count": count} for reason, count in self.reasons.most_common()]
        return {"count": self.count, "by_reason": reasons, "examples": self.examples}


@dataclass(slots=True)
class Report:
    """Grows while a file is read. `as_json` is what people get."""

    format: str = ""
    in_file: int = 0
    matched: int = 0
    missing: int = 0
    ambiguous: int = 0
    twice: int = 0
    added: int = 0
    missing_names: list[str] = field(default_factory=list)
    ambiguous_names: list[dict[str, Any]] = field(default_factory=list)
    refusals: _Notes = field(default_factory=_Notes)
    remarks: _Notes = field(default_factory=_Notes)
    written: int = 0
    unchanged: int = 0
    kept: int = 0
    shapes: int = 0
    labels: list[str] = field(default_factory=list)
    change: str | None = None

    def note(self, refusal: Refusal) -> None:
        notes = self.remarks if refusal.kept else self.refusals
        notes.add(refusal.where, refusal.reason, refusal.picture)

    def unmatched(self, file_name: str, match: Match[Member], shapes: int) -> None:
        """A picture of the file that is none of ours, or several; its shapes are refused with it."""
        name = file_name[:_LONGEST]
        if match.result is Found.AMBIGUOUS:
            self.ambiguous += 1
            reason = "several pictures have its picture's name"
            if len(self.ambiguous_names) < MOST:
                names = sorted(member.name for member in match.pictures)
                self.ambiguous_names.append({"name": name, "pictures": names[:10]})
        else:
            self.missing += 1
            reason = "its picture is not there"
            if len(self.missing_names) < MOST:
                self.missing_names.append(name)
        if shapes:
            self.refusals.add(name, reason, name, shapes)

    def as_json(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "pictures": {
                "in_file": self.in_file,
                "matched": self.matched,
                "missing": self.missing,
                "ambiguous": self.ambiguous,
                "twice": self.twice,
                "added": self.added,
            },
            "annotations": {"written": self.written, "unchanged": self.unchanged, "kept": self.kept},
            "shapes": {"kept": self.shapes, "refused": self.refusals.count},
            "labels": self.labels[:MOST],
            "labels_made": len(self.labels),
            "missing": self.missing_names,
            "ambiguous": self.ambiguous_names,
            "refused": self.refusals.as_json(),
            "remarks": self.remarks.as_json(),
            "change": self.change,
        }

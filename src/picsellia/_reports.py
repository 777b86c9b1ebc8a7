"""What a bulk call did: counts, ids, and every refusal with its reason. Each shows itself in a notebook."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from picsellia._display import escaped, plural, size_text, table

_SHOWN = 10


class Ids(Sequence[str]):
    """Public ids in order, at 16 bytes each: a million of them are 16 MB."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._bytes = bytearray()
        for each in ids:
            self.append(each)

    def append(self, identifier: str) -> None:
        self._bytes += uuid.UUID(identifier).bytes

    def __len__(self) -> int:
        return len(self._bytes) // 16

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self._at(at) for at in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._at(index % len(self))

    def _at(self, index: int) -> str:
        return str(uuid.UUID(bytes=bytes(self._bytes[index * 16 : index * 16 + 16])))

    def __iter__(self) -> Iterator[str]:
        return map(self._at, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    def __repr__(self) -> str:
        return f"<{plural(len(self), 'id')}>"


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that was not kept, and why. `code` is the server's name of the reason, "" where it was ours."""

    path: str
    name: str
    reason: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(slots=True)
class UploadReport:
    """What an upload did. Reference: Picture, upload.

    `uploaded` and `already_there` are ids of pictures in the order of the files, `refused` every file that was
    not kept with its reason, `ignored` paths of folders whose name says that they are no pictures;
    `bytes_sent` in bytes, `seconds` in seconds.
    """

    uploaded: Ids = field(default_factory=Ids)
    already_there: Ids = field(default_factory=Ids)
    refused: list[Refused] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    bytes_sent: int = 0
    seconds: float = 0.0

    @property
    def pictures(self) -> list[str]:
        """Ids of all pictures that are in the lake now: those uploaded, then those that were there."""
        return [*self.uploaded, *self.already_there]

    @property
    def ok(self) -> bool:
        """Whether every file was kept."""
        return not self.refused

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "uploaded": list(self.uploaded),
            "already_there": list(self.already_there),
            "refused": [{"path": r.path, "name": r.name, "reason": r.reason, "code": r.code} for r in self.refused],
            "ignored": list(self.ignored),
            "bytes_sent": self.bytes_sent,
            "seconds": self.seconds,
        }

    def _headline(self) -> str:
        return (
            f"{plural(len(self.uploaded), 'picture')} uploaded, {len(self.already_there):,} already there, "
            f"{len(self.refused):,} refused ({size_text(self.bytes_sent)} in {self.seconds:.1f} s)"
        )

    def __repr__(self) -> str:
        lines = [self._headline(), *_some("refused", [str(r) for r in self.refused])]
        lines += _some("ignored, no picture by its name", self.ignored)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [(r.path, r.reason) for r in self.refused[:_SHOWN]]
        more = len(self.refused) - len(rows)
        rest = f"<p>… and {more:,} more in <code>.refused</code></p>" if more else ""
        note = f"<p>{len(self.ignored):,} ignored: no pictures by their names</p>" if self.ignored else ""
        return f"<p>{escaped(self._headline())}</p>{table(('refused', 'reason'), rows) if rows else ''}{rest}{note}"


@dataclass(slots=True)
class DownloadReport:
    """What a download did. Reference: Dataset, download.

    `folder` is where the files are; `downloaded` and `already_there` count files, `refused` names each one that
    is not there with its reason; `bytes_received` in bytes, `seconds` in seconds. `annotations` is the path
    of the annotation file or folder, None where none were asked for, and `losses` says what its format cannot
    hold.
    """

    folder: str
    downloaded: int = 0
    already_there: int = 0
    refused: list[Refused] = field(default_factory=list)
    bytes_received: int = 0
    seconds: float = 0.0
    annotations: str | None = None
    losses: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every file is in the folder."""
        return not self.refused

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "folder": self.folder,
            "downloaded": self.downloaded,
            "already_there": self.already_there,
            "refused": [{"name": r.name, "reason": r.reason} for r in self.refused],
            "bytes_received": self.bytes_received,
            "seconds": self.seconds,
            "annotations": self.annotations,
            "losses": self.losses,
        }

    def _headline(self) -> str:
        return (
            f"{plural(self.downloaded, 'picture')} downloaded, {self.already_there:,} already there, "
            f"{len(self.refused):,} refused ({size_text(self.bytes_received)} in {self.seconds:.1f} s) in {self.folder}"
        )

    def __repr__(self) -> str:
        lines = [self._headline(), *_some("refused", [str(r) for r in self.refused])]
        if self.annotations:
            lines.append(f"annotations are in {self.annotations}")
        lines += _some("not in that format", [f"{loss['count']} × {loss['reason']}" for loss in self.losses])
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{escaped(repr(self))}</pre>"


def losses_of(headers: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the format of an export could not hold, as the server counted it: `reason` and `count`."""
    try:
        counts = json.loads(headers.get("X-Picsellia-Losses") or "{}")
    except ValueError:
        return []
    return [{"reason": reason, "count": count} for reason, count in counts.items()]


def _some(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    shown = [f"  {title}: {line}" for line in lines[:_SHOWN]]
    return [*shown, f"  … and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else shown

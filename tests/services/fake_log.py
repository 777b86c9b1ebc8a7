"""The server's side of logging, in memory: what a `Connection` that trackers send by would bring about."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from picsellia.errors import InvalidQueryError, NetworkError


@dataclass
class House:
    """What has arrived: `lines` by name, other data, lines of output; idempotent by writer and number."""

    away: bool = False
    forgets_answers: int = 0
    requests: list[str] = field(default_factory=list)
    lines: dict[str, list[Any]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    output: list[dict[str, Any]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    batches: int = 0

    def _new(self, kind: str, body: dict[str, Any], items: list[Any]) -> list[Any]:
        last = self.last.get((kind, body["writer"]), -1)
        assert body["seq"] <= last + 1, "a gap"
        self.last[kind, body["writer"]] = max(last, body["seq"] + len(items) - 1)
        return items[max(0, last + 1 - body["seq"]) :]

    def log(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        refused = []
        for at, record in enumerate(self._new("data", body, body["records"])):
            if record["name"] == "refused":
                refused.append({"index": at, "name": record["name"], "code": "x", "reason": "No."})
            elif record.get("type") == "line" and isinstance(record["data"], list):
                if record.get("replace"):
                    self.lines[record["name"]] = []
                self.lines.setdefault(record["name"], []).extend(record["data"])
            else:
                self.data[record["name"]] = record["data"]
        return refused


@dataclass
class FakeConnection:
    """Answers as the server does; `copy.copy` shares the house."""

    house: House = field(default_factory=House)
    host: str = "http://fake"
    token: str = "t"
    organization: str | None = None
    interactive: bool = False
    _session: Any = None

    def body(self, method: str, path: str, *, json: bytes, timeout: float, tries: int) -> bytes:
        house = self.house
        house.requests.append(path)
        if house.away:
            raise NetworkError("Nobody answered.")
        answer = self._answer(path, _loads(json))
        if house.forgets_answers:
            house.forgets_answers -= 1
            raise NetworkError("The answer was lost.")
        return answer

    def _answer(self, path: str, body: dict[str, Any]) -> bytes:
        house = self.house
        house.batches += 1
        if path.endswith("/log"):
            if any(record["name"] == "poison" for record in body["records"]):
                raise InvalidQueryError("This body is refused.")
            return json.dumps({"refused": house.log(body)}).encode()
        if path.endswith("/lines"):
            house.output.extend(house._new("lines", body, body["lines"]))
        elif path.endswith("/end"):
            house.ended.append(body["exit_code"])
        elif not path.endswith("/beat"):
            house.status.append(body["status"])
        return b"{}"

    def close(self) -> None:
        """Nothing is open."""


_loads = json.loads

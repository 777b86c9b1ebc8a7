"""Finds the route of a request by the first segments of its path.

Frameworks try one route after the other, and FastAPI's included routers the chosen ones twice: with a
hundred routes that costs more than all else that happens to a small request. Not here: what a route is
(`routing.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_DEPTH = 3
_CHOSEN = "picsellia_route"
_OPEN = "{…}"  # from here on anything may fit
_ONE_SEGMENT = re.compile(r"\{\w+(:(str|int|float|uuid))?\}|[^{}]*")

Key = tuple[str | None, ...]


class Signpost(BaseRoute):
    """Stands for `routes`, which keep their order: the first that fits answers."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.routes = list(routes)
        self._patterns = [_segments(route.path) if isinstance(route, Route) else [_OPEN] for route in self.routes]
        self._words = {word for pattern in self._patterns for word in pattern if not word.startswith("{")}
        self._candidates: dict[Key, list[BaseRoute]] = {}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        partial: tuple[Match, Scope] | None = None
        for route in self._near(scope["path"].removeprefix(scope.get("root_path", ""))):
            match, child = route.matches(scope)
            if match == Match.NONE:
                continue
            found = match, {**child, "route": route, _CHOSEN: route}
            if match == Match.FULL:
                return found
            partial = partial or found
        return partial or (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope[_CHOSEN].handle(scope, receive, send)

    def _near(self, path: str) -> list[BaseRoute]:
        # Words that no route has all look the same, so the table stays as small as the routes are few.
        key = tuple(word if word in self._words else None for word in path.split("/", _DEPTH + 1)[1 : _DEPTH + 1])
        found = self._candidates.get(key)
        if found is None:
            near = [_may_fit(pattern, key) for pattern in self._patterns]
            found = [route for route, fits in zip(self.routes, near, strict=True) if fits]
            self._candidates[key] = found
        return found


def _segments(path: str) -> list[str]:
    """The first segments of a route's path; from one that may take slashes, or mixes text in, all is open."""
    segments: list[str] = []
    for segment in path.split("/", _DEPTH + 1)[1 : _DEPTH + 1]:
        if not _ONE_SEGMENT.fullmatch(segment):
            return [*segments, _OPEN]
        segments.append(segment)
    return segments


def _may_fit(pattern: list[str], key: Key) -> bool:
    for index, wanted in enumerate(pattern):
        if wanted == _OPEN:
            return True
        if index >= len(key):
            return False
        if not wanted.startswith("{") and wanted != key[index]:
            return False
    return len(key) <= len(pattern) or len(pattern) == _DEPTH

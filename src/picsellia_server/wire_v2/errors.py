"""Failures in words that the published clients understand: `{"error": …}` with 400, 403 or 404, and nothing else.

Up to 5.0 these clients take every other status for success and carry on (a 500 to a deletion reads as `True`),
so even a fault of our own is a 400 here; the log tells it apart.
"""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from picsellia_server.errors import Invalid, NotFound
from picsellia_server.http.encode import encode
from picsellia_server.http.problems import told

STATUSES = {401: 403, 403: 403, 404: 404, 405: 404}
"""What our statuses become; any other is 400."""

BY_CODE = {"experiments.no_dataset": 404}
"""Errors that these clients know under another status than we do."""


class BodyRefused(Invalid):
    """What was sent makes no sense; found before it is known who asks."""

    code = "wire.body"


class IdUnknown(NotFound):
    """What the path names is no id at all; found before it is known who asks."""

    code = "wire.id"

    def __init__(self, what: str, given: str) -> None:
        super().__init__(f"There is no {what} {given[:120]!r}.")


class NotConfigured(Invalid):
    code = "wire.not_configured"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is configured on this server. Ask its operator.")


class NothingHere(NotFound):
    code = "wire.no_such_path"

    def __init__(self, method: str, path: str) -> None:
        super().__init__(f"There is no {method} {path}.")


def refused(request: Request, error: Exception) -> Response:
    """The answer for any failure."""
    status, code, sentence = told(request, error)
    body = {"error": sentence, "code": code, "request_id": request.scope.get("picsellia_request_id", "")}
    status = BY_CODE.get(code, STATUSES.get(status, 400))
    return Response(encode(body), status, media_type="application/json")

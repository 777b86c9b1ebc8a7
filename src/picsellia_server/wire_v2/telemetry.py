"""What a training says of itself, a line a call."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx
from picsellia_server.experiments import hearing, service
from picsellia_server.telemetry.model import Told
from picsellia_server.wire_v2.errors import BodyRefused
from picsellia_server.wire_v2.values import text, text_or_none
from picsellia_server.wire_v2.wire import Wire, WireRouter

router = WireRouter()

EXIT_CODE = "exit_code"


def _lines(log: Any) -> list[str]:
    """The lines of a text, or of a list of texts (a buffer)."""
    if isinstance(log, list):
        return [line for each in log for line in _lines(each)]
    return str("" if log is None else log).rstrip("\n").split("\n")


def _tell(ctx: Ctx, experiment: str, told: Told) -> dict[str, Any]:
    hearing.tell(ctx, experiment, told)
    return {"success": "logged"}


def _end(ctx: Ctx, experiment: str, code: str) -> dict[str, Any]:
    hearing.end(ctx, experiment, exit_code=code, at=None)
    return {"success": "logged"}


@router.post("experiment/send_experiment_logging", permission=Permission.WRITE)
async def send_experiment_logging(call: Wire) -> Response:
    body = await call.body()
    experiment, special, number = text(body, "experiment_id"), body.get("special"), body.get("line_nb", 0)
    call.about(service.organization_of, experiment)
    if special == EXIT_CODE:
        return await call(_end, experiment, " ".join(_lines(body.get("log"))))
    if type(number) is not int:
        raise BodyRefused("`line_nb` is a whole number.")
    told = Told(
        part=text_or_none(body, "part"),
        number=number,
        lines=_lines(body.get("log")),
        redraws=special is True,
        final=bool(body.get("final")),
    )
    return await call(_tell, experiment, told)

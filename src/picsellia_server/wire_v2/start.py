"""What a published client asks when it starts: who am I, and in which organization."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from picsellia_server.accounts import service as accounts
from picsellia_server.accounts.model import Permission
from picsellia_server.context import ReadCtx
from picsellia_server.wire_v2.wire import Wire, WireRouter

SPOKEN = "5.0.22"
"""The newest client whose wire this is: clients of 5.0.x print a notice when their own version differs."""

router = WireRouter()


def _welcome(ctx: ReadCtx) -> dict[str, Any]:
    return {"username": accounts.welcome(ctx).username, "sdk_version": SPOKEN}


def _organization(ctx: ReadCtx) -> dict[str, Any]:
    found = accounts.organization(ctx)
    return {"organization_id": found.id, "organization_name": found.name}


@router.get("ping", permission=Permission.USER)
async def ping(call: Wire) -> Response:
    return await call.read(_welcome)


@router.post("get_organization", permission=Permission.USER)
async def get_organization(call: Wire) -> Response:
    call.within((await call.body()).get("organization"))
    return await call.read(_organization)

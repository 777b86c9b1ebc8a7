"""Network: a flat object each, but for the PATCH of the newest clients, which read it under `network`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.networks import service
from picsellia_server.networks.model import Network, Order, Wanted
from picsellia_server.wire_v2.errors import NotConfigured
from picsellia_server.wire_v2.values import text
from picsellia_server.wire_v2.wire import Wire, WireRouter, as_json, listed

router = WireRouter()

_PAGE = 500
_SCOPE = ("net", service.organization_of)
_SENT_BACK = ("model_id", "serving_id", "organization", "owner")
"""What clients repeat of the object, and nobody can set."""

FIRST_LABEL = 0
"""Where label maps of these clients may begin; theirs were never refused."""


def old_network(network: Network) -> dict[str, Any]:
    return {
        "model_id": network.model_id,
        "serving_id": network.serving_id,
        "organization": {"name": network.organization.name},
        "owner": {"username": network.owner.username} if network.owner else None,
        "network_name": network.network_name,
        "type": network.type,
        "framework": network.framework,
        "tag": network.tag or [],
        "private": network.private,
        "description": network.description,
        "readme_text": network.readme_text or "",
        "files": network.files,
        "labels": network.labels,
        "base_parameters": network.base_parameters,
        "thumb_object_name": network.thumb_object_name,
        "model_object_name": network.model_object_name,
        "checkpoint_object_name": network.checkpoint_object_name,
        "origin_checkpoint_objects": network.origin_checkpoint_objects,
    }


def _listed(ctx: ReadCtx) -> Iterator[bytes]:
    def pages() -> Iterator[Iterator[dict[str, Any]]]:
        after: tuple[Any, ...] | None = None
        while True:
            found, after = service.page(ctx, Wanted(), order=Order.CREATED, after=after, limit=_PAGE)
            yield map(old_network, found)
            if after is None:
                return

    return listed("networks", pages())


def _one(ctx: ReadCtx, network: str) -> dict[str, Any]:
    return old_network(service.one(ctx, network))


def _create(ctx: Ctx, name: str, kind: str) -> dict[str, Any]:
    return old_network(service.create(ctx, name=name, type=kind))


def _update(ctx: Ctx, network: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in changes.items() if name not in _SENT_BACK}
    return old_network(service.update(ctx, network, said, first_label=FIRST_LABEL))


def _patch(ctx: Ctx, network: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {"success": "network updated", "network": _update(ctx, network, changes)}


def _delete(ctx: Ctx, network: str) -> dict[str, Any]:
    service.trash(ctx, network)
    return {"success": "network deleted"}


def _deploy(ctx: ReadCtx, network: str) -> None:
    raise NotConfigured(f"The network {service.row_of(ctx, network).name!r} cannot be deployed: no serving backend")


@router.get("network/{org}", permission=Permission.SEE)
async def listing(call: Wire) -> Response:
    return as_json(await call.spool(_listed))


@router.post("network/{org}", permission=Permission.WRITE)
async def create(org: str, call: Wire) -> Response:
    """With a body, a new network of an organization; without one, the deployment of the network of that id."""
    body = await call.body()
    if body or service.is_id(org) is False:
        return await call.create(_create, text(body, "name"), text(body, "type", ""))
    call.within(None)
    call.about(service.organization_of, org)
    return await call.read(_deploy, org)


@router.get("network/by_name/{org}/{name}", permission=Permission.SEE)
async def get_by_name(name: str, call: Wire) -> Response:
    return await call.read(_one, name)


@router.put("network/by_name/{org}/{name}", permission=Permission.WRITE)
async def update_by_name(name: str, call: Wire) -> Response:
    return await call.create(_update, name, await call.body())


@router.delete("network/by_name/{org}/{name}", permission=Permission.WRITE)
async def delete_by_name(name: str, call: Wire) -> Response:
    return await call(_delete, name)


@router.get("network/{org}/{net}", permission=Permission.SEE, scope=_SCOPE)
async def get(net: str, call: Wire) -> Response:
    return await call.read(_one, net)


@router.put("network/{org}/{net}", permission=Permission.WRITE, scope=_SCOPE)
async def update(net: str, call: Wire) -> Response:
    return await call.create(_update, net, await call.body())


@router.patch("network/{org}/{net}", permission=Permission.WRITE, scope=_SCOPE)
async def patch(net: str, call: Wire) -> Response:
    return await call.create(_patch, net, await call.body())


@router.delete("network/{org}/{net}", permission=Permission.WRITE, scope=_SCOPE)
async def delete(net: str, call: Wire) -> Response:
    return await call(_delete, net)

"""REST routes of labels."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import service
from picsellia_server.datasets.model import (
    Label,
    LabelOrderRefused,
    LabelTaken,
    LabelUnknown,
    LabelUsed,
    MadeLabel,
    NotYours,
    VersionUnknown,
)
from picsellia_server.datasets.schemas import ChangeLabelBody, LabelsBody, OrderBody
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Page
from picsellia_server.http.routing import Router, may_raise

version_label_router = Router(prefix="/api/versions", tags=["labels"])
label_router = Router(prefix="/api/labels", tags=["labels"])
_OF_VERSION = ("version_id", service.organization_of)
_OF_LABEL = ("label_id", service.label_organization)


@version_label_router.get(
    "/{version_id}/labels",
    permission=Permission.SEE,
    scope=_OF_VERSION,
    response_model=Page[Label],
    responses=may_raise(VersionUnknown),
)
async def labels(
    version_id: str,
    call: Calling,
    trashed: Annotated[bool, Query(description="Those that can be restored, instead.")] = False,
) -> Response:
    """In their order, which is the class order of every export."""

    def run(ctx: ReadCtx) -> dict[str, Any]:
        found = service.trashed_labels if trashed else service.labels_of
        return {"items": found(ctx, version_id)}

    return await call.read(run)


@version_label_router.post(
    "/{version_id}/labels",
    permission=Permission.WRITE,
    scope=_OF_VERSION,
    response_model=Page[MadeLabel],
    responses=may_raise(VersionUnknown, NotYours),
)
async def make(version_id: str, body: LabelsBody, call: Calling) -> Response:
    """A label that is there already is no error; `existed` says so."""

    def run(ctx: Ctx) -> dict[str, Any]:
        return {"items": service.make_labels(ctx, version_id, [label.record() for label in body.labels])}

    return await call(run)


@version_label_router.put(
    "/{version_id}/labels/order",
    permission=Permission.WRITE,
    scope=_OF_VERSION,
    response_model=Page[Label],
    responses=may_raise(VersionUnknown, NotYours, LabelOrderRefused),
)
async def put_in_order(version_id: str, body: OrderBody, call: Calling) -> Response:
    return await call(lambda ctx: {"items": service.order_labels(ctx, version_id, body.labels)})


@label_router.patch(
    "/{label_id}",
    permission=Permission.WRITE,
    scope=_OF_LABEL,
    response_model=Label,
    responses=may_raise(LabelUnknown, LabelTaken),
)
async def change(label_id: str, body: ChangeLabelBody, call: Calling) -> Response:
    return await call(
        service.change_label,
        label_id,
        name=body.name,
        supercategory=body.supercategory,
        source_id=body.source_id,
    )


@label_router.delete(
    "/{label_id}", permission=Permission.WRITE, scope=_OF_LABEL, responses=may_raise(LabelUnknown, LabelUsed)
)
async def delete(
    label_id: str,
    call: Calling,
    used: Annotated[bool, Query(description="Also when shapes have it; they are hidden with it.")] = False,
) -> Response:
    """Puts it in the trash."""
    return await call(service.delete_label, label_id, used=used)


@label_router.post(
    "/{label_id}/restore",
    permission=Permission.WRITE,
    scope=_OF_LABEL,
    response_model=Label,
    responses=may_raise(LabelUnknown, LabelTaken),
)
async def restore(label_id: str, call: Calling) -> Response:
    """Brings it back with the shapes that have it."""
    return await call(service.restore_label, label_id)

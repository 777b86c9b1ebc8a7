"""REST routes of blobs: the plan of a single file, and the end of an upload in parts."""

from __future__ import annotations

from fastapi import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.blobs import service
from picsellia_server.blobs.model import FileTooLarge, NotThoseBytes, PlannedUpload, UploadUnknown
from picsellia_server.blobs.schemas import FinishBody, PlanBody
from picsellia_server.http.call import Calling
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.storage.port import Part

router = Router(prefix="/api/uploads", tags=["uploads"])


@router.post("/plan", permission=Permission.WRITE, response_model=PlannedUpload, responses=may_raise(FileTooLarge))
async def plan(body: PlanBody, call: Calling) -> Response:
    """For a file that something else is made of, such as an import; pictures have a plan of their own."""
    return await call(service.plan_one, body.record())


@router.post(
    "/{upload_id}/finish",
    permission=Permission.WRITE,
    scope=("upload_id", service.organization_of),
    responses=may_raise(UploadUnknown, NotThoseBytes),
)
async def finish(upload_id: str, body: FinishBody, call: Calling) -> Response:
    parts = [Part(number=part.number, etag=part.etag) for part in body.parts]
    return await call(service.finish, upload_id, parts=parts)

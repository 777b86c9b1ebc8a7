"""Dataset: versions, their pictures and labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.annotations import service as annotation_service
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import service
from picsellia_server.datasets.model import NewLabel, Version, label_type
from picsellia_server.http.encode import encode
from picsellia_server.networks.service import is_id
from picsellia_server.pictures import whole
from picsellia_server.wire_v2.errors import BodyRefused, IdUnknown
from picsellia_server.wire_v2.pictures import counted, old_picture
from picsellia_server.wire_v2.values import boolean, picture_ids, text, text_or_none
from picsellia_server.wire_v2.wire import Wire, WireRouter, as_json, listed

router = WireRouter()

_PAGE = 1_000


def home(ctx: ReadCtx, version: str) -> int | None:
    """The organization of a version, for paths that name one."""
    return service.organization_of(ctx, version) if is_id(version) else None


SCOPE = ("ds", home)


def version_id(call: Wire) -> str:
    """The id of a version in the path."""
    given = str(call.request.path_params["ds"])
    if not is_id(given):
        raise IdUnknown("dataset", given)
    return given


def old_dataset(version: Version) -> dict[str, Any]:
    return {
        "dataset_id": version.dataset_id,
        "dataset_name": version.dataset_name,
        "version": version.version,
        "size": version.size,
        "description": version.description,
        "private": version.private,
    }


def _made(version: Version, said: str) -> dict[str, Any]:
    """`pk` is for clients up to 5.0, `dataset` for those after."""
    return {"success": said, "pk": version.dataset_id, "dataset": old_dataset(version)}


def _listed(ctx: ReadCtx) -> Iterator[bytes]:
    def pages() -> Iterator[Iterator[dict[str, Any]]]:
        after: tuple[Any, ...] | None = None
        while True:
            found, after = service.listing(ctx, after=after, limit=_PAGE)
            yield map(old_dataset, found)
            if after is None:
                return

    return listed("datasets", pages())


def _create(ctx: Ctx, name: str, ids: Sequence[str], description: str, private: bool) -> dict[str, Any]:
    chosen = whole.these(ctx, ids)
    made = service.create(ctx, name, chosen=chosen, description=description, private=private)
    return _made(made, "dataset created")


def _new_version(ctx: Ctx, name: str, version: str, ids: Sequence[str], origin: str) -> dict[str, Any]:
    chosen = whole.these(ctx, ids)
    made = annotation_service.new_version(ctx, name, version, from_version=origin, chosen=chosen)
    return _made(made, "version created")


def _add(ctx: Ctx, name: str | None, version: str, pk: str | None, ids: Sequence[str]) -> dict[str, Any]:
    if name is not None:
        pk = service.named(ctx, name, version).id
    elif pk is None or not is_id(pk):
        raise BodyRefused("Say which dataset: give its `name`, or `pk`, the id of one that was fetched.")
    added = service.add_pictures(ctx, pk, whole.these(ctx, ids))
    return _made(added.version, f"{counted(added.added, 'picture')} added")


def _one(ctx: ReadCtx, name: str, version: str) -> dict[str, Any]:
    return {"dataset": old_dataset(service.version_named(ctx, name, version))}


def _delete(ctx: Ctx, name: str, version: str) -> dict[str, Any]:
    row = service.named(ctx, name, version)
    service.trash(ctx, row.id)
    return {"success": f"dataset {row.full_name} deleted"}


def _download(ctx: ReadCtx, name: str, version: str) -> Iterator[bytes]:
    row = service.named(ctx, name, version)

    def pages() -> Iterator[list[dict[str, Any]]]:
        after: int | None = 0
        while after is not None:
            entries, after = service.manifest(ctx, row.id, after=after)
            yield [{"external_picture_url": each.file_name, "signed_url": each.url} for each in entries]

    return listed("images", pages())


def _pictures(ctx: ReadCtx, version: str) -> Iterator[bytes]:
    def pages() -> Iterator[Iterator[dict[str, Any]]]:
        after: int | None = 0
        while after is not None:
            found, after = service.page(ctx, version, after=after, limit=_PAGE)
            yield map(old_picture, found)

    return listed("pictures", pages())


def _label(ctx: Ctx, version: str, name: str, kind: str) -> Response:
    [made] = service.make_labels(ctx, version, [NewLabel(name=name, type=label_type(kind))])
    said = f"label {made.label.name} {'exists' if made.existed else 'created'}"
    return Response(encode({"success": said}), 200 if made.existed else 201, media_type="application/json")


def _known(ctx: ReadCtx, version: str) -> dict[str, Any]:
    row = service.readable(ctx, version)
    return {"success": f"the statistics of {row.full_name} are kept by the server"}


@router.get("dataset/{org}", permission=Permission.SEE)
async def listing(call: Wire) -> Response:
    return as_json(await call.spool(_listed))


@router.put("dataset/{org}", permission=Permission.WRITE)
async def create(call: Wire) -> Response:
    body = await call.body()
    ids, private = picture_ids(body, "pictures"), boolean(body, "private", True)
    return await call.create(_create, text(body, "dataset_name"), ids, text(body, "description", ""), private)


@router.post("dataset/{org}", permission=Permission.WRITE)
async def add_data(call: Wire) -> Response:
    body = await call.body()
    name, pk, version = text_or_none(body, "name"), text_or_none(body, "pk"), text(body, "version", "latest")
    return await call.create(_add, name, version, pk, picture_ids(body, "pictures"))


@router.put("dataset/{org}/new_version", permission=Permission.WRITE)
async def new_version(call: Wire) -> Response:
    body = await call.body()
    name, version, origin = text(body, "name"), text(body, "version"), text(body, "from_version", "latest")
    return await call.create(_new_version, name, version, picture_ids(body, "pictures"), origin)


@router.post("dataset/{ds}/update_stats", permission=Permission.WRITE, scope=SCOPE)
async def update_stats(call: Wire) -> Response:
    """Counts are the server's own: what clients have counted is not needed."""
    return await call.read(_known, version_id(call))


@router.get("dataset/{org}/{name}/{version}", permission=Permission.SEE)
async def fetch(name: str, version: str, call: Wire) -> Response:
    return await call.read(_one, name, version)


@router.delete("dataset/{org}/{name}/{version}", permission=Permission.WRITE)
async def delete(name: str, version: str, call: Wire) -> Response:
    return await call.create(_delete, name, version)


@router.get("dataset/{org}/{name}/{version}/download", permission=Permission.SEE)
async def download(name: str, version: str, call: Wire) -> Response:
    return as_json(await call.spool(_download, name, version))


@router.get("picture/{ds}", permission=Permission.SEE, scope=SCOPE)
async def pictures(call: Wire) -> Response:
    return as_json(await call.spool(_pictures, version_id(call)))


@router.put("label/{ds}/{name:path}/{kind}", permission=Permission.WRITE, scope=SCOPE)
async def label(name: str, kind: str, call: Wire) -> Response:
    return await call(_label, version_id(call), name, kind)

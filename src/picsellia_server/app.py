"""The composition root: settings to a house, a house to an ASGI app. Nothing else knows all the parts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import anyio
import sqlalchemy as sa
from fastapi import APIRouter, FastAPI
from starlette.responses import Response
from starlette.routing import BaseRoute

from picsellia_server import __version__
from picsellia_server.accounts import repository as accounts
from picsellia_server.accounts.model import Permission
from picsellia_server.accounts.routes import router as accounts_router
from picsellia_server.annotations.file_routes import import_router, trash_router
from picsellia_server.annotations.file_routes import router as annotation_file_router
from picsellia_server.annotations.place_routes import picture_router as holders_router
from picsellia_server.annotations.place_routes import router as places_router
from picsellia_server.annotations.routes import dataset_router as version_maker_router
from picsellia_server.annotations.routes import router as annotations_router
from picsellia_server.blobs.routes import router as blobs_router
from picsellia_server.context import House
from picsellia_server.datasets.label_routes import label_router, version_label_router
from picsellia_server.datasets.routes import router as datasets_router
from picsellia_server.datasets.routes import version_router
from picsellia_server.db.engine import Db, make_engine
from picsellia_server.experiments.data_routes import router as experiment_data_router
from picsellia_server.experiments.file_routes import router as experiment_files_router
from picsellia_server.experiments.live_routes import router as experiment_live_router
from picsellia_server.experiments.routes import origin_router
from picsellia_server.experiments.routes import project_router as project_experiments_router
from picsellia_server.experiments.routes import router as experiments_router
from picsellia_server.experiments.telemetry_routes import router as telemetry_router
from picsellia_server.http import problems
from picsellia_server.http.blobs import quick
from picsellia_server.http.blobs import router as signed_router
from picsellia_server.http.edge import Edge
from picsellia_server.http.health import Metrics
from picsellia_server.http.health import router as health_router
from picsellia_server.http.limits import Entrance, RateLimit
from picsellia_server.http.routing import listed, mark
from picsellia_server.http.sdk_wheel import router as wheel_router
from picsellia_server.http.signpost import Signpost
from picsellia_server.http.web import router as web_router
from picsellia_server.jobs.queue import defer
from picsellia_server.jobs.routes import router as jobs_router
from picsellia_server.networks.routes import router as networks_router
from picsellia_server.pictures.change_routes import router as tag_change_router
from picsellia_server.pictures.routes import router as pictures_router
from picsellia_server.pictures.routes import tag_router
from picsellia_server.projects.routes import router as projects_router
from picsellia_server.scans.routes import of_project as project_scans_router
from picsellia_server.scans.routes import router as scans_router
from picsellia_server.scans.routes import run_router as runs_router
from picsellia_server.settings import Settings
from picsellia_server.storage.open import open_storage
from picsellia_server.wire_v2.routers import router as wire_router

ROUTERS: tuple[APIRouter, ...] = (
    accounts_router,
    blobs_router,
    trash_router,  # before the pictures, whose ids would swallow its paths
    pictures_router,
    tag_router,
    tag_change_router,
    datasets_router,
    version_router,
    version_label_router,
    label_router,
    annotations_router,
    places_router,
    holders_router,
    annotation_file_router,
    import_router,
    version_maker_router,
    networks_router,
    projects_router,
    telemetry_router,
    experiment_live_router,
    experiments_router,
    project_experiments_router,
    experiment_files_router,
    experiment_data_router,
    origin_router,
    project_scans_router,
    scans_router,
    runs_router,
    jobs_router,
    signed_router,
    health_router,
    wheel_router,
    wire_router,  # after the wheel: whatever else is asked below /sdk is answered by the wire
    web_router,  # last: it answers for every path that nobody else knows
)


def installation_secret(engine: sa.Engine, name: str) -> bytes:
    """A random secret that all processes of this installation share; made at its first use."""
    with engine.begin() as connection:
        db = Db(connection)
        accounts.insert_installation_value(db, name, secrets.token_bytes(32))
        value = accounts.installation_value(db, name)
    assert value is not None
    return value


def build_house(settings: Settings) -> House:
    """The house over a migrated database: engine, storage, queue."""
    engine = make_engine(settings.database_url, size=settings.threads + settings.workers)
    storage = open_storage(settings, secret=installation_secret(engine, "blob_signing"), public_url=settings.public_url)
    return House(settings=settings, engine=engine, storage=storage, defer=defer)


def allowed_hosts(settings: Settings) -> frozenset[str]:
    names = {name.strip().lower() for name in settings.allowed_hosts.split(",") if name.strip()}
    if host := urlsplit(settings.public_url).hostname:
        names.add(host.lower())
    return frozenset(names)


def create_app(settings: Settings) -> FastAPI:
    return assemble(build_house(settings))


def assemble(house: House) -> FastAPI:
    """The app over a house. Raises `LookupError` when a route names no permission."""
    settings = house.settings
    app = FastAPI(
        title="Picsellia",
        version=__version__,
        description="Datalake, datasets, experiments and models. Every route says which permission it needs.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.house = house
    app.state.storage = house.storage
    app.state.limiter = anyio.CapacityLimiter(settings.threads)
    app.state.metrics = Metrics()
    app.state.rate_limit = RateLimit(settings.requests_per_minute)
    app.state.entrance = Entrance()
    app.state.own_origins = frozenset({settings.public_url.rstrip("/")} if settings.public_url else ())
    problems.install(app)
    app.router.routes.append(Signpost(route for router in ROUTERS for route in router.routes))
    _describe(app)
    list(listed(routes_of(app)))
    app.add_middleware(
        Edge,
        allowed_hosts=allowed_hosts(settings),
        max_body=settings.max_body_mb << 20,
        metrics=app.state.metrics,
        quick=quick,
    )
    return app


def routes_of(app: FastAPI) -> list[BaseRoute]:
    """All routes, those behind the signpost as well."""
    return list(_flat(app.routes))


def _flat(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        if isinstance(route, Signpost):
            yield from route.routes
        else:
            yield route


def _describe(app: FastAPI) -> None:
    """The OpenAPI document, each operation with its permission."""
    document: dict[str, bytes] = {}

    @mark(Permission.ANYONE)
    async def openapi() -> Response:
        from picsellia_server.http.encode import encode
        from picsellia_server.http.openapi import described

        if "body" not in document:
            document["body"] = encode(described(app, routes_of(app)))
        return Response(document["body"], media_type="application/json")

    app.add_api_route("/api/openapi.json", openapi, methods=["GET"], include_in_schema=False)

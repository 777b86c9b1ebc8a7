"""The smallest app that serves a local store's signed URLs, with the server's own edge and errors."""

from __future__ import annotations

from fastapi import FastAPI

from picsellia_server.http import problems
from picsellia_server.http.blobs import quick, router
from picsellia_server.http.edge import Edge
from picsellia_server.http.health import Metrics
from picsellia_server.storage.local import LocalStorage


def blob_app(storage: LocalStorage) -> FastAPI:
    app = FastAPI()
    app.state.storage = storage
    app.include_router(router)
    problems.install(app)
    app.add_middleware(Edge, allowed_hosts=frozenset({"*"}), max_body=1 << 20, metrics=Metrics(), quick=quick)
    return app

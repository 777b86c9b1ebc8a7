"""The smallest app that serves a local store's signed URLs, with the server's own errors."""

from __future__ import annotations

from fastapi import FastAPI

from picsellia_server.http import problems
from picsellia_server.http.blobs import router
from picsellia_server.storage.local import LocalStorage


def blob_app(storage: LocalStorage) -> FastAPI:
    app = FastAPI()
    app.state.storage = storage
    app.include_router(router)
    problems.install(app)
    return app

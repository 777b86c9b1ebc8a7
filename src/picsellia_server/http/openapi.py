"""The OpenAPI document: FastAPI's, with the permission of each operation and the problem shape."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from picsellia_server.http.routing import permission_of


def described(app: FastAPI, routes: list[BaseRoute]) -> dict[str, Any]:
    """The document for `/api`: what the web app's types and other clients are generated from."""
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=routes)
    document["components"].setdefault("securitySchemes", {})["token"] = {"type": "http", "scheme": "bearer"}
    document["security"] = [{"token": []}]
    for route in routes:
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        for method in route.methods or ():
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if operation is not None:
                operation["x-permission"] = permission_of(route.endpoint).value
    return document

"""The error classes under the import path of the published SDK: `from picsellia.pxl_exceptions import …`.

They are defined, with their tree, in `picsellia.errors`.
"""

from __future__ import annotations

from picsellia.errors import (
    ApiLimitError,
    AuthenticationError,
    ForbiddenError,
    InvalidQueryError,
    NetworkError,
    PicselliaError,
    ProcessingError,
    ResourceNotFoundError,
    TyperError,
    UnauthorizedError,
    UnsufficientRessourcesError,
)

__all__ = [
    "ApiLimitError",
    "AuthenticationError",
    "ForbiddenError",
    "InvalidQueryError",
    "NetworkError",
    "PicselliaError",
    "ProcessingError",
    "ResourceNotFoundError",
    "TyperError",
    "UnauthorizedError",
    "UnsufficientRessourcesError",
]

"""The Picsellia SDK: pictures, datasets, models and experiments of a Picsellia server.

    from picsellia.client import Client

Importing this package is light: nothing but the standard library is loaded until a client is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picsellia.client import Client as Client

__version__ = "0.1.0"
__all__ = ["Client", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Client":
        from picsellia.client import Client

        return Client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

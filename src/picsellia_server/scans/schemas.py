"""Request bodies of scans."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from picsellia_server.accounts.schemas import Body
from picsellia_server.networks.schemas import AnyName


class ScanBody(Body):
    """A grid: `parameters` maps names to `{"values": […]}` or `{"value": …}`; every combination is a run."""

    name: AnyName
    config: dict[str, Any] = Field(description="parameters, image or script, metric, base_model, dataset, max_run …")
    workers: int = 1


class RunChanges(Body):
    """`status`, `value`, `info`; anything else is refused by name."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def changes(self) -> dict[str, Any]:
        return dict(self.model_extra or {})

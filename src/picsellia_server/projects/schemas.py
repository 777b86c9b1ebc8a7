"""Request bodies of projects."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from picsellia_server.accounts.schemas import Body
from picsellia_server.networks.schemas import AnyName, RestoreBody

__all__ = ["AttachBody", "ProjectBody", "ProjectChanges", "RestoreBody"]


class ProjectBody(Body):
    project_name: AnyName
    description: AnyName = ""
    private: bool = True


class ProjectChanges(Body):
    """`project_name`, `description`, `private`; anything else is refused by name."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def changes(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class AttachBody(Body):
    dataset: AnyName = Field(description="`<dataset name>/<version>`, a dataset's name (its newest version), or an id.")

"""Request bodies of networks."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from picsellia_server.accounts.schemas import Body
from picsellia_server.networks.model import Brought

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
AnyName = Annotated[str, StringConstraints(max_length=20_000)]


class FileBody(Body):
    """A file that a client brings; `file_name` is its base name, by default the asset's own name."""

    name: AnyName
    file_name: AnyName | None = None
    size: int = Field(ge=0)
    sha256: Digest
    upload: Id | None = Field(default=None, description="The plan's upload id; left out when the bytes were there.")

    def record(self) -> Brought:
        return Brought(
            name=self.name,
            file_name=self.file_name or self.name,
            size=self.size,
            sha256=self.sha256,
            upload=self.upload,
        )


class FilesBody(Body):
    files: list[FileBody] = Field(min_length=1, max_length=500)


class NetworkBody(Body):
    """`name` and `type`, and any further attribute of the network object."""

    model_config = ConfigDict(extra="allow", frozen=True)

    name: AnyName
    type: AnyName

    def attributes(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class NetworkChanges(Body):
    """Any attributes of the network object; an unknown one is refused by name."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def changes(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class RestoreBody(Body):
    name: AnyName | None = Field(default=None, description="Another name, where its own has been taken since.")

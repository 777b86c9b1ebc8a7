"""The datalake: its pictures, its datasets, and `push_dataset`, which makes both at once.

Not here: pictures (pictures.py), datasets (datasets.py).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from picsellia._connected import Connected
from picsellia.pictures import Picture as _Picture

if TYPE_CHECKING:
    from picsellia._http import Connection


class Datalake(Connected):
    """The pictures and datasets of an organization. Reference: Datalake.

    Args:
        api_token: Your personal API token; None: `PICSELLIA_TOKEN`, then what `picsellia login` stored.
        organization: Name or id of the organization to work in; None: the token's own.
        host: Address of the server; None: `PICSELLIA_HOST`, then the stored one.
        interactive: False never prompts and draws no progress bars.
        session: The connection of a client to share; then nothing is asked or printed.
    """

    Picture = _Picture

    def __init__(
        self,
        api_token: str | None = None,
        organization: str | None = None,
        host: str | None = None,
        *,
        interactive: bool = True,
        session: Connection | None = None,
    ) -> None:
        super().__init__(api_token, organization, host, interactive=interactive, session=session)

    @cached_property
    def picture(self) -> _Picture:
        """The lake's pictures."""
        return _Picture(session=self.session)

"""The door: `Client`, and the classes that can be made on their own as `Client.Datalake`, …

Not here: what they do (datalake.py and the files beside it). A further noun is one class attribute and one
property here.
"""

from __future__ import annotations

from functools import cached_property

from picsellia._connected import Connected
from picsellia.datalake import Datalake as _Datalake
from picsellia.experiments import Experiment as _Experiment
from picsellia.networks import Network as _Network
from picsellia.projects import Project as _Project


class Client(Connected):
    """A connection to a Picsellia server, and the way to all that is in it. Reference: Client.

    Prints `Hi <username>, welcome back.` once the token has been accepted.

    Args:
        api_token: Your personal API token; None: `PICSELLIA_TOKEN`, then what `picsellia login` stored.
        organization: Name or id of the organization to work in; None: the token's own.
        host: Address of the server, with or without `/sdk/v2/`; None: `PICSELLIA_HOST`, then the stored
            one, then `http://127.0.0.1:8000`.
        interactive: False never prompts and draws no progress bars.

    Raises:
        AuthenticationError: There is no token, or it is not accepted.
        ResourceNotFoundError: You are no member of that organization.
        NetworkError: Nobody answers at the host.
        PicselliaError: The SDK or the server is too old for the other; the text says who must upgrade.
    """

    Datalake = _Datalake
    Network = _Network
    Project = _Project
    Experiment = _Experiment

    @cached_property
    def datalake(self) -> _Datalake:
        """The organization's pictures and datasets."""
        return _Datalake(session=self.session)

    @cached_property
    def network(self) -> _Network:
        """The organization's models, and those of the hub."""
        return _Network(session=self.session)

    @cached_property
    def project(self) -> _Project:
        """The organization's projects."""
        return _Project(session=self.session)

    @cached_property
    def experiment(self) -> _Experiment:
        """The experiments of a project."""
        return _Experiment(session=self.session)

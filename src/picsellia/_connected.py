"""What every object of the SDK starts from: a connection of its own, or the one of a client.

A subclass that the reference lets people make on its own (`Client.Network`, …) takes the reference's positions,
ends with `*, session=None`, and hands them on to `Connected.__init__`. With a `session` nothing is asked
and nothing printed. Not here: requests (_http.py), tokens (_config.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picsellia import __version__
from picsellia._config import resolve
from picsellia.errors import PicselliaError, ResourceNotFoundError

if TYPE_CHECKING:
    from picsellia._http import Connection

MIN_SERVER = "0.1.0"
"""The oldest server that this SDK works with."""

_START_TRIES = 3


class Connected:
    """Holds the connection. Attributes: `host`, `username`, `organization` (its name)."""

    def __init__(
        self,
        api_token: str | None = None,
        organization: str | None = None,
        host: str | None = None,
        *,
        interactive: bool = True,
        session: Connection | None = None,
    ) -> None:
        self._connection = session if session is not None else connect(api_token, organization, host, interactive)

    @property
    def session(self) -> Connection:
        """The connection, to be shared: `Client.Network(session=client.session)`."""
        return self._connection

    @property
    def host(self) -> str:
        """The server's address, without a slash at the end."""
        return self._connection.host

    @property
    def username(self) -> str:
        """Whose token it is."""
        return self._connection.username

    @property
    def organization(self) -> str:
        """The name of the organization that is worked in."""
        return self._connection.organization_name

    @property
    def interactive(self) -> bool:
        """Whether progress bars may be drawn and questions asked."""
        return self._connection.interactive

    def close(self) -> None:
        """Close the kept-alive connections to the server."""
        self._connection.close()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        where = f"{self.username}, organization {self.organization}, at {self.host}"
        return f"<{type(self).__qualname__} of {where}>"


def connect(api_token: str | None, organization: str | None, host: str | None, interactive: bool) -> Connection:
    """A connection whose token, organization and versions have been checked; greets the user.

    Raises `AuthenticationError`, `ResourceNotFoundError` (an organization that one is no member of),
    `NetworkError`, and `PicselliaError` when the SDK or the server is too old for the other.
    """
    from picsellia._http import Connection

    connection = Connection(resolve(api_token, host), interactive=interactive)
    params = {"organization": organization} if organization else None
    try:
        welcome = connection.get("/api/ping", params, tries=_START_TRIES)
    except ResourceNotFoundError as error:
        if error.code == "no_such_route" or error.code is None:
            raise _no_server(connection.host) from error
        raise
    if not isinstance(welcome, dict) or "username" not in welcome:
        raise _no_server(connection.host)
    check_versions(welcome, connection.host)
    connection.username = welcome["username"]
    connection.organization_name = welcome["organization"]["name"]
    if organization:
        # Its id, because a header holds no name in other scripts.
        connection.organization = welcome["organization"]["id"]
    print(f"Hi {connection.username}, welcome back.")
    return connection


def _no_server(host: str) -> ResourceNotFoundError:
    return ResourceNotFoundError(f"There is no Picsellia server at {host}: something else answers. Check the address.")


def check_versions(welcome: dict[str, Any], host: str, own: str = __version__) -> None:
    """Raise `PicselliaError` saying who must upgrade, and how, when the two do not fit."""
    server, oldest = str(welcome.get("server", "0")), str(welcome.get("min_sdk", "0"))
    if _number(own) < _number(oldest):
        raise PicselliaError(
            f"This SDK ({own}) is too old for the server at {host} ({server}), which needs {oldest}. Upgrade the "
            f"SDK: pip install --upgrade {host}{welcome.get('wheel', '')}"
        )
    if _number(server) < _number(MIN_SERVER):
        raise PicselliaError(
            f"The server at {host} ({server}) is too old for this SDK ({own}), which needs {MIN_SERVER}. Its operator "
            f"must upgrade it; until then use its own SDK: pip install {host}{welcome.get('wheel', '')}"
        )


def _number(version: str) -> tuple[int, ...]:
    """`1.12.0rc1` as (1, 12, 0), for comparing."""
    parts = []
    for part in version.split(".")[:3]:
        digits = part[: next((at for at, char in enumerate(part) if not char.isdigit()), len(part))]
        parts.append(int(digits or 0))
    return tuple(parts)

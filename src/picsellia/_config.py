"""Where the server is and who we are: arguments, the environment, and what `picsellia login` stored.

Not here: talking to the server (_http.py). Called by every object that is made on its own, and by the
command line.
"""

from __future__ import annotations

import ipaddress
import json
import os
import stat
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from picsellia.errors import AuthenticationError, InvalidQueryError

DEFAULT_HOST = "http://127.0.0.1:8000"
_SUFFIXES = ("/sdk/v2", "/sdk", "/api")


@dataclass(frozen=True, slots=True)
class Target:
    """A server's address without a trailing slash, and the token to use there."""

    host: str
    token: str

    def __repr__(self) -> str:
        return f"Target(host={self.host!r}, token='…')"


def normalized_host(host: Any) -> str:
    """`host` as scheme, name, port and path, with no slash at the end and no `/sdk/v2`.

    A bare name gets `https://`, a bare address or `localhost` gets `http://`. Raises `InvalidQueryError` for
    what cannot be the address of a server.
    """
    text = host.strip() if isinstance(host, str) else ""
    if not text or any(c.isspace() or ord(c) < 32 for c in text):
        raise InvalidQueryError(f"{host!r} is not the address of a server. Give one like {DEFAULT_HOST}.")
    if "://" not in text:
        text = f"{'http' if _is_local(text) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise InvalidQueryError(f"{host!r} is not the address of a server: {error}.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidQueryError(f"{host!r} is not the address of a server. Give one like {DEFAULT_HOST}.")
    if parts.username is not None or parts.password is not None:
        raise InvalidQueryError("The address of a server holds no user name or password. Give the token as api_token.")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    path = parts.path.rstrip("/")
    for suffix in _SUFFIXES:
        if path.endswith(suffix):
            path = path.removesuffix(suffix).rstrip("/")
            break
    return urlunsplit((parts.scheme, f"{name}:{port}" if port else name, path, "", ""))


def _is_local(text: str) -> bool:
    name = text.split("/", 1)[0]
    name = name[1:].split("]", 1)[0] if name.startswith("[") else name.rsplit(":", 1)[0]
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def checked_token(token: Any) -> str:
    """The token without blanks around it; `AuthenticationError` for what no server can have issued."""
    text = token.strip() if isinstance(token, str) else None
    if text is None:
        raise AuthenticationError(
            f"An API token is a text, not {type(token).__name__}. Copy it from your profile page."
        )
    if not text:
        raise AuthenticationError("No API token was given. Copy one from your profile page, Settings, Tokens.")
    if not text.isascii() or any(c.isspace() or ord(c) < 33 for c in text):
        raise AuthenticationError(
            "The API token holds blanks or characters that no token has. Copy it again from your profile page."
        )
    return text


def resolve(api_token: str | None, host: str | None, environ: Mapping[str, str] = os.environ) -> Target:
    """The server and token to use: arguments, then the environment, then the stored log-in.

    A stored token goes only to the host that it was stored for. Raises `AuthenticationError`, saying how to
    get a token, when there is none.
    """
    stored = Logins(environ)
    given = host or environ.get("PICSELLIA_HOST") or stored.default_host or DEFAULT_HOST
    address = normalized_host(given)
    token = api_token or environ.get("PICSELLIA_TOKEN") or stored.token_for(address)
    if not token:
        raise AuthenticationError(
            f"There is no API token for {address}. Make one on your profile page there, or with "
            "`picsellia-server user token NAME`; then give it as api_token=, in PICSELLIA_TOKEN, or once "
            f"to `picsellia login --host {address}`."
        )
    return Target(host=address, token=checked_token(token))


class Logins:
    """What `picsellia login` stored: a token a host, and the host used last. The file has mode 600."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        base = environ.get("XDG_CONFIG_HOME")
        self.path = (Path(base) if base else Path.home() / ".config") / "picsellia" / "login.json"
        self._read: dict[str, Any] | None = None

    @property
    def default_host(self) -> str | None:
        host = self._content().get("host")
        return host if isinstance(host, str) else None

    def token_for(self, host: str) -> str | None:
        tokens = self._content().get("tokens")
        token = tokens.get(host) if isinstance(tokens, dict) else None
        return token if isinstance(token, str) else None

    def store(self, target: Target) -> None:
        """Remember a token and make its host the default. The file appears whole or not at all."""
        content = self._content()
        tokens = content.get("tokens")
        tokens = dict(tokens) if isinstance(tokens, dict) else {}
        self._write({"host": target.host, "tokens": {**tokens, target.host: target.token}})

    def forget(self, host: str) -> bool:
        """Drop the token of a host; whether there was one."""
        content = self._content()
        tokens = content.get("tokens")
        if not isinstance(tokens, dict) or host not in tokens:
            return False
        left = {name: token for name, token in tokens.items() if name != host}
        self._write({"host": content.get("host"), "tokens": left} if left else {})
        return True

    def _content(self) -> dict[str, Any]:
        if self._read is None:
            self._read = self._load()
        return self._read

    def _load(self) -> dict[str, Any]:
        try:
            with self.path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                content = json.load(file)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            warnings.warn(f"The stored log-in {self.path} cannot be read ({error}); it is ignored.", stacklevel=2)
            return {}
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            warnings.warn(f"Others can read your token in {self.path}. Run: chmod 600 {self.path}", stacklevel=2)
        return content if isinstance(content, dict) else {}

    def _write(self, content: dict[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # mkstemp makes the file with mode 600, so that the token is never readable by others, not even for a moment.
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".login-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=1)
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._read = content

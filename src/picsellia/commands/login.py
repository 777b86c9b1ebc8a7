"""`picsellia login`, `logout` and `whoami`: whose token is used, and where."""

from __future__ import annotations

import argparse
import getpass
import sys

from picsellia._config import DEFAULT_HOST, Logins, Target, checked_token, normalized_host
from picsellia.commands import Commands, client, connection_options


def add(commands: Commands) -> None:
    parser = commands.add_parser("login", help="Store an API token for a server, for this account of this machine.")
    parser.add_argument(
        "--host", metavar="URL", help=f"address of the server (default: the last one, or {DEFAULT_HOST})"
    )
    parser.add_argument("--token", help="the token; left out, it is asked for, or read from standard input")
    parser.set_defaults(run=login)
    parser = commands.add_parser("logout", help="Forget the stored token of a server.")
    parser.add_argument("--host", metavar="URL", help="address of the server (default: the last one)")
    parser.set_defaults(run=logout)
    parser = commands.add_parser("whoami", help="Say whose token is used, in which organization, and where.")
    connection_options(parser)
    parser.set_defaults(run=whoami)


def login(options: argparse.Namespace) -> int:
    """Nothing is stored before the server has accepted the token."""
    from picsellia._connected import connect

    stored = Logins()
    host = normalized_host(options.host or stored.default_host or DEFAULT_HOST)
    token = checked_token(options.token or _asked(host))
    connect(token, None, host, interactive=False)
    stored.store(Target(host=host, token=token))
    print(f"The token for {host} is stored in {stored.path}, readable by you alone.")
    return 0


def _asked(host: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"API token for {host} (from your profile page; it is not shown): ")
    return sys.stdin.readline()


def logout(options: argparse.Namespace) -> int:
    stored = Logins()
    host = normalized_host(options.host or stored.default_host or DEFAULT_HOST)
    if not stored.forget(host):
        print(f"There is no stored token for {host}.", file=sys.stderr)
        return 1
    print(f"The token for {host} is forgotten here. It is still valid: revoke it on your profile page.")
    return 0


def whoami(options: argparse.Namespace) -> int:
    made = client(options)
    print(f"{made.username}, organization {made.organization}, at {made.host}")
    return 0

"""`picsellia-server`: serve, worker, migrate, user, settings, openapi; the operator's verbs are in `operations/`.

Reads the command line and prints; what is done is in `serve.py`, `operator.py`, `installation.py`.
"""

from __future__ import annotations

import argparse
import errno
import getpass
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

from sqlalchemy.exc import OperationalError

from picsellia_server import __version__, logs
from picsellia_server import settings as settings_module
from picsellia_server.context import House
from picsellia_server.db.engine import checked_url
from picsellia_server.errors import Invalid, PlatformError
from picsellia_server.operations import commands as operations
from picsellia_server.operator import Issued
from picsellia_server.settings import PREFIX, Settings

EPILOG = "Every setting is an environment variable; `picsellia-server settings` explains them."


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, or 1 with a sentence on standard error, or 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    try:
        settings = settings_module.read(data=options.data)
        logs.set_up(settings)
        if settings.database_url:
            checked_url(settings.database_url)
        return int(options.run(options, settings))
    except PlatformError as error:
        print(f"picsellia-server: {error.message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except (OSError, OperationalError) as error:
        if (sentence := _outside(error)) is None:
            raise
        print(f"picsellia-server: {sentence}", file=sys.stderr)
        return 1


def _outside(error: OSError | OperationalError) -> str | None:
    """What to do about a machine that lets us down; None for what is rather a fault of ours."""
    if isinstance(error, OperationalError):
        reason = str(error.orig or error).strip().splitlines()[0]
        return (
            f"The database does not answer: {reason}. Is it running, and does PICSELLIA_DATABASE_URL, where it is set, "
            "name the right host, port, user and database? `picsellia-server doctor` has more."
        )
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk is full{where}. Make room, or put the data folder elsewhere, and start again; nothing is lost."
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{error.strerror}{where}. Give the user who runs this command the right to write there."
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="picsellia-server", description="The Picsellia platform.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"picsellia-server {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: ./picsellia-data)")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace, Settings], int], help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=help, description=help, epilog=EPILOG)
        made.set_defaults(run=run)
        return made

    serve = command("serve", _serve, "Run the platform: API, web app, job worker and database.")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1; 0.0.0.0: all)")
    serve.add_argument("--port", type=_port, default=8000, help="default: 8000; 0: any free one")
    worker = command("worker", _worker, "Run jobs only, beside a server, on this machine or another.")
    worker.add_argument("--threads", type=int, metavar="N", help="jobs at once (default: PICSELLIA_WORKERS, or 2)")
    command("migrate", _migrate, "Bring the database to the schema of this version.")
    operations.add(command)
    shown = command("settings", _settings, "Print every setting with its present value and what it means.")
    shown.add_argument("--markdown", action="store_true", help="a table of names, defaults and meanings instead")
    openapi = command("openapi", _openapi, "Print the OpenAPI document of the REST API.")
    openapi.add_argument("--out", type=Path, metavar="FILE", help="write it to a file instead")
    openapi.add_argument("--check", action="store_true", help="exit 1 if the file differs")
    _user_parser(commands.add_parser("user", help="Add, disable and sign in users."), common)
    return parser


def _user_parser(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def verb(name: str, run: Callable[[argparse.Namespace, Settings], int], help: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, parents=[common], help=help, description=help)
        made.add_argument("username")
        made.set_defaults(run=run)
        return made

    ask = "read the password from standard input instead of making one up"
    verb("add", _user_add, "Add a user, and print a password.").add_argument("--stdin", action="store_true", help=ask)
    verb("password", _user_password, "Give a user another password.").add_argument(
        "--stdin", action="store_true", help=ask
    )
    token = verb("token", _user_token, "Make an API token for a user, and print it: the only time it is seen.")
    token.add_argument("--name", default="command line", help="what the token is listed as")
    token.add_argument("--days", type=int, help="how long it is good for (default: until it is revoked)")
    verb("disable", _user_disable, "Stop a user from signing in and using tokens.")
    verb("enable", _user_enable, "Undo `user disable`.")


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server.serve import serve

    def announce(address: str, owner: Issued | None) -> None:
        print(f"\n  Picsellia {__version__} is at {address}")
        if owner is not None:
            print("\n  The first user has been made; this is shown once:\n")
            _show(owner)
        if options.host in ("0.0.0.0", "::") and not settings.public_url:  # noqa: S104 -- compared, not bound
            print(f"\n  For people elsewhere, set {PREFIX}PUBLIC_URL to the address that they use.")
        print("\n  Ctrl-C stops it.\n", flush=True)

    return serve(settings, host=options.host, port=options.port, announce=announce)


def _worker(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server.serve import work

    return work(settings, concurrency=max(1, options.threads or settings.workers or 2))


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server import installation

    with installation.reached(settings) as ready:
        applied = installation.migrated(ready)
    print("\n".join(applied) or "The database is up to date.")
    return 0


def _settings(options: argparse.Namespace, settings: Settings) -> int:
    if options.markdown:
        print(settings_module.table())
        return 0
    for item in fields(Settings):
        value = getattr(settings, item.name)
        secret = value and ("password" in item.name or "token" in item.name or item.name == "database_url")
        print(f"{PREFIX}{item.name.upper()}={'(set)' if secret else value}\n    {item.metadata['help']}")
    return 0


def _openapi(options: argparse.Namespace, settings: Settings) -> int:
    text = _document(settings)
    if options.out is None:
        print(text)
        return 0
    if options.check:
        same = options.out.is_file() and options.out.read_text() == f"{text}\n"
        if not same:
            print(f"{options.out} is not what the routes say. Run: ./dev openapi", file=sys.stderr)
        return 0 if same else 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(f"{text}\n")
    return 0


def _document(settings: Settings) -> str:
    """The REST API as the routes are; needs neither a database nor a data folder."""
    import json
    import tempfile

    from picsellia_server.app import assemble, routes_of
    from picsellia_server.db.engine import make_engine
    from picsellia_server.http.openapi import described
    from picsellia_server.jobs.queue import defer
    from picsellia_server.storage.open import open_storage

    with tempfile.TemporaryDirectory() as folder:
        nowhere = replace(settings, data=Path(folder), storage_url="")
        storage = open_storage(nowhere, bytes(32), "http://localhost")
        engine = make_engine("postgresql://", size=1)
        app = assemble(House(settings=nowhere, engine=engine, storage=storage, defer=defer))
        return json.dumps(described(app, routes_of(app)), indent=1, sort_keys=True)


@contextmanager
def _house(settings: Settings) -> Iterator[House]:
    """The house for one command, with or without a running server."""
    from picsellia_server import installation
    from picsellia_server.app import build_house

    with installation.reached(settings) as ready:
        installation.migrated(ready)
        house = build_house(ready)
        try:
            yield house
        finally:
            house.engine.dispose()


def _typed(options: argparse.Namespace) -> str | None:
    """A password from standard input, asked for twice on a terminal; None when one is to be made up."""
    if not options.stdin:
        return None
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first, second = getpass.getpass("Password: "), getpass.getpass("Again: ")
    if first != second:
        raise Invalid("The two passwords differ.")
    return first


def _show(issued: Issued) -> None:
    print(f"  User      {issued.username}")
    if issued.password is not None:
        print(f"  Password  {issued.password}")
    if issued.token is not None:
        print(f"  Token     {issued.token}", flush=True)


def _user_add(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server import operator

    given = _typed(options)
    with _house(settings) as house:
        _show(operator.add(house, options.username, password=given))
    return 0


def _user_password(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server import operator

    given = _typed(options)
    with _house(settings) as house:
        _show(operator.password(house, options.username, new=given))
    return 0


def _user_token(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server import operator

    with _house(settings) as house:
        _show(operator.token(house, options.username, name=options.name, days=options.days))
    return 0


def _user_disable(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server import operator

    with _house(settings) as house:
        operator.disable(house, options.username, disabled=True)
    print(f"{options.username} can no longer sign in.")
    return 0


def _user_enable(options: argparse.Namespace, settings: Settings) -> int:
    from picsellia_server import operator

    with _house(settings) as house:
        operator.disable(house, options.username, disabled=False)
    print(f"{options.username} can sign in again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

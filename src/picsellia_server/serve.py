"""`picsellia-server serve`: everything in one go, and all of it gone again at the end.

Order: the port (a taken one is told at once), the data folder's lock, PostgreSQL, migrations, the
owner, the job worker, HTTP. A signal at any moment undoes what has been done so far.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace

import sqlalchemy as sa
import structlog
import uvicorn

from picsellia_server import collecting, installation, operator
from picsellia_server.errors import Conflict, Invalid, Unavailable
from picsellia_server.operator import Issued
from picsellia_server.settings import Settings

log = structlog.get_logger()

GRACE = 3  # seconds that running requests get to end
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Announce = Callable[[str, Issued | None], None]


class PortTaken(Conflict):
    """Another program listens there."""

    code = "server.port_taken"


class Stopped(BaseException):
    """A signal while starting or stopping."""


def serve(settings: Settings, *, host: str, port: int, announce: Announce) -> int:
    """Serve until a signal; the exit status. `port` 0 takes a free one.

    `announce` is called once requests are answered, with the address and, at the very first start, the
    owner.
    """
    with _signals(Stopped), ExitStack() as stack:
        with suppress(Stopped):
            _serve(settings, stack, host, port, announce)
        # What follows is the undoing, which takes seconds at most and is not to be undone itself.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
    return 0


def _serve(settings: Settings, stack: ExitStack, host: str, port: int, announce: Announce) -> None:
    listener = stack.enter_context(_bound(host, port))
    address = _address(listener)
    ready = replace(stack.enter_context(installation.owned(settings)), public_url=settings.public_url or address)
    installation.migrated(ready)
    # Imported late: a refused start should not wait for all of the server to load.
    from picsellia_server.app import assemble, build_house
    from picsellia_server.jobs.worker import Worker

    house = build_house(ready)
    stack.callback(house.engine.dispose)
    owner = _unseen(operator.first_owner(house), settings)
    _tell_database(house.engine, bundled=not settings.database_url)
    worker = Worker(house, concurrency=ready.workers) if ready.workers else None
    if worker is not None:
        stack.callback(worker.stop)
        worker.start()
    file = ready.data / "address"
    stack.callback(file.unlink, missing_ok=True)

    def started() -> None:
        file.write_text(f"{address}\n")
        announce(address, owner)

    app = assemble(house)
    collecting.settle()

    def stopping() -> None:
        if live := getattr(app.state, "live", None):
            live.close()  # streams have no end of their own
        if worker is not None:
            worker.ask_to_stop()

    server = Server(_config(app), started=started, stopping=stopping)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(server.serve(sockets=[listener]))
    if not server.started and not server.should_exit:
        raise Unavailable("The server could not start. See the log above.")


def _unseen(owner: Issued | None, settings: Settings) -> Issued | None:
    """Without what the operator has given: where standard output is kept as a log, it is nobody's business."""
    if owner is None:
        return None
    return replace(
        owner,
        password=None if settings.owner_password else owner.password,
        token=None if settings.owner_token else owner.token,
    )


def _tell_database(engine: sa.Engine, *, bundled: bool) -> None:
    """Which database this is and what it holds: an empty one by mistake is seen at once."""
    from picsellia_server.operations.about import about

    with engine.connect() as connection:
        log.info("database.opened", about=str(about(connection, bundled=bundled)))


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http="httptools",
        lifespan="auto",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # absolute URLs come from PICSELLIA_PUBLIC_URL alone
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
    )


class Server(uvicorn.Server):
    """uvicorn, with our own signals: the first one stops in order, the second at once."""

    def __init__(self, config: uvicorn.Config, *, started: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started
        self._tell_stopping = stopping

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in _heard():
            loop.add_signal_handler(number, self._on_signal)
        try:
            yield
        finally:
            for number in _heard():
                loop.remove_signal_handler(number)
                signal.signal(number, signal.SIG_IGN)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._tell_started()

    def _on_signal(self) -> None:
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True
        self._tell_stopping()


def _heard() -> Sequence[signal.Signals]:
    """Those that stop the server; not what the starter had ignored, as `nohup` does."""
    return [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]


@contextmanager
def _signals(error: type[BaseException]) -> Iterator[None]:
    """Until the event loop takes over, a signal is an exception in the main thread."""

    def stop(*_: object) -> None:
        raise error

    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in _heard():
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket: those who connect before the server is ready wait instead of being refused."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise Invalid(f"--host {host!r} is not an address of this machine ({error.strerror}).") from None
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(where)
            listener.listen(2048)
        except PermissionError:
            raise Invalid(f"Port {port} needs root. Give another one with --port.") from None
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be listened on ({error.strerror}): another program has it. "
                "Give another one with --port, or --port 0 for any free one."
            ) from None
        yield listener


def _address(listener: socket.socket) -> str:
    """As a browser on this machine reaches it."""
    host, port = listener.getsockname()[:2]
    if listener.family == socket.AF_INET6:
        host = "[::1]" if host == "::" else f"[{host}]"
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 -- the answer, not the binding


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # not made for every system
        return None
    return uvloop.new_event_loop


def work(settings: Settings, *, concurrency: int) -> int:
    """`picsellia-server worker`: run jobs until a signal, beside a server or on another machine."""
    from picsellia_server.app import build_house
    from picsellia_server.jobs.worker import Worker

    with _signals(Stopped), ExitStack() as stack:
        with suppress(Stopped):
            ready = stack.enter_context(installation.reached(settings))
            installation.migrated(ready)
            house = build_house(ready)
            stack.callback(house.engine.dispose)
            worker = Worker(house, concurrency=concurrency)
            collecting.settle()
            stack.callback(worker.stop)
            worker.start()
            worker.wait()
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
    return 0

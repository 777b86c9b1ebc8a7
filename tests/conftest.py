"""What all tests share: one PostgreSQL a run, a database a worker, a clean slate a test.

`ctx` is rolled back after the test and is the cheapest; `house` and `client` commit, and are emptied;
`live_server` is the real thing in a process of its own, shared by a worker's tests.
"""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from services import database

if TYPE_CHECKING:
    import sqlalchemy as sa
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from picsellia_server.accounts.model import Principal
    from picsellia_server.context import Ctx, House
    from picsellia_server.operator import Issued
    from picsellia_server.settings import Settings
    from services.server import LiveServer

# The server is imported where it is used: the tests of the SDK and of the formats do without.


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Begun in the background of a shell, which programs inherit: those that tests start must hear Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        database.open_place()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.close_place()


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    given = getattr(request.config, "workerinput", None)
    return str(given["workerid"]) if given else "only"


@pytest.fixture(scope="session")
def database_url(worker_name: str) -> str:
    """A migrated database that this worker's tests share; see `house` for how it stays clean."""
    return database.fresh_database(f"tests_{worker_name}")


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[sa.Engine]:
    from picsellia_server.db.engine import make_engine

    made = make_engine(database_url, size=8)
    yield made
    made.dispose()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    from picsellia_server.settings import Settings

    return Settings(
        data=tmp_path / "data",
        database_url=database_url,
        public_url="http://testserver",
        testing=True,
        fsync=False,
        owner="owner",
        owner_password="correct horse",
        owner_token="owner-token-0123456789",
    )


@pytest.fixture
def bare_house(settings: Settings, engine: sa.Engine) -> House:
    """A house over the worker's database; whoever commits through it takes `house` instead."""
    return _house(settings, engine)


def _house(settings: Settings, engine: sa.Engine) -> House:
    from picsellia_server.context import House
    from picsellia_server.jobs.queue import defer
    from picsellia_server.storage.open import open_storage

    storage = open_storage(settings, b"s" * 32, settings.public_url)
    return House(settings=settings, engine=engine, storage=storage, defer=defer)


@pytest.fixture
def house(bare_house: House) -> Iterator[House]:
    """A house whose database is empty, and is emptied again."""
    yield bare_house
    database.empty(bare_house.engine)


@pytest.fixture
def ctx(bare_house: House) -> Iterator[Ctx]:
    """A change in the organization of a user `ada`, its owner; nothing of it is kept."""
    from picsellia_server import operator
    from picsellia_server.accounts import service as accounts_service
    from picsellia_server.jobs.run import OPERATOR

    with bare_house.engine.connect() as connection, connection.begin() as transaction:
        outer = bare_house.writer(connection, OPERATOR)
        accounts_service.add_user(outer, "ada", password=None)
        yield replace(outer, who=operator.principal(outer, "ada"))
        transaction.rollback()


@pytest.fixture
def owner(house: House) -> Issued:
    """The first user, kept: name, password, token."""
    from picsellia_server import operator

    made = operator.first_owner(house)
    assert made is not None
    return made


@pytest.fixture
def who(house: House, owner: Issued) -> Principal:
    """The owner, for `house.writing(who)` and `house.reading(who)`."""
    from picsellia_server import operator
    from picsellia_server.jobs.run import OPERATOR

    with house.engine.connect() as connection:
        return operator.principal(house.writer(connection, OPERATOR), owner.username)


@pytest.fixture(scope="session")
def _app(engine: sa.Engine, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    from picsellia_server.app import assemble
    from picsellia_server.settings import Settings

    data = tmp_path_factory.mktemp("app")
    settings = Settings(data=data, database_url=database_url, public_url="http://testserver", testing=True, fsync=False)
    return assemble(_house(settings, engine))


@pytest.fixture
def app(_app: FastAPI, house: House) -> FastAPI:
    """The ASGI app over this test's house; assembled once, as that takes a while."""
    _app.state.house = house
    _app.state.storage = house.storage
    return _app


@pytest.fixture
def anonymous(app: FastAPI) -> TestClient:
    return _client(app)


@pytest.fixture
def client(app: FastAPI, owner: Issued) -> TestClient:
    """Requests as the owner, by token."""
    return _client(app, headers={"Authorization": f"Bearer {owner.token}"})


def _client(app: FastAPI, **options: Any) -> TestClient:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have a successor of httpx, which is not out of beta
        from fastapi.testclient import TestClient

    return TestClient(app, raise_server_exceptions=False, **options)


@pytest.fixture
def run_jobs(house: House) -> Callable[[], list[str]]:
    """Runs the jobs that wait, and those that they add, one after the other; their names, in order."""

    from picsellia_server.jobs.progress import Watched
    from picsellia_server.jobs.registry import named
    from picsellia_server.jobs.run import run as run_job

    def run() -> list[str]:
        done: list[str] = []
        while job := _next_job(house.engine):
            run_job(house, named(job.task_name), job.args, Watched(house.engine, job.args.get("job")))
            _job_is_done(house.engine, job.id)
            done.append(job.task_name)
        return done

    return run


def _next_job(engine: sa.Engine) -> sa.Row[tuple[int, str, dict[str, object]]] | None:
    import sqlalchemy as sa

    from picsellia_server.db.engine import Db

    take = sa.text(
        "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = "
        "(SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1) RETURNING id, task_name, args"
    )
    with engine.begin() as connection:
        return Db(connection).write(take).one_or_none()


def _job_is_done(engine: sa.Engine, job: int) -> None:
    """Lets the next job with the same lock run."""
    import sqlalchemy as sa

    from picsellia_server.db.engine import Db

    with engine.begin() as connection:
        Db(connection).write(
            sa.text("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = :job"), {"job": job}
        )


@pytest.fixture(scope="session")
def live_server(worker_name: str) -> Iterator[LiveServer]:
    """A real server on a free port, shared by a worker's tests: use names of your own in it."""
    from services.server import LiveServer

    server = LiveServer(data=database.place() / f"live-{worker_name}").start()
    yield server
    server.stop()

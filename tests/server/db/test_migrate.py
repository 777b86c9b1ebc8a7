"""The schema: complete, reached in one go, refused when it is of the future."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from picsellia_server.db import migrate
from picsellia_server.db.engine import make_engine
from picsellia_server.db.migrate import SchemaNewer
from services import database


@pytest.fixture
def bare(database_url: str) -> Iterator[sa.Engine]:
    """A database without a schema."""
    name = f"bare_{uuid4().hex}"
    admin = psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True)
    admin.execute(f"CREATE DATABASE {name}".encode())
    engine = make_engine(database.of(database_url, name), size=4)
    yield engine
    engine.dispose()
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
    admin.close()


def test_the_migrated_schema_is_what_the_tables_say(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert migrate.differences(connection) == []


def test_revisions_form_a_straight_chain_named_as_their_files() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    config.set_main_option("path_separator", "newline")
    chain = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]

    assert list(reversed(chain)) == migrate.revisions()


def test_a_second_upgrade_finds_nothing_to_do(bare: sa.Engine) -> None:
    assert migrate.upgrade(bare) == migrate.revisions()
    assert migrate.upgrade(bare) == []


def test_servers_that_start_at_once_do_not_race(bare: sa.Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        applied = list(pool.map(lambda _: migrate.upgrade(bare), range(4)))

    assert sorted(applied, key=len) == [[], [], [], migrate.revisions()]


def test_a_schema_of_a_later_version_is_refused_and_left_alone(bare: sa.Engine) -> None:
    migrate.upgrade(bare)
    with bare.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999_future'"))

    with pytest.raises(SchemaNewer, match=r"9999_future.*newer"):
        migrate.upgrade(bare)


def test_an_upgrade_that_fails_leaves_nothing_behind(bare: sa.Engine) -> None:
    with bare.begin() as connection:
        connection.execute(sa.text("CREATE TYPE procrastinate_job_status AS ENUM ('in the way')"))

    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(bare)

    with bare.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []

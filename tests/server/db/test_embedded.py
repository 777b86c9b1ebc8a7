"""The bundled PostgreSQL, started for real: as any user, under any path, after any death."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from picsellia_server.db import postmaster, programs, runas
from picsellia_server.db.embedded import Embedded, NotStarted
from picsellia_server.db.lock import FolderLock, FolderTaken
from picsellia_server.db.programs import ProgramsMissing

ROOT = os.geteuid() == 0
SOURCE = Path(__file__).parents[3] / "src"
only_root = pytest.mark.skipif(not ROOT, reason="only root can become somebody else")

Make = Callable[..., Embedded]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Embedded] = []

    def build(data: Path | None = None, **options: object) -> Embedded:
        made.append(Embedded(data or tmp_path / "data", fsync=False, **options))  # type: ignore[arg-type]
        return made[-1]

    yield build
    for each in made:
        each.stop()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        row = db.execute(question.encode()).fetchone()
        assert row is not None
        return row[0]


def pid_of(embedded: Embedded) -> int:
    found = postmaster.running(embedded.cluster)
    assert found is not None
    return found.pid


def test_what_was_written_is_there_after_a_stop_and_a_start(make: Make) -> None:
    embedded = make()
    with psycopg.connect(embedded.start().replace("+psycopg", "")) as db:
        db.execute("create table kept (n int)")
        db.execute("insert into kept values (7)")
    embedded.stop()

    assert not embedded.running
    assert ask(embedded.start(), "select n from kept") == 7


def test_it_listens_on_no_network_address_and_is_private(make: Make) -> None:
    embedded = make()
    url = embedded.start()

    assert ask(url, "show listen_addresses") == ""
    assert ask(url, "show jit") == "off"
    assert embedded.home.stat().st_mode & 0o077 == 0


def test_names_sort_the_same_on_every_machine_and_fold_beyond_ascii(make: Make) -> None:
    url = make().start()

    assert ask(url, "select lower('ÉÑ')") == "éñ"
    assert ask(url, "select 'Z' < 'a'") is True


def test_vectors_can_be_stored(make: Make) -> None:
    url = make().start()

    assert ask(url, "select count(*) from pg_available_extensions where name = 'vector'") == 1


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("with space", id="space"),
        pytest.param('it\'s "quoted"', id="quotes"),
        pytest.param("données-データ", id="other-scripts"),
        pytest.param("a,b:c@d%2Fe", id="what-libpq-reads-as-lists"),
        pytest.param("back\\slash$HOME", id="what-a-shell-reads"),
        pytest.param("long-" + "x" * 120, id="too-long-for-a-socket"),
    ],
)
@pytest.mark.slow
def test_any_path_will_do(make: Make, tmp_path: Path, name: str) -> None:
    embedded = make(tmp_path / name)

    assert ask(embedded.start(), "select 1") == 1
    assert ask(embedded.url, "select 2") == 2
    embedded.stop()
    assert ask(embedded.start(), "select 3") == 3


def test_a_line_break_in_the_path_is_refused(make: Make, tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match="line break"):
        make(tmp_path / "a\nb").start()


def test_a_path_in_a_folder_that_a_stranger_laid_is_not_used(make: Make, tmp_path: Path) -> None:
    from picsellia_server.db import socket

    long = tmp_path / ("y" * 120)
    short = socket.folder(long, uid=os.geteuid(), gid=os.getegid())
    assert short is not None
    short.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    short.symlink_to(elsewhere)

    try:
        assert socket.folder(long, uid=os.geteuid(), gid=os.getegid()) != short
    finally:
        short.unlink()


def starting_then(data: Path, last: str) -> list[str]:
    script = f"""
        import os, signal, sys
        from pathlib import Path
        sys.path.insert(0, {str(SOURCE)!r})
        from picsellia_server.db.embedded import Embedded
        embedded = Embedded(Path({str(data)!r}), fsync=False)
        url = embedded.start()
        {last}
    """
    return [sys.executable, "-c", textwrap.dedent(script)]


def test_after_a_kill_of_the_server_the_running_database_is_found_again(make: Make, tmp_path: Path) -> None:
    done = subprocess.run(starting_then(tmp_path / "data", "os.kill(os.getpid(), signal.SIGKILL)"))
    assert done.returncode == -signal.SIGKILL
    embedded = make()
    before = pid_of(embedded)

    assert ask(embedded.start(), "select 1") == 1
    assert pid_of(embedded) == before


def test_after_a_kill_of_the_database_what_was_committed_is_there(make: Make) -> None:
    embedded = make()
    with psycopg.connect(embedded.start().replace("+psycopg", "")) as db:
        db.execute("create table kept as select 7 as n")
    os.kill(pid_of(embedded), signal.SIGKILL)

    again = make()
    assert ask(again.start(), "select n from kept") == 7


def test_a_pid_file_whose_number_is_another_processs_now_does_no_harm(make: Make) -> None:
    embedded = make()
    embedded.start()
    file = embedded.cluster / "postmaster.pid"
    lines = file.read_text().splitlines()
    embedded.stop()
    file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    os.chown(file, embedded.home.stat().st_uid, embedded.home.stat().st_gid)

    assert ask(embedded.start(), "select 1") == 1


def test_a_start_that_was_killed_while_making_the_files_is_begun_anew(make: Make) -> None:
    embedded = make()
    half = embedded.home / "making-1-1"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")

    assert ask(embedded.start(), "select 1") == 1
    assert not half.exists()


@pytest.mark.slow
def test_ctrl_c_in_the_terminal_leaves_the_database_to_the_server(make: Make, tmp_path: Path) -> None:
    last = "signal.signal(signal.SIGINT, signal.SIG_IGN); os.killpg(0, signal.SIGINT)"
    subprocess.run(starting_then(tmp_path / "data", last), start_new_session=True, check=True)

    assert ask(make().url, "select 1") == 1


def test_a_second_server_is_refused_with_the_first_ones_number(tmp_path: Path) -> None:
    first = FolderLock(tmp_path / "data")
    first.take()

    with pytest.raises(FolderTaken, match=rf"process {os.getpid()}\b"):
        FolderLock(tmp_path / "data").take()

    first.release()
    again = FolderLock(tmp_path / "data")
    again.take()
    again.release()


def test_data_of_another_major_version_are_left_alone(make: Make) -> None:
    embedded = make()
    embedded.start()
    embedded.stop()
    (embedded.cluster / "PG_VERSION").write_text("12\n")

    with pytest.raises(NotStarted, match=r"PostgreSQL 12.*PICSELLIA_PG_BIN"):
        embedded.start()


def test_a_folder_that_is_not_postgresqls_is_left_alone(make: Make) -> None:
    embedded = make()
    embedded.cluster.mkdir(parents=True)

    with pytest.raises(NotStarted, match="not PostgreSQL's"):
        embedded.start()
    assert embedded.cluster.exists()


def test_programs_of_another_installation_are_used_when_named(make: Make, tmp_path: Path) -> None:
    copy = tmp_path / "other bin"
    copy.symlink_to(programs.find().folder)

    embedded = make(pg_bin=str(copy))

    assert ask(embedded.start(), "select 1") == 1
    assert embedded.programs.path("pg_dump") == str(copy / "pg_dump")


def test_programs_that_are_not_there_are_a_clear_error(make: Make, tmp_path: Path) -> None:
    with pytest.raises(ProgramsMissing, match="PICSELLIA_PG_BIN"):
        make(pg_bin=str(tmp_path)).start()


def test_where_nothing_works_the_error_says_what_to_do(make: Make) -> None:
    hopeless = runas.Way(name="by magic", prefix=("/nonexistent",), uid=1, gid=1)

    with pytest.raises(runas.NoWay, match="PICSELLIA_DATABASE_URL"):
        make(ways=lambda: iter([hopeless])).start()


@only_root
def test_root_without_name_spaces_runs_it_as_another_account(make: Make) -> None:
    embedded = make(ways=runas.as_accounts)

    assert ask(embedded.start(), "select 1") == 1
    assert Path(f"/proc/{pid_of(embedded)}").stat().st_uid != 0
    assert embedded.cluster.stat().st_uid != 0


@only_root
@pytest.mark.slow
def test_root_can_pass_from_one_way_to_the_other_and_back(make: Make) -> None:
    embedded = make()
    with psycopg.connect(embedded.start().replace("+psycopg", "")) as db:
        db.execute("create table kept as select 7 as n")
    embedded.stop()

    other = make(ways=runas.as_accounts)
    assert ask(other.start(), "select n from kept") == 7
    other.stop()

    assert ask(make().start(), "select n from kept") == 7


@only_root
@pytest.mark.slow
def test_an_account_that_cannot_pass_the_parent_folder_still_serves(make: Make, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    assert ask(make(closed / "data", ways=runas.as_accounts).start(), "select 1") == 1


@only_root
@pytest.mark.slow
def test_an_ordinary_user_runs_it_directly(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    # Python itself may lie under /root: the one right kept is to read past permissions.
    become = [
        *("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"),
        *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
    ]
    home = Path("/tmp") / f"picsellia-nobody-{os.getpid()}"
    home.mkdir(mode=0o700)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    last = "print(os.stat(f'/proc/{embedded._child.pid}').st_uid); embedded.stop(); print(embedded.running)"

    try:
        done = subprocess.run([*become, *starting_then(home / "data", last)], capture_output=True, text=True)
    finally:
        shutil.rmtree(home)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(nobody.pw_uid), "False"]


@only_root
@pytest.mark.slow
def test_a_folder_of_somebody_else_is_a_clear_error_for_an_ordinary_user(make: Make, tmp_path: Path) -> None:
    embedded = make()
    embedded.start()
    embedded.stop()
    nobody = pwd.getpwnam("nobody")
    become = [
        *("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"),
        *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
    ]

    done = subprocess.run([*become, *starting_then(embedded.data, "")], capture_output=True, text=True)

    assert done.returncode != 0
    assert "belongs to someone else" in done.stderr

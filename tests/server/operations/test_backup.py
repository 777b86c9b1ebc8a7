"""A backup is a whole installation in one file, and anything less is refused."""

from __future__ import annotations

import io
import stat
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from picsellia_server import operator
from picsellia_server.blobs import service as blobs
from picsellia_server.context import House
from picsellia_server.db import dump, migrate
from picsellia_server.jobs.run import OPERATOR
from picsellia_server.operations import unpacking
from picsellia_server.operations.archive import BackupDamaged
from picsellia_server.operations.backup import FileThere, NothingToBackUp, backup, held
from picsellia_server.operations.fsck import Problem, fsck
from picsellia_server.operations.place import Place
from picsellia_server.operations.restore import InUse, NotEmpty, OtherSchema, TooNew, heal, restore

Filled = list[dict[str, Any]]


def problems(place: Place, **options: Any) -> list[Problem]:
    found: list[Problem] = []
    fsck(place, tell=found.append, **options)
    return found


def rows(place: Place) -> dict[str, Any]:
    """Everything in every table that a backup is to keep, as text."""
    with place.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {
            name: sorted(connection.execute(sa.text(f'SELECT t::text FROM "{name}" t')).scalars())
            for name in names
            if name != "idempotency"
        }


def untouched(place: Place) -> bool:
    with place.engine.connect() as connection:
        return not sa.inspect(connection).get_table_names() and not list(place.storage.listing())


@pytest.fixture
def file(place: Place, filled: Filled, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar"
    backup(place, path)
    return path


def test_what_is_restored_elsewhere_is_the_same(place: Place, elsewhere: Place, file: Path) -> None:
    before = rows(place)

    done = restore(elsewhere, file)

    assert rows(elsewhere) == before
    assert done.counted.blobs == 5 + 15  # pictures and their thumbnails
    assert {item.key: item.size for item in elsewhere.storage.listing()} == {
        item.key: item.size for item in place.storage.listing()
    }
    assert problems(elsewhere) == []


def test_new_rows_go_on_from_the_restored_ones(elsewhere: Place, file: Path) -> None:
    restore(elsewhere, file)

    added = operator.add(elsewhere.house, "grace", password=None)

    assert added.username == "grace"


def test_it_is_a_tar_for_its_owner_alone_with_nothing_left_beside_it(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir() if "partial" in each.name] == []
    with tarfile.open(file) as tar:
        names = tar.getnames()
    assert names[:2] == ["backup.json", "database.dump"]
    assert names[-2:] == ["blobs.ndjson", "end.json"]


def test_a_file_that_is_there_is_replaced_only_by_force(place: Place, file: Path) -> None:
    before = file.read_bytes()

    with pytest.raises(FileThere, match="--force"):
        backup(place, file)
    assert file.read_bytes() == before
    backup(place, file, force=True)

    assert unpacking.look(file).schema == migrate.revisions()[-1]


def test_a_failure_leaves_no_file(place: Place, filled: Filled, tmp_path: Path) -> None:
    class Broken:
        def sizes(self, keys: list[str]) -> dict[str, int]:
            raise OSError("the disk is gone")

    broken: Any = Broken()

    with pytest.raises(OSError, match="the disk is gone"):
        backup(replace(place, storage=broken), tmp_path / "b.tar")

    assert [each.name for each in tmp_path.iterdir() if ".tar" in each.name] == []


def test_an_installation_that_was_never_started_has_nothing_to_back_up(elsewhere: Place, tmp_path: Path) -> None:
    with pytest.raises(NothingToBackUp):
        backup(elsewhere, tmp_path / "b.tar")


def test_tokens_and_passwords_are_in_it_only_as_hashes(
    client: TestClient, place: Place, filled: Filled, tmp_path: Path
) -> None:
    made = client.post("/api/tokens", json={"name": "laptop"}, headers={"Idempotency-Key": "once"})
    assert made.status_code == 201
    secrets = [made.json()["secret"], "owner-token-0123456789", "correct horse"]

    backup(place, tmp_path / "b.tar")

    with tarfile.open(tmp_path / "b.tar") as tar:
        member = tar.extractfile("database.dump")
        assert member is not None
        (tmp_path / "dump").write_bytes(member.read())
    found = dump.tools(place.engine)
    script = subprocess.run(
        [found.path("pg_restore"), "-f", "-", tmp_path / "dump"], capture_output=True, text=True, check=True
    ).stdout
    assert "laptop" in script
    assert [secret for secret in secrets if secret in script] == []


def test_the_answer_that_holds_a_new_token_is_kept_nowhere(client: TestClient, place: Place) -> None:
    made = client.post("/api/tokens", json={"name": "laptop"}, headers={"Idempotency-Key": "once"})

    assert made.status_code == 201
    with place.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT body FROM idempotency")).scalars().all()
    assert [body for body in kept if made.json()["secret"].encode() in bytes(body or b"")] == []


# Removing bytes waits for a backup


def test_bytes_are_not_removed_while_a_backup_is_made(house: House, place: Place, filled: Filled) -> None:
    key = next(iter(place.storage.listing())).key
    with house.writing(OPERATOR) as ctx:
        ctx.db.write(sa.text("INSERT INTO doomed_keys VALUES (:key, now())"), {"key": key})

    with held(place.engine), house.writing(OPERATOR) as ctx:
        assert blobs.bury(ctx) == 0
    assert place.storage.sizes([key])
    with house.writing(OPERATOR) as ctx:
        assert blobs.bury(ctx) == 1

    assert not place.storage.sizes([key])


# Where it may go


def test_an_installation_with_people_in_it_is_not_overwritten(place: Place, file: Path) -> None:
    before = rows(place)

    with pytest.raises(NotEmpty, match="--replace"):
        restore(replace(place, engine=_alone(place)), file)

    assert rows(place) == before


def _alone(place: Place) -> sa.Engine:
    """The pool of the tests' own house counts as a server: leave nothing open in it."""
    place.engine.dispose()
    return place.engine


def test_replacing_keeps_a_backup_of_what_was_there(place: Place, elsewhere: Place, file: Path) -> None:
    restore(elsewhere, file)
    operator.add(elsewhere.house, "grace", password=None)

    done = restore(elsewhere, file, replace=True)

    assert done.kept is not None
    assert rows(elsewhere) == rows(place)
    assert stat.S_IMODE(done.kept.stat().st_mode) == 0o600
    restore(elsewhere, done.kept, replace=True)
    assert any("grace" in row for row in rows(elsewhere)["users"])


def test_a_backup_of_a_newer_version_is_refused(elsewhere: Place, file: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.tar"
    rewritten(file, newer, head={"schema": "9999_future"})

    with pytest.raises(TooNew, match="9999_future"):
        restore(elsewhere, newer)

    assert untouched(elsewhere)


def test_a_backup_of_an_older_version_is_brought_up_to_date(elsewhere: Place, tmp_path: Path) -> None:
    oldest = migrate.revisions()[3]
    with elsewhere.engine.begin() as connection:
        migrate.run(connection, oldest)
        connection.execute(
            sa.text("INSERT INTO users (uuid, username, created_at) VALUES (gen_random_uuid(), 'ada', now())")
        )
    backup(elsewhere, tmp_path / "old.tar")

    done = restore(elsewhere, tmp_path / "old.tar", replace=True)

    assert done.head.schema == oldest
    assert done.migrated == migrate.revisions()[4:]
    assert problems(elsewhere) == []
    assert any("ada" in row for row in rows(elsewhere)["users"])


def test_rows_that_a_later_version_has_left_are_replaced_as_well(elsewhere: Place, file: Path, place: Place) -> None:
    restore(elsewhere, file)
    with elsewhere.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE futures (id bigint, org_id bigint REFERENCES organizations (id))"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999_future'"))

    restore(elsewhere, file, replace=True)

    assert rows(elsewhere) == rows(place)


def test_a_database_that_is_shared_with_others_is_not_emptied(elsewhere: Place, file: Path) -> None:
    with elsewhere.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE invoices (id bigint)"))

    with pytest.raises(OtherSchema, match="invoices"):
        restore(elsewhere, file, replace=True)

    assert list(rows(elsewhere)) == ["invoices"]


def test_a_database_that_is_in_use_is_not_restored_into(elsewhere: Place, file: Path) -> None:
    server = sa.create_engine(elsewhere.settings.database_url)
    with server.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        with pytest.raises(InUse, match="Stop its servers"):
            restore(elsewhere, file)
    server.dispose()

    assert untouched(elsewhere)


# What is no whole backup


def rewritten(source: Path, target: Path, *, head: dict[str, Any] | None = None, extra: Any = None) -> None:
    """A copy with another head, or with one more member before the first blob."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            reader = old.extractfile(member)
            body = reader.read() if reader else b""
            if member.name == "backup.json" and head:
                body = orjson.dumps({**orjson.loads(body), **head})
                member.size = len(body)
            new.addfile(member, io.BytesIO(body))
            if member.name == "database.dump" and extra:
                new.addfile(*extra)


@pytest.mark.parametrize("left", [0.0, 0.02, 0.3, 0.6, 0.95], ids=lambda part: f"{part:.0%}")
def test_a_backup_that_is_cut_short_is_refused(elsewhere: Place, file: Path, left: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * left)])

    with pytest.raises(BackupDamaged, match=r"another|not made"):
        restore(elsewhere, file)

    assert untouched(elsewhere)


def test_a_backup_without_its_last_member_is_refused(elsewhere: Place, file: Path, tmp_path: Path) -> None:
    with tarfile.open(file) as old, tarfile.open(tmp_path / "cut.tar", "w") as new:
        for member in old:
            if member.name != "end.json":
                new.addfile(member, old.extractfile(member))

    with pytest.raises(BackupDamaged, match="cut short"):
        restore(elsewhere, tmp_path / "cut.tar")

    assert untouched(elsewhere)


def test_a_flipped_byte_anywhere_is_found_and_nothing_of_it_stays(elsewhere: Place, file: Path) -> None:
    whole = file.read_bytes()
    with tarfile.open(file) as tar:
        places = {member.name: member.offset_data + member.size // 2 for member in tar}
    chosen = ["database.dump", next(name for name in places if name.startswith("blobs/")), "blobs.ndjson"]

    for name in chosen:
        file.write_bytes(whole[: places[name]] + bytes([whole[places[name]] ^ 1]) + whole[places[name] + 1 :])
        with pytest.raises(BackupDamaged, match="damaged"):
            restore(elsewhere, file)
        assert untouched(elsewhere), name

    file.write_bytes(whole)
    restore(elsewhere, file)
    assert problems(elsewhere) == []


EVIL = {
    "absolute": ("/tmp/evil", tarfile.REGTYPE),
    "parent": ("../../evil", tarfile.REGTYPE),
    "parent-in-a-key": ("blobs/../../evil", tarfile.REGTYPE),
    "empty-key": ("blobs/", tarfile.REGTYPE),
    "nul": ("blobs/a\0b", tarfile.REGTYPE),
    "symbolic-link": ("blobs/link", tarfile.SYMTYPE),
    "hard-link": ("blobs/hard", tarfile.LNKTYPE),
    "device": ("blobs/device", tarfile.CHRTYPE),
    "folder": ("blobs/folder", tarfile.DIRTYPE),
    "stranger": ("blobs/a/b", tarfile.REGTYPE),
}


@pytest.mark.parametrize("case", EVIL)
def test_a_file_that_somebody_has_tampered_with_is_refused(
    elsewhere: Place, file: Path, tmp_path: Path, case: str
) -> None:
    name, kind = EVIL[case]
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.size = kind, "/etc/passwd", 4 if kind == tarfile.REGTYPE else 0
    if case == "nul":
        member.pax_headers = {"path": name}
    rewritten(file, tmp_path / "evil.tar", extra=(member, io.BytesIO(b"evil")))
    around = sorted(each.name for each in tmp_path.rglob("*"))

    with pytest.raises(BackupDamaged):
        restore(elsewhere, tmp_path / "evil.tar")

    assert untouched(elsewhere)
    assert sorted(each.name for each in tmp_path.rglob("*")) == around


@pytest.mark.parametrize("body", [b"", b"no tar at all", b"\0" * 20_000], ids=["empty", "text", "zeros"])
def test_what_is_no_backup_is_said_to_be_none(elsewhere: Place, tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.tar"
    path.write_bytes(body)

    with pytest.raises(BackupDamaged):
        restore(elsewhere, path)


def test_a_database_that_cannot_take_the_rows_stays_as_it_was(
    elsewhere: Place, file: Path, tmp_path: Path, place: Place
) -> None:
    tables = unpacking.look(file).tables
    rewritten(file, tmp_path / "b.tar", head={"tables": {**tables, "pictures": tables["pictures"] + 1}})

    with pytest.raises(dump.DumpFailed, match="pictures has not the 6 rows"):
        restore(elsewhere, tmp_path / "b.tar")

    assert untouched(elsewhere)


# Damage that was there before


def test_lost_and_damaged_bytes_are_told_and_the_rest_is_backed_up(
    place: Place, elsewhere: Place, filled: Filled, tmp_path: Path
) -> None:
    keys = _blob_keys(place)
    place.storage.delete(keys[:1])
    place.storage.put(keys[1], [b"\0" * 10])

    made = backup(place, tmp_path / "b.tar")
    done = restore(elsewhere, tmp_path / "b.tar")

    assert dict(made.damaged) == {keys[0]: "missing", keys[1]: made.damaged[1][1]}
    assert done.counted.damaged == 2
    assert sorted(problem.kind for problem in problems(elsewhere)) == ["bytes missing", "bytes of wrong size"]


def test_bytes_come_back_from_a_backup_while_the_rows_stay(place: Place, file: Path) -> None:
    keys = _blob_keys(place)
    with place.storage.open(keys[1]) as stored:
        body = stored.read()
    place.storage.delete(keys[:1])
    place.storage.put(keys[1], [bytes([body[0] ^ 1]) + body[1:]])
    operator.add(place.house, "grace", password=None)
    assert len(problems(place)) == 2

    done = heal(place, file)

    assert done.written == 2
    assert problems(place) == []
    assert any("grace" in row for row in rows(place)["users"])


def _blob_keys(place: Place) -> list[str]:
    with place.engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT key FROM blobs ORDER BY id")).scalars())


def test_the_rows_alone_go_back_over_the_same_bytes(
    place: Place, elsewhere: Place, file: Path, tmp_path: Path, run_jobs: Callable[[], list[str]]
) -> None:
    restore(elsewhere, file)
    backup(elsewhere, tmp_path / "rows.tar", whole=False)
    operator.add(elsewhere.house, "grace", password=None)

    with pytest.raises(NotEmpty):
        restore(elsewhere, tmp_path / "rows.tar")
    restore(elsewhere, tmp_path / "rows.tar", replace=True)

    assert rows(elsewhere) == rows(place)
    assert problems(elsewhere) == []

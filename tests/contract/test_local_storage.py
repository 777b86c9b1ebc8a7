"""What the local store promises beyond the port: nothing half-written, nothing outside its folder."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picsellia_server.storage.keys import key_of, pieces
from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.port import (
    BlobMissing,
    BlobTaken,
    KeyRefused,
    NoSpace,
    Part,
    StorageUnreachable,
    UploadUnknown,
)
from services.corpus import ODD_NAMES

SECRET = b"a secret of thirty-two bytes ...."


def a_store(root: Path, *, reserve: int = 0, fsync: bool = True) -> LocalStorage:
    return LocalStorage(root, secret=SECRET, public_url="http://test", fsync=fsync, reserve=reserve)


def a_key(name: str = "photo.jpg") -> str:
    return f"{uuid4()}/{name}"


def temporary_files(root: Path) -> list[Path]:
    return [path for path in (root / "tmp").rglob("*") if path.is_file()]


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: the kernel's nearest thing to a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk; the file size limit is tested instead")
    yield folder
    subprocess.run(["umount", folder], check=True)


# -- keys to files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES.keys())
def test_no_name_leaves_its_folder(tmp_path: Path, name: str) -> None:
    store = a_store(tmp_path / "a" / "store")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}

    store.put(name if "/" not in name else a_key(name), [b"x"])

    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert len(made) == 1
    path = made.pop()
    assert path.is_relative_to(store.root)
    assert all(len(os.fsencode(part)) <= 255 for part in path.parts)
    assert all(part.isascii() and not part.startswith(".") for part in path.relative_to(store.root).parts)


@given(st.text(min_size=1, max_size=1100))
def test_every_key_is_refused_or_comes_back_from_its_file_name(key: str) -> None:
    try:
        names = pieces(key)
    except KeyRefused:
        return

    assert key_of(names) == key
    assert all(0 < len(name) <= 255 and name not in (".", "..") and "/" not in name for name in names)


@given(st.text(min_size=150, max_size=700), st.text(min_size=1, max_size=300))
def test_a_long_key_and_its_beginning_do_not_collide(a: str, b: str) -> None:
    try:
        one, other = pieces(a), pieces(a + b)
    except KeyRefused:
        return

    assert one[1:] != other[1 : len(one)]  # a file is never where another needs a folder


def test_the_longest_key_is_kept_listed_and_removed_without_a_trace(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    key = a_key("港" * 300 + "x" * 80)
    folders = {path for path in tmp_path.rglob("*") if path.is_dir()}

    store.put(key, [b"x"])
    store.settle([key])

    assert [item.key for item in store.listing()] == [key]
    store.delete([key])
    assert {path for path in tmp_path.rglob("*") if path.is_dir()} == folders


def test_a_symbolic_link_in_the_store_is_never_followed(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("secret")
    store = a_store(tmp_path / "store")
    key = a_key()
    store.root.joinpath(*pieces(key)).symlink_to(canary)

    assert store.sizes([key]) == {}
    assert list(store.listing()) == []
    with pytest.raises(BlobMissing):
        store.open(key)
    store.delete([key])
    assert canary.read_text() == "secret"


def test_foreign_files_are_not_listed_and_not_swept(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    strangers = [tmp_path / "lost+found", tmp_path / "00" / ".nfs0001", tmp_path / "00" / "not-of-this-shard"]
    for stranger in strangers:
        stranger.write_text("x")

    assert list(store.listing()) == []
    assert store.sweep(before=datetime.now(UTC) + timedelta(days=1)) == 0
    assert all(stranger.exists() for stranger in strangers)


# -- nothing half-written ---------------------------------------------------------------------------


def test_a_process_killed_while_writing_leaves_only_what_the_sweeper_takes(tmp_path: Path) -> None:
    key = a_key()
    script = f"""
        import os, signal
        from pathlib import Path
        from picsellia_server.storage.local import LocalStorage

        store = LocalStorage(Path({str(tmp_path)!r}), secret={SECRET!r}, public_url="http://test")

        def chunks():
            yield b"x" * 1_000_000
            os.kill(os.getpid(), signal.SIGKILL)
            yield b"y"

        store.put({key!r}, chunks())
    """
    died = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], timeout=60)
    store = a_store(tmp_path)

    assert died.returncode == -signal.SIGKILL
    assert len(temporary_files(tmp_path)) == 1
    assert store.sizes([key]) == {}
    assert list(store.listing()) == []
    assert store.sweep(before=datetime.now(UTC) - timedelta(hours=1)) == 0
    assert store.sweep(before=datetime.now(UTC) + timedelta(hours=1)) == 1
    assert temporary_files(tmp_path) == []


def test_an_upload_in_parts_survives_a_restart(tmp_path: Path) -> None:
    key = a_key()
    before = a_store(tmp_path)
    upload = before.begin_parts(key, part_size=4)
    with before.part(key, upload, 1) as part:
        part.write(b"1234")
        one = Part(number=1, etag=part.finish())

    after = a_store(tmp_path)
    with after.part(key, upload, 2) as part:
        part.write(b"56")
        two = Part(number=2, etag=part.finish())

    assert after.finish_parts(key, upload, [one, two]).size == 6
    assert after.open(key).read() == b"123456"
    assert temporary_files(tmp_path) == []


def test_a_part_still_being_written_cannot_change_the_finished_blob(tmp_path: Path) -> None:
    store, key = a_store(tmp_path), a_key()
    upload = store.begin_parts(key, part_size=4)
    with store.part(key, upload, 1) as part:
        part.write(b"good")
        etag = part.finish()
    late = store.part(key, upload, 2)

    store.finish_parts(key, upload, [Part(number=1, etag=etag)])

    with late, pytest.raises(UploadUnknown):
        late.write(b"evil")
    assert store.open(key).read() == b"good"


def test_a_newer_writer_of_a_part_takes_the_place_of_the_older(tmp_path: Path) -> None:
    store, key = a_store(tmp_path), a_key()
    upload = store.begin_parts(key, part_size=4)
    older = store.part(key, upload, 1)
    older.write(b"ol")

    with store.part(key, upload, 1) as newer:
        newer.write(b"new!")
        with older, pytest.raises(UploadUnknown):
            older.write(b"d!")
        etag = newer.finish()
    store.finish_parts(key, upload, [Part(number=1, etag=etag)])

    assert store.open(key).read() == b"new!"


def test_a_key_is_never_given_other_bytes_by_an_upload(tmp_path: Path) -> None:
    store, key = a_store(tmp_path), a_key()
    store.put(key, [b"first"])

    with store.incoming() as same:
        same.write(b"first")
        store.publish(same, key)
    with store.incoming() as other:
        other.write(b"other")
        with pytest.raises(BlobTaken):
            store.publish(other, key)

    assert store.open(key).read() == b"first"
    assert temporary_files(tmp_path) == []


# -- troubles of the disk ---------------------------------------------------------------------------


def test_a_full_disk_is_said_and_leaves_nothing(small_disk: Path) -> None:
    store, key, small = a_store(small_disk), a_key(), a_key()

    with pytest.raises(NoSpace, match="no room"):
        store.put(key, (b"x" * 65_536 for _ in range(40)))
    upload = store.begin_parts(key, part_size=2 << 20)
    with store.part(key, upload, 1) as part, pytest.raises(NoSpace):
        part.write(b"x" * (2 << 20))
    store.abort_parts(key, upload)

    assert temporary_files(small_disk) == []
    assert list(store.listing()) == []
    assert store.put(small, [b"x" * 65_536]).size == 65_536


def test_a_file_size_limit_counts_as_a_full_disk(tmp_path: Path) -> None:
    store, key = a_store(tmp_path), a_key()

    with files_limited_to(100_000), pytest.raises(NoSpace):
        store.put(key, (b"x" * 65_536 for _ in range(40)))

    assert store.sizes([key]) == {}
    assert temporary_files(tmp_path) == []


def test_the_reserve_is_kept_free(tmp_path: Path) -> None:
    free = os.statvfs(tmp_path)
    store = a_store(tmp_path, reserve=free.f_bavail * free.f_frsize + (1 << 40))

    with pytest.raises(NoSpace):
        store.want(1)
    with pytest.raises(NoSpace):
        store.check()


def test_a_store_that_went_away_says_what_to_do(tmp_path: Path) -> None:
    store = a_store(tmp_path / "store")
    (tmp_path / "store").rename(tmp_path / "unmounted")

    with pytest.raises(StorageUnreachable, match="Mount it"):
        store.check()


@pytest.mark.parametrize("fsync", [True, False])
def test_settling_an_absent_blob_names_it(tmp_path: Path, fsync: bool) -> None:
    store = a_store(tmp_path, fsync=fsync)
    there, absent = a_key(), a_key("absent.jpg")
    store.put(there, [b"x"])

    with pytest.raises(BlobMissing, match=r"absent\.jpg"):
        store.settle([there, absent])


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        LocalStorage(tmp_path, secret=b"short", public_url="http://test")

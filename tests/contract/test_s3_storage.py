"""What the S3 store promises beyond the port: sentences for what operators get wrong, few requests."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from picsellia_server.errors import Invalid
from picsellia_server.settings import Settings
from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.open import open_storage
from picsellia_server.storage.port import StorageUnreachable
from picsellia_server.storage.s3 import S3Storage
from picsellia_server.storage.s3_reader import RangedReader
from services.s3_server import free_port

SECRET = b"a secret of thirty-two bytes ...."


def opened(url: str, data: Path) -> LocalStorage | S3Storage:
    storage = open_storage(Settings(storage_url=url, data=data), SECRET, "http://test")
    assert isinstance(storage, LocalStorage | S3Storage)
    return storage


@pytest.mark.s3
def test_a_missing_bucket_is_named(s3: None) -> None:
    with pytest.raises(StorageUnreachable, match="no bucket 'nowhere'"):
        S3Storage("nowhere").check()


@pytest.mark.s3
def test_wrong_credentials_are_told_from_a_missing_bucket(bucket: S3Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")

    with pytest.raises(StorageUnreachable, match="refuses the server's credentials"):
        S3Storage(bucket.bucket).check()


@pytest.mark.s3
def test_two_prefixes_of_a_bucket_do_not_see_each_other(empty_bucket: S3Storage) -> None:
    one, other = S3Storage(empty_bucket.bucket, "one"), S3Storage(empty_bucket.bucket, "/one-more/")
    one.put("a/b", [b"1"])
    other.put("a/c", [b"2"])

    assert [item.key for item in one.listing()] == ["a/b"]
    assert [item.key for item in other.listing()] == ["a/c"]
    one.delete(["a/b"])
    other.delete(["a/c"])


@pytest.mark.s3
def test_looking_at_a_header_fetches_little_of_a_large_object(empty_bucket: S3Storage) -> None:
    empty_bucket.put("a/large", [b"x" * (20 << 20)])

    with empty_bucket.open("a/large") as file:
        assert isinstance(file, io.BufferedReader)
        assert isinstance(file.raw, RangedReader)
        assert file.read(1000) == b"x" * 1000
        assert file.raw.fetched <= 128 << 10
        assert len(file.read()) == (20 << 20) - 1000
        assert file.raw.fetched == 20 << 20


@pytest.mark.s3
def test_clients_can_be_given_another_address_of_the_store(bucket: S3Storage) -> None:
    storage = S3Storage(bucket.bucket, public="https://files.example.org")

    form = storage.sign_form("a/b", max_size=1, until=datetime.now(UTC) + timedelta(days=1))

    assert storage.origin == "https://files.example.org"
    assert form.url == f"https://files.example.org/{bucket.bucket}"


def test_a_store_that_does_not_answer_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("AWS_ENDPOINT_URL", nobody)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", nobody)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")

    with pytest.raises(StorageUnreachable, match="AWS_ENDPOINT_URL"):
        S3Storage("anything").check()


@pytest.mark.parametrize("url", ["", "file:{}/b", "file://{}/b", "file://localhost{}/b"])
def test_a_folder_can_be_named_in_all_the_usual_ways(tmp_path: Path, url: str) -> None:
    storage = opened(url.format(tmp_path), tmp_path)

    assert isinstance(storage, LocalStorage)
    assert storage.root == tmp_path / ("b" if url else "blobs")


@pytest.mark.parametrize("url", ["ftp://x/y", "s3:///prefix", "s3://b/p?typo=1", "file://host/share", "http://x"])
def test_any_other_address_is_refused_with_the_ones_that_are_not(tmp_path: Path, url: str) -> None:
    with pytest.raises(Invalid, match="file:/folder or s3://bucket/prefix"):
        opened(url, tmp_path)


def test_a_bucket_is_opened_without_asking_the_network(tmp_path: Path) -> None:
    storage = opened("s3://bucket/some%20prefix?public=https://files.example.org", tmp_path)

    assert isinstance(storage, S3Storage)
    assert storage.bucket == "bucket"

"""Both stores, ready to be used: a folder behind a real HTTP server, a bucket of a real S3 server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.port import Storage
from picsellia_server.storage.s3 import S3Storage
from services.blob_app import blob_app
from services.live import address, listener, serving
from services.s3_server import NoS3, s3_environment

SECRET = b"a secret of thirty-two bytes ...."


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """An S3 store, and the environment that names it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "s3"
    patch = pytest.MonkeyPatch()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        patch.delenv(name)
    try:
        with s3_environment(folder) as environment:
            for name, value in environment.items():
                patch.setenv(name, value)
            yield
    except NoS3 as why:
        pytest.skip(f"S3 IS NOT TESTED: no store can be had on this machine.\n{why}")
    finally:
        patch.undo()


@pytest.fixture(scope="session")
def bucket(s3: None) -> S3Storage:
    """A store over a new bucket of its own; opening one takes boto3 half a second."""
    import boto3

    name = f"test-{uuid4().hex}"
    boto3.client("s3").create_bucket(Bucket=name)
    return S3Storage(name, "a prefix/of its own")


@pytest.fixture
def empty_bucket(bucket: S3Storage) -> Iterator[S3Storage]:
    yield bucket
    bucket.delete([item.key for item in bucket.listing()])
    bucket.sweep(before=datetime.now(UTC) + timedelta(days=1))


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalStorage]:
    bound = listener()
    storage = LocalStorage(tmp_path / "store", secret=SECRET, public_url=address(bound), fsync=True)
    with serving(blob_app(storage), bound):
        yield storage


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.s3)])
def storage(request: pytest.FixtureRequest) -> Storage:
    if request.param == "local":
        found: Storage = request.getfixturevalue("local")
        return found
    bucket: Storage = request.getfixturevalue("empty_bucket")
    return bucket

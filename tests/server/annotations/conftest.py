"""A version of six pictures."""

from __future__ import annotations

import pytest

from annotation_makers import a_lake, a_version
from picsellia_server.context import Ctx
from picsellia_server.datasets.model import Version


@pytest.fixture
def ids(ctx: Ctx) -> list[str]:
    return a_lake(ctx, [f"harbour_{number}.jpg" for number in range(6)])


@pytest.fixture
def version(ctx: Ctx, ids: list[str]) -> Version:
    return a_version(ctx, ids)

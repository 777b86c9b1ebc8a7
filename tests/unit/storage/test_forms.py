"""A form is read alike however its bytes are cut, and what is no form is said so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picsellia_server.http.forms import Form, FormBroken

TYPE = "multipart/form-data; boundary=XX"


async def _cut(data: bytes, sizes: list[int]) -> AsyncIterator[bytes]:
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
    yield data[at:]


def parse(data: bytes, sizes: list[int], content_type: str = TYPE) -> tuple[list[tuple[str, str]], bytes]:
    async def run() -> tuple[list[tuple[str, str]], bytes]:
        form = Form(content_type, _cut(data, sizes))
        fields = await form.fields()
        return fields, b"".join([piece async for piece in form.content()])

    return asyncio.run(run())


def part(name: str, content: bytes, extra: str = "") -> bytes:
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode() + content + b"\r\n"


def a_form(content: bytes) -> bytes:
    return part("key", b"a/b") + part("sig", b"") + part("file", content, '; filename="/x"') + b"--XX--\r\n"


near_boundaries = st.lists(st.sampled_from([b"\r", b"\n", b"-", b"--X", b"\r\n--", b"\r\n--X", b"x", b"\0"])).map(
    b"".join
)


@given(near_boundaries.filter(lambda data: b"\r\n--XX" not in b"\r\n" + data), st.lists(st.integers(0, 40)))
def test_a_form_is_read_alike_however_it_is_cut(content: bytes, sizes: list[int]) -> None:
    assert parse(a_form(content), sizes) == ([("key", "a/b"), ("sig", "")], content)


def test_one_byte_at_a_time_is_enough() -> None:
    data = a_form(b"\r\n--X" * 10)

    assert parse(data, [1] * len(data))[1] == b"\r\n--X" * 10


def test_what_follows_the_file_is_ignored() -> None:
    data = part("file", b"content") + part("submit", b"Upload") + b"--XX--\r\nepilogue"

    assert parse(data, []) == ([], b"content")


@pytest.mark.parametrize(
    "content_type",
    ['multipart/form-data; boundary="XX"', "Multipart/Form-Data;charset=utf-8; boundary=XX", f" {TYPE} "],
)
def test_the_boundary_is_found_however_it_is_written(content_type: str) -> None:
    assert parse(a_form(b"x"), [], content_type)[1] == b"x"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        pytest.param(b"", TYPE, id="empty"),
        pytest.param(b"{}", "application/json", id="json"),
        pytest.param(a_form(b"x"), "multipart/form-data", id="no-boundary"),
        pytest.param(b"preamble" + a_form(b"x"), TYPE, id="preamble"),
        pytest.param(part("key", b"x") + b"--XX--\r\n", TYPE, id="no-file"),
        pytest.param(part("file", b"half")[:-2], TYPE, id="broken-off-in-the-file"),
        pytest.param(part("key", b"half")[:-2], TYPE, id="broken-off-in-a-field"),
        pytest.param(b"--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--", TYPE, id="nameless"),
        pytest.param(part("key", b"\xff\xfe") + part("file", b"x") + b"--XX--", TYPE, id="not-utf-8"),
        pytest.param(part("key", b"x" * 20_000) + part("file", b"x") + b"--XX--", TYPE, id="long-field"),
        pytest.param(b"--XX\r\nA: " + b"x" * 40_000, TYPE, id="long-heading"),
        pytest.param(part("f", b"") * 40 + part("file", b"x") + b"--XX--", TYPE, id="many-fields"),
    ],
)
def test_what_is_no_form_is_refused(data: bytes, content_type: str) -> None:
    with pytest.raises(FormBroken):
        parse(data, [7] * (len(data) // 7), content_type)

"""Large JSON files, piece by piece."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picsellia.formats import FormatError
from picsellia.formats.jsonscan import JsonReader, to_utf8

texts = st.text(st.sampled_from('"\\{}[],: \n\té😀a'), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def elements(data: bytes, batch: int) -> list[Any]:
    """The elements of an array by batches, and that the cursor stands behind it."""
    reader = JsonReader(io.BytesIO(data), batch=batch)
    found = [element for piece in reader.batches() for element in piece]
    assert reader.peek() == -1
    return found


@settings(max_examples=200, deadline=None)
@given(st.lists(values, max_size=8), st.sampled_from([1, 7, 64, 4096]), st.sampled_from([None, 0, 1, 4]))
def test_batches_are_the_array_whatever_is_in_it(array: list[Any], batch: int, indent: int | None) -> None:
    assert elements(json.dumps(array, indent=indent).encode(), batch) == array


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(texts, values, max_size=5), st.sampled_from([1, 16, 4096]))
def test_members_are_the_object_taken_or_skipped(whole: dict[str, Any], batch: int) -> None:
    data = json.dumps(whole, ensure_ascii=False).encode()

    reader = JsonReader(io.BytesIO(data), batch=batch)
    taken = {key: reader.value() for key in reader.members()}
    assert taken == json.loads(data)

    reader = JsonReader(io.BytesIO(data), batch=batch)
    skipped = []
    for key in reader.members():
        skipped.append(key)
        reader.skip()
    assert skipped == list(whole)


def test_elements_that_begin_alike_in_the_next_list_do_not_join_this_one() -> None:
    data = json.dumps({"a": [{"id": 1}, {"id": 2}], "b": [{"id": 3}, {"id": 4}]}).encode()
    reader = JsonReader(io.BytesIO(data))

    taken = {key: [element for batch in reader.batches() for element in batch] for key in reader.members()}

    assert taken == {"a": [{"id": 1}, {"id": 2}], "b": [{"id": 3}, {"id": 4}]}


def test_nan_and_infinity_become_null_and_the_rest_of_the_file_is_read() -> None:
    assert elements(b'[{"a": NaN}, {"a": [1, -Infinity, 1e999]}, {"a": 2}]', 16) == [
        {"a": None},
        {"a": [1, None, None]},
        {"a": 2},
    ]


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert elements(b'[{"a\\ud800": "\\udc00 \\ud83d\\ude00"}]', 16) == [{"a�": "� 😀"}]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[1, 2", id="cut-in-a-list"),
        pytest.param(b'[{"a": "b', id="cut-in-a-string"),
        pytest.param(b'[{"a": "b\\', id="cut-in-an-escape"),
        pytest.param(b'[{"a": "b\\"', id="cut-behind-an-escaped-quote"),
        pytest.param(b"[1, 2,]", id="comma-too-many"),
        pytest.param(b"[1 2]", id="comma-missing"),
        pytest.param(b'[{"a" 1}]', id="colon-missing"),
        pytest.param(b"[" * 3000 + b"]" * 3000, id="nested-too-deeply"),
        pytest.param(b"[tru]", id="half-a-word"),
        pytest.param(b"[[1}]", id="wrong-bracket"),
        pytest.param(b"\xff\xfe\xfd", id="bytes"),
        pytest.param(b"", id="empty"),
    ],
)
@pytest.mark.parametrize("batch", [1, 4096])
def test_what_is_broken_is_said_with_its_place(data: bytes, batch: int) -> None:
    with pytest.raises(FormatError, match="byte"):
        elements(data, batch)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_unicode_encoding_is_read(encoding: str) -> None:
    file = to_utf8(io.BytesIO('{"é": ["😀"]}'.encode(encoding)))

    reader = JsonReader(file)

    assert {key: reader.value() for key in reader.members()} == {"é": ["😀"]}


def test_a_batch_is_about_as_long_as_asked() -> None:
    array = [{"id": number, "name": "x" * 50} for number in range(2000)]
    reader = JsonReader(io.BytesIO(json.dumps(array).encode()), batch=4096)

    longest = max(len(batch) for batch in reader.batches())

    assert 20 < longest < 300

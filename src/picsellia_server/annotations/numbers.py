"""What an annotation adds to its version's fingerprint: a number below 2^256 that its status multiplies.

The number is a SHA-256 over the file name, the labels' names and the content's digest. The status is a
factor and no part of the hash, so a review of a million pictures is one sum in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from picsellia.formats.fingerprint import MODULUS
from picsellia.formats.model import Status
from picsellia_server.annotations.document import LabelKey

# Odd numbers have an inverse modulo 2^256, so that no two numbers fall together.
FACTORS: Final[dict[Status, int]] = {
    status: int.from_bytes(sha256(f"status {status.value}".encode()).digest(), "big") | 1 for status in Status
}


def number(file_name: str, labels: Iterable[LabelKey | None], digest: bytes) -> int:
    """The number of an annotation; a label in the trash counts as None, as its shapes are hidden."""
    hashed = sha256(digest)
    hashed.update(file_name.encode("utf-8", "surrogatepass"))
    for label in labels:
        hashed.update(b"\0" if label is None else f"\0{label[1]._value_}\1{label[0]}".encode("utf-8", "surrogatepass"))
    return int.from_bytes(hashed.digest(), "big")


def total(sums: Iterable[tuple[Status, int]]) -> int:
    """What sums of numbers, by status, add to the fingerprint."""
    return sum(FACTORS[status] * value for status, value in sums) % MODULUS

"""Reads what clients send out of a body: one thing each, refused in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from picsellia_server.networks.service import is_id
from picsellia_server.wire_v2.errors import BodyRefused


def text(body: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """A text; `default` where there is none, or null."""
    value = body.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise BodyRefused(f"`{name}` is a text, and missing here." if value is None else f"`{name}` is a text.")
    return value


def text_or_none(body: Mapping[str, Any], name: str) -> str | None:
    """A text; None for null, nothing and the empty text."""
    return text(body, name, "") or None


def number(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    if type(value) is not int:
        raise BodyRefused(f"`{name}` is a whole number.")
    return value


def fraction(body: Mapping[str, Any], name: str, default: float) -> float:
    value = body.get(name, default)
    if type(value) not in (int, float):
        raise BodyRefused(f"`{name}` is a number.")
    return float(value)


def boolean(body: Mapping[str, Any], name: str, default: bool) -> bool:
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise BodyRefused(f"`{name}` is true or false.")
    return value


def flag(text: str | None) -> bool:
    """A boolean as Python writes it in a query or a form."""
    return (text or "").lower() in ("true", "1")


def texts(body: Mapping[str, Any], name: str) -> list[str]:
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BodyRefused(f"`{name}` is a list of texts.")
    return value


def picture_ids(body: Mapping[str, Any], name: str) -> list[str]:
    """Ids of pictures, given as ids or as whole objects, mixed. What is no id of ours is passed over."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BodyRefused(f"`{name}` is a list of pictures.")
    ids = [each.get("picture_id") if isinstance(each, dict) else each for each in value]
    return [each for each in ids if isinstance(each, str) and is_id(each)]


def assets(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The assets of an envelope `{"0": {…}}`, under whatever keys."""
    found = list(body.values())
    if not found or not all(isinstance(each, dict) for each in found):
        raise BodyRefused('Assets come as {"0": {"name": …}}.')
    return found

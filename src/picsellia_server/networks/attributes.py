"""What may be set on a network: each attribute of the reference's object, checked and brought to its column.

    column, value = column_of("labels", {"1": "boat"})

Not here: files and the thumbnail, which are bytes (`service.py`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from picsellia_server.accounts.model import checked_name, with_article
from picsellia_server.errors import Invalid
from picsellia_server.networks.model import (
    DESCRIPTION,
    JSON_BYTES,
    README_BYTES,
    TAGS,
    AttributeFixed,
    LabelsRefused,
    ReadmeTooLong,
)
from picsellia_server.plain import Changed, checked_value, clean_text

_LABELS = 100_000
_KEY = 1_000


def checked_title(name: Any, what: str, *, limit: int = 120) -> str:
    """The name of a project, experiment or network, from any value."""
    if not isinstance(name, str):
        raise Invalid(f"The name of {with_article(what)} is a text, not {type(name).__name__}.")
    return checked_name(name, what, limit=limit)


def checked_text(text: Any, what: str, limit: int) -> str:
    """Free text of up to `limit` characters, in NFC; NUL and half characters are replaced."""
    if not isinstance(text, str):
        raise Invalid(f"{what} is a text, not {type(text).__name__}.")
    cleaned = unicodedata.normalize("NFC", clean_text(text, Changed()))
    if len(cleaned) > limit:
        raise Invalid(f"{what} has {len(cleaned):,} characters; {limit:,} is the most.")
    return cleaned


def checked_labels(labels: Any, *, first: int = 1) -> dict[str, str]:
    """A label map: whole numbers from `first` (gaps are fine, as in COCO's own) to names.

    Raises `LabelsRefused` for an index below that, and for anything that is no index or name.
    """
    if not isinstance(labels, Mapping):
        raise LabelsRefused('Labels are a map of indexes to names, as {"1": "car", "2": "bus"}.')
    if len(labels) > _LABELS:
        raise LabelsRefused(f"{len(labels):,} labels are more than the {_LABELS:,} that a network may have.")
    found: dict[str, str] = {}
    for index, name in labels.items():
        text = str(index)
        if not (text.lstrip("-").isascii() and text.lstrip("-").isdigit()) or str(int(text)) != text:
            raise LabelsRefused(f"{text[:60]!r} is no index of a label: indexes are whole numbers from {first}.")
        if int(text) < first:
            raise LabelsRefused(
                f"The label {str(name)[:60]!r} has the index {text}, and indexes start at {first}. "
                f"Add {first - int(text)} to each, and remember it where predictions are read."
            )
        if not isinstance(name, str):
            raise LabelsRefused(f"The label {text} has no text as its name, but {type(name).__name__}.")
        found[text] = checked_name(name, "label", slash=True)
    return found


def _private(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Invalid("`private` is true (the organization alone) or false (everybody on this server).")
    return value


def _tags(value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise Invalid("`tag` is a list of texts.")
    if len(value) > TAGS:
        raise Invalid(f"A network has up to {TAGS} tags; these are {len(value)}.")
    return list(dict.fromkeys(checked_name(tag, "tag", slash=True) for tag in value))


def _readme(value: Any) -> str:
    if isinstance(value, str) and len(value) * 4 > README_BYTES:
        size = len(value.encode("utf-8", "replace"))
        if size > README_BYTES:
            raise ReadmeTooLong(size)
    return checked_text("" if value is None else value, "The readme", README_BYTES)


def _type(value: Any) -> str:
    """Free text; published clients make networks without one."""
    text = checked_text(value, "The type", 10_000)
    return checked_name(text, "type", slash=True) if text else ""


def _document(what: str) -> Callable[[Any], dict[str, Any]]:
    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Invalid(f"`{what}` is a map of names to values, not {type(value).__name__}.")
        checked: dict[str, Any] = checked_value(value, what=f"`{what}`", limit=JSON_BYTES)
        return checked

    return check


def _text(what: str, limit: int) -> Callable[[Any], str]:
    return lambda value: checked_text(value, f"`{what}`", limit)


_CHECKS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "network_name": ("name", lambda value: checked_title(value, "network")),
    "description": ("description", _text("description", DESCRIPTION)),
    "type": ("type", _type),
    "framework": ("framework", _text("framework", 120)),
    "private": ("private", _private),
    "tag": ("tags", _tags),
    "labels": ("labels", checked_labels),
    "base_parameters": ("parameters", _document("base_parameters")),
    "readme_text": ("readme", _readme),
    "model_object_name": ("model_object_name", _text("model_object_name", _KEY)),
    "checkpoint_object_name": ("checkpoint_object_name", _text("checkpoint_object_name", _KEY)),
    "origin_checkpoint_objects": ("origin_checkpoint_objects", _document("origin_checkpoint_objects")),
}
_FIXED = {
    "model_id": "It is the network's id.",
    "serving_id": "It is the network's id.",
    "organization": "A network stays where it was made.",
    "owner": "It is whoever made the network.",
    "date_created": "",
    "last_update": "",
    "thumb_url": "Set the thumbnail with update_thumb().",
}
ATTRIBUTES = tuple(_CHECKS)


def column_of(name: str, value: Any, *, first_label: int = 1) -> tuple[str, Any]:
    """(column, checked value). Raises `Invalid` naming an attribute that is unknown or cannot be set."""
    if name in _FIXED:
        raise AttributeFixed(name, _FIXED[name])
    if name not in _CHECKS:
        known = ", ".join((*_CHECKS, "files", "thumb_object_name"))
        raise Invalid(f"A network has no attribute {name[:60]!r}. It has: {known}.")
    column, check = _CHECKS[name]
    return column, checked_labels(value, first=first_label) if name == "labels" else check(value)

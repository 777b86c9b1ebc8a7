"""The categories of a COCO file as labels, and the categories that an export writes.

A category has no type; the shapes that use it decide, so one category can be two labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from picsellia.formats.grouping import Key, key_of
from picsellia.formats.model import Label, Refusal, ShapeType

Seen: TypeAlias = set[tuple[Key | None, ShapeType]]

_KNOWN = frozenset(("id", "name", "supercategory"))
_TYPES = tuple(ShapeType)


class Labels:
    """Labels of `categories`, in their order, by what `seen` says of their use.

    `names` finds a shape's label by its category; `records` are the labels and what was refused.
    A category that no shape uses gets the type that most categories have.
    """

    def __init__(self, categories: Sequence[Any], seen: Seen) -> None:
        self.names: dict[Key, str] = {}
        self.records: list[Label | Refusal] = []
        self._usual = max(_TYPES, key=lambda kind: sum(1 for _, used in seen if used is kind))
        self._first: dict[str, int] = {}
        self._made: set[tuple[str, ShapeType]] = set()
        used: dict[Key | None, set[ShapeType]] = {}
        for key, kind in seen:
            used.setdefault(key, set()).add(kind)
        for place, category in enumerate(categories):
            self._add(place, category, used)

    def _add(self, place: int, category: Any, used: Mapping[Key | None, set[ShapeType]]) -> None:
        where = f"categories[{place}]"
        if isinstance(category, str):
            category = {"name": category}
        if not isinstance(category, dict):
            self.records.append(Refusal(where=where, reason="a category is an object"))
            return
        name = category.get("name")
        name = str(name) if type(name) in (int, float) else name
        # Files without ids count from 1, as COCO does.
        key = key_of(category["id"]) if "id" in category else place + 1
        if not isinstance(name, str) or not name.strip():
            self.records.append(Refusal(where=where, reason="a category needs a name"))
            return
        if key is None or key in self.names:
            reason = "its id is no number" if key is None else f"its id {key!r} is that of {self.names[key]!r}"
            self.records.append(Refusal(where=where, reason=f"category {name!r}: {reason}"))
            return
        if name in self._first:
            reason = f"category {name!r} is there already; shapes of both are kept under that one"
            self.records.append(Refusal(where=where, reason=reason, kept=True))
        self._first.setdefault(name, place)
        self.names[key] = name
        # Some files say the name where the id belongs.
        self.names.setdefault(name, name)
        self._labels(category, name, key, used.get(key, set()) | used.get(name, set()))

    def _labels(self, category: Mapping[str, Any], name: str, key: Key, kinds: set[ShapeType]) -> None:
        above = category.get("supercategory")
        if not kinds and any(made == name for made, _ in self._made):
            return
        for kind in _TYPES:
            if kind in (kinds or {self._usual}) and (name, kind) not in self._made:
                self._made.add((name, kind))
                self.records.append(
                    Label(
                        name=name,
                        type=kind,
                        source_id=key if isinstance(key, int) else None,
                        supercategory=above if isinstance(above, str) else "",
                        given={key: value for key, value in category.items() if key not in _KNOWN},
                    )
                )


def category_ids(labels: Iterable[Label]) -> dict[str, int]:
    """The id that each label name is exported with: the source's own where no other name has it.

    The others get the smallest free numbers from 1, in order.
    """
    said: dict[str, int] = {}
    owner: dict[int, str] = {}
    names: list[str] = []
    for label in labels:
        names.append(label.name)
        source = label.source_id
        free_or_ours = source is not None and owner.get(source, label.name) == label.name
        if source is not None and source >= 0 and label.name not in said and free_or_ours:
            said[label.name] = source
            owner[source] = label.name
    ids: dict[str, int] = {}
    free = 1
    for name in dict.fromkeys(names):
        if name in said:
            ids[name] = said[name]
            continue
        while free in owner:
            free += 1
        ids[name] = free
        owner[free] = name
    return ids

"""Objects that are both: methods to call, and a mapping of what the reference shows.

`exp["name"]` and `exp.name`, `"name" in exp`, `len`, iteration, `keys`, `items`, `values`; `dict(exp)` and
`to_dict()` are plain JSON. Always true. `get` and `update` are left to the subclass, where the reference
gives them a meaning.
"""

from __future__ import annotations

import copy
from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import TYPE_CHECKING, Any

from picsellia import _display
from picsellia.errors import InvalidQueryError


class Record:
    """Holds the object that was fetched or made last; `_what` names it in messages."""

    _object: dict[str, Any] | None = None
    _what = "object"
    _title = "name"

    def _here(self) -> dict[str, Any]:
        """The object; raises `InvalidQueryError` when there is none yet."""
        if self._object is None:
            raise InvalidQueryError(f"There is no {self._what} yet: get or create one first.")
        return self._object

    def to_dict(self) -> dict[str, Any]:
        """The object as plain JSON: a copy that may be changed."""
        return copy.deepcopy(self._here())

    def keys(self) -> KeysView[str]:
        """The object's keys, those of the reference and what this server adds."""
        return self._here().keys()

    def items(self) -> ItemsView[str, Any]:
        """The object's keys with their values."""
        return self._here().items()

    def values(self) -> ValuesView[Any]:
        """The object's values."""
        return self._here().values()

    def __getitem__(self, key: str) -> Any:
        return self._here()[key]

    if not TYPE_CHECKING:  # the classes declare what there is

        def __getattr__(self, name: str) -> Any:
            # Only for what is no attribute of the class: methods keep their names, as `labels` of a network.
            found = self.__dict__.get("_object")
            if found is not None and name in found:
                return found[name]
            none_yet = f"; there is no {self._what} yet: get or create one first" if found is None else ""
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}{none_yet}")

    def __contains__(self, key: object) -> bool:
        return self._object is not None and key in self._object

    def __iter__(self) -> Iterator[str]:
        return iter(self._here())

    def __len__(self) -> int:
        return 0 if self._object is None else len(self._object)

    def __bool__(self) -> bool:
        return True

    def _shown(self, *keys: str) -> str:
        if self._object is None:
            return f"<{type(self).__name__}: none fetched yet>"
        rest = ", ".join(f"{key}={self._object.get(key)!r}" for key in keys)
        return f"<{type(self).__name__} {self._object.get(self._title)!r}{', ' + rest if rest else ''}>"

    def _repr_html_(self) -> str:
        if self._object is None:
            return _display.escaped(repr(self))
        rows = [(key, value) for key, value in self._object.items() if value not in (None, "", [], {})]
        return _display.table([self._what, str(self._object.get(self._title))], rows)

"""Pictures of the lake: upload, list, fetch, tag, delete and restore.

Not here: how bytes move (_transfer.py), how lists are read (_lake.py), datasets (datasets.py).
"""

from __future__ import annotations

import builtins
import math
import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from picsellia import _display, _files, _lake
from picsellia._connected import Connected
from picsellia.errors import InvalidQueryError, PicselliaError, kind_of
from picsellia.tracking.shapes import checked_name

if TYPE_CHECKING:
    from picsellia._reports import UploadReport

Strings = builtins.list[str]
Objects = builtins.list[dict[str, Any]]
Params = builtins.list[tuple[str, Any]]

_NOTHING_SELECTED = "No picture is selected: call fetch() first, or give `pictures`."


class Picture(Connected):
    """The pictures of an organization's lake. Reference: Picture.

    `fetch` selects; `status`, `delete`, `add_tags` and `remove_tags` then act on what was fetched last, unless
    they are given pictures: picture objects, their ids, or a mix.

    A picture object is a dict with the keys `picture_id` (version 4 UUID), `internal_key` (storage key),
    `external_url` (file name), `creation_date` (`YYYY-MM-DD`), `height` and `width` (pixels as shown,
    after EXIF rotation) and `tag` (list of names).
    """

    _selected: Objects | None = None

    @property
    def selected(self) -> Objects:
        """The picture objects that were fetched last."""
        return self._selected or []

    def upload(
        self,
        filepath: _files.Paths | None = None,
        tags: Sequence[str] | str = (),
        source: str = "sdk",
        *,
        strict: bool = False,
    ) -> UploadReport:
        """Upload files to the lake, in parallel, and tell what became of each. Reference: Picture, upload.

        The server looks at the bytes, not at extensions: what Pillow opens as a picture is accepted, HEIC as
        well. A file that is in the lake under the same name sends no bytes and gets the tags as well, so an
        upload that broke off is completed by running it again.

        Args:
            filepath: A path, or a list of paths: files, folders and patterns (`photos/**/*.jpg`). Files found
                through a folder are named by their path relative to it, single files by their base name.
            tags: Names of tags for all of these pictures.
            source: Where the pictures come from; kept for filtering.
            strict: Raise when any file was refused.

        Returns:
            A report: `uploaded`, `already_there`, `refused` with the reason of each, `ignored`.

        Raises:
            InvalidQueryError: A single file was refused, or every file of a list, or with `strict` any; a
                pattern that nothing fits; bad arguments.
            UnsufficientRessourcesError: A file is too large, or the server's disk is full.
            NetworkError: The server or its store no longer answers; files before that are kept.
        """
        from picsellia._progress import Progress, drawn
        from picsellia._transfer import Upload

        paths = _files.listed(filepath if filepath is not None else ())
        if not paths:
            raise InvalidQueryError("Nothing to upload: give `filepath` a path or a list of paths.")
        names = _lake.checked_tags(tags)
        if not isinstance(source, str) or not source.strip():
            raise InvalidQueryError(f"`source` is a name such as 'sdk', not {source!r:.100}.")
        source = checked_name(source)
        total = _files.count(paths) if drawn(self.interactive) else None
        with Progress(self.interactive, total=total, unit="picture", title="Uploading") as progress:
            report = Upload(self._connection, tags=names, source=source, progress=progress).run(_files.find(paths))
        one = isinstance(filepath, str) or not isinstance(filepath, Sequence | set | frozenset)
        raise_for(report, single=one and len(paths) == 1 and _files.is_single(paths[0]), strict=strict)
        print(report)
        return report

    def list(self) -> dict[str, Objects]:
        """All pictures of the lake, oldest first. Reference: Picture, list.

        Selects nothing: `status`, `delete` and the tag methods do not act on it.

        Returns:
            `{"pictures": [picture objects]}`.
        """
        return {"pictures": _lake.pictures(self._connection, "/api/pictures")}

    def fetch(
        self, quantity: float = 1, tags: Sequence[str] | str = (), *, seed: int | None = None, q: str = ""
    ) -> Objects:
        """Select the pictures that carry all of the tags, and give them. Reference: Picture, fetch.

        Args:
            quantity: The fraction to return: round(quantity × matches), in the order of creation; 1 and more: all.
            tags: Names of tags, all of which a picture must carry; none: the whole lake.
            seed: Choose that many at random instead of the first; the same seed chooses the same.
            q: A search as in the web app, e.g. `width>1000 -tag:night`.

        Returns:
            A list of picture objects; with no hit `[]`, and a line that says so.

        Raises:
            InvalidQueryError: A quantity below 0, or a search that cannot be read.
        """
        names = _lake.checked_tags(tags)
        if not isinstance(quantity, int | float) and not hasattr(quantity, "__float__"):
            raise InvalidQueryError(f"`quantity` is a fraction between 0 and 1, not {quantity!r:.100}.")
        if not float(quantity) >= 0:
            raise InvalidQueryError(f"`quantity` is a fraction between 0 and 1, not {quantity}.")
        params = _filter(names, q)
        if math.isinf(quantity) or quantity >= 1:
            found = _lake.pictures(self._connection, "/api/pictures", params)
        else:
            found = self._fraction(float(quantity), params, seed)
        if not found:
            print(f"No assets found for tags {names}")
        self._selected = found
        return found

    def _fraction(self, quantity: float, params: Params, seed: int | None) -> Objects:
        matches = int(self._connection.get("/api/pictures/count", params)["count"])
        wanted = round(quantity * matches)
        if seed is None or not wanted:
            return _lake.pictures(self._connection, "/api/pictures", params, most=wanted)
        chosen = set(random.Random(seed).sample(range(matches), wanted))  # noqa: S311 -- a sample, no secret
        pictures = _lake.pictures(self._connection, "/api/pictures", params)
        return [picture for place, picture in enumerate(pictures) if place in chosen]

    def count(self, tags: Sequence[str] | str = (), *, q: str = "") -> int:
        """How many pictures carry all of the tags and fit the search; without either, the size of the lake."""
        return int(self._connection.get("/api/pictures/count", _filter(_lake.checked_tags(tags), q))["count"])

    def ids(self, tags: Sequence[str] | str = (), *, q: str = "") -> Strings:
        """The ids of the pictures that carry all of the tags and fit the search, oldest first.

        Much faster than `fetch` where ids are all that is needed; selects nothing.
        """
        params = _filter(_lake.checked_tags(tags), q)
        pages = _lake.rows(self._connection, "/api/pictures", params, columns=("picture_id",))
        return [row[0] for page in pages for row in page]

    def tags(self) -> dict[str, int]:
        """How many pictures carry each tag of the lake, the most frequent first."""
        found = self._connection.get("/api/tags", {"limit": 10_000})["items"]
        return {tag["name"]: tag["pictures"] for tag in found}

    def status(self) -> None:
        """Print `Number of Assets selected : N`, of the latest fetch. Reference: Picture, status."""
        print(f"Number of Assets selected : {len(self.selected)}")

    def delete(self, pictures: Any = None) -> None:
        """Move pictures to the trash. Reference: Picture, delete.

        They leave the lake and every dataset version at once; which versions is printed. `restore` brings them
        back, with tags, memberships and annotations, until the trash is emptied (by default after 30 days).

        Args:
            pictures: Picture objects or ids; None: those fetched last; an empty list: none.

        Raises:
            ResourceNotFoundError: One of the ids is not in the lake; nothing was deleted of that request.
        """
        ids = self._ids(pictures)
        if ids is None:
            return
        if not ids:
            print("The list of pictures is empty: nothing was deleted.")
            return
        trashed, versions = 0, dict[str, int]()
        for chunk in _lake.chunks(ids):
            answer = self._connection.post("/api/pictures/trash", {"pictures": chunk})
            trashed += answer["trashed"]
            for version in answer["versions"]:
                name = f"{version['dataset']}/{version['version']}"
                versions[name] = versions.get(name, 0) + version["pictures"]
        if pictures is None:
            self._selected = None
        said = "".join(f"\n  {count:,} of them left {name}" for name, count in versions.items())
        print(f"{_display.plural(trashed, 'picture')} moved to the trash; restore() brings them back.{said}")

    def trash(self) -> Objects:
        """The pictures in the trash, the latest deleted first.

        Returns:
            Picture objects with further keys: `trash_id` (of the deletion), `trashed_at` (UTC ISO) and
            `trashed_by` (user name).
        """
        found: Objects = []
        cursor = None
        while True:
            params = {"limit": 1_000, **({"cursor": cursor} if cursor else {})}
            page = self._connection.get("/api/pictures/trash", params)
            for item in page["items"]:
                picture = {key: item["picture"][key] for key in _lake.REFERENCE}
                extra = {key: item[key] for key in ("trash_id", "trashed_at", "trashed_by")}
                found.append({**picture, **({"tag": item["tags"]} if item.get("tags") else {}), **extra})
            cursor = page.get("next")
            if not cursor:
                return found

    def restore(self, pictures: Any) -> None:
        """Bring pictures back from the trash, with their tags, memberships and annotations.

        Args:
            pictures: Picture objects (as `trash` gives them) or ids.

        Raises:
            ResourceNotFoundError: One of them is not in the trash.
        """
        ids = _lake.ids_of(pictures)
        restored = 0
        for chunk in _lake.chunks(ids):
            restored += int(self._connection.post("/api/pictures/restore", {"pictures": chunk}).get("restored", 0))
        print(f"{_display.plural(restored, 'picture')} restored.")

    def add_tags(self, pictures: Any = None, tags: Sequence[str] | str = ()) -> Picture:
        """Add tags to pictures. Reference: Picture, add_tags.

        Args:
            pictures: Picture objects or ids; None or an empty list: those fetched last.
            tags: Names of the tags to add; one that a picture carries already changes nothing.

        Returns:
            This object. With nothing selected a hint is printed and nothing done.
        """
        return self._tag(pictures, "add", tags)

    def remove_tags(self, pictures: Any = None, tags: Sequence[str] | str = ()) -> Picture:
        """Remove tags from pictures. Reference: Picture, remove_tags.

        Args:
            pictures: Picture objects or ids; None or an empty list: those fetched last.
            tags: Names of the tags to remove; one that a picture does not carry changes nothing.

        Returns:
            This object. With nothing selected a hint is printed and nothing done.
        """
        return self._tag(pictures, "remove", tags)

    def _tag(self, pictures: Any, verb: str, tags: Sequence[str] | str) -> Picture:
        names = _lake.checked_tags(tags, needed=True)
        ids = self._ids(None if _is_empty(pictures) else pictures)
        if not ids:
            return self
        for chunk in _lake.chunks(ids):
            self._connection.post("/api/pictures/tags", {"pictures": chunk, verb: names})
        touched = set(ids)
        for picture in self.selected:
            if picture["picture_id"] in touched:
                kept = [tag for tag in picture["tag"] if tag not in names]
                picture["tag"] = [*kept, *names] if verb == "add" else kept
        return self

    def _ids(self, pictures: Any) -> Strings | None:
        """Ids of the given pictures, else of those selected; None, and a hint, when there are none."""
        if pictures is not None:
            return _lake.ids_of(pictures)
        if not self._selected:
            print(_NOTHING_SELECTED)
            return None
        return [picture["picture_id"] for picture in self._selected]

    def __repr__(self) -> str:
        return f"<Pictures of {self.organization} at {self.host}; {len(self.selected):,} selected>"

    def _repr_html_(self) -> str:
        from picsellia._thumbs import SHOWN, fetched

        shown = self.selected[:SHOWN]
        title = f"{_display.plural(len(self.selected), 'picture')} selected"
        try:
            if not shown:
                newest = self._connection.get("/api/pictures", {"order": "-created", "limit": SHOWN}, tries=1)
                shown, title = newest["items"], f"{_display.plural(self.count(), 'picture')} in the lake"
            images = fetched(self._connection, shown)
        except PicselliaError:
            images = {}
        lake = _display.link(f"{self.host}/datalake", f"the lake of {self.organization}")
        return f"<p>{_display.escaped(title)}, {lake}</p>{_display.thumbnails(shown, images)}"


def raise_for(report: UploadReport, *, single: bool, strict: bool) -> None:
    """Raise when one file was asked for and refused, when nothing was kept, or with `strict` for any refusal."""
    kept = len(report.uploaded) + len(report.already_there)
    if not report.refused:
        if kept:
            return
        ignored = f" {len(report.ignored):,} files are none by their names." if report.ignored else ""
        raise InvalidQueryError(f"There is no picture to upload there.{ignored}")
    first = report.refused[0]
    if single:
        kind = kind_of(413) if first.code.endswith("too_large") else InvalidQueryError
        raise kind(f"{first.path} was not uploaded: {first.reason}", code=first.code or None)
    if strict or not kept:
        how = (
            f"{len(report.refused):,} of {kept + len(report.refused):,} files were refused" if kept else "Nothing kept"
        )
        raise InvalidQueryError(f"{how}. {report!r}")


def _filter(tags: Sequence[str], q: str) -> Params:
    return [*(("tag", tag) for tag in tags), *([("q", q)] if q else [])]


def _is_empty(pictures: Any) -> bool:
    return isinstance(pictures, Sequence | Mapping) and not pictures

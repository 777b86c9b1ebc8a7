"""What a training needs on disk: the tree of folders, the annotations, the pictures, the label map, the split.

A part of `Experiment` (experiments.py). The folders are relative to the current directory, with exactly one
leading part, as training scripts cut these paths apart.
"""

from __future__ import annotations

import builtins
import os
import random
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from picsellia._reports import losses_of
from picsellia.errors import InvalidQueryError, PicselliaError, ResourceNotFoundError

if TYPE_CHECKING:
    from picsellia._http import Connection

Strings = builtins.list[str]
Counts = builtins.list[int]

TREE = {
    "png_dir": "images",
    "checkpoint_dir": "checkpoint",
    "metrics_dir": "metrics",
    "record_dir": "records",
    "config_dir": "config",
    "results_dir": "results",
    "exported_model_dir": "exported_model",
}
_PLACES = {
    "config": "config",
    "checkpoint-data-latest": "checkpoint",
    "checkpoint-index-latest": "checkpoint",
    "model-latest": "exported_model",
}
_WORKERS = 16
_OPTIONS = ("all", "accepted")
_FORMATS = ("hybrid", "coco", "picsellia")
_CHECKPOINT = re.compile(r"^ckpt-(\d+)\.(index|data-.*)$")


class Training:
    """The training side of an experiment; `Experiment` brings the connection and the object."""

    base_dir: str = ""
    png_dir: str = "images"
    checkpoint_dir: str = ""
    metrics_dir: str = ""
    record_dir: str = ""
    config_dir: str = ""
    results_dir: str = ""
    exported_model_dir: str = ""
    dict_annotations: dict[str, Any]
    label_map: dict[str, str]
    label_path: str
    train_list: Strings
    eval_list: Strings
    train_list_id: Strings
    eval_list_id: Strings
    index_url: Counts
    train_repartition: Counts
    test_repartition: Counts
    categories: Strings

    if TYPE_CHECKING:

        @property
        def _connection(self) -> Connection: ...
        @property
        def _path(self) -> str: ...
        @property
        def experiment_name(self) -> str: ...

    # The tree

    def _make_base(self) -> str:
        self.base_dir = self.experiment_name
        os.makedirs(self.base_dir, exist_ok=True)
        return self.base_dir

    def _make_tree(self) -> None:
        base = self._make_base()
        for attribute, folder in TREE.items():
            path = os.path.join(base, folder)
            os.makedirs(path, exist_ok=True)
            setattr(self, attribute, path)

    def _place_of(self, file: str, *, tree: bool) -> str:
        """The folder for a file-asset of that name: the standard ones have one of their own in the tree."""
        folder = _PLACES.get(file) if tree else None
        return os.path.join(self.base_dir, folder) if folder else self.base_dir

    def _standard_file(self, name: str) -> tuple[str, bool]:
        """The path of a standard file in the tree, and whether it is stored as an archive."""
        if name not in _PLACES:
            raise InvalidQueryError(
                f"Say with `path` what to store as {name!r}. Only {', '.join(sorted(_PLACES))} are found by themselves."
            )
        if not self.config_dir:
            raise InvalidQueryError(f"Without `path`, {name!r} is looked for in the tree: checkout(tree=True) first.")
        if name == "config":
            path = os.path.join(self.config_dir, "pipeline.config")
        elif name == "model-latest":
            path = os.path.join(self.exported_model_dir, "saved_model")
        else:
            path = self._newest_checkpoint("index" if name == "checkpoint-index-latest" else "data")
        if not os.path.exists(path):
            raise InvalidQueryError(f"{name!r} would be {path}, and that is not there. Say with `path` where it is.")
        return path, name == "model-latest"

    def _newest_checkpoint(self, kind: str) -> str:
        found = []
        for file in os.listdir(self.checkpoint_dir):
            match = _CHECKPOINT.match(file)
            if match and match[2].startswith(kind):
                found.append((int(match[1]), file))
        if not found:
            raise InvalidQueryError(f"There is no ckpt-<number>.{kind} in {self.checkpoint_dir}. Give `path`.")
        return os.path.join(self.checkpoint_dir, max(found)[1])

    # Annotations

    def dl_annotations(self, type: str = "all", option: str | None = None, format: str = "hybrid") -> dict[str, Any]:
        """Download the annotations of the attached dataset. Reference: Experiments, dl_annotations.

        Args:
            type: `all`, or `accepted` for those that a reviewer accepted.
            option: Another name of `type`.
            format: `hybrid` is COCO, whose records also hold the shapes of their picture in the Picsellia form;
                `coco` and `picsellia` are these alone. What a form cannot hold is left out, and its number printed.

        Returns:
            A dictionary with `images` (`internal_picture_id`, `external_picture_url`, `signed_url`, `file_name`,
            `width`, `height`, `id`), `categories` (`id` from 1, `name`) and `annotations` (`bbox` as
            [x, y, width, height] in pixels, …); also kept in `dict_annotations`.

        Raises:
            ResourceNotFoundError: There are no annotations.
            InvalidQueryError: The experiment has no dataset, or an unknown `type` or `format`.
        """
        wanted = option if option is not None else type
        if wanted not in _OPTIONS:
            raise InvalidQueryError(f"`type` is one of {', '.join(_OPTIONS)}, not {wanted!r:.100}.")
        if format not in _FORMATS:
            raise InvalidQueryError(f"`format` is one of {', '.join(_FORMATS)}, not {format!r:.100}.")
        asked = {"type": wanted, "format": format}
        headers, found = self._connection.get_with_headers(f"{self._path}/annotations", asked)
        if not found.get("annotations"):
            which = "" if wanted == "all" else "accepted "
            raise ResourceNotFoundError(f"The dataset of {self.experiment_name!r} has no {which}annotations yet.")
        for loss in losses_of(headers):
            print(f"Not in the {format} form: {loss['count']:,} × {loss['reason']}")
        self.dict_annotations = found
        return self.dict_annotations

    def _annotated(self) -> dict[str, Any]:
        if not hasattr(self, "dict_annotations"):
            raise ResourceNotFoundError("There are no annotations yet: call dl_annotations() first.")
        return self.dict_annotations

    def dl_pictures(self) -> None:
        """Download the pictures of `dict_annotations` into `png_dir`; those that are there stay.

        Raises:
            ResourceNotFoundError: `dl_annotations` was not called.
            PicselliaError: Some pictures could not be fetched; the message names them. The others are there, and
                calling it again fetches the rest.
        """
        images = self._annotated()["images"]
        print("-----")
        failed = self._fetch_pictures(images)
        print("--*--")
        if failed:
            some = "; ".join(failed[:5])
            raise PicselliaError(f"{len(failed)} of {len(images)} pictures were not downloaded: {some}. Call it again.")
        print(f"{len(images)} files downloaded to {self.png_dir}")

    def _fetch_pictures(self, images: builtins.list[dict[str, Any]]) -> Strings:
        from concurrent.futures import ThreadPoolExecutor

        from picsellia._folder import Folder, Unsafe
        from picsellia._get import Getter, NotFetched
        from picsellia._progress import Progress
        from picsellia._wire import Wire

        folder, getter = Folder(self.png_dir), Getter(Wire(self._connection))
        connection = self._connection
        every = 5 if len(images) <= 100 else 50

        def fetch(image: Mapping[str, Any]) -> str | None:
            name = local_name(image)
            picture = image.get("internal_picture_id")
            try:
                path = folder.path(name)
                if not os.path.exists(path):
                    renewed = f"/api/pictures/{picture}/url"
                    getter.get(image["signed_url"], path, renew=lambda: str(connection.get(renewed)["url"]))
            except (Unsafe, NotFetched) as error:
                return f"{name}: {error}"
            return None

        failed: Strings = []
        with (
            Progress(connection.interactive, total=len(images), unit="picture", title="Downloading") as progress,
            ThreadPoolExecutor(_WORKERS, "picsellia-picture") as pool,
        ):
            for done, problem in enumerate(pool.map(fetch, images), start=1):
                progress.add()
                if problem is not None:
                    failed.append(problem)
                if not connection.interactive and done % every == 0:
                    print(f"{done}/{len(images)} pictures")
        return failed

    # Label map and split

    def generate_labelmap(self) -> None:
        """Write `label_map.pbtxt` into the experiment's folder, and set `label_map` and `label_path`.

        Indexes start at 1 and follow the order of `dict_annotations["categories"]`.

        Raises:
            ResourceNotFoundError: `dl_annotations` was not called.
        """
        names = [category["name"] for category in self._annotated()["categories"]]
        base = self.base_dir or self._make_base()
        self.label_path = os.path.join(base, "label_map.pbtxt")
        self.label_map = {str(index): name for index, name in enumerate(names, start=1)}
        with open(self.label_path, "w", encoding="utf-8") as file:
            for index, name in self.label_map.items():
                file.write(f'item {{\n\tname: "{_quoted(name)}"\n\tid: {index}\n}}\n')

    def train_test_split(self, prop: float = 0.8, seed: int | None = None) -> None:
        """Split the annotated dataset's pictures at random into those to train with and those to evaluate with.

        Sets `train_list` and `eval_list` (local paths), `train_list_id` and `eval_list_id` (picture ids), `index_url`
        (1 train, 0 evaluation, in the order of `images`), `train_repartition` and `test_repartition` (objects per
        class, in the order of `categories`) and `categories` (names).

        Args:
            prop: The part to train with; int(prop × pictures) of them.
            seed: The same seed splits in the same way.

        Raises:
            ResourceNotFoundError: `dl_annotations` was not called.
            InvalidQueryError: `prop` is not between 0 and 1.
        """
        part = _fraction(prop)
        found = self._annotated()
        images = found["images"]
        order = builtins.list(range(len(images)))
        random.Random(seed).shuffle(order)  # noqa: S311 -- a split, no secret
        train = set(order[: int(part * len(images))])
        paths = [os.path.join(self.png_dir, local_name(image)) for image in images]
        ids = [str(image.get("internal_picture_id", "")) for image in images]
        self.index_url = [1 if at in train else 0 for at in range(len(images))]
        self.train_list = [path for at, path in enumerate(paths) if at in train]
        self.eval_list = [path for at, path in enumerate(paths) if at not in train]
        self.train_list_id = [name for at, name in enumerate(ids) if at in train]
        self.eval_list_id = [name for at, name in enumerate(ids) if at not in train]
        self.categories = [category["name"] for category in found["categories"]]
        self.train_repartition = self._repartition(set(self.train_list_id))
        self.test_repartition = self._repartition(set(self.eval_list_id))

    def _repartition(self, pictures: set[str]) -> Counts:
        """Objects per class among those pictures, in the order of `categories`."""
        counts = dict.fromkeys(self.categories, 0)
        for record in self.dict_annotations["annotations"]:
            if record.get("internal_picture_id") in pictures:
                for shape in record.get("annotations", ()):
                    if shape.get("label") in counts:
                        counts[shape["label"]] += 1
        return builtins.list(counts.values())


def _fraction(prop: Any) -> float:
    try:
        part = float(prop)
    except (TypeError, ValueError):
        part = -1.0
    if not 0 <= part <= 1:
        raise InvalidQueryError(f"`prop` is the part to train with, between 0 and 1, not {prop!r:.100}.")
    return part


def local_name(image: Mapping[str, Any]) -> str:
    """The flat name of a picture on disk: the server has made it distinct within its dataset."""
    return str(image.get("external_picture_url") or image.get("file_name")).rsplit("/", 1)[-1]


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

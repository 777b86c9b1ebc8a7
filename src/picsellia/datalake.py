"""The datalake: its pictures, its datasets, and `push_dataset`, which makes both at once.

Not here: pictures (pictures.py), datasets (datasets.py).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from picsellia._connected import Connected
from picsellia.datasets import Dataset as _Dataset
from picsellia.pictures import Picture as _Picture

if TYPE_CHECKING:
    from picsellia._http import Connection
    from picsellia._importing import ImportReport


class Datalake(Connected):
    """The pictures and datasets of an organization. Reference: Datalake.

    Args:
        api_token: Your personal API token; None: `PICSELLIA_TOKEN`, then what `picsellia login` stored.
        organization: Name or id of the organization to work in; None: the token's own.
        host: Address of the server; None: `PICSELLIA_HOST`, then the stored one.
        interactive: False never prompts and draws no progress bars.
        session: The connection of a client to share; then nothing is asked or printed.
    """

    Picture = _Picture
    Dataset = _Dataset

    def __init__(
        self,
        api_token: str | None = None,
        organization: str | None = None,
        host: str | None = None,
        *,
        interactive: bool = True,
        session: Connection | None = None,
    ) -> None:
        super().__init__(api_token, organization, host, interactive=interactive, session=session)

    @cached_property
    def picture(self) -> _Picture:
        """The lake's pictures."""
        return _Picture(session=self.session)

    @cached_property
    def dataset(self) -> _Dataset:
        """The organization's datasets."""
        return _Dataset(session=self.session)

    def push_dataset(
        self,
        name: str | None = None,
        tags: Sequence[str] | str = (),
        imgdir: str | os.PathLike[str] | None = None,
        annotations_path: str | os.PathLike[str] | None = None,
        format: str | None = None,
        only_annotations: bool = False,
        *,
        replace: bool = False,
    ) -> ImportReport:
        """Upload pictures, make a dataset of them and annotate it, in one call. Reference: Datalake, push_dataset.

        A new name makes a dataset of the pictures of this push. Of an existing one, the newest version gets the
        pictures that it lacks, and annotations that are there already stay; so running a push again completes it.
        Nothing is dropped in silence: the report, which is printed as well, names what was missing or refused.

        Args:
            name: Name of the dataset.
            tags: Names of tags for the pictures.
            imgdir: Folder of the pictures, which are named by their paths relative to it.
            annotations_path: A COCO or Picsellia JSON file, a folder of Pascal VOC or YOLO files, or a .zip of these;
                None: a dataset without annotations.
            format: `COCO`, `PASCAL-VOC`, `YOLO`, `PICSELLIA` or `legacy`, in any case; None: found out from the
                file. With `legacy` and no `imgdir` the pictures are fetched from the addresses in the file.
            only_annotations: Upload nothing; find the pictures in the lake by their file names.
            replace: Also annotate pictures that have an annotation already.

        Returns:
            A report: pictures matched, missing and ambiguous; shapes kept and refused, with the reasons; labels made;
            and `upload`, the report of the pictures. The version is then chosen in `dataset`.

        Raises:
            InvalidQueryError: Arguments that make no sense, annotations that cannot be read, or no picture was kept.
            ResourceNotFoundError: With `only_annotations`, none of the pictures is in the lake.
            NetworkError: The server or its store no longer answers; run it again to complete it.
        """
        from picsellia._pushing import Push

        push = Push(
            self.session,
            self.dataset,
            name=name,
            tags=tags,
            imgdir=imgdir,
            annotations_path=annotations_path,
            format=format,
            only_annotations=only_annotations,
            replace=replace,
        )
        report = push.run()
        print(report)
        return report

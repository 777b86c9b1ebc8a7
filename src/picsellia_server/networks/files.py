"""Files of any kind and size: from what a client describes to blobs, by way of tickets.

Called by the services of networks and experiments. Not here: the tickets themselves (`blobs/service.py`),
pictures of the lake (`pictures/service.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from picsellia_server.accounts.model import checked_name
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Blob, BytesMissing, NotThoseBytes, Wanted
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import PlatformError
from picsellia_server.networks.model import MODEL, Brought, FilePlan, PlannedFile
from picsellia_server.pictures.model import PictureRefused
from picsellia_server.pictures.probe import probe

PLAIN = "application/octet-stream"
_LARGEST_PICTURE = 256 << 20
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_COPY = 1 << 20


def base_name(name: str) -> str:
    """The last part of a path of any system, as it may stand at the end of a key."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return checked_name(last, "file", limit=200, slash=True)


def shown_key(owner: str, name: str, file_name: str) -> str:
    """The key that is shown for an asset: `<id>/<file name>`, for the model in a version folder."""
    return f"{owner}/0/{file_name}" if name == MODEL else f"{owner}/{file_name}"


def free_key(owner: str, name: str, file_name: str, taken: Collection[str]) -> str:
    """`shown_key`, with a number before the suffix where another asset shows that key.

    Two files `runs/1/best.pt` and `runs/2/best.pt` would otherwise be told apart by nobody, and land on each
    other when they are downloaded.
    """
    key = shown_key(owner, name, file_name)
    stem, dot, suffix = file_name.partition(".") if file_name[:1] != "." else (file_name, "", "")
    number = 2
    while key in taken:
        key = shown_key(owner, name, f"{stem}-{number}{dot}{suffix}")
        number += 1
    return key


def planned(ctx: Ctx, files: Sequence[Brought]) -> list[PlannedFile]:
    """For each file, in order: are its bytes here, or how to bring them. One refused file stops no other."""
    answers: dict[int, PlannedFile] = {}
    for at, file in enumerate(files):
        try:
            checked_name(file.name, "file", slash=True)
            base_name(file.file_name)
            blobs.check_size(ctx, file.name, file.size)
        except PlatformError as error:
            answers[at] = PlannedFile(status=FilePlan.REFUSED, code=error.code, reason=error.message)
    good = [file for at, file in enumerate(files) if at not in answers]
    wanted = [Wanted(digest=file.sha256, size=file.size, name=base_name(file.file_name)) for file in good]
    tickets = blobs.plan(ctx, wanted)
    for at, file in enumerate(files):
        if at not in answers:
            ticket = tickets.get(file.sha256)
            answers[at] = PlannedFile(status=FilePlan.UPLOAD if ticket else FilePlan.STORED, upload=ticket)
    return [answers[at] for at in range(len(files))]


def taken(ctx: Ctx, files: Sequence[Brought]) -> dict[str, Blob]:
    """The blobs, by digest, of files whose bytes have arrived or were here; they stay until this commits.

    Raises `BytesMissing` naming the first file whose bytes are not there, `NotThoseBytes` for a wrong size.
    """
    found = blobs.pin(ctx, list({file.sha256 for file in files}))
    tickets = {file.sha256: file.upload for file in files if file.sha256 not in found and file.upload}
    arrived = blobs.arrived(ctx, sorted(tickets.values()))
    media_types: dict[str, str] = {}
    for file in files:
        if file.sha256 in found:
            continue
        ticket = tickets.get(file.sha256, "")
        got = arrived.get(ticket)
        if got is None or got[0] != file.sha256:
            raise BytesMissing(file.name)
        media_types[ticket] = media_type(ctx, got[2], got[1])
    found.update(blobs.claim(ctx, sorted(media_types), media_types=media_types))
    for file in files:
        if found[file.sha256].size != file.size:
            why = f"{found[file.sha256].size:,} bytes instead of {file.size:,}"
            raise NotThoseBytes(file.name, why)
    return found


def media_type(ctx: ReadCtx, key: str, size: int) -> str:
    """The type of a picture, so that it can be shown; anything else is bytes to download."""
    if size > _LARGEST_PICTURE:
        return PLAIN
    with ctx.storage.open(key) as file:
        if not file.read(8).startswith(_STARTS):
            return PLAIN
        try:
            return probe(file, max_pixels=ctx.settings.max_pixels_m * 1_000_000).media_type
        except PictureRefused:
            return PLAIN


def refused_as_picture(ctx: ReadCtx, blob: Blob) -> str | None:
    """Why these bytes cannot be shown as a picture; None when they can."""
    if blob.media_type.startswith("image/"):
        return None
    with ctx.storage.open(blob.key) as file:
        try:
            probe(file, max_pixels=ctx.settings.max_pixels_m * 1_000_000)
        except PictureRefused as refused:
            return refused.message
    return None


def owned(ctx: Ctx, blob_rows: Sequence[int]) -> dict[int, int]:
    """Blobs of the current organization with the same bytes, by row: those of others are copied.

    An organization can be deleted with its bytes, so nobody else refers to them.
    """
    out = {}
    for row, blob in blobs.by_rows(ctx, sorted(set(blob_rows))).items():
        mine = blobs.pin(ctx, [blob.digest]) if blob.digest else {}
        if blob.digest and blob.digest in mine:
            out[row] = mine[blob.digest].row
        else:
            with ctx.storage.open(blob.key) as file:
                chunks = iter(lambda file=file: file.read(_COPY), b"")  # type: ignore[misc]
                out[row] = blobs.keep(ctx, chunks, name=blob.key.rpartition("/")[2], media_type=blob.media_type).row
    return out

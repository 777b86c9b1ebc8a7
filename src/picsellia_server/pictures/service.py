"""The verbs of the lake: plan, register, list, count, tag. Trash and restore are in `annotations.service`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from picsellia_server.accounts.model import NameRefused, checked_name
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Blob, BytesMissing, Wanted
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import Invalid, PlatformError
from picsellia_server.pictures import bulk, exif, listing, repository, thumbs
from picsellia_server.pictures.model import (
    Chosen,
    Described,
    Exif,
    Facts,
    Filter,
    Neighbours,
    NewFile,
    Order,
    Picture,
    PictureRefused,
    PictureUnknown,
    Planned,
    PlanStatus,
    Registered,
    RegisterStatus,
    TagCount,
    TagTaken,
    TagUnknown,
)
from picsellia_server.pictures.probe import probe
from picsellia_server.pictures.rows import COLUMNS
from picsellia_server.storage.port import BlobMissing

CHUNK = 5_000
_FACET_SAMPLE = 50_000


def checked_file_name(name: str) -> str:
    """A file name with `/` between folders: relative, no `..`, as every picture's is."""
    text = checked_name(name, "picture", slash=True)
    if text.startswith("/") or any(part in ("", ".", "..") for part in text.split("/")):
        raise NameRefused(f"The picture name {text[:60]!r} must be a relative path without `.`, `..` or empty folders.")
    return text


def _refused(error: PlatformError) -> dict[str, Any]:
    return {"code": error.code, "reason": error.message}


def plan(ctx: Ctx, files: Sequence[Described]) -> list[Planned]:
    """For each file, in order: is it in the lake, are its bytes, or how to bring them. One bad file stops no other."""
    answers: dict[int, Planned] = {}
    good: dict[int, Described] = {}
    for at, file in enumerate(files):
        try:
            blobs.check_size(ctx, file.name, file.size)
            if file.size == 0:
                raise PictureRefused("This file is empty.")
            good[at] = replace(file, name=checked_file_name(file.name))
        except PlatformError as error:
            answers[at] = Planned(status=PlanStatus.REFUSED, **_refused(error))
    known = blobs.known(ctx, [file.sha256 for file in good.values()])
    pairs = {at: (known[f.sha256].row, f.name) for at, f in good.items() if f.sha256 in known}
    there = repository.same(ctx.db, pairs.values())
    pictures = repository.by_rows(ctx.db, list(there.values()))
    missing = [file for at, file in good.items() if at not in pairs]
    tickets = blobs.plan(ctx, [Wanted(digest=f.sha256, size=f.size, name=f.name) for f in missing])
    for at, file in good.items():
        if at not in pairs:
            answers[at] = Planned(status=PlanStatus.UPLOAD, upload=tickets[file.sha256])
        elif pairs[at] in there:
            answers[at] = Planned(status=PlanStatus.KNOWN, picture=pictures[there[pairs[at]]])
        else:
            answers[at] = Planned(status=PlanStatus.STORED)
    return [answers[at] for at in range(len(files))]


def register(ctx: Ctx, files: Sequence[NewFile], *, tags: Sequence[str], source: str) -> list[Registered]:
    """Make pictures of bytes that have arrived, or are known; an existing picture gets the tags as well.

    One transaction: when it is answered, every `created` and `known` is kept. Refused files are named, in
    their place, and stop no other.
    """
    tag_names = checked_tags(tags)
    source = checked_source(source)
    refused: dict[int, PlatformError] = {}
    good = {}
    for at, file in enumerate(files):
        try:
            good[at] = replace(file, name=checked_file_name(file.name))
        except PlatformError as error:
            refused[at] = error
    found = _bytes_of(ctx, good, refused)
    values, places = [], {}
    for at, (blob, facts) in found.items():
        file = good[at]
        places[at] = (blob.row, file.name)
        values.append(_values(ctx, blob, facts, name=file.name, source=source))
    return _inserted(ctx, values, places, tag_names, refused, total=len(files))


def checked_source(name: str) -> str:
    """Where pictures come from, as it is kept."""
    return checked_name(name, "source", slash=True)


def insert_one(
    ctx: Ctx, blob: Blob, facts: Facts, *, name: str, source: str, tags: Sequence[str], shown_key: str
) -> Picture:
    """A picture over a blob, under a key that a client chose; the one that is there gets the tags as well."""
    values = {**_values(ctx, blob, facts, name=name, source=source), "shown_key": shown_key}
    [made] = _inserted(ctx, [values], {0: (blob.row, name)}, tags, {}, total=1)
    assert made.picture is not None
    return made.picture


def _values(ctx: Ctx, blob: Blob, facts: Facts, *, name: str, source: str) -> dict[str, Any]:
    return {
        "uuid": ctx.new_id(),
        "org_id": ctx.who.org_id,
        "blob_id": blob.row,
        "name": name,
        "width": facts.width,
        "height": facts.height,
        "size": blob.size,
        "source": source,
        "created_by": ctx.who.user_id or None,
        "created_at": ctx.now,
    }


def _bytes_of(ctx: Ctx, files: dict[int, NewFile], refused: dict[int, PlatformError]) -> dict[int, tuple[Blob, Facts]]:
    """The blob and the facts of each file; those without go to `refused`."""
    pinned = blobs.pin(ctx, [file.sha256 for file in files.values()])
    new = {at: file for at, file in files.items() if file.sha256 not in pinned}
    # One upload brings the bytes of all files of a batch that share them.
    tickets = {file.sha256: file.upload for file in new.values() if file.upload}
    arrived = blobs.arrived(ctx, sorted(tickets.values()))
    facts: dict[str, Facts] = {}
    claims: dict[str, str] = {}
    for at, file in new.items():
        ticket = tickets.get(file.sha256, "")
        got = arrived.get(ticket)
        if got is None or got[0] != file.sha256:
            refused[at] = BytesMissing(file.name)
            continue
        try:
            if file.sha256 not in facts:
                facts[file.sha256] = facts_at(ctx, got[2])
            claims[ticket] = facts[file.sha256].media_type
        except PlatformError as error:
            refused[at] = error
    pinned.update(blobs.claim(ctx, list(claims), media_types=claims))
    facts.update(_known_facts(ctx, [blob for digest, blob in pinned.items() if digest not in facts]))
    out = {}
    for at, file in files.items():
        if at in refused:
            continue
        if file.sha256 in facts:
            out[at] = (pinned[file.sha256], facts[file.sha256])
        else:
            refused[at] = PictureRefused("These bytes are in the store, but they are no picture.")
    return out


def facts_at(ctx: ReadCtx, key: str) -> Facts:
    """What the bytes under a key of the store say. Raises `PictureRefused` when they are no picture."""
    with ctx.storage.open(key) as file:
        return probe(file, max_pixels=ctx.settings.max_pixels_m * 1_000_000)


def _known_facts(ctx: Ctx, known: Sequence[Blob]) -> dict[str, Facts]:
    """Facts of blobs that were there before: of another picture over them, else from the bytes."""
    sizes = repository.facts_of_blobs(ctx.db, [blob.row for blob in known])
    facts = {}
    for blob in known:
        if blob.row in sizes:
            width, height = sizes[blob.row]
            facts[blob.digest or ""] = Facts(media_type=blob.media_type, width=width, height=height)
        else:
            try:
                facts[blob.digest or ""] = facts_at(ctx, blob.key)
            except PictureRefused:
                continue
    return facts


def _inserted(
    ctx: Ctx,
    values: list[dict[str, Any]],
    places: dict[int, tuple[int, str]],
    tag_names: Sequence[str],
    refused: dict[int, PlatformError],
    *,
    total: int,
) -> list[Registered]:
    unique = {(v["blob_id"], v["name"]): v for v in values}
    made = repository.insert_pictures(ctx.db, list(unique.values()))
    rows = {**repository.same(ctx.db, [pair for pair in unique if pair not in made]), **made}
    if tag_names and rows:
        ids = repository.ensure_tags(ctx.db, ctx.who.org_id, tag_names)
        repository.insert_picture_tags(ctx.db, list(ids.values()), list(rows.values()))
    if made:
        repository.count_lake(ctx.db, ctx.who.org_id, len(made), sum(unique[pair]["size"] for pair in made))
        ctx.later("pictures.thumbnails", ids=sorted(made.values()))
        ctx.record("pictures.uploaded", "lake", None, after={"pictures": len(made), "tags": list(tag_names)})
    pictures = repository.by_rows(ctx.db, list(rows.values()))
    answers, seen = [], set()
    for at in range(total):
        if at in refused:
            answers.append(Registered(status=RegisterStatus.REFUSED, **_refused(refused[at])))
            continue
        pair = places[at]
        new = pair in made and pair not in seen
        seen.add(pair)
        status = RegisterStatus.CREATED if new else RegisterStatus.KNOWN
        answers.append(Registered(status=status, picture=pictures[rows[pair]]))
    return answers


# Looking


def one(ctx: ReadCtx, picture: str) -> Picture:
    found = repository.by_uuid(ctx.db, ctx.who.org_id, [picture])
    if picture not in found:
        raise PictureUnknown(picture)
    return found[picture]


def organization_of(ctx: ReadCtx, picture: str) -> int | None:
    return repository.organization_of(ctx.db, picture)


def page(
    ctx: ReadCtx, chosen: Filter, *, order: Order, after: tuple[Any, ...] | None, limit: int
) -> tuple[list[Picture], tuple[Any, ...] | None]:
    """Pictures after the key `after`, and the key of the last one when there may be more."""
    rows = listing.page(ctx.db, ctx.who.org_id, chosen, order=order, after=after, limit=limit)
    last = listing.key_after(order, rows[-1]) if len(rows) == limit else None
    return repository.with_tags(ctx.db, rows), last


def rows(
    ctx: ReadCtx,
    chosen: Filter,
    *,
    columns: Sequence[str],
    order: Order,
    after: tuple[Any, ...] | None,
    limit: int,
) -> tuple[str, tuple[Any, ...] | None]:
    """As `page`, for long lists: JSON arrays of `columns` (fields of `Picture`) with commas between them."""
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise Invalid(f"Pictures have no column {unknown[0][:60]!r}. There are: {', '.join(COLUMNS)}.")
    text, count, last = bulk.page(
        ctx.db, ctx.who.org_id, chosen, columns=columns, order=order, after=after, limit=limit
    )
    return text, last if count == limit else None


def count(ctx: ReadCtx, chosen: Filter) -> int:
    return listing.count(ctx.db, ctx.who.org_id, chosen)


def anchors(ctx: ReadCtx, chosen: Filter, *, order: Order, every: int) -> list[tuple[Any, ...]]:
    """The key of every `every`th picture that matches: a view can jump anywhere in a list of any length."""
    rows = listing.anchors(ctx.db, ctx.who.org_id, chosen, order=order, every=every)
    return [listing.key_after(order, row) for row in rows]


def neighbours(ctx: ReadCtx, picture: str, chosen: Filter, *, order: Order) -> Neighbours:
    """The pictures before and after one, among those that match (it need not match itself)."""
    org = ctx.who.org_id
    key = listing.key_of_picture(ctx.db, org, picture, order)
    if key is None:
        raise PictureUnknown(picture)
    before = listing.page(ctx.db, org, chosen, order=order.reverse, after=key, limit=1)
    after = listing.page(ctx.db, org, chosen, order=order, after=key, limit=1)
    return Neighbours(previous=before[0].uuid if before else None, next=after[0].uuid if after else None)


def exif_of(ctx: ReadCtx, picture: str) -> Exif:
    """What the camera wrote into the file; empty where it wrote nothing that can be read."""
    row = repository.blob_of(ctx.db, ctx.who.org_id, picture)
    if row is None:
        raise PictureUnknown(picture)
    blob = blobs.by_rows(ctx, [row.blob_id])[row.blob_id]
    with ctx.storage.open(blob.key) as file:
        return Exif(values=exif.read(file, max_pixels=ctx.settings.max_pixels_m * 1_000_000))


def address(ctx: ReadCtx, picture: str) -> str:
    """A signed URL for the original bytes, under the picture's file name."""
    row = repository.blob_of(ctx.db, ctx.who.org_id, picture)
    if row is None:
        raise PictureUnknown(picture)
    blob = blobs.by_rows(ctx, [row.blob_id])[row.blob_id]
    return blobs.address(ctx, blob, name=row.name.rsplit("/", 1)[-1])


def tags(ctx: ReadCtx) -> list[TagCount]:
    """All tags of the lake that some picture carries, by name."""
    return repository.all_tags(ctx.db, ctx.who.org_id)


def facets(ctx: ReadCtx, chosen: Filter, *, limit: int) -> tuple[list[TagCount], bool]:
    """The commonest tags among what matches, and whether the counts are exact rather than of a sample."""
    if chosen.is_everything:
        found = sorted(tags(ctx), key=lambda tag: (-tag.pictures, tag.name))
        return found[:limit], True
    rows, exact = listing.facets(ctx.db, ctx.who.org_id, chosen, limit=limit, sample=_FACET_SAMPLE)
    return [TagCount(name=row.name, pictures=row.pictures) for row in rows], exact


# Tags


def checked_tags(names: Sequence[str]) -> list[str]:
    """Names of tags in NFC, each once, in the order given."""
    return list(dict.fromkeys(checked_name(name, "tag", slash=True) for name in names))


def chunks(ctx: ReadCtx, chosen: Chosen) -> list[list[int]]:
    """Row ids of the chosen live pictures, in chunks: by id (all must exist here), by filter, or by row."""
    if chosen.rows is not None:
        return [list(chosen.rows[at : at + CHUNK]) for at in range(0, len(chosen.rows), CHUNK)]
    if chosen.ids is not None:
        if len(chosen.ids) > ctx.settings.max_batch:
            raise Invalid(f"One request names up to {ctx.settings.max_batch:,} pictures. Send more in several.")
        rows = repository.rows_of(ctx.db, ctx.who.org_id, chosen.ids)
        for picture in chosen.ids:
            if picture not in rows:
                raise PictureUnknown(picture)
        return [sorted(rows.values())] if rows else []
    if chosen.filter is None:
        raise Invalid("Say which pictures: give `pictures` or `filter`.")
    return list(listing.matching(ctx.db, ctx.who.org_id, chosen.filter, chunk=CHUNK))


def row_query(ctx: ReadCtx, chosen: Chosen) -> repository.Rows:
    """A query of the row ids of the chosen live pictures, however many; as `chunks`, found by the database alone."""
    if chosen.filter is not None:
        return listing.matching_rows(ctx.db, ctx.who.org_id, chosen.filter)
    return repository.these_rows([row for rows in chunks(ctx, chosen) for row in rows])


def tag(ctx: Ctx, chosen: Chosen, *, add: Sequence[str], remove: Sequence[str]) -> int:
    """Add and remove tags on many pictures; how many pictures were looked at. Twice changes nothing more."""
    add, remove = checked_tags(add), checked_tags(remove)
    if both := set(add) & set(remove):
        raise Invalid(f"The tag {sorted(both)[0]!r} is to be added and removed at once. Choose one.")
    parts = chunks(ctx, chosen)
    added = repository.ensure_tags(ctx.db, ctx.who.org_id, add) if parts else {}
    removed = repository.tag_rows(ctx.db, ctx.who.org_id, remove)
    for rows in parts:
        if added:
            repository.insert_picture_tags(ctx.db, list(added.values()), rows)
        if removed:
            repository.delete_picture_tags(ctx.db, [row.id for row in removed.values()], rows)
    count = sum(map(len, parts))
    if count:
        ctx.record("pictures.tagged", "lake", None, after={"pictures": count, "add": add, "remove": remove})
    return count


def _tag_row(ctx: ReadCtx, name: str) -> Any:
    found = repository.tag_rows(ctx.db, ctx.who.org_id, [name])
    if name not in found:
        raise TagUnknown(name)
    return found[name]


def rename_tag(ctx: Ctx, name: str, *, to: str) -> None:
    row, to = _tag_row(ctx, name), checked_name(to, "tag", slash=True)
    if to == name:
        return
    if repository.tag_rows(ctx.db, ctx.who.org_id, [to]):
        raise TagTaken(to)
    repository.rename_tag(ctx.db, row.id, to)
    ctx.record("tag.renamed", "tag", None, name=to, before=name, after=to)


def delete_tag(ctx: Ctx, name: str) -> None:
    """Take a tag off all pictures and out of the lake."""
    row = _tag_row(ctx, name)
    repository.delete_tag(ctx.db, row.id)
    ctx.record("tag.deleted", "tag", None, name=name, before={"pictures": row.pictures})


# Thumbnails


def make_thumbnails(ctx: Ctx, rows: Sequence[int]) -> Iterator[int]:
    """Make those that are missing; yields how many blobs are done. What cannot be read gets none."""
    values: list[dict[str, Any]] = []
    colours: dict[int, int] = {}
    for done, blob in enumerate(repository.without_thumbnails(ctx.db, rows), start=1):
        try:
            with ctx.storage.open(blob.key) as file:
                made = thumbs.make(file, max_pixels=ctx.settings.max_pixels_m * 1_000_000)
        except (PictureRefused, BlobMissing):
            continue
        colours[blob.id] = made.colour
        for side, body in made.by_side.items():
            key = blobs.new_key(ctx, f"{side}.webp")
            ctx.storage.put(key, [body])
            values.append({"blob_id": blob.id, "side": side, "key": key, "size": len(body)})
        yield done
    repository.insert_thumbnails(ctx.db, values)
    repository.set_colours(ctx.db, colours)


def thumbnail(ctx: ReadCtx, picture: str, *, side: int) -> str | None:
    """A signed URL of the thumbnail nearest to `side` pixels; None while there is none."""
    row = repository.thumbnail(ctx.db, ctx.who.org_id, picture, side)
    if row is None:
        one(ctx, picture)
        return None
    until = ctx.now + timedelta(hours=ctx.settings.signed_url_hours)
    name = f"{picture}-{row.side}.webp"
    return ctx.storage.sign_get(row.key, media_type="image/webp", name=name, inline=True, until=until)

"""The lake all at once, for clients whose lists have no pages. Part of the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picsellia_server.blobs import chosen as chosen_keys
from picsellia_server.blobs.model import Bucket, BytesMissing
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.pictures import listing, repository, service
from picsellia_server.pictures.model import Chosen, Filter, Order, Picture, PictureElsewhere

_PAGE = 2_000


def every(ctx: ReadCtx, chosen: Filter, *, share: float = 1.0) -> Iterator[list[Picture]]:
    """All pictures that match, in creation order and in pages; with a `share` below 1 the first of them.

    Of n pictures a share q is round(q * n); 0 and less is none, more than 1 is all.
    """
    left = None if share >= 1 else max(0, round(share * listing.count(ctx.db, ctx.who.org_id, chosen)))
    after: tuple[int, ...] | None = None
    while left is None or left > 0:
        limit = _PAGE if left is None else min(_PAGE, left)
        rows = listing.page(ctx.db, ctx.who.org_id, chosen, order=Order.CREATED, after=after, limit=limit)
        if not rows:
            return
        yield repository.with_tags(ctx.db, rows)
        after = (rows[-1].id,)
        left = None if left is None else left - len(rows)


def these(ctx: ReadCtx, ids: Sequence[str]) -> Chosen:
    """Those of the ids that are live pictures of the lake, each once; ids of nothing are passed over.

    Raises `PictureElsewhere` when one is a picture of another organization.
    """
    rows: dict[str, int] = {}
    for at in range(0, len(ids), service.CHUNK):
        some = list(dict.fromkeys(ids[at : at + service.CHUNK]))
        found = repository.rows_of(ctx.db, ctx.who.org_id, some)
        if stranger := repository.elsewhere(ctx.db, ctx.who.org_id, [each for each in some if each not in found]):
            raise PictureElsewhere(stranger)
        rows |= found
    return Chosen(rows=tuple(rows.values()))


def register_chosen(ctx: Ctx, *, key: str, name: str, tags: Sequence[str], source: str) -> Picture:
    """A picture of the newest bytes under a key that a client chose, which the picture shows from then on.

    The same bytes under the same name are the picture that is there, with these tags as well. Raises
    `BytesMissing`, and `PictureRefused` when the bytes are no picture.
    """
    tag_names, name = service.checked_tags(tags), service.checked_file_name(name)
    source = service.checked_source(source)
    standing = chosen_keys.standing(
        ctx, Bucket.PICTURES, key, lambda ctx, stored, _: service.facts_at(ctx, stored).media_type
    )
    if standing is None:
        raise BytesMissing(name)
    facts = service.facts_at(ctx, standing.blob.key)
    return service.insert_one(ctx, standing.blob, facts, name=name, source=source, tags=tag_names, shown_key=key)

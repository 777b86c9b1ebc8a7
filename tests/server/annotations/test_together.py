"""Many at once: no deadlock, no lost counter. Straight through services, so nothing is tried again."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from annotation_makers import a_lake, a_version, box, consistent, ring
from picsellia.formats.model import Status
from picsellia_server.accounts.model import Principal
from picsellia_server.annotations import service
from picsellia_server.annotations.model import (
    AnnotationMoved,
    LookFilter,
    NewAnnotation,
    NotMember,
    Picked,
    TrashUnknown,
)
from picsellia_server.context import Ctx, House
from picsellia_server.datasets import service as datasets
from picsellia_server.pictures.model import Chosen, PictureUnknown

WRITERS = 20


def at_once(house: House, who: Principal, works: list[Callable[[Ctx], object]]) -> None:
    """Each work in a thread and a transaction of its own, all at once; raises what one of them raised."""

    def one(work: Callable[[Ctx], object]) -> None:
        with house.writing(who) as ctx:
            work(ctx)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(one, works))


def test_twenty_writers_of_one_version_lose_nothing(house: House, who: Principal) -> None:
    with house.writing(who) as ctx:
        ids = a_lake(ctx, [f"{number}.jpg" for number in range(60)])
        version = a_version(ctx, ids).dataset_id

    def writer(number: int) -> Callable[[Ctx], object]:
        chance = random.Random(number)
        # Overlapping pictures in any order, labels that all want to make at once.
        some = chance.sample(ids, 12)
        new = [NewAnnotation(picture=each, shapes=[box(f"l{number % 5}"), ring("all")]) for each in some]
        return lambda ctx: service.write(ctx, version, new)

    at_once(house, who, [writer(number) for number in range(60)])

    with house.writing(who) as ctx:
        consistent(ctx)
        numbers = service.statistics(ctx, version)
        assert numbers.objects == 2 * numbers.annotated
        assert len(numbers.labels) == 6


def test_everything_at_once_keeps_every_number_right(house: House, who: Principal) -> None:
    with house.writing(who) as ctx:
        ids = a_lake(ctx, [f"{number}.jpg" for number in range(40)])
        versions = [a_version(ctx, ids, name=name).dataset_id for name in ("one", "two")]
        for version in versions:
            service.write(ctx, version, [NewAnnotation(picture=each, shapes=[box()]) for each in ids])

    def work(number: int) -> Callable[[Ctx], object]:
        chance = random.Random(number)
        version = chance.choice(versions)
        some = tuple(chance.sample(ids, 5))
        kind = "write review delete trash restore label".split()[number % 6]  # noqa: SIM905

        def run(ctx: Ctx) -> None:
            try:
                match kind:
                    case "write":
                        new = [NewAnnotation(picture=each, shapes=[ring(f"l{number % 3}")]) for each in some]
                        service.write(ctx, version, new)
                    case "review":
                        service.review(ctx, version, Picked(filter=LookFilter()), status=chance.choice(list(Status)))
                    case "delete":
                        service.delete(ctx, version, Picked(ids=some))
                    case "trash":
                        trashed = service.trash_pictures(ctx, Chosen(ids=some[:2]))
                        assert trashed.trashed <= 2
                    case "restore":
                        found, _ = service.trash_page(ctx, limit=3)
                        if found:
                            service.restore(ctx, ids=[each.picture.picture_id for each in found])
                    case "label":
                        label = datasets.labels_of(ctx, version)[0]
                        datasets.change_label(ctx, label.id, name=f"renamed {number}")
            except (NotMember, PictureUnknown, AnnotationMoved, TrashUnknown):
                return  # somebody else was first

        return run

    at_once(house, who, [work(number) for number in range(120)])

    with house.writing(who) as ctx:
        while service.renumber(ctx):
            pass
        consistent(ctx)

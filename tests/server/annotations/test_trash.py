"""The trash of pictures: they leave everything at once, and come back with all they had."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from annotation_makers import a_version, box, consistent, ring
from picsellia.formats.model import Status
from picsellia_server.annotations import service
from picsellia_server.annotations.model import LookFilter, NewAnnotation, Picked, TrashUnknown
from picsellia_server.context import Ctx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import Version
from picsellia_server.pictures import repository as picture_rows
from picsellia_server.pictures import service as pictures
from picsellia_server.pictures.model import Chosen, Filter, Order


def chosen(*ids: str) -> Chosen:
    return Chosen(ids=ids)


def state(ctx: Ctx, *versions: Version) -> dict[str, Any]:
    """All that people see of the lake and of versions."""
    lake, _ = pictures.page(ctx, Filter(), order=Order.CREATED, after=None, limit=1_000)
    found: dict[str, Any] = {
        "lake": {picture.picture_id: sorted(picture.tag) for picture in lake},
        "tags": pictures.tags(ctx),
        "count": pictures.count(ctx, Filter()),
    }
    for version in versions:
        looks, _ = service.looks(ctx, version.dataset_id, LookFilter(), limit=1_000, shapes=True)
        found[version.version] = looks
        found[f"{version.version} numbers"] = service.statistics(ctx, version.dataset_id)
        found[f"{version.version} itself"] = datasets.version(ctx, version.dataset_id)
    return found


def again(ctx: Ctx, picture: str) -> str:
    """The same bytes under the same name, uploaded while the picture is in the trash: the new picture's id."""
    find = sa.text("SELECT blob_id, name FROM pictures WHERE uuid = :uuid")
    row = ctx.db.write(find, {"uuid": picture}).one()
    uuid = ctx.new_id()
    value = {
        "uuid": uuid,
        "org_id": ctx.who.org_id,
        "blob_id": row.blob_id,
        "name": row.name,
        "width": 640,
        "height": 480,
        "size": 10,
        "source": "tests",
        "created_by": ctx.who.user_id,
        "created_at": ctx.now,
    }
    assert picture_rows.insert_pictures(ctx.db, [value])
    picture_rows.count_lake(ctx.db, ctx.who.org_id, 1, 10)
    return uuid


def test_pictures_leave_the_lake_and_every_version_and_come_back_whole(
    ctx: Ctx, version: Version, ids: list[str]
) -> None:
    pictures.tag(ctx, chosen(*ids[:3]), add=["drone", "night"], remove=[])
    service.write(ctx, version.dataset_id, [NewAnnotation(picture=each, shapes=[box(), ring()]) for each in ids[:3]])
    service.review(ctx, version.dataset_id, Picked(ids=(ids[1],)), status=Status.ACCEPTED)
    fork = service.new_version(ctx, "harbours", "second")
    before = state(ctx, version, fork)

    trashed = service.trash_pictures(ctx, chosen(ids[0], ids[1], ids[5]))
    consistent(ctx)
    gone = state(ctx, version, fork)
    bin_, _ = service.trash_page(ctx)
    assert trashed.trash_id
    restored = service.restore(ctx, trash_id=trashed.trash_id)
    consistent(ctx)

    assert trashed.trashed == 3
    assert [(each.dataset, each.version, each.pictures) for each in trashed.versions] == [
        ("harbours", "first", 3),
        ("harbours", "second", 3),
    ]
    assert (gone["count"], len(gone["first"]), gone["first numbers"].objects) == (3, 3, 2)
    assert gone["first numbers"].shapes_per_picture == {2: 1}
    assert {each.picture.picture_id for each in bin_} == {ids[0], ids[1], ids[5]}
    assert next(each for each in bin_ if each.picture.picture_id == ids[0]).tags == ["drone", "night"]
    assert (restored.restored, restored.merged, len(restored.versions)) == (3, 0, 2)
    assert state(ctx, version, fork) == before


def test_trashing_twice_is_a_picture_that_is_not_there(ctx: Ctx, version: Version, ids: list[str]) -> None:
    from picsellia_server.pictures.model import PictureUnknown

    service.trash_pictures(ctx, chosen(ids[0]))

    with pytest.raises(PictureUnknown):
        service.trash_pictures(ctx, chosen(ids[0]))
    assert service.trash_pictures(ctx, chosen()).trashed == 0


def test_nothing_is_restored_when_one_is_not_in_the_trash(ctx: Ctx, version: Version, ids: list[str]) -> None:
    service.trash_pictures(ctx, chosen(ids[0]))

    with pytest.raises(TrashUnknown):
        service.restore(ctx, ids=[ids[0], ids[1]])

    assert pictures.count(ctx, Filter()) == 5


def test_a_picture_that_was_uploaded_again_takes_over_what_the_old_one_had(
    ctx: Ctx, version: Version, ids: list[str]
) -> None:
    pictures.tag(ctx, chosen(ids[0]), add=["old"], remove=[])
    service.write(ctx, version.dataset_id, [NewAnnotation(picture=ids[0], shapes=[box()])])
    service.trash_pictures(ctx, chosen(ids[0]))
    new = again(ctx, ids[0])
    pictures.tag(ctx, chosen(new), add=["new"], remove=[])

    restored = service.restore(ctx, ids=[ids[0]])
    lake = state(ctx, version)

    assert (restored.restored, restored.merged) == (0, 1)
    assert lake["lake"][new] == ["new", "old"]
    assert ids[0] not in lake["lake"]
    assert service.one(ctx, version.dataset_id, new).objects == 1
    assert [each.verb for each in service.history(ctx, version.dataset_id, new)] == ["written"]
    consistent(ctx)


def test_of_two_annotations_the_live_one_stays_and_the_other_can_be_had_back(
    ctx: Ctx, version: Version, ids: list[str]
) -> None:
    service.write(ctx, version.dataset_id, [NewAnnotation(picture=ids[0], shapes=[box("old")])])
    service.trash_pictures(ctx, chosen(ids[0]))
    new = again(ctx, ids[0])
    datasets.add_pictures(ctx, version.dataset_id, chosen(new))
    service.write(ctx, version.dataset_id, [NewAnnotation(picture=new, shapes=[box("new")])])

    service.restore(ctx, ids=[ids[0]])
    kept = service.one(ctx, version.dataset_id, new)
    consistent(ctx)
    changes, _ = service.changes(ctx, version.dataset_id)
    assert changes[0].verb == "restored"
    service.revert(ctx, version.dataset_id, new, change=changes[0].id)
    back = service.one(ctx, version.dataset_id, new)

    assert kept.shapes
    assert back.shapes
    assert (kept.shapes[0].label, back.shapes[0].label) == ("new", "old")
    consistent(ctx)


def test_several_trashed_twins_merge_into_the_latest(ctx: Ctx, version: Version, ids: list[str]) -> None:
    service.write(ctx, version.dataset_id, [NewAnnotation(picture=ids[0], shapes=[box("first")])])
    service.trash_pictures(ctx, chosen(ids[0]))
    twin = again(ctx, ids[0])
    datasets.add_pictures(ctx, version.dataset_id, chosen(twin))
    later = replace(ctx, now=ctx.now + timedelta(minutes=1))
    service.write(later, version.dataset_id, [NewAnnotation(picture=twin, shapes=[box("second")])])
    service.trash_pictures(ctx, chosen(twin))

    restored = service.restore(ctx, ids=[ids[0], twin])
    looks, _ = service.looks(ctx, version.dataset_id, LookFilter(annotated=True), shapes=True)

    assert (restored.restored, restored.merged) == (1, 1)
    assert [(look.picture_id, look.shapes[0].label) for look in looks if look.shapes] == [(twin, "second")]
    assert pictures.count(ctx, Filter()) == 6
    consistent(ctx)


def test_the_trash_is_emptied_after_its_days(ctx: Ctx, version: Version, ids: list[str]) -> None:
    service.write(ctx, version.dataset_id, [NewAnnotation(picture=each, shapes=[box()]) for each in ids[:2]])
    service.trash_pictures(ctx, chosen(ids[0]))
    soon = replace(ctx, now=ctx.now + timedelta(days=ctx.settings.trash_days - 1))
    late = replace(ctx, now=ctx.now + timedelta(days=ctx.settings.trash_days + 1))

    assert service.purge(soon) == 0
    assert service.purge(late) == 1
    assert service.trash_page(ctx) == ([], None)
    with pytest.raises(TrashUnknown):
        service.restore(ctx, ids=[ids[0]])
    assert service.statistics(ctx, version.dataset_id).objects == 1
    consistent(ctx)


def test_trashed_versions_keep_their_numbers_right(ctx: Ctx, version: Version, ids: list[str]) -> None:
    service.write(ctx, version.dataset_id, [NewAnnotation(picture=each, shapes=[box()]) for each in ids[:2]])
    before = state(ctx, version)
    datasets.trash(ctx, version.dataset_id)

    trashed = service.trash_pictures(ctx, chosen(ids[0]))
    assert trashed.versions == []
    datasets.restore(ctx, version.dataset_id)
    assert service.statistics(ctx, version.dataset_id).objects == 1
    service.restore(ctx, ids=[ids[0]])

    assert state(ctx, version) == before
    consistent(ctx)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_every_number_is_right(ctx: Ctx, ids: list[str], seed: int) -> None:
    chance = random.Random(seed)
    version = a_version(ctx, ids, name="model")
    versions = [version]
    trash: set[str] = set()

    for step in range(40):
        of = chance.choice(versions).dataset_id
        inside = [look.picture_id for look in service.looks(ctx, of, LookFilter())[0]]
        some = tuple(chance.sample(inside, min(len(inside), chance.randint(1, 3))))
        match chance.choice("write review delete undo trash restore again fork remove".split()):  # noqa: SIM905
            case "write":
                made = [box(chance.choice("abc"), at=chance.randint(0, 99)) for _ in range(chance.randint(0, 3))]
                service.write(ctx, of, [NewAnnotation(picture=each, shapes=made) for each in some])
            case "review":
                service.review(ctx, of, Picked(ids=some), status=chance.choice(list(Status)))
            case "delete":
                service.delete(ctx, of, Picked(ids=some))
            case "undo":
                _undo(ctx, of, chance)
            case "trash" if some:
                service.trash_pictures(ctx, chosen(*some))
                trash |= set(some)
            case "restore" if trash:
                back = chance.sample(sorted(trash), chance.randint(1, len(trash)))
                service.restore(ctx, ids=back)
                trash -= set(back)
            case "again" if trash:
                _again(ctx, chance.choice(sorted(trash)), of)
            case "fork" if len(versions) < 4:
                versions.append(service.new_version(ctx, "model", f"v{step}"))
            case "remove" if some:
                service.remove_pictures(ctx, of, chosen(*some))
        consistent(ctx)


def _undo(ctx: Ctx, version: str, chance: random.Random) -> None:
    from picsellia_server.annotations.model import UndoRefused

    changes, _ = service.changes(ctx, version)
    if changes:
        try:
            service.undo(ctx, version, chance.choice(changes).id)
        except UndoRefused:
            return


def _again(ctx: Ctx, picture: str, version: str) -> None:
    """Upload a trashed picture again, unless that was done, and put it into a version."""
    find = sa.text(
        "SELECT n.uuid FROM pictures o JOIN pictures n ON n.blob_id = o.blob_id AND n.name = o.name "
        "WHERE o.uuid = :uuid AND n.trashed_at IS NULL"
    )
    if ctx.db.write(find, {"uuid": picture}).one_or_none() is None:
        datasets.add_pictures(ctx, version, chosen(again(ctx, picture)))

"""Writing, deleting, reviewing, undoing, forking: through the service, on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from annotation_makers import a_lake, a_version, box, consistent, ring, said
from picsellia.formats.model import Shape, ShapeType, Status
from picsellia_server.annotations import service
from picsellia_server.annotations.model import (
    AnnotationMissing,
    AnnotationMoved,
    AnnotationRefused,
    LookFilter,
    NewAnnotation,
    NotMember,
    Picked,
    ShapeRefused,
    SizeClass,
    UndoRefused,
)
from picsellia_server.context import Ctx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import Version
from picsellia_server.pictures.model import Chosen

ALL = Picked()


def write(ctx: Ctx, version: Version, picture: str, *shapes: Shape, **more: Any) -> Any:
    new = NewAnnotation(picture=picture, shapes=shapes, **more)
    return service.write(ctx, version.dataset_id, [new])


def test_what_is_written_is_read_back(ctx: Ctx, version: Version, ids: list[str]) -> None:
    mask = Shape(
        label="water",
        type=ShapeType.MASK,
        box=(0, 0, 1, 2),
        rle={"size": [480, 640], "counts": [0, 2, 480 * 640 - 2]},
        iscrowd=True,
    )

    written = write(ctx, version, ids[0], box(given={"qa": [1]}), ring(), said(), mask, duration=12.5)
    found = service.one(ctx, version.dataset_id, ids[0])

    assert (written.written, written.shapes, written.labels) == (1, 4, ["boat", "quay", "calm", "water"])
    assert found.shapes is not None
    assert [(s.label, s.type, s.box) for s in found.shapes] == [
        ("boat", "rectangle", [10, 10, 40, 40]),
        ("quay", "polygon", [10, 10, 100, 100]),
        ("calm", "classification", None),
        ("water", "mask", [0, 0, 1, 2]),
    ]
    assert found.shapes[0].given == {"qa": [1]}
    assert found.shapes[1].rings == [[10, 10, 110, 10, 110, 110]]
    assert found.shapes[3].iscrowd
    assert found.shapes[3].rle == {"size": [480, 640], "counts": [0, 2, 480 * 640 - 2]}
    assert (found.status, found.author, found.duration, found.objects) == (Status.PENDING, "ada", 12.5, 4)
    consistent(ctx)


def test_ids_of_shapes_are_kept_and_stay_the_same(ctx: Ctx, version: Version, ids: list[str]) -> None:
    mine = "7e0e1f5e-6a5b-4a41-9d4c-0d9f3a5a2b11"

    write(ctx, version, ids[0], box(id=mine), box(at=100))
    write(ctx, version, ids[1], box(), box(at=100))
    one = service.one(ctx, version.dataset_id, ids[0])
    two = service.one(ctx, version.dataset_id, ids[1])
    again = service.one(ctx, version.dataset_id, ids[1])

    assert one.shapes
    assert two.shapes
    assert one.shapes[0].id == mine
    assert len({shape.id for shape in (*one.shapes, *two.shapes)}) == 4
    assert again == two


def test_writing_twice_changes_nothing_more(ctx: Ctx, version: Version, ids: list[str]) -> None:
    first = write(ctx, version, ids[0], box(), ring())
    service.review(ctx, version.dataset_id, ALL, status=Status.ACCEPTED)

    again = write(ctx, version, ids[0], box(at=10.0), ring())

    assert first.change
    assert again.change is None
    assert again.unchanged == 1
    assert service.one(ctx, version.dataset_id, ids[0]).status is Status.ACCEPTED
    consistent(ctx)


def test_a_change_of_the_shapes_asks_for_a_new_review(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box())
    service.review(ctx, version.dataset_id, ALL, status=Status.ACCEPTED)

    write(ctx, version, ids[0], box(at=11))

    assert service.one(ctx, version.dataset_id, ids[0]).status is Status.PENDING
    consistent(ctx)


def test_time_spent_alone_does_not_ask_for_a_new_review(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box(), duration=3)
    service.review(ctx, version.dataset_id, ALL, status=Status.ACCEPTED)

    write(ctx, version, ids[0], box(), duration=9)
    found = service.one(ctx, version.dataset_id, ids[0])

    assert (found.status, found.duration) == (Status.ACCEPTED, 9)


def test_nothing_on_a_picture_is_an_annotation(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], status=Status.ACCEPTED)

    found = service.one(ctx, version.dataset_id, ids[0])

    assert (found.shapes, found.status) == ([], Status.ACCEPTED)
    with pytest.raises(AnnotationMissing):
        service.one(ctx, version.dataset_id, ids[1])
    consistent(ctx)


def test_a_label_is_its_name_and_type(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box("quay"), ring("quay"))
    write(ctx, version, ids[1], ring("quay"), ring("quay", at=50))

    labels = {(label.name, label.type): label.objects for label in datasets.labels_of(ctx, version.dataset_id)}

    assert labels == {("quay", "rectangle"): 1, ("quay", "polygon"): 3}


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        pytest.param(box(at=nan), "not a finite number", id="nan"),
        pytest.param(box(size=inf), "not a finite number", id="infinite"),
        pytest.param(box(size=0), "no area", id="empty"),
        pytest.param(box(at=700), "outside of the picture", id="outside"),
        pytest.param(box(size=1e12), "further than any picture", id="endless"),
        pytest.param(box(" "), "empty", id="no-label"),
        pytest.param(box("x" * 200), "120 is the most", id="long-label"),
        pytest.param(
            Shape(label="q", type=ShapeType.POLYGON, box=(0, 0, 5, 5), rings=[[0, 0, 5, 5]]),
            "at least 3 points",
            id="two-points",
        ),
        pytest.param(
            Shape(label="q", type=ShapeType.POLYGON, box=(0, 0, 5, 5), rings=[[0, 0, 5, 5, nan, 4]]),
            "not a finite number",
            id="nan-point",
        ),
        pytest.param(
            Shape(label="m", type=ShapeType.MASK, box=(0, 0, 1, 1), rle={"size": [2, 2], "counts": [0, 1, 3]}),
            "mask is 2 x 2",
            id="other-size",
        ),
    ],
)
def test_a_wrong_shape_is_named_and_nothing_is_kept(
    ctx: Ctx, version: Version, ids: list[str], shape: Shape, reason: str
) -> None:
    with pytest.raises(ShapeRefused) as refused:
        write(ctx, version, ids[0], box(), shape)

    assert "Shape 2" in refused.value.message
    assert reason in refused.value.message
    with pytest.raises(AnnotationMissing):
        service.one(ctx, version.dataset_id, ids[0])


def test_limits_are_said(ctx: Ctx, version: Version, ids: list[str]) -> None:
    tight = replace(ctx, settings=replace(ctx.settings, max_shapes=2, max_points=3))

    with pytest.raises(AnnotationRefused, match="takes 2"):
        write(tight, version, ids[0], box(), box(), box())
    with pytest.raises(ShapeRefused, match="takes 3"):
        write(tight, version, ids[0], Shape(label="q", type=ShapeType.POLYGON, box=(0, 0, 9, 9), rings=[[0, 0] * 4]))


def test_a_picture_that_is_no_member_is_refused(ctx: Ctx, version: Version) -> None:
    stranger = a_lake(ctx, ["elsewhere.jpg"])[0]

    with pytest.raises(NotMember):
        write(ctx, version, stranger, box())
    with pytest.raises(NotMember):
        service.review(ctx, version.dataset_id, Picked(ids=(stranger,)), status=Status.ACCEPTED)


def test_somebody_elses_work_is_not_overwritten_unseen(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box(), base=0)
    seen = service.one(ctx, version.dataset_id, ids[0]).revision
    write(ctx, version, ids[0], box(at=20), base=seen)

    with pytest.raises(AnnotationMoved):
        write(ctx, version, ids[0], box(at=30), base=seen)
    repeated = write(ctx, version, ids[0], box(at=20), base=seen)

    assert repeated.unchanged == 1


def test_review_counts_what_changed(ctx: Ctx, version: Version, ids: list[str]) -> None:
    for picture in ids[:3]:
        write(ctx, version, picture, box())
    service.review(ctx, version.dataset_id, Picked(ids=(ids[0],)), status=Status.ACCEPTED)

    done = service.review(ctx, version.dataset_id, ALL, status=Status.ACCEPTED)
    again = service.review(ctx, version.dataset_id, ALL, status=Status.ACCEPTED)
    numbers = service.statistics(ctx, version.dataset_id)

    assert (done.written, done.unchanged) == (2, 4)
    assert again.change is None
    assert numbers.statuses == {"pending": 0, "accepted": 3, "refused": 0, "skipped": 0}
    consistent(ctx)


def test_a_review_by_filter_touches_only_what_it_picks(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box("boat"))
    write(ctx, version, ids[1], box("car"))
    label = next(each.id for each in datasets.labels_of(ctx, version.dataset_id) if each.name == "car")

    service.review(ctx, version.dataset_id, Picked(filter=LookFilter(labels=(label,))), status=Status.REFUSED)

    assert service.one(ctx, version.dataset_id, ids[0]).status is Status.PENDING
    assert service.one(ctx, version.dataset_id, ids[1]).status is Status.REFUSED
    consistent(ctx)


def test_deleting_takes_annotations_not_pictures(ctx: Ctx, version: Version, ids: list[str]) -> None:
    for picture in ids[:3]:
        write(ctx, version, picture, box(), ring())

    done = service.delete(ctx, version.dataset_id, Picked(ids=(ids[0], ids[1], ids[5])))
    numbers = service.statistics(ctx, version.dataset_id)

    assert done.deleted == 2
    assert (numbers.pictures, numbers.annotated, numbers.objects) == (6, 1, 2)
    consistent(ctx)


def test_an_undo_brings_back_what_was_there_and_a_second_one_undoes_it(
    ctx: Ctx, version: Version, ids: list[str]
) -> None:
    write(ctx, version, ids[0], box(), duration=5)
    before = service.one(ctx, version.dataset_id, ids[0])
    second = service.write(
        ctx,
        version.dataset_id,
        [
            NewAnnotation(picture=ids[0], shapes=[ring()], status=Status.ACCEPTED),
            NewAnnotation(picture=ids[1], shapes=[box("new")]),
        ],
    )
    after = service.one(ctx, version.dataset_id, ids[0])

    assert second.change
    undone = service.undo(ctx, version.dataset_id, second.change)
    back = service.one(ctx, version.dataset_id, ids[0])
    consistent(ctx)
    assert undone.change
    service.undo(ctx, version.dataset_id, undone.change)
    again = service.one(ctx, version.dataset_id, ids[0])

    assert (undone.written, undone.deleted) == (1, 1)
    assert (back.shapes, back.status, back.duration) == (before.shapes, before.status, before.duration)
    assert (again.shapes, again.status) == (after.shapes, after.status)
    assert service.one(ctx, version.dataset_id, ids[1]).objects == 1
    consistent(ctx)


@pytest.mark.parametrize("kind", ["deleted", "reviewed"])
def test_deletions_and_reviews_can_be_undone(ctx: Ctx, version: Version, ids: list[str], kind: str) -> None:
    for picture in ids[:2]:
        write(ctx, version, picture, box())
    service.review(ctx, version.dataset_id, Picked(ids=(ids[0],)), status=Status.SKIPPED)
    before = [service.one(ctx, version.dataset_id, picture) for picture in ids[:2]]
    if kind == "deleted":
        change = service.delete(ctx, version.dataset_id, ALL).change
    else:
        change = service.review(ctx, version.dataset_id, ALL, status=Status.REFUSED).change

    assert change
    service.undo(ctx, version.dataset_id, change)
    after = [service.one(ctx, version.dataset_id, picture) for picture in ids[:2]]

    assert [(a.shapes, a.status) for a in after] == [(b.shapes, b.status) for b in before]
    consistent(ctx)


def test_an_undo_leaves_alone_what_has_moved_on(ctx: Ctx, version: Version, ids: list[str]) -> None:
    first = service.write(
        ctx, version.dataset_id, [NewAnnotation(picture=picture, shapes=[box()]) for picture in ids[:2]]
    )
    write(ctx, version, ids[0], ring())
    assert first.change

    done = service.undo(ctx, version.dataset_id, first.change)

    assert (done.deleted, service.one(ctx, version.dataset_id, ids[0]).objects) == (1, 1)
    with pytest.raises(UndoRefused):
        service.undo(ctx, version.dataset_id, first.change)
    consistent(ctx)


def test_the_past_of_a_picture_says_who_did_what(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box())
    service.review(ctx, version.dataset_id, ALL, status=Status.ACCEPTED)
    write(ctx, version, ids[0], box(), ring())
    removal = service.delete(ctx, version.dataset_id, ALL).change

    past = service.history(ctx, version.dataset_id, ids[0])

    assert [(each.verb, each.status, each.objects, each.by) for each in past] == [
        ("deleted", None, None, "ada"),
        ("written", "pending", 2, "ada"),
        ("reviewed", "accepted", 1, "ada"),
        ("written", "pending", 1, "ada"),
    ]
    assert removal
    service.revert(ctx, version.dataset_id, ids[0], change=removal)
    assert service.one(ctx, version.dataset_id, ids[0]).objects == 2
    consistent(ctx)


def test_a_new_version_has_all_and_changing_it_leaves_the_old_one(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box("boat"), ring("quay"), box("boat", at=90))
    write(ctx, version, ids[1], status=Status.ACCEPTED)
    more = a_lake(ctx, ["more.jpg"])

    fork = service.new_version(ctx, "harbours", "second", chosen=Chosen(ids=tuple(more)))
    same = service.new_version(ctx, "harbours", "third", from_version="first")
    service.write(ctx, fork.dataset_id, [NewAnnotation(picture=ids[0], shapes=[box("boat")])])

    assert fork.size == 7
    assert [label.objects for label in datasets.labels_of(ctx, same.dataset_id)] == [2, 1]
    assert [label.objects for label in datasets.labels_of(ctx, fork.dataset_id)] == [1, 0]
    assert service.one(ctx, version.dataset_id, ids[0]).objects == 3
    assert datasets.version(ctx, same.dataset_id).fingerprint == datasets.version(ctx, version.dataset_id).fingerprint
    assert service.diff(ctx, fork.dataset_id, same.dataset_id) == {"added": 0, "removed": 0, "changed": 1, "status": 0}
    changed, _ = service.diff_page(ctx, fork.dataset_id, same.dataset_id)
    assert [(d.picture_id, d.kind, d.objects_before, d.objects_after) for d in changed] == [(ids[0], "changed", 3, 1)]
    consistent(ctx)


def test_removing_pictures_takes_their_annotations_along(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box())
    write(ctx, version, ids[1], box())

    removed = service.remove_pictures(ctx, version.dataset_id, Chosen(ids=(ids[0], ids[5])))

    assert (removed.removed, removed.missing) == (2, 0)
    assert service.statistics(ctx, version.dataset_id).objects == 1
    consistent(ctx)


def test_a_label_in_the_trash_hides_its_shapes_and_brings_them_back(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box("boat"), box("car", at=50), box("boat", at=90))
    label = next(each for each in datasets.labels_of(ctx, version.dataset_id) if each.name == "boat")
    datasets.delete_label(ctx, label.id, used=True)

    hidden = service.one(ctx, version.dataset_id, ids[0])
    write(ctx, version, ids[0], box("car", at=51))
    datasets.restore_label(ctx, label.id)
    service.renumber(ctx)
    back = service.one(ctx, version.dataset_id, ids[0])

    assert hidden.shapes
    assert [shape.label for shape in hidden.shapes] == ["car"]
    assert back.shapes
    assert sorted((s.label, s.box[0]) for s in back.shapes if s.box) == [
        ("boat", 10),
        ("boat", 90),
        ("car", 51),
    ]
    consistent(ctx)


def test_a_renamed_label_is_renamed_on_all_shapes(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box("boat"))
    before = datasets.version(ctx, version.dataset_id).fingerprint
    label = datasets.labels_of(ctx, version.dataset_id)[0]

    datasets.change_label(ctx, label.id, name="ship")
    service.renumber(ctx)
    found = service.one(ctx, version.dataset_id, ids[0])
    after = datasets.version(ctx, version.dataset_id).fingerprint

    assert found.shapes
    assert found.shapes[0].label == "ship"
    assert before
    assert after
    assert before != after
    consistent(ctx)


def test_pictures_are_found_by_label_status_size_and_count(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box("boat", size=10))
    write(ctx, version, ids[1], box("boat", size=60), box("car", size=200))
    write(ctx, version, ids[2], status=Status.SKIPPED)
    labels = {each.name: each.id for each in datasets.labels_of(ctx, version.dataset_id)}

    def found(**chosen: Any) -> list[int]:
        looks, _ = service.looks(ctx, version.dataset_id, LookFilter(**chosen))
        assert service.count(ctx, version.dataset_id, LookFilter(**chosen)) == len(looks)
        return [ids.index(each.picture_id) for each in looks]

    assert found() == [0, 1, 2, 3, 4, 5]
    assert found(labels=(labels["boat"],)) == [0, 1]
    assert found(labels=(labels["boat"], labels["car"])) == [1]
    assert found(statuses=(Status.SKIPPED,)) == [2]
    assert found(annotated=False) == [3, 4, 5]
    assert found(sizes=(SizeClass.SMALL,)) == [0]
    assert found(sizes=(SizeClass.LARGE, SizeClass.SMALL)) == [0, 1]
    assert found(least=1, most=1) == [0]
    assert found(name="harbour_4") == [4]
    assert found(labels=(ids[0],)) == []


def test_pages_of_a_filter_are_the_whole(ctx: Ctx, version: Version, ids: list[str]) -> None:
    for picture in ids[::2]:
        write(ctx, version, picture, box())
    pages: list[str] = []
    after: int | None = 0

    while after is not None:
        looks, after = service.looks(
            ctx, version.dataset_id, LookFilter(annotated=True), after=after, limit=2, shapes=True
        )
        pages += [each.picture_id for each in looks]
        assert all(each.shapes and each.shapes[0].label == "boat" for each in looks)

    assert pages == ids[::2]


def test_statistics_are_those_of_the_shapes(ctx: Ctx, version: Version, ids: list[str]) -> None:
    write(ctx, version, ids[0], box("boat", size=10), box("boat", size=60), ring("quay"), duration=4)
    write(ctx, version, ids[1], box("boat", size=200), said(), duration=6)

    numbers = service.statistics(ctx, version.dataset_id)

    assert {(each.name, each.objects, each.annotations) for each in numbers.labels} == {
        ("boat", 3, 2),
        ("quay", 1, 1),
        ("calm", 1, 1),
    }
    assert numbers.sizes == {"small": 1, "medium": 2, "large": 1}
    assert (numbers.shapes_per_picture, numbers.seconds) == ({2: 1, 3: 1}, 10)


def test_a_public_version_is_seen_but_not_changed_by_others(ctx: Ctx, ids: list[str]) -> None:
    from picsellia_server.accounts import service as accounts
    from picsellia_server.datasets.model import NotYours, VersionUnknown
    from picsellia_server.jobs.run import OPERATOR
    from picsellia_server.operator import principal

    private = a_version(ctx, ids[:1], name="mine")
    public = datasets.create(ctx, "ours", chosen=Chosen(ids=tuple(ids[:1])), private=False)
    write(ctx, public, ids[0], box())
    accounts.add_user(replace(ctx, who=OPERATOR), "bob", password=None)
    bob = replace(ctx, who=principal(replace(ctx, who=OPERATOR), "bob"))

    assert service.one(bob, public.dataset_id, ids[0]).objects == 1
    with pytest.raises(NotYours):
        write(bob, public, ids[0], ring())
    with pytest.raises(VersionUnknown):
        service.looks(bob, private.dataset_id, LookFilter())

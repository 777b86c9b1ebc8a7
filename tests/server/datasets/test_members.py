"""Members of versions: copies, the trash of pictures, fingerprints, manifests, differences; at any size."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from factories import jpeg, upload
from picsellia.formats.fingerprint import MODULUS, picture_digest
from picsellia.formats.names import LocalNames, base_name
from picsellia_server.accounts.model import Principal
from picsellia_server.context import House
from picsellia_server.datasets import service
from picsellia_server.datasets.model import LabelType, NewLabel, VersionBusy
from picsellia_server.pictures.model import Chosen

from .conftest import a_dataset, fill_lake, names_in


def fingerprint(client: TestClient, version: str) -> str | None:
    found: str | None = client.get(f"/api/versions/{version}").json()["fingerprint"]
    return found


def summed(client: TestClient, version: str) -> str:
    """The fingerprint of a version without annotations, by its definition."""
    pictures = client.get(f"/api/versions/{version}/pictures").json()["items"]
    total = sum(picture_digest(picture["sha256"], picture["external_url"]) for picture in pictures)
    return f"{total % MODULUS:064x}"


def rows_of(house: House, *names: str) -> list[int]:
    with house.engine.begin() as connection:
        found = {row.name: row.id for row in connection.exec_driver_sql("SELECT name, id FROM pictures ORDER BY id")}
    return [found[name] for name in names]


ODD_NAMES = [
    "plain.jpg", 'quo"te.jpg', "back\\slash.jpg", "train/Ä.jpg", "船/é.jpg", "emoji 🚢.jpg", "a'b;--.jpg", "%s {x}.jpg",
    "</script>.jpg", "x" * 120,
]  # fmt: skip


def test_the_fingerprint_is_the_sum_of_the_definition_whatever_the_names(client: TestClient) -> None:
    fill_lake(client, ODD_NAMES)
    version = a_dataset(client, "x")["dataset_id"]

    assert len(names_in(client, version)) == len(ODD_NAMES)
    assert fingerprint(client, version) == summed(client, version)


def test_the_fingerprint_follows_every_change_of_members(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    version = a_dataset(client, "x", pictures=[lake["a.jpg"]])["dataset_id"]
    before = fingerprint(client, version)

    client.post(f"/api/versions/{version}/pictures", json={"pictures": [lake["b.jpg"], lake["c.jpg"]]})
    assert fingerprint(client, version) == summed(client, version) != before

    with house.writing(who) as ctx:
        row = service.changeable(ctx, version)
        chosen = Chosen(ids=(lake["b.jpg"], lake["c.jpg"], lake["f.jpg"]))
        assert service.remove_pictures(ctx, row, service.member_rows(ctx, row, chosen)) == 2
    assert fingerprint(client, version) == before
    assert client.get(f"/api/versions/{version}").json()["size"] == 1


def test_what_annotations_add_is_summed_modulo_2_256(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    version = a_dataset(client, "x")["dataset_id"]
    before = int(fingerprint(client, version) or "", 16)

    def add(delta: int) -> int:
        with house.writing(who) as ctx:
            service.add_to_fingerprint(ctx, service.changeable(ctx, version), delta)
        return int(fingerprint(client, version) or "", 16)

    assert add(-1) == (before - 1) % MODULUS
    assert add(MODULUS - 1) == (before - 2) % MODULUS
    assert add(MODULUS + 2) == before
    with house.writing(who) as ctx:
        service.forget_fingerprint(ctx, service.changeable(ctx, version))
        service.add_to_fingerprint(ctx, service.changeable(ctx, version), 3)
    assert fingerprint(client, version) is None
    with house.writing(who) as ctx:
        assert [row.id for row in service.without_fingerprint(ctx, limit=5)] == [version]
        service.set_fingerprint(ctx, service.changeable(ctx, version), -1)
    assert int(fingerprint(client, version) or "", 16) == (before - 1) % MODULUS


def test_a_digest_that_is_pending_makes_the_fingerprint_unknown(
    house: House, who: Principal, client: TestClient
) -> None:
    upload(client, {"a.jpg": jpeg(colour=(1, 2, 3)), "b.jpg": jpeg(colour=(200, 2, 3))})
    with house.engine.begin() as connection:
        digest = connection.exec_driver_sql(
            "SELECT digest FROM blobs b JOIN pictures p ON p.blob_id = b.id WHERE p.name = 'b.jpg'"
        ).scalar_one()
        connection.exec_driver_sql("UPDATE blobs SET digest = NULL WHERE digest = %s", (digest,))
    version = a_dataset(client, "x")["dataset_id"]
    assert fingerprint(client, version) is None

    with house.writing(who) as ctx:
        ctx.db.connection.exec_driver_sql("UPDATE blobs SET digest = %s WHERE digest IS NULL", (digest,))
        service.digests_known(ctx, rows_of(house, "b.jpg"))

    assert fingerprint(client, version) == summed(client, version)


# Copies


def test_a_new_version_has_members_labels_and_counters_of_its_source(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    first = a_dataset(client, "x")["dataset_id"]
    with house.writing(who) as ctx:
        service.make_labels(
            ctx,
            first,
            [NewLabel(name=n, type=LabelType.POLYGON, source_id=7, supercategory="s") for n in ("a", "gone", "b")],
        )
    labels = client.get(f"/api/versions/{first}/labels").json()["items"]
    client.delete(f"/api/labels/{labels[1]['id']}")

    with house.writing(who) as ctx:
        copied = service.copy_version(ctx, "x", "second", from_version="first")
        service.count_labels(ctx, dict.fromkeys(copied.labels.values(), (2, 1)))

    second = client.get("/api/datasets/x/latest").json()
    assert (second["version"], second["size"], copied.source.id) == ("second", 6, first)
    assert second["fingerprint"] == fingerprint(client, first)
    assert [label["name"] for label in second["labels"]] == ["a", "b"]
    assert [(label["source_id"], label["supercategory"], label["objects"]) for label in second["labels"]] == [
        (7, "s", 2),
        (7, "s", 2),
    ]
    assert names_in(client, second["dataset_id"]) == names_in(client, first)
    assert client.get(f"/api/versions/{first}").json()["objects"] == 0


@pytest.mark.parametrize(
    ("dataset", "name", "source", "code"),
    [
        ("x", "first", "latest", "datasets.version_taken"),
        ("x", "second", "nope", "datasets.version_unknown"),
        ("nope", "second", "latest", "datasets.unknown"),
        ("x", "a/b", "latest", "accounts.name"),
    ],
)
def test_a_copy_that_cannot_be_is_refused(
    house: House,
    who: Principal,
    client: TestClient,
    lake: dict[str, str],
    dataset: str,
    name: str,
    source: str,
    code: str,
) -> None:
    from picsellia_server.errors import PlatformError

    a_dataset(client, "x")

    with pytest.raises(PlatformError) as refused, house.writing(who) as ctx:
        service.copy_version(ctx, dataset, name, from_version=source)

    assert code == "accounts.name" or refused.value.code == code
    assert len(client.get("/api/datasets").json()["items"]) == 1


def test_a_copy_while_its_pictures_go_to_the_trash_is_asked_to_wait(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    a_dataset(client, "x")
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pictures SET trashed_at = now() WHERE name = 'a.jpg'")

    with pytest.raises(VersionBusy), house.writing(who) as ctx:
        service.copy_version(ctx, "x", "second")

    assert len(client.get("/api/datasets").json()["items"]) == 1


# The trash of pictures


def test_trashed_pictures_leave_every_version_and_come_back(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    every = a_dataset(client, "every")["dataset_id"]
    one = a_dataset(client, "one", pictures=[lake["a.jpg"]])["dataset_id"]
    thrown = a_dataset(client, "thrown")["dataset_id"]
    client.delete(f"/api/versions/{thrown}")
    before = (fingerprint(client, every), fingerprint(client, one))
    rows = rows_of(house, "a.jpg", "b.jpg")

    with house.writing(who) as ctx:
        left = service.hide_pictures(ctx, rows)
        assert service.hide_pictures(ctx, rows) == []

    assert [(each.dataset, each.version, each.pictures) for each in left] == [
        ("every", "first", 2),
        ("one", "first", 1),
    ]
    assert names_in(client, every) == ["c.jpg", "d.jpg", "e.jpg", "f.jpg"]
    assert client.get(f"/api/versions/{every}").json()["size"] == 4
    assert fingerprint(client, every) == summed(client, every)
    assert (client.get(f"/api/versions/{one}").json()["size"], fingerprint(client, one)) == (0, "0" * 64)

    with house.writing(who) as ctx:
        back = service.reveal_pictures(ctx, {row: row for row in rows})
        assert service.reveal_pictures(ctx, {row: row for row in rows}) == []

    assert [(each.id, each.pictures) for each in back] == [(every, 2), (one, 1)]
    assert (fingerprint(client, every), fingerprint(client, one)) == before
    assert client.post(f"/api/versions/{thrown}/restore", json={}).json()["size"] == 6


def test_a_restored_picture_that_was_uploaded_again_meanwhile_merges_into_the_new_one(
    house: House, who: Principal, client: TestClient
) -> None:
    ids = fill_lake(client, ["a.jpg", "b.jpg"])
    both, old_only = a_dataset(client, "both")["dataset_id"], a_dataset(client, "old")["dataset_id"]
    (old,) = rows_of(house, "a.jpg")
    with house.writing(who) as ctx:
        service.hide_pictures(ctx, [old])
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pictures SET trashed_at = now() WHERE name = 'a.jpg'")
    new_id = fill_lake(client, ["a.jpg"])["a.jpg"]
    client.post(f"/api/versions/{both}/pictures", json={"pictures": [new_id]})
    (new,) = rows_of(house, "a.jpg")

    with house.writing(who) as ctx:
        back = service.reveal_pictures(ctx, {old: new})

    assert new != old
    assert [(each.id, each.pictures) for each in back] == [(old_only, 1)]
    for version in (both, old_only):
        found = client.get(f"/api/versions/{version}/pictures").json()["items"]
        assert {item["picture_id"] for item in found} == {new_id, ids["b.jpg"]}
        assert client.get(f"/api/versions/{version}").json()["size"] == 2
        assert fingerprint(client, version) == summed(client, version)


def test_a_trashed_picture_joins_no_version(house: House, client: TestClient, lake: dict[str, str]) -> None:
    version = a_dataset(client, "x", pictures=[lake["a.jpg"]])["dataset_id"]
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pictures SET trashed_at = now() WHERE name = 'b.jpg'")

    named = client.post(f"/api/versions/{version}/pictures", json={"pictures": [lake["b.jpg"]]})
    everything = client.post(f"/api/versions/{version}/pictures", json={"filter": {}})

    assert named.status_code == 404
    assert everything.json()["added"] == 4
    assert "b.jpg" not in names_in(client, version)


def test_a_picture_that_is_just_being_trashed_joins_no_version(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    version = a_dataset(client, "x", pictures=[lake["a.jpg"]])["dataset_id"]
    rows, answers = rows_of(house, "a.jpg", "b.jpg"), []

    def add() -> None:
        answers.append(client.post(f"/api/versions/{version}/pictures", json={"filter": {"tags": ["even"]}}).json())

    adding = threading.Thread(target=add)
    with house.writing(who) as ctx:
        ctx.db.write(sa.text("UPDATE pictures SET trashed_at = now() WHERE id = ANY(:rows)"), {"rows": rows})
        adding.start()
        adding.join(1)
        assert adding.is_alive(), "it waits for the trash"
        service.hide_pictures(ctx, rows)
    adding.join(30)

    assert answers[0]["version"]["size"] == 2
    assert names_in(client, version) == ["c.jpg", "d.jpg"]
    assert fingerprint(client, version) == summed(client, version)


def test_a_copy_and_the_trash_of_its_source_leave_no_dataset_without_a_name(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    first = a_dataset(client, "x")["dataset_id"]
    throwing = threading.Thread(target=lambda: client.delete(f"/api/versions/{first}"))
    with house.writing(who) as ctx:
        copied = service.copy_version(ctx, "x", "second")
        throwing.start()
        throwing.join(1)
        assert throwing.is_alive(), "it waits for the copy"
    throwing.join(30)

    assert client.get("/api/datasets/x/latest").json()["dataset_id"] == copied.version.id
    assert client.get(f"/api/versions/{first}").status_code == 404


# Manifests

CLASHING = [
    "a.jpg", "train/a.jpg", "val/A.JPG", "b.jpg", "x\\c.jpg", "c.jpg", 'q"t.jpg', "q?t.jpg", "alone.jpg", "noext",
    "d/noext", ".hidden", "e/.hidden", "Ärger.jpg", "f/ärger.jpg", "g/...", "h\\..", "i/picture",
]  # fmt: skip


def walk(client: TestClient, version: str, query: str) -> Iterator[dict[str, Any]]:
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"/api/versions/{version}/manifest?{query}&cursor={cursor}").json()
        yield from (
            page["items"] if "items" in page else [dict(zip(page["columns"], row, strict=True)) for row in page["rows"]]
        )
        cursor = page["next"]


@pytest.mark.parametrize("query", ["limit=1000", "limit=1", "limit=3", "limit=10000&shape=rows"])
def test_a_manifest_names_every_picture_once_whatever_the_pages(client: TestClient, query: str) -> None:
    ids = fill_lake(client, CLASHING)
    # What a marked name would be is taken as well.
    extra = fill_lake(client, [f"z/a-{ids['a.jpg'][:8]}.jpg"])
    version = a_dataset(client, "x")["dataset_id"]
    expected = LocalNames([(picture, name) for name, picture in {**ids, **extra}.items()])

    found = list(walk(client, version, query))

    assert {each["picture_id"] for each in found} == {*ids.values(), *extra.values()}
    assert len({each["file_name"].casefold() for each in found}) == len(found)
    for each in found:
        assert each["file_name"] == expected.name(each["picture_id"], each["external_url"])
    named = {each["external_url"]: each["file_name"] for each in found}
    assert (named["alone.jpg"], named["b.jpg"]) == ("alone.jpg", "b.jpg")
    assert named["a.jpg"] == f"a-{ids['a.jpg']}.jpg"


def test_local_names_of_some_are_those_of_the_manifest(house: House, who: Principal, client: TestClient) -> None:
    ids = fill_lake(client, CLASHING)
    version = a_dataset(client, "x")["dataset_id"]
    expected = {each["picture_id"]: each["file_name"] for each in walk(client, version, "limit=1000")}

    with house.reading(who) as ctx:
        row = service.readable(ctx, version)
        some = [(ids[name], name) for name in CLASHING[::3]]
        assert service.local_names(ctx, row, some) == {picture: expected[picture] for picture, _ in some}


def test_a_manifest_leads_to_the_bytes(client: TestClient) -> None:
    body = jpeg(40, 30)
    upload(client, {"train/a.jpg": body})
    version = a_dataset(client, "x")["dataset_id"]

    (entry,) = walk(client, version, "")

    assert client.get(entry["url"]).content == body
    assert (entry["file_name"], entry["size"], entry["width"], entry["height"]) == ("a.jpg", len(body), 40, 30)


def test_members_are_found_by_name_base_name_and_id(house: House, who: Principal, client: TestClient) -> None:
    ids = fill_lake(client, ["train/a.jpg", "val/a.jpg", "b.jpg", "out.jpg"])
    version = a_dataset(client, "x", pictures=[ids[n] for n in ("train/a.jpg", "val/a.jpg", "b.jpg")])["dataset_id"]

    with house.reading(who) as ctx:
        row = service.readable(ctx, version)
        by_name = service.find(ctx, row, ["val/a.jpg", "out.jpg", "nope"])
        by_base = service.find_by_base_name(ctx, row, ["a.jpg", "out.jpg"])
        by_id = service.find_by_id(ctx, row, [ids["b.jpg"], ids["out.jpg"]])

    assert {name: [each.id for each in found] for name, found in by_name.items()} == {"val/a.jpg": [ids["val/a.jpg"]]}
    assert [each.name for each in by_base] == ["train/a.jpg", "val/a.jpg"]
    assert {picture: (each.name, each.width) for picture, each in by_id.items()} == {ids["b.jpg"]: ("b.jpg", 64)}


# Differences


def test_a_difference_counts_and_lists_both_sides(client: TestClient, lake: dict[str, str]) -> None:
    old = a_dataset(client, "x", filter={"tags": ["even"]})["dataset_id"]
    new = a_dataset(client, "y", pictures=[lake["d.jpg"], lake["e.jpg"], lake["f.jpg"]])["dataset_id"]
    client.post(f"/api/versions/{new}/labels", json={"labels": [{"name": "boat", "type": "polygon"}]})

    found = client.get(f"/api/versions/{new}/diff/{old}").json()

    assert (found["added"], found["removed"], found["kept"], found["same"]) == (2, 3, 1, False)
    assert found["labels"] == {"added": ["boat (polygon)"], "removed": []}
    url = f"/api/versions/{new}/diff/{old}/pictures"
    added, removed = (client.get(f"{url}?side={side}").json()["items"] for side in ("added", "removed"))
    assert [item["external_url"] for item in added] == ["e.jpg", "f.jpg"]
    assert [item["external_url"] for item in removed] == ["a.jpg", "b.jpg", "c.jpg"]
    first = client.get(f"{url}?side=removed&limit=2").json()
    rest = client.get(f"{url}?side=removed&limit=2&cursor={first['next']}").json()
    assert [item["external_url"] for item in rest["items"]] == ["c.jpg"]
    assert client.get(f"/api/versions/{new}/diff/{new}").json()["same"] is True


# Size


def many_pictures(house: House, who: Principal, client: TestClient, count: int) -> None:
    """A lake of `count` pictures, made where the rows are."""
    fill_lake(client, ["0/0.jpg"])
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO pictures (uuid, org_id, blob_id, name, width, height, size, source, created_at) "
            "SELECT gen_random_uuid(), org_id, blob_id, mod(n, 100) || '/' || n / 100 || '.jpg', 64, 48, size, 'sdk', "
            "now() FROM pictures, generate_series(1, %s) n",
            (count - 1,),
        )
        connection.exec_driver_sql("ANALYZE pictures")


def statements(house: House) -> tuple[list[str], Any]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    sa.event.listen(house.engine, "before_cursor_execute", note)
    return seen, lambda: sa.event.remove(house.engine, "before_cursor_execute", note)


def test_twenty_thousand_pictures_join_in_few_statements(house: House, who: Principal, client: TestClient) -> None:
    count = 20_000
    many_pictures(house, who, client, count)
    seen, stop = statements(house)

    made = a_dataset(client, "x")
    with house.writing(who) as ctx:
        service.copy_version(ctx, "x", "second")
    stop()

    assert made["size"] == count
    assert len(seen) < 60
    total = sum(
        picture_digest(each["sha256"], each["external_url"])
        for each in walk(client, made["dataset_id"], "limit=10000&shape=rows")
    )
    assert made["fingerprint"] == f"{total % MODULUS:064x}"
    assert client.get("/api/datasets/x/second").json()["fingerprint"] == made["fingerprint"]


def test_random_names_find_their_key_as_the_formats_do(house: House, who: Principal, client: TestClient) -> None:
    names = [
        f"{uuid4().hex[:2]}/{stem}.jpg" for stem in ("Straße", "ÉTÉ", "été", "İx", "plain", "PLAIN", "日本", "日本")
    ]
    ids = fill_lake(client, names)
    version = a_dataset(client, "x")["dataset_id"]

    found = list(walk(client, version, "limit=2"))

    assert len({each["file_name"].casefold() for each in found}) == len(ids)
    marked = [base_name(each["external_url"]) for each in found if each["file_name"] != base_name(each["external_url"])]
    assert sorted(marked) == sorted(["ÉTÉ.jpg", "été.jpg", "plain.jpg", "PLAIN.jpg", "日本.jpg", "日本.jpg"])

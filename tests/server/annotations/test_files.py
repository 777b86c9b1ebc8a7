"""Imports and exports through the REST API: nothing is lost on the way, nothing is dropped in silence."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person, jpeg, upload
from picsellia.formats import read
from picsellia.formats.model import PictureRecord
from picsellia_server.context import House

RunJobs = Callable[[], list[str]]
SIZE = (640, 480)
NAMES = ["train/a.jpg", "val/a.jpg", "b.jpg", "c.jpg", "empty.jpg", "never.jpg"]
MASK = {"size": [480, 640], "counts": [4800, 20, 460, 20, 640 * 480 - 5300]}


def coco(**more: Any) -> dict[str, Any]:
    """Everything that COCO can say, ids from 0 and with gaps, annotations in any order."""
    images = [
        {"id": 10 * number, "file_name": name, "width": 640, "height": 480, "license": 3}
        for number, name in enumerate(NAMES)
    ]
    annotations = [
        {"id": 900, "image_id": 10, "category_id": 44, "bbox": [10, 20, 30, 40], "area": 1200, "iscrowd": 0},
        {
            "id": 7,
            "image_id": 0,
            "category_id": 0,
            "bbox": [5.5, 6.25, 100, 100],
            "area": 7500.5,
            "iscrowd": 0,
            "segmentation": [[5.5, 6.25, 105.5, 6.25, 105.5, 106.25], [10, 90, 60, 90, 10, 106.25]],
            "attributes": {"occluded": True},
        },
        {
            "id": 8,
            "image_id": 0,
            "category_id": 44,
            "bbox": [10, 0, 2, 20],
            "area": 40,
            "iscrowd": 1,
            "segmentation": MASK,
        },
        {"id": 9, "image_id": 20, "category_id": 5, "bbox": [600.5, 400.25, 80, 100], "area": 8000, "iscrowd": 0},
        {"id": 11, "image_id": 30, "category_id": 5, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0},
    ]
    categories = [
        {"id": 44, "name": "boat", "supercategory": "vehicle"},
        {"id": 0, "name": "quay", "supercategory": ""},
        {"id": 5, "name": "cloud, low", "supercategory": "sky"},
        {"id": 90, "name": "never used", "supercategory": ""},
    ]
    return {"info": {}, "images": images, "annotations": annotations, "categories": categories, **more}


@pytest.fixture
def version(client: TestClient) -> dict[str, Any]:
    return made(client, "harbours", NAMES)


def made(client: TestClient, dataset: str, names: list[str]) -> dict[str, Any]:
    """A version of pictures of 640 x 480 pixels."""
    files = {name: jpeg(*SIZE, colour=(number, 2, 3)) for number, name in enumerate(names)}
    ids = [item["picture"]["picture_id"] for item in upload(client, files)]
    answer = client.post("/api/datasets", json={"name": dataset, "pictures": ids})
    assert answer.status_code == 201, answer.text
    version: dict[str, Any] = answer.json()
    return version


def import_file(
    client: TestClient, run_jobs: RunJobs, version: Mapping[str, Any], body: bytes, name: str = "a.json", **asked: Any
) -> dict[str, Any]:
    """Plan, put, import, wait: the import when it is over."""
    digest = hashlib.sha256(body).hexdigest()
    plan = client.post("/api/uploads/plan", json={"name": name, "size": len(body), "sha256": digest})
    assert plan.status_code == 200, plan.text
    asked.update(name=name, sha256=digest)
    if ticket := plan.json()["upload"]:
        request = ticket["request"]
        assert client.request(request["method"], request["url"], content=body, headers=request["headers"]).is_success
        asked["upload"] = ticket["id"]
    begun = client.post(f"/api/versions/{version['dataset_id']}/imports", json=asked)
    assert begun.status_code == 202, begun.text
    assert begun.json()["state"] == "queued"
    assert "annotations.import" in run_jobs()
    done: dict[str, Any] = client.get(f"/api/imports/{begun.json()['id']}").json()
    return done


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def export(client: TestClient, version: Mapping[str, Any], format: str, **asked: Any) -> Any:
    answer = client.get(f"/api/versions/{version['dataset_id']}/export", params={"format": format, **asked})
    assert answer.status_code == 200, answer.text
    return answer


def records(body: bytes, format: str) -> dict[str, Any]:
    """What a file says, by picture: without what is only a place in the file."""
    found: dict[str, Any] = {}
    for record in read(io.BytesIO(body), format, name="x.zip" if body[:2] == b"PK" else "x.json"):
        if isinstance(record, PictureRecord):
            shapes = [
                (
                    shape.label,
                    shape.type.value,
                    shape.box,
                    [list(ring) for ring in shape.rings],
                    dict(shape.rle or {}),
                    shape.iscrowd,
                    {key: value for key, value in shape.given.items() if key != "id"},
                )
                for shape in record.shapes
            ]
            found[record.file_name] = (shapes, record.annotated, record.status, dict(record.given))
    return found


def test_a_coco_file_comes_back_whole(client: TestClient, version: dict[str, Any], run_jobs: RunJobs) -> None:
    done = import_file(client, run_jobs, version, as_bytes(coco()))

    assert done["state"] == "done", done
    report = done["report"]
    assert report["pictures"] == {
        "in_file": 6,
        "matched": 6,
        "missing": 0,
        "ambiguous": 0,
        "twice": 0,
        "added": 0,
    }
    assert report["shapes"] == {"kept": 5, "refused": 0}
    assert report["labels_made"] == 5, "boat is drawn as a box and as a mask"
    back = export(client, version, "coco").json()
    assert {c["name"]: (c["id"], c["supercategory"]) for c in back["categories"]} == {
        c["name"]: (c["id"], c["supercategory"]) for c in coco()["categories"]
    }
    names = {image["id"]: image for image in back["images"]}
    ours = {(names[a["image_id"]]["file_name"].split("-")[0].split(".")[0], a["id"]): a for a in back["annotations"]}
    assert len(ours) == 5
    by_area = {a["area"]: a for a in back["annotations"]}
    for given in coco()["annotations"]:
        kept = by_area[given["area"]]
        for key in ("bbox", "category_id", "iscrowd", "attributes"):
            assert kept.get(key) == given.get(key)
        assert (kept["segmentation"] or None) == given.get("segmentation")
    assert all(image["license"] == 3 for image in back["images"] if image["file_name"].startswith(("a-", "b", "c")))


@pytest.mark.parametrize("format", ["coco", "picsellia", "hybrid", "voc", "yolo"])
def test_export_import_export_gives_the_same(
    client: TestClient, version: dict[str, Any], run_jobs: RunJobs, format: str
) -> None:
    import_file(client, run_jobs, version, as_bytes(coco()))
    first = export(client, version, format).content
    fork = client.post("/api/datasets/harbours/versions", json={"version": "copy"}).json()
    wiped = client.request("DELETE", f"/api/versions/{fork['dataset_id']}/annotations", json={"all": True})
    assert wiped.json()["deleted"] == 4

    done = import_file(client, run_jobs, fork, first, name=f"export.{'zip' if first[:2] == b'PK' else 'json'}")
    second = export(client, fork, format).content

    assert done["state"] == "done", done
    assert done["report"]["pictures"]["missing"] == done["report"]["pictures"]["ambiguous"] == 0
    assert done["report"]["shapes"]["refused"] == 0, done["report"]["refused"]
    assert records(second, format) == records(first, format)
    names = set(records(first, format))
    assert len([name for name in names if name.startswith("a-")]) == 2, "two pictures of one base name"


def test_what_a_format_cannot_hold_is_said(client: TestClient, version: dict[str, Any], run_jobs: RunJobs) -> None:
    import_file(client, run_jobs, version, as_bytes(coco()))

    answer = export(client, version, "yolo")
    losses = json.loads(answer.headers["x-picsellia-losses"])
    report = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("report.json"))

    assert answer.headers["content-type"] == "application/zip"
    assert losses["original category ids"] == 4
    assert {each["reason"]: each["count"] for each in report["losses"]} == losses
    assert "x-picsellia-losses" not in export(client, version, "picsellia").headers


def test_a_filter_by_status_keeps_all_pictures(client: TestClient, version: dict[str, Any], run_jobs: RunJobs) -> None:
    import_file(client, run_jobs, version, as_bytes(coco()))
    path = f"/api/versions/{version['dataset_id']}"
    first = client.get(f"{path}/annotations", params={"annotated": True}).json()["items"][0]["picture_id"]
    client.post(f"{path}/review", json={"pictures": [first], "status": "accepted"})

    accepted = export(client, version, "coco", status="accepted").json()

    assert (len(accepted["images"]), len(accepted["annotations"])) == (6, 2)


def test_an_import_says_what_it_did_not_take_and_why(
    client: TestClient, version: dict[str, Any], run_jobs: RunJobs
) -> None:
    file = coco()
    file["images"] += [
        {"id": 70, "file_name": "lost.jpg", "width": 640, "height": 480},
        {"id": 80, "file_name": "a.jpg", "width": 640, "height": 480},
        {"id": 90, "file_name": "somewhere/b.jpg", "width": 640, "height": 480},
    ]
    file["annotations"] += [
        {"id": 20, "image_id": 70, "category_id": 5, "bbox": [1, 2, 3, 4]},
        {"id": 21, "image_id": 80, "category_id": 5, "bbox": [1, 2, 3, 4]},
        {"id": 22, "image_id": 90, "category_id": 5, "bbox": [1, 2, 3, 4]},
        {"id": 23, "image_id": 30, "category_id": 5, "bbox": [700, 2, 3, 4]},
        {"id": 24, "image_id": 30, "category_id": 6, "bbox": [1, 2, 3, 4]},
        {"id": 25, "image_id": 30, "category_id": 5, "segmentation": [[1, 2, 3, 4]]},
        {"id": 26, "image_id": 30, "category_id": 5, "bbox": [float("nan"), 2, 3, 4]},
        {"id": 27, "image_id": 31, "category_id": 5, "bbox": [1, 2, 3, 4]},
    ]

    report = import_file(client, run_jobs, version, as_bytes(file))["report"]

    assert report["pictures"] == {"in_file": 9, "matched": 7, "missing": 1, "ambiguous": 1, "twice": 1, "added": 0}
    assert (report["missing"], report["ambiguous"]) == (
        ["lost.jpg"],
        [{"name": "a.jpg", "pictures": ["train/a.jpg", "val/a.jpg"]}],
    )
    assert report["shapes"] == {"kept": 5, "refused": 8}
    reasons = {each["reason"] for each in report["refused"]["by_reason"]}
    assert len(reasons) == 8
    assert {example["where"] for example in report["refused"]["examples"]} >= {"annotations[9]", "annotations[12]"}


def test_a_repeated_import_keeps_what_is_there_unless_told(
    client: TestClient, version: dict[str, Any], run_jobs: RunJobs
) -> None:
    import_file(client, run_jobs, version, as_bytes(coco()))
    path = f"/api/versions/{version['dataset_id']}"
    drawn = client.get(f"{path}/annotations", params={"name": "c.jpg"}).json()["items"][0]["picture_id"]
    mine = {"picture_id": drawn, "shapes": [{"label": "mine", "type": "rectangle", "box": [1, 2, 3, 4]}]}
    assert client.post(f"{path}/annotations", json={"annotations": [mine]}).json()["written"] == 1

    again = import_file(client, run_jobs, version, as_bytes(coco()))["report"]
    kept = client.get(f"{path}/pictures/{drawn}/annotation").json()
    replaced = import_file(client, run_jobs, version, as_bytes(coco()), replace=True)["report"]
    now = client.get(f"{path}/pictures/{drawn}/annotation").json()

    assert again["annotations"] == {"written": 0, "unchanged": 0, "kept": 4}
    assert again["change"] is None
    assert kept["shapes"][0]["label"] == "mine"
    assert replaced["annotations"] == {"written": 1, "unchanged": 3, "kept": 0}
    assert now["shapes"][0]["label"] == "cloud, low"


def test_an_import_can_take_its_pictures_from_the_lake(client: TestClient, run_jobs: RunJobs) -> None:
    made(client, "all", NAMES)
    version = client.post("/api/datasets/all/versions", json={"version": "few"}).json()
    client.request("DELETE", f"/api/versions/{version['dataset_id']}/pictures", json={"filter": {"q": "name!=b.jpg"}})

    done = import_file(client, run_jobs, version, as_bytes(coco()), pictures_from="lake")
    size = client.get(f"/api/versions/{version['dataset_id']}").json()["size"]

    assert done["report"]["pictures"]["added"] == 5
    assert size == 6
    assert done["report"]["shapes"]["kept"] == 5


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        pytest.param(b"no json at all", "a.json", "", id="not-json"),
        pytest.param(b'{"images": [{"id": 1, "file_', "a.json", "", id="cut-off"),
        pytest.param(b'{"images": [], "annotations": [', "a.json", "", id="cut-off-list"),
        pytest.param(b"PK\x03\x04 this is no zip", "a.zip", "", id="no-zip"),
        pytest.param(b"[1, 2]", "a.json", "", id="a-list"),
    ],
)
def test_a_file_that_cannot_be_read_is_the_outcome(
    client: TestClient, version: dict[str, Any], run_jobs: RunJobs, body: bytes, name: str, said: str
) -> None:
    done = import_file(client, run_jobs, version, body, name=name)

    assert done["state"] == "failed"
    assert done["error"]
    assert said in done["error"]
    assert client.get(f"/api/versions/{version['dataset_id']}/statistics").json()["annotated"] == 0


def test_a_broken_file_changes_nothing_even_late(
    client: TestClient, version: dict[str, Any], run_jobs: RunJobs
) -> None:
    whole = as_bytes(coco())

    done = import_file(client, run_jobs, version, whole[: whole.index(b'"categories"')])

    assert done["state"] == "failed"
    assert client.get(f"/api/versions/{version['dataset_id']}").json()["labels"] == []


def test_formats_are_found_out_or_named_in_any_case(
    client: TestClient, version: dict[str, Any], run_jobs: RunJobs
) -> None:
    import_file(client, run_jobs, version, as_bytes(coco()))
    voc = export(client, version, "voc").content

    found = import_file(client, run_jobs, version, voc, name="v.zip", replace=True)
    named = import_file(client, run_jobs, version, voc, name="v.zip", format="Pascal-VOC", replace=True)
    wrong = client.post(
        f"/api/versions/{version['dataset_id']}/imports",
        json={"name": "v.zip", "sha256": hashlib.sha256(voc).hexdigest(), "format": "tiff"},
    )

    assert found["format"] == named["format"] == "voc"
    assert wrong.status_code == 400
    assert "PASCAL-VOC" in wrong.json()["detail"]


def test_bytes_that_never_came_are_a_conflict(client: TestClient, version: dict[str, Any]) -> None:
    answer = client.post(f"/api/versions/{version['dataset_id']}/imports", json={"name": "a.json", "sha256": "0" * 64})

    assert (answer.status_code, answer.json()["code"]) == (409, "blobs.bytes_missing")


def test_a_job_that_runs_twice_imports_once(
    house: House, client: TestClient, version: dict[str, Any], run_jobs: RunJobs
) -> None:
    import sqlalchemy as sa

    from picsellia_server.jobs.progress import Watched
    from picsellia_server.jobs.registry import named
    from picsellia_server.jobs.run import run

    done = import_file(client, run_jobs, version, as_bytes(coco()))
    with house.engine.connect() as connection:
        args = connection.execute(
            sa.text("SELECT args FROM procrastinate_jobs WHERE task_name = 'annotations.import'")
        ).scalar_one()

    run(house, named("annotations.import"), args, Watched(house.engine, args["job"]))

    assert client.get(f"/api/imports/{done['id']}").json() == done


def test_imports_are_invisible_elsewhere(
    house: House, client: TestClient, version: dict[str, Any], run_jobs: RunJobs
) -> None:
    done = import_file(client, run_jobs, version, as_bytes(coco()))
    other = a_person(house, client, "mallory").client

    assert other.get(f"/api/imports/{done['id']}").status_code == 404
    assert other.get(f"/api/versions/{version['dataset_id']}/export").status_code == 404
    assert [each["id"] for each in client.get(f"/api/versions/{version['dataset_id']}/imports").json()["items"]] == [
        done["id"]
    ]

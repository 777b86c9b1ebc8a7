"""Pictures, datasets, labels, annotations and imports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

from wire_v2.lives.world import BOX, LAST, ME, NEWEST, OLD, RING, VERSION, folder, refused, rest

NAMES = [f"{ME}-{at}.png" for at in range(6)]


def make_pictures() -> list[str]:
    for at, name in enumerate(NAMES):
        colour = (at * 20, len(VERSION) * 9, sum(map(ord, VERSION)) % 256)
        Image.new("RGB", (64 + at, 48), colour).save(folder("in") / name)
    return [f"in/{name}" for name in NAMES]


def pictures(client: Any, files: list[str]) -> Any:
    lake = client.datalake.picture
    lake.status()
    if VERSION == "5.0.10":  # its upload of a list opens the list
        for file in files:
            lake.upload(file, tags=[ME])
    else:
        lake.upload(files[:-1], tags=[ME])
        lake.upload(files[-1], tags=[ME])
    found = lake.fetch(1, [ME])
    assert {each["external_url"] for each in found} == set(NAMES), found
    assert [(each["width"], each["height"]) for each in found] == [(64 + at, 48) for at in range(6)]
    lake.status()
    lake.add_tags(tags=["night"])
    assert len(lake.fetch(1, [ME, "night"])) == len(files)
    lake.remove_tags(tags=["night"])
    assert len(rest(f"/api/pictures?tag={ME}&tag=night")["items"]) == 0
    lake.add_tags([found[0]["picture_id"]], ["one"])
    assert [each["picture_id"] for each in lake.fetch(1, [ME, "one"])] == [found[0]["picture_id"]]
    assert lake.fetch(1, ["certainly no tag"]) == []
    assert set(NAMES) <= {each["external_url"] for each in lake.list()["pictures"]}
    return lake.fetch(1, [ME])


def datasets(client: Any, pictures: Any, files: list[str]) -> None:
    sets = client.datalake.dataset
    sets.create(ME, "", True, pictures[:4])
    assert refused(sets.create, ME, "", True, pictures[:1])
    sets.fetch(ME, "first")
    sets.new_version(ME, "night", [], "latest")
    sets.add_data(ME, "night", pictures[4:])
    sizes = {each["version"]: each["size"] for each in rest(f"/api/datasets?name={ME}")["items"]}
    assert sizes == {"first": 4, "night": len(files)}, sizes
    sets.list()
    sets.fetch(ME, "first")
    if OLD:
        sets.create_labels(sets.dataset_id, "boat", "rectangle")
        sets.create_labels(sets.dataset_id, "calm", "classification")
    else:
        sets.create_labels("boat", "rectangle")
        sets.create_labels("boat", "rectangle")
        sets.create_labels("calm", "classification")
    sets.download(f"{ME}/first")
    sets.download(f"{ME}/night", "elsewhere-on-disk")
    for at, file in enumerate(files):
        assert Path("elsewhere-on-disk", NAMES[at]).read_bytes() == Path(file).read_bytes()
        assert at >= 4 or Path(ME, "first", NAMES[at]).read_bytes() == Path(file).read_bytes()
    if LAST:
        assert len(sets.list_pictures()["pictures"]) == 4
    sets.delete(ME, "night")
    assert [each["version"] for each in rest(f"/api/datasets?name={ME}")["items"]] == ["first"]
    assert refused(sets.fetch, ME, "night")


def annotated(client: Any, pictures: Any) -> None:
    sets = client.datalake.dataset
    sets.fetch(ME, "first")
    version = sets.dataset_id
    one, data = pictures[0], [BOX, RING, {"type": "classification", "label": "calm"}]
    if OLD:
        assert sets.add_annotation(version, one["picture_id"], data=data, nb_instances=3, duration=12)
        assert sets.add_annotation(version, NAMES[1], True, data=[BOX])
    elif LAST:
        assert sets.add_annotation(one["external_url"], data=data)
        assert sets.add_annotation(NAMES[1], data=[BOX])
    else:
        assert sets.add_annotation(one["picture_id"], data=data)
        assert sets.add_annotation(NAMES[1], True, data=[BOX])
    written = [{"external_picture_url": NAMES[2], "nb_labels": 1, "time_spent": 1, "annotations": [RING]}]
    sets.add_annotation_legacy(written, dataset_id=version)
    if VERSION == "4.7.8":
        assert len(sets.list_annotations(version)["annotations"]) == 3
    if LAST:
        _read(sets)
    found = rest(f"/api/versions/{version}/statistics")
    assert (found["annotated"], found["objects"]) == (3, 5), found
    sets.delete_annotations(version, one["picture_id"])
    assert rest(f"/api/versions/{version}/statistics")["annotated"] == 2
    sets.delete_annotations(version, all_annotations=True)
    assert rest(f"/api/versions/{version}/statistics")["annotated"] == 0


def _read(sets: Any) -> None:
    [one] = sets.get_annotations(NAMES[1])
    assert [each["label"] for each in one["annotations"]] == ["boat"], one
    assert len(sets.get_annotations()) == 3
    assert len(sets.get_annotations(limit=2, offset=1)) == 2
    sets.get_annotations(from_snapshot=True)
    assert (len(sets.annotations), sets.nb_annotations) == (3, 4), sets.nb_annotations


def document(images: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "categories": [{"name": "boat"}, {"name": "quay"}],
        "images": images,
        "annotations": [
            {"external_picture_url": name, "nb_labels": 2, "time_spent": 3, "annotations": [BOX, RING]}
            for name in NAMES[:4]
        ],
    }


def push(client: Any) -> None:
    """Annotations alone, in every format that the client reads."""
    images = [{"external_picture_url": name, "signed_url": "http://127.0.0.1:9/none"} for name in NAMES[:4]]
    Path("annotations.json").write_text(json.dumps(document(images)))
    if NEWEST:
        _coco(client)
        _voc(client)
        client.datalake.upload(ME, "first", None, "annotations.json", "PICSELLIA")
    else:
        client.datalake.push_dataset(
            name=ME, tags=[ME], annotations_path="annotations.json", format="legacy", only_annotations=True
        )
    _holds(ME, annotated=4, objects=8)


def _holds(name: str, *, annotated: int, objects: int) -> None:
    [version] = rest(f"/api/datasets?name={name}")["items"]
    found = rest(f"/api/versions/{version['dataset_id']}/statistics")
    assert (found["annotated"], found["objects"]) == (annotated, objects), found


def _coco(client: Any) -> None:
    for rings in ([], [[0, 1, 9, 1, 9.5, 9]]):
        shapes = [{"image_id": 1, "category_id": 7, "bbox": [8, 4, 20.5, 9], "segmentation": rings}]
        images = [{"id": 1, "file_name": NAMES[0], "width": 64, "height": 48}]
        images.append({"id": 2, "file_name": NAMES[1], "width": 65, "height": 48})
        whole = {"categories": [{"id": 7, "name": "boat"}], "images": images, "annotations": shapes}
        Path("coco.json").write_text(json.dumps(whole))
        client.datalake.upload(ME, "first", None, "coco.json", "COCO")
        _holds(ME, annotated=2, objects=1)


def _voc(client: Any) -> None:
    for name in NAMES[:2]:
        box = "<bndbox><xmin>9</xmin><ymin>5</ymin><xmax>29</xmax><ymax>14</ymax></bndbox>"
        (folder("voc") / f"{name}.xml").write_text(
            f"<annotation><filename>{name}</filename><size><width>64</width><height>48</height></size>"
            f"<object><name>Buoy</name>{box}</object></annotation>"
        )
    client.datalake.upload(ME, "first", None, "voc", "PASCAL-VOC")
    _holds(ME, annotated=2, objects=2)


def again(client: Any, exported: dict[str, Any], files: list[str]) -> None:
    """What was exported makes a dataset again: pictures, dataset, annotations and labels in one call."""
    Path("exported.json").write_text(json.dumps(exported))
    copy, tags = f"{ME}-copy", [f"{ME}-copy"]
    if LAST:  # this one uploads pictures or annotations, and fails by itself when given both
        client.datalake.upload(copy, None, "in", None, None, tags)
        client.datalake.dataset.create(copy, "", True, client.datalake.picture.fetch(1, tags))
        client.datalake.upload(copy, "first", None, "exported.json", "PICSELLIA", nb_jobs=-1)
    elif NEWEST:
        client.datalake.upload(copy, None, "in", "exported.json", "PICSELLIA", tags, -1)
    else:
        client.datalake.push_dataset(name=copy, tags=tags, annotations_path="exported.json", format="legacy")
    _holds(copy, annotated=4, objects=8)
    [version] = rest(f"/api/datasets?name={copy}")["items"]
    assert version["size"] == (6 if NEWEST else 4)
    if VERSION == "5.0":
        client.datalake.push_dataset(name=f"{ME}-folder", tags=tags, annotations_path="exported.json", imgdir="in")
        _holds(f"{ME}-folder", annotated=4, objects=8)
    assert len(rest(f"/api/pictures?tag={ME}")["items"]) == len(files), "the same bytes are the same pictures"


def crowd(client: Any) -> None:
    """Twenty processes upload pictures at once, then twenty write annotations with labels that nobody made before."""
    count, name = 80, f"{ME}-crowd"
    for at in range(count):
        Image.new("RGB", (32, 24), (at * 3, 250, 7)).save(folder("crowd") / f"crowd-{at}.png")
    client.datalake.upload(name, None, "crowd", None, None, [name], -1)
    client.datalake.dataset.create(name, "", True, client.datalake.picture.fetch(1, [name]))
    whole = {
        "categories": [{"id": at, "name": f"kind {at}"} for at in range(10)],
        "images": [{"id": at, "file_name": f"crowd-{at}.png", "width": 32, "height": 24} for at in range(count)],
        "annotations": [
            {"image_id": at % count, "category_id": at % 10, "bbox": [1, 2, 3.5, 4], "segmentation": []}
            for at in range(count * 5)
        ],
    }
    Path("crowd.json").write_text(json.dumps(whole))
    client.datalake.upload(name, "first", None, "crowd.json", "COCO", nb_jobs=-1)
    _holds(name, annotated=count, objects=count * 5)
    client.datalake.picture.delete(client.datalake.picture.fetch(1, [name]))

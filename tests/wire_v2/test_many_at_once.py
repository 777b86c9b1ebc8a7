"""Twenty processes of a published client at once, against a real server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from wire_v2.conftest import CALM, RECTANGLE, Speaker


def test_row_12_twenty_uploads_at_once(live: Speaker) -> None:
    tag = str(uuid4())

    with ThreadPoolExecutor(20) as pool:
        ids = list(pool.map(lambda at: live.picture(f"{tag}-{at}.jpg", tags=[tag, "shared"]), range(40)))

    found = live.says(200, "POST", "datalake/search/none", {"tags": [tag], "quantity": 1})["pictures"]
    assert {each["picture_id"] for each in found} == set(ids)
    assert len(set(ids)) == 40


def test_row_25_twenty_writers_at_once(live: Speaker) -> None:
    name = str(uuid4())
    first = live.dataset(name, pictures=20)

    def write(at: int) -> Any:
        shapes = [RECTANGLE, {**CALM, "label": f"label {at % 3}"}]
        return live.says(201, "PUT", f"annotation/new/{first}/{name}-{at}.jpg", {"data": shapes})

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, range(20)))

    headers = {"Authorization": f"Token {live.token}"}
    found = live.http.get(f"/api/versions/{first}/statistics", headers=headers).json()
    assert (found["annotated"], found["objects"]) == (20, 40)


def test_row_64_points_of_many_threads_are_all_there(live: Speaker) -> None:
    exp = live.experiment(live.project(str(uuid4())))
    live.says(201, "PUT", f"experiment/{exp}/data", {"0": {"name": "loss", "data": [-1], "type": "line"}})

    def append(value: int) -> Any:
        return live.says(201, "POST", f"experiment/{exp}/data/loss", {"data": [value], "type": "line"})

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(append, range(60)))

    logged = live.says(200, "GET", f"experiment/{exp}/data/loss")["data_asset"]["data"]
    assert sorted(logged) == list(range(-1, 60))


def test_row_64_appends_to_other_types_lose_nothing_either(live: Speaker) -> None:
    exp = live.experiment(live.project(str(uuid4())))
    live.says(201, "PUT", f"experiment/{exp}/data", {"0": {"name": "odd", "data": [-1], "type": "mystery"}})

    def append(value: int) -> Any:
        return live.says(201, "POST", f"experiment/{exp}/data/odd", {"data": [value]})

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(append, range(40)))

    logged = live.says(200, "GET", f"experiment/{exp}/data/odd")["data_asset"]["data"]
    assert sorted(logged) == list(range(-1, 40))


def test_row_73_several_machines_get_different_runs(live: Speaker) -> None:
    project = live.project(str(uuid4()))
    config = {"image": "trainer:1", "parameters": {"a": {"values": list(range(12))}}}
    live.says(200, "POST", f"scan/{project}/launch", {"name": "lr", "nb_worker": 4, "config": config})

    with ThreadPoolExecutor(12) as pool:
        runs = list(pool.map(lambda _: live.says(200, "GET", f"run/{project}/lr"), range(12)))

    assert sorted(each["order"] for each in runs) == list(range(12))

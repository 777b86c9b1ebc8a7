"""What experiments log, through the REST API: the eight types, appends, batches, many writers, bad input."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from factories import encoded
from picsellia_server.accounts.model import Principal
from picsellia_server.blobs import service as blobs
from picsellia_server.context import House
from storing import bring, file_body, store

from .conftest import Trial

ASSET = {"id", "date_created", "last_update", "name", "data", "type", "points", "last", "url", "chart"}


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


@pytest.mark.parametrize(
    ("data", "type"),
    [
        pytest.param(0.8, "value", id="value"),
        pytest.param("done", "value", id="text-value"),
        pytest.param(None, "value", id="null-value"),
        pytest.param([3, 1.2, 0.9], "line", id="list"),
        pytest.param({"steps": [0, 10], "values": [1, 2.5]}, "line", id="steps"),
        pytest.param({"loss1": [1, 2], "loss2": [3]}, "line", id="columns"),
        pytest.param({"x": ["car", "bus"], "y": [10, 4], "image_list": ["id"]}, "bar", id="bar"),
        pytest.param({"z": "1", "a": None, "lr": 0.1, "nested": {"b": [1]}}, "table", id="table"),
        pytest.param({"rows": ["r"], "columns": ["a", "b"], "data": [[1, 2]]}, "table", id="grid"),
        pytest.param({"categories": ["a"], "values": [[1, 2], [3, 4]]}, "heatmap", id="heatmap"),
        pytest.param({"1": "car", "2": "bus"}, "labelmap", id="labelmap"),
        pytest.param({"0": "car", "7": "bus"}, "labelmap", id="labelmap-from-0-with-gaps"),
        pytest.param({"categories": ["1"], "per_image_eval": [{"bbox": [[0.1, 0.2]]}]}, "evaluation", id="evaluation"),
        pytest.param([{"any": ["thing"]}], "my own type", id="unknown-type"),
    ],
)
def test_data_reads_back_as_it_was_sent(trial: Trial, data: Any, type: str) -> None:
    trial.log("name", data, type)

    asset = trial.client.get(f"{trial.base}/data/name").json()

    assert set(asset) == ASSET
    assert (asset["data"], asset["type"]) == (data, type)
    if isinstance(data, dict):
        assert list(asset["data"]) == list(data)
    assert isinstance(asset["id"], int)


@pytest.mark.parametrize(
    ("data", "type"),
    [
        (0.5, "value"),
        ("x", "value"),
        ([1, 2], "line"),
        ({"steps": [1], "values": [1]}, "line"),
        ({"x": ["a"], "y": [1]}, "bar"),
        ({"categories": ["a"], "values": [[1]]}, "heatmap"),
        ({"loss": [1, 2]}, "table"),
    ],
)
def test_without_a_type_the_shape_says_it_and_a_stored_asset_keeps_its_own(trial: Trial, data: Any, type: str) -> None:
    trial.log("guessed", data)
    trial.log("line", [1], "line")
    trial.log("line", 2)

    assert trial.client.get(f"{trial.base}/data/guessed").json()["type"] == type
    assert trial.data("line") == [1, 2]


def test_a_line_grows_and_everything_else_is_overwritten(trial: Trial) -> None:
    for points in ([3], [2.5, 2.1]):
        trial.log("loss", points, "line")
    for table in ({"a": 1}, {"b": 2}):
        trial.log("parameters", table, "table")

    assert trial.data("loss") == [3, 2.5, 2.1]
    assert trial.data("parameters") == {"b": 2}
    trial.log("loss", [9], "line", replace=True)
    assert trial.data("loss") == [9]
    assert trial.shown()["data_count"] == 2


def test_a_line_that_meets_another_form_is_rewritten_whole(trial: Trial) -> None:
    trial.log("loss", [1, 2], "line")

    trial.log("loss", {"steps": [10], "values": [3], "val": [4]}, "line")
    trial.log("loss", {"values": [5], "val": [6]}, "line")

    assert trial.data("loss") == {"steps": [0, 1, 10, 19], "values": [1, 2, 3, 5], "val": [None, None, 4, 6]}


def test_a_line_may_become_a_value_and_back(trial: Trial) -> None:
    trial.log("x", [1, 2], "line")
    trial.log("x", 5, "value")
    assert trial.data("x") == 5

    trial.log("x", [7], "line")

    assert trial.data("x") == [7]
    assert trial.client.get(f"{trial.base}/data/x").json()["points"] == 1


def test_what_json_cannot_hold_is_replaced_and_said(trial: Trial) -> None:
    body = '{"name": "m", "type": "table", "data": {"a": NaN, "b": [Infinity, 1], "c\\u0000": "x\\ud800", "d": 1e999}}'

    report = trial.client.post(f"{trial.base}/data", content=body, headers={"content-type": "application/json"}).json()

    assert trial.data("m") == {"a": None, "b": [None, 1], "c\ufffd": "x\ufffd", "d": None}
    assert report["replaced"] == [{"name": "m", "nan": 3, "text": 2, "large": 0}]


def test_numeric_strings_become_numbers_in_lines_alone(trial: Trial) -> None:
    trial.log("line", {"steps": [0, "2"], "values": ["0.53", "0.41"]}, "line")
    trial.log("table", {"loss": "0.53"}, "table")

    assert trial.data("line") == {"steps": [0, 2], "values": [0.53, 0.41]}
    assert trial.data("table") == {"loss": "0.53"}


@pytest.mark.parametrize(
    "name",
    ["metrics_mAP_0.5:0.95", "train/loss", "DetectionBoxes_Recall/AR@1", "perte d'été", "模型", "a b", "x" * 120],
)
def test_names_may_hold_what_frameworks_put_into_them(trial: Trial, name: str) -> None:
    trial.log(name, [1], "line")

    assert trial.data(name) == [1]
    assert trial.client.delete(f"{trial.base}/data/{name}").status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "type", "expected"),
    [
        pytest.param("", 1, "value", "needs a name", id="no-name"),
        pytest.param("a\x00b", 1, "value", "control character", id="nul-in-the-name"),
        pytest.param("x" * 121, 1, "value", "121 characters", id="long-name"),
        pytest.param("v", [1], "value", "one number or text", id="list-as-value"),
        pytest.param("l", ["a"], "line", "'a'", id="text-in-a-line"),
        pytest.param("l", {"steps": [1], "values": [1, 2]}, "line", "'values' has 2", id="uneven-line"),
        pytest.param("b", {"x": ["a"], "y": [1, 2]}, "bar", "as many of each", id="uneven-bar"),
        pytest.param("b", [1], "bar", "is a dict", id="list-as-bar"),
        pytest.param("h", {"categories": ["a"], "values": [[1], [1, 2]]}, "heatmap", "equal length", id="heatmap"),
        pytest.param("t", [1], "table", "not a list", id="list-as-table"),
        pytest.param("i", {"object_name": "nothing.png"}, "image", "no picture", id="image-of-nothing"),
        pytest.param("i", {"path": "a.png"}, "image", "object_name", id="image-without-key"),
        pytest.param("t", 1, "x" * 61, "60", id="long-type"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    trial: Trial, name: str, data: Any, type: str, expected: str
) -> None:
    problem = trial.refused(name, data, type)

    assert expected in problem["detail"]
    assert trial.client.get(f"{trial.base}/data").json()["items"] == []
    assert trial.shown()["data_count"] == 0


def test_nesting_without_end_is_refused(trial: Trial) -> None:
    deep: Any = 1
    for _ in range(60):
        deep = {"a": deep}

    assert "nested" in trial.refused("t", deep, "table")["detail"]


def test_a_logged_picture_is_shown_by_its_url_and_kept(
    house: House, who: Principal, client: TestClient, trial: Trial
) -> None:
    body = encoded("PNG")
    picture = bring(client, trial.base, file_body("runs/confusion_matrix.png", body), body)

    trial.log("confusion", None, "image", picture=picture)

    asset = client.get(f"{trial.base}/data/confusion").json()
    assert asset["data"] == {"object_name": f"{trial.id}/confusion_matrix.png"}
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE blobs SET created_at = created_at - interval '1 day'")
    with house.writing(who) as ctx:
        blobs.sweep(ctx)
        blobs.bury(ctx)
    shown = client.get(asset["url"])
    assert (shown.content, shown.headers["content-type"]) == (body, "image/png")
    trial.log("again", asset["data"], "image")
    assert client.get(client.get(f"{trial.base}/data/again").json()["url"]).content == body


def test_what_is_no_picture_is_no_image(client: TestClient, trial: Trial) -> None:
    picture = bring(client, trial.base, file_body("plot.svg", b"<svg/>"), b"<svg/>")

    assert "cannot be logged as an image" in trial.refused("plot", None, "image", picture=picture)["detail"]


def test_a_batch_is_kept_once_however_often_it_comes(trial: Trial) -> None:
    writer = str(uuid4())
    first = [{"name": "loss", "type": "line", "data": n} for n in range(5)]
    second = [{"name": "loss", "type": "line", "data": n} for n in range(3, 8)]

    def send(seq: int, records: list[Any]) -> dict[str, Any]:
        body = {"writer": writer, "seq": seq, "records": records}
        report: dict[str, Any] = trial.client.post(f"{trial.base}/log", json=body).json()
        return report

    assert send(0, first)["last"] == 4
    assert (send(0, first)["kept"], send(0, first)["skipped"]) == (0, 5)
    overlapping = send(3, second)
    assert (overlapping["kept"], overlapping["skipped"], overlapping["last"]) == (3, 2, 7)
    assert trial.data("loss") == list(range(8))


def test_a_gap_is_refused_and_says_what_is_expected(trial: Trial) -> None:
    writer = str(uuid4())
    record = {"name": "loss", "data": 1, "type": "line"}

    refused = trial.client.post(f"{trial.base}/log", json={"writer": writer, "seq": 3, "records": [record]})

    assert code(refused) == (409, "experiments.log_gap")
    assert refused.json()["expected"] == 0


def test_one_bad_record_stops_no_other_and_is_named(trial: Trial) -> None:
    records = [
        {"name": "loss", "type": "line", "data": [1]},
        {"name": "loss", "type": "line", "data": ["abc"]},
        {"name": "", "type": "value", "data": 1},
        {"name": "late", "type": "line", "data": {"a": [1], "b": [2]}},
        {"name": "late", "type": "line", "data": [5]},
        {"name": "loss", "type": "line", "data": [2]},
        {"name": "new", "type": "bar", "data": 1},
        {"name": "acc", "data": 0.5},
    ]

    report = trial.client.post(f"{trial.base}/log", json={"writer": str(uuid4()), "seq": 0, "records": records}).json()

    assert [refused["index"] for refused in report["refused"]] == [1, 2, 4, 6]
    assert (report["kept"], report["last"]) == (4, 7)
    assert trial.data("loss") == [1, 2]
    assert trial.data("late") == {"a": [1], "b": [2]}
    assert [item["name"] for item in trial.client.get(f"{trial.base}/data").json()["items"]] == ["acc", "late", "loss"]


def test_single_appends_are_merged_into_few_chunks(house: House, trial: Trial) -> None:
    writer = str(uuid4())
    for at in range(300):
        body = {"writer": writer, "seq": at, "records": [{"name": "loss", "type": "line", "data": at / 7}]}
        assert trial.client.post(f"{trial.base}/log", json=body).status_code == 200

    with house.engine.connect() as connection:
        chunks = connection.execute(sa.text("SELECT at, rows FROM line_chunks ORDER BY at")).all()

    assert trial.data("loss") == [at / 7 for at in range(300)]
    assert len(chunks) == 300 // 64 + 300 % 64
    assert [at for at, _ in chunks] == [sum(rows for _, rows in chunks[:n]) for n in range(len(chunks))]


def test_a_chart_is_asked_for_by_width_and_range(trial: Trial) -> None:
    trial.log("loss", [n % 100 for n in range(10_000)], "line")

    asset = trial.client.get(f"{trial.base}/data/loss?width=50").json()
    near = trial.client.get(f"{trial.base}/data/loss?width=50&from=100&to=110").json()

    assert asset["data"] is None
    assert (len(asset["chart"][0]["x"]), asset["chart"][0]["exact"], asset["points"]) == (100, False, 10_000)
    assert near["chart"][0]["x"] == list(range(99, 112))
    assert near["chart"][0]["y"] == [99, *range(12)]


def test_lists_show_the_last_numbers_without_the_points(trial: Trial) -> None:
    trial.log("loss", [3, 2, None], "line")
    trial.log("both", {"a": [1], "b": [2]}, "line")
    trial.log("acc", 0.5, "value")

    items = trial.client.get(f"{trial.base}/data?with_data=false").json()["items"]

    assert [(item["name"], item["last"], item["data"]) for item in items] == [
        ("loss", {"values": 2}, None),
        ("both", {"a": 1, "b": 2}, None),
        ("acc", {"value": 0.5}, None),
    ]
    assert [i["name"] for i in trial.client.get(f"{trial.base}/data?name=acc&name=loss").json()["items"]] == [
        "loss",
        "acc",
    ]


def test_a_line_is_given_as_csv(trial: Trial) -> None:
    trial.log("train/loss", {"steps": [0, 5], "a": [1, None], "b": [0.5, 2]}, "line")

    answer = trial.client.get(f"{trial.base}/csv/train/loss")

    assert answer.text.split() == ["steps,a,b", "0,1,0.5", "5,,2"]
    assert answer.headers["content-type"].startswith("text/csv")
    trial.log("v", 1, "value")
    assert code(trial.client.get(f"{trial.base}/csv/v")) == (400, "experiments.data")


def test_data_is_overwritten_retyped_and_renamed(trial: Trial) -> None:
    trial.log("a", [1, 2], "line")
    trial.log("b", 1, "value")

    renamed = trial.client.patch(f"{trial.base}/data/a", json={"name": "c", "data": [7]}).json()

    assert (renamed["name"], renamed["data"], renamed["type"]) == ("c", [7], "line")
    assert code(trial.client.patch(f"{trial.base}/data/b", json={"name": "c"})) == (409, "experiments.name_in_use")
    assert code(trial.client.patch(f"{trial.base}/data/b", json={"colour": 1})) == (400, "invalid")
    assert code(trial.client.patch(f"{trial.base}/data/zz", json={"name": "y"})) == (404, "experiments.data_unknown")
    retyped = trial.client.patch(f"{trial.base}/data/b", json={"type": "line", "data": [1]}).json()
    assert (retyped["type"], retyped["data"]) == ("line", [1])


def test_deleting_what_is_not_there_is_not_found(trial: Trial) -> None:
    trial.log("a", 1)
    trial.log("b", [1])

    assert trial.client.delete(f"{trial.base}/data/a").status_code == 200
    assert code(trial.client.delete(f"{trial.base}/data/a")) == (404, "experiments.data_unknown")
    assert trial.client.delete(f"{trial.base}/data").json() == {"deleted": 1}
    assert trial.shown()["data_count"] == 0
    trial.log("b", [2])
    assert trial.data("b") == [2]


def test_a_file_of_json_size_is_too_large_for_a_table(trial: Trial) -> None:
    assert "Store it as a file" in trial.refused("t", {"a": "x" * (33 << 20)}, "table")["detail"]


def test_logging_tells_live_views_once(house: House, trial: Trial) -> None:
    import psycopg

    url = house.settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as listener:
        listener.execute("LISTEN experiments")
        records = [{"name": f"line {n}", "type": "line", "data": [1]} for n in range(20)]
        trial.client.post(f"{trial.base}/log", json={"writer": str(uuid4()), "seq": 0, "records": records})
        told = [json.loads(note.payload) for note in listener.notifies(timeout=2, stop_after=1)]
        told += [json.loads(note.payload) for note in listener.notifies(timeout=0.2)]

    assert [(note["what"], note["experiment"]) for note in told] == [("logged", trial.id)]
    assert len(told[0]["names"]) == 20


def test_a_long_line_comes_and_goes_in_one_piece(trial: Trial) -> None:
    values = [at / 3 for at in range(60_000)]

    trial.log("loss", values, "line")
    trial.log("loss", [1], "line")

    assert trial.data("loss") == [*values, 1]


def test_files_and_images_of_one_key_do_not_meet(client: TestClient, trial: Trial) -> None:
    store(client, trial.base, "plot", b"bytes", file_name="plot.png")

    refused = client.post(
        f"{trial.base}/data", json={"name": "p", "type": "image", "data": {"object_name": f"{trial.id}/other.png"}}
    )

    assert code(refused) == (400, "experiments.picture_missing")

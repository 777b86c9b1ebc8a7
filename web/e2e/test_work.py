"""Datasets, experiments, models and tokens, as a person uses them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from services.web_app import Api, Lab, Lake, eventually, write_log

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_version_is_filtered_by_label_and_reviewed_with_undo(page: Page, api: Api, lake: Lake) -> None:
    page.goto("/datasets/trees/first")
    expect(page.get_by_text("30 pictures", exact=True)).to_be_visible()

    page.get_by_role("region", name="Labels").get_by_role("button", name="oak").click()
    expect(page.get_by_text("10 match")).to_be_visible()
    page.keyboard.press("Control+a")
    page.get_by_role("toolbar", name="Selection").get_by_role("button", name="Accept").click()
    expect(page.get_by_text("10 pictures accepted.")).to_be_visible()
    accepted = f"/api/versions/{lake.version}/annotations/count?status=accepted"
    assert api.call("GET", accepted) == {"count": 10}
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Undone.")).to_be_visible()
    assert api.call("GET", accepted) == {"count": 0}


def test_shapes_lie_over_the_picture_and_a_key_judges_it(page: Page, api: Api, lake: Lake) -> None:
    page.goto(f"/datasets/trees/first/{lake.pictures[0]}")
    expect(page.get_by_role("img", name="1 shapes")).to_be_visible()

    page.keyboard.press("r")

    expect(page.get_by_text("is refused.")).to_be_visible()
    expect(page).to_have_url(re.compile(lake.pictures[1]))
    look = api.call("GET", f"/api/versions/{lake.version}/pictures/{lake.pictures[0]}/look")
    assert look["status"] == "refused"


def test_every_part_of_a_version_opens(page: Page, lake: Lake) -> None:
    page.goto("/datasets/trees/first")
    for tab, text in (
        ("Labels", "rectangle"),
        ("Statistics", "Objects by label"),
        ("Versions", "This is its only version."),
        ("Import and export", "Export annotations"),
    ):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(text).first).to_be_visible()


def test_two_experiments_are_compared_with_their_differences_marked(page: Page, lab: Lab) -> None:
    page.goto(f"/projects/{lab.project}")

    page.get_by_role("checkbox", name="Select run-0").check()
    page.get_by_role("checkbox", name="Select run-1").check()
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("heading", name="Parameters")).to_be_visible()
    expect(page.get_by_title("lr differs")).to_be_visible()
    expect(page.get_by_title("epochs", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="train/loss").locator("canvas")).to_be_visible()


def test_an_experiment_shows_every_kind_of_tile(page: Page, lab: Lab) -> None:
    page.goto(f"/experiments/{lab.experiments[0]}")

    for name in ("parameters", "train/loss", "confusion-matrix", "labelmap", "train-split"):
        expect(page.get_by_role("region", name=name)).to_be_visible()
    expect(page.get_by_text("accuracy")).to_be_visible()
    loss = page.get_by_role("region", name="train/loss").locator(".u-over")
    loss.scroll_into_view_if_needed()
    box = loss.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 60, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"from=.*to="))
    page.get_by_role("button", name="Whole range").click()
    expect(page).not_to_have_url(re.compile(r"from="))


def test_a_running_experiment_grows_without_reload(page: Page, api: Api, lab: Lab) -> None:
    run = api.call("POST", f"/api/projects/{lab.project}/experiments", {"name": "live", "status": "started"})["id"]
    page.goto(f"/experiments/{run}")
    expect(page.get_by_text("Nothing logged so far")).to_be_visible()
    page.evaluate("window.__same_page = true")

    log(api, run, "loss", "line", [3, 2, 1])
    plot = page.get_by_role("region", name="loss").locator(".u-over")
    expect(plot).to_be_visible()
    log(api, run, "loss", "line", [7.25])
    eventually(lambda: "7.25" in last_value(page, plot), "the point added to the line")
    for value in (0.125, 0.875):
        log(api, run, "recall", "value", value)
        expect(page.get_by_text(str(value))).to_be_visible()

    page.get_by_role("tab", name="Log").click()
    write_log(api, run, ["epoch 1 of 9"])
    expect(page.get_by_role("log", name="Log")).to_contain_text("epoch 1 of 9")
    write_log(api, run, ["epoch 2 of 9"], seq=1)
    expect(page.get_by_role("log", name="Log")).to_contain_text("epoch 2 of 9")
    assert page.evaluate("window.__same_page")


def log(api: Api, experiment: str, name: str, kind: str, data: Any) -> None:
    api.call("POST", f"/api/experiments/{experiment}/data", {"name": name, "type": kind, "data": data})


def last_value(page: Page, plot: Locator) -> str:
    """What the legend says of the last point: what is under the pointer at the right end."""
    box = plot.bounding_box()
    assert box is not None
    for back in (30, 1):
        page.mouse.move(box["x"] + box["width"] - back, box["y"] + 40)
    return page.get_by_role("region", name="loss").inner_text()


def test_a_model_is_edited_in_place_and_its_readme_is_no_html(page: Page, api: Api) -> None:
    model = api.call("POST", "/api/networks", {"name": "crowns", "type": "detection"})["model_id"]
    page.goto(f"/models/{model}")

    page.get_by_role("button", name="Write a readme").click()
    page.get_by_label("Readme, in Markdown").fill(
        "# Crowns\n\n<img src=x onerror=alert(1)> *urban* [x](javascript:alert(1))"
    )
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Crowns", exact=True)).to_be_visible()
    assert page.locator("main img").count() == 0
    assert page.locator("main a[href^=javascript]").count() == 0
    page.get_by_role("switch", name="Private").click()
    expect(page.get_by_text("Public", exact=True)).to_be_visible()
    assert api.call("GET", f"/api/networks/{model}")["private"] is False


def test_a_token_is_made_shown_once_and_revoked(page: Page) -> None:
    page.goto("/settings/tokens")

    page.get_by_label("Name").fill("laptop")
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_test_id("secret")).to_be_visible()
    page.reload()
    expect(page.get_by_test_id("secret")).to_have_count(0)
    page.get_by_role("button", name="Revoke laptop").click()

    expect(page.get_by_text("The token laptop is revoked.")).to_be_visible()

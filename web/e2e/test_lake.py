"""The datalake as a person uses it: look, select, tag, upload, make a dataset, delete and take back."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from services.web_app import Api, Lake, photo

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

DROP = """async (files) => {
  const data = new DataTransfer()
  for (const [name, body] of files) {
    const bytes = Uint8Array.from(atob(body), (c) => c.charCodeAt(0))
    data.items.add(new File([bytes], name, { type: 'image/png' }))
  }
  const target = document.querySelector('main')?.firstElementChild
  for (const kind of ['dragenter', 'dragover', 'drop'])
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }))
}"""


def tiles(page: Page) -> None:
    expect(page.get_by_test_id("grid").locator("a[aria-label]").first).to_be_visible()


def test_the_grid_shows_the_pictures_and_a_click_opens_one(page: Page, lake: Lake) -> None:
    page.goto("/datalake?order=name&tag=drone")

    expect(page.get_by_text("40 match")).to_be_visible()
    page.get_by_role("link", name="survey/003.png").click()

    expect(page).to_have_url(re.compile(f"/datalake/{lake.pictures[3]}"))
    expect(page.get_by_role("complementary", name="About this picture")).to_contain_text("440 × 240")
    expect(page.get_by_role("button", name="Next picture")).to_be_enabled()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(f"/datalake/{lake.pictures[4]}"))
    expect(page.get_by_role("complementary", name="About this picture")).to_contain_text("trees/first")
    page.keyboard.press("Escape")
    expect(page.get_by_text("40 match")).to_be_visible()


def test_a_range_is_selected_tagged_and_untagged_by_undo(page: Page, api: Api, lake: Lake) -> None:
    page.goto("/datalake?order=name&tag=drone")
    tiles(page)

    page.get_by_role("checkbox", name="Select survey/002.png").click(force=True)
    page.get_by_role("checkbox", name="Select survey/006.png").click(force=True, modifiers=["Shift"])
    expect(page.get_by_role("toolbar", name="Selection")).to_contain_text("5 selected")
    page.keyboard.press("t")
    page.get_by_role("dialog").get_by_role("combobox", name="Tags").fill("chosen")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Tag").click()

    expect(page.get_by_text("5 pictures tagged: chosen.")).to_be_visible()
    assert api.call("GET", "/api/pictures/count?tag=chosen") == {"count": 5}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert api.call("GET", "/api/pictures/count?tag=chosen") == {"count": 0}


def test_undoing_a_tag_leaves_it_on_those_that_had_it(page: Page, api: Api, lake: Lake) -> None:
    api.call("POST", "/api/pictures/tags", {"pictures": lake.pictures[:2], "add": ["had"], "remove": []})
    page.goto("/datalake?tag=drone")
    tiles(page)

    page.keyboard.press("Control+a")
    expect(page.get_by_role("toolbar", name="Selection")).to_contain_text("40 selected")
    page.keyboard.press("t")
    page.get_by_role("dialog").get_by_role("combobox", name="Tags").fill("had")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Tag").click()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Undone.")).to_be_visible()
    assert api.call("GET", "/api/pictures/count?tag=had") == {"count": 2}


def test_a_drag_draws_a_marquee_around_pictures(page: Page, lake: Lake) -> None:
    page.goto("/datalake?order=name&tag=drone")
    tiles(page)
    box = page.get_by_test_id("grid").bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 40, box["y"] + 60, steps=6)
    page.mouse.up()

    expect(page.get_by_role("toolbar", name="Selection")).to_contain_text("selected")
    expect(page).to_have_url(re.compile(r"/datalake\?"))


def test_a_selection_becomes_a_dataset(page: Page, api: Api, lake: Lake) -> None:
    page.goto("/datalake?order=name&tag=drone")
    tiles(page)

    page.get_by_role("link", name="survey/000.png").focus()
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("toolbar", name="Selection")).to_contain_text("3 selected")
    page.get_by_role("button", name="Add to dataset").click()
    page.get_by_role("dialog").get_by_label("Name").fill("by hand")
    page.get_by_role("button", name="Make the dataset").click()
    page.get_by_role("button", name="Open").click()

    expect(page).to_have_url(re.compile("/datasets/by%20hand/first$"))
    assert api.call("GET", "/api/datasets/by%20hand/first")["size"] == 3


def test_dropped_files_are_uploaded_each_with_its_fate(page: Page, api: Api, lake: Lake) -> None:
    page.goto("/datalake")
    tiles(page)
    files = [("one.png", photo(901)), ("two.png", photo(902)), ("broken.png", b"no picture")]

    page.evaluate(DROP, [[name, base64.b64encode(body).decode()] for name, body in files])

    expect(page.get_by_text("2 new, 1 refused")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("region", name="Uploads")).to_contain_text("This is not a picture")
    assert api.call("GET", "/api/pictures/count?q=one.png") == {"count": 1}
    expect(page.get_by_role("link", name="one.png")).to_be_visible()


def test_deleted_pictures_come_back_with_undo(page: Page, api: Api, lake: Lake) -> None:
    page.goto("/datalake?order=-name&tag=drone")
    tiles(page)

    page.get_by_role("checkbox", name="Select survey/039.png").click(force=True)
    page.keyboard.press("Delete")
    expect(page.get_by_text("1 picture in the trash.")).to_be_visible()
    assert api.call("GET", "/api/pictures/count?q=survey/039.png") == {"count": 0}
    page.keyboard.press("Control+z")

    expect(page.get_by_text("Undone.")).to_be_visible()
    assert api.call("GET", "/api/pictures/count?q=survey/039.png") == {"count": 1}


def test_the_search_suggests_tags_and_the_address_holds_it(page: Page, lake: Lake) -> None:
    page.goto("/datalake")
    tiles(page)

    page.keyboard.press("/")
    page.keyboard.type("dro")
    page.get_by_role("option", name="tag:drone").click()
    page.keyboard.type("width>400")

    expect(page).to_have_url(re.compile("(?=.*width)(?=.*drone)"))
    expect(page.get_by_text("10 match")).to_be_visible()
    page.reload()
    expect(page.get_by_text("10 match")).to_be_visible()
    page.go_back()


def test_the_table_shows_the_same_list(page: Page, lake: Lake) -> None:
    page.goto("/datalake?order=name&tag=drone")
    tiles(page)

    page.keyboard.press("v")

    expect(page.get_by_role("table", name="Pictures")).to_contain_text("survey/000.png")
    page.get_by_role("button", name="Name").click()
    expect(page.get_by_role("table", name="Pictures")).to_contain_text("survey/039.png")

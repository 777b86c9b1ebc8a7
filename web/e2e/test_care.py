"""What holds on every route: no console error, no serious fault of access, nothing lost on a phone; and the keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from services.browsing import Watched
from services.web_app import Lab, Lake

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
# Impact is serious or critical; what axe can only ask a person about is not among the violations.
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations
    .filter((each) => ['serious', 'critical'].includes(each.impact))
    .map((each) => `${each.id}: ${each.help}: ` +
      each.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} (${node.any[0]?.message})`).join('; '))
}"""


@pytest.fixture
def routes(lake: Lake, lab: Lab, model: str) -> list[str]:
    one, two = lab.experiments[:2]
    return [
        "/",
        "/datalake",
        "/datalake?view=table",
        "/datalake?q=no+such+picture",
        f"/datalake/{lake.pictures[0]}",
        "/datasets",
        "/datasets/trees/first",
        "/datasets/trees/first?tab=labels",
        "/datasets/trees/first?tab=statistics",
        "/datasets/trees/first?tab=versions",
        "/datasets/trees/first?tab=transfer",
        f"/datasets/trees/first/{lake.pictures[0]}",
        "/projects",
        f"/projects/{lab.project}",
        f"/projects/{lab.project}?tab=compare&with={one}&with={two}",
        f"/projects/{lab.project}?tab=settings",
        f"/experiments/{one}",
        f"/experiments/{one}?tab=logs",
        f"/experiments/{one}?tab=files",
        f"/experiments/{one}?tab=evaluation",
        f"/experiments/{one}?tab=settings",
        "/models",
        f"/models/{model}",
        f"/models/{model}?tab=files",
        f"/models/{model}?tab=settings",
        "/settings/profile",
        "/settings/tokens",
        "/settings/organization",
        "/admin/jobs",
        "/admin/events",
        "/no/such/page",
    ]


def faults(page: Page) -> list[str]:
    if not AXE.is_file():
        pytest.fail("axe-core is missing: ./dev test installs it, or: python tools/web.py packages")
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_route_has_a_serious_fault_of_access(
    watched: Watched, routes: list[str], scheme: Literal["light", "dark"]
) -> None:
    watched.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for route in routes:
        watched.visit(route)
        assert watched.page.locator("html").get_attribute("data-mantine-color-scheme") == scheme
        found += [f"{route}: {fault}" for fault in faults(watched.page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_floats_above_a_page_has_no_serious_fault_of_access(
    watched: Watched, lake: Lake, scheme: Literal["light", "dark"]
) -> None:
    page = watched.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for keys, seen in (
        (["?"], page.get_by_role("dialog", name="Keys")),
        (["Control+k"], page.get_by_role("combobox", name="Find or do anything")),
        (["Control+a"], page.get_by_role("toolbar", name="Selection")),
        (["Control+a", "t"], page.get_by_role("dialog")),
    ):
        watched.visit("/datalake?tag=drone")
        for key in keys:
            page.keyboard.press(key)
        expect(seen).to_be_visible()
        found += [f"{'+'.join(keys)}: {fault}" for fault in faults(page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_has_no_serious_fault_of_access(stranger: Page, scheme: Literal["light", "dark"]) -> None:
    stranger.emulate_media(color_scheme=scheme)
    stranger.goto("/login")
    expect(stranger.get_by_role("button", name="Sign in")).to_be_visible()

    found = faults(stranger)
    assert not found, "\n".join(found)


def test_nothing_is_lost_at_phone_width(watched: Watched, routes: list[str]) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    wide = []
    for route in routes:
        watched.visit(route)
        over = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 1:
            wide.append(f"{route}: {over} px")

    assert not wide, "\n".join(wide)


def test_keys_walk_the_rooms_and_the_sheet_names_those_of_the_page(page: Page, lake: Lake) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Experiments")).to_be_visible()

    for room, path in (("s", "/datasets"), ("p", "/projects"), ("m", "/models"), ("d", "/datalake")):
        page.keyboard.press("g")
        page.keyboard.press(room)
        expect(page).to_have_url(re.compile(f"{path}$"))
    expect(page.get_by_test_id("grid")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Select all that match")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)


def test_the_palette_goes_to_things_and_does_what_the_page_can(page: Page, lake: Lake, lab: Lab) -> None:
    page.goto("/datalake")
    expect(page.get_by_test_id("grid")).to_be_visible()

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find or do anything").fill("show as a table")
    expect(page.get_by_role("option", name="Show as a table")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Pictures")).to_be_visible()

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find or do anything").fill("trees")
    expect(page.get_by_role("option", name="trees/first")).to_be_visible()
    page.get_by_role("option", name="trees/first").click()
    expect(page).to_have_url(re.compile(r"/datasets/trees/first"))

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find or do anything").fill("run-1")
    expect(page.get_by_role("option", name="run-1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Find or do anything")).to_have_count(0)

"""No string of a user's runs as a script, on any route.

The canary is put wherever a user can write. The browser is told to leave out the content security policy, so that the
pages stand by themselves; with it, which all other tests keep, even a mistake would not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from services.browsing import Watched
from services.web_app import Api, an_evaluation, eventually, have_thumbnails, photo, write_log

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

SHORT = "<img src=x onerror=window.__canary=1>"  # for what is a name: it holds no slash
LONG = f"{SHORT}<script>window.__canary=2</script>\"'><svg onload=window.__canary=3>{{{{window.__canary=4}}}}"
README = f"""# {LONG}

[link](javascript:window.__canary=5) ![x](javascript:window.__canary=6) <a href="javascript:window.__canary=7">y</a>

<iframe srcdoc="<script>parent.__canary=8</script>"></iframe> <javascript:window.__canary=9>

| {SHORT} |
|---|
| {SHORT} |
"""


def exif() -> bytes:
    """A camera whose maker, model and description are the canary."""
    made = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):  # description, make, model, software, artist, rights
        made[tag] = LONG
    return made.tobytes()


@pytest.fixture(scope="module")
def routes(api: Api) -> list[str]:
    """Every route, after the canary has been written wherever one can write."""
    pictures = api.upload({f"{SHORT}.jpg": photo(700, exif=exif()), f"{SHORT}.png": photo(701)}, [SHORT])
    version = _a_dataset(api, pictures)
    project = api.call("POST", "/api/projects", {"project_name": SHORT, "description": LONG})["project_id"]
    runs = [_an_experiment(api, project, f"{SHORT}{number}", version) for number in range(2)]
    network = _a_network(api)
    members = _an_organization(api)
    have_thumbnails(api)
    version_path = f"/datasets/{_quoted(version['dataset_name'])}/{_quoted(version['version'])}"
    other = f"org={members}"
    return [
        "/",
        "/datalake",
        "/datalake?view=table",
        f"/datalake?tag={_quoted(SHORT)}&q={_quoted(SHORT)}",
        *[f"/datalake/{picture}" for picture in pictures],
        "/datasets",
        *[f"{version_path}{tab}" for tab in ("", *_tabs("labels", "statistics", "versions", "transfer"))],
        f"{version_path}?label={version['label']}",
        f"{version_path}/{pictures[0]}",
        "/projects",
        *[f"/projects/{project}{tab}" for tab in ("", *_tabs("settings"))],
        f"/projects/{project}?tab=compare&with={runs[0]}&with={runs[1]}",
        *[f"/experiments/{runs[0]}{tab}" for tab in ("", *_tabs("logs", "files", "evaluation", "settings"))],
        "/models",
        *[f"/models/{network}{tab}" for tab in ("", *_tabs("files", "settings"))],
        "/settings/profile",
        "/settings/tokens",
        "/settings/organization",
        "/admin/jobs",
        "/admin/events",
        f"/?{other}",
        f"/settings/organization?{other}",
        f"/admin/events?{other}",
        f"/login?to={_quoted('javascript:window.__canary=10')}",
    ]


def _tabs(*names: str) -> list[str]:
    return [f"?tab={name}" for name in names]


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


def _a_dataset(api: Api, pictures: list[str]) -> dict[str, Any]:
    given = {"name": SHORT, "description": LONG, "pictures": pictures}
    made: dict[str, Any] = api.call("POST", "/api/datasets", given)
    api.call("POST", f"/api/datasets/{_quoted(SHORT)}/versions", {"version": f"{SHORT}2", "from_version": "first"})
    shapes = [
        {"type": "rectangle", "label": SHORT, "box": [1, 2, 30, 40]},
        {"type": "polygon", "label": SHORT, "rings": [[5, 5, 50, 5, 50, 60]]},
        {"type": "classification", "label": SHORT},
    ]
    annotations = {"annotations": [{"picture_id": each, "shapes": shapes} for each in pictures]}
    path = f"/api/versions/{made['dataset_id']}"
    api.call("POST", f"{path}/annotations", annotations)
    labels = api.call("GET", f"{path}/labels")["items"]
    api.call("PATCH", f"/api/labels/{labels[0]['id']}", {"supercategory": SHORT})
    return {**made, "label": labels[0]["id"]}


def _an_experiment(api: Api, project: str, name: str, version: dict[str, Any]) -> str:
    given = {
        "name": name,
        "description": LONG,
        "status": SHORT,
        "dataset": f"{version['dataset_name']}/{version['version']}",
    }
    made = str(api.call("POST", f"/api/projects/{project}/experiments", given)["id"])
    for asset, kind, data in (
        (f"table {SHORT}", "table", {SHORT: LONG, "two": [LONG, SHORT]}),
        ("parameters", "table", {SHORT: LONG, "lr": name}),
        (f"{SHORT} group/line {SHORT}", "line", [1.0, 2.0, 1.5]),
        (f"value {SHORT}", "value", LONG),
        (f"matrix {SHORT}", "heatmap", {"categories": [SHORT, LONG], "values": [[1, 2], [3, 4]]}),
        ("labelmap", "labelmap", {"1": SHORT, "2": LONG}),
        (f"bar {SHORT}", "bar", {"x": [SHORT, LONG], "y": [1, 2]}),
        ("evaluation", "evaluation", an_evaluation([SHORT, LONG], SHORT)),
    ):
        api.call("POST", f"/api/experiments/{made}/data", {"name": asset, "type": kind, "data": data})
    lines = [LONG, f"--#--{SHORT}", f"\x1b[31m{LONG}\x1b[0m", f"50%|{SHORT}| 1/2 [00:01<00:01]", README]
    write_log(api, made, [line.replace("\n", " ") for line in lines])
    api.store(f"/api/experiments/{made}", {f"{SHORT}.txt": b"weights"})
    return made


def _a_network(api: Api) -> str:
    given = {"name": SHORT, "type": SHORT}
    made = str(api.call("POST", "/api/networks", given)["model_id"])
    changes = {
        "readme_text": README,
        "description": LONG,
        "framework": SHORT,
        "tag": [SHORT],
        "base_parameters": {SHORT: LONG},
        "labels": {"1": SHORT},
        "private": False,
    }
    api.call("PATCH", f"/api/networks/{made}", changes)
    api.store(f"/api/networks/{made}", {f"{SHORT}.onnx": b"weights"})
    return made


def _an_organization(api: Api) -> str:
    """An organization and a person of that name; how the address names it."""
    api.call("POST", "/api/tokens", {"name": SHORT})
    made = api.call("POST", "/api/organizations", {"name": SHORT})
    there = {"X-Picsellia-Organization": made["id"]}
    invitation = api.call("POST", "/api/organization/invitations", {"role": "member"}, **there)
    joining = {"secret": invitation["secret"], "username": f"{SHORT}b", "password": "another password"}
    api.call("POST", "/api/invitations/register", joining)
    return str(made["id"])


@pytest.fixture
def visitor(browser: Browser, api: Api, signed_in: Any) -> Iterator[Watched]:
    context = browser.new_context(storage_state=signed_in, bypass_csp=True, locale="en-US")
    watched = Watched(context.new_page(), api.url)
    yield watched
    assert not watched.wrong, "\n".join(watched.wrong)
    context.close()


def sung(page: Page) -> Any:
    return page.evaluate("window.__canary")


def test_a_string_of_a_user_runs_on_no_route(visitor: Watched, routes: list[str]) -> None:
    page = visitor.page
    shown = 0
    for route in routes:
        if route.startswith("/login"):
            page.goto(visitor.url + route)
            page.wait_for_timeout(500)
        else:
            visitor.visit(route)
        shown += page.get_by_text("window.__canary").count() > 0
        assert sung(page) is None, route
        assert page.locator("[onerror], [onload], [href^=javascript], iframe, main script").count() == 0, route
        for each in page.locator("main [title]:visible").all()[:6]:  # what appears under the pointer
            each.hover(force=True)
        assert sung(page) is None, f"{route}, under the pointer"

    assert shown > len(routes) / 2, "the canary is not to be seen: this test looks at the wrong pages"


def test_what_is_not_found_is_named_as_text(visitor: Watched) -> None:
    for route in (f"/datasets/{_quoted(SHORT)}/none", f"/datalake/{_quoted(SHORT)}", f"/{_quoted(SHORT)}"):
        visitor.visit(route)
        assert sung(visitor.page) is None, route
        assert visitor.page.locator("[onerror]").count() == 0, route
    # The browser and the router say of themselves what is not found; all else counts.
    told = ("Failed to load resource", "ApiError")
    visitor.wrong[:] = [each for each in visitor.wrong if not any(expected in each for expected in told)]


def test_the_canary_would_sing(browser: Browser) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()

    page.set_content(f"<main>{LONG}</main>")

    eventually(lambda: sung(page) is not None, "the song")
    context.close()

"""Every route with the real ids of another organization: nothing of it is seen, and nothing of it changes.

Two organizations with one of everything. Somebody of the one puts ids, names and digests of the other wherever a
path or a body takes one, on every route of `permissions.txt`. A new route is tried as it is; where its body needs
something of its own, `BODIES` wants a line.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from factories import a_person, an_organization, described, jpeg, upload
from picsellia_server.accounts.model import Permission
from picsellia_server.context import House
from picsellia_server.operator import Issued

CANARY = "canary7f3a"
"""In every name and text of the organization that is attacked."""

TABLE = Path(__file__).with_name("permissions.txt")
Ids = dict[str, str]


@dataclass(frozen=True)
class Place:
    """One of everything in one organization."""

    organization: str
    client: TestClient
    ids: Ids


def _made(client: TestClient, method: str, path: str, body: Any) -> Any:
    answer = client.request(method, path, json=body)
    assert answer.is_success, (method, path, answer.status_code, answer.text)
    return answer.json()


def _bring(client: TestClient, plan: str, name: str, body: bytes) -> dict[str, Any]:
    """Bring a file's bytes; how it is then named."""
    file = described(name, body)
    item = _made(client, "POST", plan, {"files": [file]})["items"][0]
    request = item["upload"]["request"]
    assert client.request(request["method"], request["url"], content=body, headers=request["headers"]).is_success
    return {**file, "upload": item["upload"]["id"]}


def furnish(client: TestClient, organization: str, word: str, run_jobs: Any) -> Place:
    """One of everything, each with `word` in its name; as `client`, who acts there."""
    colour = (len(word) * 7 % 256, 40, 90)
    bodies = {f"{word}-{n}.jpg": jpeg(64 + n, 48, colour=colour) for n in range(3)}
    ids = [item["picture"]["picture_id"] for item in upload(client, bodies, tags=[f"{word}-tag"])]
    made = {"name": f"{word}-set", "description": word, "pictures": ids}
    version = _made(client, "POST", "/api/datasets", made)["dataset_id"]
    other = _made(client, "POST", f"/api/datasets/{word}-set/versions", {"version": "second"})["dataset_id"]
    shape = {"label": f"{word}-label", "type": "rectangle", "box": [1, 2, 30, 20], "given": {"note": word}}
    annotation = {"picture_id": ids[0], "shapes": [shape]}
    change = _made(client, "POST", f"/api/versions/{version}/annotations", {"annotations": [annotation]})
    labels = client.get(f"/api/versions/{version}/labels").json()["items"]
    network = _made(client, "POST", "/api/networks", {"name": f"{word}-net", "type": "detection"})["model_id"]
    weights = _bring(client, f"/api/networks/{network}/files/plan", f"{word}-weights", word.encode() * 40)
    _made(client, "POST", f"/api/networks/{network}/files", {"files": [weights]})
    project = _made(client, "POST", "/api/projects", {"project_name": f"{word}-project"})["project_id"]
    trial = _made(client, "POST", f"/api/projects/{project}/experiments", {"name": f"{word}-trial", "dataset": version})
    base = f"/api/experiments/{trial['id']}"
    _made(client, "POST", f"{base}/data", {"name": f"{word}-line", "type": "line", "data": [1, 2]})
    checkpoint = _bring(client, f"{base}/files/plan", f"{word}-file", word.encode() * 50)
    _made(client, "POST", f"{base}/files", {"files": [checkpoint]})
    line = {"text": word, "at": "2021-06-17T08:55:00Z"}
    _made(client, "POST", f"{base}/telemetry/lines", {"writer": str(uuid4()), "seq": 0, "lines": [line]})
    file = json.dumps({"images": [], "annotations": [], "categories": [], "info": {"by": word}}).encode()
    brought = _made(client, "POST", "/api/uploads/plan", described(f"{word}.json", file))
    request = brought["upload"]["request"]
    client.request(request["method"], request["url"], content=file, headers=request["headers"])
    ticket = brought["upload"]["id"]
    importing = {**described(f"{word}.json", file), "upload": ticket}
    importing.pop("size")
    begun = _made(client, "POST", f"/api/versions/{version}/imports", importing)
    trashed = _made(client, "POST", "/api/pictures/trash", {"pictures": [ids[2]]})
    open_ticket = _made(client, "POST", "/api/uploads/plan", described("later", word.encode() * 60))["upload"]["id"]
    config = {"parameters": {"lr": {"values": [0.1, 0.2]}}, "image": word, "metric": {"name": "loss"}}
    scan = _made(client, "POST", f"/api/projects/{project}/scans", {"name": f"{word}-scan", "config": config})["scan"][
        "id"
    ]
    runs = client.get(f"/api/scans/{scan}/runs").json()
    invitation = _made(client, "POST", "/api/organization/invitations", {"role": "viewer"})["id"]
    token = _made(client, "POST", "/api/tokens", {"name": f"{word}-token", "organization": True})["token"]["id"]
    run_jobs()
    job = client.get("/api/jobs").json()
    return Place(
        organization=organization,
        client=client,
        ids={
            "word": word,
            "picture_id": ids[0],
            "second_picture": ids[1],
            "trashed_picture": ids[2],
            "trash_id": trashed["trash_id"],
            "version_id": version,
            "other_id": other,
            "label_id": labels[0]["id"],
            "change_id": str(_change(change)),
            "network_id": network,
            "project_id": project,
            "experiment_id": trial["id"],
            "experiment": f"{word}-trial",
            "scan_id": scan,
            "run_id": runs["items"][0]["id"],
            "import_id": begun["id"],
            "job_id": job["items"][0]["id"],
            "upload_id": open_ticket,
            "used_upload": ticket,
            "invitation_id": invitation,
            "token_id": token,
            "sha256": hashlib.sha256(bodies[f"{word}-0.jpg"]).hexdigest(),
            "size": str(len(bodies[f"{word}-0.jpg"])),
            "file_sha256": hashlib.sha256(file).hexdigest(),
            "organization": organization,
        },
    )


def _change(report: dict[str, Any]) -> Any:
    return next(value for name, value in report.items() if name in ("change", "change_id"))


@pytest.fixture
def places(house: House, client: TestClient, owner: Issued, run_jobs: Any) -> tuple[Place, Place]:
    """(acme, which is attacked; bolt, where the attacker is the owner)."""
    ann, eve = (a_person(house, client, name) for name in ("ann", "eve"))
    an_organization(house, ann.name, f"{CANARY}-acme", {})
    an_organization(house, eve.name, "bolt", {})
    acme = furnish(ann.acting_in(f"{CANARY}-acme"), f"{CANARY}-acme", CANARY, run_jobs)
    bolt = furnish(eve.acting_in("bolt"), "bolt", "bolt", run_jobs)
    return acme, bolt


def _file(ids: Ids) -> dict[str, Any]:
    return {"name": "taken", "sha256": ids["sha256"], "size": int(ids["size"])}


_SCAN = {"parameters": {"lr": {"values": [0.1]}}, "image": "x", "metric": {"name": "loss"}}


def _bodies(theirs: Ids, own: Ids) -> dict[str, list[dict[str, Any]]]:
    """What a body may name of others, by the end of its route."""
    file, pictures = _file(theirs), {"pictures": [theirs["picture_id"]]}
    named = {**file, "file_name": theirs["word"]}
    ticket = {**file, "upload": theirs["used_upload"]}
    shape = {"label": "x", "type": "classification"}
    by_label = {"filter": {"labels": [theirs["label_id"]]}}
    line = {"text": "x", "at": "2021-06-17T08:55:00Z"}
    asked = {"sha256": theirs["file_sha256"], "name": "a.json"}
    return {
        "POST /api/datasets": [{"name": "n1", **pictures}],
        "/datasets/{name}/versions": [{"version": "x", "from_version": "first"}, {"version": "y", **pictures}],
        "POST /api/versions/{version_id}/pictures": [pictures],
        "DELETE /api/versions/{version_id}/pictures": [pictures],
        "PATCH /api/versions/{version_id}": [{"description": "mine"}],
        "/versions/{version_id}/labels": [{"labels": [{"name": "x", "type": "rectangle"}]}],
        "/versions/{version_id}/labels/order": [{"labels": [theirs["label_id"]]}],
        "POST /api/versions/{version_id}/annotations": [
            {"annotations": [{"picture_id": theirs["picture_id"], "shapes": [shape]}]}
        ],
        "DELETE /api/versions/{version_id}/annotations": [pictures, by_label],
        "/annotations/delete": [pictures, by_label],
        "/review": [{"status": "accepted", **pictures}, {"status": "accepted", **by_label}],
        "/imports": [asked, {**asked, "upload": theirs["used_upload"]}],
        "/api/pictures/plan": [{"files": [file]}],
        "POST /api/pictures": [{"files": [file]}, {"files": [ticket]}, {"files": [file, ticket]}],
        "/pictures/tags": [{**pictures, "add": ["mine"]}],
        "/pictures/trash": [pictures],
        "/pictures/restore": [{"pictures": [theirs["trashed_picture"]]}, {"trash_id": theirs["trash_id"]}],
        "PATCH /api/tags/{name:path}": [{"name": "mine"}],
        "PATCH /api/labels/{label_id}": [{"name": "mine"}],
        "/files/plan": [{"files": [file]}],
        "/files": [{"files": [file]}, {"files": [ticket]}],
        "PATCH /api/experiments/{experiment_id}/files/{name:path}": [{"name": "mine"}],
        "/thumbnail": [named, {**named, "upload": theirs["used_upload"]}],
        "/experiments/{experiment_id}/data": [
            {"name": "x", "type": "image", "picture": named},
            {"name": "y", "type": "line", "data": [1]},
        ],
        "/experiments/{experiment_id}/dataset": [{"dataset": theirs["version_id"]}],
        "/experiments/{experiment_id}/log": [
            {"writer": str(uuid4()), "seq": 0, "records": [{"name": "x", "type": "line", "data": 1}]}
        ],
        "/publish": [{"name": "taken", "type": "detection"}],
        "PATCH /api/runs/{run_id}": [{"status": "running"}],
        "/projects/{project_id}/scans": [
            {"name": "s1", "config": {**_SCAN, "base_model": theirs["network_id"]}},
            {"name": "s2", "config": {**_SCAN, "dataset": theirs["version_id"]}},
        ],
        "/telemetry/end": [{"exit_code": "0"}],
        "/telemetry/lines": [{"writer": str(uuid4()), "seq": 0, "lines": [line]}],
        "/projects/{project_id}/datasets": [{"dataset": theirs["version_id"]}],
        "/projects/{project_id}/experiments": [
            {"name": "e1", "dataset": theirs["version_id"]},
            {"name": "e2", "source": theirs["network_id"]},
            {"name": "e3", "previous": theirs["experiment_id"], "with_file": True, "with_data": True},
        ],
        "/compare": [{"experiments": [theirs["experiment_id"], own["experiment_id"]]}],
        "/uploads/plan": [file],
        "/finish": [{"parts": [{"number": 1, "etag": "x"}]}],
        "/organization/members/{username}": [{"role": "owner"}],
        "/api/organization": [{"name": "renamed"}],
        "/organization/delete": [{"confirm": theirs["organization"]}],
        "/api/organizations": [{"name": "e-corp"}],
        "POST /api/networks": [{"name": "n2", "type": "detection"}],
        "POST /api/projects": [{"project_name": "p2"}],
        "/api/tokens": [{"name": "t", "organization": True}],
        "/invitations/accept": [{"secret": theirs["invitation_id"]}],
        "/me/password": [{"old": "a wrong one", "new": "a long password"}],
    }


def _body_of(bodies: dict[str, list[dict[str, Any]]], method: str, path: str) -> list[dict[str, Any] | None]:
    if method not in ("POST", "PUT", "PATCH", "DELETE"):
        return [None]
    whole = f"{method} {path}"
    ends = sorted((end for end in bodies if whole.endswith(end)), key=len)
    if ends:
        return list(bodies[ends[-1]])
    return [None] if method == "DELETE" else [{}]


_NO_OBJECTS = {"side", "number", "kind", "option", "version"}
_NAMES = {"name", "tag"}


def rows() -> list[tuple[str, str, Permission]]:
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return [(method, path, Permission(permission)) for permission, method, path in lines]


def _fillings(path: str, theirs: Ids, own: Ids) -> list[tuple[str, bool]]:
    """The path with each mixture of ids of both places; and whether it names anything of theirs."""
    found = re.findall(r"\{(\w+)(?::\w+)?\}", path)
    choices: list[list[tuple[str, bool]]] = []
    for parameter in found:
        if parameter in _NO_OBJECTS:
            choices.append([({"side": "320", "version": "first"}.get(parameter, "1"), False)])
        elif parameter == "username":
            choices.append([("owner", False)])  # whoever is on this server may be asked to join
        elif parameter in _NAMES:
            choices.append([(_name_in(path, ids["word"]), ids is theirs) for ids in (theirs, own)])
        else:
            choices.append([(ids[parameter], ids is theirs) for ids in (theirs, own)])
    filled = []
    for mixture in product(*choices):
        text = path
        for parameter, (value, _) in zip(found, mixture, strict=True):
            text = re.sub(r"\{" + parameter + r"(:\w+)?\}", value, text, count=1)
        filled.append((text, any(foreign for _, foreign in mixture)))
    return filled


def _name_in(path: str, word: str) -> str:
    for part, kind in (("/files/", "file"), ("/data/", "line"), ("/csv/", "line"), ("/tags/", "tag"), ("/hub/", "net")):
        if part in path:
            return f"{word}-{'weights' if part == '/files/' and '/networks/' in path else kind}"
    return f"{word}-set"


_SPOIL = {
    ("DELETE", "/api/sessions/current"),
    ("POST", "/api/organization/delete"),
    ("PATCH", "/api/organization"),
}
"""They change the attacker's own place, and take nothing that names another's."""


_QUERIES = {
    ("GET", "/api/experiments/{experiment_id}/telemetry/found"): "?q=a",
    ("DELETE", "/api/projects/{project_id}/datasets"): "?dataset={version_id}",
    ("GET", "/api/pictures"): "?tag={word}-tag",
    ("GET", "/api/pictures/count"): "?tag={word}-tag",
    ("GET", "/api/versions/{version_id}/annotations"): "?label={label_id}",
}


def _everything_in(house: House, organization: str) -> dict[str, set[str]]:
    """All rows of the organization: those that name it, and of tables that name none all rows there are."""
    passing = {"tokens", "sessions", "idempotency", "procrastinate_jobs", "procrastinate_events", "jobs"}
    found: dict[str, set[str]] = {}
    with house.engine.connect() as connection:
        inspector = sa.inspect(connection)
        asked = {"name": organization}
        org = connection.execute(sa.text("SELECT id FROM organizations WHERE name = :name"), asked).scalar_one()
        for table in inspector.get_table_names():
            if table in passing or table.startswith("procrastinate"):
                continue
            columns = {column["name"] for column in inspector.get_columns(table)}
            where = f"WHERE org_id = {org}" if "org_id" in columns else ""
            found[table] = set(connection.exec_driver_sql(f'SELECT t::text FROM "{table}" t {where}').scalars())
    return found


def _try(asking: TestClient, method: str, path: str, body: Any) -> Any:
    if path.endswith("/stream"):
        return None  # has no end where it is allowed; see test_live.py and below
    return asking.request(method, path, json=body, follow_redirects=False)


def _attack(asking: TestClient, theirs: Place, own: Place) -> list[str]:
    """Try all of REST; what came back that should not have."""
    bodies, wrong = _bodies(theirs.ids, own.ids), []
    for method, path, permission in rows():
        if method in ("HEAD", "OPTIONS") or (method, path) in _SPOIL or not path.startswith("/api/"):
            continue
        for filled, foreign in _fillings(path, theirs.ids, own.ids):
            for body in _body_of(bodies, method, path):
                if method == "DELETE" and body is None and not foreign:
                    continue  # the attacker's own, which is needed for what follows
                query = _QUERIES.get((method, path), "").format(**theirs.ids)
                answer = _try(asking, method, filled + query, body)
                if answer is None:
                    continue
                shown = f"{method} {filled} {json.dumps(body)}: {answer.status_code} {answer.text[:300]}"
                named_by_us = CANARY in filled or CANARY in json.dumps(body)
                if answer.status_code >= 500:
                    wrong.append(f"fails: {shown}")
                elif CANARY in answer.text and not (named_by_us and answer.status_code >= 400):
                    wrong.append(f"tells: {shown}")
                elif foreign and permission is not Permission.ANYONE and answer.status_code not in (403, 404):
                    wrong.append(f"finds: {shown}")
    return wrong


def _lost(before: dict[str, set[str]], after: dict[str, set[str]]) -> list[str]:
    """Rows of the organization that were changed or removed."""
    gone = {table: before[table] - after[table] for table in before}
    named = {row for rows_of in gone.values() for row in rows_of if CANARY in row}
    whole = {row for table in ("dataset_versions", "datasets", "pictures", "experiments") for row in gone[table]}
    return sorted(named | whole)


def test_nothing_of_another_organization_is_seen_or_changed(house: House, places: tuple[Place, Place]) -> None:
    acme, bolt = places
    before = _everything_in(house, acme.organization)
    assert all(CANARY in str(before[table]) for table in ("pictures", "datasets", "experiments", "data_assets"))

    wrong = _attack(bolt.client, acme, bolt)

    assert not wrong, "\n".join(wrong)
    assert not _lost(before, _everything_in(house, acme.organization))


def test_a_token_of_one_organization_reaches_no_other_of_its_user(
    house: House, places: tuple[Place, Place], client: TestClient
) -> None:
    """Ann owns both; her token of bolt finds nothing in acme."""
    acme, bolt = places
    _made(bolt.client, "PUT", "/api/organization/members/ann", {"role": "owner"})
    ann = TestClient(client.app, headers=dict(acme.client.headers), raise_server_exceptions=False)
    ann.headers["X-Picsellia-Organization"] = "bolt"
    secret = _made(ann, "POST", "/api/tokens", {"name": "robot", "organization": True})["secret"]
    robot = TestClient(client.app, headers={"Authorization": f"Bearer {secret}"}, raise_server_exceptions=False)
    before = _everything_in(house, acme.organization)

    wrong = _attack(robot, acme, bolt)

    assert not wrong, "\n".join(wrong)
    assert not _lost(before, _everything_in(house, acme.organization))


def _wire_body(theirs: Ids) -> dict[str, Any]:
    """Every field in which the published clients name something."""
    return {
        "organization": theirs["organization"],
        "pictures": [theirs["picture_id"]],
        "pictures_list": [theirs["picture_id"]],
        "to_delete": [theirs["picture_id"]],
        "dataset_id": theirs["version_id"],
        "dataset": theirs["version_id"],
        "dataset_name": f"{theirs['word']}-set",
        "version": "first",
        "project_id": theirs["project_id"],
        "project_name": f"{theirs['word']}-project",
        "network": theirs["network_id"],
        "network_id": theirs["network_id"],
        "source": theirs["network_id"],
        "previous": theirs["experiment_id"],
        "experiment_id": theirs["experiment_id"],
        "experiments": [theirs["experiment_id"]],
        "object_name": f"{theirs['network_id']}/weights",
        "method": "get",
        "bucket_model": True,
        "name": "mine",
        "type": "detection",
        "tags": [f"{theirs['word']}-tag"],
        "tag": f"{theirs['word']}-tag",
        "upload_id": theirs["upload_id"],
        "part_no": 1,
        "parts": [],
        "status": "ended",
        "data": [],
    }


_WIRE_IDS = {
    "ds": "version_id",
    "exp": "experiment_id",
    "project": "project_id",
    "net": "network_id",
    "pic": "picture_id",
    "run": "run_id",
    "org": "organization",
}


def _wire_path(path: str, theirs: Ids) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] in _WIRE_IDS:
            return theirs[_WIRE_IDS[found[1]]]
        return {"version": "first", "kind": "rectangle", "option": "train"}.get(found[1], f"{theirs['word']}-set")

    return re.sub(r"\{(\w+)(?::\w+)?\}", value, path)


def test_the_published_clients_wire_shows_and_changes_nothing_of_others(
    house: House, places: tuple[Place, Place]
) -> None:
    acme, bolt = places
    before = _everything_in(house, acme.organization)
    headers = {"Authorization": bolt.client.headers["authorization"].replace("Bearer", "Token")}
    eve = TestClient(bolt.client.app, headers=headers, raise_server_exceptions=False)
    body, wrong, asked = _wire_body(acme.ids), [], 0

    for method, path, permission in rows():
        if not path.startswith("/sdk/v2/") or permission is Permission.ANYONE:
            continue
        asked += 1
        filled = _wire_path(path, acme.ids)
        for sent in (body, {**body, "organization": None}, {}):
            answer = eve.request(method, filled, json=sent, follow_redirects=False)
            if answer.status_code >= 500 or "Traceback" in answer.text:
                wrong.append(f"fails: {method} {filled}: {answer.status_code} {answer.text[:200]}")
            elif answer.status_code < 300 and (CANARY in answer.text or "{" in path):
                wrong.append(f"finds: {method} {filled} {sent and 'full'}: {answer.status_code} {answer.text[:300]}")

    assert asked > 80
    assert not wrong, "\n".join(wrong)
    assert not _lost(before, _everything_in(house, acme.organization))


def test_bytes_are_taken_from_no_other_organization_by_their_digest(places: tuple[Place, Place]) -> None:
    """Who knows a SHA-256 does not have the bytes."""
    acme, bolt = places
    file = _file(acme.ids)

    planned = _made(bolt.client, "POST", "/api/pictures/plan", {"files": [file]})["items"][0]
    registered = _made(bolt.client, "POST", "/api/pictures", {"files": [file]})["items"][0]
    own = _made(acme.client, "POST", "/api/pictures/plan", {"files": [file]})["items"][0]

    assert planned["status"] == "upload"
    assert registered["status"] == "refused"
    assert own["status"] == "stored"

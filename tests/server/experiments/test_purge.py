"""The end of the trash, and what a full line says."""

from __future__ import annotations

import sqlalchemy as sa
from fastapi.testclient import TestClient

from making import a_network
from picsellia_server.accounts.model import Principal
from picsellia_server.context import House
from picsellia_server.experiments import service
from picsellia_server.networks import service as networks
from picsellia_server.projects import service as projects
from storing import store

from .conftest import Trial


def count(house: House, table: str) -> int:
    with house.engine.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


def age(house: House, table: str) -> None:
    with house.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET trashed_at = trashed_at - interval '31 days'"))


def test_an_old_experiment_of_the_trash_goes_with_all_that_is_in_it(
    house: House, who: Principal, client: TestClient, trial: Trial
) -> None:
    trial.log("loss", [1, 2], "line")
    store(client, trial.base, "config", b"x")
    copy = Trial(client, trial.project, "copy", previous="exp")
    network = client.post(f"{trial.base}/publish", json={"name": "net"}).json()["model_id"]
    client.delete(trial.base)

    with house.writing(who) as ctx:
        assert service.purge(ctx) == 0
    age(house, "experiments")
    with house.writing(who) as ctx:
        assert service.purge(ctx) == 1

    assert count(house, "line_chunks") == 0
    assert copy.shown()["previous"] == {"id": None, "name": "exp"}
    assert client.get(client.get(f"{copy.base}/files/config").json()["url"]).content == b"x"
    assert client.get(f"/api/networks/{network}/origin").json()["experiment"] == {"id": None, "name": "exp"}


def test_an_old_network_of_the_trash_goes_and_experiments_remember_its_name(
    house: House, who: Principal, client: TestClient, project: str
) -> None:
    network = a_network(client, "base")["model_id"]
    trial = Trial(client, project, source="owner/base")
    client.delete(f"/api/networks/{network}")
    assert trial.shown()["source"] == {"id": network, "name": "owner/base"}

    age(house, "networks")
    with house.writing(who) as ctx:
        assert networks.purge(ctx) == 1

    assert trial.shown()["source"] == {"id": None, "name": "owner/base"}


def test_an_old_project_of_the_trash_takes_its_experiments_with_it(
    house: House, who: Principal, client: TestClient, trial: Trial
) -> None:
    trial.log("loss", [1], "line")
    client.delete(f"/api/projects/{trial.project}")
    age(house, "projects")

    with house.writing(who) as ctx:
        assert projects.purge(ctx) == 1

    assert (count(house, "experiments"), count(house, "data_assets"), count(house, "line_chunks")) == (0, 0, 0)


def test_a_full_line_says_so_and_keeps_what_it_has(house: House, trial: Trial) -> None:
    trial.log("loss", [1], "line")
    with house.engine.begin() as connection:
        full = sa.text("UPDATE data_assets SET line = replace(line::text, :one, :full)::json")
        connection.execute(full, {"one": '"rows":1', "full": '"rows":4999999'})

    assert "would pass 5,000,000 points" in trial.refused("loss", [2, 3], "line")["detail"]
    trial.log("loss", [9], "line", replace=True)
    assert trial.data("loss") == [9]

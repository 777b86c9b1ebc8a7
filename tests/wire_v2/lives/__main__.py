"""A life with one published client: run under that client, in an environment of its own, in an empty folder.

    python -m wire_v2.lives VERSION URL TOKEN

Every step asserts what it can see; the first that fails ends it with a trace. Every public method of the client is
called at least once, which is asserted too. Not imported by any test.
"""

from __future__ import annotations

from typing import Any

from wire_v2.lives import lake, tracking, trials
from wire_v2.lives.world import HOST, LAST, ME, NEWEST, OLD, SCANS, TOKEN, Client, never_called, refused, rest


def ends(client: Any, experiment: Any, token: str) -> None:
    experiment.delete_all_data()
    assert experiment.list_data() == []
    experiment.delete_all_files()
    if OLD:
        experiment.delete(ME)
        experiment.delete_all(token)
        client.network.delete(ME)
    else:
        experiment.delete()
        experiment.delete_all()
        client.network.delete()
    assert not rest(f"/api/projects/{token}/experiments")["items"]
    client.project.delete()
    assert (token in {each["project_id"] for each in rest("/api/projects")["items"]}) == OLD
    for tag in (ME, f"{ME}-copy"):
        client.datalake.picture.fetch(1, [tag])
        client.datalake.picture.delete()
    assert not rest(f"/api/pictures?tag={ME}")["items"]


def main() -> None:
    assert refused(Client, api_token="0" * 40, host=HOST)
    files = lake.make_pictures()
    client = Client(api_token=TOKEN, host=HOST)
    pictures = lake.pictures(client, files)
    lake.datasets(client, pictures, files)
    lake.annotated(client, pictures)
    lake.push(client)
    token = tracking.project_of(client)
    experiment = tracking.experiment_in(token)
    tracking.experiments(experiment, token)
    tracking.files(experiment)
    tracking.data(experiment, files[0])
    exported = tracking.training(experiment)
    tracking.networks(client, experiment, files[1])
    tracking.looked_at_again(token, experiment.id)
    if SCANS:
        trials.scans(token)
    lake.again(client, exported, files)
    if LAST:
        lake.crowd(client)
    if NEWEST:
        for each in (client, client.project, client.network, experiment, client.datalake.picture):
            assert str(each)
        assert str(client.datalake.dataset)
    ends(client, experiment, token)
    assert not never_called(), never_called()
    print("LIVED")


if __name__ == "__main__":  # the older clients import with processes of their own
    main()

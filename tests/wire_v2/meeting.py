"""What a published client does before and after the new SDK has worked on the same things.

    python -m wire_v2.meeting VERSION URL TOKEN begins | ends

Run under that client, both times in the same folder. Not imported by any test.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from wire_v2.lives.world import BOX, HOST, MIB, TOKEN, Client, folder

ME = "meeting"
CONFIG = {"image": "trainer:1", "strategy": "grid", "parameters": {"batch_size": {"values": [2, 4]}}}


def begins() -> None:
    for at in range(3):
        Image.new("RGB", (40 + at, 30), (at * 40, 60, 200)).save(folder("in") / f"old-{at}.png")
    client = Client(api_token=TOKEN, host=HOST)
    lake = client.datalake.picture
    lake.upload([f"in/old-{at}.png" for at in range(3)], [ME])
    sets = client.datalake.dataset
    sets.create(ME, "", True, lake.fetch(1, [ME]))
    sets.create_labels("boat", "rectangle")
    sets.add_annotation("old-0.png", data=[BOX])
    client.project.create(ME)
    experiment = Client.Experiment(TOKEN, HOST, client.project.project_token)
    experiment.create("old", dataset=f"{ME}/first")
    Path("weights.bin").write_bytes(os.urandom(6 * MIB))
    experiment.store("weights", "weights.bin")
    experiment.log("loss", [3, 2.5], "line")
    experiment.log("acc", 0.5, "value")
    experiment.log("plot", "in/old-0.png", "image")
    experiment.send_experiment_logging("by the old client", "Start")
    experiment.publish(ME)
    experiment.init_scan("scan", dict(CONFIG))


def ends() -> None:
    client = Client(api_token=TOKEN, host=HOST)
    lake = client.datalake.picture
    assert {each["external_url"] for each in lake.fetch(1, [ME])} == {"old-0.png", "old-1.png", "old-2.png", "new.png"}
    assert {each["external_url"] for each in lake.fetch(1, [ME, "seen"])} == {"old-0.png", "old-1.png", "old-2.png"}
    _dataset(client.datalake.dataset)
    client.project.get(ME)
    token = client.project.project_token
    experiment = Client.Experiment(TOKEN, HOST, token)
    assert {each["name"] for each in experiment.list()} == {"old", "new", "scan-0", "scan-1"}
    experiment.checkout("old", with_data=True)
    assert experiment.get_data("loss") == [3, 2.5, 1]
    assert experiment.get_data("acc") == {"value": 0.75}
    assert experiment.status == "seen"
    experiment.download("notes", str(folder("got")))
    assert Path("got/notes.txt").read_text() == "by the new SDK"
    made = Client.Experiment(TOKEN, HOST, token)
    made.checkout("new", with_file=True)
    assert Path("new/large.bin").read_bytes() == Path("large.bin").read_bytes()
    assert made.get_data("curve") == [5, 4]
    made.log("curve", [3], "line", True)
    network = client.network.get(ME)
    assert network.infos["labels"] == {"1": "boat"}
    assert set(network.files) == {"weights", "extra"}
    run = made.get_next_run("scan")
    assert (run["order"], run["experiment"]["name"]) == (1, "scan-1")


def _dataset(sets: Any) -> None:
    sets.fetch(ME)
    assert sets.fetched_dataset["size"] == 4
    assert len(sets.list_pictures()["pictures"]) == 4
    found = {each["external_picture_url"]: each["annotations"] for each in sets.get_annotations()}
    assert [shape["label"] for shape in found["old-0.png"]] == ["boat"]
    assert [shape["label"] for shape in found["old-1.png"]] == ["quay"]
    assert found["old-1.png"][0]["rectangle"] == {"top": 2, "left": 1, "width": 7, "height": 8}
    sets.delete_annotations(all_annotations=True)


if __name__ == "__main__":
    {"begins": begins, "ends": ends}[sys.argv[4]]()
    print("MET")

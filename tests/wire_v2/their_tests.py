"""Runs the tests that a client was published with, in an empty folder: its own, but for address, token and files.

    python -m wire_v2.their_tests VERSION URL TOKEN

They go in the order in which they stand, as later ones read what earlier ones made. Not imported by any test.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import sys
import unittest
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image

VERSION, URL, TOKEN = sys.argv[1:4]
FAIL_BY_THEMSELVES = {
    # Gives pictures and annotations in one call, which this client cannot take, whatever the server says.
    "5.0.22": {"test_push_dataset"},
}
THERE = Path("tests")


def _picture(name: str, *colour: int) -> None:
    path = THERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (32, 24), colour).save(path)


def make_files() -> None:
    """What the tests read, and was not published with them."""
    names = [f"push_{at}.png" for at in range(4)]
    for at in range(6):
        _picture(f"test_image_dir/in_{at}.png", at * 30, 9, 9)
    for at, name in enumerate(names):
        _picture(f"test_push_dataset_dir/{name}", 9, at * 40, 80)
    _picture("test.png", 1, 2, 3)
    box = {"type": "rectangle", "label": "car", "rectangle": {"top": 1, "left": 2, "width": 5, "height": 6}}
    entry = {"nb_labels": 1, "time_spent": 3, "annotations": [box]}
    whole: dict[str, Any] = {
        "categories": [{"id": 1, "name": "car"}],
        "images": [{"external_picture_url": name, "signed_url": "http://127.0.0.1:9/none"} for name in names],
        "annotations": [{"external_picture_url": name, **entry} for name in names],
    }
    (THERE / "test_annotations.json").write_text(json.dumps(whole))
    del whole["images"]
    (THERE / "test_annotations_wrong.json").write_text(json.dumps(whole))
    (THERE / "test_dir" / "below").mkdir(parents=True)
    (THERE / "test_dir" / "a").write_bytes(b"a")
    (THERE / "test_dir" / "below" / "b").write_bytes(b"b")
    (THERE / "dl_test_dir").mkdir()
    (THERE / "lg_test_file.pb").write_bytes(os.urandom(7 << 20))
    (THERE / "sm_test_file.config").write_text("a: 1")
    (THERE / "test_req.txt").write_text("# for the run\nnumpy==1.19\nrequests\n")
    (THERE / "bad_test_req.txt").write_text("")
    (THERE / "__init__.py").write_text("")


def their_tests() -> ModuleType:
    published = Path(importlib.import_module("tests").__path__[0], "tests.py")
    source = re.sub(r'"[0-9a-f]{40}"', repr(TOKEN), published.read_text()).replace("http://127.0.0.1:8000", URL)
    module = ModuleType("their_tests")
    module.__file__ = str(THERE.absolute() / "tests.py")
    exec(compile(source, module.__file__, "exec"), module.__dict__)
    return module


def make_what_a_failing_test_would() -> None:
    """The data set that `test_push_dataset` of 5.0.22 makes after the call that it cannot make."""
    client = importlib.import_module("picsellia.client").Client
    lake = client.Datalake(TOKEN, host=f"{URL}/sdk/v2/")
    lake.upload("test_push_dataset_test", imgdir="tests/test_push_dataset_dir", tags=["test_push"])
    lake.dataset.create(name="test_push_dataset_test", pictures=lake.picture.fetch(2, ["test_push"]))
    lake.upload(name="test_push_dataset_test", ann_path="tests/test_annotations.json", ann_format="PICSELLIA")


def suite(module: ModuleType) -> unittest.TestSuite:
    left_out = FAIL_BY_THEMSELVES.get(VERSION, set())
    found = unittest.TestSuite()
    for case in list(vars(module).values()):
        if inspect.isclass(case) and issubclass(case, unittest.TestCase):
            names = [name for name in vars(case) if name.startswith("test") and name not in left_out]
            found.addTest(unittest.TestSuite(case(name) for name in names))
    return found


def main() -> int:
    make_files()
    tests = suite(their_tests())
    if VERSION in FAIL_BY_THEMSELVES:
        make_what_a_failing_test_would()
    done = unittest.TextTestRunner(stream=sys.stderr, verbosity=2).run(tests)
    return 0 if done.wasSuccessful() and done.testsRun > 50 else 1


if __name__ == "__main__":
    sys.exit(main())

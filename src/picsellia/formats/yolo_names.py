"""The class names of a YOLO data set: data.yaml, *.names, classes.txt.

Only what those files hold is understood of YAML: `names` as a list or by index, in a line or in
lines, and short numbers. Called by yolo.py and detect.py.
"""

from __future__ import annotations

import json
import re
from typing import Any

_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:\s*(.*)$")
_ITEM = re.compile(r"^\s*-\s+(.*)$")
_PAIR = re.compile(r"""^\s*(\d+|'\d+'|"\d+")\s*:\s*(.*)$""")
_COMMENT = re.compile(r"""\s#[^'"]*$""")
_PART = re.compile(r"""\s*(?:(\d+)\s*:\s*)?("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'\[\]{}][^,\[\]{}]*)\s*(?:,|$)""")


def from_yaml(text: str) -> tuple[dict[int, str], int]:
    """The names by class index, and how many numbers a keypoint has (0: no keypoints)."""
    blocks = _blocks(text)
    names = _names(*blocks["names"]) if "names" in blocks else {}
    numbers = 0
    if "kpt_shape" in blocks:
        shape = re.findall(r"\d+", " ".join([blocks["kpt_shape"][0], *blocks["kpt_shape"][1]]))
        numbers = int(shape[0]) * int(shape[1]) if len(shape) == 2 else 0
    return names, numbers


def from_lines(text: str) -> dict[int, str]:
    """The names of a file with one a line; empty lines at the end do not count."""
    return dict(enumerate(line.strip() for line in text.rstrip().splitlines()))


def to_yaml(names: list[str]) -> str:
    """The data.yaml of an export: the pictures are listed in train.txt."""
    lines = ["path: .", "train: train.txt", "val: train.txt", f"nc: {len(names)}", "names:"]
    # A JSON string is a YAML string, whatever is in it.
    lines += [f"  {number}: {json.dumps(name, ensure_ascii=False)}" for number, name in enumerate(names)]
    return "\n".join(lines if names else [*lines[:-1], "names: []"]) + "\n"


def _blocks(text: str) -> dict[str, tuple[str, list[str]]]:
    """Top-level keys with the rest of their line and the lines below."""
    blocks: dict[str, tuple[str, list[str]]] = {}
    below: list[str] = []
    for line in text.lstrip("\ufeff").splitlines():
        key = _KEY.match(line)
        if key:
            below = []
            blocks[key[1]] = (key[2], below)
        elif line.strip() and not line.lstrip().startswith("#"):
            below.append(line)
    return blocks


def _names(rest: str, below: list[str]) -> dict[int, str]:
    if rest.startswith(("[", "{")):
        # A "#" before a closing quote is part of a name.
        return _in_line(" ".join(_COMMENT.sub("", line).strip() for line in [rest, *below]))
    names: dict[int, str] = {}
    for line in below:
        item, pair = _ITEM.match(line), _PAIR.match(line)
        if item:
            names[len(names)] = _scalar(item[1])
        elif pair:
            names[int(pair[1].strip("'\""))] = _scalar(pair[2])
    return names


def _in_line(text: str) -> dict[int, str]:
    inner = text.strip()[1:].rpartition("]" if text.startswith("[") else "}")[0]
    names: dict[int, str] = {}
    at = 0
    while at < len(inner.rstrip()):
        part = _PART.match(inner, at)
        if part is None or part.end() == at:
            break
        names[int(part[1]) if part[1] else len(names)] = _scalar(part[2])
        at = part.end()
    return names


def _scalar(text: str) -> str:
    text = _uncommented(text)
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            value: Any = json.loads(text)
        except ValueError:
            return text[1:-1]
        return str(value)
    return text


def _uncommented(text: str) -> str:
    text = text.strip()
    if text[:1] in "'\"":
        end = text.find(text[:1], 1)
        while text[:1] and end > 0 and (text[end - 1] == "\\" or text[end + 1 : end + 2] == text[0]):
            end = text.find(text[0], end + 2 if text[end - 1] != "\\" else end + 1)
        return text[: end + 1] if end > 0 else text
    return re.sub(r"\s+#.*$", "", text)

"""How things show themselves: numbers for people, and small HTML for notebooks. No network here.

All text that comes from users or the server goes through `escaped`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

_LABEL_COLOURS = ("#0f766e", "#c2410c", "#4338ca", "#a16207", "#be185d", "#15803d", "#0369a1", "#7e22ce")


def escaped(value: Any) -> str:
    return escape(str(value), quote=True)


def plural(count: int, noun: str) -> str:
    """`1 picture`, `12,480 pictures`."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def size_text(size: float) -> str:
    """Bytes for people: `3.2 GB` (powers of 1000)."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A small table; cells are escaped."""
    head = "".join(f"<th style='text-align:left'>{escaped(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{escaped(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def link(url: str, text: str) -> str:
    """A link, and only text where the address is not one of the web."""
    if not url.startswith(("http://", "https://")):
        return escaped(text)
    return f"<a href='{escaped(url)}' target='_blank' rel='noopener noreferrer'>{escaped(text)}</a>"


def thumbnails(pictures: Sequence[Mapping[str, Any]], images: Mapping[str, bytes], *, side: int = 96) -> str:
    """A strip of pictures; `images` are WebP bytes by picture id, and where one is missing a grey box stands."""
    boxes = []
    for picture in pictures:
        name, width, height = picture.get("external_url", ""), picture.get("width"), picture.get("height")
        title = escaped(f"{name} ({width} × {height})")
        body = images.get(str(picture.get("picture_id")))
        if body:
            source = base64.b64encode(body).decode()
            inner = f"<img style='height:{side}px' src='data:image/webp;base64,{source}' alt='{escaped(name)}'>"
        else:
            inner = f"<span style='display:inline-block;background:#888;width:{side}px;height:{side}px'></span>"
        boxes.append(f"<span style='margin:2px;display:inline-block' title='{title}'>{inner}</span>")
    return f"<div>{''.join(boxes)}</div>"


def label_bars(counts: Sequence[tuple[str, int]], *, most: int = 20) -> str:
    """One bar a label, in the label's colour, as wide as its share of the most frequent one."""
    top = max((count for _, count in counts), default=0) or 1
    rows = []
    for place, (name, count) in enumerate(counts[:most]):
        colour = _LABEL_COLOURS[place % len(_LABEL_COLOURS)]
        width = max(1, round(160 * count / top))
        bar = f"<div style='background:{colour};height:10px;width:{width}px'></div>"
        rows.append(f"<tr><td style='text-align:left'>{escaped(name)}</td><td>{bar}</td><td>{count:,}</td></tr>")
    more = f"<p>… and {len(counts) - most:,} more labels</p>" if len(counts) > most else ""
    return f"<table>{''.join(rows)}</table>{more}"

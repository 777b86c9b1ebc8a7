"""The search language of the lake, parsed to a `Filter`: words, `tag:drone`, `width > 1000`, `before:2021-03`.

All terms must hold. A word matches in the file name. Values with blanks stand in double quotes. Nothing
but the fields of `model.Field` can be named, and nothing is evaluated.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from picsellia_server.pictures.model import Field, Filter, Operator, QueryRefused, Term

_LIMIT = 1_000
_TERMS = 30
_TOKEN = re.compile(
    r"""\s*(?P<not>-)?(?:
        (?P<prefix>tag|before|after|on|name|source|type):\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))
      | (?P<field>name|source|width|height|size|created|type)\s*(?P<op><=|>=|!=|=|<|>|~)\s*
        (?:"(?P<q2>[^"]*)"|(?P<p2>[^\s"]+))
      | "(?P<phrase>[^"]*)"
      | (?P<word>[^\s"]+)
    )""",
    re.VERBOSE,
)
_UNITS = {"": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
HELP = "Try: drone tag:harbour -tag:night width>1000 size<2mb before:2021-03 name~IMG source=sdk"


def parse(text: str, *, tags: tuple[str, ...] = ()) -> Filter:
    """A filter of `tags` and of what `text` says; `QueryRefused` names the part that makes no sense."""
    if len(text) > _LIMIT:
        raise QueryRefused(f"A search has up to {_LIMIT} characters.")
    wanted, at = list(tags), 0
    unwanted: list[str] = []
    terms: list[Term] = []
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise QueryRefused(f"The search is not understood from {text[at : at + 20]!r} on. {HELP}")
        at = match.end()
        negated = bool(match["not"])
        if match["prefix"] == "tag":
            (unwanted if negated else wanted).append(match["quoted"] if match["quoted"] is not None else match["plain"])
        elif negated:
            raise QueryRefused(f"Only a tag can be excluded with a minus, as in -tag:night. {HELP}")
        else:
            terms.extend(_terms(match))
    if len(terms) + len(wanted) + len(unwanted) > _TERMS:
        raise QueryRefused(f"A search has up to {_TERMS} parts.")
    return Filter(tags=tuple(dict.fromkeys(wanted)), without=tuple(dict.fromkeys(unwanted)), terms=tuple(terms))


def _terms(match: re.Match[str]) -> list[Term]:
    if match["phrase"] is not None or match["word"] is not None:
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        return [Term(field=Field.NAME, operator=Operator.HAS, value=value)] if value else []
    if match["prefix"]:
        value = match["quoted"] if match["quoted"] is not None else match["plain"]
        if match["prefix"] in ("name", "source", "type"):
            operator = Operator.HAS if match["prefix"] == "name" else Operator.EQ
            return [Term(field=Field(match["prefix"]), operator=operator, value=value)]
        start, end = _span(value)
        if match["prefix"] == "before":
            return [Term(field=Field.CREATED, operator=Operator.LT, value=start)]
        if match["prefix"] == "after":
            return [Term(field=Field.CREATED, operator=Operator.GE, value=end)]
        return [
            Term(field=Field.CREATED, operator=Operator.GE, value=start),
            Term(field=Field.CREATED, operator=Operator.LT, value=end),
        ]
    field, operator = Field(match["field"]), Operator(match["op"])
    return [Term(field=field, operator=operator, value=_value(field, match["q2"] or match["p2"] or ""))]


def _value(field: Field, text: str) -> str | int | datetime:
    if field in (Field.WIDTH, Field.HEIGHT, Field.SIZE):
        found = re.fullmatch(r"(\d{1,12}(?:\.\d+)?)\s*([a-z]*)", text.lower())
        if found is None or found[2] not in _UNITS or (found[2] and field is not Field.SIZE):
            raise QueryRefused(f"{text!r} is no number for {field}. {HELP}")
        return int(float(found[1]) * _UNITS[found[2]])
    if field is Field.CREATED:
        return _span(text)[0]
    return text


def _span(text: str) -> tuple[datetime, datetime]:
    """The first moment of a year, month or day in UTC, and the first after it."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text)
    try:
        if found is None:
            raise ValueError(text)
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        start = datetime(year, month, day, tzinfo=UTC)
        if found[3]:
            return start, start + timedelta(days=1)
        if found[2]:
            return start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return start, datetime(year + 1, 1, 1, tzinfo=UTC)
    except ValueError:
        raise QueryRefused(f"{text!r} is no date; write 2021, 2021-03 or 2021-03-15.") from None

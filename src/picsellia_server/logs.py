"""Logs: events with fields on standard error, as text for people or JSON for machines."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

import orjson
import structlog

from picsellia_server.errors import Invalid
from picsellia_server.settings import Settings

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def _json(event: Any, default: Callable[[Any], Any], **_: Any) -> str:
    return orjson.dumps(event, default=default, option=orjson.OPT_NON_STR_KEYS).decode(errors="replace")


def set_up(settings: Settings) -> None:
    """Once a process, before anything logs. Raises `Invalid` for a level or format that there is not."""
    level = LEVELS.get(settings.log_level.lower())
    if level is None:
        raise Invalid(f"PICSELLIA_LOG_LEVEL must be one of {', '.join(LEVELS)}, not {settings.log_level!r}.")
    if settings.log_format not in ("", "json", "text"):
        raise Invalid(f"PICSELLIA_LOG_FORMAT must be json or text, not {settings.log_format!r}.")
    text = settings.log_format == "text" or (not settings.log_format and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if text:
        last: list[structlog.typing.Processor] = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    else:
        last = [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer(serializer=_json)]
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),  # one write a line, where print makes two
        cache_logger_on_first_use=True,
    )
    # Libraries speak through `logging`; theirs come out in the same form.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))

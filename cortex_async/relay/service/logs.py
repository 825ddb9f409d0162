"""Logs of a service on stderr: lines for people, or a JSON object for each record."""

from __future__ import annotations

import json
import logging
import re
import time
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, Literal, TextIO

_logger = logging.getLogger(__name__)

# Everything that could end the line or move a terminal's cursor.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class _Lines(logging.Formatter):
    """Time in UTC, level, logger and message; a traceback follows in lines of its own."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  (the base class's name)
        return _time(record)

    def format(self, record: logging.LogRecord) -> str:
        return _CONTROLS.sub("?", super().format(record))


class _Objects(logging.Formatter):
    """One JSON object in a line."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            found["error"] = self.formatException(record.exc_info)
        return json.dumps(found)


def _time(record: logging.LogRecord) -> str:
    """UTC with milliseconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"


@contextmanager
def logging_to_stderr(kind: Literal["text", "json"], level: str) -> Generator[None]:
    """Log to stderr: everything of the SDK from ``level`` on, and warnings of everybody else.

    Python's own warnings, e.g. of an event type that does not exist, are lines of this log, too.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(
        _Objects() if kind == "json" else _Lines("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    root, sdk = logging.getLogger(), logging.getLogger("cortex_async")
    before = sdk.level
    root.addHandler(handler)
    sdk.setLevel(level.upper())
    shown = warnings.showwarning
    warnings.showwarning = _log_warning
    try:
        yield
    finally:
        warnings.showwarning = shown
        sdk.setLevel(before)
        root.removeHandler(handler)


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Log a warning without the place in the code, which is none of the user's in a service."""
    _logger.warning("%s", message)

"""Timestamps of the API as people read them: in the local time zone, or in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def is_timestamp(value: str) -> bool:
    """Return whether a string is a timestamp as the API writes them."""
    return _TIMESTAMP.fullmatch(value) is not None


def shown(value: str, *, utc: bool) -> str:
    """Return a timestamp for a table, and any other string as it is."""
    if not is_timestamp(value):
        return value
    try:
        moment = datetime.fromisoformat(value)
        local = moment.astimezone(UTC) if utc else moment.astimezone()
    except (ValueError, OverflowError):
        return value
    return f"{local:%Y-%m-%d %H:%M:%S}{'Z' if utc else ''}"

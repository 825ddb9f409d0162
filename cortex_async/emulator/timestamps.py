"""Timestamps in the API's format: ISO 8601 in UTC with milliseconds and ``Z``."""

from __future__ import annotations

from datetime import UTC, datetime

_WITHOUT_OFFSET = -len("+00:00")


def iso(when: datetime | float) -> str:
    """Format an aware datetime or a POSIX timestamp, e.g. ``2026-01-31T12:00:00.000Z``."""
    value = when.astimezone(UTC) if isinstance(when, datetime) else datetime.fromtimestamp(when, UTC)
    return f"{value.isoformat(timespec='milliseconds')[:_WITHOUT_OFFSET]}Z"


def parse(string: str) -> float:
    """Parse an ISO 8601 string to a POSIX timestamp; without a time zone it is UTC. Raises ``ValueError``."""
    value = datetime.fromisoformat(string)
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    try:
        timestamp = value.timestamp()
        datetime.fromtimestamp(timestamp, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{string[:40]!r} is out of range") from error
    return timestamp

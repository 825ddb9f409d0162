"""Instants as the API writes them: ISO 8601 in UTC with milliseconds and ``Z``."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(instant: datetime | float) -> str:
    """``2026-01-31T12:00:00.000Z`` for an aware datetime or a POSIX timestamp."""
    moment = instant if isinstance(instant, datetime) else datetime.fromtimestamp(instant, UTC)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> float:
    """The POSIX timestamp of an ISO 8601 text; without a zone it counts as UTC. Raises ``ValueError``."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        timestamp = moment.timestamp()
        datetime.fromtimestamp(timestamp, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{text[:40]!r} is out of range") from error
    return timestamp

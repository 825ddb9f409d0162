"""Timestamps as JavaScript formats and parses them."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(unix: float) -> str:
    """Format Unix seconds, e.g. ``2026-01-31T12:00:00.000Z``."""
    string = datetime.fromtimestamp(unix, UTC).isoformat(timespec="milliseconds")
    return string.replace("+00:00", "Z")


def milliseconds(string: str) -> float:
    """Parse a timestamp to Unix milliseconds. NaN if it is invalid."""
    try:
        return datetime.fromisoformat(string).timestamp() * 1000
    except ValueError:
        return float("nan")

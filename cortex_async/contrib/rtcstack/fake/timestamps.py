"""Instants as JavaScript writes and reads them."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(unix: float) -> str:
    """``2026-01-31T12:00:00.000Z``."""
    text = datetime.fromtimestamp(unix, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def milliseconds(text: str) -> float:
    """Unix milliseconds, not a number for what is no instant."""
    try:
        return datetime.fromisoformat(text).timestamp() * 1000
    except ValueError:
        return float("nan")

"""Datetimes as people type them: ISO 8601, relative to now, or a day and a time in the local zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from cortex_cli.failures import usage

_STEP = r"(\d+(?:\.\d+)?)([smhdw])"
_RELATIVE = re.compile(rf"([+-])((?:{_STEP})+)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?")
_HOW = "an ISO 8601 datetime, +10m, -2h, now, or a day and a time such as `tomorrow 18:00`"


def parse_datetime(shown: str, value: str, now: datetime) -> datetime:
    """Return an aware datetime.

    now: the current time, aware. Days and times of day are those of the system's zone.

    Raises ``Failure`` that names the option ``shown``.
    """
    try:
        return _parsed(value.strip(), now)
    except (ValueError, OverflowError, OSError):
        raise usage(f"{shown} must be {_HOW}, got {value!r}") from None


def parse_length(shown: str, value: str) -> timedelta:
    """Return a duration such as ``90s``, ``10m`` or ``1h30m``.

    Raises ``Failure`` that names the option ``shown``.
    """
    try:
        if re.fullmatch(f"(?:{_STEP})+", value.strip()):
            return _length(value)
    except OverflowError:
        pass
    raise usage(f"{shown} must be a duration such as 90s, 10m or 1h30m, got {value!r}")


def is_exact(value: str) -> bool:
    """Return whether a string is a complete datetime with its zone, so that nothing had to be guessed."""
    try:
        return len(value) > len("2026-01-01") and datetime.fromisoformat(value.strip()).tzinfo is not None
    except ValueError:
        return False


def _parsed(value: str, now: datetime) -> datetime:
    if value == "now":
        return now
    if relative := _RELATIVE.fullmatch(value):
        # In UTC: +24h is 24 hours later, also where the clocks change.
        moment = now.astimezone(UTC) + _length(relative[2]) * (1 if relative[1] == "+" else -1)
        return moment.astimezone()
    first, _, rest = value.partition(" ")
    if first in _DAYS:
        return _local(now.date() + timedelta(days=_DAYS[first]), rest.strip() or "00:00")
    if _CLOCK.fullmatch(value):
        return _local(now.date(), value)
    found = datetime.fromisoformat(value)
    return found if found.tzinfo is not None else found.astimezone()


def _length(steps: str) -> timedelta:
    parts = (timedelta(**{_UNITS[unit]: float(count)}) for count, unit in re.findall(_STEP, steps))
    return sum(parts, timedelta())


def _local(day: date, clock: str) -> datetime:
    at = time.fromisoformat(clock.zfill(5) if clock.count(":") == 1 else clock.zfill(8))
    return datetime.combine(day, at).astimezone()

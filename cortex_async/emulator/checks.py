"""Checks of request values for rules that the spec gives only in prose."""

from __future__ import annotations

from cortex_async.emulator.errors import invalid
from cortex_async.emulator.records import Record
from cortex_async.emulator.timestamps import iso, parse

DEFAULT_LIMIT = 50
MAX_LIMIT = 500


def integer(values: Record, name: str, lowest: int, highest: int | None = None) -> int | None:
    """An integer within bounds, None if it is absent. Raises ``HTTPError``."""
    number: float | None = values.get(name)
    if number is None:
        return None
    if number != int(number):
        raise invalid(f"{name} must be an integer number")
    if number < lowest:
        raise invalid(f"{name} must not be less than {lowest}")
    if highest is not None and number > highest:
        raise invalid(f"{name} must not be greater than {highest}")
    return int(number)


def timestamp(values: Record, name: str) -> str | None:
    """An ISO 8601 timestamp in the API's format, None if it is absent or null. Raises ``HTTPError``."""
    value: str | None = values.get(name)
    if value is None:
        return None
    try:
        return iso(parse(value))
    except ValueError:
        raise invalid(f"{name} must be a valid ISO 8601 date string") from None


def in_order(first: str | None, last: str | None, message: str) -> None:
    """Check that the second of two timestamps is later than the first. Raises ``HTTPError``."""
    if first is not None and last is not None and parse(last) <= parse(first):
        raise invalid(message)


def non_empty(values: Record, name: str) -> str:
    """A non-empty string. Raises ``HTTPError``."""
    value: str = values[name]
    if not value:
        raise invalid(f"{name} should not be empty")
    return value


def page(query: Record) -> range:
    """The positions selected by ``limit`` (default 50, at most 500) and ``offset``."""
    limit = integer(query, "limit", 0)
    offset = integer(query, "offset", 0) or 0
    size = min(DEFAULT_LIMIT if limit is None else limit, MAX_LIMIT)
    return range(offset, offset + size)

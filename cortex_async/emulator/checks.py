"""Checks on request values that the document states in prose only."""

from __future__ import annotations

from typing import Any

from cortex_async.emulator.errors import invalid
from cortex_async.emulator.records import Record
from cortex_async.emulator.timestamps import iso, parse

DEFAULT_LIMIT = 50
MAX_LIMIT = 500


def whole(values: Record, name: str, lowest: int, highest: int | None = None) -> int | None:
    """A number that means an integer, None when it is not given. Raises ``Refusal``."""
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


def instant(values: Record, name: str) -> str | None:
    """An ISO 8601 date in the API's own form, None when it is absent or null. Raises ``Refusal``."""
    text: str | None = values.get(name)
    if text is None:
        return None
    try:
        return iso(parse(text))
    except ValueError:
        raise invalid(f"{name} must be a valid ISO 8601 date string") from None


def in_order(first: str | None, last: str | None, message: str) -> None:
    """Two instants in the API's form, the second later than the first."""
    if first is not None and last is not None and parse(last) <= parse(first):
        raise invalid(message)


def filled(values: Record, name: str) -> str:
    """A string that must not be empty."""
    text: str = values[name]
    if not text:
        raise invalid(f"{name} should not be empty")
    return text


def page(query: Record, records: list[Any]) -> list[Any]:
    """What ``limit`` (default 50, at most 500) and ``offset`` select."""
    limit = whole(query, "limit", 0)
    offset = whole(query, "offset", 0) or 0
    size = min(DEFAULT_LIMIT if limit is None else limit, MAX_LIMIT)
    return records[offset : offset + size]

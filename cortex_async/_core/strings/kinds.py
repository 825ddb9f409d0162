"""Kinds of values: which Python values a declared ``str``, ``int``, ``datetime`` and so on accepts.

Kinds are names of Python types, joined by `` | `` where several are allowed, such as ``"str | datetime"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final

from cortex_async._core.unset import UNSET

ANY: Final = "str | int | float | bool | datetime | date"
"""Where no kind is declared."""

JSON_FIELD: Final = "str | json"
"""The kinds of a field of a form that is sent as JSON, or unchanged if it is a string."""

_NAMES: Final = {
    "str": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "True or False",
    "datetime": "a datetime",
    "date": "a date",
}
"""Kind -> its name in messages."""


def fits(value: object, kinds: str) -> bool:
    """Whether a value is of one of the kinds."""
    return any(kind in kinds.split(" | ") for kind in _kinds_of(value))


def expected(kinds: str) -> str:
    """The kinds in words, such as ``a string or an integer``."""
    if kinds == ANY:
        return "a string, number, boolean or datetime"
    return " or ".join(_NAMES[kind] for kind in kinds.split(" | "))


def unwrapped(value: object) -> object:
    """The value of an enumeration's member; anything else unchanged, ``UNSET`` included."""
    while isinstance(value, Enum) and value is not UNSET:
        value = value.value
    return value


def is_array(value: object) -> bool:
    """Whether a value is an iterable other than a string, bytes or a mapping."""
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray, memoryview, Mapping))


def is_uuid_or_decimal(value: object) -> bool:
    # Imported late: few processes use them.
    from decimal import Decimal
    from uuid import UUID

    return isinstance(value, (UUID, Decimal))


def _kinds_of(value: object) -> tuple[str, ...]:
    """The kinds that accept a value: an integer is also a float, a datetime or a UUID also a string."""
    if isinstance(value, bool):
        return ("bool",)
    if isinstance(value, str):
        return ("str",)
    if isinstance(value, int):
        return ("int", "float")
    if isinstance(value, float):
        return ("float", "int") if value.is_integer() else ("float",)
    if isinstance(value, datetime):
        return ("datetime", "str")
    if isinstance(value, date):
        return ("date", "str")
    return ("str",) if is_uuid_or_decimal(value) else ()

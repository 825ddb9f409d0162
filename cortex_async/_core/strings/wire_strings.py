"""How one value is written where everything is a string: in a path, a query, a header, a form. One rule for all of them.

Enumerations count as their values. UUIDs and decimal numbers are written as Python writes them, datetimes as RFC 3339 in UTC,
booleans as ``true`` and ``false``. Bytes and whatever has no written form are refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.unset import UNSET

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

Scalar: TypeAlias = "str | int | float | bool | date | Enum | UUID | Decimal"
"""What has a written form; ``datetime`` is a ``date``."""

ANY: Final = "str | int | float | bool | datetime | date"
"""Where no kind is declared."""

MAX_DEPTH: Final = 200
"""Levels of nesting that the encoder takes for sure."""

EXPECTED: Final = {
    "str": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "True or False",
    "datetime": "a datetime",
    "date": "a date",
}


@frozen
class Parameter:
    """What is declared of one parameter.

    name: as the caller writes it.
    kinds: of the value, of each if it is a list: names of Python types with ``|`` between them.
    many: how a list is written: ``joined`` by commas, ``repeated`` under its name; empty where there is no list.
    """

    name: str
    kinds: str = ANY
    many: str = ""


def written(value: object, name: str, kinds: str = ANY) -> str:
    """The string for a value. Raises ``ArgumentError`` naming the parameter for what its kinds do not cover or what has no string."""
    if type(value) is str and kinds.startswith("str"):
        return _encodable(value, name)
    plain = unwrapped(value)
    if not fits(plain, kinds):
        raise wrong_type(name, expected(kinds), value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, str):
        return _encodable(str.__str__(plain), name)
    if isinstance(plain, datetime):
        return utc_string(plain, name)
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, int):
        return _digits(plain, name)
    if isinstance(plain, float):
        check_finite(plain, name)
        return str(int(plain)) if plain.is_integer() else float.__repr__(plain)
    check_finite(plain, name)
    return str(plain)


def identifier(value: object, name: str, kinds: str = "str") -> str:
    """The string for an id or another part of a path. Raises ``ArgumentError`` for an empty one, which would address a collection."""
    if value is None or value is UNSET or not fits(unwrapped(value), kinds):
        error = wrong_type(name, "a non-empty string" if kinds in ("str", ANY) else expected(kinds), value)
        if isinstance(getattr(value, "id", None), str):
            raise ArgumentTypeError(f"{error}: give its id", parameter=name)
        raise error
    string = written(value, name, kinds)
    if not string:
        raise wrong_value(name, "a non-empty string", string)
    return string


def written_all(values: object, parameter: Parameter) -> list[str]:
    """The strings for a value that may be a list; a single one counts as a list of one."""
    if not parameter.many or isinstance(values, (str, bytes)) or not is_array(values):
        if parameter.many and not fits(unwrapped(values), parameter.kinds):
            raise wrong_type(parameter.name, f"{expected(parameter.kinds)}, or a list of such", values)
        return [written(values, parameter.name, parameter.kinds)]
    return [
        written(value, f"{parameter.name}[{place}]", parameter.kinds)
        for place, value in enumerate(cast("Iterable[object]", values))
    ]


def unwrapped(value: object) -> object:
    """The value of an enumeration's member; anything else as it is, ``UNSET`` included."""
    while isinstance(value, Enum) and value is not UNSET:
        value = value.value
    return value


def fits(value: object, kinds: str) -> bool:
    """Whether a value is of one of the kinds."""
    return any(kind in kinds.split(" | ") for kind in _kinds_of(value))


def expected(kinds: str) -> str:
    """``a string or an integer``; where everything is allowed, the usual things."""
    if kinds == ANY:
        return "a string, number, boolean or datetime"
    return " or ".join(EXPECTED[kind] for kind in kinds.split(" | "))


def _kinds_of(value: object) -> tuple[str, ...]:
    """The declared kinds that a value may stand for. An integer does for a float, what has one usual string for a string."""
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


def is_uuid_or_decimal(value: object) -> bool:
    # Late: hardly any process needs them.
    from uuid import UUID

    return isinstance(value, (UUID, _decimal()))


def _decimal() -> type[Decimal]:
    from decimal import Decimal

    return Decimal


def check_finite(value: object, name: str) -> None:
    """Raises for the floats and decimals that are no numbers."""
    if isinstance(value, float):
        finite = math.isfinite(value)
    else:
        finite = not isinstance(value, _decimal()) or value.is_finite()
    if not finite:
        raise wrong_value(name, "a finite number", value)


def utc_string(value: datetime, name: str) -> str:
    """The datetime as RFC 3339 in UTC. Raises as ``in_utc`` does."""
    return in_utc(value, name).isoformat().replace("+00:00", "Z")


def in_utc(value: datetime, name: str) -> datetime:
    """A datetime in UTC. Raises for a naive one, since nobody can tell which moment it means, and for one that leaves the years 1 to 9999."""
    if value.utcoffset() is None:
        expected = "a datetime with a time zone, e.g. datetime.now(timezone.utc)"
        raise ArgumentValueError(
            f"{name} must be {expected}, got the naive datetime {value.isoformat()}", parameter=name
        )
    try:
        return value.astimezone(UTC)
    except OverflowError:
        pass
    raise wrong_value(name, "a datetime between the years 1 and 9999 in UTC", value.isoformat())


def is_array(value: object) -> bool:
    """Any iterable that is neither a string nor bytes nor a mapping."""
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray, memoryview, Mapping))


def check_encodable(value: str, name: str) -> None:
    """Raises for half a surrogate pair, which no encoding can write."""
    if value.isascii():
        return
    try:
        value.encode()
        return
    except UnicodeEncodeError:
        pass
    # The value is not shown: it may be a secret.
    raise ArgumentValueError(f"{name} must be a string without half a surrogate pair", parameter=name)


def _encodable(value: str, name: str) -> str:
    check_encodable(value, name)
    return value


def _digits(value: int, name: str) -> str:
    try:
        return int.__repr__(value)
    except ValueError:
        pass
    raise wrong_value(name, "an integer with fewer digits", value)

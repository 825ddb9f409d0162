"""Values as strings, by one rule for paths, queries, headers and forms.

Enumerations count as their values. UUIDs and decimal numbers are written as Python writes them, datetimes as
RFC 3339 in UTC, booleans as ``true`` and ``false``. Bytes and other types are refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.strings.kinds import ANY, expected, fits, is_array, unwrapped
from cortex_async._core.unset import UNSET

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

Scalar: TypeAlias = "str | int | float | bool | date | Enum | UUID | Decimal"
"""What can be written as a string; ``datetime`` is a ``date``."""

MAX_DEPTH: Final = 200
"""Levels of nesting that the JSON encoder is sure to accept."""


@frozen
class Parameter:
    """Declaration of one parameter.

    name: as the caller writes it.
    kinds: allowed kinds of the value, or of each item of a list; see ``strings.kinds``.
    many: how a list is written: ``joined`` by commas, ``repeated`` under its name; empty where no list is
        allowed.
    """

    name: str
    kinds: str = ANY
    many: str = ""


def written(value: object, name: str, kinds: str = ANY) -> str:
    """Write a value as a string.

    Raises ``ArgumentError``, which names the parameter, for a value of another kind or one that has no
    string.
    """
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
    """Write an id or another part of a path as a string.

    Raises ``ArgumentError`` as ``written`` does, and for an empty string, which would address the whole
    collection.
    """
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
    """Write a value that may be a list as strings; a single value counts as a list of one."""
    if not parameter.many or isinstance(values, (str, bytes)) or not is_array(values):
        if parameter.many and not fits(unwrapped(values), parameter.kinds):
            raise wrong_type(parameter.name, f"{expected(parameter.kinds)}, or a list of such", values)
        return [written(values, parameter.name, parameter.kinds)]
    return [
        written(value, f"{parameter.name}[{place}]", parameter.kinds)
        for place, value in enumerate(cast("Iterable[object]", values))
    ]


def check_finite(value: object, name: str) -> None:
    """Raise ``ArgumentValueError`` for NaN and the infinities, as floats and as decimals."""
    if isinstance(value, float):
        finite = math.isfinite(value)
    else:
        from decimal import Decimal

        finite = not isinstance(value, Decimal) or value.is_finite()
    if not finite:
        raise wrong_value(name, "a finite number", value)


def utc_string(value: datetime, name: str) -> str:
    """The datetime as RFC 3339 in UTC. Raises as ``in_utc`` does."""
    return in_utc(value, name).isoformat().replace("+00:00", "Z")


def in_utc(value: datetime, name: str) -> datetime:
    """The datetime in UTC.

    Raises ``ArgumentValueError`` for a naive datetime, whose moment is unknown, and outside of the years 1 to
    9999.
    """
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


def check_encodable(value: str, name: str) -> None:
    """Raise ``ArgumentValueError`` for a lone surrogate, which UTF-8 cannot encode."""
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
        # https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
        pass
    raise wrong_value(name, "an integer with fewer digits", value)

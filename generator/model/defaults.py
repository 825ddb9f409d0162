"""Checks the default of a field against its type, and converts it to the value that a decoder makes."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from generator import ir
from generator.refusal import Refusal

# RFC 3339 allows any number of fractional digits, Python keeps six.
_FRACTION = re.compile(r"(\.\d{6})\d+")


class _Mismatch(Exception):
    """A default that is no value of the type."""


class _Kinds(NamedTuple):
    """What a default may be, and how a message calls it."""

    accepted: tuple[type, ...]
    shown: str


_SCALARS: dict[ir.ScalarKind, _Kinds] = {
    "str": _Kinds((str,), "a string"),
    "int": _Kinds((int, float), "an integer"),
    "float": _Kinds((int, float), "a number"),
    "bool": _Kinds((bool,), "a boolean"),
    "datetime": _Kinds((str,), "a date-time with a year, a time and an offset"),
    "date": _Kinds((str,), "a date"),
    "binary": _Kinds((), "possible for file content"),
    "json": _Kinds((str, int, float, bool), "a JSON value"),
    "int_string": _Kinds((str,), "a string of digits"),
    "float_string": _Kinds((str,), "a string with a number"),
}


def checked_default(item: ir.Field, place: str) -> object:
    """Return the default of ``item`` as its Python value, or NO_DEFAULT if the class does not apply it.

    Raises ``Refusal`` for a default that is not of the field's type. Null, lists and objects are not applied.
    """
    value = item.default
    if value is ir.NO_DEFAULT or value is None:
        return ir.NO_DEFAULT
    try:
        return _converted(item.type, value)
    except _Mismatch as problem:
        raise Refusal(
            f"{place}/default", f"is not {problem}", "give a default of the declared type in the overlay"
        ) from None


def _converted(kind: ir.Type, value: object) -> object:
    match kind:
        case ir.Nullable(inner):
            return _converted(inner, value)
        case ir.Scalar(name):
            return _scalar(name, value)
        case ir.Constant(known, exact):
            if type(value) is not type(known) or (exact and value != known):
                raise _Mismatch("the constant of its schema" if exact else f"a {type(known).__name__}")
            return value
        case ir.EnumRef(_, of):
            return _scalar(of, value)
        case ir.KindUnion(members):
            return _first(members, value)
        case ir.ListOf():
            return _unapplied(value, list, "a list")
        case _:
            return _unapplied(value, dict, "an object")


def _first(members: tuple[ir.Type, ...], value: object) -> object:
    for member in members:
        try:
            return _converted(member, value)
        except _Mismatch:
            continue
    raise _Mismatch("of any member of the union")


def _unapplied(value: object, kind: type, shown: str) -> object:
    if not isinstance(value, kind):
        raise _Mismatch(shown)
    return ir.NO_DEFAULT


def _scalar(name: ir.ScalarKind, value: Any) -> object:
    accepted, shown = _SCALARS[name]
    if name == "json" and isinstance(value, (list, dict)):
        return ir.NO_DEFAULT
    if not isinstance(value, accepted) or (isinstance(value, bool) and bool not in accepted):
        raise _Mismatch(shown)
    try:
        return _parsed(name, value)
    except (ValueError, OverflowError):
        raise _Mismatch(shown) from None


def _parsed(name: ir.ScalarKind, value: Any) -> object:
    match name:
        case "datetime":
            moment = datetime.fromisoformat(_FRACTION.sub(r"\1", value))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        case "date":
            return date.fromisoformat(value)
        case "int_string":
            return int(value)
        case "float_string":
            return _finite(float(value))
        case "int":
            return _whole(value)
        case "float":
            # JSON numbers of any size are parsed; a float holds only some of them.
            _finite(float(value))
            return value
        case _:
            return value


def _whole(value: float) -> int:
    if value != int(value):
        raise ValueError
    return int(value)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError
    return value

"""The values of columns, in the one form that all tables are made of.

Models hold what the server sent, which may differ from the spec. What can be written as the type of its
column without loss is converted; anything else is an error that names the object and the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from types import NoneType
from typing import Final, cast

from attrs import frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.codec.emitted import parse_date, parse_datetime
from cortex_async._core.codec.numerals import integer_from_string, number_from_string
from cortex_async._core.secrets.masking import MASK
from cortex_async._core.strings.kinds import is_array, is_uuid_or_decimal, unwrapped
from cortex_async._core.strings.surrogates import encodable
from cortex_async._core.unset import UNSET
from cortex_async.tables.columns import Column, ColumnType, Kind, ListOf, Scalar, Struct
from cortex_async.tables.json_text import NotJSON, json_text

_LEAST: Final = -(2**63)
_MOST: Final = 2**63 - 1
_MOST_EXACT: Final = 2**53

_EXPECTED: Final[dict[Kind, str]] = {
    "string": "a string",
    "integer": "an integer of 64 bits",
    "number": "a number",
    "boolean": "True or False",
    "datetime": "a datetime with a time zone",
    "date": "a date",
    "binary": "bytes",
    "json": "a value that JSON can hold",
}


class _Mismatch(Exception):
    """A value that does not fit. place: where it is within the value of its column."""

    def __init__(self, expected: str, value: object, place: str = "") -> None:
        super().__init__(expected, value, place)
        self.expected = expected
        self.value = value
        self.place = place


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(values: list[object], missing: int | None = None) -> list[int | None]:
    """Microseconds since 1970 for a column of datetimes.

    Libraries read integers several times as fast as datetimes that have a time zone.
    """
    moments = cast("list[datetime | None]", values)
    return [missing if moment is None else (moment - _EPOCH) // _MICROSECOND for moment in moments]


@frozen
class Converter:
    """Makes values fit their columns. secrets: whether secret fields keep their values."""

    secrets: bool

    def column(self, column: Column, values: list[object]) -> list[object]:
        """The values of a column: of the type that belongs to its kind, or None.

        Raises ``ArgumentTypeError`` for the first value that does not fit.
        """
        if column.secret and not self.secrets:
            values = [_mask(value) for value in values]
        if isinstance(column.dtype, Scalar) and _fits_as_it_is(values, column.dtype.kind):
            return values
        found: list[object] = []
        for row, value in enumerate(values):
            try:
                found.append(self._value(value, column.dtype))
            except _Mismatch as error:
                problem = error
            else:
                continue
            place = f"objects[{row}].{'.'.join(column.path)}{problem.place}"
            raise wrong_type(place, f"{problem.expected} for the column {column.name}", problem.value)
        return found

    def _value(self, value: object, kind: ColumnType) -> object:
        if value is None or value is UNSET:
            return None
        if isinstance(kind, Struct):
            return self._struct(value, kind)
        if isinstance(kind, ListOf):
            return self._list(value, kind)
        return self._json(value) if kind.kind == "json" else self._scalar(value, kind.kind)

    def _struct(self, value: object, kind: Struct) -> object:
        if not isinstance(value, kind.models):
            raise _Mismatch(" or ".join(model.__name__ for model in kind.models), value)
        found: dict[str, object] = {}
        for member in kind.members:
            inner = getattr(value, member.name, None)
            if member.secret and not self.secrets:
                inner = _mask(inner)
            try:
                found[member.name] = self._value(inner, member.dtype)
            except _Mismatch as error:
                raise _Mismatch(error.expected, error.value, f".{member.name}{error.place}") from None
        return found

    def _list(self, value: object, kind: ListOf) -> object:
        if not is_array(value):
            raise _Mismatch("a list", value)
        found: list[object] = []
        for place, item in enumerate(cast("Iterable[object]", value)):
            try:
                found.append(self._value(item, kind.item))
            except _Mismatch as error:
                raise _Mismatch(error.expected, error.value, f"[{place}]{error.place}") from None
        return found

    def _scalar(self, value: object, kind: Kind) -> object:
        value = unwrapped(value)
        if kind == "string":
            return self._string(value)
        try:
            found = _READERS[kind](value)
        except (TypeError, ValueError, OverflowError):
            found = None
        if found is None:
            raise _Mismatch(_EXPECTED[kind], value)
        return found

    def _string(self, value: object) -> str:
        if isinstance(value, str):
            return encodable(value)
        if isinstance(value, date) or is_uuid_or_decimal(value):
            return value.isoformat() if isinstance(value, date) else str(value)
        if value is None or isinstance(value, (bytes, bytearray)):
            raise _Mismatch(_EXPECTED["string"], value)
        return self._json(value, "string")

    def _json(self, value: object, kind: Kind = "json") -> str:
        try:
            return json_text(value, secrets=self.secrets)
        except NotJSON:
            pass
        raise _Mismatch(_EXPECTED[kind], value)


def _mask(value: object) -> object:
    return value if value is None or value is UNSET else MASK


_PLAIN: Final[dict[Kind, type]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "datetime": datetime,
    "date": date,
    "binary": bytes,
}


def _fits_as_it_is(values: list[object], kind: Kind) -> bool:
    """Whether no value of a column needs a conversion, which is the rule."""
    if kind == "json":
        return all(value is None for value in values)
    kinds = set(map(type, values))
    if not kinds <= {_PLAIN[kind], NoneType}:
        return False
    present = [value for value in values if value is not None] if NoneType in kinds else values
    if kind == "integer":
        integers = cast("list[int]", present)
        return min(integers, default=0) >= _LEAST and max(integers, default=0) <= _MOST
    if kind == "datetime":
        return {id(UTC)}.issuperset(map(id, map(_tzinfo, present)))
    return kind != "string" or _is_unicode(cast("list[str]", present))


_tzinfo: Final = attrgetter("tzinfo")


def _is_unicode(strings: list[str]) -> bool:
    try:
        "".join(strings).encode()
    except UnicodeEncodeError:
        return False
    return True


def _integer(value: object) -> object:
    value = integer_from_string(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= _MOST_EXACT:
        value = int(value)
    fits = isinstance(value, int) and not isinstance(value, bool) and _LEAST <= value <= _MOST
    return int(cast("int", value)) if fits else None


def _number(value: object) -> object:
    value = number_from_string(value)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _boolean(value: object) -> object:
    return value if isinstance(value, bool) else None


def _datetime(value: object) -> object:
    moment = parse_datetime(value) if isinstance(value, str) else value
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        return None
    utc = moment.astimezone(UTC)
    # Libraries know datetimes by their class, and clocks of tests have one of their own.
    return datetime(
        utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond, UTC, fold=utc.fold
    )


def _date(value: object) -> object:
    day = parse_date(value) if isinstance(value, str) else value
    if not isinstance(day, date) or isinstance(day, datetime):
        return None
    return date(day.year, day.month, day.day)


def _binary(value: object) -> object:
    return bytes(cast("bytes", value)) if isinstance(value, (bytes, bytearray, memoryview)) else None


_READERS: Final[dict[Kind, Callable[[object], object]]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "datetime": _datetime,
    "date": _date,
    "binary": _binary,
}
"""Kind -> the value of its type; None, or ``TypeError``, ``ValueError`` or ``OverflowError``, for others."""

"""Decoders of scalars. Null stays None; a value of another kind raises ``TypeError``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import NoneType
from typing import Any

from cortex_async._core.codec.emitted import integer, parse_date, parse_datetime


def string(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    raise TypeError


def whole_number(value: Any) -> Any:
    value = integer(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise TypeError


def number(value: Any) -> Any:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value if value is None else float(value)
    raise TypeError


def flag(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    raise TypeError


def as_is(value: Any) -> Any:
    return value


# ``diagnosis.EXPECTED`` lists these functions by name, which it finds in a traceback.
SCALARS: dict[object, Callable[[Any], Any]] = {
    str: string,
    int: whole_number,
    float: number,
    bool: flag,
    datetime: parse_datetime,
    date: parse_date,
    object: as_is,
    Any: as_is,
    None: as_is,
    NoneType: as_is,
    dict: as_is,
    list: as_is,
}

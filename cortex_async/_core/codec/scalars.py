"""Decoding what is no model: one value of JSON's own kinds. Null passes, a value of another kind raises ``TypeError``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import NoneType
from typing import Any

from cortex_async._core.codec.emitted import day, instant, integer


def text(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    raise TypeError


def whole(value: Any) -> Any:
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


# Keyed by annotation, so that a name shows up in a traceback under which ``probes.EXPECTED`` lists it.
SCALARS: dict[object, Callable[[Any], Any]] = {
    str: text,
    int: whole,
    float: number,
    bool: flag,
    datetime: instant,
    date: day,
    object: as_is,
    Any: as_is,
    None: as_is,
    NoneType: as_is,
    dict: as_is,
    list: as_is,
}

"""Values of every type that may end up as arguments: from forms, files, databases and mistakes."""

from __future__ import annotations

import enum
import fractions
import pathlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import attrs
from hypothesis import strategies as st

from cortex_async import Retry, Timeout, models
from cortex_async._core.unset import UNSET


class Text(str, enum.Enum):  # noqa: UP042  (the older spelling is what programs have)
    MUTE = "mute"


class Number(int, enum.Enum):
    ONE = 1


class Plain(enum.Enum):
    TEXT = "mute"
    NUMBER = 7
    FLAG = True
    NESTED = Text.MUTE
    BYTES = b"mute"
    MOMENT = datetime(2026, 1, 31, tzinfo=UTC)


class Loud(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "shouted"


@attrs.define
class Foreign:
    id: str = "x"


class Unwritable:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def cyclic() -> Any:
    inner: list[Any] = []
    inner.append({"again": inner})
    return inner


def deep() -> Any:
    value: Any = 1
    for _ in range(3000):
        value = [value]
    return value


def generated() -> Iterator[str]:
    yield "one"


SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none() | st.booleans() | st.just(UNSET),
    st.integers() | st.sampled_from([0, -1, 2**63, 2**64, -(2**63) - 1]),
    st.floats() | st.sampled_from([5.0, 1e300, -0.0]),
    st.text(st.characters(exclude_categories=[]), max_size=10),
    st.binary(max_size=4) | st.just(bytearray(b"x")) | st.just(memoryview(b"x")),
    st.sampled_from([*Text, *Number, *Plain, Loud("quiet")]),
    st.datetimes(
        timezones=st.none() | st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)
    ),
    st.just(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))),
    st.dates() | st.just(date.max) | st.just(time(1)) | st.just(timedelta(1)),
    st.uuids() | st.decimals() | st.just(UUID(int=0)) | st.just(Decimal("1E+5")),
    st.sampled_from([fractions.Fraction(1, 3), 1j, pathlib.Path("x"), Foreign(), Foreign, len, object()]),
    st.just(Timeout()) | st.just(Retry()),
    st.sampled_from([models.CreateSanction(type="x"), models.CreateSession(title=5, external_room_id="r")]),  # type: ignore[arg-type]
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    SCALARS,
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.tuples(inner)
            | st.dictionaries(
                st.text(max_size=3) | st.sampled_from([1, None, Text.MUTE, "\ud800"]), inner, max_size=3
            )
        ),
        max_leaves=4,
    ),
    st.sampled_from([cyclic, deep, generated]).map(lambda make: make()),
    st.frozensets(st.text(max_size=3), max_size=2) | st.just(range(3)),
)

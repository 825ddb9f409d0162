"""Models as a pandas data frame: the extra ``odin-cortex[pandas]``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any, Final

from cortex_async._core.runtime.optional_library import require
from cortex_async.tables.columns import ColumnType, Kind, Nested, Scalar
from cortex_async.tables.rows import rows_of
from cortex_async.tables.values import microseconds

if TYPE_CHECKING:
    import pandas

_MISSING: Final = -(2**63)
"""NaT as an integer: https://numpy.org/doc/stable/reference/arrays.datetime.html"""


def to_pandas(
    objects: Iterable[object] | Mapping[object, object],
    *,
    model: type[object] | UnionType | None = None,
    nested: Nested = "flatten",
    secrets: bool = False,
) -> pandas.DataFrame:
    """Convert models to a ``pandas.DataFrame`` with the columns of ``to_arrow``; it does not need pyarrow.

    Types: string, Int64, Float64, boolean, datetime64[us, UTC], and datetime64[us] for dates: all nullable,
    so a column has its type whether values are missing or not. Lists, and dicts where ``nested`` is
    ``"keep"``, are Python objects.

    Args: those of ``to_records``

    Raises ``ModuleNotFoundError`` if pandas is not installed, and what ``to_records`` raises.
    """
    require("pandas", "pandas", "to_pandas needs")
    import pandas

    rows = rows_of(objects, model, nested, secrets)
    series = {
        column.name: _series(values, column.dtype)
        for column, values in zip(rows.columns, rows.values, strict=True)
    }
    return pandas.DataFrame(series, index=pandas.RangeIndex(rows.count), copy=False)


def _series(values: list[object], kind: ColumnType) -> pandas.Series[Any]:
    import pandas

    if not isinstance(kind, Scalar) or kind.kind == "binary":
        return pandas.Series(values, dtype=object)
    return _READERS[kind.kind](values)


def _strings(values: list[Any]) -> pandas.Series[Any]:
    import pandas

    return pandas.Series(values, dtype=pandas.StringDtype())


def _masked(values: list[Any], kind: str, missing: object) -> tuple[Any, Any]:
    """The values as numpy has them, and which of them are missing."""
    import numpy

    # Through a list with None, integers would become floats and lose digits.
    data = numpy.array([missing if value is None else value for value in values], dtype=kind)
    return data, numpy.array([value is None for value in values], dtype=bool)


def _integers(values: list[Any]) -> pandas.Series[Any]:
    import pandas

    return pandas.Series(pandas.arrays.IntegerArray(*_masked(values, "int64", 0)))


def _numbers(values: list[Any]) -> pandas.Series[Any]:
    import pandas

    return pandas.Series(pandas.arrays.FloatingArray(*_masked(values, "float64", 0.0)))


def _booleans(values: list[Any]) -> pandas.Series[Any]:
    import pandas

    return pandas.Series(pandas.arrays.BooleanArray(*_masked(values, "bool", False)))


def _datetimes(values: list[Any]) -> pandas.Series[Any]:
    import numpy
    import pandas

    # Microseconds reach as far as Python's datetimes do.
    since = numpy.array(microseconds(values, _MISSING), dtype="int64").view("datetime64[us]")
    return pandas.Series(pandas.DatetimeIndex(since).tz_localize("UTC"))


def _dates(values: list[Any]) -> pandas.Series[Any]:
    import numpy
    import pandas

    return pandas.Series(numpy.array(values, dtype="datetime64[D]").astype("datetime64[us]"))


_READERS: Final[dict[Kind, Callable[[list[Any]], pandas.Series[Any]]]] = {
    "string": _strings,
    "json": _strings,
    "integer": _integers,
    "number": _numbers,
    "boolean": _booleans,
    "datetime": _datetimes,
    "date": _dates,
}

"""Models as a Polars data frame: the extra ``odin-cortex[polars]``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import UnionType
from typing import TYPE_CHECKING

from cortex_async._core.runtime.optional_library import require
from cortex_async.tables.columns import ColumnType, Kind, ListOf, Nested, Scalar, Struct
from cortex_async.tables.rows import rows_of
from cortex_async.tables.values import microseconds

if TYPE_CHECKING:
    import polars


def to_polars(
    objects: Iterable[object] | Mapping[object, object],
    *,
    model: type[object] | UnionType | None = None,
    nested: Nested = "flatten",
    secrets: bool = False,
) -> polars.DataFrame:
    """Convert models to a ``polars.DataFrame`` with the columns of ``to_arrow``; it does not need pyarrow.

    Types: String, Int64, Float64, Boolean, Datetime("us", "UTC"), Date, List, and Struct where ``nested`` is
    ``"keep"``.

    Args: those of ``to_records``

    Raises ``ModuleNotFoundError`` if Polars is not installed, and what ``to_records`` raises.
    """
    require("polars", "polars", "to_polars needs")
    import polars

    rows = rows_of(objects, model, nested, secrets)
    return polars.DataFrame(
        [
            _series(column.name, values, column.dtype)
            for column, values in zip(rows.columns, rows.values, strict=True)
        ]
    )


def _series(name: str, values: list[object], kind: ColumnType) -> polars.Series:
    import polars

    if isinstance(kind, Scalar) and kind.kind == "datetime":
        return polars.Series(name, microseconds(values), polars.Int64()).cast(_type(kind))
    return polars.Series(name, values, _type(kind))


def _type(kind: ColumnType) -> polars.DataType:
    import polars

    if isinstance(kind, ListOf):
        return polars.List(_type(kind.item))
    if isinstance(kind, Struct):
        return polars.Struct({member.name: _type(member.dtype) for member in kind.members})
    types: dict[Kind, polars.DataType] = {
        "string": polars.String(),
        "json": polars.String(),
        "integer": polars.Int64(),
        "number": polars.Float64(),
        "boolean": polars.Boolean(),
        "datetime": polars.Datetime("us", "UTC"),
        "date": polars.Date(),
        "binary": polars.Binary(),
    }
    return types[kind.kind]

"""Models as an Arrow table: the extra ``odin-cortex[arrow]``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import UnionType
from typing import TYPE_CHECKING, Any

from cortex_async._core.runtime.optional_library import require
from cortex_async.tables.columns import ColumnType, Kind, ListOf, Nested, Struct
from cortex_async.tables.rows import rows_of
from cortex_async.tables.values import microseconds

if TYPE_CHECKING:
    import pyarrow


def to_arrow(
    objects: Iterable[object] | Mapping[object, object],
    *,
    model: type[object] | UnionType | None = None,
    nested: Nested = "flatten",
    secrets: bool = False,
) -> pyarrow.Table:
    """Convert models to a ``pyarrow.Table``, e.g. for Parquet or DuckDB.

    The schema depends on the class alone, so that tables of the same class can be appended to each other.
    Every column is nullable. Types: string, int64, float64, bool, timestamp[us, UTC], date32, list, and
    struct where ``nested`` is ``"keep"``. Enumerations are strings, since a server may send values that are
    not in its spec. Free-form content and unions of several types are JSON text.

    Args: those of ``to_records``

    Raises ``ModuleNotFoundError`` if pyarrow is not installed, and what ``to_records`` raises.
    """
    require("pyarrow", "arrow", "to_arrow needs")
    import pyarrow

    rows = rows_of(objects, model, nested, secrets)
    types = [_type(column.dtype) for column in rows.columns]
    arrays = [_array(values, kind) for values, kind in zip(rows.values, types, strict=True)]
    names = [column.name for column in rows.columns]
    schema = pyarrow.schema(list(zip(names, types, strict=True)))
    return pyarrow.table(arrays, schema=schema)


def _array(values: list[object], kind: pyarrow.DataType) -> pyarrow.Array[Any]:
    import pyarrow

    if pyarrow.types.is_timestamp(kind):
        return pyarrow.array(microseconds(values), pyarrow.int64()).cast(kind)
    return pyarrow.array(values, kind)


def _type(kind: ColumnType) -> pyarrow.DataType:
    import pyarrow

    if isinstance(kind, ListOf):
        return pyarrow.list_(_type(kind.item))
    if isinstance(kind, Struct):
        return pyarrow.struct([(member.name, _type(member.dtype)) for member in kind.members])
    types: dict[Kind, pyarrow.DataType] = {
        "string": pyarrow.string(),
        "json": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "datetime": pyarrow.timestamp("us", "UTC"),
        "date": pyarrow.date32(),
        "binary": pyarrow.binary(),
    }
    return types[kind.kind]

"""Models as a list of plain dicts, one per row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import UnionType

from cortex_async.tables.columns import Nested
from cortex_async.tables.rows import rows_of


def to_records(
    objects: Iterable[object] | Mapping[object, object],
    *,
    model: type[object] | UnionType | None = None,
    nested: Nested = "flatten",
    secrets: bool = False,
) -> list[dict[str, object]]:
    """Convert models to dicts that all have the same keys and hold the values of a table.

    They are the rows of ``to_arrow``, for ``csv.DictWriter`` or ``executemany``: values are strings, numbers,
    booleans, aware datetimes in UTC, lists, and None. Free-form content is JSON text. ``to_dict`` gives a
    model as it is.

    Args:
        objects: the models, all of one class; for a mapping, as of a live view, its values
        model: the class, or a union of classes such as ``Event``. None takes that of the objects, which
            cannot be empty then
        nested: ``"flatten"`` makes columns of the fields of a model in a model, named ``parent_child``;
            ``"keep"`` makes one column with a dict
        secrets: whether secret fields, e.g. the key of an API key, keep their values; they are ``***``
            otherwise

    Raises ``ArgumentError`` if an argument cannot be used, and for a value that does not fit its column; the
    message names the object and the column.
    """
    rows = rows_of(objects, model, nested, secrets)
    names = [column.name for column in rows.columns]
    if not names:
        return [{} for _ in range(rows.count)]
    return [dict(zip(names, row, strict=True)) for row in zip(*rows.values, strict=True)]

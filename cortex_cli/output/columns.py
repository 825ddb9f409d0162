"""What is shown of a record: chosen fields by dotted JSON names, and the columns of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

Record = Mapping[str, object]


def chosen(record: Record, fields: Sequence[str]) -> dict[str, object]:
    """Return the chosen fields of a record under their dotted names, None for what it does not have.

    All of the record if ``fields`` is empty.
    """
    return {name: value_at(record, name) for name in fields} if fields else dict(record)


def value_at(record: object, name: str) -> object:
    """Return the member with a dotted name, None if there is none.

    A field whose own name has dots is found, too.
    """
    if isinstance(record, list):
        return [value_at(item, name) for item in cast("list[object]", record)]
    if not isinstance(record, Mapping):
        return None
    members = cast("Record", record)
    if name in members:
        return members[name]
    first, dot, rest = name.partition(".")
    return value_at(members.get(first), rest) if dot else None


def columns_of(records: Sequence[Record], wanted: Sequence[str] = ()) -> list[str]:
    """Return the columns of a table: those of ``wanted`` that some record has, else every field in order."""
    names: dict[str, None] = {}
    for record in records:
        names.update(dict.fromkeys(record))
    if wanted:
        found = [name for name in wanted if any(value_at(record, name) is not None for record in records)]
        if found:
            return found
    return list(names)

"""Finds the free-form content that a class reads with typed readers: what ``x-readers`` marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import ir
from generator.refusal import Refusal, pointer_below

EXTRA_FIELD = "additional_properties"
READERS = ("number", "integer", "text", "flag", "texts", "each", "at")
"""The methods of ``FreeFormReaders``, whose names no field of such a class may have."""


def read_attribute(
    body: Mapping[str, Any], fields: tuple[ir.Field, ...], extra: ir.Type | None, place: str
) -> str:
    """Return the attribute that ``x-readers`` marks, empty for none.

    The mark is on a property, or on a schema whose additional properties are to be read. Raises ``Refusal``
    if it is on anything but free-form content, on several properties, or if a field has a reader's name.
    """
    found = {
        item.name: item.type
        for item in fields
        if body["properties"].get(item.wire, {}).get("x-readers") is True
    }
    if body.get("x-readers") is True:
        found[EXTRA_FIELD] = ir.FreeForm() if extra == ir.Scalar("json") else ir.Scalar("str")
    if not found:
        return ""
    if len(found) > 1:
        raise Refusal(place, f"has x-readers at {' and '.join(found)}", "mark one of them in the overlay")
    ((name, kind),) = found.items()
    if kind not in (ir.FreeForm(), ir.Scalar("json")):
        raise Refusal(
            place, f"has x-readers at {name}, which is not free-form", "drop the mark in the overlay"
        )
    for item in fields:
        if item.name in READERS:
            raise Refusal(
                pointer_below(place, "properties", item.wire),
                f"has the name of the reader {item.name}",
                "give it another under [fields] in names.toml, or drop x-readers in the overlay",
            )
    return name

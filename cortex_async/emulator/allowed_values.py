"""The values that the emulator may return in addition to those that the spec enumerates.

The spec's enumeration of annotation types lacks ``toxicity`` and ``language``, which the vendor's pages name
and whose events it allows: https://docs.4players.io/cortex/features/moderation/
"""

from __future__ import annotations

from collections.abc import Mapping

from cortex_async.emulator.records import Record

ANY_STRING: Mapping[str, str] = {"MessageAnnotation": "type", "SessionAnnotation": "type"}
"""Schema -> its property that may be any string."""


def opened(schemas: Record) -> Record:
    """The schemas without the enumerations of these properties."""
    return {
        **schemas,
        **{name: _opened(schemas[name], ANY_STRING[name]) for name in ANY_STRING & schemas.keys()},
    }


def _opened(schema: Record, name: str) -> Record:
    properties: Record = schema.get("properties", {})
    if name not in properties:
        return schema
    declared = {key: value for key, value in properties[name].items() if key != "enum"}
    return {**schema, "properties": {**properties, name: declared}}

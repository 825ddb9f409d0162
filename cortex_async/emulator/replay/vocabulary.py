"""Words of the API itself. They are not searched for, even if somebody's password is ``session``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson

from cortex_async.emulator.records import is_list, is_object
from cortex_async.emulator.spec import load_spec

_OTHERS = {
    "true",
    "false",
    "null",
    "none",
    "http",
    "https",
    "localhost",
    "data",
    "event",
    "retry",
    "bearer",
    "basic",
}


@lru_cache(maxsize=1)
def member_names() -> frozenset[str]:
    """The names of all members that the spec declares."""
    return frozenset(name for name, _ in _declared(orjson.loads(load_spec().raw)))


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Names of members and parameters, values of enumerations, event types and parts of paths."""
    spec = load_spec()
    found = set(_OTHERS) | set(spec.events) | set(member_names())
    found |= {value for _, schema in _declared(orjson.loads(spec.raw)) for value in _enumerated(schema)}
    for operation in spec.operations.values():
        found.update(operation.segments)
        found.update(parameter.name for parameter in operation.query)
    for event_type in spec.events:
        found.update(event_type.split("."))
    return frozenset(found)


_MEDIA_TYPE = re.compile(
    r"(?:application|text|audio|image|multipart)/[\w.+-]+(?:; *charset=[\w-]+)?", re.IGNORECASE
)


def is_word(value: str) -> bool:
    """Whether the value is part of the API's own language, or a media type."""
    return value in words() or _MEDIA_TYPE.fullmatch(value) is not None


def _declared(spec: Any) -> Iterator[tuple[str, Any]]:
    """Every declared member with its schema."""
    pending: list[Any] = [spec]
    while pending:
        part = pending.pop()
        if is_object(part):
            properties: Any = part.get("properties")
            if is_object(properties):
                yield from properties.items()
            pending.extend(part.values())
        elif is_list(part):
            pending.extend(part)


def _enumerated(schema: Any) -> Iterator[str]:
    if is_object(schema):
        items: Any = schema.get("items", {})
        values: list[Any] = [*schema.get("enum", ()), *(items.get("enum", ()) if is_object(items) else ())]
        yield from (value for value in values if isinstance(value, str))

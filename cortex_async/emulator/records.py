"""Records: plain JSON objects. The emulator knows the spec, but none of the SDK's models.

A record is stored in the form that the API shows. Keys that start with an underscore are internal and never
leave the emulator. A value of None means "not set" and is left out of responses, since the spec declares
almost no field nullable.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeGuard

Record: TypeAlias = dict[str, Any]


def public(record: Record) -> Record:
    """The record as responses and events show it."""
    return {key: value for key, value in record.items() if value is not None and key[0] != "_"}


def pick(body: Record, *names: str) -> Record:
    """The named fields, as far as they are present."""
    return {name: body[name] for name in names if name in body}


def differences(before: Record, after: Record) -> Record:
    """The old values of the top-level fields that differ: ``payload.changes`` of an event."""
    names: Iterable[str] = {**before, **after}
    return {name: before.get(name) for name in names if before.get(name) != after.get(name)}


def plain_name(name: str) -> str:
    """A name without case, hyphens and underscores:

    ``apiKey``, ``api_key`` and ``API-Key`` become ``apikey``.
    """
    return name.replace("_", "").replace("-", "").lower()


def is_object(value: Any) -> TypeGuard[Record]:
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)

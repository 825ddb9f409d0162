"""The emulator's values are plain JSON objects: it knows the document and none of the SDK's models.

A record is stored as the API shows it. Keys that begin with an underscore are the emulator's own and never leave it; a value
of None means "not set" and is left out of answers, since the document declares next to no field nullable.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeGuard

Record: TypeAlias = dict[str, Any]


def public(record: Record) -> Record:
    """The record as an answer or an event shows it."""
    return {key: value for key, value in record.items() if value is not None and not key.startswith("_")}


def pick(body: Record, *names: str) -> Record:
    """The named fields that the caller has sent."""
    return {name: body[name] for name in names if name in body}


def differences(before: Record, after: Record) -> Record:
    """The old values of the top-level fields that differ, which is what ``payload.changes`` of an event holds."""
    names: Iterable[str] = {**before, **after}
    return {name: before.get(name) for name in names if before.get(name) != after.get(name)}


def plain_name(name: str) -> str:
    """``apiKey``, ``api_key`` and ``API-Key`` are one name."""
    return name.replace("_", "").replace("-", "").lower()


def is_object(value: Any) -> TypeGuard[Record]:
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)

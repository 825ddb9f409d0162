"""Repair JSON before it is decoded, for services that are known to write one thing in several ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeGuard, cast

from cortex_async._core.codec.codec import Codec
from cortex_async._core.codec.encoder import Convert

Repair = Callable[[Any], Any]

_MILLISECONDS_FROM = 100_000_000_000
"""From this number on a timestamp is in milliseconds: as seconds it would be in the year 5138, as
milliseconds it is in 1973.
"""


class RepairingCodec(Codec):
    """A codec that repairs JSON first. repairs: by name of a model, or of the function that decodes a whole
    response.
    """

    def __init__(self, package: str, secret_fields: Iterable[str], repairs: Mapping[str, Repair]) -> None:
        super().__init__(package, secret_fields)
        self._repairs = repairs
        self._repaired: dict[object, Convert] = {}

    def decoder(self, kind: object) -> Convert:
        repair = self._repairs.get(getattr(kind, "__name__", ""))
        if repair is None:
            return super().decoder(kind)
        if kind not in self._repaired:
            decode = super().decoder(kind)
            self._repaired[kind] = lambda raw: decode(repair(raw))
        return self._repaired[kind]


def timestamp(name: str) -> Repair:
    """Repair a datetime: accepts ISO 8601, Unix seconds or milliseconds, and an empty string for none."""

    def repair(raw: Any) -> Any:
        members = _members(raw)
        return raw if members is None or name not in members else _with(members, name, _iso(members[name]))

    return repair


def no_nulls(name: str) -> Repair:
    """Repair a list, or the member ``name`` that is a list: null becomes an empty list, null items are
    dropped.
    """

    def repair(raw: Any) -> Any:
        members = _members(raw)
        if members is None:
            return _without_nulls(raw)
        return _with(members, name, _without_nulls(members[name])) if name in members else raw

    return repair


def _members(raw: Any) -> dict[str, Any] | None:
    return cast("dict[str, Any]", raw) if isinstance(raw, dict) else None


def _with(members: dict[str, Any], name: str, value: object) -> dict[str, Any]:
    # A tracing dict, with which a decoding error is located, is changed in place: a copy would not record
    # what is read.
    changed = members.copy() if type(members) is dict else members
    changed[name] = value
    return changed


def _without_nulls(value: Any) -> Any:
    if value is None:
        return []
    return [item for item in value if item is not None] if _is_plain_list(value) else value


def _is_plain_list(value: object) -> TypeGuard[list[Any]]:
    return type(value) is list


def _iso(value: object) -> object:
    if isinstance(value, str):
        string = value.strip()
        try:
            number = float(string) if string else 0.0
        except ValueError:
            return value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    else:
        return value
    # Zero, negative numbers and an empty string mean "never".
    seconds = number / 1000 if number >= _MILLISECONDS_FROM else number
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return value

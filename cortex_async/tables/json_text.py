"""JSON text for columns whose content has no type of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import date
from enum import Enum
from typing import Final, cast

import orjson
from attrs import Attribute, fields

from cortex_async._core.codec.model_types import is_model
from cortex_async._core.secrets.masking import MASK, masked
from cortex_async._core.strings.kinds import is_uuid_or_decimal, unwrapped
from cortex_async._core.strings.surrogates import encodable
from cortex_async._core.unset import UNSET

_OPTIONS: Final = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class NotJSON(Exception):
    """A value that JSON cannot hold."""


def json_text(value: object, *, secrets: bool) -> str:
    """Write a value as compact JSON; models with the names of their fields.

    Raises ``NotJSON``.
    """
    foreign = _with_secrets if secrets else _without_secrets
    try:
        return orjson.dumps(value, foreign, _OPTIONS).decode()
    except TypeError:
        pass
    try:
        # Integers of more than 64 bits, and lone surrogates.
        text = json.dumps(value, default=foreign, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise NotJSON from None
    return encodable(text)


def _with_secrets(value: object) -> object:
    return _foreign(value, lambda item, member: member)


def _without_secrets(value: object) -> object:
    return _foreign(value, masked_member)


def masked_member(item: Attribute[object], member: object) -> object:
    """The value of a field, or ``***`` for a secret field that is set."""
    return MASK if item.repr is masked and member is not None and member is not UNSET else member


def _foreign(value: object, shown: Callable[[Attribute[object], object], object]) -> object:
    """What stands for a value that the encoders do not know."""
    if is_model(type(value)):
        model: type = type(value)
        items = cast("tuple[Attribute[object], ...]", fields(model))
        members = [(item.name, shown(item, getattr(value, item.name))) for item in items]
        return {name: member for name, member in members if member is not UNSET}
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, object]", value))
    if isinstance(value, (Set, tuple)):
        return list(cast("Iterable[object]", value))
    if isinstance(value, Enum) and value is not UNSET:
        return unwrapped(value)
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    if is_uuid_or_decimal(value):
        return str(value)
    raise TypeError

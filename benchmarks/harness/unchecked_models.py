"""Models of pydantic and msgspec filled without a check of scalars, as the SDK fills its own.

Datetimes and nested objects are made here, too: without them the objects would not be the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import NoneType
from typing import Any, get_args, get_origin

import msgspec
import pydantic

from benchmarks.harness import peer_models

Make = Callable[[Any], Any]


def constructor(name: str) -> Make:
    """A function from parsed JSON to a pydantic model, by ``model_construct``."""
    return _constructor(peer_models.model(name))


def _constructor(model: Any) -> Make:
    converters: dict[str, Make] = {}
    for name, field in model.model_fields.items():
        convert = _converter(_member(field.annotation))
        if convert is not None:
            converters[field.alias or name] = convert

    def construct(item: dict[str, Any]) -> Any:
        for name, convert in converters.items():
            if name in item:
                item[name] = convert(item[name])
        return model.model_construct(**item)

    return construct


def _converter(kind: Any) -> Make | None:
    if kind is datetime:
        return datetime.fromisoformat
    if isinstance(kind, type) and issubclass(kind, pydantic.BaseModel):
        return _constructor(kind)
    if get_origin(kind) is list:
        each = _converter(get_args(kind)[0])
        return None if each is None else lambda items: [each(item) for item in items]
    return None


def struct(name: str) -> Any:
    """A msgspec.Struct whose scalars may be anything."""
    return _struct(peer_models.struct(name))


def _struct(kind: Any) -> Any:
    fields = [
        (field.name, _free(_member(field.type), _struct), *(() if field.required else (None,)))
        for field in msgspec.structs.fields(kind)
    ]
    return msgspec.defstruct(kind.__name__, fields, rename="camel", kw_only=True)


def model(name: str) -> Any:
    """A pydantic model whose scalars may be anything."""
    return _model(peer_models.model(name))


def _model(kind: Any) -> Any:
    fields: dict[str, Any] = {
        name: (_free(_member(field.annotation), _model), ... if field.is_required() else None)
        for name, field in kind.model_fields.items()
    }
    return pydantic.create_model(kind.__name__, __config__=kind.model_config, **fields)


def _free(kind: Any, nested: Make) -> Any:
    if kind is datetime:
        return datetime | None
    if isinstance(kind, type) and issubclass(kind, (msgspec.Struct, pydantic.BaseModel)):
        return nested(kind) | None
    if get_origin(kind) is list:
        return list[_free(get_args(kind)[0], nested)] | None  # type: ignore[misc]  # made while running
    return Any


def _member(kind: Any) -> Any:
    """The type beside None."""
    members = [member for member in get_args(kind) if member is not NoneType]
    return members[0] if NoneType in get_args(kind) and len(members) == 1 else kind

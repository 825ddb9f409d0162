"""Writes a program that matches every union of an API exhaustively, for type checkers only.

It is made from the generator's own representation of the API, so a new union is covered by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator import ir
from generator.build import layout
from generator.emit.annotations import members
from generator.emit.code import Code
from generator.emit.models import field_members
from generator.emit.operations import class_name
from generator.emit.signatures import returned

_HEAD = """\
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar, assert_never

import cortex_async as sdk
from cortex_async import events

T = TypeVar("T")


def awaited(method: Callable[..., Awaitable[T]]) -> T:
    raise NotImplementedError
"""

_PATTERNS = {
    "None": "None",
    "Unset": "sdk.UNSET",
    # An integer is accepted as a float: https://peps.python.org/pep-0484/#the-numeric-tower
    "float": "float() | int()",
    **{name: f"{name}()" for name in ("str", "int", "bool", "bytes", "date", "datetime")},
}
_MODULE = re.compile(r"type\[([\w.]+)\.\w+\]")
# A boolean is an integer, a datetime is a date, and a string is a sequence.
_ORDER = ("bool()", "datetime()", "str()", "bytes()")


def program(apis: Iterable[ir.Api]) -> str:
    """Return the source of the program."""
    parts = [_HEAD]
    for api in apis:
        public = layout(api.name, "").public
        unions = list(_unions(api))
        modules = {found[1] for one in unions if (found := _MODULE.search(one[0]))}
        parts.append("\n".join(["", *(f"import {name}" for name in sorted(modules))]))
        parts.append(f"from {public} import models as {api.name}\n")
        parts += [_function(f"{api.name}_{number}", *one) for number, one in enumerate(unions)]
    return "\n".join(parts)


def _function(name: str, parameter: str, value: str, loop: str, patterns: list[str]) -> str:
    lines = [f"def {name}({parameter}) -> None:", *([f"    {loop}"] if loop else [])]
    indent = "        " if loop else "    "
    lines.append(f"{indent}match {value}:")
    for pattern in sorted(dict.fromkeys(patterns), key=lambda one: one not in _ORDER):
        lines += [f"{indent}    case {pattern}:", f"{indent}        pass"]
    lines += [f"{indent}    case never:", f"{indent}        assert_never(never)"]
    return "\n".join(["", *lines, ""])


def _unions(api: ir.Api) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (parameter, value, loop around the match, patterns) of each union."""
    for model in api.models:
        parameter = f"of: {api.name}.{model.name}"
        for item in model.fields:
            sent = model.sent and not model.received
            place = f"of.{item.name}"
            if _is_union(item.type):
                yield parameter, place, "", _patterns(api, field_members(item, model))
            for loop, kind in _inner(item.type, place):
                yield parameter, "one", loop, _patterns(api, members(kind, sent=sent))
    for operation in api.operations:
        response = operation.response
        if response.kind == "several" or (response.type is not None and _is_union(response.type)):
            module = f"{layout(api.name, '').package}.operations.{operation.scope}.{operation.resource}"
            parameter = f"of: type[{module}.{class_name(api, operation.resource)}]"
            yield parameter, f"awaited(of.{operation.method})", "", _patterns(api, returned(operation))
    if api.events is not None:
        names = sorted({name for _, name in api.events.members} | {"UnknownEvent"})
        yield "of: events.Event", "of", "", [f"events.{name}()" for name in names]


def _is_union(kind: ir.Type) -> bool:
    kind = kind.inner if isinstance(kind, ir.Nullable) else kind
    return isinstance(kind, (ir.ModelUnion, ir.KindUnion))


def _inner(kind: ir.Type, place: str) -> Iterator[tuple[str, ir.Type]]:
    """Yield (loop over a list or map, type of what is in it) for a list or map of a union."""
    match kind:
        case ir.ListOf(item) if _is_union(item):
            yield f"for one in {place} or ():", item
        case ir.MapOf(value) if _is_union(value):
            yield f"for one in ({place} or {{}}).values():", value
        case _:
            pass


def _patterns(api: ir.Api, annotations: Iterable[Code]) -> list[str]:
    return [found for one in annotations if (found := _pattern(api, one.text)) is not None]


def _pattern(api: ir.Api, annotation: str) -> str | None:
    outer = re.match(r"\w+", annotation)
    assert outer is not None
    name = outer[0]
    if name in _PATTERNS:
        return _PATTERNS[name]
    if name == "Literal" or any(enum.name == name for enum in api.enums):
        return None  # a known value; the string or integer that it is follows
    return f"{api.name}.{name}()" if name in api.homes else f"{name}()"

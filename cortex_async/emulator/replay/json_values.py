"""JSON without loss: numbers keep their digits, and objects keep repeated names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from cortex_async.emulator.records import is_list

Json: TypeAlias = Any
"""``Members``, ``list``, ``str``, ``Literal``, ``bool`` or None."""


class Literal(str):
    """A number as it was written."""

    __slots__ = ()


class Members(list[tuple[str, Any]]):
    """An object's members in order, repeated names included."""

    __slots__ = ()

    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self)


def parse(text: str) -> Json:
    """Parse JSON. Raises ``ValueError`` for anything else, and for JSON nested too deeply for Python."""
    try:
        return json.loads(
            text, object_pairs_hook=Members, parse_int=Literal, parse_float=Literal, parse_constant=Literal
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def dump(value: Json) -> str:
    """JSON without white space, as most servers write it."""
    pieces: list[str] = []
    _write(value, pieces.append)
    return "".join(pieces)


def _write(value: Json, add: Callable[[str], object]) -> None:
    if isinstance(value, Members):
        _enclose("{", (_member(name, part) for name, part in value), "}", add)
    elif is_list(value):
        _enclose("[", (("", part) for part in value), "]", add)
    else:
        add(str(value) if isinstance(value, Literal) else _scalar(value))


def _scalar(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # Half of a surrogate pair, which JSON can escape, but UTF-8 cannot hold.
    return text if text.isascii() or _is_utf8(text) else json.dumps(value)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _member(name: str, value: Json) -> tuple[str, Json]:
    return f"{_scalar(name)}:", value


def _enclose(start: str, parts: Iterable[tuple[str, Json]], end: str, add: Callable[[str], object]) -> None:
    add(start)
    for position, (name, part) in enumerate(parts):
        if position:
            add(",")
        add(name)
        _write(part, add)
    add(end)


def loads(text: str) -> Any:
    """Parse JSON to ordinary Python values. Raises ``ValueError``, also for NaN and infinities."""
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def compact(value: object) -> str:
    """An ordinary Python value as JSON in the same form as ``dump``."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

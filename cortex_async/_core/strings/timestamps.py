"""Timestamps of RFC 3339 that ``datetime.fromisoformat`` refuses.

These are lower-case ``t`` and ``z``, and the leap second ``:60``, which no ``datetime`` can hold: it becomes
the second before. https://www.rfc-editor.org/rfc/rfc3339#section-5.6
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")

_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def canonical(text: str) -> str | None:
    """The timestamp as ``datetime.fromisoformat`` accepts it; None for a string that is not RFC 3339."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    day, minute, second, fraction, offset = match.groups()
    second = "59" if second == "60" else second
    digits = f".{fraction[:6].ljust(6, '0')}" if fraction else ""
    return f"{day}T{minute}:{second}{digits}{offset.upper()}"


class _Rewritten(str):
    """A timestamp in the form that decoders accept, which remembers its original spelling."""

    original: str


def decode_tolerantly(decode: Callable[[Any], T], raw: Any) -> T | None:
    """Decode once more after a failure, with every timestamp in ``raw`` rewritten; None if there is none.

    Changes ``raw``. A member that is declared as a string keeps its original spelling. Raises what ``decode``
    raises.
    """
    holder = [raw]
    if not _rewrite(holder):
        return None
    decoded = [decode(holder[0])]
    _restore(decoded)
    return decoded[0]


def _rewrite(root: list[Any]) -> bool:
    found, waiting = False, [cast("Any", root)]
    # A loop, since JSON from a server may be nested deeper than Python's stack.
    while waiting:
        container = waiting.pop()
        for key, value in _members(container):
            if type(value) is str:
                text = canonical(value)
                if text is not None and text != value:
                    rewritten = container[key] = _Rewritten(text)
                    rewritten.original = value
                    found = True
            elif isinstance(value, (dict, list)):
                waiting.append(value)
    return found


def _restore(root: list[Any]) -> None:
    waiting: list[Any] = [root]
    while waiting:
        holder = waiting.pop()
        for key, value in _members(holder):
            if isinstance(value, _Rewritten):
                _put(holder, key, value.original)
            elif isinstance(value, (dict, list)) or hasattr(value, "__attrs_attrs__"):
                waiting.append(value)


def _members(holder: object) -> list[tuple[Any, Any]]:
    if isinstance(holder, dict):
        return list(cast("dict[object, object]", holder).items())
    if isinstance(holder, list):
        return list(enumerate(cast("list[object]", holder)))
    attributes: tuple[Any, ...] = getattr(holder, "__attrs_attrs__", ())
    return [(item.name, getattr(holder, item.name)) for item in attributes]


def _put(holder: Any, key: Any, value: str) -> None:
    if isinstance(holder, (dict, list)):
        holder[key] = value
    else:
        # A page is frozen.
        object.__setattr__(holder, key, value)

"""RFC 3339 as it is allowed to be written, for what Python's own parser refuses of it.

Lower-case ``t`` and ``z``, and the leap second ``:60``, which no ``datetime`` can hold and which becomes the second before.
https://www.rfc-editor.org/rfc/rfc3339#section-5.6
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")

_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def canonical(text: str) -> str | None:
    """The same moment as ``datetime.fromisoformat`` takes it; None for what is no date and time of RFC 3339."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    day, minute, second, fraction, offset = match.groups()
    second = "59" if second == "60" else second
    digits = f".{fraction[:6].ljust(6, '0')}" if fraction else ""
    return f"{day}T{minute}:{second}{digits}{offset.upper()}"


class _Stamp(str):
    """A date and time in the one form that decoders take, which remembers how it was written."""

    written: str


def decode_tolerantly(decode: Callable[[Any], T], raw: Any) -> T | None:
    """``decode`` once more after it has failed, with every date and time in ``raw`` rewritten; None where there is none to rewrite.

    Changes ``raw``. What turns out to be a string and no date keeps its spelling. Raises what ``decode`` raises.
    """
    holder = [raw]
    if not _rewrite(holder):
        return None
    decoded = [decode(holder[0])]
    _restore(decoded)
    return decoded[0]


def _rewrite(root: list[Any]) -> bool:
    found, waiting = False, [cast("Any", root)]
    # Not recursive: what a server sends may be nested deeper than Python's stack.
    while waiting:
        container = waiting.pop()
        for key, value in _members(container):
            if type(value) is str:
                text = canonical(value)
                if text is not None and text != value:
                    stamp = container[key] = _Stamp(text)
                    stamp.written = value
                    found = True
            elif isinstance(value, (dict, list)):
                waiting.append(value)
    return found


def _restore(root: list[Any]) -> None:
    waiting: list[Any] = [root]
    while waiting:
        holder = waiting.pop()
        for key, value in _members(holder):
            if isinstance(value, _Stamp):
                _put(holder, key, value.written)
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

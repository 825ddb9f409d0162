"""The first check of every input file: plain JSON data of bounded depth."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from generator.refusal import Refusal, pointer

DEPTH = 100
_LARGEST = 1 << 4096


class Repeated:
    """The marker for a value whose key appeared before in the same object."""


def refuse_strange(value: Any, source: str) -> None:
    """Raise ``Refusal`` for values that JSON or Python source cannot express, and for too deep nesting."""
    waiting: list[tuple[Any, int, tuple[Any, ...] | None]] = [(value, 0, None)]
    # (value, depth, path from the inside out): a pointer is built only for an error.
    while waiting:
        one, depth, path = waiting.pop()
        problem = _PROBLEMS.get(one.__class__, _foreign)(one)
        if depth > DEPTH:
            problem = (f"is nested deeper than {DEPTH} levels", "move parts of it into components")
        if problem is not None:
            raise Refusal(source + _pointer(path), *problem)
        if one.__class__ is dict:
            for key, member in one.items():
                if not _is_text(key):
                    raise Refusal(source + _pointer((key, path)), *_HALF)
                waiting.append((member, depth + 1, (key, path)))
        elif one.__class__ is list:
            waiting += [(member, depth + 1, (number, path)) for number, member in enumerate(one)]


def _pointer(path: tuple[Any, ...] | None) -> str:
    steps: list[Any] = []
    while path is not None:
        steps.append(path[0])
        path = path[1]
    return pointer(*reversed(steps))


_HALF = ("contains half of a surrogate pair", "write the whole character")

_Problem = tuple[str, str] | None


def _fine(_: Any) -> _Problem:
    return None


def _foreign(value: Any) -> _Problem:
    return (f"is {type(value).__name__}, which JSON does not have", "write it as a string")


def _repeated(_: Any) -> _Problem:
    return ("appears twice", "keep one of them")


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _text(text: Any) -> _Problem:
    return None if _is_text(text) else _HALF


def _float(number: Any) -> _Problem:
    return None if math.isfinite(number) else ("is not a finite number", "use another one")


def _int(number: Any) -> _Problem:
    return (
        None if -_LARGEST < number < _LARGEST else ("is a number of over 1000 digits", "write it as a string")
    )


_PROBLEMS: dict[type[Any], Callable[[Any], _Problem]] = {
    dict: _fine,
    list: _fine,
    bool: _fine,
    type(None): _fine,
    str: _text,
    float: _float,
    int: _int,
    Repeated: _repeated,
}

"""Functions that redact lines, such as those of ``cortex_async.redaction``: called and checked here."""

from __future__ import annotations

import inspect
import reprlib
from collections.abc import Callable
from typing import Final, TypeAlias, cast

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentError, ArgumentTypeError
from cortex_async.transcripts.values import Line

Redact: TypeAlias = Callable[[Line], Line | None]
"""A function that returns a line as it may be kept, or None to leave it out."""

_EXPECTED: Final = "a function that takes a Line and returns a Line or None"
_KEPT: Final = ("id", "session_id", "start")
"""What a line is found by, and its place in the transcript."""


def checked(redact: object) -> Redact:
    """The function. Raises ``ArgumentTypeError`` for something that cannot be one."""
    if isinstance(redact, type):
        # The class in place of an instance: MaskPersonalData for MaskPersonalData().
        raise ArgumentTypeError(
            f"redact must be {_EXPECTED}, got the class {redact.__name__}: pass {redact.__name__}()",
            parameter="redact",
        )
    if not callable(redact) or inspect.iscoroutinefunction(redact):
        raise wrong_type("redact", _EXPECTED, redact)
    return cast("Redact", redact)


def name_of(redact: Redact) -> str:
    """What a record says about which function wrote it: its ``name``, or where it is defined."""
    name = getattr(redact, "name", None)
    if isinstance(name, str) and name:
        return name
    inner = redact if hasattr(redact, "__qualname__") else type(redact)
    return f"{inner.__module__}.{inner.__qualname__}"


def apply(redact: Redact, line: Line) -> Line | None:
    """The line as ``redact`` returns it, or None to leave it out.

    Raises ``ArgumentError`` if ``redact`` fails, or returns anything else than this line or None. The message
    names the id of the line and shows nothing of its text.
    """
    try:
        found = cast("Callable[[Line], object]", redact)(line)
    except Exception as error:
        raise _unusable(f"raised {type(error).__name__}", line) from error
    if found is None:
        return None
    if not isinstance(found, Line):
        if inspect.iscoroutine(found):
            found.close()
        raise _unusable(f"returned {type(found).__name__}", line)
    for name in _KEPT:
        if getattr(found, name) != getattr(line, name):
            raise _unusable(f"changed its {name}", line)
    if not isinstance(found.text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise _unusable("made its text something else than a string", line)
    return found


def _unusable(what: str, line: Line) -> ArgumentError:
    expected = "redact must return the Line it was given, changed or not, or None"
    return ArgumentError(f"{expected}: for line {reprlib.repr(line.id)} it {what}", parameter="redact")

"""Argument errors, all in one form: ``project_id must be a non-empty string, got 5``."""

from __future__ import annotations

import reprlib
import sys

from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError, CortexError
from cortex_async._core.secrets.masking import Secret, SecretBytes

_MASKING: dict[type, type] = {Secret: str, SecretBytes: bytes}


def wrong_type(parameter: str, expected: str, value: object) -> ArgumentTypeError:
    """Build the error for a value of a wrong type.

    ``expected`` completes the sentence, e.g. ``"a string"``. The value itself is not shown, since its repr
    may contain anything.
    """
    return ArgumentTypeError(f"{parameter} must be {expected}, got {_describe(value)}", parameter=parameter)


def wrong_value(parameter: str, expected: str, value: object) -> ArgumentValueError:
    """Build the error for a value of the right type that cannot be used.

    ``expected`` completes the sentence, e.g. ``"a whole number >= 1"``. Shows the value, shortened: never
    call this with a secret.
    """
    return ArgumentValueError(f"{parameter} must be {expected}, got {_shown(value)}", parameter=parameter)


def check_seconds(
    parameter: str, value: object, *, zero: bool = False, none: bool = True, infinite: bool = False
) -> None:
    """Raise ``ArgumentError`` unless the value is a number of seconds.

    ``zero`` also allows 0, ``none`` None, ``infinite`` infinity.
    """
    if value is None and none:
        return
    least = ">= 0" if zero else "> 0"
    expected = f"a number of seconds {least}{' or None' if none else ''}"
    if not isinstance(value, (int, float)):
        raise wrong_type(parameter, expected, value)
    if (
        isinstance(value, bool)
        or not (value > 0 or (zero and value == 0))
        or (value > sys.float_info.max and not infinite)
    ):
        raise wrong_value(parameter, expected, value)


def check_count(parameter: str, value: object, least: int = 1) -> None:
    """Raise ``ArgumentError`` unless the value is an integer >= ``least``."""
    expected = f"a whole number >= {least}"
    if not isinstance(value, (int, float)):
        raise wrong_type(parameter, expected, value)
    if isinstance(value, (bool, float)) or value < least:
        raise wrong_value(parameter, expected, value)


def data_of(event: object, parameter: str) -> object:
    """Return the data of an event that was given, and anything else as it is.

    Raises ``ArgumentValueError`` if the payload of the event does not match the spec.
    """
    try:
        return getattr(getattr(event, "payload", event), "data", event)
    except CortexError as error:
        problem = f"{parameter} must be an event that can be read: {error}"
        raise ArgumentValueError(problem, parameter=parameter) from error


def _describe(value: object) -> str:
    """Describe numbers and None by themselves, everything else by its type."""
    if value is None or type(value) in (bool, int, float):
        return _shown(value)
    # A type that masks itself is reported as the type that the caller passed.
    cls = _MASKING.get(type(value), type(value))
    return with_article(cls.__name__)


def with_article(name: str) -> str:
    """``a str``, ``an int``, ``bytes``."""
    if name == "bytes":
        return name
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _shown(value: object) -> str:
    try:
        return reprlib.repr(value)
    except Exception:  # noqa: BLE001  (a repr may raise anything, and Python refuses to print integers of many digits)
        return f"a value of type {type(value).__name__}"

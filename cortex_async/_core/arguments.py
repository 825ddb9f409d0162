"""Errors for arguments, in one form: ``project_id must be a non-empty string, got 5``."""

from __future__ import annotations

import math
import reprlib

from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.secrets.masking import Secret, SecretBytes

_HIDING: dict[type, type] = {Secret: str, SecretBytes: bytes}


def wrong_type(parameter: str, expected: str, value: object) -> ArgumentTypeError:
    """``expected`` completes the sentence, e.g. ``"a string"``. The value is not shown, since its repr may hold anything."""
    return ArgumentTypeError(f"{parameter} must be {expected}, got {_described(value)}", parameter=parameter)


def wrong_value(parameter: str, expected: str, value: object) -> ArgumentValueError:
    """``expected`` completes the sentence, e.g. ``"a whole number >= 1"``. Shows the value, shortened: never call it with a secret."""
    return ArgumentValueError(f"{parameter} must be {expected}, got {_shown(value)}", parameter=parameter)


def check_seconds(
    parameter: str, value: object, *, zero: bool = False, none: bool = True, infinite: bool = False
) -> None:
    """Raises for what is no number of seconds: more than 0, or 0 as well if ``zero``, or None if ``none``."""
    if value is None and none:
        return
    least = ">= 0" if zero else "> 0"
    expected = f"a number of seconds {least}{' or None' if none else ''}"
    if not isinstance(value, (int, float)):
        raise wrong_type(parameter, expected, value)
    if (
        isinstance(value, bool)
        or not (value > 0 or (zero and value == 0))
        or (math.isinf(value) and not infinite)
    ):
        raise wrong_value(parameter, expected, value)


def check_count(parameter: str, value: object, least: int = 1) -> None:
    """Raises for what is no whole number from ``least`` on."""
    expected = f"a whole number >= {least}"
    if not isinstance(value, (int, float)):
        raise wrong_type(parameter, expected, value)
    if isinstance(value, (bool, float)) or value < least:
        raise wrong_value(parameter, expected, value)


def _described(value: object) -> str:
    """Numbers and None as they are, everything else by its type."""
    if value is None or type(value) in (bool, int, float):
        return _shown(value)
    # What hides in its repr is to its owner what it was before.
    kind = _HIDING.get(type(value), type(value))
    return with_article(kind.__name__)


def with_article(name: str) -> str:
    if name == "bytes":
        return name
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _shown(value: object) -> str:
    try:
        return reprlib.repr(value)
    except Exception:  # noqa: BLE001  (a repr may raise anything, and Python refuses to write an integer of many digits)
        return f"a value of type {type(value).__name__}"

"""Errors for arguments, in one form: ``project_id must be a non-empty string, got 5``."""

from __future__ import annotations

import reprlib

from .errors import ArgumentTypeError, ArgumentValueError


def wrong_type(parameter: str, expected: str, value: object) -> ArgumentTypeError:
    """``expected`` completes the sentence, e.g. ``"a string"``. The value is not shown, since its repr may hold anything."""
    return ArgumentTypeError(f"{parameter} must be {expected}, got {_described(value)}", parameter=parameter)


def wrong_value(parameter: str, expected: str, value: object) -> ArgumentValueError:
    """``expected`` completes the sentence, e.g. ``"a whole number >= 1"``. Shows the value, shortened: never call it with a secret."""
    return ArgumentValueError(
        f"{parameter} must be {expected}, got {reprlib.repr(value)}", parameter=parameter
    )


def _described(value: object) -> str:
    """Numbers and None as they are, everything else by its type."""
    if value is None or isinstance(value, (bool, int, float)):
        return reprlib.repr(value)
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"

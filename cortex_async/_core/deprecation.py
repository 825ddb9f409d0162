"""Warnings about names on their way out: one per call, at the line that uses the name."""

from __future__ import annotations

import warnings
from contextvars import ContextVar, Token

_announced: ContextVar[bool] = ContextVar("cortex_announced", default=False)


def warn_deprecated(message: str) -> None:
    """To be called by the method or property that is deprecated."""
    if not _announced.get():
        warnings.warn(message, DeprecationWarning, stacklevel=3)


class Announced:
    """For blocking twins: warns at once, where the caller's line is in sight, and keeps the async method it wraps quiet."""

    __slots__ = ("_message", "_token")

    def __init__(self, message: str) -> None:
        self._message = message
        self._token: Token[bool] | None = None

    def __enter__(self) -> None:
        warnings.warn(self._message, DeprecationWarning, stacklevel=3)
        self._token = _announced.set(True)

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _announced.reset(self._token)

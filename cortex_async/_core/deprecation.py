"""Deprecation warnings: one per call, at the line that uses the deprecated name."""

from __future__ import annotations

import warnings
from contextvars import ContextVar, Token

_announced: ContextVar[bool] = ContextVar("cortex_announced", default=False)


def warn_deprecated(message: str) -> None:
    """Warn at the caller of the deprecated method or property that calls this."""
    if not _announced.get():
        warnings.warn(message, DeprecationWarning, stacklevel=3)


class Announced:
    """Context for a deprecated method of the sync version.

    Warns on entry, while the caller's line is on the stack, and silences the warning of the async method that
    runs in the body.
    """

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

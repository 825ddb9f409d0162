"""Errors of controls: JSON bodies like the API's, with a ``code`` that says which Python exception it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from cortex_async.emulator.domain.room import BotNotRunning
from cortex_async.emulator.errors import error_body
from cortex_async.emulator.records import Record

Code = Literal[
    "assertion_failed",
    "bot_not_running",
    "forbidden",
    "internal",
    "invalid_argument",
    "not_found",
    "unauthorized",
    "unknown_control",
]

EXCEPTIONS: Mapping[Code, tuple[type[Exception], int]] = {
    "bot_not_running": (BotNotRunning, 409),
    "assertion_failed": (AssertionError, 409),
    "not_found": (KeyError, 404),
    "invalid_argument": (ValueError, 400),
}
"""The exceptions that controls are documented to raise, with the status of their responses."""


class ControlError(Exception):
    """End a request to the control surface with an error response."""

    def __init__(
        self, status: int, code: Code, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, code, message)
        self.status = status
        self.code: Code = code
        self.message = message
        self.headers: Mapping[str, str] = headers or {}

    @property
    def body(self) -> Record:
        return {**error_body(self.status, self.message), "code": self.code}


def translated(error: Exception) -> ControlError | None:
    """What a client gets for an exception of a control, None if the control is not documented to raise it."""
    for code, (kind, status) in EXCEPTIONS.items():
        if isinstance(error, kind):
            # The text of a KeyError is the repr of its argument.
            message = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
            return ControlError(status, code, message + " not found" * (code == "not_found"))
    return None


def invalid_argument(message: str) -> ControlError:
    return ControlError(400, "invalid_argument", message)

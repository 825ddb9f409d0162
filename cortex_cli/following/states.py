"""The state of an event stream, as lines on stderr."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cortex_async import Connected, Disconnected, Gap, Resumed
from cortex_async._core.stream import StreamState

_REASONS: Final = {
    "closed": "the server closed the stream",
    "idle": "the server has sent nothing for too long",
    "failed": "the connection failed",
    "refused": "the server refused the stream",
    "ended": "the stream has ended",
}


class StateNotes:
    """Writes a line for each change that a person wants to know of.

    note: writes one line.
    """

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note
        self._told = False
        self._connected = False

    def __call__(self, state: StreamState) -> None:
        """Write the line of a state, if it has one."""
        match state:
            case Connected():
                if not self._connected:
                    self._say("connected again" if self._told else "connected")
                self._connected = True
            case Disconnected():
                self._connected = False
                self._say(_lost(state))
            case Resumed():
                self._say("the server was asked for what was missed, but may not have sent all of it")
            case Gap():
                lost = (
                    "events may be missing" if state.dropped is None else f"{state.dropped} events are lost"
                )
                self._say(f"gap: {lost}")

    def waiting(self) -> None:
        """Say that there is no connection, unless a state has said so."""
        if not self._told:
            self._say("not connected yet: the server has not responded")

    def _say(self, text: str) -> None:
        self._told = True
        self._note(text)


def _lost(state: Disconnected) -> str:
    reason = _REASONS[state.reason] if state.error is None else _short(state.error)
    if state.retry_in is None:
        return f"not connected: {reason}"
    return f"not connected: {reason}; next attempt in {state.retry_in:.1f} s"


def _short(error: Exception) -> str:
    return str(getattr(error, "message", error)) or type(error).__name__

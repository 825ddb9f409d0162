"""Everything the SDK raises.

    CortexError
    ├── ConfigError             the client was set up wrongly
    ├── ArgumentError           a call's argument cannot be used; nothing was sent
    │   ├── ArgumentTypeError       also a TypeError
    │   └── ArgumentValueError      also a ValueError
    ├── ClientClosed            the client was closed before the call, or under it
    ├── WrongLoop               the client belongs to another event loop
    ├── WaitTimedOut            what was waited for did not come in time; also a TimeoutError
    ├── CallError               a call went wrong; says which, and whether it may have taken effect
    │   ├── RequestFailed       no usable response
    │   │   ├── ConnectionFailed
    │   │   ├── TimedOut            .limit: connect, read or total
    │   │   └── ResponseTooLarge
    │   ├── APIError            the server said no
    │   │   ├── InvalidRequest
    │   │   │   ├── BadRequest           400
    │   │   │   └── ValidationFailed     422
    │   │   ├── Unauthorized    401
    │   │   ├── Forbidden       403
    │   │   ├── NotFound        404
    │   │   ├── Conflict        409
    │   │   ├── RateLimited     429
    │   │   └── ServerError     5xx
    │   └── DecodeError         the response does not fit its description
    ├── EventTooLarge           an event of a stream exceeds the limit
    ├── ActivationFailed        Functions could not be activated
    └── WebhookError            a webhook delivery cannot be trusted

Each can be made from a message alone, pickles, copies, and keeps its text when it is made anew from its ``args``, as task queues
do it. None shows a credential.
"""

from __future__ import annotations

from typing import TypeVar

from cortex_async._core.types import Outcome


class CortexError(Exception):
    """Root of every error of this SDK."""

    def __reduce__(self) -> tuple[object, ...]:
        # The default rebuilds from args alone, which fails for constructors with keywords.
        return _rebuild, (type(self), self.args, self.__dict__)


_E = TypeVar("_E", bound=CortexError)


def _rebuild(cls: type[_E], args: tuple[object, ...], state: dict[str, object]) -> _E:
    error = cls.__new__(cls, *args)
    error.args = args  # OSError, below TimeoutError, sets them in __init__ alone
    error.__dict__.update(state)
    return error


class ConfigError(CortexError):
    """The client cannot work as it was set up; the message says what to set."""


class ArgumentError(CortexError):
    """An argument that cannot be used; nothing was sent. ``parameter`` is its name as the caller wrote it."""

    def __init__(self, message: str, *, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a type that the parameter does not take."""


class ArgumentValueError(ArgumentError, ValueError):
    """An argument of the right type whose value cannot be used."""


class ClientClosed(CortexError):
    """The client was closed before the call, or while the call, stream or wait was under way.

    operation: the call that was under way, empty if none was.
    outcome: what became of it, as for ``CallError``.
    """

    def __init__(
        self, message: str = "this client is closed", *, operation: str = "", outcome: Outcome = "not_sent"
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.outcome: Outcome = outcome


class WrongLoop(CortexError):
    """The client's connections belong to another event loop. Use one client per loop."""


class WaitTimedOut(CortexError, TimeoutError):
    """What was waited for did not come in time. ``seconds`` is the limit that ran out, None if unknown."""

    def __init__(self, message: str, *, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class WebhookError(CortexError):
    """A webhook delivery cannot be trusted or read."""

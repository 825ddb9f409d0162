"""The errors of the SDK.

    CortexError
    ├── ConfigError             a setting of the client cannot be used
    ├── ArgumentError           an argument of a call cannot be used; nothing was sent
    │   ├── ArgumentTypeError       also a TypeError
    │   └── ArgumentValueError      also a ValueError
    ├── ClientClosed            the client was closed before or during the call
    ├── WrongLoop               the client belongs to another event loop
    ├── WaitTimedOut            a wait took too long; also a TimeoutError
    ├── CallError               a call failed; names the call and whether it may have taken effect
    │   ├── RequestFailed       no usable response
    │   │   ├── ConnectionFailed
    │   │   ├── TimedOut            .limit: connect, read or total
    │   │   ├── NotAdmitted         the client's limiter did not admit it
    │   │   └── ResponseTooLarge
    │   ├── APIError            the server responded with an error status
    │   │   ├── InvalidRequest
    │   │   │   ├── BadRequest           400
    │   │   │   └── ValidationFailed     422
    │   │   ├── Unauthorized    401
    │   │   ├── Forbidden       403
    │   │   ├── NotFound        404
    │   │   ├── Conflict        409
    │   │   ├── RateLimited     429
    │   │   └── ServerError     5xx
    │   └── DecodeError         the response does not match the API's spec
    ├── EventTooLarge           an event of a stream exceeds the limit
    ├── ActivationFailed        Functions could not be activated
    ├── BuildFailed             a version of a function could not be built
    ├── DeploymentFailed        a deployment of a function has failed or was stopped
    ├── JoinRefused             a participant could not join a gathering
    └── WebhookError            a webhook delivery cannot be trusted

Each can be constructed from a message alone, can be pickled and copied, and keeps its message when it is
rebuilt from its ``args``, as task queues do. None shows a credential.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from cortex_async._core.types import Outcome

if TYPE_CHECKING:
    from cortex_async._core.advice import Advice


class CortexError(Exception):
    """Base class of every error of this SDK.

    ``advice`` says what to do about it; docs/troubleshooting.md has the advice for all errors.
    """

    @property
    def advice(self) -> Advice:
        """Cause and cure of errors of this class: ``error.advice.cure``."""
        from cortex_async._core.advice import advice_for

        return advice_for(type(self).__mro__)

    def __reduce__(self) -> tuple[object, ...]:
        # The default rebuilds from args alone and drops what keyword-only parameters have set.
        return _rebuild, (type(self), self.args, self.__dict__)


_E = TypeVar("_E", bound=CortexError)


def _rebuild(cls: type[_E], args: tuple[object, ...], state: dict[str, object]) -> _E:
    error = cls.__new__(cls, *args)
    error.args = args  # OSError, a base of TimeoutError, sets them in __init__ only
    error.__dict__.update(state)
    return error


class ConfigError(CortexError):
    """A setting of the client that is missing or cannot be used; the message names it."""


class ArgumentError(CortexError):
    """An argument that cannot be used; nothing was sent.

    parameter: the argument's name as the caller wrote it, e.g. ``participants[0].email``; empty if unknown.
    """

    def __init__(self, message: str, *, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a type that the parameter does not accept."""


class ArgumentValueError(ArgumentError, ValueError):
    """An argument of the right type whose value cannot be used."""


class ClientClosed(CortexError):
    """The client was closed before the call, or while the call, stream or wait was in progress.

    operation: the call that was in progress, empty if there was none.
    outcome: what became of its request, as for ``CallError``.
    """

    def __init__(
        self, message: str = "this client is closed", *, operation: str = "", outcome: Outcome = "not_sent"
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.outcome: Outcome = outcome


class WrongLoop(CortexError):
    """The client is in use in another event loop, or no asyncio event loop is running.

    Use one client per loop.
    """


class WaitTimedOut(CortexError, TimeoutError):
    """A wait took longer than its limit.

    seconds: the limit, None if unknown.
    """

    def __init__(self, message: str, *, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class WebhookError(CortexError):
    """A webhook delivery cannot be trusted or read."""


def export_errors(package: str, namespace: Mapping[str, object]) -> None:
    """Name errors after the public package that exports them: ``cortex_async.NotFound`` in a traceback.

    ``inspect.getsource`` does not find these classes, since it looks for the source in ``__module__``.

    package: the public package.
    namespace: the ``globals()`` of the package, or of a module all of whose errors it exports.
    """
    for name, value in namespace.items():
        if (
            isinstance(value, type)
            and issubclass(value, BaseException)
            and value.__module__.startswith(f"{package}.")
            and not name.startswith("_")
        ):
            value.__module__ = package


export_errors("cortex_async", globals())

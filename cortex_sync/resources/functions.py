"""Functions for blocking code: the generated operations, and waiting for their activation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cortex_sync._generated.operations.project.functions import FunctionsOperations

if TYPE_CHECKING:
    from cortex_async.models import FunctionSettings
    from cortex_async.resources.functions import Functions as AsyncFunctions


class Functions(FunctionsOperations):
    """The serverless functions of a project."""

    __slots__ = ()

    def wait_until_active(self, *, timeout: float | None = 600.0, poll: float = 2.0) -> FunctionSettings:
        """Wait until the activation that ``activate`` began is complete and return the settings, at once if
        it is complete already.

        No event reports it, so the settings are fetched repeatedly.

        Args:
            timeout: seconds; None waits without limit.
            poll: seconds between two fetches, more than 0.

        Raises: ActivationFailed, with the server's reason; WaitTimedOut; ClientClosed; ArgumentError for an
            unusable number of seconds.
        """
        inner = cast("AsyncFunctions", self._inner)
        return self._wait(inner.wait_until_active, timeout=timeout, poll=poll)

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
        """Returns the settings once the activation that ``activate`` began is complete, at once if it is already.

        No event tells of it, so the settings are fetched until they do.

        Args:
            timeout: seconds; None waits for ever.
            poll: seconds between two fetches, more than 0.

        Raises: ActivationFailed, with the server's reason; WaitTimedOut; ClientClosed; ArgumentError for what is no time.
        """
        inner = cast("AsyncFunctions", self._inner)
        return self._wait(inner.wait_until_active, timeout=timeout, poll=poll)

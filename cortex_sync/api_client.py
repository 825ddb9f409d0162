"""The base class of all blocking clients: settings, variants over the same connections, closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeAlias, TypeVar

from cortex_async._core.codec.codec import Codec
from cortex_async._core.retry import Retry
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.secrets.masking import hide_settings
from cortex_async._core.timeouts import Timeout
from cortex_async._core.unset import UNSET, Unset
from cortex_async.api_client import APIClient as AsyncAPIClient
from cortex_async.config import SharedSettings
from cortex_sync.bridge.runner import Runner

if TYPE_CHECKING:
    from cortex_async._core.limiting import Limiter
    from cortex_async._core.telemetry.observer import Observer
    from cortex_async._core.telemetry.stats import ClientStats

ConnectionSettings: TypeAlias = SharedSettings
"""Settings of every sync client, see ``SharedSettings``."""

InnerT = TypeVar("InnerT", bound=AsyncAPIClient)


def check_settings(settings: ConnectionSettings) -> None:
    """Hide ``settings`` in tracebacks.

    Raises ``ArgumentTypeError`` for a setting that the sync version does not have.
    """
    hide_settings(settings)
    if unknown := settings.keys() - ConnectionSettings.__annotations__.keys():
        from cortex_async._core.strings.keywords import unknown_keyword

        raise unknown_keyword(min(unknown), sorted(ConnectionSettings.__annotations__), [], "a client")


class APIClient(NotCopyable, Generic[InnerT]):
    """A client of one API.

    Subclasses also inherit the API's generated scope, and adopt an async client at construction.
    """

    _client: InnerT
    _runner: Runner
    _owner: bool

    def _adopt(self, client: InnerT, runner: Runner | None = None) -> None:
        """Use ``client`` for the work.

        runner: of the client whose connections ``client`` shares; None if it has its own connections.
        """
        self._owner = runner is None
        self._runner = runner or Runner(client.close)
        self._client = client

    def with_options(
        self,
        *,
        timeout: Timeout | float | Unset | None = UNSET,
        retry: Retry | bool | Unset = UNSET,
        headers: Mapping[str, str] | None = None,
        idle_limit: float | Unset = UNSET,
        observers: Sequence[Observer] | Unset | None = UNSET,
        limiter: Limiter | Unset | None = UNSET,
    ) -> Self:
        """Return this client with other defaults, over the same connections.

        Closing the returned client has no effect. What is not given stays as it is.

        timeout: a ``Timeout``, or the total of each call in seconds including its retries; None for no total.
        retry: a ``Retry``, False for exactly one attempt, True for the default policy.
        headers: sent with every request, in addition to this client's.
        idle_limit: of event streams and live views, in seconds; see ``SharedSettings``.
        observers: instead of this client's; None for none. The connections, which both share, are still
            observed by this client's.
        limiter: instead of this client's; None for none.

        Raises ``ArgumentError`` for a value that cannot be used.
        """
        client = type(self).__new__(type(self))
        inner = self._client.with_options(
            timeout=timeout,
            retry=retry,
            headers=headers,
            idle_limit=idle_limit,
            observers=observers,
            limiter=limiter,
        )
        client._adopt(inner, self._runner)
        return client

    @property
    def base_url(self) -> str:
        """The address that requests go to, without the prefix of all paths."""
        return self._client.base_url

    @property
    def codec(self) -> Codec:
        """The codec of the API's models, e.g. to decode the body of a ``Response``."""
        return self._client.codec

    def stats(self) -> ClientStats:
        """Return what this client and its variants are doing right now, for health endpoints and debuggers.

        Makes no call. May be called in any thread, and before the first call and after ``close``.
        """
        return self._client.stats()

    def open(self) -> Self:
        """Load the HTTP library, which takes a fifth of a second, and return the client. Makes no connection.

        Without it the first call loads the library. Raises ``ClientClosed`` if the client is closed.
        """
        self._runner.run(self._client.open)
        return self

    def close(self) -> None:
        """Close the connections.

        Calls, streams, live views and waits of this client and its variants end with ``ClientClosed``, in
        all threads; later calls raise it too. Closing twice is allowed."""
        if self._owner:
            self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        client = getattr(self, "_client", None)
        # Tracebacks show variables of a constructor that raised as well: an object without attributes.
        return f"{type(self).__name__}({'' if client is None else repr(client.base_url)})"

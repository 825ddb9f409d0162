"""Limits that clients, processes and machines share, for blocking code: calls wait for their turn.

    from cortex_sync.limits import Limit, RedisLimiter

    with (
        RedisLimiter("redis://localhost", Limit(50)) as limiter,
        CortexClient(api_key=..., limiter=limiter) as client,
    ): ...

``LocalLimiter`` and the values are those of ``cortex_async.limits``, and may be shared with async clients.
The guide is docs/limits.md.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from cortex_async.limits import (
    CountedBy,
    IssuedToken,
    Limit,
    LimitedAttempt,
    Limiter,
    LocalLimiter,
    Refusal,
    Turn,
    WhenAway,
)
from cortex_async.limits.redis_limiter import RedisLimits
from cortex_async.limits.shared_token import SharedTokens
from cortex_sync.bridge.runner import Runner

__all__ = [
    "CountedBy",
    "IssuedToken",
    "Limit",
    "LimitedAttempt",
    "Limiter",
    "LocalLimiter",
    "RedisLimiter",
    "Refusal",
    "SharedToken",
    "Turn",
    "WhenAway",
]


P = ParamSpec("P")
T = TypeVar("T")


class ClosesConnections(ABC):
    """What ``RedisLimiter`` and ``SharedToken`` have in common besides Redis."""

    @abstractmethod
    async def _shut(self) -> None: ...

    def close(self) -> None:
        """Close the connections of the SDK's loop thread. May be called again."""
        _on_loop_thread(self._shut)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class RedisLimiter(RedisLimits, ClosesConnections):
    """Limits shared by all processes and machines that use the same Redis, for blocking code::

        with (
            RedisLimiter("redis://localhost", Limit(50)) as limiter,
            CortexClient(api_key=..., limiter=limiter) as client,
        ): ...

    Its parameters are those of ``cortex_async.limits.RedisLimiter``, but ``redis`` should be a URL: a client
    of ``redis.asyncio`` belongs to an event loop of the application.
    """


class SharedToken(SharedTokens, ClosesConnections):
    """An access token that one process renews for all that use the same Redis, for blocking code::

        def log_in() -> str:
            with CortexClient.without_credentials() as client:
                return client.auth.login_with_credentials(email=..., password=...).access_token

        token = SharedToken(log_in, "redis://localhost", name="backend", encryption_key=...)
        client = CortexClient(access_token=token)

    Its parameters are those of ``cortex_async.limits.SharedToken``, but ``redis`` should be a URL: a client
    of ``redis.asyncio`` belongs to an event loop of the application. ``fetch`` runs in a thread of the SDK.
    """

    def token(self) -> str:
        """Return the token, and fetch one if there is none. Raises what ``fetch`` raises."""
        return _on_loop_thread(self.after, None)

    def __call__(self) -> str:
        """Do the same as ``token``."""
        return self.token()


async def _nothing() -> None:
    """Close nothing: the connections have an owner that outlives the call."""


def _on_loop_thread(fn: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    runner = Runner(_nothing)
    try:
        return runner.run(fn, *args, **kwargs)
    finally:
        runner.close()

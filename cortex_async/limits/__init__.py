"""Limits that clients, processes and machines share: calls wait for their turn.

    from cortex_async.limits import Limit, RedisLimiter

    async with (
        RedisLimiter("redis://localhost", Limit(50)) as limiter,
        CortexClient(api_key=..., limiter=limiter) as client,
    ): ...

``LocalLimiter`` serves one process, ``RedisLimiter`` all processes that use the same Redis. ``SharedToken``
lets one process renew an access token for all. A call whose turn would come too late raises ``NotAdmitted``.
The guide is docs/limits.md.
"""

from __future__ import annotations

from cortex_async._core.limiting import CountedBy, Limit, LimitedAttempt, Limiter
from cortex_async._core.turns import Refusal, Turn
from cortex_async.limits.issued import IssuedToken
from cortex_async.limits.local import LocalLimiter
from cortex_async.limits.redis_limiter import RedisLimiter, WhenAway
from cortex_async.limits.shared_token import SharedToken

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

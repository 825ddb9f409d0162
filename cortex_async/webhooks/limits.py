"""Settings of a router that would fail with the first delivery are refused when it is made."""

from __future__ import annotations

from math import inf

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ConfigError
from cortex_async.webhooks.replay import ReplayStore


def require_limits(handler_timeout: float | None, max_body_bytes: int) -> None:
    if handler_timeout is not None and not _is_number(handler_timeout):
        problem = wrong_type("handler_timeout", "a number of seconds > 0, or None", handler_timeout)
        raise ConfigError(str(problem))
    if not _is_number(max_body_bytes):
        raise ConfigError(str(wrong_type("max_body_bytes", "a whole number >= 1", max_body_bytes)))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < inf


def require_memory(store: ReplayStore, tolerance: float | None) -> None:
    if tolerance is not None and store.retention <= 2 * tolerance:
        raise ConfigError(
            f"the replay store forgets after {store.retention:g} s, but a recorded delivery passes "
            f"for {2 * tolerance:g} s: raise its retention or lower the tolerance"
        )

"""Refuses settings of a router when it is made, rather than with the first delivery."""

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


def require_retention(store: ReplayStore, tolerance: float | None) -> None:
    """Refuse a store that forgets a delivery while a recording of it would still pass the signature check."""
    if tolerance is not None and store.retention <= 2 * tolerance:
        raise ConfigError(
            f"retention of the replay store must be more than {2 * tolerance:g} s, twice the tolerance, for which a "
            f"recorded delivery stays valid; got {store.retention:g} s"
        )

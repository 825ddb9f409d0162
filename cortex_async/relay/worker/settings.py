"""The settings of a worker."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async._core.retry import Retry
from cortex_async._core.telemetry.listeners import checked
from cortex_async.webhooks.replay import MemoryReplayStore, ReplayStore, TimedStore

if TYPE_CHECKING:
    from cortex_async._core.telemetry.observer import Observer

RETRY = Retry(attempts=5, base=1.0, cap=60.0)
LEASE = 30.0
DRAIN_TIMEOUT = 10.0

Replay: TypeAlias = ReplayStore | Literal[False] | None


@frozen
class WorkerSettings:
    """What ``Worker`` was created with, checked. Its docstring explains each of them."""

    group: str
    name: str
    concurrency: int
    retry: Retry
    handler_timeout: float | None
    store: ReplayStore | None
    lease: float
    drain_timeout: float | None
    observers: Sequence[Observer] | None = None


def worker_settings(
    *,
    group: str,
    name: str,
    concurrency: int,
    retry: Retry,
    handler_timeout: float | None,
    replay: Replay,
    lease: float,
    drain_timeout: float | None,
    observers: Sequence[Observer] | None,
) -> WorkerSettings:
    """Check the settings. Raises ``ArgumentError``."""
    for parameter, value in (("group", group), ("name", name)):
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type(parameter, "a non-empty string", value)
        if not value or not value.isprintable() or len(value) > 200:
            raise wrong_value(parameter, "a non-empty string of at most 200 printable characters", value)
    check_count("concurrency", concurrency)
    if not isinstance(retry, Retry):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("retry", "a Retry", retry)
    check_seconds("handler_timeout", handler_timeout)
    check_seconds("lease", lease, none=False)
    check_seconds("drain_timeout", drain_timeout, zero=True)
    return WorkerSettings(
        group,
        name,
        concurrency,
        retry,
        handler_timeout,
        _store(replay, handler_timeout),
        lease,
        drain_timeout,
        observers if observers is None else checked(observers),
    )


def _store(replay: Replay, handler_timeout: float | None) -> ReplayStore | None:
    store = MemoryReplayStore() if replay is None else replay or None
    if isinstance(store, TimedStore):
        # Nobody can play a delivery of a broker back later, so that nothing has to be remembered for that.
        store.serve(handler_timeout, 0.0)
    return store


def default_name() -> str:
    """The name of this process among all that use a broker."""
    return f"{socket.gethostname()[:150]}-{os.getpid()}"

"""From an operation class to a view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cortex_async._core.operations import Caller
from cortex_async.live.feeds import feed_of
from cortex_async.live.sources import Source
from cortex_async.live.views import LiveCollection, LiveItem

T = TypeVar("T")

Bound = tuple[str, ...]


def collection(
    source: Callable[..., Source[T]], caller: Caller, bound: Bound, *of: str, resync: float
) -> LiveCollection[T]:
    """``of`` is the id of what the list belongs to, if it belongs to something."""
    inner = caller.unhooked
    return LiveCollection(lambda: feed_of(inner, bound), source(inner, bound, *of), resync)


def item(
    source: Callable[[Caller, Bound, str], Source[T]],
    caller: Caller,
    bound: Bound,
    key: str,
    *,
    resync: float,
) -> LiveItem[T]:
    inner = caller.unhooked
    return LiveItem(lambda: feed_of(inner, bound), source(inner, bound, key), resync, key)

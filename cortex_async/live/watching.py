"""Makes the views that ``watch()`` of the resources returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cortex_async._core.operations import Caller
from cortex_async.live.collection_and_item import LiveCollection, LiveItem
from cortex_async.live.feeds import feed_of
from cortex_async.live.rest_source import RestSource

T = TypeVar("T")

Bound = tuple[str, ...]


def collection(
    source: Callable[..., RestSource[T]], caller: Caller, bound: Bound, *parent: str, resync: float
) -> LiveCollection[T]:
    """A view of a list. ``parent`` is the id of the list's parent, if it has one."""
    inner = caller.unhooked
    return LiveCollection(lambda: feed_of(inner, bound), source(inner, bound, *parent), resync)


def item(
    source: Callable[[Caller, Bound, str], RestSource[T]],
    caller: Caller,
    bound: Bound,
    key: str,
    *,
    resync: float,
) -> LiveItem[T]:
    """A view of one object."""
    inner = caller.unhooked
    return LiveItem(lambda: feed_of(inner, bound), source(inner, bound, key), resync, key)

"""Which views share a feed: those of one project, over one transport, with one credential and idle limit."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakKeyDictionary

from cortex_async._core.operations import Caller
from cortex_async._core.runtime.loops import running_loop
from cortex_async.live.feed import Feed

if TYPE_CHECKING:
    from cortex_async._core.telemetry.stats import ViewStats

_Key: TypeAlias = tuple[Hashable, ...]

_feeds: WeakKeyDictionary[Any, dict[_Key, Feed]] = WeakKeyDictionary()
"""By the transport that a client and its variants share; within it by credential, idle limit and project."""


def feed_of(caller: Caller, bound: tuple[str, ...]) -> Feed:
    """The feed of the project, opened by the first view that joins it. Call it on the event loop."""
    transport, *audience = caller.identity
    key: _Key = (*audience, *bound)
    feeds = _feeds.setdefault(transport, {})
    feed = feeds.get(key)
    if feed is None or feed.loop is not running_loop():
        feed = feeds[key] = Feed(caller, bound, caller.clock, lambda closed: _forget(feeds, key, closed))
    return feed


def views_over(transport: object) -> tuple[ViewStats, ...]:
    """Describe the open views of a client and its variants, which share ``transport``."""
    feeds = _feeds.get(transport, {})
    return tuple(view for feed in [*feeds.values()] for view in feed.views())


def _forget(feeds: dict[_Key, Feed], key: _Key, closed: Feed) -> None:
    if feeds.get(key) is closed:
        del feeds[key]

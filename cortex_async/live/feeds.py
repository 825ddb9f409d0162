"""Which views share a feed: those of one project, over one line, with one credential."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from cortex_async._core.operations import Caller
from cortex_async._core.retry import Clock, SystemClock
from cortex_async._core.runtime.loops import running_loop
from cortex_async.live.feed import Feed

_Key: TypeAlias = tuple[Hashable, ...]

_feeds: WeakKeyDictionary[Any, dict[_Key, Feed]] = WeakKeyDictionary()
"""By the line that a client and its variants share, and within it by who asks for what."""


def plain(caller: Caller) -> Caller:
    """Without what a facade puts around the client: feeds live on the event loop and have no calling thread."""
    inner: Caller | None = getattr(caller, "unhooked", None)
    return caller if inner is None else inner


def clock_of(caller: Caller) -> Clock:
    """The time that the client's waits go by."""
    clock: Clock | None = getattr(plain(caller), "clock", None)
    return clock or SystemClock()


def waits_of(caller: Caller) -> Clock:
    """The same for waits between calls, which end with ``ClientClosed`` when the client closes."""
    waits: Clock | None = getattr(plain(caller), "waits", None)
    return waits or clock_of(caller)


def feed_of(caller: Caller, bound: tuple[str, ...]) -> Feed:
    """The feed of the project, opened by whoever joins it first. To be called on the event loop."""
    line, *audience = getattr(caller, "identity", (caller,))
    key: _Key = (*audience, *bound)
    feeds = _feeds.setdefault(line, {})
    feed = feeds.get(key)
    if feed is None or feed.loop is not running_loop():
        feed = feeds[key] = Feed(caller, bound, clock_of(caller), lambda closed: _forget(feeds, key, closed))
    return feed


def _forget(feeds: dict[_Key, Feed], key: _Key, closed: Feed) -> None:
    if feeds.get(key) is closed:
        del feeds[key]

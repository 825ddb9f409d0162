"""Makes the views that ``watch()`` of the resources returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from cortex_async._core.operations import Caller
from cortex_async.live.collection_and_item import LiveCollection, LiveItem
from cortex_async.live.rest_source import RestSource

if TYPE_CHECKING:
    from cortex_async.live.reporter import ViewReporter

T = TypeVar("T")

Bound = tuple[str, ...]


def collection(
    source: Callable[..., RestSource[T]], caller: Caller, bound: Bound, *parent: str, resync: float
) -> LiveCollection[T]:
    """A view of a list. ``parent`` is the id of the list's parent, if it has one."""
    inner = caller.unhooked
    found = source(inner, bound, *parent)
    return LiveCollection(found, resync, _reporter(inner, bound, found))


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
    found = source(inner, bound, key)
    return LiveItem(found, resync, key, _reporter(inner, bound, found))


def _reporter(caller: Caller, bound: Bound, source: RestSource[T]) -> ViewReporter | None:
    listeners = caller.listeners
    if listeners is None or not listeners.any_of("view_"):
        return None
    # Imported late: most clients have no observers.
    from cortex_async.live.reporter import ViewReporter

    return ViewReporter(listeners, source.topic[0], bound[0] if bound else None, caller.clock.monotonic)

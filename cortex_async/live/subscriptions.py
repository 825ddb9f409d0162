"""The views that follow a feed, by what they are about."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from cortex_async.live.scheduler import Job
from cortex_async.live.updates import RoutedUpdate, Topic, Update

if TYPE_CHECKING:
    from cortex_async._core.telemetry.stats import ViewStats


class Subscriber(Job, Protocol):
    """A view as the feed sees it. None of these methods may raise."""

    @property
    def topic(self) -> Topic: ...

    def apply(self, update: Update[Any]) -> None: ...

    def refetch_at(self, when: float) -> None:
        """Fetch everything again at this monotonic time: an event may have been missed."""
        ...

    def end(self, error: Exception) -> None:
        """There will be no more events."""
        ...

    def stats(self) -> ViewStats: ...


_Group: TypeAlias = "Subscriber | dict[Subscriber, None]"

_NONE: Final[Mapping[str | None, _Group]] = {}


class Subscriptions:
    """The subscribers of each topic, in the order in which they joined.

    Most topics have one subscriber, which is stored as it is: a collection for each would cost thousands of
    views a few hundred bytes each.
    """

    def __init__(self) -> None:
        self._by_kind: dict[str, dict[str | None, _Group]] = {}

    @property
    def watched(self) -> Mapping[str, Container[str | None]]:
        """Kind of view -> the ids that have subscribers."""
        return self._by_kind

    def add(self, subscriber: Subscriber) -> None:
        kind, key = subscriber.topic
        groups = self._by_kind.setdefault(kind, {})
        group = groups.get(key)
        if group is None:
            groups[key] = subscriber
        elif isinstance(group, dict):
            group[subscriber] = None
        elif group is not subscriber:
            groups[key] = {group: None, subscriber: None}

    def discard(self, subscriber: Subscriber) -> None:
        kind, key = subscriber.topic
        groups = self._by_kind.get(kind, {})
        group = groups.get(key)
        if isinstance(group, dict):
            group.pop(subscriber, None)
        if group is subscriber or group == {}:
            del groups[key]
            if not groups:
                del self._by_kind[kind]

    def of(self, updates: Iterable[RoutedUpdate]) -> list[tuple[Subscriber, Update[Any]]]:
        """Each update with each subscriber of its topic, those of now."""
        found: list[tuple[Subscriber, Update[Any]]] = []
        by_kind = self._by_kind
        for (kind, key), update in updates:
            group = by_kind.get(kind, _NONE).get(key)
            if isinstance(group, dict):
                found += [(subscriber, update) for subscriber in group]
            elif group is not None:
                found.append((group, update))
        return found

    def __bool__(self) -> bool:
        return bool(self._by_kind)

    def __iter__(self) -> Iterator[Subscriber]:
        """All subscribers, also for another thread and while others join or leave."""
        for groups in [*self._by_kind.values()]:
            for group in [*groups.values()]:
                if isinstance(group, dict):
                    yield from [*group]
                else:
                    yield group

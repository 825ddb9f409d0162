"""A server with a history, and a network that reorders and loses its events and responses.

Time moves only when advanced.
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator, Mapping
from math import floor
from typing import Any, Generic, TypeVar

from attrs import define, evolve, field, frozen

from cortex_async._core.paging import Page
from cortex_async.live.changes import Added, Change, Modified
from cortex_async.live.pagination import FetchedPage, fetch_pages
from cortex_async.live.reconcile import Snapshot
from cortex_async.live.time_bounds import TimeBounds, bounds_of_response
from cortex_async.live.updates import Delete, Invalidate, Upsert

T = TypeVar("T")


@frozen
class Thing:
    """``born`` gives the order of the list, ``content`` is what updates change; its values recur."""

    id: str
    born: int
    content: int


@frozen
class Emitted:
    """An event on its way."""

    update: Upsert[Thing] | Delete | Invalidate
    at: float


@define
class Server:
    """Holds things and their whole history.

    event_lead: seconds by which the clock of the events is ahead of the clock of the responses.
    newest_first: order of the list.
    """

    event_lead: float = 0.0
    newest_first: bool = False
    now: float = 1_000_000.0
    things: dict[str, Thing] = field(factory=dict[str, Thing])
    history: dict[str, list[Thing | None]] = field(factory=dict[str, "list[Thing | None]"])

    def create(self, content: int) -> Emitted:
        number = len(self.history)
        thing = Thing(f"t{number}", number, content)
        self.history[thing.id] = [None]
        return self._put(thing, None)

    def update(self, key: str, content: int, *, has_previous: bool) -> Emitted:
        old = self.things[key]
        return self._put(evolve(old, content=content), old if has_previous else None)

    def touch(self, key: str, content: int) -> Emitted:
        """An update whose event does not have the new value."""
        self._put(evolve(self.things[key], content=content), None)
        at = self.now + self.event_lead
        return Emitted(Invalidate(key, at), at)

    def delete(self, key: str) -> Emitted:
        del self.things[key]
        self.history[key].append(None)
        return Emitted(Delete(key), self.now + self.event_lead)

    def _put(self, thing: Thing, previous: Thing | None) -> Emitted:
        self.things[thing.id] = thing
        self.history[thing.id].append(thing)
        at = self.now + self.event_lead
        return Emitted(Upsert(thing.id, thing, at, lambda: previous), at)

    @property
    def date(self) -> float:
        return float(floor(self.now))

    def page(self, offset: int, size: int) -> Page[Thing]:
        things = sorted(self.things.values(), key=lambda thing: thing.born, reverse=self.newest_first)
        return Page(things[offset : offset + size], len(things), offset)


class Requesting(Generic[T]):
    """A coroutine that makes one request after another, suspended at each until the test responds."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._work = work
        self.result: T | None = None
        self.request: int | None = None
        self._resume(None)

    def respond(self, response: object) -> None:
        self._resume(response)

    def _resume(self, response: object) -> None:
        try:
            self.request = self._work.send(response)
        except StopIteration as end:
            self.request, self.result = None, end.value

    def close(self) -> None:
        self._work.close()


class _Request:
    def __init__(self, offset: int) -> None:
        self._offset = offset

    def __await__(self) -> Generator[int, Any, Any]:
        return (yield self._offset)


async def _fetch(offset: int) -> FetchedPage[Thing]:
    page: FetchedPage[Thing] = await _Request(offset)
    return page


def fetching_pages() -> Requesting[Snapshot[Thing]]:
    """A fetch of all pages; each request is an offset."""
    return Requesting(fetch_pages(_fetch, lambda thing: thing.id))


def bounds_now(server: Server, dated: bool) -> TimeBounds:
    return bounds_of_response(server.date if dated else None)


class Witness:
    """Compares what one reader sees with the history: only versions that existed, in their order."""

    def __init__(self, name: str, server: Server, start: Mapping[str, Thing], field: str = "content") -> None:
        self._field = field
        self._name = name
        self._server = server
        self._at: dict[str, int] = {}
        self.seen: dict[str, Thing] = {}
        for key, thing in start.items():
            self._move(key, thing)
            self.seen[key] = thing

    def take(self, change: Change[Thing]) -> None:
        old = None if isinstance(change, Added) else change.old
        new = change.new if isinstance(change, (Added, Modified)) else None
        assert self.seen.get(change.id) == old, f"{self._name}: {change} after {self.seen.get(change.id)}"
        if isinstance(change, Modified):
            assert change.fields == {self._field}
        self._move(change.id, new)
        if new is None:
            del self.seen[change.id]
        else:
            self.seen[change.id] = new

    def look(self, values: Mapping[str, Thing]) -> None:
        for key in self.seen.keys() | values.keys():
            self._move(key, values.get(key))
        self.seen = dict(values)

    def _move(self, key: str, value: Thing | None) -> None:
        history = self._server.history[key]
        start = self._at.get(key, 0)
        for place in range(start, len(history)):
            if history[place] == value:
                self._at[key] = place
                return
        raise AssertionError(f"{self._name}: {key} went back to {value}; history {history}, at {start}")

"""Which recorded exchange is the response to a request."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote

from attrs import define, frozen

from cortex_async.emulator.replay.order import Order
from cortex_async.emulator.replay.recorded import Exchange
from cortex_async.emulator.replay.scribe import CUT, LEFT
from cortex_async.emulator.replay.secret_values import PLACEHOLDER

Key: TypeAlias = tuple[str, ...]

_RESUMING = "last-event-id"


@frozen
class Cue:
    """What to play.

    skip: number of events of a stream that the client has already.
    held: whether the stream has nothing more and stays open.
    """

    exchange: Exchange
    skip: int = 0
    held: bool = False


@define
class Group:
    """The exchanges with the same method, path and query, in their order."""

    label: str
    exchanges: list[Exchange]
    position: int = 0

    def next(self) -> Cue:
        """The next exchange; the last one is repeated."""
        exchange = self.exchanges[min(self.position, len(self.exchanges) - 1)]
        self.position += 1
        return Cue(exchange)

    def resume(self, last_event_id: str) -> Cue | None:
        """Continue after the event with this id. None if it is not recorded."""
        last = len(self.exchanges) - 1
        played = range(min(self.position, last + 1) - 1, -1, -1)
        for number in (*played, *range(len(played), last + 1)):
            exchange = self.exchanges[number]
            ids = [event.id for event in exchange.events]
            if last_event_id not in ids:
                continue
            skip = len(ids) - ids[::-1].index(last_event_id)
            if any(id_ is not None for id_ in ids[skip:]):
                return Cue(exchange, skip)
            if number == last:
                return Cue(exchange, len(ids), held=True)
            self.position = number + 1
            return self.next()
        return None


class Playlist:
    """All exchanges that have a response, or are known to have had none."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self._groups: dict[Key, Group] = {}
        playable = [one for one in exchanges if one.delay is not None or one.how in (CUT, LEFT)]
        self.order: Order = Order(playable)
        for exchange in playable:
            key = _key(exchange.method, exchange.path, exchange.query)
            label = f"{exchange.method} {exchange.path}{'?' if exchange.query else ''}{exchange.query}"
            self._groups.setdefault(key, Group(label, [])).exchanges.append(exchange)
        self._patterns = [(_pattern(key), key) for key in self._groups if any(map(PLACEHOLDER.search, key))]

    def take(self, method: str, target: str, last_event_id: str | None) -> Cue | None:
        """The exchange to play for a request. None if there is none.

        target: path and query.
        last_event_id: the header, if there is one. The query parameter of that name counts as well.
        """
        path, _, query = target.partition("?")
        resumed = last_event_id or dict(parse_qsl(query)).get(_RESUMING)
        group = self._find(_key(method, path, query))
        if group is None:
            return None
        return (group.resume(resumed) if resumed else None) or group.next()

    def _find(self, key: Key) -> Group | None:
        if key in self._groups:
            return self._groups[key]
        for pattern, own in self._patterns:
            if len(own) == len(key) and all(
                part.fullmatch(given) for part, given in zip(pattern, key, strict=True)
            ):
                return self._groups[own]
        return None

    def nearest(self, method: str, target: str) -> list[str]:
        """The recorded requests that are most like this one."""
        labels = [group.label for group in self._groups.values()]
        return difflib.get_close_matches(f"{method} {target}"[:500], labels, n=3, cutoff=0.3)

    def rewind(self) -> None:
        """Start again from the first exchanges."""
        for group in self._groups.values():
            group.position = 0
        self.order.rewind()

    def __len__(self) -> int:
        return sum(len(group.exchanges) for group in self._groups.values())


def _key(method: str, path: str, query: str) -> Key:
    """Method, segments of the path, and sorted parameters except ``last-event-id``, all decoded."""
    parameters = sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != _RESUMING)
    segments = path.removesuffix("/").split("/")
    return method, *map(unquote, segments), "?", *(part for pair in parameters for part in pair)


def _pattern(key: Key) -> list[re.Pattern[str]]:
    """A key in which every placeholder matches anything."""
    parts = [".*".join(map(re.escape, PLACEHOLDER.split(part))) for part in key]
    return [re.compile(part, re.DOTALL) for part in parts]

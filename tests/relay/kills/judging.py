"""What has to hold after a run, whatever happened in it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from attrs import define, field, frozen

from cortex_async._core.stream.event_patterns import covers
from cortex_async.relay.broker import Delivery, Source
from cortex_async.relay.known import LATENESS
from cortex_async.relay.repair.coverage import NEVER_LOGGED
from tests.relay.kills.fleet import Strike

GAP = "cortex.relay.gap"
SAID = "message.created"


@frozen
class Happened:
    """An event of the emulator. session, number: of a message that somebody said."""

    id: str
    type: str
    resource: str
    time: str
    session: str = ""
    number: int = -1


@frozen
class Entry:
    """An event in the broker. place: in which order within its partition; fence: of which leadership."""

    id: str
    type: str
    resource: str
    synthetic: bool
    partition: int
    place: int
    fence: int
    session: str = ""
    number: int = -1


@define
class Log:
    """What the broker has, and the gaps that relays have reported in it."""

    entries: list[Entry] = field(factory=list[Entry])
    gaps: list[dict[str, Any]] = field(factory=list[dict[str, Any]])

    @property
    def said(self) -> list[Entry]:
        return [one for one in self.entries if one.number >= 0]


async def read_log(broker: Source, group: str) -> Log:
    """Everything in the broker, as a group of its own reads it."""
    membership = await broker.join(group, "judge", 3600.0)
    await membership.refresh()
    assert len(membership.owned) == broker.partitions
    log = Log()
    # Members read one time after the other, so the first empty read is not yet the end everywhere.
    while await broker.lag(group):
        deliveries = await membership.read(list(membership.owned), 1000, 0.1)
        for delivery in deliveries:
            _take(log, delivery)
        await membership.acknowledge(deliveries)
    await membership.leave()
    return log


def _take(log: Log, delivery: Delivery) -> None:
    outer = json.loads(delivery.body)
    event, said = outer["data"], []
    payload = event["payload"]
    if outer["type"] == GAP:
        log.gaps.append(payload["data"])
    elif outer["type"] == SAID and payload["data"]["content"].isdigit():
        said = [payload["data"]["sessionId"], int(payload["data"]["content"])]
    log.entries.append(
        Entry(
            delivery.id,
            outer["type"],
            event.get("resourceId") or "",
            event.get("synthetic") is True,
            delivery.partition,
            len(log.entries),
            outer["fence"],
            *said,
        )
    )


def missing_in(log: Log, happened: Sequence[Happened], *, logged: bool) -> list[Happened]:
    """What is neither in the broker nor in a gap."""
    found = _Index.of(log)
    return [one for one in happened if not found.has(one, logged=logged)]


def judge_log(happened: Sequence[Happened], log: Log, *, logged: bool) -> None:
    """Everything is in the broker once, or a gap says that it is not; each session is in order.

    logged: whether the webhook log had everything: then nothing may be missing, or be made from a snapshot.
    """
    twice = _repeated(one.id for one in log.entries)
    assert not twice, f"{len(twice)} events are there twice, such as {twice[0]}"
    twice = _repeated(f"{one.session} {one.number}" for one in log.said)
    assert not twice, f"{len(twice)} messages are there twice, such as {twice[0]}"
    missing = missing_in(log, happened, logged=logged)
    assert not missing, f"{len(missing)} of {len(happened)} are missing without a gap, such as {missing[0]}"
    if logged:
        made = [one for one in log.entries if one.synthetic and one.type != GAP]
        assert not made, f"{len(made)} events were made although the log had them, such as {made[0]}"
    _judge_order(log)


@frozen
class _Index:
    """What is in the broker. about: type and resource of what was made from snapshots."""

    ids: set[str]
    about: set[tuple[str, str]]
    said: set[tuple[str, int]]
    gaps: list[dict[str, Any]]

    @classmethod
    def of(cls, log: Log) -> _Index:
        about = {(one.type, one.resource) for one in log.entries if one.synthetic}
        said = {(one.session, one.number) for one in log.said}
        return cls({one.id for one in log.entries}, about, said, log.gaps)

    def has(self, event: Happened, *, logged: bool) -> bool:
        """Whether an event is there, or one made in its place, or a gap that lists it."""
        if event.id in self.ids:
            return True
        # Messages are repaired one by one, and with the webhook log everything is.
        whole = event.number >= 0 or (logged and event.type != NEVER_LOGGED)
        if event.number >= 0 and (event.session, event.number) in self.said:
            return True
        if not whole and (event.type, event.resource) in self.about:
            return True
        lists = ("types",) if whole else ("types", "states")
        return any(_lists(one, event, lists) for one in self.gaps)


def _lists(gap: dict[str, Any], event: Happened, lists: tuple[str, ...]) -> bool:
    """Whether a gap says in these lists that an event is missing, or in ``states`` that its state is there."""
    at = datetime.fromisoformat(event.time).timestamp()
    begin, end = (datetime.fromisoformat(gap[name]).timestamp() for name in ("from", "to"))
    within = begin - LATENESS <= at <= end + 1
    return within and any(covers(one, event.type) for name in lists for one in gap[name])


def _judge_order(log: Log) -> None:
    last: dict[str, Entry] = {}
    fences: dict[int, int] = defaultdict(int)
    for one in log.entries:
        if one.number >= 0:
            before = last.get(one.session)
            assert before is None or before.number < one.number, f"out of order:\n{before}\n{one}"
            last[one.session] = one
        # A leader that was replaced has published nothing after its successor.
        assert one.fence >= fences[one.partition], f"published under an older fence: {one}"
        fences[one.partition] = one.fence


@frozen
class Handled:
    """A handler that has returned. begin, end: nanoseconds of the machine's monotonic clock."""

    pid: int
    event: str
    id: str
    session: str
    number: int
    begin: int
    end: int


def judge_work(log: Log, handled: Sequence[Handled], strikes: Sequence[Strike], lease: float) -> Counter[str]:
    """Every message was handled, in order, and more than once only around what happened to a worker.

    Returns how many were handled again, by what had happened to the worker that handled them first.
    """
    by_event: dict[str, list[Handled]] = defaultdict(list)
    for one in sorted(handled, key=lambda one: one.end):
        by_event[one.event].append(one)
    missing = [one for one in log.said if one.id not in by_event]
    assert not missing, f"{len(missing)} messages were never handled, such as {missing[0]}"
    last: dict[str, Handled] = {}
    for first in sorted((found[0] for found in by_event.values()), key=lambda one: one.end):
        before = last.get(first.session)
        assert before is None or before.number < first.number, f"{first} was handled after {before}"
        last[first.session] = first
    again: Counter[str] = Counter()
    for found in by_event.values():
        for first, second in pairwise(found):
            again[_reason(first, second, strikes, lease)] += 1
    return again


def _reason(first: Handled, second: Handled, strikes: Sequence[Strike], lease: float) -> str:
    """What happened to one of two workers between the first's return and the second's."""
    slack = int(lease * 1e9)
    for pid in (first.pid, second.pid):
        for one in strikes:
            if one.pid == pid and one.begin <= second.end and one.end >= first.begin - slack:
                return one.kind
    raise AssertionError(f"handled twice by workers that nothing happened to: {first}, {second}")


def _repeated(names: Any) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]

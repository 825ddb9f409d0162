"""The relay: from an event's bytes to a handler, compared with loops without the SDK on the same broker."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from operator import itemgetter

from benchmarks.harness import brokers, machine, relaying
from benchmarks.harness.chains import delays
from benchmarks.harness.crews import more_workers
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Settings, picked, rates
from benchmarks.harness.rounds import interleaved_async, timed_async

COUNT = 5_000
LEAST = 0.6


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    found: list[Comparison] = []
    for kind in ("redis", "nats"):
        for work in (_compared, delays, more_workers):
            with brokers.running(kind) as broker:
                if broker is not None:
                    found += asyncio.run(work(broker, settings))
    return found


async def _compared(broker: brokers.Broker, settings: Settings) -> list[Comparison]:
    """Processor time of this process; the broker has its own."""
    amount = settings.amount(COUNT)
    bare_name = f"{broker.name} client + orjson"
    ours = broker.ours()
    async with broker.bare() as bare:
        spent = await interleaved_async(
            {
                OURS: _passing(
                    lambda events: relaying.publish(ours, events, brokers.PUBLISHED),
                    lambda group: relaying.handle(ours, group, amount, _nothing),
                    amount,
                ),
                bare_name: _passing(bare.publish, lambda group: bare.handle(group, amount, _nothing), amount),
            },
            settings.rounds,
        )
    await ours.close()
    published, handled = (picked(spent, itemgetter(part)) for part in (0, 1))
    wanted = (Requirement(bare_name, at_least=LEAST),)
    return [
        Comparison(
            f"{broker.name}: from the bytes of an event to the broker",
            "events/s of processor time",
            rates(published, amount),
            wanted,
            f"events of some 600 bytes, {brokers.PUBLISHED} in a call, which is acknowledged; ours seals envelopes, dedupes, "
            "and saves a checkpoint with the versions of resources in the same step",
        ),
        Comparison(
            f"{broker.name}: from the broker to a handler",
            "events/s of processor time",
            rates(handled, amount),
            wanted,
            f"{brokers.READ} in a call, an empty handler; bare parses, and acknowledges in the group (NATS: each message, "
            "without a response); ours makes typed events, keeps order per session with a time limit for each event, "
            "remembers what was handled, and waits for the broker to store it",
        ),
    ]


def _passing(
    publish: Callable[[list[bytes]], Awaitable[None]], handle: Callable[[str], Awaitable[None]], amount: int
) -> Callable[[], Awaitable[tuple[float, float]]]:
    """A contestant: publishes new events and handles them in a new group; seconds of each."""
    numbers = count()

    async def both() -> tuple[float, float]:
        number = next(numbers)
        events = relaying.messages(amount, number * amount)
        published = await timed_async(partial(publish, events))()
        return published, await timed_async(partial(handle, f"round-{number}"))()

    return both


async def _nothing(event: object) -> None:
    pass


MEASURE = Measure("relay", "events through a broker to handlers", take, quick=Settings(rounds=1, scale=0.2))

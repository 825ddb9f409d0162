"""More workers, in processes of their own, with handlers that wait."""

from __future__ import annotations

import asyncio
import json
import subprocess
from contextlib import AsyncExitStack
from functools import partial
from itertools import count
from typing import Any

import orjson
from attrs import field, frozen

from benchmarks.harness import brokers, relaying
from benchmarks.harness.measure import Comparison, Requirement, Settings
from benchmarks.harness.rounds import interleaved_async
from cortex_async.relay.envelope import seal

WORKERS = (1, 2, 4)
EACH = 600
"""Events for each worker process."""


async def more_workers(broker: brokers.Broker, settings: Settings) -> list[Comparison]:
    async with AsyncExitStack() as stack:
        crews = [await _crew(stack, broker, size) for size in WORKERS]
        samples = await interleaved_async(
            {f"{crew.size}": partial(crew.rate, settings.amount(EACH * crew.size)) for crew in crews},
            settings.rounds,
            warm_up=False,
        )
    waits = relaying.HANDLING * 1000
    return [
        Comparison(
            f"{broker.name}: more workers",
            "events/s",
            samples,
            (Requirement("1", at_least=1.5, subject="2"), Requirement("1", at_least=2, subject="4")),
            f"{relaying.CONCURRENCY} handlers at once in each worker, each of which waits for {waits:g} ms, so at "
            f"most {relaying.CONCURRENCY / relaying.HANDLING:g} events/s; all workers and the broker share the cores",
        )
    ]


@frozen
class _Crew:
    """Worker processes that share a stream of their own."""

    size: int
    stream: Any
    processes: list[subprocess.Popen[bytes]]
    numbers: Any = field(factory=count)

    async def rate(self, amount: int) -> float:
        """Events per second, from the first that is handled to the last."""
        first = next(self.numbers) * amount
        events = relaying.messages(amount, first)
        await self.stream.publish([seal(orjson.loads(data), data) for data in events])
        while await self.stream.lag(relaying.GROUP):  # noqa: ASYNC110  (it is asked of a broker)
            await asyncio.sleep(0.05)
        results = [json.loads(await self.ask(process)) for process in self.processes]
        assert sum(handled for handled, _, _ in results) == amount
        begun = min(begin for handled, begin, _ in results if handled)
        return amount / (max(end for _, _, end in results) - begun)

    async def ask(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"report\n")
        process.stdin.flush()
        return await asyncio.to_thread(process.stdout.readline)


async def _crew(stack: AsyncExitStack, broker: brokers.Broker, size: int) -> _Crew:
    stream = broker.ours(f"workers-{size}")
    stack.push_async_callback(stream.close)
    share = f"{stream.partitions // size}"
    processes = [
        stack.enter_context(relaying.process("work", broker.url, f"workers-{size}", share))
        for _ in range(size)
    ]
    for process in processes:
        assert process.stdout is not None
        await asyncio.to_thread(process.stdout.readline)
    return _Crew(size, stream, processes)

"""What events take in a broker: prints the figures of docs/relay-capacity.md.

``make bench-relay`` makes the environment: ``benchmarks/.venv/bin/python -m benchmarks.relay_sizes``.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nats
import orjson
from redis.asyncio import Redis

from benchmarks.harness import brokers, relaying
from cortex_async.relay.envelope import seal

COUNT = 50_000


def main() -> None:
    events = relaying.messages(COUNT, 0)
    bodies = [seal(orjson.loads(data), data).body for data in events]
    print(f"an event: {_mean(events)} bytes from the API, {_mean(bodies)} bytes as an envelope")
    for kind in ("redis", "nats"):
        with brokers.running(kind) as broker:
            if broker is not None:
                asyncio.run(_measure(broker, events))


def _mean(values: list[bytes]) -> int:
    return sum(map(len, values)) // len(values)


async def _measure(broker: brokers.Broker, events: list[bytes]) -> None:
    ours = broker.ours()
    await relaying.publish(ours, events[:1000], brokers.PUBLISHED)
    before, cpu, begun = await _size(broker), _seconds(broker), time.process_time()
    await relaying.publish(ours, events[1000:], brokers.PUBLISHED)
    count = len(events) - 1000
    relay = time.process_time() - begun
    server = _seconds(broker) - cpu
    after = await _size(broker)
    print(f"{broker.name}, for each event:")
    for name, value in after.items():
        print(f"  {name}: {(value - before[name]) / count:.0f} bytes")
    print(
        f"  processor time for a million: relay {relay / count * 1e6:.0f} s, broker {server / count * 1e6:.0f} s"
    )
    cpu, begun = _seconds(broker), time.process_time()
    await relaying.handle(ours, "sizes", len(events), _nothing)
    worker, server = time.process_time() - begun, _seconds(broker) - cpu
    print(
        f"  and to handle them: worker {worker / len(events) * 1e6:.0f} s, broker {server / len(events) * 1e6:.0f} s"
    )
    await ours.close()


async def _nothing(event: object) -> None:
    pass


async def _size(broker: brokers.Broker) -> dict[str, float]:
    if isinstance(broker, brokers.RedisBroker):
        return await _redis_size(broker.url)
    client = await nats.connect(broker.url)
    info = await client.jetstream().stream_info("cortex")
    await client.close()
    return {"file": info.state.bytes, "memory of the server": _resident(broker.pid)}


async def _redis_size(url: str) -> dict[str, float]:
    found = {"events": 0, "marks of ids": 0, "the rest": 0}
    async with Redis.from_url(url) as client:
        async for key in client.scan_iter("*", count=1000):
            kind = await client.type(key)
            size: Any = await client.memory_usage(key, samples=0)
            name = {b"stream": "events", b"set": "marks of ids"}.get(kind, "the rest")
            found[name] += size
        info: Any = await client.info("memory")
    return {**found, "memory of the server": info["used_memory"]}


def _seconds(broker: brokers.Broker) -> float:
    """Processor time of the broker so far."""
    values = Path(f"/proc/{broker.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    ticks: int = int(values[11]) + int(values[12])
    return ticks / _TICKS


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * resource.getpagesize()


_TICKS = int(subprocess.run(["getconf", "CLK_TCK"], stdout=subprocess.PIPE, check=True).stdout)

if __name__ == "__main__":
    sys.exit(main())

"""Children that share one limiter or token: ``python -m tests.limits.processes <task> <url> <number> <arguments>``.

They are forked after the limiter was made, and start together when they read a line.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any

from cortex_async import CortexClient
from cortex_async._core.timing.clock import SystemClock
from cortex_async.limits import Limit, RedisLimiter, SharedToken
from tests.limits.attempts import attempt


def calls(url: str, base_url: str, api_key: str, number: str) -> Callable[[], Coroutine[Any, Any, None]]:
    """Make calls, and say nothing."""
    limiter = RedisLimiter(url, Limit(200), max_wait=60, ask_timeout=30)

    async def main() -> None:
        async with limiter, CortexClient(base_url=base_url, api_key=api_key, limiter=limiter) as client:
            await asyncio.gather(*(client.health.check() for _ in range(int(number))))

    return main


def waiting(url: str) -> Callable[[], Coroutine[Any, Any, None]]:
    """Hold three places, and say so."""
    limiter = RedisLimiter(url, Limit(1, per=0.2), max_wait=60, ask_timeout=30, clock=Waiting())

    async def main() -> None:
        await asyncio.gather(*(limiter.turn(attempt(), None) for _ in range(4)))

    return main


class Waiting(SystemClock):
    """A clock that says so when three sleep, and lets them sleep."""

    def __init__(self) -> None:
        self.sleeping = 0

    async def sleep(self, seconds: float) -> None:
        self.sleeping += 1
        if self.sleeping == 3:
            print("waiting", flush=True)
        await asyncio.sleep(60)


def token(url: str, slow: str) -> Callable[[], Coroutine[Any, Any, None]]:
    """Get the token and print it. The fetch says that it has begun, and takes as long as asked."""

    async def fetch() -> str:
        print("fetching", flush=True)
        await asyncio.sleep(float(slow))
        return f"token-of-{os.getpid()}"

    shared = SharedToken(fetch, url, name="workers", encryption_key=None, lease=0.5, ask_timeout=30)

    async def main() -> None:
        async with shared:
            print(await shared.token(), flush=True)

    return main


def run() -> None:
    task, url, number, *arguments = sys.argv[1:]
    tasks: dict[str, Callable[..., Callable[[], Coroutine[Any, Any, None]]]] = {
        "calls": calls,
        "waiting": waiting,
        "token": token,
    }
    main = tasks[task](url, *arguments)
    begin, write = os.pipe()
    children = []
    for _ in range(int(number)):
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(begin, 1)
            asyncio.run(main())
            os._exit(0)
        children.append(child)
    print(*children, flush=True)
    sys.stdin.readline()
    print(time.time(), flush=True)
    os.close(write)
    os._exit(max(os.waitpid(child, 0)[1] != 0 for child in children))


if __name__ == "__main__":
    run()

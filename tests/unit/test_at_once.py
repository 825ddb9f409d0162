"""What ``tests.at_once`` takes for waiting."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from tests.at_once import at_once


async def test_a_timer_counts() -> None:
    async def sleep() -> None:
        async with at_once(asleep=0.02):
            for _ in range(10):
                await asyncio.sleep(0.02)

    with pytest.raises(AssertionError, match="slept"):
        await sleep()


async def test_work_and_news_do_not_count_however_long_they_take() -> None:
    async with at_once(asleep=0.02):
        time.sleep(0.05)  # noqa: ASYNC251  (this is what it is about)
        news = asyncio.Event()
        loop = asyncio.get_running_loop()
        threading.Timer(0.05, loop.call_soon_threadsafe, (news.set,)).start()
        await news.wait()

"""Cancellations that a library swallows are raised after all."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from cortex_async._core.runtime.swallowed import passing_cancellation_on


async def _swallow(error: Exception | None = None) -> None:
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    if error is not None:
        raise error


@pytest.mark.parametrize("error", [None, OSError("and failed")])
async def test_a_cancellation_that_got_lost_in_the_block_is_raised(error: Exception | None) -> None:
    async def work() -> None:
        with passing_cancellation_on():
            await _swallow(error)

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_task_that_was_cancelled_before_may_clean_up() -> None:
    cleaned: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            with passing_cancellation_on():
                await asyncio.sleep(0)
            cleaned.append("up")

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned == ["up"]


async def test_an_error_stays_what_it_is() -> None:
    with pytest.raises(KeyError), passing_cancellation_on():
        raise KeyError
    with pytest.raises(TimeoutError), passing_cancellation_on():
        async with asyncio.timeout(0):
            await asyncio.sleep(1)

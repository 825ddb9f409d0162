"""Cancellations that a library swallows are raised after all."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import pytest

from cortex_async._core.runtime.swallowed import passing_cancellation_on
from cortex_async._core.timing.library_limit import library_limit


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


async def _until_told(work: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
    task = asyncio.ensure_future(work)
    await asyncio.sleep(0)
    return task


async def test_a_limit_for_a_library_raises_what_time_limits_and_cancellations_raise() -> None:
    async def limited(seconds: float | None, error: Exception | None = None) -> None:
        async with library_limit(seconds):
            await _swallow(error)

    for error in (None, OSError("and failed")):
        with pytest.raises(TimeoutError):
            await limited(0, error)
        task = await _until_told(limited(60, error))
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]  # a test is a task
    with pytest.raises(KeyError):
        async with library_limit(None):
            raise KeyError

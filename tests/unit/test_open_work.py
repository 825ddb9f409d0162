"""What a client has in progress, in several event loops at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from cortex_async._core.timing.closing import OpenWork

WAIT = 30.0


class Work:
    """Work that calls a function when it is looked up, as its removal does."""

    def __init__(self, looked_up: Callable[[], object] = int) -> None:
        self.looked_up = looked_up

    def __hash__(self) -> int:
        self.looked_up()
        return 1

    def client_closed(self) -> None:
        """There is nothing to end."""


async def run(work: Work, armed: Callable[[], object] = int) -> tuple[bool, list[dict[str, Any]]]:
    """Let a task end for which a client has adopted work: whether all was removed, and what went wrong."""
    loop, problems = asyncio.get_running_loop(), list[dict[str, Any]]()
    loop.set_exception_handler(lambda _, problem: problems.append(problem))
    open_work = OpenWork(loop)
    task = asyncio.create_task(asyncio.sleep(0))
    open_work.adopt(task, work)
    armed()
    await task
    await asyncio.sleep(0)
    return open_work.open == (), problems


async def test_tasks_end_in_two_event_loops_at_the_same_moment() -> None:
    others = list[tuple[bool, list[dict[str, Any]]]]()

    def run_another_loop() -> None:
        thread = threading.Thread(target=lambda: others.append(asyncio.run(run(Work()))))
        thread.start()
        thread.join(WAIT)

    work = Work()

    def arm() -> None:
        work.looked_up = run_another_loop

    assert await run(work, arm) == (True, [])
    assert others == [(True, [])]

"""Coroutines that are run step by step do what they do when they are awaited."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from contextvars import ContextVar
from types import coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.runtime.stepping import in_own_context, resumed

Step = str
"""What a coroutine does next: wait, wait and go on after whatever is thrown in, raise, or return."""

_about: ContextVar[int] = ContextVar("_about", default=0)


@coroutine
def pause(number: int) -> Generator[int, object, object]:
    return (yield number)


async def work(steps: list[Step], log: list[object]) -> str:
    for number, step in enumerate(steps):
        _about.set(_about.get() + 1)
        if step == "raise":
            raise LookupError(number)
        if step == "return":
            return f"early {number}"
        try:
            log.append(await pause(number))
        except KeyError as error:
            log.append(repr(error))
            if step == "wait":
                raise
    log.append(_about.get())
    return "end"


async def awaited(steps: list[Step], log: list[object]) -> str:
    return await work(steps, log)


async def after_a_first_step(steps: list[Step], log: list[object]) -> str:
    begun = work(steps, log)
    try:
        waits_for = begun.send(None)
    except StopIteration as end:
        found: str = end.value
        return found
    return await resumed(begun, waits_for)


async def apart(steps: list[Step], log: list[object]) -> str:
    return await in_own_context(work(steps, log))


def played(
    make: Callable[[list[Step], list[object]], Coroutine[Any, Any, str]],
    steps: list[Step],
    throws: list[bool],
) -> list[object]:
    """Everything that can be seen of a coroutine from outside and inside."""
    log: list[object] = []
    run = make(steps, log)
    try:
        log.append(("waits for", run.send(None)))
        for throw in throws:
            # asyncio sends nothing else than None.
            found = run.throw(KeyError("thrown")) if throw else run.send(None)
            log.append(("waits for", found))
        run.close()
        log.append("closed")
    except StopIteration as end:
        log.append(("returned", end.value))
    except (KeyError, LookupError) as error:
        log.append(("raised", repr(error)))
    return log


@given(
    st.lists(st.sampled_from(["wait", "endure", "raise", "return"]), max_size=5),
    st.lists(st.booleans(), max_size=5),
)
@pytest.mark.parametrize("make", [after_a_first_step, apart])
def test_it_is_the_same_as_awaiting(make: Any, steps: list[Step], throws: list[bool]) -> None:
    _about.set(0)
    wanted = played(awaited, steps, throws)
    _about.set(0)
    assert played(make, steps, throws) == wanted


def test_changes_of_variables_end_with_a_coroutine_in_its_own_context() -> None:
    _about.set(0)
    assert played(apart, ["wait", "wait"], [False, False])[-1] == ("returned", "end")
    assert _about.get() == 0

"""Runs a coroutine step by step within the current task, where a task of its own would cost too much."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from contextvars import copy_context
from types import coroutine
from typing import Any, TypeVar, cast

T = TypeVar("T")


@coroutine
def resumed(begun: Coroutine[Any, Any, T], waits_for: object) -> Generator[Any, Any, T]:
    """Go on with a coroutine whose first step was made by ``begun.send(None)``.

    waits_for: what that returned.
    """
    try:
        while True:
            try:
                yield waits_for
            except BaseException as error:  # noqa: BLE001  (whatever is thrown in is meant for the coroutine)
                thrown = error
            else:
                return (yield from begun.__await__())
            # Only now: within the block above it would be the context of what the coroutine raises later.
            waits_for = begun.throw(thrown)
    except StopIteration as end:
        return cast("T", end.value)


@coroutine
def in_own_context(work: Coroutine[Any, Any, T]) -> Generator[Any, Any, T]:
    """Await a coroutine in a copy of the context, as a task does: its changes of variables end with it."""
    run = copy_context().run
    resume: Callable[..., Any] = work.send
    argument: Any = None
    try:
        while True:
            waits_for = run(resume, argument)
            try:
                argument = yield waits_for
                resume = work.send
            except BaseException as error:  # noqa: BLE001  (whatever is thrown in is meant for the coroutine)
                resume, argument = work.throw, error
    except StopIteration as end:
        return cast("T", end.value)

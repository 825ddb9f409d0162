"""Running a handler: coroutine functions in the event loop, others in a thread, all within a time limit."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from cortex_async.emulator.standins.mapping import Handler, arguments


async def run_handler(handler: Handler, event: object, context: object, seconds: float) -> Any:
    """The handler's result. Raises what it raises, and ``TimeoutError`` after ``seconds`` of real time.

    A thread cannot be interrupted: one that runs too long goes on, and its result is dropped.
    """
    given = arguments(handler, event, context)
    scope = asyncio.timeout(seconds)
    try:
        async with scope:
            result: Any
            if is_async(handler):
                result = handler(*given)
            else:
                result = await _in_thread(lambda: handler(*given))
            return await result if inspect.isawaitable(result) else result
    except TimeoutError as error:
        if scope.expired():
            raise
        # Its own, which must not be taken for the limit.
        raise RuntimeError(f"the handler raised TimeoutError: {error}") from error


def is_async(handler: Handler) -> bool:
    return inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(
        getattr(handler, "__call__", None)  # noqa: B004  (an object may have an async __call__)
    )


async def _in_thread(call: Callable[[], object]) -> object:
    """Run ``call`` in a daemon thread: one that never ends must not keep the process from ending.

    ``asyncio.to_thread`` would, since the interpreter waits for its executor.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[object, Exception | None]] = loop.create_future()
    context = contextvars.copy_context()

    def deliver(result: object, error: Exception | None) -> None:
        if not future.done():
            future.set_result((result, error))

    def run() -> None:
        result: object = None
        failure: Exception | None = None
        try:
            result = context.run(call)
        except SystemExit as error:
            failure = RuntimeError(f"the handler raised SystemExit({error.code!r})")
        except Exception as error:  # noqa: BLE001  (passed on to the loop)
            failure = error
        # The loop may be closed by now.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(deliver, result, failure)

    threading.Thread(target=run, name="cortex-emulator-function", daemon=True).start()
    result, error = await future
    if error is not None:
        raise error
    return result

"""Runs the coroutine of a command: signals cancel it, so that it closes what it has open."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable

from cortex_cli.escaping import lines
from cortex_cli.hiding import without_known


class Terminated(KeyboardInterrupt):
    """SIGTERM arrived. The command was cancelled and has closed everything."""


def run(function: Callable[[], Awaitable[None]], *, debug: bool = False) -> None:
    """Run a coroutine function to its end.

    The first Ctrl-C or SIGTERM cancels it; a second Ctrl-C ends it at once. Raises ``KeyboardInterrupt``
    after either.
    """
    _set_up_logging(debug)
    with asyncio.Runner() as runner:
        runner.run(_until_terminated(function))


async def _until_terminated(function: Callable[[], Awaitable[None]]) -> None:
    task = asyncio.current_task()
    terminated = False

    def terminate() -> None:
        nonlocal terminated
        terminated = True
        if task is not None:
            task.cancel()

    # Event loops on Windows handle no signals, and neither does a loop outside of the main thread.
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, terminate)
    try:
        await function()
    except asyncio.CancelledError:
        if terminated:
            raise Terminated from None
        raise


class _Formatter(logging.Formatter):
    """Formats records without secrets and without what controls the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return lines(without_known(super().format(record)))


def _set_up_logging(debug: bool) -> None:
    """Log to stderr, or nowhere: without any handler, Python writes warnings to stderr."""
    if not debug:
        logging.getLogger().addHandler(logging.NullHandler())
        return
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("cortex_async").setLevel(logging.DEBUG)

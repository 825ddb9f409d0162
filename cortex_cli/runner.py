"""Runs the coroutine of a command: signals cancel it, so that it closes what it has open."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Generator

from cortex_cli.escaping import lines
from cortex_cli.hiding import without_known
from cortex_cli.signals import Terminated


def run(function: Callable[[], Awaitable[None]], *, debug: bool = False) -> None:
    """Run a coroutine function to its end.

    The first Ctrl-C or SIGTERM cancels it; a second Ctrl-C ends it at once. Raises ``KeyboardInterrupt``
    after either.
    """
    with _logging(debug), asyncio.Runner() as runner:
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


@contextlib.contextmanager
def _logging(debug: bool) -> Generator[None]:
    """Log to stderr, or nowhere: without any handler, Python writes warnings to stderr.

    At the end all is as before: a program that runs command lines has logging of its own.
    """
    handler: logging.Handler = logging.StreamHandler() if debug else logging.NullHandler()
    handler.setFormatter(_Formatter("%(levelname)s %(name)s: %(message)s"))
    root, sdk = logging.getLogger(), logging.getLogger("cortex_async")
    level = sdk.level
    root.addHandler(handler)
    if debug:
        sdk.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        sdk.setLevel(level)
        root.removeHandler(handler)

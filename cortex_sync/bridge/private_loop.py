"""The event loop of ``cortex_sync``, independent of the application's loop policy (uvloop, for one).

It can be disowned: a forked child inherits the loop without the thread that runs it, and must neither run nor
close it.
"""

from __future__ import annotations

import asyncio
import os
import selectors
from collections.abc import Callable, Generator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar, TypeVarTuple

from cortex_async._core.timing.clock import monotonic
from cortex_sync.bridge.executor import DaemonExecutor
from cortex_sync.bridge.handover import Handover

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class PrivateLoop(asyncio.SelectorEventLoop):
    """A selector loop that reports itself as closed once disowned, so finalisers of its transports do
    nothing.
    """

    stands_still: bool = False
    """Whether an import blocks the loop."""

    # True until the constructor is done: a loop whose constructor was interrupted has nothing to close or
    # warn about.
    disowned: bool = True

    def time(self) -> float:
        return monotonic()

    def __init__(self) -> None:
        self._executor = DaemonExecutor()
        self.handover: Handover = Handover()
        try:
            super().__init__(self.handover)
            # The debug mode of -X dev is for the user's loops. Here it would report the first import of
            # aiohttp as slow.
            self.set_debug(False)
            self.disowned = False
        except BaseException:
            # No file descriptor was left, or a signal handler raised. The socket pair is what asyncio opens
            # last.
            if hasattr(self, "_csock"):
                self.disowned = False
                self.close()
            else:
                self.handover.close()
            raise

    @contextmanager
    def standing_still(self) -> Generator[None]:
        """Mark the loop as blocked by an import, such as the first one of aiohttp.

        That delays only calls that need the import anyway, and forks.
        """
        self.stands_still = True
        try:
            yield
        finally:
            self.stands_still = False

    def is_closed(self) -> bool:
        return self.disowned or super().is_closed()

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if not self.disowned:
            super().call_exception_handler(context)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        return super().run_in_executor(executor or self._executor, func, *args)

    def close(self) -> None:
        self._executor.shutdown()
        super().close()

    def __del__(self) -> None:
        # The loop thread closes it. Without one, the constructor was interrupted, which is nothing to warn
        # the program about.
        if not self.is_closed():
            self.close()

    def cut_off(self) -> None:
        """Disown the loop in a forked child, and replace every file descriptor that it watched by /dev/null.

        The epoll set and the connections are shared with the parent: unregistering a socket or ending a TLS
        session here would affect the parent. And connections that the parent closes would stay open as long
        as the child held a copy.
        """
        self.disowned = True
        descriptors = self.handover.descriptors
        if isinstance(self.handover, getattr(selectors, "EpollSelector", ())):
            descriptors.append(self.handover.fileno())
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in descriptors:
            os.dup2(null, descriptor, inheritable=False)
        os.close(null)

"""The facade's own kind of event loop: whatever policy or loop (uvloop) the application uses, ours stays this one.

What it adds is being disowned. A forked child inherits the loop without the thread that ran it; it must neither run nor close it.
"""

from __future__ import annotations

import asyncio
import os
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Final, TypeVar, TypeVarTuple

from cortex_async._core.timing.clock import monotonic
from cortex_sync.bridge.executor import DaemonExecutor
from cortex_sync.bridge.handover import Handover

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class PrivateLoop(asyncio.SelectorEventLoop):
    """A loop that counts as closed once disowned, so that finalisers of what belonged to it leave everything alone."""

    may_stand_still: Final = True
    """What blocks this loop, such as our first import of aiohttp, holds nobody up who is not waiting for it anyway."""

    # Until it is whole: of one whose making was interrupted nothing is left to close, and nothing to warn about.
    disowned: bool = True

    def time(self) -> float:
        return monotonic()

    def __init__(self) -> None:
        self._executor = DaemonExecutor()
        self.handover: Handover = Handover()
        try:
            super().__init__(self.handover)
            # The debug mode of -X dev is meant for the user's loops; here it would report our first import of aiohttp as slow.
            self.set_debug(False)
            self.disowned = False
        except BaseException:
            # No descriptor was left, or a signal handler raised. The pair of sockets is the last that asyncio opens.
            if hasattr(self, "_csock"):
                self.disowned = False
                self.close()
            else:
                self.handover.close()
            raise

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
        # Its thread closes it, unless whoever made it was interrupted before there was one: no fault of the program to warn about.
        if not self.is_closed():
            self.close()

    def cut_off(self) -> None:
        """Disowns the loop in a forked child, and puts /dev/null in the place of every descriptor that it watched.

        The epoll set and the connections are shared with the parent: to unregister a socket or to end a TLS session here
        would do it there. And what the parent closes would stay open as long as the child holds a copy.
        """
        self.disowned = True
        descriptors = self.handover.descriptors
        if isinstance(self.handover, getattr(selectors, "EpollSelector", ())):
            descriptors.append(self.handover.fileno())
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in descriptors:
            os.dup2(null, descriptor, inheritable=False)
        os.close(null)

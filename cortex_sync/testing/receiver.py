"""A real server that receives webhooks, for blocking code."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from cortex_async.testing.receiver import Delivery
from cortex_async.testing.receiver import WebhookReceiver as AsyncReceiver

T = TypeVar("T")


class WebhookReceiver:
    """A real server on 127.0.0.1, in a thread of its own, that collects webhook deliveries.

    It responds with 204 by default.
    """

    def __init__(self) -> None:
        self._receiver = AsyncReceiver()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="webhook-receiver", daemon=True)
        self._thread.start()
        try:
            self._wait(self._receiver.__aenter__())
        except BaseException:
            self._end_loop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._wait(self._receiver.__aexit__(kind, error, trace))
        finally:
            self._end_loop()

    @property
    def received(self) -> Sequence[Delivery]:
        """All deliveries so far, in order."""
        return tuple(self._receiver.received)

    @property
    def url(self) -> str:
        """The address for webhooks."""
        return self._receiver.url

    def respond_with(self, *statuses: int) -> None:
        """Respond to the next deliveries with these statuses, one each, and with 204 after that."""
        self._receiver.respond_with(*statuses)

    def next(self, timeout: float = 5.0) -> Delivery:
        """The next delivery that has not been returned yet.

        timeout: seconds to wait for it. Raises ``TimeoutError`` after that, ``RuntimeError`` outside
            ``with``.
        """
        return self._wait(self._receiver.next(timeout))

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            work.close()
            raise RuntimeError("the receiver is not running: use it with `with`")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _end_loop(self) -> None:
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

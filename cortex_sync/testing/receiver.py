"""A real server that receives webhooks, for blocking code."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self, TypeVar

from cortex_async.emulator.loop_thread import LoopThread
from cortex_async.testing.receiver import Delivery
from cortex_async.testing.receiver import WebhookReceiver as AsyncReceiver

T = TypeVar("T")


class WebhookReceiver:
    """A real server on 127.0.0.1, in a thread of its own, that collects webhook deliveries.

    It responds with 204 by default.
    """

    def __init__(self) -> None:
        self._receiver = AsyncReceiver()
        self._thread = LoopThread("webhook-receiver", "the receiver")

    def __enter__(self) -> Self:
        self._thread.start(self._receiver.__aenter__)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.stop(lambda: self._receiver.__aexit__(kind, error, trace))

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
        return self._thread.wait(self._receiver.next(timeout))

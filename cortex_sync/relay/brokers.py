"""A broker for threads, and the receiver of webhooks that publishes to one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar, Unpack, cast

from cortex_async.relay import DeadLetter, Record, Sink
from cortex_async.relay import receiver as async_receiver
from cortex_async.relay.broker_checks import require_sink
from cortex_async.relay.service.brokers import Broker
from cortex_async.webhooks.options import VerifyOptions
from cortex_async.webhooks.router import WebhookRouter
from cortex_async.webhooks.signature import Secrets
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.process import loop_thread

T = TypeVar("T")
B = TypeVar("B")


class BlockingBroker:
    """A broker for threads: each method returns when the broker has responded::

        broker = BlockingBroker(RedisStreams("redis://localhost"))
        router = WebhookRouter(os.environ["WEBHOOK_SECRET"], forward=broker)

        for letter in broker.dead_letters("moderation"):
            print(letter.id, letter.error)

    ``Relay`` and ``Worker`` take the broker itself as well as this. Its connections are made in the SDK's
    loop thread.

    broker: the broker.
    """

    def __init__(self, broker: Broker) -> None:
        require_sink("broker", broker)
        self._broker = broker

    def publish(self, records: Sequence[Record]) -> int:
        """Append records that were not published before. Returns how many were new.

        Raises ``BrokerUnavailable`` and ``RecordRefused``.
        """
        return _run(lambda: self._broker.publish(records))

    def lag(self, group: str) -> int:
        """How many events a group has not acknowledged yet. Raises ``BrokerUnavailable``."""
        return _run(lambda: self._broker.lag(group))

    def dead_letters(self, group: str, limit: int = 100) -> list[DeadLetter]:
        """The oldest dead letters of a group. Raises ``BrokerUnavailable``."""
        return _run(lambda: self._broker.dead_letters(group, limit))

    def revive(self, letters: Sequence[DeadLetter]) -> None:
        """Hand dead letters to their group again. Raises ``BrokerUnavailable``."""
        _run(lambda: self._broker.revive(letters))

    def discard(self, letters: Sequence[DeadLetter]) -> None:
        """Delete dead letters. Raises ``BrokerUnavailable``."""
        _run(lambda: self._broker.discard(letters))

    def close(self) -> None:
        """Close the broker's connections. Closing twice is allowed."""
        _run(self._broker.close)


def inner_broker(broker: B | BlockingBroker) -> B | Broker:
    """The async broker that both stand for."""
    if isinstance(broker, BlockingBroker):
        return broker._broker  # pyright: ignore[reportPrivateUsage]  # of the same module
    return broker


def receiver(
    sink: Sink | BlockingBroker, secrets: Secrets, **verification: Unpack[VerifyOptions]
) -> WebhookRouter:
    """Return a router that publishes each verified delivery, and does nothing else::

        app.add_url_rule("/cortex", view_func=view(receiver(broker, secret)), methods=["POST"])

    The broker recognises repeated deliveries, those that a relay has published, and those that another
    receiver gets, so no replay store is needed. The sender gets a 2xx only after the broker has the event.

    sink: the broker.
    secrets and ``verification``: as for ``WebhookRouter``.
    """
    blocking = sink if isinstance(sink, BlockingBroker) else BlockingBroker(cast("Broker", sink))
    return async_receiver(blocking, secrets, **verification)


def _run(work: Callable[[], Awaitable[T]]) -> T:
    call = Call(work)
    loop_thread().complete(call)
    return call.result()

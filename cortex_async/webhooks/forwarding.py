"""Publishes verified deliveries to a broker, before the sender is told that they have arrived."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from cortex_async._core.arguments import wrong_type
from cortex_async.routing.calling import Match
from cortex_async.routing.drivers import Call

if TYPE_CHECKING:
    from cortex_async.relay.broker import Record


class Forward(Protocol):
    """Where deliveries are published: every broker is one.

    In a synchronous server ``publish`` must be a plain function, as in ``cortex_sync.relay.BlockingBroker``.
    """

    def publish(self, records: Sequence[Record]) -> int | Awaitable[int]:
        """Append records that were not published before. Returns how many were new."""
        ...


@frozen
class _Publishing(Match):
    """The first thing to do with a delivery. If it fails, no handler is called, and the sender retries."""

    def call(self, event: object) -> Call:
        return Call(partial(self.handler, event), "forward", self.time_limit)


def forwarding(
    forward: Forward | None, raw: dict[str, Any], body: bytes, limit: float | None
) -> tuple[Match, ...]:
    """Return what publishes a delivery, nothing without a broker.

    body: the delivery as it was signed. raw: the same, parsed.
    """
    if forward is None:
        return ()
    # Imported late: the package of relays has receivers, which are routers.
    from cortex_async.relay.envelope import seal

    record = seal(raw, body)

    def publish(event: object) -> object:
        return forward.publish([record])

    return (_Publishing(publish, (), limit),)


def require_forward(forward: object) -> None:
    """Raise ``ArgumentTypeError`` for something that does not publish."""
    if forward is not None and not callable(getattr(forward, "publish", None)):
        raise wrong_type("forward", "a broker or None", forward)

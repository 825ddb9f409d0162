"""An observer that keeps what it is told, for tests."""

from __future__ import annotations

from typing import TypeVar

from cortex_async._core.telemetry.calls import AttemptEnded, CallEnded, RetryDeclined, RetryScheduled
from cortex_async._core.telemetry.listeners import METHODS
from cortex_async._core.telemetry.observer import Observer
from cortex_async._core.telemetry.streams import EventReceived, StreamChanged
from cortex_async._core.telemetry.webhooks import DeliveryJudged

V = TypeVar("V")


class RecordingObserver(Observer):
    """Keeps what it is told, so that a test can ask what the client has done::

        seen = RecordingObserver()
        async with CortexClient(observers=[seen]) as client:
            await client.health.check()
        assert [call.status for call in seen.calls()] == [200]
        assert not seen.retries()

    Everything about a call is recorded before the call returns or raises, in ``cortex_sync`` too. May be
    given to several clients, in any threads.

    values: everything, in the order in which it happened.
    """

    def __init__(self) -> None:
        self.values: list[object] = []

    def all(self, kind: type[V]) -> list[V]:
        """The values of one class, e.g. ``ConnectionOpened``, oldest first."""
        return [value for value in (*self.values,) if isinstance(value, kind)]

    def calls(self, operation: str | None = None) -> list[CallEnded]:
        """The calls that have ended, or those of one operation, e.g. ``createSession``."""
        return [ended for ended in self.all(CallEnded) if operation in (None, ended.call.operation)]

    def attempts(self, operation: str | None = None) -> list[AttemptEnded]:
        """The attempts that have ended, or those of one operation."""
        return [ended for ended in self.all(AttemptEnded) if operation in (None, ended.call.operation)]

    def retries(self, operation: str | None = None) -> list[RetryScheduled]:
        """The retries, or those of one operation."""
        return [retry for retry in self.all(RetryScheduled) if operation in (None, retry.call.operation)]

    def declined(self, operation: str | None = None) -> list[RetryDeclined]:
        """The failures that were not retried, or those of one operation."""
        return [retry for retry in self.all(RetryDeclined) if operation in (None, retry.call.operation)]

    def events(self, event_type: str | None = None) -> list[EventReceived]:
        """The events that streams have handed over, or those of one type, e.g. ``session.created``."""
        return [event for event in self.all(EventReceived) if event_type in (None, event.type)]

    def states(self) -> list[str]:
        """The states of streams as they changed, e.g. ``["connected", "disconnected"]``."""
        return [changed.state for changed in self.all(StreamChanged)]

    def deliveries(self) -> list[DeliveryJudged]:
        """The webhook deliveries that were judged."""
        return self.all(DeliveryJudged)

    def clear(self) -> None:
        """Forget everything."""
        self.values.clear()

    def _record(self, value: object, /) -> None:
        self.values.append(value)


for _name in METHODS:
    if _name != "request_headers":
        setattr(RecordingObserver, _name, RecordingObserver._record)  # pyright: ignore[reportPrivateUsage]

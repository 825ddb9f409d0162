"""The signal that Django's receivers get events by."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cortex_async._generated.events import Event

_dispatch: Any = import_module("django.dispatch")

# Not a protocol: type checkers with stubs for Django expect its own class here.
event_received: Any = _dispatch.Signal()
"""Sent for each event of the webhook and of ``manage.py cortex_listen``.

sender: the class of the event, e.g. ``SessionUpdatedEvent``, to receive only those.
event: the event.

Receivers get an event at least once. If one raises, the others get the event all the same, the sender of the
webhook is told to retry, and all receivers get the event again.
"""


class ReceiverFailed(Exception):
    """A receiver of ``event_received`` raised; its exception is the cause. Django has logged all of them."""


def send_event(event: Event) -> None:
    """Send ``event_received``. Raises ``ReceiverFailed`` if a receiver raised, after all have been called."""
    results: list[tuple[Any, Any]] = event_received.send_robust(sender=type(event), event=event)
    failed = [(receiver, error) for receiver, error in results if isinstance(error, Exception)]
    if failed:
        receiver, error = failed[0]
        name = getattr(receiver, "__qualname__", type(receiver).__qualname__)
        raise ReceiverFailed(
            f"{len(failed)} of {len(results)} receivers of {event.type} failed, first {name}"
        ) from error

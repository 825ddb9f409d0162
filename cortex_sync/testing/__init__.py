"""Tools for tests of blocking programs that use Cortex: an emulated Cortex, and a receiver for its webhooks.

    with WebhookReceiver() as receiver:
        project.webhooks.create_subscription(
            events=["participant.created"], secret="at-least-random-and-long", url=receiver.url
        )
        project.participants.create(external_user_id="ann")
        delivery = receiver.next()

``RecordingObserver`` keeps what a client does. ``RemoteEmulator`` controls an emulator that runs in another
process or container, with the same names as ``Emulator``. The pytest plugin of this package provides the
emulator and connected clients as fixtures. Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

from cortex_async.testing import Delivery, RecordingObserver, RemoteError
from cortex_sync.emulator import BotNotRunning, Clock, Emulator, Recorded, ThreadedEmulator
from cortex_sync.testing.receiver import WebhookReceiver
from cortex_sync.testing.remote import RemoteEmulator

__all__ = [
    "BotNotRunning",
    "Clock",
    "Delivery",
    "Emulator",
    "Recorded",
    "RecordingObserver",
    "RemoteEmulator",
    "RemoteError",
    "ThreadedEmulator",
    "WebhookReceiver",
]

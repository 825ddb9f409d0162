"""Tools for tests of programs that use Cortex: an emulated Cortex, and a receiver for its webhooks.

    async with WebhookReceiver() as receiver:
        await project.webhooks.create_subscription(
            events=["participant.created"], secret="at-least-random-and-long", url=receiver.url
        )
        await project.participants.create(external_user_id="ann")
        delivery = await receiver.next()

``RecordingObserver`` keeps what a client does. ``RemoteEmulator`` controls an emulator that runs in another
process or container, with the same names as ``Emulator``. The pytest plugin of this package provides the
emulator and connected clients as fixtures. Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

from cortex_async._core.errors import export_errors
from cortex_async.emulator import BotNotRunning, Clock, Emulator, Recorded, ThreadedEmulator
from cortex_async.testing.control_client import RemoteError
from cortex_async.testing.receiver import Delivery, WebhookReceiver
from cortex_async.testing.recording import RecordingObserver
from cortex_async.testing.remote import RemoteEmulator

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

export_errors(__name__, globals())

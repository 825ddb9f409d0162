"""A local, stateful Cortex: a real server with state, events, webhooks and faults, for tests and offline
work.

    async with Emulator() as emulator:
        client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Raid", external_room_id="room-1")
        await emulator.say(session.id, "ada", "hello")

On the command line: ``python -m cortex_async.emulator --port 8787``. Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

from cortex_async.emulator.clock import Clock
from cortex_async.emulator.domain.room import BotNotRunning
from cortex_async.emulator.emulator import Emulator
from cortex_async.emulator.faults.calls import Faults
from cortex_async.emulator.recording import Recorded, Recording
from cortex_async.emulator.replay.recorded import RecordingError
from cortex_async.emulator.replay.recorder import Recorder
from cortex_async.emulator.replay.replay import Replay
from cortex_async.emulator.replay.thread import ThreadedRecorder, ThreadedReplay
from cortex_async.emulator.settings import Options
from cortex_async.emulator.standins.mapping import StandIns
from cortex_async.emulator.standins.values import FunctionContext, HttpEvent
from cortex_async.emulator.thread import ThreadedEmulator

__all__ = [
    "BotNotRunning",
    "Clock",
    "Emulator",
    "Faults",
    "FunctionContext",
    "HttpEvent",
    "Options",
    "Recorded",
    "Recorder",
    "Recording",
    "RecordingError",
    "Replay",
    "StandIns",
    "ThreadedEmulator",
    "ThreadedRecorder",
    "ThreadedReplay",
]

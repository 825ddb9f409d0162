"""A local, stateful Cortex for blocking code: a real server with state, events, webhooks and faults.

    with Emulator() as emulator:
        client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)
        session = client.project(emulator.project_id).sessions.create(title="Raid", external_room_id="room-1")
        emulator.say(session.id, "ada", "hello")

On the command line: ``python -m cortex_async.emulator --port 8787``. Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

import os
from typing import Literal, Unpack

from cortex_async.emulator import (
    BotNotRunning,
    Clock,
    Faults,
    FunctionContext,
    HttpEvent,
    Options,
    Recorded,
    Recording,
    RecordingError,
    StandIns,
    ThreadedEmulator,
    ThreadedRecorder,
    ThreadedReplay,
)
from cortex_async.emulator import Emulator as AsyncEmulator
from cortex_async.emulator import Recorder as AsyncRecorder
from cortex_async.emulator import Replay as AsyncReplay

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


class Emulator(ThreadedEmulator):
    """A whole Cortex on one machine, in a thread of its own, with plain methods that any thread may call.

        with Emulator() as emulator:
            client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)

    It starts with one tenant and one project whose settings are configured, so a session can be created at
    once.

    port: 0 (the default) takes a free one. host: 127.0.0.1 by default.
    api_key: the key for clients; a new one by default.
    clock: a ``Clock``; by default time passes by itself. ``emulator.clock.advance(seconds)`` moves it
        forward.
    project_id: the project's id; a new one by default.
    random_seed: makes identifiers, codes and keys reproducible.
    fixed_ids: lets identifiers count up, for each kind of record on its own, e.g.
        ``00000000-0000-4000-8006-000000000001`` for the first session.
    options: see ``Options``.

    Raises ``ValueError`` for invalid options, ``ImportError`` without ``odin-cortex[emulator]``, and
    ``OSError`` on start if the port is taken.
    """

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        api_key: str | None = None,
        clock: Clock | None = None,
        project_id: str | None = None,
        random_seed: int | None = None,
        fixed_ids: bool = False,
        **options: Unpack[Options],
    ) -> None:
        super().__init__(
            AsyncEmulator(
                port,
                host,
                api_key=api_key,
                clock=clock,
                project_id=project_id,
                random_seed=random_seed,
                fixed_ids=fixed_ids,
                **options,
            )
        )


class Recorder(ThreadedRecorder):
    """Records the traffic between clients and a real Cortex, in a thread of its own.

        with Recorder("https://cortex.example.com", "trouble.ndjson") as recorder:
            client = CortexClient(base_url=recorder.base_url, api_key=api_key)

    ``cortex_async.emulator.Recorder`` describes the parameters.

    Raises ``ValueError`` for invalid arguments. Starting raises ``OSError`` if the port is taken, the
    upstream cannot be reached, or the file exists or cannot be written; stopping raises it if the recording
    could not be written to its end.
    """

    def __init__(
        self,
        upstream: str,
        output: str | os.PathLike[str],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        pseudonymise: bool = False,
        overwrite: bool = False,
        max_body: int = 4 * 1024 * 1024,
    ) -> None:
        super().__init__(
            AsyncRecorder(
                upstream,
                output,
                port=port,
                host=host,
                pseudonymise=pseudonymise,
                overwrite=overwrite,
                max_body=max_body,
            )
        )


class Replay(ThreadedReplay):
    """Plays a recording that ``Recorder`` made, in a thread of its own.

        with Replay("trouble.ndjson", speed="max") as replay:
            client = CortexClient(base_url=replay.base_url, api_key="any")

    ``cortex_async.emulator.Replay`` describes the parameters.

    Raises ``RecordingError`` (a ``ValueError``) if the file is not a recording that this release can read,
    ``ValueError`` for an invalid speed, and ``OSError`` if the file cannot be read; starting raises
    ``OSError`` if the port is taken.
    """

    def __init__(
        self,
        recording: str | os.PathLike[str],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        speed: float | Literal["max"] = 1.0,
    ) -> None:
        super().__init__(AsyncReplay(recording, port=port, host=host, speed=speed))

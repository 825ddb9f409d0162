"""``Replay``: a server that plays a recording."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from cortex_async.emulator.lifecycle import AsyncLifecycle
from cortex_async.emulator.replay.local_server import LocalServer
from cortex_async.emulator.replay.player import Player
from cortex_async.emulator.replay.playlist import Playlist
from cortex_async.emulator.replay.recorded import load
from cortex_async.emulator.replay.thread import ThreadedReplay


class Replay(AsyncLifecycle):
    """Plays a recording that ``Recorder`` made, to any client and at any speed.

        async with Replay("trouble.ndjson", speed="max") as replay:
            client = CortexClient(base_url=replay.base_url, api_key="any")

    A request gets the recorded response to the same method, path and query, whatever its credential and body.
    If there are several, they come in their order, and the last one is repeated. A request that is not in the
    recording gets a 404 that names the nearest ones.

    recording: the file.
    port: default 0, which takes a free port. host: default 127.0.0.1.
    speed: 1 (the default) keeps the recorded times, 10 is ten times as fast, ``"max"`` waits for nothing.

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
        factor = math.inf if speed == "max" else speed
        if isinstance(factor, str) or not factor > 0:
            raise ValueError(f"speed must be a number greater than 0, or 'max', got {speed!r}")
        self.path: Path = Path(recording)
        self._playlist = Playlist(load(self.path))
        self._player = Player(self._playlist, factor)
        self._server = LocalServer("replay", self._player.handle, host, port)

    @classmethod
    def in_thread(
        cls,
        recording: str | os.PathLike[str],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        speed: float | Literal["max"] = 1.0,
    ) -> ThreadedReplay:
        """Create a replay for code without an event loop: ``with Replay.in_thread(...) as replay:``."""
        return ThreadedReplay(cls(recording, port=port, host=host, speed=speed))

    def __len__(self) -> int:
        """The number of recorded exchanges that can be played."""
        return len(self._playlist)

    @property
    def base_url(self) -> str:
        """The address for clients. Raises ``RuntimeError`` while the replay is not running."""
        return self._server.base_url

    @property
    def unmatched(self) -> Sequence[str]:
        """The requests so far that are not in the recording, e.g. ``GET /api/projects/p/sessions``."""
        return tuple(self._player.unmatched)

    def rewind(self) -> None:
        """Begin again with the first recorded exchanges. Open streams go on."""
        self._playlist.rewind()

    async def start(self) -> None:
        """Start listening. Raises ``OSError`` if the port is taken."""
        await self._server.start()

    async def stop(self) -> None:
        """Close the socket and all connections."""
        await self._server.stop()

"""The recorder and the replay for code without an event loop: each runs in its own thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from cortex_async.emulator.lifecycle import BlockingLifecycle
from cortex_async.emulator.loop_thread import LoopThread


class _Server(Protocol):
    path: Path

    @property
    def base_url(self) -> str: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class _ReplayServer(_Server, Protocol):
    @property
    def unmatched(self) -> Sequence[str]: ...
    def rewind(self) -> None: ...
    def __len__(self) -> int: ...


class _Threaded(BlockingLifecycle):
    """Runs a server on an event loop in a thread of its own."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self._thread = LoopThread("cortex-replay", "it")

    def start(self) -> None:
        """Start listening. Raises what the server's ``start`` raises, ``RuntimeError`` if it is running."""
        self._thread.start(self._server.start)

    def stop(self) -> None:
        """Stop the server and its thread. Does nothing if it is not running."""
        self._thread.stop(self._server.stop)

    @property
    def path(self) -> Path:
        """The recording's file."""
        return self._server.path

    @property
    def base_url(self) -> str:
        """The address for clients. Raises ``RuntimeError`` while it is not running."""
        return self._server.base_url


class ThreadedRecorder(_Threaded):
    """``Recorder`` with the same names and blocking methods."""


class ThreadedReplay(_Threaded):
    """``Replay`` with the same names and blocking methods."""

    def __init__(self, replay: _ReplayServer) -> None:
        super().__init__(replay)
        self._replay = replay

    def __len__(self) -> int:
        return len(self._replay)

    @property
    def unmatched(self) -> Sequence[str]:
        """The requests so far that are not in the recording, e.g. ``GET /api/projects/p/sessions``."""
        return self._replay.unmatched

    def rewind(self) -> None:
        """Begin again with the first recorded exchanges. Open streams go on."""

        async def rewind() -> None:
            self._replay.rewind()

        self._thread.wait(rewind())

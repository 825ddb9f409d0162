"""The emulator for code without an event loop: it runs in its own thread."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cortex_async.emulator.clock import Clock
from cortex_async.emulator.controls import ControlledEmulator
from cortex_async.emulator.faults.calls import Faults
from cortex_async.emulator.lifecycle import BlockingLifecycle
from cortex_async.emulator.loop_thread import LoopThread
from cortex_async.emulator.recording import Recording
from cortex_async.emulator.records import Record
from cortex_async.emulator.settings import Settings
from cortex_async.emulator.standins.mapping import StandIns

T = TypeVar("T")


class ThreadedClock:
    """``Clock`` with a blocking ``advance``."""

    def __init__(self, clock: Clock, wait: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._clock = clock
        self._wait = wait

    @property
    def frozen(self) -> bool:
        return self._clock.frozen

    def timestamp(self) -> float:
        return self._clock.timestamp()

    def now(self) -> datetime:
        return self._clock.now()

    def iso(self) -> str:
        return self._clock.iso()

    def reset(self) -> None:
        """Return to the time at which the clock started."""

        async def reset() -> None:
            self._clock.reset()

        self._wait(reset())

    def advance(self, seconds: float | timedelta) -> None:
        """Move time forward and wait until everything that became due is done.

        This includes webhook attempts. If the receiver runs in the caller's own event loop, call
        ``await asyncio.to_thread(emulator.clock.advance, seconds)``.
        """
        self._wait(self._clock.advance(seconds))


class ThreadedEmulator(BlockingLifecycle):
    """``Emulator`` with the same names and blocking methods. Any thread may call them::

        with Emulator.in_thread() as emulator:
            client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)

    It runs on an event loop in a thread of its own.
    """

    def __init__(self, emulator: ControlledEmulator) -> None:
        self._emulator = emulator
        self._thread = LoopThread("cortex-emulator", "the emulator")
        self.clock: ThreadedClock = ThreadedClock(emulator.clock, self._thread.wait)

    def start(self) -> None:
        """Start listening. Raises ``OSError`` if the port is taken."""
        self._thread.start(self._emulator.start)

    def stop(self) -> None:
        """Stop the server and its thread. Does nothing if it is not running."""
        self._thread.stop(self._emulator.stop)

    @property
    def base_url(self) -> str:
        return self._emulator.base_url

    @property
    def api_key(self) -> str:
        return self._emulator.api_key

    @property
    def control_enabled(self) -> bool:
        return self._emulator.control_enabled

    @property
    def control_token(self) -> str | None:
        return self._emulator.control_token

    @property
    def settings(self) -> Settings:
        return self._emulator.settings

    @property
    def access_token(self) -> str:
        return self._run(lambda: self._emulator.access_token)

    @property
    def project_id(self) -> str:
        return self._emulator.project_id

    @property
    def tenant_id(self) -> str:
        return self._emulator.tenant_id

    @property
    def faults(self) -> Faults:
        return self._emulator.faults

    @property
    def functions(self) -> StandIns:
        """Stand-ins of functions. Their coroutine functions run in the emulator's thread."""
        return self._emulator.functions

    @property
    def requests(self) -> Recording:
        return self._emulator.requests

    @property
    def credentials(self) -> tuple[str, str]:
        return self._run(lambda: self._emulator.credentials)

    @property
    def fusion_session(self) -> str:
        return self._run(lambda: self._emulator.fusion_session)

    @property
    def events(self) -> list[Record]:
        return self._run(lambda: self._emulator.events)

    @property
    def violations(self) -> Sequence[str]:
        return self._run(lambda: self._emulator.violations)

    @property
    def streams(self) -> int:
        return self._emulator.streams

    def say(self, session_id: str, speaker: str, text: str) -> Record:
        return self._thread.wait(self._emulator.say(session_id, speaker, text))

    def join(self, session_id: str, speaker: str, display_name: str | None = None) -> Record:
        return self._thread.wait(self._emulator.join(session_id, speaker, display_name))

    def leave(self, session_id: str, speaker: str) -> Record:
        return self._thread.wait(self._emulator.leave(session_id, speaker))

    def annotate(
        self,
        message_id: str,
        type: str,  # noqa: A002  (its name in the API)
        content: Record,
    ) -> Record:
        return self._thread.wait(self._emulator.annotate(message_id, type, content))

    def annotate_session(
        self,
        session_id: str,
        type: str,  # noqa: A002  (its name in the API)
        content: Record,
    ) -> Record:
        return self._thread.wait(self._emulator.annotate_session(session_id, type, content))

    def add_project(self, name: str, *, configured: bool = True, secret: bool = True) -> str:
        return self._run(lambda: self._emulator.add_project(name, configured=configured, secret=secret))

    def add_tenant(self, name: str) -> tuple[str, str]:
        return self._run(lambda: self._emulator.add_tenant(name))

    def project_secret(self, project_id: str | None = None) -> str | None:
        return self._run(lambda: self._emulator.project_secret(project_id))

    def add_npm_package(self, name: str, versions: Iterable[str]) -> None:
        self._run(lambda: self._emulator.add_npm_package(name, versions))

    def cut_streams(self) -> None:
        self._run(self._emulator.cut_streams)

    def wait_for_streams(self, count: int) -> None:
        self._thread.wait(self._emulator.wait_for_streams(count))

    def settle(self) -> None:
        self._thread.wait(self._emulator.settle())

    def reset(self) -> None:
        self._run(self._emulator.reset)

    def seed(self, name: str = "demo", *, sessions: int | None = None, messages: int | None = None) -> None:
        self._run(lambda: self._emulator.seed(name, sessions=sessions, messages=messages))

    def dump(self) -> str:
        return self._run(self._emulator.dump)

    def load(self, dumped: str) -> None:
        self._run(lambda: self._emulator.load(dumped))

    def _run(self, action: Callable[[], T]) -> T:
        """Run ``action`` on the emulator's thread, the only one that touches its state."""

        async def run() -> T:
            return action()

        return self._thread.wait(run())

"""The base class of what ``with`` opens on the loop thread: streams, feeds, live views, collectors."""

from __future__ import annotations

from types import TracebackType
from typing import ClassVar, Generic, Protocol, Self, TypeVar

from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_sync.bridge.call import Call
from cortex_sync.bridge.errors import LoopStopped
from cortex_sync.bridge.loop import LoopThread
from cortex_sync.bridge.process import loop_thread
from cortex_sync.bridge.runner import Runner


class Openable(Protocol):
    """The async version. ``close`` may be called more than once."""

    async def __aenter__(self) -> object: ...

    async def close(self) -> None: ...


InnerT = TypeVar("InnerT", bound=Openable)


class Opened(NotCopyable, Generic[InnerT]):
    """Opens the async version on the loop thread, and closes it there.

    It is closed as well when the program drops it, and belongs to the process that opened it.

    _noun: what error messages call it.
    """

    __slots__ = ("__weakref__", "_inner", "_runner", "_thread")

    _noun: ClassVar[str]

    def __init__(self, runner: Runner, inner: InnerT) -> None:
        self._runner = runner
        self._inner = inner
        self._thread: LoopThread | None = None

    def __enter__(self) -> Self:
        try:
            self._runner.run(self._enter)
        except BaseException:
            # Ctrl-C may come after it has opened and before the `with` block begins.
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it, and wait until it is closed. Closing twice is allowed."""
        if self._thread is not None and self._thread.alive:
            closing = Call(self._inner.close)
            self._thread.complete(closing)
            closing.result()

    def __del__(self) -> None:
        self._close_soon()

    def _close_soon(self) -> None:
        """Close without waiting. For finalisers: works in every thread."""
        # An object whose constructor was interrupted has no such attribute.
        thread: LoopThread | None = getattr(self, "_thread", None)
        if thread is not None:
            thread.post(Call(self._inner.close))

    def _checked_runner(self) -> Runner:
        """The runner. Raises ``LoopStopped`` if the loop on which this was opened has ended."""
        if self._thread is not None and not self._thread.alive:
            raise LoopStopped(
                f"the {self._noun} ended with its loop thread, or stayed behind in the parent process"
            )
        return self._runner

    async def _enter(self) -> None:
        self._thread = loop_thread()
        await self._inner.__aenter__()

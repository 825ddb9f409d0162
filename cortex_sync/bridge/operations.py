"""The base class of the generated blocking operations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, ParamSpec, TypeVar

from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_sync.bridge.runner import Runner

__all__ = ["Operations", "Runner"]

P = ParamSpec("P")
T = TypeVar("T")
InnerT = TypeVar("InnerT")


class Operations(NotCopyable, Generic[InnerT]):
    """The blocking operations of one resource in one scope.

    inner: the async operations that do the work.
    """

    __slots__ = ("_inner", "_runner")

    def __init__(self, runner: Runner, inner: InnerT) -> None:
        self._runner = runner
        self._inner = inner

    def _wait(self, fn: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._runner.run(fn, *args, **kwargs)

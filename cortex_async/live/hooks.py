"""The callbacks of a live view."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentTypeError, ClientClosed
from cortex_async.live.changes import Change

_logger = logging.getLogger(__name__)

T = TypeVar("T")
H = TypeVar("H", bound=Callable[..., object])


class Hooks(Generic[T]):
    """The hooks of one view. One that raises affects neither the view nor the others.

    kind: names the view in the log.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._on_change: list[Callable[[Change[T]], object]] = []
        self._on_error: list[Callable[[Exception], object]] = []

    def add_on_change(self, hook: Callable[[Change[T]], object]) -> Callable[[], None]:
        return _add(self._on_change, hook)

    def add_on_error(self, hook: Callable[[Exception], object]) -> Callable[[], None]:
        return _add(self._on_error, hook)

    def notify(self, changes: Iterable[Change[T]]) -> None:
        for change in changes:
            for hook in tuple(self._on_change):
                try:
                    hook(change)
                except Exception as error:  # noqa: BLE001  (the hook is the caller's, and may raise anything)
                    self.report(error)

    def report(self, error: Exception) -> None:
        # A client is closed on purpose: that is not worth a warning.
        if not self._on_error and not isinstance(error, ClientClosed):
            _logger.warning("live view of %s: %s", self._kind, type(error).__name__, exc_info=error)
        for hook in tuple(self._on_error):
            try:
                hook(error)
            except Exception:  # no other hook could take it
                _logger.warning("an on_error hook raised", exc_info=True)


def _add(hooks: list[H], hook: H) -> Callable[[], None]:
    if inspect.iscoroutinefunction(hook) or inspect.iscoroutinefunction(getattr(hook, "__call__", None)):  # noqa: B004
        raise ArgumentTypeError(
            "hook must be a function, got an async function; use async for to await", parameter="hook"
        )
    if not callable(hook):
        raise wrong_type("hook", "a function", hook)
    hooks.append(hook)

    def stop() -> None:
        if hook in hooks:
            hooks.remove(hook)

    return stop

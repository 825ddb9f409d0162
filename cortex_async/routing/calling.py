"""Calls the handlers of an event, and the hooks for errors and gaps, as procedures without I/O."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from attrs import field, frozen

from cortex_async._core.stream import Gap
from cortex_async.routing.drivers import Call, Procedure
from cortex_async.routing.results import HandlerFailure
from cortex_async.routing.selectors import Handler, handler_name

_logger = logging.getLogger(__name__)


@frozen
class Match:
    """A handler that an event goes to.

    on_error: the hooks that get its exceptions.
    time_limit: seconds that a coroutine of it, or of a hook, may take.
    """

    handler: Handler
    on_error: tuple[Callable[..., object], ...]
    time_limit: float | None
    _name: str = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_name", f"handler {handler_name(self.handler)}")

    def call(self, event: object) -> Call:
        return Call(partial(self.handler, event), self._name, self.time_limit, True)


def call_each(
    event: Any, matches: Sequence[Match], *, log: bool = True
) -> Procedure[tuple[HandlerFailure, ...]]:
    """Call every handler, whatever the others raise, and return those that failed.

    log: whether errors without a hook are logged.
    """
    failures: list[HandlerFailure] = []
    for match in matches:
        try:
            yield match.call(event)
        except Exception as error:  # noqa: BLE001  (it must not keep the event from the other handlers)
            failures.append(HandlerFailure(match.handler, error))
            if log or match.on_error:
                yield from report(error, event, match)
    return tuple(failures)


def report(error: Exception, event: Any, match: Match) -> Procedure[None]:
    """Pass the error of a handler to its hooks; without hooks, log it."""
    if not match.on_error:
        _log(error, event, match.handler)
    for hook in match.on_error:
        called = partial(hook, error, event, match.handler)
        try:
            yield Call(called, "an on_error hook", match.time_limit, coroutine=True)
        except Exception:
            _logger.exception("an on_error hook raised; the error that it was to report follows")
            _log(error, event, match.handler)


def report_gap(
    gap: Gap, hooks: Sequence[Callable[[Gap], object]], time_limit: float | None
) -> Procedure[None]:
    """Pass a gap to the hooks; without hooks, log it."""
    if not hooks:
        lost = "an unknown number of" if gap.dropped is None else gap.dropped
        _logger.warning("the stream has a gap: %s events are missing; on_gap hooks get this", lost)
    for hook in hooks:
        try:
            yield Call(partial(hook, gap), "an on_gap hook", time_limit, coroutine=True)
        except Exception:
            _logger.exception("an on_gap hook raised")


def _log(error: Exception, event: Any, handler: Handler) -> None:
    _logger.error(
        "handler %s failed on an event of type %s", handler_name(handler), event_type(event), exc_info=error
    )


def event_type(event: object) -> str:
    """The type of an event, empty if it has none."""
    found: object = getattr(event, "type", None)
    return found if isinstance(found, str) else ""

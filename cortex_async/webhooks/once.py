"""Handles a delivery once, however many workers receive it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from attrs import field, frozen

from cortex_async._core.timing.troubles import Trouble
from cortex_async.routing.calling import Match, report
from cortex_async.routing.drivers import Call, Procedure
from cortex_async.webhooks.replay import Claim, ReplayStore
from cortex_async.webhooks.responses import Outcome

_logger = logging.getLogger(__name__)

_UNCLAIMED: dict[Claim, Outcome] = {"done": "duplicate", "full": "busy"}


@frozen
class Delivery:
    """A verified delivery. ``key`` identifies it, however often it is sent."""

    key: str
    type: str
    event: Any


class Reported(Exception):
    """A handler raised, and an ``on_error`` hook has its exception; or the store did, and the log has it."""


@frozen
class HandleOnce:
    """store: where handled deliveries are remembered; None handles every delivery."""

    store: ReplayStore | None
    _full: Trouble = field(factory=lambda: Trouble(_logger, level=logging.ERROR), init=False, eq=False)
    _failing: Trouble = field(factory=lambda: Trouble(_logger, level=logging.ERROR), init=False, eq=False)

    def __call__(self, delivery: Delivery, handlers: Sequence[Match]) -> Procedure[Outcome]:
        return self.run(delivery.key, delivery.type, lambda: _call(handlers, delivery.event))

    def run(self, key: str, kind: str, work: Callable[[], Procedure[None]]) -> Procedure[Outcome]:
        """Do the work unless it was done before for ``key``. Raises what it raises, and may then be repeated.

        kind: what is handled, for the log.
        """
        if self.store is None:
            yield from work()
            return "handled"
        token = secrets.token_hex(16)
        claim = yield from self._claim(self.store, key, token)
        if claim != "claimed":
            return _UNCLAIMED.get(claim, "in_progress")
        try:
            yield from work()
        except GeneratorExit:
            raise
        except BaseException:
            yield from _release(self.store, key, token)
            raise
        if not (yield from _finish(self.store, key, token)):
            _logger.warning(
                "handling %s took longer than the replay store's lease; it may have run twice", kind
            )
        return "handled"

    def _claim(self, store: ReplayStore, key: str, token: str) -> Procedure[Claim]:
        try:
            claim: Claim = yield Call(partial(store.claim, key, token), "replay")
        except Exception as error:
            self._failing.failed(
                "the replay store failed: deliveries have to wait", error=error, kind=type(error)
            )
            raise Reported from error
        if claim == "full":
            self._full.failed("the replay store is full: deliveries have to wait")
        elif self._full.is_on:
            self._full.over("the replay store has room again")
        if self._failing.is_on:
            self._failing.over("the replay store works again")
        return claim


def _call(handlers: Sequence[Match], event: object) -> Procedure[None]:
    """Call the handlers up to one that raises: the next attempt calls all of them again."""
    for match in handlers:
        try:
            yield match.call(event)
        except Exception as error:
            if not match.on_error:
                raise
            yield from report(error, event, match)
            raise Reported from error


def _finish(store: ReplayStore, key: str, token: str) -> Procedure[bool]:
    """Mark a delivery as handled, also if that is cancelled: nobody must handle it again."""
    call = Call(partial(store.finish, key, token), "replay")
    try:
        finished: bool = yield call
    except (GeneratorExit, Exception):
        raise
    except BaseException:
        # Whether the store has heard of it is not known, and telling it twice is safe.
        try:
            yield call
        except Exception:  # it must not replace the cancellation
            _logger.exception("a delivery that was handled could not be marked; it may be handled again")
        raise
    return finished


def _release(store: ReplayStore, key: str, token: str) -> Procedure[None]:
    try:
        yield Call(partial(store.release, key, token), "replay")
    except Exception:  # it must not replace the handler's exception, or a cancellation
        _logger.exception("the claim on a delivery was not released; it will expire")

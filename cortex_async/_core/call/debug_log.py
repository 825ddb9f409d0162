"""The log of every call and attempt. Used only at level DEBUG, when a call's observers include this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.call.log import LOGGER, described, facts_of, named
from cortex_async._core.strings.wording import printable
from cortex_async._core.telemetry.observer import Observer

if TYPE_CHECKING:
    from cortex_async._core.telemetry.calls import AttemptEnded, CallEnded


class DebugLog(Observer):
    """Logs each attempt, and each call that succeeds. Those that fail are logged without this."""

    def attempt_ended(self, ended: AttemptEnded, /) -> None:
        facts = _facts(ended, ended.number)
        facts["cortex_connection"] = ended.connection
        LOGGER.debug(
            "%s: %s, attempt %d, %.3f s",
            named(ended.call),
            described(ended.status, ended.error),
            ended.number,
            ended.duration,
            extra=facts,
        )

    def call_ended(self, ended: CallEnded, /) -> None:
        if ended.error is None:
            LOGGER.debug(
                "%s done: %s, attempts: %d, %.3f s",
                named(ended.call),
                ended.status,
                ended.attempts,
                ended.duration,
                extra=_facts(ended, ended.attempts),
            )


def _facts(ended: AttemptEnded | CallEnded, attempts: int) -> dict[str, object]:
    request_id = None if ended.request_id is None else printable(ended.request_id)
    facts = facts_of(ended.call, ended.status, ended.duration, attempts, request_id, ended.error)
    facts["cortex_outcome"] = ended.outcome
    return facts

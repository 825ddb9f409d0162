"""What the log says of event streams: connections made and lost, and gaps."""

from __future__ import annotations

import logging
from typing import Final

from cortex_async._core.errors import ClientClosed
from cortex_async._core.stream.states import Connected, Disconnected, Gap, StreamState
from cortex_async._core.timing.troubles import Trouble

LOGGER: Final = logging.getLogger("cortex_async.streams")
"""Its name is public, unlike those of most others, because people configure it."""


def log_state(name: str, state: StreamState, trouble: Trouble | None) -> None:
    """Log a change of a stream's state.

    name: the operation.
    trouble: what connections that fail have in common, None if none has failed.
    """
    facts: dict[str, object] = {"cortex_operation": name}
    if isinstance(state, Connected):
        facts["cortex_attempts"] = state.attempts
        message = "%s: connected, attempts: %d"
        if trouble is None or not trouble.over(message, name, state.attempts, extra=facts):
            LOGGER.info(message, name, state.attempts, extra=facts)
    elif isinstance(state, Disconnected):
        _log_loss(name, state, facts, trouble)
    elif isinstance(state, Gap):
        facts["cortex_dropped"] = state.dropped
        if state.dropped is None:
            LOGGER.warning("%s: events may be missing", name, extra=facts)
        else:
            # Chosen by ``overflow``, or logged with its cause.
            LOGGER.info("%s: events lost: %d", name, state.dropped, extra=facts)


def _log_loss(name: str, state: Disconnected, facts: dict[str, object], trouble: Trouble | None) -> None:
    """Log a lost connection. What a server does in the normal course is nothing to warn of."""
    error, wait = state.error, state.retry_in
    kind = None if error is None else type(error).__name__
    facts.update(cortex_reason=state.reason, cortex_error=kind, cortex_wait=wait)
    shown = state.reason if kind is None else f"{state.reason} ({kind})"
    if wait is not None:
        message = "%s: no connection: %s, next attempt in %.2f s"
        if error is None or trouble is None:
            LOGGER.info(message, name, shown, wait, extra=facts)
        else:
            trouble.failed(message, name, shown, wait, kind=shown, extra=facts)
    else:
        level = logging.INFO if error is None or isinstance(error, ClientClosed) else logging.WARNING
        LOGGER.log(level, "%s: ended: %s", name, shown, extra=facts)

"""Which status words are final, i.e. the work will not change any more.

None of the services documents a complete list of its statuses. A final word that is missing here would be
polled until ``Patience`` runs out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

_FINAL = frozenset(
    {
        *("completed", "complete", "done", "finished", "ended", "succeeded", "success", "successful"),
        *("failed", "failure", "error", "errored", "crashed", "incomplete", "invalid"),
        *("cancelled", "canceled", "aborted", "abandoned", "interrupted", "terminated", "killed", "dropped"),
        *("expired", "timeout", "timedout", "noshow", "missed", "unanswered", "skipped", "lost"),
        *("declined", "rejected", "refused", "denied", "revoked", "withdrawn", "blocked"),
        *("closed", "stopped", "disconnected", "deleted", "removed", "archived", "over", "hungup"),
    }
)


def is_final(state: object) -> bool:
    """Whether a status is final.

    Case and separators do not matter (``timed_out``, ``Timed out``); it may be inside an object.
    """
    if isinstance(state, Mapping):
        members = cast("Mapping[str, object]", state)
        return any(is_final(members.get(name)) for name in ("status", "state"))
    return isinstance(state, str) and re.sub(r"[\W_]+", "", state.lower()) in _FINAL

"""Which words for the state of some work mean that it will not change any more.

None of the services lists its states for good: a word that was not known here would be waited for until patience runs out.
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
    """In any spelling: ``timed_out``, ``Timed out`` and ``TIMED-OUT`` are one word. An object may hold it as its status or state."""
    if isinstance(state, Mapping):
        members = cast("Mapping[str, object]", state)
        return any(is_final(members.get(name)) for name in ("status", "state"))
    return isinstance(state, str) and re.sub(r"[\W_]+", "", state.lower()) in _FINAL

"""The outcome of a request, as far as a client can know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.late_attrs import frozen
from cortex_async._core.types import Limit, Outcome

if TYPE_CHECKING:
    from cortex_async._core.turns import Turn

SEVERITY: dict[Outcome, int] = {"not_sent": 0, "rejected": 1, "unknown": 2, "done": 3}
"""Order of outcomes: over several attempts, the one that may have done most counts."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing; their errors do not say whether they were carried out.

https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
"""

_WORDS: dict[Outcome, str] = {
    "not_sent": "not sent",
    "rejected": "not carried out",
    "unknown": "may have been carried out",
    "done": "was carried out",
}


@frozen(eq=False)
class Failure:
    """A failed attempt.

    outcome: what became of the request in this attempt.
    status: HTTP status, also of a response that was cut off; None if there was none.
    retry_after: seconds that the server asks to wait, None if it does not.
    permanent: True if another attempt cannot help, e.g. because a certificate is not trusted.
    reason: what happened, in the SDK's words; empty if the response says it.
    limit: the time limit that ran out, None if none did.
    too_large: True if the response was longer than allowed.
    turn: the decision of a limiter that refused it, None otherwise.
    """

    outcome: Outcome
    status: int | None = None
    retry_after: float | None = None
    permanent: bool = False
    reason: str = ""
    limit: Limit | None = None
    too_large: bool = False
    turn: Turn | None = None


def in_words(outcome: Outcome, method: str) -> str:
    """Describe an outcome for an error's message; empty where there is nothing to say."""
    return "" if method in SAFE_METHODS and outcome != "not_sent" else _WORDS[outcome]


def outcome_of(status: int, retry_after: float | None = None) -> Outcome:
    """Infer the outcome of a request from the status of its response.

    2xx means that it was carried out, 4xx and 503 with Retry-After that it was not. Everything else is
    unknown: a 5xx may follow after the work is done, a 408 may come from a proxy that timed out, and after a
    POST many servers redirect (302, 303) to what it created, while others redirect to a login page. No
    standard defines statuses of 600 and above. https://www.rfc-editor.org/rfc/rfc9110#section-15
    """
    if 200 <= status < 300:
        return "done"
    refused = 400 <= status < 500 and status != 408
    return "rejected" if refused or (status == 503 and retry_after is not None) else "unknown"

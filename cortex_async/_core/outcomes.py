"""What became of a request, as far as a client can know it."""

from __future__ import annotations

from attrs import frozen

from cortex_async._core.types import Limit, Outcome

SEVERITY: dict[Outcome, int] = {"not_sent": 0, "rejected": 1, "unknown": 2, "done": 3}
"""Over several attempts the one counts that did most."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that carry nothing out: errors of theirs do not speak of it."""

_WORDS: dict[Outcome, str] = {
    "not_sent": "not sent",
    "rejected": "not carried out",
    "unknown": "may have been carried out",
    "done": "was carried out",
}


@frozen(eq=False)
class Failure:
    """One attempt that did not bring what was asked for.

    outcome: what became of the request in this attempt.
    status: of the response, also of one that broke off; None if none began.
    retry_after: seconds that the server asks to wait, None if it does not.
    permanent: trying again cannot help, e.g. a certificate that is not trusted.
    reason: what happened, in our words, where no response says it.
    limit: the time limit that ran out, if one did.
    too_large: the response was longer than allowed.
    """

    outcome: Outcome
    status: int | None = None
    retry_after: float | None = None
    permanent: bool = False
    reason: str = ""
    limit: Limit | None = None
    too_large: bool = False


def in_words(outcome: Outcome, method: str) -> str:
    """For an error's message; empty where there is nothing to say."""
    return "" if method in READING and outcome != "not_sent" else _WORDS[outcome]


def outcome_of(status: int, retry_after: float | None = None) -> Outcome:
    """What a status says of the request.

    A 2xx says that it was carried out, a 4xx that it was not, and so does a 503 that asks to come back. Everything else leaves it
    open: a 5xx may come after the work is done, a 408 may be a proxy's that lost patience, and after a POST many servers
    redirect (302, 303) to what it made, while others redirect to their login page. No standard knows statuses of 600 and more.
    """
    if 200 <= status < 300:
        return "done"
    refused = 400 <= status < 500 and status != 408
    return "rejected" if refused or (status == 503 and retry_after is not None) else "unknown"

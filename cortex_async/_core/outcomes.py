"""What became of a request, as far as a client can know it."""

from __future__ import annotations

from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["not_sent", "rejected", "unknown", "done"]
"""What became of the request: it never left, the server refused it, it may have been carried out, or it was carried out
although its response could not be used."""

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

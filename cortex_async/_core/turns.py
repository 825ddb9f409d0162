"""What a limiter decides about an attempt, as values."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Refusal:
    """Why an attempt is not sent.

    reason: in words, with the name of the limit.
    wait: seconds until its turn would have come, None if unknown.
    max_wait: the most seconds that it could have waited.
    """

    reason: str
    wait: float | None
    max_wait: float


@frozen(kw_only=True)
class Turn:
    """What a limiter has decided about an attempt.

    limit: name of the limit.
    waited: seconds that the attempt has waited for its turn.
    refusal: None if it may be sent now.
    """

    limit: str
    waited: float = 0.0
    refusal: Refusal | None = None

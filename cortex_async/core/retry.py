"""Whether and when a failed attempt is repeated: decisions on values. Waiting and clocks live here too, and nowhere above.

Of ``backoff`` only the wait generator and the jitter are used; its decorators call an asyncio function that Python removes.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from itertools import islice
from typing import Any, Protocol

from attrs import Attribute, field, frozen

from .errors import Limit, Outcome

_DELAY = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)


def _not_negative(instance: object, attribute: Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
        raise ValueError(f"retry {attribute.name}: a number of seconds >= 0 expected, got {value!r}")


def _count(instance: object, attribute: Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"retry {attribute.name}: a whole number >= 1 expected, got {value!r}")


@frozen
class Retry:
    """How often and how patiently a call is tried.

    attempts: how many times in all; 1 means once.
    base: seconds; the wait before attempt n+1 is random between 0 and ``base * 2**(n-1)``.
    cap: seconds that such a wait does not exceed.
    max_retry_after: seconds; if the server asks for a longer wait than this, the call ends with its error at once.
    """

    attempts: int = field(default=4, validator=_count)
    base: float = field(default=0.5, validator=_not_negative)
    cap: float = field(default=8.0, validator=_not_negative)
    max_retry_after: float = field(default=60.0, validator=_not_negative)


ONCE = Retry(attempts=1)


@frozen(eq=False)
class Failure:
    """One attempt that did not bring what was asked for.

    outcome: what became of the request in this attempt.
    status: of the answer, None if none came or it broke off.
    retry_after: seconds that the server asks to wait, None if it does not.
    permanent: trying again cannot help, e.g. a certificate that is not trusted.
    reason: what happened, in words, where no answer tells.
    limit: the time limit that ran out, if one did.
    too_large: the answer was longer than allowed.
    """

    outcome: Outcome
    status: int | None = None
    retry_after: float | None = None
    permanent: bool = False
    reason: str = ""
    limit: Limit | None = None
    too_large: bool = False


def outcome_of(status: int, retry_after: float | None) -> Outcome:
    """What an error status says of the request: a 5xx may come after the work is done, except when it asks to come back."""
    if status < 500 or (status == 503 and retry_after is not None):
        return "rejected"
    return "unknown"


def repeatable(failure: Failure, *, idempotent: bool) -> bool:
    """Whether sending once more can help and can do no harm."""
    if failure.permanent:
        return False
    status = failure.status
    if status is None:
        return idempotent or failure.outcome == "not_sent"
    if status == 429 or (status == 503 and failure.retry_after is not None):
        return True
    return idempotent and (status == 408 or status >= 500)


def next_wait(
    policy: Retry,
    failure: Failure,
    *,
    idempotent: bool,
    attempt: int,
    remaining: float | None,
    jitter: Callable[[float], float] | None = None,
) -> float | None:
    """Seconds to wait before the next attempt, None if there is to be none.

    ``attempt`` counts the one that failed, from 1. ``remaining`` is what is left of the total time limit: a wait that does
    not fit ends the call at once, so that the caller gets the reason and not a time-out. A server's wish is a floor: jitter
    is added to it, so that many clients told the same do not come back in the same moment.
    """
    if attempt >= policy.attempts or not repeatable(failure, idempotent=idempotent):
        return None
    floor = failure.retry_after or 0.0
    if floor > policy.max_retry_after:
        return None
    wait = floor + backoff_wait(policy, attempt, jitter)
    return None if remaining is not None and wait >= remaining else wait


def backoff_wait(policy: Retry, attempt: int, jitter: Callable[[float], float] | None = None) -> float:
    """The jittered wait after failed attempt number ``attempt`` (from 1), in seconds."""
    # Imported late: it costs as much as attrs, and most calls never fail.
    from backoff import expo, full_jitter

    if policy.base == 0 or policy.cap == 0:
        return 0.0
    # The generators yield once before their first value. Past 64 doublings any base has met the cap.
    ceiling = next(islice(expo(base=2, factor=policy.base, max_value=policy.cap), min(attempt, 64), None))
    return (jitter or full_jitter)(ceiling)


def parse_retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that the server asks to wait, from ``retry-after-ms`` or ``Retry-After``, None if it does not or not legibly.

    ``now`` is Unix time in seconds. A date is rounded up to whole seconds, since it has no finer grain; a past one is 0.
    """
    text = headers.get("retry-after-ms", "").strip()
    if _DELAY.fullmatch(text):
        return float(text) / 1000
    text = headers.get("retry-after", "").strip()
    if _DELAY.fullmatch(text):
        return float(text)
    return _seconds_until(text, now) if text else None


def _seconds_until(date: str, now: float) -> float | None:
    import math

    moment = http_date(date)
    return None if moment is None else max(0.0, float(math.ceil(moment - now)))


def http_date(text: str) -> float | None:
    """An HTTP date in Unix seconds, None if it is not legible."""
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class Clock(Protocol):
    """Time as the runtime uses it; a parameter so that tests need no waiting."""

    def monotonic(self) -> float: ...

    def unix(self) -> float: ...

    def sleep(self, seconds: float) -> Awaitable[object]: ...


class SystemClock:
    """The machine's clock."""

    def monotonic(self) -> float:
        return time.monotonic()

    def unix(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> Awaitable[object]:
        return asyncio.sleep(seconds)

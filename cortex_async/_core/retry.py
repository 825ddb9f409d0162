"""Whether and when a failed attempt is repeated: decisions on values.

Of ``backoff`` only the wait generator and the jitter are used; its decorators call an asyncio function that Python removes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from itertools import islice
from typing import Any

from attrs import Attribute, field, frozen

from cortex_async._core.arguments import check_count, check_seconds
from cortex_async._core.outcomes import Failure

LONGEST_RETRY_AFTER = 1e10
"""Seconds; a server that asks for more gets three hundred years. Numbers of any length come, and they must stay finite."""

_DELAY = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)
_AGE = re.compile(r"\d{1,9}", re.ASCII)


def _not_negative(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(f"retry {attribute.name}", value, zero=True, none=False)


def _count(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_count(f"retry {attribute.name}", value)


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


def repeatable(failure: Failure, *, idempotent: bool) -> bool:
    """Whether sending once more can help and can do no harm."""
    return _may_help(failure) and (idempotent or _did_nothing(failure))


def _may_help(failure: Failure) -> bool:
    status = failure.status
    if failure.permanent:
        return False
    # A 2xx is a failure only where its body broke off.
    return status is None or status in (408, 429) or 200 <= status < 300 or 500 <= status < 600


def _did_nothing(failure: Failure) -> bool:
    if failure.status == 503:
        return failure.retry_after is not None
    return failure.status == 429 or (failure.status is None and failure.outcome == "not_sent")


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


def why_not_repeated(
    policy: Retry, failure: Failure, *, idempotent: bool, attempt: int, remaining: float | None
) -> str:
    """Why ``next_wait`` said None, for the error; empty where that goes without saying."""
    if attempt >= policy.attempts or not _may_help(failure):
        return ""
    if not idempotent and not _did_nothing(failure):
        return "the operation is not idempotent"
    floor = failure.retry_after or 0.0
    if floor > policy.max_retry_after:
        return f"the server asks for {floor:.15g} s, the limit is {policy.max_retry_after:.15g} s"
    return "" if remaining is None else "the wait would exceed the total time limit"


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
    """Seconds that the server asks to wait, from ``retry-after-ms`` or ``Retry-After``, None if it does not or not readably.

    A date is measured against the response's own ``Date``, since the server's clock may differ from ours, and against ``now``
    (Unix time in seconds) where it has none. It is rounded up to whole seconds, having no finer grain; a past one is 0.
    """
    text = headers.get("retry-after-ms", "").strip()
    if _DELAY.fullmatch(text):
        return min(float(text) / 1000, LONGEST_RETRY_AFTER)
    text = headers.get("retry-after", "").strip()
    if _DELAY.fullmatch(text):
        return min(float(text), LONGEST_RETRY_AFTER)
    moment = http_date(text) if text else None
    if moment is None:
        return None
    sent = server_time(headers)
    return max(0.0, float(math.ceil(moment - (now if sent is None else sent))))


def server_time(headers: Mapping[str, str]) -> float | None:
    """When a response was sent by the server's clock, in Unix seconds, None if it does not say it readably."""
    date = http_date(headers.get("date", ""))
    age = headers.get("age", "").strip()
    # A cache hands on the date of the origin, and says how long ago that was.
    return date + int(age) if date is not None and _AGE.fullmatch(age) else date


def http_date(text: str) -> float | None:
    """An HTTP date in Unix seconds, None if it is not readable."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

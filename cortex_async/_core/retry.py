"""Decides whether and when a failed attempt is retried. Values in, values out.

Of ``backoff`` only the wait generator and the jitter are used: its decorators call
``asyncio.iscoroutinefunction``, which is deprecated since Python 3.14
(https://docs.python.org/3.14/whatsnew/3.14.html).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import Attribute, field, frozen

from cortex_async._core.arguments import check_count, check_seconds
from cortex_async._core.outcomes import Failure
from cortex_async._core.strings.patterns import lazily

if TYPE_CHECKING:
    from cortex_async._core.telemetry.calls import Declined

LONGEST_RETRY_AFTER = 1e10
"""Upper bound in seconds (300 years): servers send numbers of any length, and the wait must stay finite."""

_DELAY = lazily(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)
_AGE = lazily(r"\d{1,9}", re.ASCII)


def _not_negative(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(f"retry {attribute.name}", value, zero=True, none=False)


def _count(instance: object, attribute: Attribute[Any], value: object) -> None:
    check_count(f"retry {attribute.name}", value)


@frozen
class Retry:
    """Retry policy of a call: exponential backoff with full jitter.

    attempts: the most attempts in total; 1 means no retry.
    base: seconds; the wait before attempt n+1 is random between 0 and ``base * 2**(n-1)``.
    cap: upper bound of such a wait in seconds.
    max_retry_after: seconds; if the server asks for a longer wait, the call fails at once with the server's
        error.

    Raises ``ArgumentError`` for a value that cannot be used.
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """

    attempts: int = field(default=4, validator=_count)
    base: float = field(default=0.5, validator=_not_negative)
    cap: float = field(default=8.0, validator=_not_negative)
    max_retry_after: float = field(default=60.0, validator=_not_negative)


ONCE = Retry(attempts=1)


def repeatable(failure: Failure, *, idempotent: bool) -> bool:
    """Whether another attempt may succeed and cannot do harm."""
    return _may_help(failure) and (idempotent or _did_nothing(failure))


def _may_help(failure: Failure) -> bool:
    status = failure.status
    if failure.permanent:
        return False
    # A 2xx is a failure only if its body was cut off.
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
    """Return the seconds to wait before the next attempt, None if there must be none.

    ``attempt`` is the number of the failed attempt, from 1. ``remaining`` is what is left of the total time
    limit: if the wait does not fit into it, the call fails at once with the reason instead of timing out
    later. Jitter is added to the wait that the server asks for, lest many clients return at the same moment.
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
    """Say why ``next_wait`` returned None, for the error; empty if the error itself says so."""
    reason = declined(policy, failure, idempotent=idempotent, attempt=attempt)
    if reason == "not_idempotent":
        return "the operation is not idempotent"
    if reason == "retry_after":
        return (
            f"the server asks for {failure.retry_after:.15g} s, the limit is {policy.max_retry_after:.15g} s"
        )
    return "the wait would exceed the total time limit" if reason == "total" and remaining is not None else ""


def declined(policy: Retry, failure: Failure, *, idempotent: bool, attempt: int) -> Declined:
    """Return the reason why ``next_wait`` returned None."""
    if not _may_help(failure):
        return "final"
    if attempt >= policy.attempts:
        return "attempts"
    if not idempotent and not _did_nothing(failure):
        return "not_idempotent"
    return "retry_after" if (failure.retry_after or 0.0) > policy.max_retry_after else "total"


def backoff_wait(policy: Retry, attempt: int, jitter: Callable[[float], float] | None = None) -> float:
    """Return the jittered wait in seconds after the failed attempt number ``attempt`` (from 1)."""
    if policy.base == 0 or policy.cap == 0:
        return 0.0
    try:
        # Imported late: it costs as much as attrs, and most calls never fail.
        from backoff import expo, full_jitter
    except OSError:  # no file descriptor is left to import it with
        return min(policy.cap, policy.base * 2.0 ** min(attempt - 1, 64))
    # The generator yields None before its first value. After 64 doublings any base has reached the cap.
    ceiling = next(islice(expo(base=2, factor=policy.base, max_value=policy.cap), min(attempt, 64), None))
    return (jitter or full_jitter)(ceiling)


def parse_retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the wait in seconds from ``retry-after-ms`` or ``Retry-After``.

    None if there is none or it cannot be parsed. A date is compared with the response's own ``Date``, since
    the server's clock may differ from ours, or with ``now`` (Unix seconds) if there is none. HTTP dates have
    whole seconds, so the difference is rounded up; a date in the past gives 0.

    https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    """
    value = headers.get("retry-after-ms", "").strip()
    if _DELAY().fullmatch(value):
        return min(float(value) / 1000, LONGEST_RETRY_AFTER)
    value = headers.get("retry-after", "").strip()
    if _DELAY().fullmatch(value):
        return min(float(value), LONGEST_RETRY_AFTER)
    due = http_date(value) if value else None
    if due is None:
        return None
    sent = server_time(headers)
    return max(0.0, float(math.ceil(due - (now if sent is None else sent))))


def server_time(headers: Mapping[str, str]) -> float | None:
    """Return when a response was sent by the server's clock, in Unix seconds, None if its ``Date`` is missing
    or cannot be parsed."""
    date = http_date(headers.get("date", ""))
    age = headers.get("age", "").strip()
    # A cache passes on the origin's date, and its age: https://www.rfc-editor.org/rfc/rfc9111#section-5.1
    return date + int(age) if date is not None and _AGE().fullmatch(age) else date


def http_date(value: str) -> float | None:
    """Parse an HTTP date into Unix seconds, None if it cannot be parsed.

    https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
    """
    try:
        # Imported late: most calls need no date, and this loads the email package.
        from email.utils import parsedate_to_datetime

        parsed = parsedate_to_datetime(value)
        return (parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):  # OSError: of the import
        return None

"""Which failures are repeated, after which wait, and how Retry-After is read."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ArgumentTypeError, ArgumentValueError
from cortex_async._core.outcomes import Failure, outcome_of
from cortex_async._core.response import Headers
from cortex_async._core.retry import Retry, backoff_wait, next_wait, parse_retry_after, repeatable
from cortex_async._core.timeouts import Timeout

NOW = 1_800_000_000.0


def date(offset: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW + offset, UTC), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "2"}, 2.0),
        ({"Retry-After": "0.5"}, 0.5),
        ({"Retry-After": " 3 "}, 3.0),
        ({"Retry-After": "0"}, 0.0),
        ({"retry-after": "1000000000"}, 1e9),
        ({"Retry-After": date(60)}, 60.0),
        ({"Retry-After": date(-60)}, 0.0),
        ({"Retry-After": "Sunday, 06-Nov-94 08:49:37 GMT"}, 0.0),
        ({"Retry-After-Ms": "1500"}, 1.5),
        ({"retry-after-ms": "250", "Retry-After": "9"}, 0.25),
        ({"retry-after-ms": "soon", "Retry-After": "9"}, 9.0),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "1e3"}, None),
        ({"Retry-After": "1_0"}, None),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "later"}, None),
        ({"Retry-After": "Mon, 99 Foo 2026 99:99:99 GMT"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert parse_retry_after(Headers(headers.items()), NOW) == seconds


def test_a_retry_after_date_is_never_early() -> None:
    wait = parse_retry_after(Headers([("Retry-After", date(60))]), NOW + 0.2)
    assert wait is not None
    assert wait >= 59.8


@given(st.text(max_size=30))
def test_any_retry_after_is_seconds_or_nothing(text: str) -> None:
    wait = parse_retry_after(Headers([("Retry-After", text)]), NOW)
    assert wait is None or wait >= 0


NOT_SENT = Failure("not_sent")
DROPPED = Failure("unknown")


def status(number: int, retry_after: float | None = None) -> Failure:
    return Failure(outcome_of(number, retry_after), number, retry_after)


@pytest.mark.parametrize(
    ("failure", "idempotent", "other"),
    [
        (NOT_SENT, True, True),
        (DROPPED, True, False),
        (status(400), False, False),
        (status(401), False, False),
        (status(408), True, False),
        (status(409), False, False),
        (status(429), True, True),
        (status(429, 5), True, True),
        (status(500), True, False),
        (status(502), True, False),
        (status(503), True, False),
        (status(503, 0.0), True, True),
        (status(504, 1.0), True, False),
        (Failure("not_sent", permanent=True), False, False),
    ],
)
def test_which_failures_may_be_repeated(failure: Failure, idempotent: bool, other: bool) -> None:
    assert repeatable(failure, idempotent=True) is idempotent
    assert repeatable(failure, idempotent=False) is other


@pytest.mark.parametrize(
    ("number", "retry_after", "outcome"),
    [
        (404, None, "rejected"),
        (429, None, "rejected"),
        (500, None, "unknown"),
        (503, None, "unknown"),
        (503, 1.0, "rejected"),
    ],
)
def test_the_outcome_of_a_status(number: int, retry_after: float | None, outcome: str) -> None:
    assert outcome_of(number, retry_after) == outcome


def no_jitter(value: float) -> float:
    return value


def wait(
    failure: Failure = DROPPED, attempt: int = 1, remaining: float | None = None, **policy: Any
) -> float | None:
    return next_wait(
        Retry(**policy), failure, idempotent=True, attempt=attempt, remaining=remaining, jitter=no_jitter
    )


def test_waits_double_up_to_the_cap() -> None:
    assert [wait(attempt=n, attempts=9) for n in range(1, 9)] == [0.5, 1, 2, 4, 8, 8, 8, 8]
    assert backoff_wait(Retry(base=1), 10_000, no_jitter) == 8


def test_waits_are_jittered_over_the_full_range() -> None:
    waits = [backoff_wait(Retry(base=4, cap=4), 1) for _ in range(200)]
    assert min(waits) < 1
    assert max(waits) > 3
    assert all(0 <= seconds <= 4 for seconds in waits)


def test_the_last_attempt_is_not_followed_by_a_wait() -> None:
    assert wait(attempt=3) is not None
    assert wait(attempt=4) is None
    assert wait(attempt=1, attempts=1) is None


def test_retry_after_is_a_lower_bound_of_the_wait() -> None:
    assert wait(status(429, 7.0)) == 7.5
    assert (
        next_wait(
            Retry(), status(429, 7.0), idempotent=False, attempt=1, remaining=None, jitter=lambda _: 0.0
        )
        == 7.0
    )
    assert wait(status(429, 60.0)) == 60.5
    assert wait(status(429, 60.1)) is None
    assert wait(status(429, 60.1), max_retry_after=100) == 60.6


def test_a_wait_beyond_the_deadline_is_not_started() -> None:
    assert wait(remaining=0.6) == 0.5
    assert wait(remaining=0.5) is None
    assert wait(status(503, 3.0), remaining=3.0) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"attempts": 0},
        {"attempts": 1.5},
        {"attempts": True},
        {"base": -1},
        {"cap": float("inf")},
        {"max_retry_after": float("nan")},
    ],
)
def test_policies_are_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Retry(**wrong)


@pytest.mark.parametrize("wrong", [0, -1, float("nan"), float("inf"), True, "5"])
@pytest.mark.parametrize("limit", ["connect", "read", "total"])
def test_time_limits_are_checked(limit: str, wrong: Any) -> None:
    with pytest.raises(ArgumentTypeError if wrong == "5" else ArgumentValueError, match=limit):
        Timeout(**{limit: wrong})


def test_time_limits_of_one_call() -> None:
    usual = Timeout(connect=1, read=2, total=3)
    assert usual.narrowed(9) == Timeout(connect=1, read=2, total=9)
    assert usual.narrowed(None) == Timeout(connect=1, read=2, total=None)
    assert usual.narrowed(Timeout(read=5)) == Timeout(read=5)

"""Outcome of a request by its status, and how the message of an error describes it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import APIError, CallError, ServerError
from cortex_async._core.call_errors import error_class
from cortex_async._core.outcomes import SEVERITY, Failure, in_words, outcome_of
from cortex_async._core.retry import Retry, next_wait, repeatable, why_not_repeated

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0, "unknown"), (99, "unknown"), (100, "unknown"), (101, "unknown"), (199, "unknown"),
        (200, "done"), (204, "done"), (299, "done"),
        (300, "unknown"), (302, "unknown"), (303, "unknown"), (307, "unknown"), (308, "unknown"), (399, "unknown"),
        (400, "rejected"), (407, "rejected"), (408, "unknown"), (409, "rejected"), (425, "rejected"), (429, "rejected"),
        (499, "rejected"), (500, "unknown"), (503, "unknown"), (599, "unknown"), (600, "unknown"), (999, "unknown"),
    ],
)  # fmt: skip
def test_the_outcome_of_a_status(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome
    assert outcome_of(status, 1.0) == ("rejected" if status == 503 else outcome)


@given(st.integers(-5, 1100), st.none() | st.floats(0, 1e9))
def test_only_2xx_is_done_and_only_4xx_and_503_are_rejected(status: int, retry_after: float | None) -> None:
    outcome = outcome_of(status, retry_after)
    assert outcome in SEVERITY
    assert (outcome == "done") is (200 <= status < 300)
    if outcome == "rejected":
        assert 400 <= status < 500 or status == 503


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("outcome", SEVERITY)
def test_the_message_of_a_read_does_not_mention_being_carried_out(method: str, outcome: Any) -> None:
    text = str(CallError("cut", method=method, path="/a", attempts=1, outcome=outcome))
    reading = method in ("GET", "HEAD", "OPTIONS")
    assert ("carried out" in text) is (not reading and outcome != "not_sent")
    assert in_words(outcome, method) in text
    assert ("not sent" in text) is (outcome == "not_sent")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(499, APIError), (500, ServerError), (599, ServerError), (600, APIError), (999, APIError), (0, APIError), (302, APIError)],
)  # fmt: skip
def test_error_classes_at_the_limits_of_a_range(status: int, kind: type[APIError]) -> None:
    assert error_class(status) is kind


@pytest.mark.parametrize(
    ("status", "idempotent"),
    [(199, False), (200, True), (299, True), (300, False), (400, False), (407, False), (408, True), (409, False),
     (424, False), (425, False), (426, False), (428, False), (429, True), (430, False),
     (499, False), (500, True), (599, True), (600, False), (None, True)],
)  # fmt: skip
def test_which_statuses_are_retried(status: int | None, idempotent: bool) -> None:
    failure = Failure("unknown" if status is None else outcome_of(status), status)
    assert repeatable(failure, idempotent=True) is idempotent
    assert repeatable(failure, idempotent=False) is (status == 429)


@given(
    st.none() | st.integers(0, 999),
    st.sampled_from(list(SEVERITY)),
    st.none() | st.floats(0, 100),
    st.booleans(),
)
def test_a_request_that_may_have_been_carried_out_is_repeated_only_if_idempotent(
    status: int | None, outcome: Any, retry_after: float | None, permanent: bool
) -> None:
    failure = Failure(
        outcome if status is None else outcome_of(status, retry_after), status, retry_after, permanent
    )
    if repeatable(failure, idempotent=False):
        assert failure.outcome in ("not_sent", "rejected")


def reason(
    failure: Failure, *, idempotent: bool = True, attempt: int = 1, remaining: float | None = None
) -> str:
    assert next_wait(Retry(), failure, idempotent=idempotent, attempt=attempt, remaining=remaining) is None
    return why_not_repeated(Retry(), failure, idempotent=idempotent, attempt=attempt, remaining=remaining)


def test_the_reason_for_not_retrying() -> None:
    asked = Failure("rejected", 429, 90.0)
    assert reason(asked) == "the server asks for 90 s, the limit is 60 s"
    assert reason(Failure("unknown"), idempotent=False) == "the operation is not idempotent"
    assert reason(Failure("unknown", 503), idempotent=False) == "the operation is not idempotent"
    assert (
        reason(Failure("rejected", 429, 5.0), remaining=4.0) == "the wait would exceed the total time limit"
    )
    assert reason(Failure("rejected", 404)) == ""
    assert reason(asked, attempt=4) == ""
    assert reason(Failure("not_sent", permanent=True)) == ""

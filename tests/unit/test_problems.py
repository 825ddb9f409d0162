"""Messages of error responses, whatever the body looks like."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.call.problems import LONGEST_MESSAGE, fallback_problem, read_problem, status_name


@pytest.mark.parametrize(
    ("body", "messages", "code"),
    [
        ({"statusCode": 404, "message": "gone", "error": "Not Found"}, ("gone",), "Not Found"),
        (
            {"statusCode": 400, "message": ["a must be b", "c"], "error": "Bad Request"},
            ("a must be b", "c"),
            "Bad Request",
        ),
        ({"statusCode": 500, "message": "Internal server error"}, ("Internal server error",), None),
        ({"message": {"a": 1}}, ('{"a": 1}',), None),
        ({"error": {"code": "E1", "message": "m"}}, ("m",), "E1"),
        ({"errors": ["x", {"message": "y"}]}, ("x", '{"message": "y"}'), None),
        ({"detail": "d", "code": "c"}, ("d",), "c"),
        ({"error": "only"}, ("only",), "only"),
        ({"message": "two\n  lines\tand more"}, ("two lines and more",), None),
    ],
)
def test_bodies_with_a_message(body: Any, messages: tuple[str, ...], code: str | None) -> None:
    problem = read_problem(body)
    assert problem is not None
    assert (problem.messages, problem.code) == (messages, code)
    assert problem.message == "; ".join(messages)


@pytest.mark.parametrize(
    "body", [None, [], "text", 5, {}, {"message": ""}, {"message": None}, {"message": []}]
)
def test_bodies_without_a_message(body: Any) -> None:
    assert read_problem(body) is None


def test_long_messages_are_cut() -> None:
    problem = read_problem({"message": ["x" * 5000] * 500})
    assert problem is not None
    assert len(problem.messages) == 100
    assert len(problem.messages[0]) == LONGEST_MESSAGE + 3


def test_without_a_readable_body_the_message_is_the_name_of_the_status() -> None:
    assert fallback_problem(502, "text/html", "<html>").message == "Bad Gateway"
    assert fallback_problem(429, "text/plain; charset=utf-8", " slow\ndown ").message == "slow down"
    assert fallback_problem(404, "text/plain", "").message == "Not Found"
    assert status_name(599) == "unknown status"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["message", "error", "errors", "code", "detail"]), inner)
        ),
        max_leaves=6,
    )
)
def test_any_body_is_accepted(body: Any) -> None:
    problem = read_problem(body)
    assert problem is None or all(isinstance(message, str) for message in problem.messages)

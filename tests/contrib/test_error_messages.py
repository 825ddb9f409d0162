"""Messages are found in the error bodies of various frameworks, and nothing else of the body is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.call_errors import ValidationFailed
from cortex_async.contrib.error_messages import messages_in
from cortex_async.contrib.fake import FakeServer, Reply
from cortex_async.contrib.nimrobo import problems as nimrobo
from cortex_async.contrib.orga import problems as orga
from cortex_async.contrib.orga.fake import envelope
from tests.contrib.calls import CALLS, AnyClient

MISSING = {"type": "missing", "loc": ["query", "email"], "msg": "Field required", "input": "canary"}
OFFER = {"type": "string_type", "loc": ["body", "offer", "candidates", 0], "msg": "Input should be valid"}
FOUND = ("query.email: Field required", "offer.candidates.0: Input should be valid")


@pytest.mark.parametrize(
    ("body", "messages", "code"),
    [
        (envelope([MISSING, OFFER]), FOUND, "invalid_request_error"),
        (envelope([MISSING, OFFER], code="validation_error"), FOUND, "validation_error"),
        (envelope(envelope([MISSING, OFFER], code="inner")), FOUND, "inner"),
        (envelope({"detail": [MISSING, OFFER]}), FOUND, "invalid_request_error"),
        ({"detail": [MISSING, OFFER]}, FOUND, None),
        ({"error": [MISSING, OFFER]}, FOUND, None),
        ([MISSING, OFFER], FOUND, None),
        (envelope(MISSING), FOUND[:1], "invalid_request_error"),
        (envelope(["one", "two"]), ("one", "two"), "invalid_request_error"),
        (envelope([["nested"], {"message": "deeper"}]), ("nested", "deeper"), "invalid_request_error"),
        (envelope([]), ("invalid_request_error",), "invalid_request_error"),
        (envelope([{"loc": ["body"], "msg": "x"}]), ("x",), "invalid_request_error"),
        (envelope([None, 5, {"odd": True}]), ("invalid_request_error",), "invalid_request_error"),
    ],
)
def test_orga(body: Any, messages: tuple[str, ...], code: str | None) -> None:
    problem = orga.read(body)
    assert problem is not None
    assert (problem.messages, problem.code) == (messages, code)
    assert "canary" not in repr(problem)


@pytest.mark.parametrize(
    ("body", "messages", "code"),
    [
        ({"error": "sessionId is required"}, ("sessionId is required",), None),
        ({"error": [{"path": ["sessionId"], "message": "Required"}]}, ("sessionId: Required",), None),
        ({"error": {"message": "no", "code": "E1"}}, ("no",), "E1"),
        ({"error": {"issues": [{"path": ["a", 0], "message": "bad"}]}}, ("a.0: bad",), None),
        ({"message": "other", "error": "Bad Request"}, ("other",), "Bad Request"),
    ],
)
def test_nimrobo(body: Any, messages: tuple[str, ...], code: str | None) -> None:
    problem = nimrobo.read(body)
    assert problem is not None
    assert (problem.messages, problem.code) == (messages, code)


@pytest.mark.parametrize("api", ["orga", "nimrobo"])
async def test_a_422_says_what_is_missing(anyone: dict[str, tuple[FakeServer, AnyClient]], api: str) -> None:
    fake, client = anyone[api]
    operation = {"orga": "createClientSecret", "nimrobo": "getSessionStatus"}[api]
    fake.next(operation, Reply(422, {"error": {"message": [MISSING], "type": "invalid_request_error"}}))
    with pytest.raises(ValidationFailed, match=r"query\.email: Field required") as caught:
        await CALLS[api][operation](client)
    assert "canary" not in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["error", "message", "detail", "loc", "msg", "type"]), inner, max_size=4
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_any_json_is_handled(body: Any) -> None:
    for read in (orga.read, nimrobo.read):
        problem = read(body)
        assert problem is None or all(isinstance(words, str) and words for words in problem.messages)


def test_depth_number_and_length_are_limited() -> None:
    deep: Any = "x"
    for _ in range(5000):
        deep = {"error": [deep]}
    assert messages_in(deep) == ()
    assert len(messages_in(["x"] * 5000)) == 100
    assert len(messages_in("x" * 5000)[0]) < 1010

"""Errors pickle, copy and say what happened, for which call, and how often it was attempted."""

from __future__ import annotations

import copy
import inspect
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

import cortex_async as errors
from cortex_async._core import errors as core_errors
from cortex_async._core.call_errors import APIError, CallError, DecodeError, TimedOut, error_class
from cortex_async._core.errors import CortexError
from cortex_async._core.response import Headers

CALL: dict[str, Any] = {
    "method": "POST",
    "path": "/api/projects/{projectId}/sessions",
    "operation": "createSession",
    "status": 404,
    "request_id": "r-1",
    "attempts": 2,
    "outcome": "rejected",
}
MORE: dict[type[CortexError], dict[str, Any]] = {
    TimedOut: {"limit": "read", "seconds": 30.0},
    DecodeError: {"location": "a[1].b", "excerpt": "'x'"},
}
CLASSES = [
    value for _, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, CortexError)
]


def make(kind: type[CortexError]) -> CortexError:
    given = dict(MORE.get(kind, {}))
    if issubclass(kind, CallError):
        given |= CALL
    if issubclass(kind, APIError):
        given |= {
            "code": "gone",
            "messages": ("gone", "really"),
            "headers": Headers([("A", "1")]),
            "body": b'{"a": 1}',
            "retry_after": 1.5,
            "hint": "Look here",
        }
    return kind("gone", **given)


def state(error: BaseException) -> dict[str, Any]:
    shown = {**error.__dict__, "args": error.args, "text": str(error)}
    headers = shown.get("headers")
    return {**shown, "headers": dict(headers)} if headers is not None else shown


def test_the_diagram_shows_every_class() -> None:
    diagram = core_errors.__doc__ or ""
    assert len(CLASSES) > 20
    for kind in CLASSES:
        assert f" {kind.__name__}" in diagram


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_errors_pickle_and_copy(kind: type[CortexError]) -> None:
    error = make(kind)
    error.add_note("a note")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = pickle.loads(pickle.dumps(error, protocol))
        assert type(twin) is kind
        assert state(twin) == state(error)
    for twin in (copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is kind
        assert state(twin) == state(error)


def fail(kind: type[CortexError]) -> None:
    raise make(kind)


def test_errors_cross_processes() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for kind in (errors.NotFound, errors.TimedOut, errors.DecodeError):
            with pytest.raises(kind) as caught:
                pool.submit(fail, kind).result(30)
            assert str(caught.value) == str(make(kind))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (422, errors.ValidationFailed),
        (429, errors.RateLimited),
        (500, errors.ServerError),
        (599, errors.ServerError),
        (302, APIError),
        (418, APIError),
    ],
)
def test_classes_by_status(status: int, kind: type[APIError]) -> None:
    assert error_class(status) is kind


def test_400_and_422_can_be_caught_together() -> None:
    assert issubclass(errors.BadRequest, errors.InvalidRequest)
    assert issubclass(errors.ValidationFailed, errors.InvalidRequest)


def test_the_message_says_what_happened_where_and_how_often() -> None:
    message = (
        "createSession POST /api/projects/{projectId}/sessions: 404 gone "
        "(request id r-1, 2 attempts, not carried out)"
    )
    assert str(errors.NotFound("gone", **CALL)) == message
    assert str(errors.NotFound("gone", hint="Look here", **CALL)) == f"{message}. Look here"
    assert str(errors.ConnectionFailed("cut", outcome="unknown", method="POST", path="/a", attempts=1)) == (
        "POST /a: cut (1 attempt, may have been carried out)"
    )
    assert str(errors.DecodeError("a: missing")) == "a: missing"


def test_the_body_of_an_error() -> None:
    error = errors.NotFound("gone", status=404, body=b'{"a": [1]}')
    assert error.text == '{"a": [1]}'
    assert error.parsed == {"a": [1]}
    assert errors.NotFound("gone", status=404, body=b"<html>").parsed is None
    assert errors.NotFound("gone", status=404, body=b"\xff").text == "�"
    assert error.messages == ("gone",)

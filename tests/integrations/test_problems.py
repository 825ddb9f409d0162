"""Every error of the SDK becomes problem details that show nothing of its own."""

from __future__ import annotations

import importlib
import json
import math
import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cortex_async
from cortex_async import CortexError
from cortex_async.integrations import problems
from cortex_async.integrations.problems import to_problem
from cortex_async.webhooks import BodyTooLarge, HeaderMissing, SignatureMismatch

CANARY = "canary-5f0c"

CALL: dict[str, Any] = {
    "method": "GET",
    "path": "/api/projects/{projectId}/sessions/{id}",
    "operation": "getSession",
    "request_id": "req-1",
    "url_values": {"id": CANARY},
}

TABLE: list[tuple[CortexError, int, str]] = [
    (cortex_async.ArgumentTypeError(CANARY, parameter="title"), 422, "invalid-value"),
    (cortex_async.ArgumentValueError(CANARY, parameter="title"), 422, "invalid-value"),
    (cortex_async.BadRequest(CANARY, **CALL), 400, "invalid-value"),
    (cortex_async.ValidationFailed(CANARY, **CALL), 422, "invalid-value"),
    (cortex_async.NotFound(CANARY, **CALL), 404, "not-found"),
    (cortex_async.APIError(CANARY, status=410, **CALL), 404, "not-found"),
    (cortex_async.Conflict(CANARY, **CALL), 409, "conflict"),
    (cortex_async.JoinRefused(CANARY), 409, "conflict"),
    (cortex_async.RateLimited(CANARY, retry_after=2.1, **CALL), 429, "rate-limited"),
    (cortex_async.TimedOut(CANARY, limit="read", **CALL), 504, "upstream-timeout"),
    (cortex_async.WaitTimedOut(CANARY), 504, "upstream-timeout"),
    (cortex_async.ServerError(CANARY, status=504, **CALL), 504, "upstream-timeout"),
    (cortex_async.APIError(CANARY, status=408, **CALL), 504, "upstream-timeout"),
    (cortex_async.ServerError(CANARY, status=500, body=CANARY.encode(), **CALL), 502, "upstream-failed"),
    (cortex_async.ServerError(CANARY, status=503, retry_after=7, **CALL), 502, "upstream-failed"),
    (cortex_async.ConnectionFailed(CANARY, **CALL), 502, "upstream-failed"),
    (cortex_async.ResponseTooLarge(CANARY, **CALL), 502, "upstream-failed"),
    (cortex_async.DecodeError(CANARY, excerpt=CANARY, **CALL), 502, "upstream-failed"),
    (cortex_async.APIError(CANARY, status=418, **CALL), 502, "upstream-failed"),
    (cortex_async.BuildFailed(CANARY, log=CANARY), 502, "upstream-failed"),
    (cortex_async.Unauthorized(CANARY, hint=CANARY, **CALL), 502, "upstream-refused"),
    (cortex_async.Forbidden(CANARY, **CALL), 502, "upstream-refused"),
    (SignatureMismatch(), 401, "webhook-rejected"),
    (HeaderMissing(CANARY), 400, "webhook-rejected"),
    (BodyTooLarge(CANARY), 413, "webhook-rejected"),
    (cortex_async.ClientClosed(CANARY), 503, "unavailable"),
    (cortex_async.ConfigError(CANARY), 500, "internal-error"),
    (cortex_async.WrongLoop(CANARY), 500, "internal-error"),
    (CortexError(CANARY), 500, "internal-error"),
]


@pytest.mark.parametrize(("error", "status", "code"), TABLE, ids=lambda value: type(value).__name__)
def test_an_error_has_the_status_and_the_type_of_the_table(
    error: CortexError, status: int, code: str
) -> None:
    problem = to_problem(error)
    assert (problem.status, problem.code) == (status, code)
    shown = json.loads(problem.body)
    assert shown["type"] == f"urn:odin-cortex:problem:{code}"
    assert shown["status"] == status
    assert {"title", "detail"} <= shown.keys()
    assert CANARY not in f"{problem}{problem.body!r}{problem.headers}"
    assert problem.headers["Content-Type"] == "application/problem+json"


def test_a_failed_call_is_named() -> None:
    shown = to_problem(cortex_async.NotFound(CANARY, **CALL)).to_dict()
    assert (shown["operation"], shown["request_id"]) == ("getSession", "req-1")
    assert to_problem(cortex_async.ArgumentValueError("x", parameter="title")).parameter == "title"
    assert "operation" not in to_problem(cortex_async.NotFound("built by hand")).to_dict()


@given(wait=st.none() | st.floats())
def test_retry_after_is_whole_seconds_and_never_too_early(wait: float | None) -> None:
    problem = to_problem(cortex_async.RateLimited("x", retry_after=wait))
    if wait is None or not math.isfinite(wait):
        assert "Retry-After" not in problem.headers
    else:
        assert re.fullmatch(r"\d+", problem.headers["Retry-After"])
        assert problem.retry_after is not None
        assert problem.retry_after >= min(wait, 2**31 - 1)
        assert json.loads(problem.body)["retry_after"] == problem.retry_after


def test_every_public_error_is_in_the_table() -> None:
    classes = {
        value
        for name in cortex_async.__all__
        if isinstance(value := getattr(cortex_async, name), type) and issubclass(value, CortexError)
    }
    for error in classes:
        problem = to_problem(error("x"))
        assert (problem.status == 500) == (
            error in {CortexError, cortex_async.ConfigError, cortex_async.WrongLoop}
        ), error


def test_the_table_of_the_docstring_names_every_code() -> None:
    doc = problems.__doc__ or ""
    documented = set(re.findall(r"\| ``([a-z-]+)`` \|$", doc, re.MULTILINE))
    assert documented == {code for _, _, code in TABLE}


@pytest.mark.parametrize("package", ["cortex_async", "cortex_sync"])
@pytest.mark.parametrize("library", ["fastapi", "starlette", "litestar", "django", "celery"])
def test_without_the_library_the_error_says_what_to_install(
    library: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (package, library) == ("cortex_sync", "litestar"):
        return
    for loaded in [*sys.modules]:
        if re.match(rf"({library}|cortex_(a)?sync\.integrations)(\.|$)", loaded):
            monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=rf"odin-cortex\[{library}\]"):
        importlib.import_module(f"{package}.integrations.{library}")

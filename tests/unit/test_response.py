"""Headers and responses: case-insensitive, copyable, and hidden in their repr."""

from __future__ import annotations

import copy
import pickle

import pytest

from cortex_async._core.response import Headers, Response


def test_headers_ignore_case_and_join_repeats() -> None:
    headers = Headers([("Content-Type", "a"), ("X", "1"), ("x", "2")])
    assert headers["CONTENT-TYPE"] == "a"
    assert headers["X"] == "1, 2"
    assert "x" in headers
    assert "y" not in headers
    assert headers.get("missing") is None
    assert list(headers) == ["content-type", "x"]
    assert len(headers) == 2
    assert headers.pairs() == (("Content-Type", "a"), ("X", "1"), ("x", "2"))


def test_headers_and_responses_copy_and_pickle_and_hide_their_values() -> None:
    response = Response(200, Headers([("X-Secret", "canary")]), b"canary", "r", 2)
    assert "canary" not in repr(response)
    for twin in (pickle.loads(pickle.dumps(response)), copy.deepcopy(response)):
        assert twin.headers["x-secret"] == "canary"
        assert twin.body == b"canary"


def test_bodies() -> None:
    assert Response(200, Headers(), b'{"a": 1}').json() == {"a": 1}
    assert Response(204, Headers()).json() is None
    assert Response(200, Headers(), b"\xff").text() == "�"
    with pytest.raises(ValueError, match="unexpected character"):
        Response(200, Headers(), b"<").json()

"""Requests before they are sent: path, query, headers and body."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from cortex_async import ArgumentError, ArgumentTypeError
from cortex_async._core.call.prepare import merged_headers, prepare
from cortex_async._core.codec.codec import Codec
from cortex_async._core.http.exchange import Outgoing
from cortex_async._core.request import Request, Route
from cortex_async._core.unset import UNSET

CODEC = Codec("tests.unit.orders")
ITEM = Route("get", "GET", "/api/things/{id}")


def prepared(request: Request, base: str = "https://host", **more: Any) -> Outgoing:
    return prepare(request, base, CODEC, **more)


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("a/../b", "a%2F..%2Fb"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("a?b#c%", "a%3Fb%23c%25"),
        ("ü @x", "%C3%BC%20%40x"),
        ("@scope/package", "%40scope%2Fpackage"),
    ],
)
@pytest.mark.parametrize("base", ["https://host", "https://host/path"])
def test_a_path_value_stays_one_segment(value: str, segment: str, base: str) -> None:
    outgoing = prepared(Request(ITEM, (value,)), base)
    assert outgoing.url == f"{base}/api/things/{segment}"
    assert outgoing.target == outgoing.url.removeprefix("https://host")


@pytest.mark.parametrize("value", [5, UUID(int=5)])
def test_path_values_that_are_not_strings_are_written(value: Any) -> None:
    assert prepared(Request(ITEM, (value,))).target == f"/api/things/{value}"


def test_empty_and_missing_path_values_are_refused() -> None:
    nothing: Any
    for nothing in ("", None):
        with pytest.raises(ArgumentError, match=r"^id must be a non-empty string, got (''|None)$"):
            prepared(Request(ITEM, (nothing,)))
    with pytest.raises(
        ArgumentTypeError, match=r"values must be one for each parameter of the path \(1\), got 0"
    ):
        prepared(Request(ITEM))


def test_queries() -> None:
    moment = datetime(2026, 1, 31, 12, tzinfo=UTC)
    query: dict[str, Any] = {
        "a": True,
        "n": 5,
        "f": 5.0,
        "t": "x y&z/ü",
        "at": moment,
        "many": ["1", "2"],
        "no": None,
        "un": UNSET,
    }
    outgoing = prepared(Request(Route("o", "GET", "/a"), query=query))
    assert (
        outgoing.target == "/a?a=true&n=5&f=5&t=x%20y%26z%2F%C3%BC&at=2026-01-31T12%3A00%3A00Z&many=1&many=2"
    )
    assert prepared(Request(Route("o", "GET", "/a"), query={"un": UNSET})).target == "/a"


def test_headers_of_the_call_override_those_of_the_request_in_any_case() -> None:
    request = Request(Route("o", "GET", "/a"), headers={"X-A": "request", "last-event-id": UNSET})
    outgoing = prepared(request, headers={"X-a": "call", "accept": "x/y"})
    names = {name.lower() for name in outgoing.headers}
    assert len(names) == len(outgoing.headers)
    assert "last-event-id" not in names
    assert outgoing.headers["X-a"] == "call"
    assert outgoing.headers["accept"] == "x/y"


def test_a_request_has_only_the_headers_that_not_every_request_has() -> None:
    assert prepared(Request(Route("o", "GET", "/a"))).headers == {}
    assert prepared(Request(Route("o", "GET", "/a", accept="audio/wav"))).headers == {"Accept": "audio/wav"}
    assert prepared(Request(Route("o", "GET", "/a")), streamed=True).headers == {
        "Accept-Encoding": "identity"
    }


def test_bodies() -> None:
    route = Route("o", "POST", "/a")
    bare = prepared(Request(route))
    assert bare.body is None
    assert "Content-Type" not in bare.headers
    assert prepared(Request(route, body=None)).body == b"null"
    assert prepared(Request(route, body={"a": 1})).body == b'{"a":1}'
    raw = prepared(Request(route, body=b"\x00"))
    assert (raw.body, raw.headers["Content-Type"]) == (b"\x00", "application/octet-stream")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a b", "x"),
        ("", "x"),
        ("A", "x\r\nB: y"),
        ("A", "\x00canary"),
        ("Content-Length", "1"),
        ("host", "x"),
        ("transfer-encoding", "x"),
        ("A", 5),
    ],
)
def test_headers_that_cannot_be_sent(name: str, value: Any) -> None:
    with pytest.raises(ArgumentError, match="header") as caught:
        merged_headers({name: value})
    assert "canary" not in str(caught.value)


def test_the_repr_shows_no_value_of_the_caller() -> None:
    outgoing = Outgoing("GET", "https://h/canary", {"A": "canary"}, b"canary")
    assert "canary" not in repr(outgoing)
    assert outgoing.target == "/canary"

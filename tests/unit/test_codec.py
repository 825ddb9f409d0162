"""JSON to typed objects and back, and the errors that name the place that does not fit."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.codec.codec import Codec
from cortex_async._core.request import Request, Route
from cortex_async._core.response import Headers, Response
from cortex_async._core.unset import UNSET
from tests.unit.orders.models.shop import CreateOrder, Line, Order

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
ORDER = {
    "id": "o1",
    "createdAt": "2026-01-31T12:00:00Z",
    "lines": [{"count": 2.0, "colour": "green"}],
    "extra": 1,
}
ROUTE = Route("getOrder", "GET", "/orders/{id}")


@pytest.fixture
def codec() -> Codec:
    return Codec("tests.unit.orders", ["secret", "customHeaders"])


def response(body: bytes, kind: str = "application/json", status: int = 200) -> Response:
    return Response(status, Headers([("Content-Type", kind)] if kind else []), body, "r-1", 2)


def broken(**changes: Any) -> dict[str, Any]:
    return {**ORDER, **changes}


def test_models_lists_and_maps(codec: Codec) -> None:
    order = codec.structure(ORDER, Order)
    assert order == Order(id="o1", created_at=NOON, lines=[Line(count=2, colour="green")])
    assert type(order.lines[0].count) is int
    assert codec.structure([ORDER, None], list[Order]) == [order, None]
    assert codec.structure({"a": [ORDER]}, dict[str, list[Order]]) == {"a": [order]}
    assert codec.decode(b'{"a": 1}', dict[str, int]) == {"a": 1}
    assert codec.decode(b"[null]", list[str]) == [None]


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        (broken(createdAt="x"), Order, "createdAt: expected an ISO 8601 date and time, got 'x'"),
        (broken(createdAt=5), Order, "createdAt: expected an ISO 8601 date and time, got 5"),
        (
            [ORDER, broken(createdAt="x")],
            list[Order],
            "[1].createdAt: expected an ISO 8601 date and time, got 'x'",
        ),
        ({"a b": broken(lines=[{}])}, dict[str, Order], "['a b'].lines[0].count: missing"),
        (broken(lines=5), Order, "lines: expected a list, got 5"),
        (broken(lines={"a": 1}), Order, "lines: expected a list, got an object"),
        (broken(lines=["x"]), Order, "lines[0]: expected an object, got 'x'"),
        (broken(byName=[]), Order, "byName: expected an object, got a list of 0"),
        (broken(byName={"k": 1}), Order, "byName.k: expected an object, got 1"),
        ([], Order, "expected an object, got a list of 0"),
        (None, Order, "expected an object, got null"),
        (5, str, "expected a string, got 5"),
        ([True], list[int], "[0]: expected a whole number, got true"),
        (["1"], list[float], '[0]: expected a number, got "1"'.replace('"1"', "'1'")),
        ({"a": 1}, dict[str, bool], "a: expected true or false, got 1"),
        (
            broken(createdAt="y" * 100),
            Order,
            f"createdAt: expected an ISO 8601 date and time, got '{'y' * 60}'...",
        ),
    ],
)
def test_the_place_that_does_not_fit(raw: Any, kind: Any, text: str, codec: Codec) -> None:
    with pytest.raises(DecodeError) as caught:
        codec.structure(raw, kind)
    assert str(caught.value) == text
    assert caught.value.__context__ is None


def test_the_error_names_the_call(codec: Codec) -> None:
    with pytest.raises(DecodeError) as caught:
        codec.decode_response(response(b'{"id": "o1"}'), Order, Request(ROUTE, ("o1",)))
    error = caught.value
    assert error.location == "createdAt"
    assert (error.operation, error.method, error.path) == ("getOrder", "GET", "/orders/{id}")
    assert (error.status, error.request_id, error.attempts) == (200, "r-1", 2)
    assert str(error).startswith(
        "getOrder GET /orders/{id}: 200 createdAt: missing (request id r-1, 2 attempts"
    )


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (b"", "", "expected JSON, got an empty body"),
        (b"<html>", "text/html", "expected JSON, got 6 bytes of text/html"),
        (b'"\xff"', "application/json", "expected JSON, got 3 bytes of application/json"),
    ],
)
def test_a_response_that_is_not_json(body: bytes, kind: str, text: str, codec: Codec) -> None:
    with pytest.raises(DecodeError, match=text) as caught:
        codec.decode_response(response(body, kind), Order, Request(ROUTE))
    # The parser's error holds the whole body.
    assert caught.value.__context__ is None


def test_secrets_stay_out_of_excerpts(codec: Codec) -> None:
    for raw, kind in (
        ({"secret": "canary"}, dict[str, int]),
        ({"custom_headers": {"x": "canary"}}, dict[str, dict[str, int]]),
    ):
        with pytest.raises(DecodeError) as caught:
            codec.structure(raw, kind)
        assert "canary" not in str(caught.value)
        assert "***" in str(caught.value)
    sent = Request(ROUTE, body=CreateOrder(title="t", hidden="canary-2"))
    with pytest.raises(DecodeError) as caught:
        codec.decode_response(response(b'{"n": "canary-2"}'), dict[str, int], sent)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"", "application/json", None),
        (b'{"a": 1}', "application/json; charset=utf-8", {"a": 1}),
        (b"Hello", "text/html", "Hello"),
        (b"[1]", "", [1]),
        (b'{"a": 18446744073709551617}', "application/json", {"a": 2**64 + 1}),
        (b"[18446744073709551617]", "", [2**64 + 1]),
        (b"plain \xff", "", "plain �"),
    ],
)
def test_undeclared_responses(body: bytes, kind: str, expected: object, codec: Codec) -> None:
    assert codec.decode_undeclared(response(body, kind)) == expected


def test_an_undeclared_response_with_a_false_json_content_type(codec: Codec) -> None:
    with pytest.raises(DecodeError):
        codec.decode_undeclared(response(b"{", "application/json"))


def test_pages(codec: Codec) -> None:
    named = codec.decode_page(
        response(b'{"lines": [{"count": 1, "colour": "red"}], "total": 7.0}'),
        Line,
        "lines",
        3,
        Request(ROUTE),
    )
    assert (len(named.items), named.total, named.offset) == (1, 7, 3)
    bare = codec.decode_page(response(b"[]"), Line, None, 0, Request(ROUTE))
    assert (bare.items, bare.total) == ([], None)
    with pytest.raises(DecodeError, match=r"lines\[1\]\.colour: missing"):
        codec.decode_page(
            response(b'{"lines": [{"count": 1, "colour": "red"}, {"count": 1}]}'),
            Line,
            "lines",
            0,
            Request(ROUTE),
        )
    with pytest.raises(DecodeError, match="lines: missing"):
        codec.decode_page(response(b"{}"), Line, "lines", 0, Request(ROUTE))


def test_encoding_unset_null_and_a_value(codec: Codec) -> None:
    assert codec.encode(CreateOrder(title="t")) == b'{"title":"t"}'
    assert codec.encode(CreateOrder(title="t", note=None)) == b'{"title":"t","note":null}'
    assert codec.encode(CreateOrder(title="t", note="")) == b'{"title":"t","note":""}'


def test_datetimes_are_sent_in_utc(codec: Codec) -> None:
    berlin = datetime(2026, 1, 31, 13, tzinfo=timezone(timedelta(hours=1)))
    assert codec.encode(CreateOrder(title="t", due=berlin)) == b'{"title":"t","due":"2026-01-31T12:00:00Z"}'
    assert codec.encode({"at": [berlin, date(2026, 1, 2)]}) == b'{"at":["2026-01-31T12:00:00Z","2026-01-02"]}'
    for body in (CreateOrder(title="t", due=datetime(2026, 1, 1)), {"at": datetime(2026, 1, 1)}):  # noqa: DTZ001
        with pytest.raises(ValueError, match="naive datetime"):
            codec.encode(body)


def test_models_within_plain_bodies(codec: Codec) -> None:
    assert codec.encode({"lines": [Line(count=1, colour="red")]}) == b'{"lines":[{"count":1,"colour":"red"}]}'


def test_values_that_json_cannot_hold_are_refused(codec: Codec) -> None:
    for value in ({1, 2}, object(), b"bytes"):
        with pytest.raises(TypeError):
            codec.encode({"a": value})


def test_unstructure_returns_plain_json(codec: Codec) -> None:
    assert codec.unstructure(codec.structure(ORDER, Order)) == {
        "id": "o1",
        "createdAt": "2026-01-31T12:00:00Z",
        "lines": [{"count": 2, "colour": "green"}],
    }


def test_the_cattrs_converter_uses_the_same_functions(codec: Codec) -> None:
    order = codec.converter.structure([ORDER], list[Order])[0]
    assert order == codec.structure(ORDER, Order)
    assert codec.converter.unstructure(order) == codec.unstructure(order)
    assert codec.converter.structure(None, str) is None
    assert codec.structure([1, "a"], tuple[int, str]) == (1, "a")
    with pytest.raises(DecodeError):
        codec.structure(["x", "a"], tuple[int, str])


def test_an_ordinary_call_does_not_import_cattrs() -> None:
    program = (
        "import sys; from cortex_async._core.codec.codec import Codec; from tests.unit.orders.models.shop import Order\n"
        f"codec = Codec('tests.unit.orders'); order = codec.structure({ORDER!r}, Order); codec.encode(order)\n"
        "assert 'cattrs' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "lines", "count", "secret"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values, st.sampled_from(["id", "createdAt", "lines", "byName", None]))
def test_any_json_is_decoded_or_located(value: Any, key: str | None) -> None:
    codec = Codec("tests.unit.orders", ["secret"])
    raw = value if key is None else {**ORDER, key: value}
    location = key or ""
    try:
        codec.structure(raw, Order)
    except DecodeError as error:
        location = error.location
    assert key is None or location.startswith(key)


def test_unset_is_falsy_and_prints_its_name() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"

"""Values are formatted by one rule in path, query, header, form, multipart and JSON."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ArgumentError, ArgumentTypeError, ArgumentValueError, CortexClient, models
from cortex_async._core.call.prepare import prepare
from cortex_async._core.codec.bodies import Form, Multipart
from cortex_async._core.codec.codec import Codec
from cortex_async._core.http.exchange import Outgoing
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET
from tests.wire.server import RawServer, raw_response

CODEC = Codec("tests.unit.orders")
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
ID = UUID("00000000-0000-0000-0000-00000000002a")


class Kind(str, enum.Enum):  # noqa: UP042  (whose str() is not its value)
    MUTE = "mute"


class Plain(enum.Enum):
    MUTE = "mute"
    FIVE = 5
    ON = True
    NOON = NOON
    NESTED = Kind.MUTE


class Level(enum.IntEnum):
    HIGH = 3


class Loud(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "shouted"


WRITTEN: list[tuple[Any, str]] = [
    (Kind.MUTE, "mute"),
    (Plain.MUTE, "mute"),
    (Plain.NESTED, "mute"),
    (Plain.FIVE, "5"),
    (Plain.ON, "true"),
    (Plain.NOON, "2026-01-31T12:00:00Z"),
    (Level.HIGH, "3"),
    (Loud("quiet"), "quiet"),
    (False, "false"),
    (5, "5"),
    (2**70, str(2**70)),
    (5.0, "5"),
    (0.5, "0.5"),
    (NOON, "2026-01-31T12:00:00Z"),
    (NOON.astimezone(timezone(timedelta(hours=2))), "2026-01-31T12:00:00Z"),
    (date(2026, 1, 31), "2026-01-31"),
    (ID, str(ID)),
    (Decimal("1.50"), "1.50"),
]
REFUSED: list[tuple[Any, type[ArgumentError]]] = [
    (b"ann", ArgumentTypeError),
    (bytearray(b"ann"), ArgumentTypeError),
    (memoryview(b"ann"), ArgumentTypeError),
    (object(), ArgumentTypeError),
    (1j, ArgumentTypeError),
    (timedelta(1), ArgumentTypeError),
    (models.CreateSanction(type="mute"), ArgumentTypeError),
    ({"a": 1}, ArgumentTypeError),
    (NOON.replace(tzinfo=None), ArgumentValueError),
    (datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))), ArgumentValueError),
    (datetime.min.replace(tzinfo=timezone(timedelta(hours=1))), ArgumentValueError),
    (float("nan"), ArgumentValueError),
    (float("-inf"), ArgumentValueError),
    (Decimal("NaN"), ArgumentValueError),
    (10**5000, ArgumentValueError),
    ("\ud83d", ArgumentValueError),
]


def sent(route: Route | None = None, **request: Any) -> Outgoing:
    return prepare(Request(route or Route("op", "POST", "/x"), **request), "https://h", CODEC)


def in_path(value: Any) -> str:
    url = sent(Route("op", "GET", "/x/{given}", path_parameters=(Parameter("given"),)), path=(value,)).url
    return unquote(url.rpartition("/")[2])


def in_query(value: Any) -> str:
    return parse_qs(urlsplit(sent(query={"given": value}).url).query, strict_parsing=True)["given"][0]


def in_header(value: Any) -> str:
    return sent(headers={"given": value}).headers["given"]


def in_form(value: Any) -> str:
    body = sent(body=Form({"given": value})).body
    assert body is not None
    return parse_qs(body.decode(), strict_parsing=True)["given"][0]


def in_multipart(value: Any) -> str:
    # Declared, since an undeclared part may also be a file or JSON.
    kinds = "str | int | float | bool | date | datetime"
    route = Route("op", "POST", "/x", form_parameters={"given": Parameter("given", kinds)})
    body = sent(route, body=Multipart({"given": value})).body
    assert body is not None
    return body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0].decode()


PLACES: list[Callable[[Any], str]] = [in_path, in_query, in_header, in_form, in_multipart]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("value", "expected"), WRITTEN, ids=lambda value: repr(value)[:40])
def test_a_value_is_formatted_the_same_everywhere(
    place: Callable[[Any], str], value: Any, expected: str
) -> None:
    assert place(value) == expected


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("value", "error"), REFUSED, ids=lambda value: type(value).__name__)
def test_an_unsupported_value_is_rejected_everywhere(
    place: Callable[[Any], str], value: Any, error: type[ArgumentError]
) -> None:
    with pytest.raises(error) as caught:
        place(value)
    assert caught.value.parameter == "given"
    assert str(caught.value).startswith("given must be ")


@pytest.mark.parametrize(("value", "expected"), WRITTEN, ids=lambda value: repr(value)[:40])
def test_json_accepts_the_same_values(value: Any, expected: str) -> None:
    if value == 2**70:
        with pytest.raises(ArgumentValueError, match=r"^body\[0\]\.a must be an integer of 64 bits"):
            CODEC.encode_body([{"a": value}])
        return
    (found,) = orjson.loads(CODEC.encode_body([{"a": value}]))[0].values()
    assert (found if isinstance(found, str) else orjson.dumps(found).decode().removesuffix(".0")) == expected


@pytest.mark.parametrize(("value", "error"), REFUSED, ids=lambda value: type(value).__name__)
def test_json_rejects_the_same_values(value: Any, error: type[ArgumentError]) -> None:
    if isinstance(value, dict):
        return
    for body in ({"a": [value]}, {"a": {"b": value}}):
        with pytest.raises(error, match=r"^body\.a(\[0\]|\.b) must "):
            CODEC.encode_body(body)
        with pytest.raises(error, match=r"^body\.a(\[0\]|\.b) must "):
            CODEC.encode(body)


@given(st.lists(st.sampled_from([value for value, _ in WRITTEN]), min_size=1, max_size=4))
def test_a_list_is_the_strings_of_its_items(values: list[Any]) -> None:
    strings = [next(text for known, text in WRITTEN if known is value) for value in values]
    repeated = parse_qs(urlsplit(sent(query={"n": iter(values)}).url).query, keep_blank_values=True)
    assert repeated["n"] == strings
    joined = Route("op", "GET", "/x", query_parameters={"n": Parameter("n", many="joined")})
    assert parse_qs(urlsplit(sent(joined, query={"n": tuple(values)}).url).query)["n"] == [",".join(strings)]


@pytest.mark.parametrize("nothing", [None, UNSET])
def test_none_is_left_out_but_rejected_in_a_list_or_a_path(nothing: Any) -> None:
    joined = Route("op", "GET", "/x", query_parameters={"n": Parameter("n", many="joined")})
    assert urlsplit(sent(joined, query={"n": nothing}).url).query == ""
    assert sent(body=Form({"a": nothing})).body == b""
    with pytest.raises(ArgumentTypeError, match=r"^n\[1\] must be "):
        sent(joined, query={"n": ["a", nothing]})
    with pytest.raises(ArgumentTypeError, match=r"^given must be a non-empty string"):
        in_path(nothing)


async def test_through_the_client() -> None:
    async with (
        RawServer(raw_response(200, {"sanctions": [], "total": 0})) as server,
        CortexClient(base_url=server.url, api_key="k") as client,
    ):
        project = client.project("p")
        await project.sanctions.list(type=Kind.MUTE)
        await project.sanctions.list(type=ID)  # type: ignore[arg-type]  # takes strings
        with pytest.raises(ArgumentTypeError, match=r"^search must be a string, got bytes"):
            project.participants.list(search=b"ann")  # type: ignore[arg-type]
        await client.request("GET", "/api/x/{at}", NOON, query={"kind": Plain.MUTE})
    assert [urlsplit(request.target).query for request in server.requests] == [
        "type=mute&limit=50&offset=0",
        f"type={ID}&limit=50&offset=0",
        "kind=mute",
    ]
    assert server.requests[2].target.startswith("/api/x/2026-01-31T12%3A00%3A00Z?")
